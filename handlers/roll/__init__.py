"""Changes of the roll by chat, one line each: shown first, made by a tap, taken back with another, as an import is."""
