"""Letters about reports."""
