"""`6A, 6B đủ`, `1A+2A vắng Nga`: what follows classes that stand side by side is said of each of them."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from msgspec.structs import replace

from rules.people.classes import ClassFound, ClassRef
from rules.people.names import fold_in_place
from rules.reading.said.reported import ClassReport
from rules.reading.sections import Section

_JOINING = re.compile(r"\b(?:va|voi|cung|lop)\b")
_NOTHING = re.compile(r"[\s,+&;/–-]*(?:(?:va|voi|cung|lop)\b[\s,+&–-]*)*")

Group = tuple[ClassRef, ...]


def side_by_side(text: str, found: Sequence[ClassFound]) -> list[Group]:
    """The classes of which each but the last is named once, with nothing said of it alone."""
    if len(found) < 2:
        return []
    folded, groups = fold_in_place(text), list[list[ClassRef]]()
    times = [one.classes for one in found]
    for before, after in pairwise(found):
        alone = len(before.classes) == len(after.classes) == 1 and times.count(before.classes) == 1
        if not alone or before.classes == after.classes or not _NOTHING.fullmatch(folded, before.end, after.start):
            continue
        if groups and groups[-1][-1] == before.classes[0]:
            groups[-1].append(after.classes[0])
        else:
            groups.append([before.classes[0], after.classes[0]])
    return [tuple(group) for group in groups]


def with_what_follows(sections: Sequence[Section], groups: Collection[Group]) -> list[Section]:
    """Each of a group with what is said of it: the text of the last, or of the first that names come before."""
    if not groups:
        return list(sections)
    texts = {one.classes: one.text for one in sections}
    for group in groups:
        said = max((texts[klass,] for klass in reversed(group)), key=_letters)  # vắng Lan 6A, 6B
        for one in sections:
            if len(one.classes) == 1 and one.classes[0] in group:
                one.text = said
    return list(sections)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, _JOINING.sub("", fold_in_place(text))))


def each_its_own(reports: Sequence[ClassReport], groups: Collection[Group]) -> list[ClassReport]:
    """Whoever is in one class of a group only is that one's; who is in none stays with the last. Of a name that fits
    pupils of several it is asked in each.
    """
    for group in groups:
        ids = [klass.id for klass in group]
        reports = _of_group([one for one in reports if one.class_id in ids], ids[-1], reports)
    return list(reports)


def _of_group(own: Sequence[ClassReport], last: int, reports: Sequence[ClassReport]) -> Sequence[ClassReport]:
    told = any(one.items or one.unread for one in own)
    if len({one.class_id for one in own}) < 2 or all(one.nobody for one in own) or not told:
        return reports
    known = Counter(words for _class, words in {(a.class_id, i.words) for a in own for i in a.items if i.candidates})
    left = [(one, _its_own(one, known, is_last=one.class_id == last) if one in own else one) for one in reports]
    total = sum(len(after.items) for before, after in left if after is not None and before in own)
    return [_counted(after, total) if before in own else after for before, after in left if after is not None]


def _its_own(one: ClassReport, known: Counter[str], *, is_last: bool) -> ClassReport | None:
    """What is left for this class; None: nothing is said of it. `known`: of each name, in how many of them it fits."""
    items = tuple(
        item if known[item.words] < 2 else replace(item, meant=False)
        for item in one.items
        if item.candidates or (is_last and item.words not in known)
    )
    unread = tuple(words for words in one.unread if is_last and known[words] != 1)
    complete = one.nobody or (one.no_others and not items and not unread)
    unnamed = is_last and (one.nameless or one.count_said is not None)
    if not (items or unread or complete or unnamed):
        return None
    return replace(one, items=items, unread=unread, nobody=complete, count_said=one.count_said if is_last else None)


def _counted(one: ClassReport, total: int) -> ClassReport:
    """The number that is said of all of them is no class's own."""
    return replace(one, count_said=None) if one.count_said == total else one
