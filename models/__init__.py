"""What we remember: tables, and the queries that two callers need."""
