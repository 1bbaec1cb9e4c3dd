"""How fast it is, measured against the bare ceiling in the same run."""
