"""What came of it all, looked at from outside: the auditor, `/health`, and who is told when nothing works."""
