"""What a teacher reports, read from the words behind `/vang`: class, day, session, pupils, excuse and reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from rules.assembly import Assembly, Draft
from rules.dates import DayProblem, DayReading
from rules.names import fold_in_place
from rules.roster import ClassFound, ClassRef, ClassRoster, Index, build_index, find_class
from rules.scan import Text, clean_lines, cut, parts_of
from rules.words import Kind


class ClassProblem(StrEnum):
    MISSING = "missing"  # none said, and the writer has none
    UNKNOWN = "unknown"  # one was said that the school does not have
    SEVERAL = "several"  # more than one said, or one name at two sites


class Item(Struct, frozen=True, kw_only=True):
    """One mention of a pupil, `words` as typed. No candidates: nobody of that name; several: ask which.

    `doubt`: ask even about a single candidate, for the words may mean something else. `excused` None: not said.
    `sessions` None: those of the whole message.
    """

    words: str
    candidates: tuple[int, ...] = ()
    doubt: bool = False
    kind: Kind = Kind.ABSENT
    excused: bool | None = None
    reason_code: str | None = None
    reason_text: str | None = None
    sessions: tuple[str, ...] | None = None

    @property
    def pupil(self) -> int | None:
        """The pupil this is surely about."""
        return self.candidates[0] if len(self.candidates) == 1 and not self.doubt else None


class Reading(Struct, frozen=True, kw_only=True):
    """What was understood. `day` None: none said, or see `day_problem`; `days` has every day of a range.

    `sessions` None: none said. `count_said` is the number of absent pupils announced, if it is not the number of
    items. `nobody`: said to be complete. `unread` are words without a meaning here: show them, do not guess.
    """

    class_id: int | None = None
    class_problem: ClassProblem | None = None
    class_words: str = ""
    days: tuple[date, ...] = ()
    day_problem: DayProblem | None = None
    sessions: tuple[str, ...] | None = None
    items: tuple[Item, ...] = ()
    unread: tuple[str, ...] = ()
    count_said: int | None = None
    nobody: bool = False

    @property
    def day(self) -> date | None:
        return self.days[0] if len(self.days) == 1 and self.day_problem is None else None


_NO_CLASS_YET = re.compile(r"(?:lop *\d{1,2} ?[a-z]\d{0,2}|\d{1,2}[a-gi-z]\d{0,2})(?![\w/])|lop [a-z0-9/]+")
_LEAVE = re.compile(r"\bxin (?:phep )?(?:cho .{0,60})?nghi")
_LONGEST_REPORT = 2000  # letters
_LONGEST_NAME = 7  # words; a longer stretch of unknown words is no name
_NOBODY_LISTED = build_index(ClassRoster(0, "", 0, ()))


def read_report(
    text: str,
    now_local: datetime,
    classes: Sequence[ClassRef],
    default_class: int | None,
    rosters: Mapping[int, Index],
) -> Reading:
    """Read what follows the command word. `rosters` needs the class that `find_class` finds in the text, else the
    default one; in a class without a roster nobody is known.
    """
    cleaned = clean_lines(text)
    found = find_class(classes, cleaned)
    class_id, problem, said, rest = _class_of(cleaned, found, classes, default_class)
    rest, too_long = _first_part(rest)
    words = cut(rest)
    index = rosters.get(class_id, _NOBODY_LISTED) if class_id is not None else _NOBODY_LISTED
    leave = _LEAVE.search(words.folded) is not None
    report = Assembly(words)
    report.take(list(parts_of(words, index, now_local.date(), leave=leave)))
    unread = [*(words.said(*span) for span in report.unread), *too_long]
    return _reading(report, unread, class_id, problem, said)


def _first_part(text: str) -> tuple[str, list[str]]:
    """The text as far as it is read, and the rest. A whole class named in full with reasons is shorter than this."""
    if len(text) <= _LONGEST_REPORT:
        return text, []
    end = max(text.rfind(blank, 0, _LONGEST_REPORT) for blank in " \n")
    end = end if end > 0 else _LONGEST_REPORT
    return text[:end], [text[end:].strip()]


def _reading(
    report: Assembly, unread: list[str], class_id: int | None, problem: ClassProblem | None, said: str
) -> Reading:
    items, too_long = _items(report)
    unread = [*too_long, *unread]
    days, day_problem = _days(report.days)
    announced = report.total if report.total is not None else report.subtotals or None
    absent = sum(item.kind is Kind.ABSENT for item in items)
    return Reading(
        class_id=class_id,
        class_problem=problem,
        class_words=said,
        days=days,
        day_problem=day_problem,
        sessions=_common_sessions(report),
        items=tuple(items),
        unread=tuple(unread),
        count_said=None if announced == absent else announced,
        nobody=not items and not unread and (report.nobody or report.total == 0),
    )


def _items(report: Assembly) -> tuple[list[Item], list[str]]:
    """The mentions, a pupil named twice only once; stretches too long for a name are unread."""
    items: dict[object, Item] = {}
    unread: list[str] = []
    own_sessions = _common_sessions(report) is None
    for draft in report.drafts:
        if not draft.known and draft.end - draft.start > _LONGEST_NAME:
            unread.append(report.text.said(draft.start, draft.end))
            continue
        item = _item(draft, report.text, own_sessions=own_sessions)
        same = items.setdefault(item.pupil or draft.start, item)
        if same is not item and _says_more(item, same):
            unread.append(item.words)
    return list(items.values()), unread


def _says_more(again: Item, first: Item) -> bool:
    """Whether a second mention of a pupil tells something else than the first."""
    told = (again.kind, again.excused, again.reason_code, again.sessions)
    return told not in ((first.kind, first.excused, first.reason_code, first.sessions), (Kind.ABSENT, None, None, None))


def _item(draft: Draft, text: Text, *, own_sessions: bool) -> Item:
    return Item(
        words=text.said(draft.start, draft.end),
        candidates=tuple(pupil.id for pupil in draft.pupils) if draft.known else (),
        doubt=draft.doubt,
        kind=draft.kind,
        excused=draft.excused,
        reason_code=draft.reason_code or ("khac" if draft.reason and draft.kind is Kind.ABSENT else None),
        reason_text=text.said(*draft.reason) if draft.reason else None,
        sessions=tuple(draft.sessions) if draft.sessions and own_sessions else None,
    )


def _common_sessions(report: Assembly) -> tuple[str, ...] | None:
    """The sessions said, if only one thing was said; else each mention has its own."""
    said = set(report.sessions)
    return tuple(said.pop()) if len(said) == 1 else None


def _days(readings: Iterable[DayReading]) -> tuple[tuple[date, ...], DayProblem | None]:
    """Every day said, and what is wrong with them; several apart from a range are each a day."""
    readings = list(readings)
    problem = next((reading.problem for reading in readings if reading.problem), None)
    return tuple(sorted({day for reading in readings for day in reading.days})), problem


def _class_of(
    text: str, found: ClassFound | None, classes: Sequence[ClassRef], default_class: int | None
) -> tuple[int | None, ClassProblem | None, str, str]:
    """(class, problem, the words that name it, the text without them)."""
    if found is None:
        unknown = _NO_CLASS_YET.match(fold_in_place(text))
        if unknown:
            return None, ClassProblem.UNKNOWN, text[: unknown.end()], text[unknown.end() :]
        return default_class, ClassProblem.MISSING if default_class is None else None, "", text
    said, rest = text[found.start : found.end], f"{text[: found.start]} {text[found.end :]}"
    ids = {each.id for each in found.classes}
    if len(ids) > 1 and default_class is not None:
        ids = ids & {default_class} or ids
    if len(ids) > 1 or _another(classes, rest, ids):
        return None, ClassProblem.SEVERAL, said, rest
    return ids.pop(), None, said, rest


def _another(classes: Sequence[ClassRef], rest: str, ids: set[int]) -> bool:
    """Whether a second class is named; `5/11` behind one is a date, and `2 C` a number and a code."""
    found = find_class(classes, rest)
    if found is None or not ids.isdisjoint(each.id for each in found.classes):
        return False
    said = rest[found.start : found.end]
    return said.isalnum() and any(c.isalpha() for c in said)
