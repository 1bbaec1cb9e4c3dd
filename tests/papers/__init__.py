"""Papers in and out, read back as a school would open them."""
