"""Lists of two schools that were pasted into one file: each says its school above its headings."""

import re
from collections.abc import Sequence

from locales import N_
from papers.roster.lists.table import Table
from papers.roster.text import folded

_SCHOOL = re.compile(r"^truong (?!hop )(?:\S+ ){1,9}\S+$")
_OWN_NAME = 2  # words at the end: kinds are written in many ways
_OTHER = N_(
    "above this list stands “{text}”, above another one “{first}”: whoever is not of your school does not belong here"
)


def tell_other_schools(tables: Sequence[Table]) -> None:
    """On each list that says another school than the first."""
    first = ""
    for table in tables:
        school = next((line.strip() for line in table.title if _SCHOOL.match(folded(line))), "")
        first = first or school
        if school and _own_name(school) != _own_name(first):
            of = "name" if "name" in table.columns else "given"
            table.fault(0, of, _OTHER, "warning", {"text": school[:80], "first": first[:80]})


def _own_name(school: str) -> list[str]:
    return folded(school).split()[-_OWN_NAME:]
