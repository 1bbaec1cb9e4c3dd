"""Children of school age on no list: told of, followed, found again."""
