"""Papers of the sponsors of pupils at risk."""
