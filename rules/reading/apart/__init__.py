"""Of which class and half day what a message says is, where it tells of several."""
