"""Every kind of list there is, in every format."""
