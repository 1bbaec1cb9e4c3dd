"""What is ordered, or told to be written down: shown before a tap makes it so."""
