"""Which tests `make test` leaves to the campaign: those whose every line, statement and sentence others try as well.

`further.txt` names them; `python -m tests.thin` makes it anew. A test that is new or renamed is tried each time.
"""

from pathlib import Path

FILE = Path(__file__).with_name("further.txt")


def further() -> frozenset[str]:
    """The tests of which nothing is tried that others do not try, as pytest calls them."""
    return frozenset(FILE.read_text("utf-8").splitlines())
