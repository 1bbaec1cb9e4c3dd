"""The ladder as a value, and changes of it as people type them."""
