"""Children of school age on no list of the school."""
