"""Reminders of reports and of open questions."""
