"""The daily check and whom it tells."""
