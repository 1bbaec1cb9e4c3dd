"""The calendar, shown and changed."""
