"""What the school is measured by."""
