"""Partners of the village team: linked, asked to go along, and what they answer."""
