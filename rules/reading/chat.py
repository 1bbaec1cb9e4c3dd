"""Whether what is said of a class is a report at all, and of whom of those named."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.people.classes import ClassFound
from rules.people.names import fold_in_place
from rules.reading.naming import name_at
from rules.reading.pieces import NOT, Piece, Source
from rules.reading.places import as_listed
from rules.reading.said.accounted import unaccounted
from rules.reading.said.assembly import Assembly
from rules.reading.said.drafts import Draft
from rules.reading.sections import Section
from rules.reading.weighing.clauses import says, sentences
from rules.reading.weighing.complete import told_to_be_here
from rules.reading.weighing.meant import is_a_list_of_others, weigh
from rules.reading.weighing.passed_over import denies_being_here, is_left_open, left_open
from rules.reading.weighing.sentence import Meant
from rules.reading.words.lexicon import IN_PART, Kind, Sense
from rules.reading.words.text import Gap

_YES_INDEED = 3  # words
_SOME = re.compile(r"\b(?:may|vai|nhieu|mot so|co|1 so) (?:em|dua|ban|hs|chau|be|ong)\b")
_VOCATIVE = frozenset(("vay", "the", "ta", "nhi", "ne", "vo", "zay", "ha", "hen"))
_FEW = 6  # words
_ALL_OF_THEM = frozenset(("het", "ca", "deu", "ai", "tron", "sach"))
_COMING = frozenset(("di", "toi", "den", "vo", "vao", "len", "ra", "xuong", "hoc", "mat", "ok", "oke"))
_MISSING = frozenset(("vang", "thieu", "v", "vg"))  # a whole class does not
_AGAINST = re.compile(r" *(?:thang|thua|hoa|gap|dau(?: voi)?|da(?: voi)?|vs|voi|va|[-–]) *")
_SCORE = re.compile(r" *(?:[:,]|voi|la|t[yi] so)* *\d{1,2} ?(?:[-–:]|deu)(?: ?\d{1,2}\b)?")


def is_a_score(text: str, found: Sequence[ClassFound]) -> bool:
    """`kéo co: 7A4 thắng 7A3 2-0`."""
    folded = fold_in_place(text) if len(found) > 1 else ""
    return any(
        _AGAINST.fullmatch(folded, one.end, other.start) is not None and _SCORE.match(folded, other.end) is not None
        for one, other in pairwise(found if folded else ())
    )


def weighed(said: Assembly, pieces: Sequence[Piece], section: Section) -> Assembly:
    """Without the mentions of which no absence is said."""
    found = weigh(said.source, pieces, said.drafts, framed=section.named, counted=_are_so_many(said))
    only_a_word = _is_a_word_before_the_class(said, pieces, section)
    if only_a_word:
        found[said.drafts[0].start] = Meant.NO
    left: list[Draft] = []
    here = list(told_to_be_here(said.source, pieces, said.drafts)) if said.is_complete() else []
    said.drafts = [draft for draft in said.drafts if draft not in here]
    sure = {
        draft.pupils for draft in said.drafts if not draft.parent and found.get(draft.start, Meant.YES) is Meant.YES
    }
    asked_later = {
        draft.pupils: draft.start
        for draft in said.drafts
        if draft.pupils and not draft.parent and found.get(draft.start) is Meant.ASK
    }
    put_right = {draft.pupils: draft.start for draft in said.drafts if draft.pupils and draft.kind is Kind.ABSENT}
    for draft in said.drafts:
        later = put_right.get(draft.pupils, -1)
        doubted = found.get(draft.start) is Meant.ASK and not draft.contrary
        if doubted and later > draft.start and found.get(later) is Meant.YES:
            found[draft.start] = Meant.YES  # vua mi tua a nham vu mi tua kp
        if found.get(draft.start) is Meant.YES and asked_later.get(draft.pupils, -1) > draft.start:
            found[draft.start] = Meant.ASK  # em báo vắng Lụa, Lụa vào học rồi
        if draft.parent and draft.pupils in sure:
            _told_by_the_parent(said.drafts, draft)
            continue  # mẹ em Vinh gọi điện báo em Vinh sốt
        meant = found.get(draft.start, Meant.YES) if draft.kind in (Kind.ABSENT, *IN_PART) else Meant.YES
        draft.meant = meant is Meant.YES
        if meant is Meant.NO:
            said.unread.append((draft.start, draft.end))
        else:
            left.append(draft)
    if not left and not said.nobody:
        left = overlooked(said.source, pieces, section)
    if not (only_a_word or is_a_list_of_others(said.source, pieces, said.drafts)):
        full = said.nobody and said.numbers.of_the_class() and said.numbers.absent() == 0
        asked = left_open(said.source, pieces, said.drafts, left)
        asked = asked if denies_being_here(said.source, pieces) or not full else []  # Hặc ngồi đây mà, lớp đủ 10/10
        left += [draft for draft in asked if draft.pupils not in sure]  # told of once more
        short = (said.numbers.absent() or 0) > len(left)
        left += unaccounted(said.source, pieces, [*said.drafts, *left, *here], short=short)
    said.drafts = left
    return said


def _are_so_many(said: Assembly) -> bool:
    """`14/15: Hoài (viện)`: as many are named as were counted absent."""
    absent = [draft for draft in said.drafts if draft.kind is Kind.ABSENT]
    listed = len(absent) > 1 and all(draft.pupils for draft in absent)  # vắng 3, Bích có phép, hai em còn lại là …
    return bool(absent) and (listed or said.numbers.of_the_class()) and said.numbers.absent() == len(absent)


def _is_a_word_before_the_class(said: Assembly, pieces: Sequence[Piece], section: Section) -> bool:
    """`nhất 7C, nhì 6B`: a small word before a class, where nothing is said of an absence, whoever is called Nhất."""
    if len(said.drafts) != 1 or not section.named or not section.before or any(map(says, pieces)):
        return False
    draft, text = said.drafts[0], said.source.text
    word = text.words[draft.start]
    before = draft.end - draft.start == 1 and word.end <= section.before
    return before and word.text.islower() and word.folded in said.source.lexicon.known


def _told_by_the_parent(drafts: Sequence[Draft], parents: Draft) -> None:
    """`Như sốt, mẹ Như nhắn xin nghỉ`: leave asked for by the parent is the pupil's."""
    for draft in drafts:
        if draft.pupils == parents.pupils and not draft.parent:
            draft.excused = parents.excused if draft.excused is None else draft.excused


