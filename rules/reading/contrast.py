"""What stands behind leave: `Lan có phép, Hùng không` is no leave, `xin phép hôm qua` no day of absence."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from rules.calendar.days_said import DayReading
from rules.marks import Mark
from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Phrase, Sense
from rules.reading.words.text import Gap, in_brackets

_NO = frozenset(("khong", "ko", "hong", "chua"))
_ASKED = Phrase(Sense.EMPTY, "", (), strong=False, exact=False)
_FAMILY = frozenset(("me", "bo", "ba", "ma", "cha", "ong", "gia dinh", "dinh", "huynh", "ngoai", "noi"))
_CALLS = frozenset(("goi", "dien", "nhan", "tin"))
_OTHER = Phrase(Sense.BUSINESS, "any", (("", ""),), strong=True, exact=False)
_TIMES = frozenset(("hom", "bua", "nay", "sang", "chieu", "mai", "ngay", "nha", "nhe", "nghen", "a", "co", "thay"))
_WRITERS = frozenset(("tôi", "tui", "mình", "em"))
_CHILDREN = frozenset(("chau", "con", "be", "no", "em", "dua", "ban"))
_THING = 5  # words
_GIVEN = Phrase(Sense.LEAVE, "any", (("", ""),), strong=True, exact=False)
_WITHOUT = Phrase(Sense.EXCUSED, Mark.UNEXCUSED, (("", ""),), strong=True, exact=False)


def without_leave(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where such a `không` stands for `không phép`."""
    left: list[Piece] = []
    leave = False
    for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
        leave = leave or (piece.phrase is not None and piece.is_(Sense.EXCUSED) and piece.phrase.value == Mark.EXCUSED)
        said = source.text.plain[piece.start] in _NO and piece.end - piece.start == 1 and not piece.named
        closes = behind is None or source.text.words[behind.start].gap >= Gap.HARD or behind.is_(Sense.EMPTY)
        alone = said and leave and closes and _is_of_a_pupil(source, left)
        left.append(replace(piece, phrase=_WITHOUT) if alone else piece)
    return left


def _is_of_a_pupil(source: Source, left: Sequence[Piece]) -> bool:
    """Behind a name, perhaps with `thì` between."""
    before = [piece for piece in left[-3:] if piece.place is None and source.text.plain[piece.start] != "thi"]
    return bool(before) and before[-1].named


