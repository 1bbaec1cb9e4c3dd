"""Letters of the return campaign."""
