"""Names that are no pupils': the teacher who is spoken to, and who speaks."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from rules.parts import Part, Source
from rules.text import Gap
from rules.words import Phrase, Sense

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
_OR = (("hay",), ("hoac",), ("hay", "la"), ("hoac", "la"))
_SIGNED = frozenset(("gvcn", "bao", "cao", "ten", "nhiem", "gv"))  # Người báo: Hà
_TELLING = (Sense.ABSENT, Sense.EXCUSED, Sense.REASON, Sense.SIGNAL, Sense.KIND)


def without_speakers(source: Source, parts: Sequence[Part]) -> list[Part]:
    """The parts, where the names of who speaks or is spoken to are no mentions; in doubt they are asked about."""
    settled: list[Part] = []
    for at, part in enumerate(parts):
        before = settled[-1] if settled else None
        settled.append(_settled(source, part, before, parts[at + 1 :]) if part.named else part)
    settled = _without_quoting(source, settled)
    return [
        replace(part, unsure=True) if part.named and _either_of(source, settled, at) else part
        for at, part in enumerate(settled)
    ]


def without_opening(source: Source, parts: Sequence[Part], before: int) -> list[Part]:
    """`Giám thị báo: 6A vắng Lan`, `Anh văn tiết 2 lớp 6A vắng Lan`: who reports and what is taught is no pupil.
    `before`: where the class stood; an absence is spoken of behind it, and of whom.
    """
    opening = [part for part in parts if source.text.words[part.start].start < before]
    behind = parts[len(opening) :]
    verb = next((place for place, part in enumerate(behind) if part.is_(Sense.ABSENT)), len(behind))
    if opening and before and source.text.text[before:].lstrip().startswith(":"):
        opening = [part if part.pupils else _as_noise(part) for part in opening]  # TD 6A: Lan
        return [*opening, *behind]
    told = any(part.is_(*_TELLING) for part in opening)
    if told or verb > _LEADING_IN or not any(part.named for part in behind[verb:]):
        return list(parts)
    return [*map(_as_noise, opening), *behind]


def _as_noise(part: Part) -> Part:
    strange = part.named or part.unknown or part.pupils
    return Part(start=part.start, end=part.end, phrase=_NOISE) if strange else part


_LEADING_IN = 4  # parts: a day, a number, a word for pupils


def _without_quoting(source: Source, parts: Sequence[Part]) -> list[Part]:
    """`theo lời Minh kể`: the words around the name say no more than the name."""
    quoted = [place for place, part in enumerate(parts) if part.phrase is _QUOTED]
    left = list(parts)
    for place in quoted:
        around = [each for each in (place - 2, place - 1) if each >= 0 and _plain(source, parts[each]) in _QUOTING]
        for each in (*around, place + 1):
            if each < len(parts) and not (parts[each].named or parts[each].is_(*_TELLING, Sense.BECAUSE)):
                left[each] = Part(start=parts[each].start, end=parts[each].end, phrase=_NOISE)
    return left


def _plain(source: Source, part: Part) -> tuple[str, ...]:
    return source.text.plain[part.start : part.end]


def _either_of(source: Source, parts: Sequence[Part], at: int) -> bool:
    """`Hùng hay Hưng`: one of them, and who knows which."""
    named = [each for each in parts[max(at - 3, 0) : at + 4] if each.named]
    here = named.index(parts[at])
    pairs = zip(named[max(here - 1, 0) : here + 1], named[max(here - 1, 0) + 1 : here + 2], strict=False)
    return any(source.text.plain[first.end : second.start] in _OR for first, second in pairs)


def _settled(source: Source, part: Part, before: Part | None, rest: Sequence[Part]) -> Part:
    nobody = Part(start=part.start, end=part.end, phrase=_NOISE)
    apart = before is not None and before.is_(Sense.PARENT) and bool(rest) and _asks_leave(source, rest)
    told_of = before is not None and before.is_(Sense.PARENT, Sense.TEACHER)
    if (
        rest
        and not told_of
        and source.text.plain[rest[0].start : rest[0].start + 1] in _SAYS
        and _of_the_speaker(source, rest[1:])
    ):
        return replace(part, unsure=True)
    if _is_teacher(source, part, before) or (rest and not apart and _speaks(source, rest[0], rest[1:])):
        return nobody
    if apart:
        return replace(part, unsure=True)
    if before is not None and rest and _is_quoted(source, before, rest[0]):
        return replace(nobody, phrase=_QUOTED)
    if before is None or not _addressed(source, part, before):
        return part
    told = any(each.is_(*_TELLING) for each in _same_breath(source, rest))
    return replace(part, unsure=True) if told else nobody


def _of_the_speaker(source: Source, rest: Sequence[Part]) -> bool:
    """`Kỷ nói đau bụng`: what is said in the same breath, before anybody else is named, may be said of oneself."""
    breath = list(_same_breath(source, rest))
    return any(part.is_(*_TELLING) for part in breath) and not any(part.named for part in breath)


def _is_teacher(source: Source, part: Part, before: Part | None) -> bool:
    if before is None or not before.is_(Sense.TEACHER):
        return False
    titled = source.text.plain[before.end - 1] not in _SIGNED
    return source.text.words[part.start].gap <= (Gap.TIGHT if titled else Gap.COLON)


def _speaks(source: Source, behind: Part, rest: Sequence[Part]) -> bool:
    """`Hà GVCN báo cáo`, `cô Thảo ơi`, `chị Suê xin phép cho con là Tlung`."""
    if behind.named:
        return False  # Lộc, Bảo Hậu
    gap = source.text.words[behind.start].gap
    said = source.text.plain[behind.start : behind.end]
    if gap is Gap.SOFT and behind.is_(Sense.EMPTY) and said == ("oi",):
        return True
    if gap is Gap.SOFT and (behind.is_(Sense.LEAVE) or said[:1] in _SAYS):
        return any(each.named for each in rest)
    if gap > Gap.BREAK or not behind.is_(Sense.REPORTS, Sense.TEACHER):
        return False
    return behind.is_(Sense.REPORTS) or (_is_role(behind) and not _of_the_speaker(source, rest))  # Lan lớp trưởng nghỉ


def _is_quoted(source: Source, before: Part, behind: Part) -> bool:
    """`nghe Nhân nói`, `theo lời Tiên kể`: who said it."""
    heard = source.text.plain[before.end - 1] in ("nghe", "loi", "thay")
    return heard and source.text.plain[behind.start : behind.start + 1] in _SAYS


def _asks_leave(source: Source, rest: Sequence[Part]) -> bool:
    """`PH Lan xin, Hùng không báo`: a parent of Lan, or called Lan? The others are told of apart."""
    behind = rest[0]
    if not behind.is_(Sense.LEAVE) or source.text.words[behind.start].gap is not Gap.SOFT:
        return False
    return any(each.named for each in rest) and not any(each.named for each in _same_breath(source, rest))


def _is_role(part: Part) -> bool:
    return part.phrase is not None and part.phrase.value == "role"


def _addressed(source: Source, part: Part, before: Part) -> bool:
    touching = source.text.words[part.start].gap is Gap.SOFT
    return (
        touching
        and before.is_(Sense.EMPTY)
        and before.end - before.start > 1
        and source.text.plain[before.end - 1] in _ADDRESSED
    )


def _same_breath(source: Source, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts up to the next comma, point or line."""
    for part in parts:
        if source.text.words[part.start].gap >= Gap.HARD:
            return
        yield part
