"""The school's calendar as decided."""
