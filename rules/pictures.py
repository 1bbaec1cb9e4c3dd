"""What is drawn: a chart, and a page that shows what somebody does with the program. Shapes alone, so that the process
that draws needs nothing else of the program.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class Tint(StrEnum):
    """How much is amiss: nothing, a little, more, much; grey is not known, and blank is no day."""

    NONE, LIGHT, MIDDLE, DEEP, GREY, BLANK = "none", "light", "middle", "deep", "grey", "blank"


class Tile(Struct, frozen=True):
    label: str
    words: str
    tint: Tint


class Chart(Struct, frozen=True, kw_only=True):
    """A picture that is drawn as the message leaves, outside any transaction: a line over `days` and a bar for each of
    `bars`, both (label, part, whole; of 0 nothing is known), and `tiles` in rows of `columns`, with their titles in the
    reader's language; what is empty is left out. With `close` the line is shown from near its lowest point. `name` is
    the file's. No names of people.
    """

    name: str
    title: str
    note: str = ""
    days_title: str = ""
    days: Sequence[tuple[str, int, int]] = ()
    bars_title: str = ""
    bars: Sequence[tuple[str, int, int]] = ()
    unknown: str = "–"
    close: bool = False
    tiles: Sequence[Tile] = ()
    columns: int = 4


class Screen(Struct, frozen=True):
    """What stands on a phone: (whether the phone's owner says it, words), and the buttons below the last of them."""

    said: Sequence[tuple[bool, str]]
    buttons: Sequence[str] = ()


class Step(Struct, frozen=True):
    title: str
    words: str
    screen: Screen


class Page(Struct, frozen=True, kw_only=True):
    """One page of A4 in its reader's language, drawn as it leaves; `name` is the file's."""

    name: str
    school: str
    title: str
    lead: str
    steps: Sequence[Step]
    foot: str
