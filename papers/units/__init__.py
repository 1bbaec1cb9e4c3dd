"""Papers of bodies above schools."""
