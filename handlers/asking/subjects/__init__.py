"""What is answered of one subject each, once it is known what a message wants."""
