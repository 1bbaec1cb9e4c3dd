"""Reports: who is absent, late, back; roll calls, questions, changes and undo."""
