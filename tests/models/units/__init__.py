"""What officers above the schools may read."""
