"""What the school counts, as papers: figures reported upwards, and the registers that it keeps and prints."""
