"""What a button says that puts right what was typed."""

from letters.says import Typed, Word


def meant(command: Word, rest: str = "") -> Typed:
    """The command that was meant, and the words behind it as they were typed."""
    return Typed(f"/{command} {rest}".rstrip())
