"""What comes in: stored before it is acknowledged, handled in order, recorded when it fails."""
