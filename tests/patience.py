"""How long a test waits for what takes moments: a machine with other work may take hundreds of times as long."""

PATIENCE = 120.0  # seconds; it only ends a wait that would never end
AT_A_PAGE = 60.0  # seconds for what a page shows
