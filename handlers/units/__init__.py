"""What officers of bodies above schools can ask."""
