"""What a teacher reports, read from a message: of each class who is absent, on which days, excused or not, and why."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from rules.people.classes import ClassRef, find_classes
from rules.reading.apart.halves import by_day, by_half_day
from rules.reading.apart.side_by_side import each_its_own, side_by_side, with_what_follows
from rules.reading.chat import is_a_score, is_chat, weighed
from rules.reading.contrast import (
    with_leave_of_the_family,
    with_the_later_excuse,
    without_absences_as_things,
    without_as_above,
    without_calls,
    without_days_of_asking,
    without_days_of_why,
    without_leave,
    without_plans_of_the_writer,
    without_staff,
    without_things_missing,
    without_what_was_written,
)
from rules.reading.heads import head_counts, list_numbers
from rules.reading.hints import with_hints
from rules.reading.mentions import mentions
from rules.reading.said.assembly import Assembly
from rules.reading.said.drafts import Draft
from rules.reading.said.reported import ClassProblem, ClassReport, Item, Reading, is_later, merged
from rules.reading.said.wished import is_wished
from rules.reading.scan import pieces_of
from rules.reading.sections import Desk, Names, Section, cleaned, only_asks, sections, without_denied
from rules.reading.speakers import without_opening
from rules.reading.who.roster import Index
from rules.reading.words.length import first_piece
from rules.reading.words.lexicon import IN_PART, Kind, Lexicon, standard
from rules.reading.words.text import Text

_LONGEST_NAME = 7  # words; a longer stretch of unknown words is no name
_TALK = 5  # words without a meaning here: `cuối năm lớp em giữ được đủ 8 em, vui quá` tells nothing of today
_ONLY = re.compile(
    r"\bchi (?:co |con |moi |mot minh |minh )?(?:vang|nghi|thieu|co|minh|moi)\b|\b(?:vang|thieu|co) moi\b"
)
_ROLL_MAY_DIFFER = 2  # pupils who just came or left


def read_report(
    text: str,
    now_local: datetime,
    classes: Sequence[ClassRef],
    own_class: int | None,
    rosters: Mapping[int, Index],
    *,
    lexicon: Lexicon | None = None,
    command: bool = False,
) -> Reading:
    """Read a message. `rosters` needs the classes that `rules.reading.sections.classes_named` finds in it; in a class
    without a roster nobody is known. `command`: the text followed the word of a command, so that bare names
    are absent pupils.
    """
    desk = Desk(now_local, rosters, lexicon or standard())
    clean_text, rest = first_piece(cleaned(text, classes, desk.lexicon, Names(rosters)))
    found = find_classes(classes, clean_text, own_class)
    left = without_denied(clean_text, found)
    if left != clean_text:
        clean_text, found = left, find_classes(classes, left, own_class)
    groups = side_by_side(clean_text, found)
    cut_apart = by_half_day(with_what_follows(sections(clean_text, found, own_class, desk), groups), desk)
    cut_apart = by_day(cut_apart, desk)
    read = [_read_class(section, desk, command=command) for section in cut_apart]
    asks = "?" in clean_text
    other = only_asks(clean_text) or is_a_score(clean_text, found)
    questioned = other or any(one.asks(mark=asks) for one in read)
    if questioned or all(one.chat for one in read):
        return Reading(chat=True, retracted=any(one.said.retracted for one in read), rest=rest)
    spoken = [one for one in read if not one.chat]
    reports: Sequence[ClassReport] = each_its_own([one.report for one in spoken], groups)
    reports = _without_those_of_others(_counted_together(reports), cut_apart[0].shared)
    reports = _excused_together(reports, [one.said for one in spoken])
    return Reading(
        reports=tuple(map(_doubted, reports) if asks else reports),
        retracted=any(one.said.retracted for one in spoken),
        rest=rest,
    )


def _counted_together(reports: Sequence[ClassReport]) -> Sequence[ClassReport]:
    """`7A vắng Tủa, 7B cũng vắng Tủa, 2 bạn khác nhau`: a number said of all the classes is no class's own."""
    named = sum(item.kind is Kind.ABSENT for report in reports for item in report.items)
    if len(reports) < 2:
        return reports
    return [replace(report, count_said=None) if report.count_said == named else report for report in reports]


def _without_those_of_others(reports: Sequence[ClassReport], shared: str) -> Sequence[ClassReport]:
    """`vắng Thuận 9A, Long 7B. Long p, Thuận k`: what is said of all names pupils of each class."""
    known = {item.words for report in reports for item in report.items if item.candidates and item.words in shared}
    if not known:
        return reports
    return [
        replace(report, items=tuple(item for item in report.items if item.candidates or item.words not in known))
        for report in reports
    ]


