"""What the school decides, tried rule by rule."""
