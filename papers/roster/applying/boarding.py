"""Who boards because a list of nobody but boarders says so; whom it does not name stays as he or she is."""

from collections.abc import Mapping, Sequence
from typing import Any

from locales import N_
from models import Pupils
from papers.roster import AsideRow
from papers.roster.applying.changes import Field, shown
from papers.roster.applying.work import Import

_OTHERS_STAY = N_("a list of boarders: whoever is not on it stays as before")


def board(work: Import, rows: Sequence[AsideRow], known: Mapping[int, Any], before: int) -> None:
    """`known` are the pupils found, by their lines; these begin after so many."""
    named = [known[index] for index, one in enumerate(rows, before) if one.boards and index in known]
    for now in named:
        if not now.boarding:
            work.put(Pupils, now.id, boarding=True)
            field = Field("boarding", shown(now.boarding), shown(not now.boarding))
            work.say(N_("pupil {name}: {what} changed"), field, name=f"{now.full_name} ({now.class_name})")
    if named:
        work.remark(_OTHERS_STAY)
