"""Names that are no pupils': the teacher who is spoken to, and who speaks."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec.structs import replace

from rules.reading.pieces import Piece, Source
from rules.reading.weighing.clauses import says
from rules.reading.words.lessons import is_a_subject
from rules.reading.words.lexicon import Phrase, Sense
from rules.reading.words.text import Gap

_NOISE = Phrase(Sense.EMPTY, "", (), strong=False, exact=False)
_QUOTED = Phrase(Sense.EMPTY, "quoted", (), strong=False, exact=False)
_QUOTING = (("nghe",), ("theo",), ("loi",), ("theo", "loi"), ("thay",))
_ADDRESSED = (
    "co",
    "thay",
    "chi",
    "anh",
    "bac",
    "chu",
)  # the last word of a greeting: whoever is named behind it is most likely the teacher
_SAYS = {("bao",), ("nhan",), ("noi",), ("goi",), ("ke",), ("hoi",), ("dien",)}  # nhắn, nói, kể …
_CALLED = frozenset(("goi", "dien", "hoi", "nhan"))
_OR = (("hay",), ("hoac",), ("hay", "la"), ("hoac", "la"))
_SIGNED = frozenset(("gvcn", "bao", "cao", "ten", "nhiem", "gv"))  # Người báo: Hà
_TELLING = (Sense.ABSENT, Sense.EXCUSED, Sense.REASON, Sense.SIGNAL, Sense.KIND)


def without_speakers(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where the names of who speaks or is spoken to are no mentions; in doubt they are asked about."""
    settled: list[Piece] = []
    pieces = _without_a_strange_opening(source, pieces)
    for at, piece in enumerate(pieces):
        before = settled[-1] if settled else None
        settled.append(_settled(source, piece, before, pieces[at + 1 :]) if piece.named else piece)
        if piece.named and _tells_of_others(source, settled, pieces[at + 1 :]):
            settled[-1] = replace(settled[-1], unsure=True)
    settled = _without_quoting(source, settled)
    return [
        replace(piece, unsure=True) if piece.named and _either_of(source, settled, at) else piece
        for at, piece in enumerate(settled)
    ]