def with_leave_of_the_family(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`mẹ cho Khôi nghỉ hôm nay`, `cho Khôi ở nhà bữa nay`: the family gives leave."""
    if "cho" not in source.text.plain:
        return list(pieces)
    away, here = any(piece.is_(Sense.ABSENT) for piece in pieces), any(piece.is_(Sense.KIND) for piece in pieces)
    left: list[Piece] = []
    for piece, behind, then in zip(pieces, (*pieces[1:], None), (*pieces[2:], None, None), strict=False):
        gives = source.text.plain[piece.start : piece.end] == ("cho",) and behind is not None
        by_family = gives and away and piece.start > 0 and source.text.plain[piece.start - 1] in _FAMILY
        at_home = gives and not here and then is not None and _is_at_home(source, then)
        left.append(replace(piece, phrase=_GIVEN) if (by_family or at_home) and _is_somebody(behind) else piece)
    return left


def _is_at_home(source: Source, piece: Piece) -> bool:
    """And not `ở nhà bà`: no more is said in the same breath but a day and courtesies."""
    text, behind = source.text, piece.end
    closes = behind == len(text.words) or text.words[behind].gap >= Gap.HARD or text.plain[behind] in _TIMES
    return text.plain[piece.start : piece.end] == ("o", "nha") and closes


def without_as_above(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`- Thu (P: như trên)`: why, as of the one above; and not the report of the day before."""
    if "(" not in source.text.text:
        return list(pieces)
    return [
        _as_asked(piece) if piece.is_(Sense.SAME) and in_brackets(source.text, piece.start) else piece
        for piece in pieces
    ]


def without_things_missing(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`còn thiếu hình thẻ của Lan, Nam`: a thing is missing, and nobody."""
    left: list[Piece] = []
    for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
        thing = behind is not None and _is_a_thing_missing(source, piece, behind)
        left.append(Piece(start=piece.start, end=piece.end, phrase=_OTHER) if thing else piece)
    return left


def _is_a_thing_missing(source: Source, piece: Piece, behind: Piece) -> bool:
    text, at = source.text, behind.start
    missing = piece.is_(Sense.ABSENT) and text.plain[piece.end - 1] == "thieu" and text.words[at].gap is Gap.SOFT
    name_like = text.capital(at) or source.lexicon.syllable_of_names(text.lower[at], text.plain[at])
    return missing and behind.unknown and not name_like and "cua" in text.plain[at : at + _THING]


def without_calls(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`đã gọi PH không nghe máy`: the writer called the family, who asked for nothing."""
    if _CALLS.isdisjoint(source.text.plain):
        return list(pieces)
    return [
        Piece(start=piece.start, end=piece.end, phrase=_ASKED) if _calls_the_family(source, piece) else piece
        for piece in pieces
    ]


def _calls_the_family(source: Source, piece: Piece) -> bool:
    text = source.text
    if not piece.is_(Sense.EXCUSED) or text.plain[piece.end - 1] not in _CALLS or piece.end == len(text.words):
        return False
    begins = text.plain[piece.start] in ("da", "co", "goi", "vua") and text.words[piece.end].gap is Gap.SOFT
    return begins and text.plain[piece.end] in (*_FAMILY, "ph", "phhs", "phu", "gd", "gia", "cho", "ve")


def _is_somebody(piece: Piece | None) -> bool:
    return piece is not None and (piece.named or piece.is_(Sense.PEOPLE))


def without_days_of_asking(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`có xin phép hôm qua`: that is when leave was asked, and no day of absence."""
    left: list[Piece] = []
    for piece in pieces:
        before = left[-1] if left else None
        past = piece.day is not None and bool(piece.day.days) and piece.day.days[-1] < source.today
        asked = before is not None and past and _was_asked(source, before)
        touches = source.text.words[piece.start].gap is Gap.SOFT
        left.append(Piece(start=piece.start, end=piece.end, phrase=_ASKED) if asked and touches else piece)
    return left


def without_days_of_why(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`bị tai nạn hôm qua nên nay nghỉ`: of two days before the absence the first is of why."""
    left = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.day is None or not piece.day.days or not _is_over(piece.day, source.today):
            continue
        if _is_of_an_accident(source, pieces, at) or _is_of_an_older_accident(source, pieces, at):
            left[at] = Piece(start=piece.start, end=piece.end, phrase=_ASKED)
            continue
        before, behind = list(_breath(source, pieces[:at], back=True)), list(_breath(source, pieces[at + 1 :]))
        verb = next((place for place, each in enumerate(behind) if each.is_(Sense.ABSENT)), 0)
        told = not any(each.is_(Sense.ABSENT) for each in before)
        why = bool(before) and not before[0].named and any(each.named for each in before)
        why = why and any(each.day is not None for each in behind[:verb])
        if told and (why or _is_of_why(source, before, pieces[at + 1 :])):
            left[at] = Piece(start=piece.start, end=piece.end, phrase=_ASKED)
    return left


def _is_of_an_accident(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`nghỉ, bị trật chân hôm qua lúc đá cầu`."""
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    when = behind is not None and source.text.plain[behind.start] in ("luc", "khi")
    return when and at > 0 and pieces[at - 1].is_(Sense.REASON)


def _is_of_an_older_accident(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`sáng nay vắng Lan, em bị ngã xe hôm qua`: the absence has a day of its own."""
    day = pieces[at].day
    if day is None or not day.days or day.days[-1] >= source.today or not pieces[at - 1].is_(Sense.REASON) or not at:
        return False
    before = pieces[:at]
    today = any(each.day is not None and source.today in each.day.days for each in before)
    return today and any(_tells_of_an_absence(each) for each in before)


def _is_of_why(source: Source, before: Sequence[Piece], behind: Sequence[Piece]) -> bool:
    """`con bị ngã xe sáng nay, con xin phép nghỉ hôm nay`: behind the comma the absence has a day of its own."""
    if not any(each.is_(Sense.REASON) for each in before) or any(_tells_of_an_absence(each) for each in before):
        return False
    later = list(behind)
    apart = next((n for n, each in enumerate(later) if source.text.words[each.start].gap >= Gap.HARD), len(later))
    named = next((n for n, each in enumerate(later) if each.named), len(later))
    verb = next((n for n, each in enumerate(later) if n >= apart and _tells_of_an_absence(each)), named)
    return verb < named and any(each.day is not None for each in later[verb:named])


def _tells_of_an_absence(piece: Piece) -> bool:
    return piece.is_(Sense.ABSENT, Sense.EXCUSED)


def _is_over(day: DayReading, today: date) -> bool:
    """`hôm qua`, and `sáng nay` before `nghỉ hôm nay`."""
    return day.days[0] < today or (day.days[0] == today and day.part is not None)


def with_the_later_excuse(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`Y Moan đổi từ K sang P`: of two excuses only the second is so."""
    left = list(pieces)
    for at in range(1, len(pieces) - 1):
        before, behind = pieces[at - 1], pieces[at + 1]
        both = before.is_(Sense.EXCUSED) and behind.is_(Sense.EXCUSED)
        if both and source.text.lower[pieces[at].start] in ("sang", "thành", "thanh", "qua") and not pieces[at].named:
            changed = {at - 1, at} | {each for each in (at - 2, at - 3) if _changes(source, pieces, each)}
            left = [_as_asked(each) if place in changed else each for place, each in enumerate(left)]
    return left


def _changes(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    return at >= 0 and source.text.plain[pieces[at].start] in ("tu", "doi", "chuyen", "sua")


def _as_asked(piece: Piece) -> Piece:
    return Piece(start=piece.start, end=piece.end, phrase=_ASKED)


def without_what_was_written(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`Yêu có phép ạ, nãy em ghi KP`: what the writer wrote before is so no longer."""
    left = list(pieces)
    for at, piece in enumerate(pieces):
        opens = piece.is_(Sense.BUT) and source.text.plain[piece.end - 1] == "nay"
        if not opens or source.text.words[piece.start].gap < Gap.HARD:
            continue
        breath = [piece, *_breath(source, pieces[at + 1 :])]
        wrote = any(source.text.plain[each.start] in ("ghi", "bao", "nhan", "viet") for each in breath)
        if wrote and at and not any(each.named for each in breath):
            left[at : at + len(breath)] = [Piece(start=e.start, end=e.end, phrase=_ASKED) for e in breath]
    return left


def without_staff(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`không phải Lan mà là cô Lan nghỉ`: what is told behind is of no pupil."""
    left = list(pieces)
    if "la" not in source.text.plain and "ma" not in source.text.plain:
        return left
    for at in range(1, len(pieces) - 1):
        instead = pieces[at - 1].is_(Sense.INSTEAD) or source.text.plain[pieces[at - 1].start] == "la"
        if not (pieces[at].is_(Sense.TEACHER) and instead) or pieces[at + 1].named:
            continue
        told = [pieces[at], *_breath(source, pieces[at + 1 :])]
        if not any(each.named or each.is_(Sense.PEOPLE) for each in told):
            left[at - 1 : at + len(told)] = [_as_asked(each) for each in (pieces[at - 1], *told)]
    return left


def without_plans_of_the_writer(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`6A vắng Lan. Mai tôi nghỉ dạy`: neither the day nor the verb is the pupil's."""
    left = list(pieces)
    if _WRITERS.isdisjoint(source.text.lower):
        return left
    for at in range(1, len(pieces) - 1):
        day, writer = pieces[at], pieces[at + 1]
        if day.day is None or source.text.words[day.start].gap < Gap.HARD or not _is_the_writer(source, writer):
            continue
        said = [day, *_breath(source, pieces[at + 1 :])]
        others = any(each.named or each.is_(Sense.PEOPLE) for each in said)
        if not others and _CHILDREN.isdisjoint(source.text.plain[writer.end : said[-1].end]):
            left[at : at + len(said)] = [_as_asked(each) for each in said]
    return left


def _is_the_writer(source: Source, piece: Piece) -> bool:
    return source.text.lower[piece.start] in _WRITERS and not piece.named


def without_absences_as_things(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`lịch sử nghỉ của em Lan`, `số buổi vắng của Lan`: what is spoken of, and not told."""
    left = list(pieces)
    if "cua" not in source.text.plain:
        return left
    for at, (piece, behind, whose) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False)):
        thing = piece.is_(Sense.ABSENT) and source.text.plain[behind.start] == "cua" and _is_somebody(whose)
        if thing and source.text.words[whose.start].gap is Gap.SOFT:
            left[at] = Piece(start=piece.start, end=piece.end, phrase=_OTHER)
    return left


def _breath(source: Source, pieces: Sequence[Piece], *, back: bool = False) -> Iterator[Piece]:
    """The parts of the breath that begins with these, or ends with them, the nearest first."""
    for piece in reversed(pieces) if back else pieces:
        apart = source.text.words[piece.start].gap >= Gap.HARD
        if apart and not back:
            return
        yield piece
        if apart:
            return


def _was_asked(source: Source, piece: Piece) -> bool:
    said = source.text.plain[piece.start : piece.end]
    return piece.is_(Sense.EXCUSED) and "xin" in said and said[0] in ("co", "da")