def _excused_together(reports: Sequence[ClassReport], said: Sequence[Assembly]) -> Sequence[ClassReport]:
    """`6A nghỉ Hà, Long; 7B nghỉ Lử, My (cả 4 có phép)`: as many as all the classes have absent."""
    named = sum(item.kind is Kind.ABSENT for report in reports for item in report.items)
    excused = next((one.of_all[1] for one in said if one.of_all is not None and one.of_all[0] == named), None)
    if len(reports) < 2 or excused is None:
        return reports
    return [
        replace(
            report,
            items=tuple(
                replace(item, excused=excused) if item.excused is None and item.kind is Kind.ABSENT else item
                for item in report.items
            ),
        )
        for report in reports
    ]


class _Read(NamedTuple):
    """The report of one class, how it was put together, and whether it is no report at all."""

    report: ClassReport
    said: Assembly
    chat: bool

    def asks(self, *, mark: bool) -> bool:
        """And does not ask leave for somebody, who is sure, for `mấy buổi`."""
        sure = any(item.pupil is not None and (item.excused or item.reason_text) for item in self.report.items)
        return (self.said.asks and (mark or not sure)) or (mark and self.said.question)


def _read_class(section: Section, desk: Desk, *, command: bool) -> _Read:
    inside = section.named and section.before == 0
    source = desk.source(section.text, desk.index(section.classes), inside=inside)
    said = Assembly(source, command=command)
    pieces = head_counts(source, without_opening(source, mentions(source, list(pieces_of(source))), section.before))
    pieces = without_absences_as_things(source, without_as_above(source, pieces))
    pieces = without_calls(source, without_things_missing(source, pieces))
    pieces = without_leave(source, without_days_of_asking(source, without_staff(source, pieces)))
    pieces = with_the_later_excuse(source, without_what_was_written(source, pieces))
    pieces = without_plans_of_the_writer(source, without_days_of_why(source, pieces))
    pieces = with_leave_of_the_family(source, pieces)
    pieces = with_hints(source, list_numbers(source, pieces) if section.named else pieces)
    said.take(pieces)
    chat = not command and is_chat(weighed(said, pieces, section), pieces, section)
    if len(section.classes) == 1:
        report = _report(said, section.classes[0].id, section)
        return _Read(replace(report, parts=(section.half.value,)) if section.half else report, said, chat)
    several = ClassProblem.SEVERAL if section.classes else None
    problem = several or (ClassProblem.UNKNOWN if section.named else ClassProblem.MISSING)
    items = tuple(_item(draft, source.text) for draft in said.drafts)
    return _Read(ClassReport(class_problem=problem, class_words=section.words, items=items), said, chat)


def _report(report: Assembly, class_id: int, section: Section) -> ClassReport:
    _without_the_day_before(report)
    items, unread = _items(report)
    announced = report.numbers.absent()
    absent = [item for item in items if item.kind is Kind.ABSENT]
    numbers = report.numbers
    nobody = report.nobody or announced == 0 or numbers.all_here or (numbers.zero and announced is None)
    nobody = not absent and (nobody or (report.others_here and _only_late(items)))
    roll = len(report.source.index.roster.pupils)
    too_many = numbers.most() > roll + _ROLL_MAY_DIFFER if nobody else not absent and (announced or 0) > roll
    above_roll = numbers.most() if roll and too_many else None
    if above_roll is not None:
        announced, nobody = None, False
    if not items and not nobody and report.numbers.unclear:
        items = _by_number(report)
        absent = items
    here_then = report.nobody_at is not None and all(report.nobody_at not in (item.parts or ()) for item in absent)
    here_then = here_then or all(is_later(item, report.source.today) for item in absent)
    if (announced is not None and announced < len(absent)) or (report.nobody and absent and not here_then):
        items = [replace(item, doubt=True) if item.kind is Kind.ABSENT else item for item in items]
    day, part = report.days.only(), report.parts.only()
    unread += [report.text.said(*span) for span in report.unread]
    said = report.text.said(0, len(report.text.words))
    talk = nobody and (sum(len(words.split()) for words in unread) >= _TALK or is_wished(said, unread))
    nobody = nobody and not talk
    return ClassReport(
        class_id=class_id,
        class_words=section.words,
        days=day.school_days if day else (),
        day_problem=day.problem if day else None,
        parts=tuple(part) if part else None,
        items=tuple(items),
        unread=tuple(unread),
        count_said=None if announced == len(absent) or (announced == 0 and not absent) else announced,
        above_roll=above_roll,
        nobody=nobody,
        no_others=bool(absent) and (report.others_here or _are_all(report, len(absent))),
        nameless=talk
        or (report.same and not nobody)
        or (not items and not nobody and report.verb and above_roll is None),
        as_before=report.as_before and not nobody,
    )


