"""What is said of the pupils named, and whom each statement reaches."""
