"""What the school decides: pure functions, values in, values out."""