def overlooked(source: Source, pieces: Sequence[Piece], section: Section) -> list[Draft]:
    """`6A Báo nghỉ`: nobody else is named, so a word before one of absence that is somebody's name is asked about."""
    found: list[Draft] = []
    for at, (piece, behind) in enumerate(pairwise(pieces)):
        stands = at == 0 or source.text.words[piece.start].gap >= Gap.COLON
        little = piece.phrase is not None and piece.end - piece.start == 1 and not says(piece)
        little = little and not piece.is_(Sense.NOBODY, Sense.ALL, Sense.SESSION)
        if not (stands and little and (says(behind) or not section.named)):
            continue
        alone = all(each.is_(Sense.EMPTY, Sense.TEACHER) for each in pieces[2:]) and says(behind)
        opens = alone or _opens_as_a_name(source, pieces)
        if not section.named and not (at == 0 and source.text.marked and opens):
            continue
        name = name_at(source, piece.start)
        if name is not None and name.end == piece.end and as_listed(source, name):
            found.append(Draft(piece.start, piece.end, name.pupils, doubt=True, told=True))
    return found


def _opens_as_a_name(source: Source, pieces: Sequence[Piece]) -> bool:
    """`Được được mẹ xin nghỉ rồi`: the word once more, the first time as a name."""
    first, second = pieces[0], pieces[1]
    twice = source.text.plain[first.start] == source.text.plain[second.start]
    return twice and source.text.words[first.start].text[0].isupper() and any(map(says, pieces))


def is_chat(report: Assembly, pieces: Sequence[Piece], section: Section) -> bool:
    """Nobody is reported: nothing was said of an absence, and it is no bare list of names either."""
    if report.drafts or _is_as_before(report, pieces):
        return False
    numbers = report.numbers
    who_is_here = report.nobody or any(map(_is_here, pieces)) or _may_be_complete(report.source, pieces, section)
    report.nobody = report.nobody and _is_of_the_class(report.source, pieces, section)
    bare = section.named and all(piece.explained and not piece.is_(Sense.BUSINESS) for piece in pieces)
    told = numbers.of_the_class() or any(map(says, pieces)) or (bare and bool(numbers.absent()))
    counted = (numbers.absent() is not None and told) or report.nobody or numbers.all_here
    unclear = bool(numbers.unclear) and not report.question and (any(map(says, pieces)) or bare)
    counted = counted or unclear or (numbers.zero and bare)
    if counted or (report.verb and not report.question and _tells_of_somebody(report.source, pieces, section)):
        return False
    unnamed = _is_somebody_unnamed(report.source, pieces)
    if unnamed:
        report.question = report.asks = False
    short = numbers.is_short() and not (report.question or report.business)
    unnamed = unnamed or short or (who_is_here and is_left_open(report.source, pieces))
    full = any(piece.is_(Sense.NOBODY) for piece in pieces)  # lớp con đủ hết trơn
    report.same = unnamed and (section.named or (full and bool(section.classes)))  # ask who is absent
    return not report.same


