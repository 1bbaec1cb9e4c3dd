"""The sponsor list: pupils at risk, their circumstances, and who has taken each on, as schools write it."""

from locales import N_
from papers.roster import SponsorRow
from papers.roster.lists.classes import read_class
from papers.roster.lists.table import Line, Table
from papers.roster.lists.values import Cell, Wrong
from rules.people.names import clean
from rules.sponsors import Named, read_sponsors

LONGEST = 1000  # letters of circumstances
MOST = 2
_NAMED = ("name", "class", "sponsors")


def read_sponsor_list(table: Table) -> list[SponsorRow]:
    """A line with neither number nor pupil, but a sponsor, belongs to the pupil above: the second of two."""
    rows: list[SponsorRow] = []
    for line in table.lines():
        if line.has_name():
            rows.append(_row(line))
        elif line.has("sponsors") and not line.has("list_no") and rows:
            rows[-1].sponsors.extend(_sponsors(line))
            _check_count(line, len(rows[-1].sponsors))
        elif any(map(line.has, ("class", "sponsors", "circumstances", "conduct"))):
            line.fault("name", N_("there is no pupil's name on this line"))
    if not rows and not table.faults:
        table.fault(0, "", N_("the sponsor list has no line: write one pupil a line"))
    return rows


def _row(line: Line) -> SponsorRow:
    sponsors = _sponsors(line)
    _check_count(line, len(sponsors))
    known = line.table.columns
    return SponsorRow(
        sheet=line.table.sheet,
        row=line.row,
        full_name=line.full_name(),
        class_name=line.read("class", read_class) or "",
        circumstances=line.read("circumstances", _long_text) or "",
        conduct=line.read("conduct", _long_text) or "",
        sponsors=sponsors,
        columns={of: (known[of].letter, known[of].header) for of in _NAMED if of in known},
    )


def _sponsors(line: Line) -> list[Named]:
    found = line.read("sponsors", _names) or []
    for one in found:
        line.checked("sponsors", one.name)
    return found


def _check_count(line: Line, count: int) -> None:
    if count > MOST:
        line.fault("sponsors", N_("more than two sponsors: a pupil has one or two"))


def _names(cell: Cell) -> list[Named]:
    return list(read_sponsors(str(cell)))


def _long_text(cell: Cell) -> str:
    text = clean(str(cell))
    if len(text) > LONGEST:
        raise Wrong(N_("this is longer than {letters} letters: shorten it"), letters=LONGEST)
    if not text.isprintable():
        raise Wrong(N_("there is an invisible sign in this cell: type it again"))
    return text
