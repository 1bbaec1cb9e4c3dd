"""The days of a return campaign."""