def _is_as_before(report: Assembly, pieces: Sequence[Piece]) -> bool:
    """`như hôm qua ạ` and nothing else, with or without the class."""
    only = all(piece.explained and not piece.is_(Sense.BUSINESS, Sense.QUESTION) for piece in pieces)
    return report.as_before and only


def _is_somebody_unnamed(source: Source, pieces: Sequence[Piece]) -> bool:
    """`6A vắng mấy đứa xóm trên`: no question, for it goes on."""
    if "?" in source.text.text:
        return False
    if _SOME.search(source.text.folded) and denies_being_here(source, pieces):
        return True  # mấy em bên làng Pông chưa qua được
    for piece, behind in pairwise(pieces):
        asks = piece.is_(Sense.QUESTION) and source.text.plain[piece.start] in _MISSING | {"nghi", "may"}
        touches = source.text.words[behind.start].gap <= Gap.TIGHT
        if asks and behind.unknown and touches and source.text.plain[behind.start] not in _VOCATIVE:
            return True
    return False


def _is_here(piece: Piece) -> bool:
    return piece.is_(Sense.KIND) and piece.phrase is not None and piece.phrase.value == Kind.PRESENT


def _may_be_complete(source: Source, pieces: Sequence[Piece], section: Section) -> bool:
    """`6A ok hết`, `6A: ko`, `6A không có ai`: the class, and nobody or all of them, in a few words."""
    said = [
        source.text.plain[at]
        for piece in pieces
        if not (piece.is_(Sense.EMPTY, Sense.TEACHER) and piece.explained) and piece.day is None
        for at in range(piece.start, piece.end)
    ]
    if not said or len(said) > _FEW or not section.named or section.before:
        return False
    none = said[0] in NOT and (len(said) == 1 or said[-1] in ("ai", "gi", "nao", "co"))
    return none or (len(said) > 1 and not _ALL_OF_THEM.isdisjoint(said) and not _COMING.isdisjoint(said))


def _is_of_the_class(source: Source, pieces: Sequence[Piece], section: Section) -> bool:
    """`đủ` of the pupils; not `mang đầy đủ đồ dùng`, `họp hội đồng, thầy cô đi đầy đủ`."""
    for sentence in sentences(source, pieces):
        at = next((place for place, piece in enumerate(sentence) if piece.is_(Sense.NOBODY)), None)
        if at is None:
            continue
        beside = [sentence[at - 1] if at else None, sentence[at + 1] if at + 1 < len(sentence) else None]
        strange = any(
            each is not None and _is_strange_beside(source, each, sentence[at])
            for each in beside
            if each is None or source.text.words[each.start].end > section.before
        )
        near = sentence if not section.named else beside
        other = any(piece is not None and piece.is_(Sense.BUSINESS) for piece in near)
        other = other or (not section.named and at > 0 and _is_of_colleagues(source, sentence[at - 1]))
        if strange or other or _is_denied(source, sentence[at]):
            return False
    return True


def _is_of_colleagues(source: Source, before: Piece) -> bool:
    """`các đồng chí có mặt đầy đủ`."""
    return source.text.plain[before.end - 2 : before.end] in (("dong", "chi"), ("thay", "co"), ("phu", "huynh"))


def _is_denied(source: Source, full: Piece) -> bool:
    """`không được đủ`, `chưa đủ`."""
    return any(
        word in ("khong", "chua", "ko", "hong", "chang")
        for word in source.text.plain[max(0, full.start - 2) : full.start]
    )


def _is_strange_beside(source: Source, piece: Piece, full: Piece) -> bool:
    """A word nobody knows that touches `đủ`; `không ai nghỉ` needs no other word."""
    behind = max(piece, full, key=lambda each: each.start)
    if "khong" in source.text.plain[full.start : full.end]:
        return False
    return piece.unknown and source.text.words[behind.start].gap <= Gap.TIGHT


def _is_missing(source: Source, piece: Piece, behind: Piece | None) -> bool:
    """A pupil, and not a thing (`thiếu ghế`)."""
    said = source.text.plain[piece.start]
    touches = behind is not None and behind.unknown and source.text.words[behind.start].gap is Gap.SOFT
    return piece.is_(Sense.ABSENT) and said in _MISSING and not (said == "thieu" and touches)


def _tells_of_somebody(source: Source, pieces: Sequence[Piece], section: Section) -> bool:
    """`6A vắng`, `hôm nay lớp em có bạn nghỉ`, of nobody who is named."""
    text = source.text
    if (not section.named and not text.marked and len(text.words) <= _YES_INDEED) or "luot" in text.plain:
        return False  # da vang: dạ vâng; tuần trước vắng 12 lượt
    plain = all(piece.explained and not piece.is_(Sense.BUSINESS, Sense.MAYBE) for piece in pieces)
    missing = any(_is_missing(source, *two) for two in zip(pieces, (*pieces[1:], None), strict=False))
    return any(map(says, pieces)) and (plain or (section.named and missing))
