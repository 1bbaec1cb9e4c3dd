"""Whether an absence was meant, of each pupil who is named."""
