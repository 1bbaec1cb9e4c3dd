"""Which buttons do something for others to feel, and wait for their tap."""

import re

from letters.says import Says

_DEED = re.compile(r"/(?:lich (?:nghỉ|bù) |nhapdanhsach \d|xinphep #|moi \w|lydo \d)")


def is_deed(says: Says) -> bool:
    return _DEED.match(says) is not None


def behind(says: Says) -> str:
    """What stands behind the command."""
    return says.partition(" ")[2].strip()
