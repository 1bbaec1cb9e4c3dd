"""Letters about sponsorships."""
