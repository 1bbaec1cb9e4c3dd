"""The return campaign."""
