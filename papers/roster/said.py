"""What an import says: the faults of a file with like ones in one line, what rests on an import, who must be told."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Date, String, cast, literal, select

from locales import N_, _
from locales.words import listed
from models import Enrolments, Pupils, Roles
from models.imports.undo import Resting
from models.people.roles import held_on
from models.shapes.message import Notices
from papers.roster import Fault, Param, Roster
from papers.roster.applying.changes import Changes, summary
from rules.letters import Kind
from rules.people.roles import Role

MOST_ROWS_NAMED = 6
_MOST_NAMED = 4
PHONE_CHANGED = Kind.GUARDIAN_PHONE
WORTH = timedelta(days=3)
_RESTS = {
    "roster_imports": N_("a later import"),
    "class_parts": N_("reports of class {name} since ({count})"),
    "marks": N_("marks of {name} in the register ({count})"),
    "cases": N_("a case of {name}"),
    "link_codes": N_("an invitation slip of {name}"),
    "chats": N_("{name} has linked a phone"),
    "link_requests": N_("{name} has asked to be linked"),
    "outbox": N_("messages have been sent to {name} ({count})"),
}
_CHANGED = N_("{name} has been changed since")


def read_lines(roster: Roster) -> list[str]:
    """What was read, by count; of what is not in the file at all nothing."""
    found = [(len(roster.pupils), N_("{count} pupils on the lists")), (len(roster.staff), N_("{count} staff")),
             (len(roster.hamlets), N_("{count} hamlet assignments")),
             (sum(one.listed for one in roster.aside), N_("{count} pupils who have left")),
             (sum(one.boards for one in roster.aside), N_("{count} boarders"))]  # fmt: skip
    told = listed(_(words).format(count=count) for count, words in found if count)
    lines = [_("Read: {what}.").format(what=told)] if told else []
    sponsored = _("Read: {count} pupils on the sponsor list.").format(count=len(roster.sponsors))
    return [*lines, *([sponsored] if roster.sponsors else [])]


def nothing_imported(roster: Roster) -> str:
    """Where something is coloured, what to do with it."""
    if any(fault.sheet for fault in roster.errors()):
        return _("Nothing was imported. Please correct the red rows and import again.")
    return _("Nothing was imported.")


def fault_lines(faults: Sequence[Fault], most: int) -> list[str]:
    """The faults in words, errors first; the same one on many rows is one line with their count."""
    kinds: dict[tuple[str, ...], list[Fault]] = {}
    for fault in sorted(faults, key=lambda fault: fault.severity):
        kinds.setdefault((fault.sheet, fault.column, fault.message, fault.severity), []).append(fault)
    lines = [_many(same) if len(same) > 1 else same[0].sentence() for same in kinds.values()]
    more = len(lines) - most
    return [*lines[:most], _("… and {count} more.").format(count=more)] if more > 0 else lines


def _many(same: Sequence[Fault]) -> str:
    if not same[0].row:  # tables of one sheet
        return same[0].sentence()
    rows = ", ".join(str(fault.row) for fault in same[:MOST_ROWS_NAMED])
    text = _("{where} and {count} more rows ({rows}): {advice}")
    rows += ", …" if len(same) > MOST_ROWS_NAMED else ""
    return text.format(where=same[0].where(), count=len(same) - 1, rows=rows, advice=_advice(same))


def _advice(same: Sequence[Fault]) -> str:
    """What each of them names, the first few."""
    said: dict[str, Param] = {}
    for name in same[0].params:
        values = list(dict.fromkeys(str(fault.params.get(name, "")) for fault in same))
        said[name] = ", ".join(values[:_MOST_NAMED]) + (", …" if len(values) > _MOST_NAMED else "")
    return _(same[0].message).format(**said)


def change_lines(changes: Changes) -> list[str]:
    """What is changed, and below it what is left as it is and why."""
    return [*summary(changes), *summary(changes.remarks)]


def resting_lines(resting: Sequence[Resting]) -> list[str]:
    lines = (_(_RESTS.get(one.on, _CHANGED)).format(name=one.name or "–", count=one.count) for one in resting)
    return list(dict.fromkeys(lines))


def phone_notices(school_id: int, pupils: Collection[int], moment: datetime, import_id: int, by: int | None) -> Notices:
    """The homeroom teachers of the pupils whose linked guardian has another phone now, but who has said so; `moment` is
    local.
    """
    day = moment.date()
    open_now = (Enrolments.starts <= day, Enrolments.ends.is_(None) | (Enrolments.ends >= day))
    chosen = (
        select(
            Roles.school_id,
            Roles.person_id,
            Pupils.id.label("about"),
            literal(day, Date).label("day"),
            (literal(f"{PHONE_CHANGED}:{import_id}:") + cast(Pupils.id, String)).label("key"),
        )
        .join(Enrolments, Enrolments.class_id == Roles.class_id)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(
            Pupils.id.in_(pupils),
            Roles.person_id != (by or 0),
            Roles.school_id == school_id,
            Roles.name == Role.HOMEROOM,
            *held_on(day),
            *open_now,
        )
    )
    return Notices(kind=PHONE_CHANGED, select=chosen, valid_until=moment + WORTH)