def _are_all(report: Assembly, absent: int) -> bool:
    """`27/28 vắng Lan`, `6A chỉ vắng Lan thôi`."""
    numbers = report.numbers
    counted = numbers.of_the_class() and numbers.total is None and numbers.absent() == absent
    return counted or (_ONLY.search(report.text.folded) is not None and "them" not in report.text.plain)


def _without_the_day_before(report: Assembly) -> None:
    """`Hai: vắng. Cường: hôm qua vắng, nay có mặt`: where today is reported, who was away before is only here again."""
    back = [draft for draft in report.drafts if draft.returned and _is_past(draft, report)]
    today = report.nobody or any(draft.kind is Kind.ABSENT and draft not in back for draft in report.drafts)
    for draft in back if today else ():
        draft.kind = Kind.PRESENT


def _is_past(draft: Draft, report: Assembly) -> bool:
    days = draft.days.days if draft.days is not None else ()
    return draft.kind is Kind.ABSENT and bool(days) and max(days) < report.source.today


def _only_late(items: Sequence[Item]) -> bool:
    """`Lan muộn, còn lại đủ`: with who is late or on duty the class is complete."""
    return bool(items) and all(item.kind in (Kind.LATE, Kind.DUTY, *IN_PART) for item in items)


def _items(report: Assembly) -> tuple[list[Item], list[str]]:
    """The mentions, a pupil named twice only once; stretches too long for a name are unread."""
    items: list[Item] = []
    place: dict[int, int] = {}  # of each pupil who is sure
    unread: list[str] = []
    agreed = report.numbers.absent() == len(report.drafts)
    for draft in report.drafts:
        if not draft.pupils and draft.end - draft.start > _LONGEST_NAME:
            unread.append(report.text.said(draft.start, draft.end))
            continue
        nothing_told = draft.parent and not draft.told
        draft.doubt = (draft.doubt and not (draft.word and agreed)) or (draft.touching and not agreed) or nothing_told
        item = _item(draft, report.text)
        again = place.get(item.candidates[0]) if len(item.candidates) == 1 else None
        if again is None or (item.doubt and not (draft.parent and nothing_told)):
            if item.pupil is not None:
                place[item.pupil] = len(items)
            items.append(item)
        elif not item.doubt:  # else the mother of Sỹ, who was named before
            items[again], agrees = merged(items[again], item, report.source.today)
            unread += [] if agrees else [item.words]
    here = {pupil for item in items if item.kind is not Kind.ABSENT for pupil in item.candidates}  # and yet absent
    items = [
        replace(item, meant=item.meant and not (item.pupil in here and item.kind is Kind.ABSENT)) for item in items
    ]
    return items, unread


def _item(draft: Draft, text: Text) -> Item:
    coded = "khac" if draft.reason and draft.kind is Kind.ABSENT else None
    words = text.said(draft.start, draft.end)
    return Item(
        words=words + ")" if words.count("(") > words.count(")") else words,
        candidates=tuple(pupil.id for pupil in draft.pupils),
        doubt=draft.doubt,
        hinted=draft.hinted,
        meant=draft.meant,
        kind=draft.kind,
        excused=draft.excused,
        reason_code=draft.reason_code or coded,
        reason_text=text.said(*draft.reason) if draft.reason else None,
        signal=draft.signal,
        days=draft.days.school_days if draft.days else (),
        day_problem=draft.days.problem if draft.days else None,
        parts=tuple(draft.parts) if draft.parts else None,
    )


def _by_number(report: Assembly) -> list[Item]:
    """`vắng 5, 12`: numbers of the list, or numbers of pupils? Ask, with those of the list."""
    total = report.numbers.total
    numbers = [*([] if total is None else [total]), *report.numbers.unclear]
    listed = [report.source.index.by_number.get(number, ()) for number in numbers]
    return [
        Item(words=str(number), candidates=tuple(pupil.id for pupil in pupils), doubt=True)
        for number, pupils in zip(numbers, listed, strict=True)
    ]


def _doubted(report: ClassReport) -> ClassReport:
    return replace(report, items=tuple(replace(item, doubt=True) for item in report.items), nobody=False)
