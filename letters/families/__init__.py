"""Letters to families, and about reaching them."""
