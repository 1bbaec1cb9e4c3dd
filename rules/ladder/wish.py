"""What is typed after /thang, read as a change of a ladder."""

import re

from msgspec import structs

from rules.ladder.recipients import read_who
from rules.ladder.steps import (
    ABSENCE,
    CASE,
    RETURN,
    Counting,
    Ladder,
    Step,
    Unit,
    default_ladder,
    not_telling,
    telling,
    told_after,
)
from rules.people.names import clean, fold

_NUMBER = r"(\d{1,4})"
_UNIT = r"(?: ?(ngay|buoi)(?: hoc)?)?"
_STEP = re.compile(r"^(?:buoc |bac )?([1-9])\b")
_MORE = re.compile(r"^(?:bước |bậc )?thêm (\d{1,2})(?: (?:ngày|buổi))?:? +(.+)$", re.IGNORECASE)
_AFTER = re.compile(rf"sau {_NUMBER}{_UNIT}")
_DUE = re.compile(rf"han (?:trong )?{_NUMBER}{_UNIT}")
_WITHIN = re.compile(rf"cong don {_NUMBER}(?: (ngay|buoi))? (?:trong|tren|/) ?{_NUMBER} ngay(?: hoc)?")
_IN_A_ROW = re.compile(rf"(?:lien tiep|lien tuc)(?: {_NUMBER}{_UNIT})?")
_BY: dict[str, Unit] = {"theo ngay": "days", "theo buoi": "sessions"}
_LEAVE = {"co phep ngat": True, "phep ngat": True, "co phep khong ngat": False, "phep khong ngat": False}
_TELLS = re.compile(r"^(?:báo cho|bao cho|báo|bao)\s+(.+)$", re.IGNORECASE)
_TELLS_NO_MORE = re.compile(r"^(?:thôi|không|khong|thoi)\s+(?:báo cho|bao cho|báo|bao)\s+(.+)$", re.IGNORECASE)


def changed(ladder: Ladder, words: str) -> Ladder | None:
    """The ladder as these words would have it; None if they are not understood. It may have faults."""
    folded = fold(words)
    if folded == "mac dinh":
        return default_ladder(ladder.name)
    if found := re.match(r"^(?:cach dem|dem)\b ?", folded):
        return _counted(ladder, folded[found.end() :])
    if ladder.name == ABSENCE and (found := _MORE.match(clean(words))):
        return _with_more(ladder, int(found[1]), found[2])
    number = _STEP.match(folded)
    if number is None:
        return None
    step = ladder.step(int(number[1]) + (10 if ladder.name == RETURN else 0))
    rest = words.split(None, 2 if folded.startswith(("buoc ", "bac ")) else 1)[-1]
    new = _stepped(step, rest) if step is not None else None
    return None if new is None else ladder.with_step(new)


def _with_more(ladder: Ladder, days: int, words: str) -> Ladder | None:
    """`thêm 5 ngày báo PHT2`: a step that only tells, come new, changed, or (`bỏ`) gone."""
    step = ladder.step(told_after(days))
    if fold(words) == "bo":
        return ladder.with_step(structs.replace(step, tell=())) if step is not None else None
    new = _stepped(step or Step(number=told_after(days), after=days), words)
    return ladder.with_step(new) if new is not None and new.after == days else None


def _stepped(step: Step, words: str) -> Step | None:
    folded = fold(words)
    if found := _AFTER.fullmatch(folded):
        return structs.replace(step, after=int(found[1]))
    if found := _DUE.fullmatch(folded):
        return structs.replace(step, due=int(found[1]))
    if gone := _TELLS_NO_MORE.match(words):
        who = read_who(gone[1])
        return not_telling(step, who) if step.told(who) else None
    if told := _TELLS.match(words):
        return telling(step, read_who(told[1]))
    return None


def _counted(ladder: Ladder, folded: str) -> Ladder | None:
    """A change of the way absences add up, and with it perhaps of how many open a case."""
    case, counting = ladder.step(CASE), ladder.counting
    if case is None:
        return None
    if found := _WITHIN.fullmatch(folded):
        new = Counting(unit=_unit(found[2]) or counting.unit, within=int(found[3]))
        return structs.replace(ladder, counting=new).with_step(structs.replace(case, after=int(found[1])))
    if found := _IN_A_ROW.fullmatch(folded):
        new = structs.replace(counting, within=None, unit=_unit(found[2]) or counting.unit)
        after = int(found[1]) if found[1] else case.after
        return structs.replace(ladder, counting=new).with_step(structs.replace(case, after=after))
    if folded in _BY:
        return structs.replace(ladder, counting=structs.replace(counting, unit=_BY[folded]))
    if folded in _LEAVE:
        return structs.replace(ladder, counting=structs.replace(counting, leave_breaks=_LEAVE[folded]))
    return None


def _unit(word: str | None) -> Unit | None:
    named: dict[str, Unit] = {"ngay": "days", "buoi": "sessions"}
    return named.get(word or "")
