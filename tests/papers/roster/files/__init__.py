"""Files as they come: formats, disguises, and what was made to do harm."""