def _without_a_strange_opening(source: Source, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """`Bán trú: em Lỳ 6A ốm, …`, `Quản lý bán trú báo em Lông …`: strange words before pupils say who speaks, and not
    `Ở lại bán trú: Lỳ, Lông`.
    """
    if not pieces or not pieces[0].unknown or not any(map(says, pieces)):
        return pieces
    end = next((place for place, piece in enumerate(pieces) if not (piece.unknown or _is_little(piece))), len(pieces))
    told = [place for place in range(1, end) if source.text.plain[pieces[place].start] == "bao"]
    told += [
        place
        for place in range(1, end)
        if pieces[place].is_(Sense.PEOPLE) and _is_behind_a_colon(source, pieces[place])
    ]
    if 0 < end < len(pieces) and _is_behind_a_colon(source, pieces[end]) and _is_reported(source, pieces[end:]):
        told.append(end)
    last = max(told, default=0)
    return [*map(_as_noise, pieces[:last]), *pieces[last:]] if any(piece.pupils for piece in pieces[last:]) else pieces


def _is_reported(source: Source, told: Sequence[Piece]) -> bool:
    """`Văn phòng: bố em Lỳ 6A xin …`, `Bán trú: Lỳ 6A đau bụng, không lên lớp được`; and not `Không đeo khăn: Lỳ`."""
    sentence = [told[0], *takewhile(lambda piece: source.text.words[piece.start].gap < Gap.STOP, told[1:])]
    return told[0].is_(Sense.PARENT) or (bool(told[0].pupils) and any(map(says, sentence)))


def _is_little(piece: Piece) -> bool:
    return piece.is_(Sense.EMPTY, Sense.PEOPLE, Sense.REPORTS) and not piece.named


def _is_behind_a_colon(source: Source, piece: Piece) -> bool:
    return source.text.words[piece.start].gap is Gap.COLON


def without_opening(source: Source, pieces: Sequence[Piece], before: int) -> list[Piece]:
    """`Giám thị báo: 6A vắng Lan`, `Anh văn tiết 2 lớp 6A vắng Lan`: who reports and what is taught is no pupil.
    `before`: where the class stood; an absence is spoken of behind it, and of whom.
    """
    opening = [piece for piece in pieces if source.text.words[piece.start].start < before]
    behind = list(pieces[len(opening) :])
    verb = next((place for place, piece in enumerate(behind) if piece.is_(Sense.ABSENT)), len(behind))
    if subject := _is_a_subject(source, before, opening, behind):
        opening = list(map(_as_noise, opening))
    around = source.text.text[:before].rstrip().endswith(":") or source.text.text[before:].lstrip().startswith(":")
    if opening and before and around:
        said = any(piece.is_(*_TELLING) or piece.count is not None for piece in pieces)
        of_what = sum(piece.unknown for piece in opening) > 1 and not said
        opening = [piece if piece.pupils else _as_noise(piece) for piece in opening]  # TD 6A: Lan
        behind = [replace(piece, unsure=True) if piece.named else piece for piece in behind] if of_what else behind
        return [*opening, *behind]  # `Danh sách miễn giảm 6A: Lan`: of something else?
    if opening and behind and _LESSON.fullmatch(source.text.plain[behind[0].start]) and opening[0].day is None:
        behind[0] = Piece(start=behind[0].start, end=behind[0].end, phrase=_NOISE)  # `Văn 10A1 t2: …`: no Monday
    if subject:
        return [*opening, *behind]
    told = any(piece.is_(*_TELLING) for piece in opening)
    told = told or bool(opening and opening[-1].pupils and _is_behind_a_colon(source, opening[-1]))  # báo: Lan 6A ốm
    told = told or _is_told_of(source, opening, behind)
    known = [piece.pupils for piece in opening if piece.pupils]  # em Pà lớp 6B nghỉ …
    others = any(piece.named and (piece.pupils or not known) and piece.pupils not in known for piece in behind[verb:])
    if told or verb > _LEADING_IN or not others:
        return list(pieces)
    return [*map(_as_noise, opening), *behind]


def _is_told_of(source: Source, opening: Sequence[Piece], behind: Sequence[Piece]) -> bool:
    """`em Lan lớp 6A nghỉ hôm nay, còn Sen …`; and not `Lan 6A vắng Sen`, where she reports."""
    last = next((piece for piece in reversed(opening) if not piece.is_(Sense.EMPTY)), None)
    if last is None or not (last.pupils and behind and behind[0].is_(Sense.ABSENT, Sense.EXCUSED)):
        return False
    breath = list(takewhile(lambda piece: source.text.words[piece.start].gap < Gap.HARD, behind[1:]))
    return not any(piece.named or piece.is_(Sense.PEOPLE) or piece.count is not None for piece in breath)


def _is_a_subject(source: Source, before: int, opening: Sequence[Piece], behind: Sequence[Piece]) -> bool:
    """`Toán 6A: Lan`, `Tiếng Anh: 6A đủ`: what is taught, whoever is called Toán, unless nobody else is told of (`Ánh
    6A: xin nghỉ`).
    """
    telling = () if any(piece.pupils for piece in opening) else _TELLING
    said = bool(behind) and any(piece.named or piece.is_(*telling, Sense.NOBODY) for piece in behind)
    return said and is_a_subject(source.text.text[:before])


def _as_noise(piece: Piece) -> Piece:
    strange = piece.named or not piece.explained or piece.pupils
    return Piece(start=piece.start, end=piece.end, phrase=_NOISE) if strange else piece


_LESSON = re.compile("t[1-5]")
_LEADING_IN = 4  # parts: a day, a number, a word for pupils


def _without_quoting(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`theo lời Minh kể`: the words around the name say no more than the name."""
    quoted = [place for place, piece in enumerate(pieces) if piece.phrase is _QUOTED]
    left = list(pieces)
    for place in quoted:
        around = [each for each in (place - 2, place - 1) if each >= 0 and _plain(source, pieces[each]) in _QUOTING]
        for each in (*around, place + 1):
            if each < len(pieces) and not (pieces[each].named or pieces[each].is_(*_TELLING, Sense.BECAUSE)):
                left[each] = Piece(start=pieces[each].start, end=pieces[each].end, phrase=_NOISE)
    return left


def _plain(source: Source, piece: Piece) -> tuple[str, ...]:
    return source.text.plain[piece.start : piece.end]


def _either_of(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`Hùng hay Hưng`: one of them, and who knows which."""
    named = [each for each in pieces[max(at - 3, 0) : at + 4] if each.named]
    here = named.index(pieces[at])
    pairs = zip(named[max(here - 1, 0) : here + 1], named[max(here - 1, 0) + 1 : here + 2], strict=False)
    return any(source.text.plain[first.end : second.start] in _OR for first, second in pairs)


def _settled(source: Source, piece: Piece, before: Piece | None, rest: Sequence[Piece]) -> Piece:
    nobody = Piece(start=piece.start, end=piece.end, phrase=_NOISE)
    apart = before is not None and before.is_(Sense.PARENT) and bool(rest) and _asks_leave(source, rest)
    if _speaks_of_themselves(source, before, rest) or _is_a_pupil_speaking(source, piece, before, rest):
        return replace(piece, unsure=True)
    if _is_teacher(source, piece, before) or (rest and not apart and _speaks(source, rest[0], rest[1:])):
        return nobody
    if apart:
        return replace(piece, unsure=True)
    if before is not None and rest and _is_quoted(source, before, rest[0]):
        return replace(nobody, phrase=_QUOTED)
    if before is None or not _addressed(source, piece, before):
        return piece
    told = any(each.is_(*_TELLING) for each in _same_breath(source, rest))
    return replace(piece, unsure=True) if told else nobody


def _tells_of_others(source: Source, before: Sequence[Piece], rest: Sequence[Piece]) -> bool:
    """`vắng Hải, Dũng báo`: one more who is absent, or who told of it?"""
    if not rest or source.text.plain[rest[0].start : rest[0].end] not in _SAYS:
        return False
    others = any(piece.named for piece in before[:-1]) and source.text.words[before[-1].start].gap >= Gap.HARD
    return others and len(list(_same_breath(source, rest))) == 1


def _of_the_speaker(source: Source, rest: Sequence[Piece]) -> bool:
    """`Kỷ nói đau bụng`: what is said in the same breath, before anybody else is named, may be said of oneself."""
    breath = list(_same_breath(source, rest))
    tells = any(piece.is_(*_TELLING) and piece.phrase is not None and piece.phrase.strong for piece in breath)
    return tells and not any(piece.named for piece in breath)


def _speaks_of_themselves(source: Source, before: Piece | None, rest: Sequence[Piece]) -> bool:
    """`Kỷ nói đau bụng`; and not `vắng Kỷ, gọi không nghe máy`."""
    told_of = before is not None and before.is_(Sense.PARENT, Sense.TEACHER)
    says = bool(rest) and source.text.plain[rest[0].start : rest[0].start + 1] in _SAYS
    called = says and source.text.plain[rest[0].start] in _CALLED and source.text.words[rest[0].start].gap >= Gap.HARD
    told_of = told_of or (called and not any(each.is_(Sense.EXCUSED) for each in _same_breath(source, rest[1:])))
    return says and not told_of and _of_the_speaker(source, rest[1:])


def _is_a_pupil_speaking(source: Source, piece: Piece, before: Piece | None, rest: Sequence[Piece]) -> bool:
    """`em là Sơn, hôm nay em bị sốt nên xin nghỉ`: of the class, and nobody else is named; a teacher?"""
    says_who = before is not None and source.text.plain[before.start : before.end] in (("em", "la"), ("em", "ten"))
    leave = any(each.is_(Sense.EXCUSED, Sense.ABSENT) for each in rest) and not any(map(_is_role, rest))
    return says_who and bool(piece.pupils) and leave and not any(each.named or each.is_(Sense.PARENT) for each in rest)


def _is_teacher(source: Source, piece: Piece, before: Piece | None) -> bool:
    if before is None or not before.is_(Sense.TEACHER):
        return False
    titled = source.text.plain[before.end - 1] not in _SIGNED
    return source.text.words[piece.start].gap <= (Gap.TIGHT if titled else Gap.COLON)


def _speaks(source: Source, behind: Piece, rest: Sequence[Piece]) -> bool:
    """`Hà GVCN báo cáo`, `cô Thảo ơi`, `chị Suê xin phép cho con là Tlung`."""
    if behind.named:
        return False  # Lộc, Bảo Hậu
    gap = source.text.words[behind.start].gap
    said = source.text.plain[behind.start : behind.end]
    if gap is Gap.SOFT and behind.is_(Sense.EMPTY) and said == ("oi",):
        return True
    if gap is Gap.SOFT and (behind.is_(Sense.LEAVE) or said[:1] in _SAYS):
        return any(each.named and (each.pupils or source.text.capital(each.start)) for each in rest)
    if gap > Gap.BREAK or not behind.is_(Sense.REPORTS, Sense.TEACHER):
        return False
    return behind.is_(Sense.REPORTS) or (_is_role(behind) and not _of_the_speaker(source, rest))  # Lan lớp trưởng nghỉ


def _is_quoted(source: Source, before: Piece, behind: Piece) -> bool:
    """`nghe Nhân nói`, `theo lời Tiên kể`: who said it."""
    heard = source.text.plain[before.end - 1] in ("nghe", "loi", "thay")
    return heard and source.text.plain[behind.start : behind.start + 1] in _SAYS


def _asks_leave(source: Source, rest: Sequence[Piece]) -> bool:
    """`PH Lan xin, Hùng không báo`: a parent of Lan, or called Lan? The others are told of apart."""
    behind = rest[0]
    if not behind.is_(Sense.LEAVE) or source.text.words[behind.start].gap is not Gap.SOFT:
        return False
    return any(each.named for each in rest) and not any(each.named for each in _same_breath(source, rest))


def _is_role(piece: Piece) -> bool:
    return piece.phrase is not None and piece.phrase.value == "role"


def _addressed(source: Source, piece: Piece, before: Piece) -> bool:
    touching = source.text.words[piece.start].gap is Gap.SOFT
    return (
        touching
        and before.is_(Sense.EMPTY)
        and before.end - before.start > 1
        and source.text.plain[before.end - 1] in _ADDRESSED
    )


def _same_breath(source: Source, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The parts up to the next comma, point or line."""
    for piece in pieces:
        if source.text.words[piece.start].gap >= Gap.HARD:
            return
        yield piece
