"""Who looks after a hamlet, each in a column of his or her own: `GV phụ trách 1`, `GV phụ trách 2`."""

import re
from collections.abc import Mapping

from papers.roster.lists.table import Column
from papers.roster.text import folded

CARERS = ("carer1", "carer2", "carer3")
NAMES = ("name", "name2", "name3", "name4")  # of one line of such a list
_PLACES = frozenset({"charge", "place", "hamlet", "village"})
_IN_CHARGE = re.compile(r"\b(phu trach|van dong|duoc phan cong)\b")


def with_carers(part: Mapping[str, Column]) -> dict[str, Column]:
    """The same columns, with those of the carers as names where this is a list of places."""
    rest = {of: column for of, column in part.items() if of not in CARERS}
    carers = [part[of] for of in CARERS if of in part]
    first = rest.get("name")
    if not carers or rest.keys() & {"given", "surname"} or not rest.keys() & _PLACES:
        return rest
    if first is not None and not _IN_CHARGE.search(folded(first.header)):
        return rest
    carers = [*([first] if first else []), *carers]
    return rest | dict(zip(NAMES, carers, strict=False))
