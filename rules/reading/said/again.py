"""Who is said to be here and yet may be away: only later, in the end not, or by a word that takes back too much."""

from collections.abc import Iterator, Sequence

from rules.calendar.parts import Part
from rules.reading.phrasing import HERE_THEN
from rules.reading.pieces import ADDED, Piece, Source
from rules.reading.said.drafts import Draft
from rules.reading.weighing.clauses import Mention, clauses_of, says
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.text import Gap

_MAY_STAND_BY = (Sense.EMPTY, Sense.AND, Sense.PEOPLE, Sense.BUT, Sense.SESSION, Sense.ABSENT, Sense.SIGNAL)
_WITH = (Sense.EXCUSED, Sense.REASON, Sense.BECAUSE, Sense.TEACHER)
_OF_ABSENCE = (Sense.ABSENT, Sense.SIGNAL)
_STILL = frozenset(("con", "van", "chua"))
_BY_NOW = frozenset(
    ("da", "roi", "lai", "moi", "vua", "van", "co", "khong", "ko", "k", "gio", "nay", "chieu", "sang", "mai")
)


def doubtful_returns(source: Source, sentence: Sequence[Piece], named: dict[int, Draft]) -> Iterator[Draft]:
    """Those to be asked about."""
    if all(draft.kind is Kind.ABSENT for draft in named.values()):
        return
    mentions = clauses_of(source, sentence, named)
    yield from _absent_again(source, sentence, mentions)
    yield from _here_only_later(source, mentions)
    yield from _taken_back(source, sentence, mentions)


def _absent_again(source: Source, sentence: Sequence[Piece], mentions: Sequence[Mention]) -> Iterator[Draft]:
    """`Lan hôm qua có mặt, nay lại nghỉ`; `Lan hay đi muộn, nay thì chưa thấy`: the last word counts."""
    for mention in mentions:
        draft, last = mention.draft, _last_breath(source, mention.tail)
        if draft.kind not in (Kind.PRESENT, Kind.LATE, Kind.DUTY) or not last or not _is_only_absence(source, last):
            continue
        day = next((piece.day for piece in last if piece.day is not None), None)
        if day is not None and day.days and day.days[-1] < source.today and not _is_added(sentence):
            continue  # Lan không vắng, hôm qua mới vắng
        if day is None or max(day.days, default=source.today) <= source.today:
            yield Draft(draft.start, draft.end, draft.pupils, meant=False, told=True, days=day)


def _is_added(sentence: Sequence[Piece]) -> bool:
    """`nay đi học rồi, hôm qua vắng em quên báo`."""
    return any(piece.phrase is not None and piece.phrase.value == ADDED for piece in sentence)


def _here_only_later(source: Source, mentions: Sequence[Mention]) -> Iterator[Draft]:
    """`Lan chiều mới vô`, `sáng mai Lan xuống`, `thứ 6 Lan đi học lại`: and until then?"""
    for mention in mentions:
        draft = mention.draft
        here = next((piece for piece in (*mention.lead, *mention.tail) if piece.is_(Sense.KIND)), None)
        if draft.kind is not Kind.PRESENT or here is None or not is_a_return(source, here):
            continue
        later = draft.days is not None and min(draft.days.days, default=source.today) > source.today
        if later or (draft.days is None and draft.parts == Part.AFTERNOON):
            half = None if later else Part.MORNING.value
            yield Draft(draft.start, draft.end, draft.pupils, meant=False, told=True, parts=half)


def _taken_back(source: Source, sentence: Sequence[Piece], mentions: Sequence[Mention]) -> Iterator[Draft]:
    """`Lan nghỉ, hôm nào khỏe đi học`: being here takes an absence back only if it says so (đi học rồi, đã vào lớp)."""
    if any(piece.is_(Sense.DENY, Sense.INSTEAD, Sense.MAYBE, Sense.BUT) for piece in sentence):
        return
    for mention in mentions:
        draft = mention.draft
        kinds = (piece for piece in mention.tail if piece.is_(Sense.KIND))
        here = next((piece for piece in kinds if _breath_of(source, piece.start) > draft.start), None)
        if draft.kind not in (Kind.PRESENT, Kind.LATE) or here is None:
            continue
        senses = _OF_ABSENCE if draft.kind is Kind.LATE else (*_OF_ABSENCE, Sense.EXCUSED)
        told = (piece for piece in (*mention.lead, *mention.tail) if piece.start < here.start)
        breath = source.text.plain[_breath_of(source, here.start) : here.end + 1]
        if any(says(piece) and piece.is_(*senses) for piece in told) and _BY_NOW.isdisjoint(breath):
            yield Draft(draft.start, draft.end, draft.pupils, meant=False, told=True)


def _breath_of(source: Source, at: int) -> int:
    """Where the breath begins in which the word at `at` stands."""
    while at and source.text.words[at].gap < Gap.HARD:
        at -= 1
    return at


def is_a_return(source: Source, here: Piece) -> bool:
    """`mới vô`, `đi học lại`, `chiều vô`; not `mai vẫn đi học`."""
    again = source.text.plain[here.end - 1] == "lai" or source.text.plain[here.start - 1] in ("moi", "se")
    return here.phrase is HERE_THEN or again


def _last_breath(source: Source, tail: Sequence[Piece]) -> Sequence[Piece]:
    """What stands behind the last comma, if somebody is said to be here before it."""
    here = next((place for place, piece in enumerate(tail) if piece.is_(Sense.KIND)), len(tail))
    begins = (place for place, piece in enumerate(tail) if _begins_anew(source, piece))
    begin = max(begins, default=0)
    return tail[begin:] if here < begin else ()


def _begins_anew(source: Source, piece: Piece) -> bool:
    """At a comma, or another time: `sáng Lan có học chiều nghỉ`."""
    return source.text.words[piece.start].gap >= Gap.HARD or piece.is_(Sense.SESSION) or piece.day is not None


def _is_only_absence(source: Source, breath: Sequence[Piece]) -> bool:
    """And not `vắng 1 bạn`, `sáng mai nghỉ lễ`, `có phép`."""
    known = all(piece.day is not None or piece.is_(*_MAY_STAND_BY, *_WITH) for piece in breath)
    verbs = [piece for piece in breath if says(piece)]
    still = not _STILL.isdisjoint(source.text.plain[breath[0].start : breath[-1].end])
    if known and still and any(piece.is_(Sense.REASON) for piece in breath):
        return True  # mai mới lên, hôm nay còn ở rẫy
    return known and any(
        not piece.is_(Sense.EXCUSED) or source.text.plain[piece.start] in ("nghi", "vang") for piece in verbs
    )
