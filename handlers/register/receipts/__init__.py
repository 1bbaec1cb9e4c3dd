"""What a reporter reads of the own report."""
