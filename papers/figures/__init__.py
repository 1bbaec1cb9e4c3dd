"""What the school reports upwards, in figures and as papers."""
