"""The reader: what a teacher reports, from words to who is absent when and why."""
