"""What `export` writes: each paper from the same figures, for who runs the program."""
