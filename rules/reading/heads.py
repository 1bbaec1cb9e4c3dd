"""What counts heads: numbers, in words too, and `9/11` beside a class of eleven, which is not the ninth of November."""

import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from rules.reading.pieces import PEOPLE, Piece, Source, is_count, word_at
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, Text

_FRACTION = re.compile(r"(?:(?:ngay|sang|chieu) )?(\d{1,2}) ?([/-]) ?(\d{1,2})")
_NEAR_THE_ROLL = 2
_TEN = 10
SAID_NUMBER = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_LAST_NUMBER = {**SAID_NUMBER, "mot": 1, "tu": 4, "lam": 5}
_MARKED = frozenset(
    ["một", "mốt", "hai", "ba", "bốn", "tư", "năm", "lăm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "mươi", "chục"]
)
_ORDINALS = tuple((number,) for number in (*SAID_NUMBER, "tu"))
_NUMBERS_MARKED = frozenset(
    ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mot", "bon", "tam")
)
_NEAR_TODAY = timedelta(days=7)


def head_counts(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where days that rather count heads do so: the second number is near the class's roll, or the numbers
    fit the names; and the day is far from today, or nothing but the count would be said.
    """
    if not any(piece.day is not None for piece in pieces):
        return list(pieces)
    named = sum(piece.named for piece in pieces)
    rather = [
        _all_here(source, pieces[at - 1] if at else None, piece)
        or (None if _is_done_then(source, pieces[at + 1 :]) else _counted(source, piece, named))
        or piece
        for at, piece in enumerate(pieces)
    ]
    return [each for piece in rather for each in _with_half(source, piece)]


def _is_done_then(source: Source, behind: Sequence[Piece]) -> bool:
    """`5/5 họp phụ huynh`, `8/8 là sinh nhật bé Mai`: on that day something is done."""
    said = next((piece for piece in behind if not piece.is_(Sense.EMPTY)), None)
    soft = said is not None and source.text.words[said.start].gap is Gap.SOFT
    return soft and said is not None and (said.unknown or said.is_(Sense.BUSINESS))


def _with_half(source: Source, piece: Piece) -> list[Piece]:
    """`sáng 7/8`, where 7 of eight are here: the half day, and the count."""
    text, at = source.text, piece.start
    if piece.count is None or text.plain[at] not in ("sang", "chieu"):
        return [piece]
    found = source.lexicon.phrase_at(text.lower, text.plain, at, at + 1)
    count = replace(piece, start=at + 1)
    return [Piece(start=at, end=at + 1, phrase=found[0]), count] if found is not None else [count]


def _all_here(source: Source, before: Piece | None, piece: Piece) -> Piece | None:
    """`đủ 10/10` of a class of ten."""
    match = _FRACTION.fullmatch(_written(source, piece)) if before is not None and before.is_(Sense.NOBODY) else None
    roll = len(source.index.roster.pupils)
    full = match is not None and int(match[1]) == int(match[3]) == roll
    return Piece(start=piece.start, end=piece.end, count=roll, of=roll) if full else None


def _written(source: Source, piece: Piece) -> str:
    words = source.text.words
    return source.text.folded[words[piece.start].start : words[piece.end - 1].end]


def _counted(source: Source, piece: Piece, named: int) -> Piece | None:
    written = _written(source, piece)
    match = _FRACTION.fullmatch(written)
    if piece.day is None or match is None or written.startswith("ngay"):
        return None
    some, whole = int(match[1]), int(match[3])
    roll = len(source.index.roster.pupils)
    if match[2] == "-":  # 18-1: of eighteen all but one
        some, whole = whole, some
        near = whole == roll and named in (0, some)
        return Piece(start=piece.start, end=piece.end, count=whole - some, of=whole) if near else None
    near = some <= whole and abs(whole - roll) <= _NEAR_THE_ROLL
    fits = named > 0 and named in (some, whole - some)
    today = any(abs(day - source.today) <= _NEAR_TODAY for day in piece.day.days)
    if (near and (fits or not named or not today)) or (fits and not today):
        return Piece(start=piece.start, end=piece.end, count=some, of=whole)
    return None


def list_numbers(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts of what is said of a class, where numbers of the list are pupils: `vắng 2: 4, 18`; `4, 18 kp`, which
    counts nobody where so many would be most of the class.
    """
    said = [piece for piece in pieces if piece.count is not None]
    announced = next((piece for piece in said if _is_announced(source, piece)), None)
    bare = [piece for piece in said if piece is not announced]
    if not bare or any(piece.people or piece.of for piece in bare) or not all(map(_stands_beside_numbers, pieces)):
        return list(pieces)
    numbers = [piece.count or 0 for piece in bare]
    known = {number: source.index.by_number.get(number, ()) for number in numbers}
    listed = numbers == sorted(known) and all(len(pupils) == 1 for pupils in known.values())
    meant = _count_nobody(source, numbers) if announced is None else _absent_of(announced) == len(bare)
    if not (listed and meant):
        return list(pieces)
    numbered = {piece.start: known[piece.count or 0] for piece in bare}
    return [
        Piece(start=piece.start, end=piece.end, pupils=numbered[piece.start], numbered=True, named=True)
        if piece.start in numbered
        else piece
        for piece in pieces
    ]


def _count_nobody(source: Source, numbers: Sequence[int]) -> bool:
    """Too many to be absent, and none of them who is here or how many there are (`28, 30`; `2, 28`); no days either."""
    roll, total = len(source.index.roster.pupils), sum(numbers)
    days = source.today.day in numbers and numbers[-1] - numbers[0] < len(numbers)  # nghỉ 24, 25, 26
    counts = numbers[-1] >= roll - _NEAR_THE_ROLL or abs(total - roll) <= _NEAR_THE_ROLL
    return len(numbers) > 1 and total * 2 > roll and not (days or counts)


def _is_announced(source: Source, piece: Piece) -> bool:
    """`28/30`, `2 em`, and the first number of `vắng 2: 4, 18`, `vắng 2 (4, 18)`."""
    behind = source.text.words[piece.end] if piece.end < len(source.text.words) else None
    heads = behind is not None and behind.gap in (Gap.COLON, Gap.BREAK) and behind.text.isdecimal()
    return piece.of is not None or piece.people or heads


def _absent_of(announced: Piece) -> int:
    count, whole = announced.count or 0, announced.of
    return count if whole is None or count * 2 < whole else whole - count


def _stands_beside_numbers(piece: Piece) -> bool:
    polite = piece.is_(Sense.EMPTY) and piece.explained
    return piece.count is not None or polite or piece.is_(Sense.EXCUSED, Sense.SESSION, Sense.AND, Sense.ABSENT)


def fraction(text: Text, at: int) -> tuple[int, int, int] | None:
    """`2/35`, `33 trên 35`, and where it ends: not a date, for there is no 35th month."""
    over = at + 2 if text.plain[at + 1 : at + 2] == ("tren",) else at + 1
    if over >= len(text.words) or not text.plain[at][0].isdigit():
        return None
    piece, whole = text.words[at], text.words[over]
    slash = text.text[piece.end : whole.start].strip() == "/"
    if not (slash or over > at + 1) or not (is_count(piece) and is_count(whole)):
        return None
    if text.text[whole.end : whole.end + 1] == "/":
        return None
    some, roll = int(piece.folded), int(whole.folded)
    return (some, roll, over + 1) if over > at + 1 or roll > max(12, some - 1) else None


def numbers_the_names(text: Text, at: int) -> bool:
    """`vắng ba em thứ nhất Lan thứ hai Hùng`: no Monday."""
    if text.plain[at] != "thu" or text.plain[at + 1 : at + 2][:1] not in _ORDINALS:
        return False
    first = text.plain.index("nhat") if "nhat" in text.plain[:at] else 0
    return first > 0 and text.plain[first - 1] == "thu"


def said_number(text: Text, at: int) -> int | None:
    """`hai`, with its marks."""
    return SAID_NUMBER.get(text.plain[at]) if text.lower[at] in _NUMBERS_MARKED else None


def _said_count(text: Text, at: int) -> Piece | None:
    """`hai bạn`, `hai mươi sáu bạn`; without `bạn` only a number of more than one word."""
    number, end = _said_number(text, at)
    if number is None:
        return None
    if end + 1 < len(text.words) and text.plain[end] == "tren":
        whole, stop = _said_number(text, end + 1)
        if whole is not None and whole >= number:  # hai mươi hai trên hai mươi bốn
            return Piece(start=at, end=stop, count=number, of=whole)
    people = PEOPLE.match(text.folded, text.words[end - 1].end)
    tens = _LAST_NUMBER.get(text.plain[end]) if end == at + 1 < len(text.words) and not people else None
    if tens and number < _TEN and (among := PEOPLE.match(text.folded, text.words[end].end)):
        people, number = among, number * _TEN + tens  # hai bảy em
    if people:
        return Piece(start=at, end=word_at(text, at, people.end()), count=number, people=True)
    return Piece(start=at, end=end, count=number) if end - at > 1 else None


def _said_number(text: Text, at: int) -> tuple[int | None, int]:
    """`hai mươi sáu`, `mười hai`, `ba mốt`, and where it ends."""
    first = SAID_NUMBER.get(text.plain[at])
    if text.lower[at] != text.plain[at] and text.lower[at] not in _MARKED:
        return None, at + 1  # vắng bạn Tâm bạn Vinh
    behind = text.plain[at + 1 : at + 3]
    if first is None or not behind or text.words[at + 1].gap is not Gap.SOFT:
        return first, at + 1
    if behind[0] in ("muoi", "chuc") and first < _TEN:
        last = _LAST_NUMBER.get(behind[1]) if len(behind) > 1 and text.words[at + 2].gap is Gap.SOFT else None
        return first * _TEN + (last or 0), at + (3 if last else 2)
    last = _LAST_NUMBER.get(behind[0]) if first == _TEN else None
    return first + (last or 0), at + (2 if last else 1)


def count_at(text: Text, at: int) -> Piece | None:
    said = fraction(text, at)
    if said:
        some, whole, end = said
        people = PEOPLE.match(text.folded, text.words[end - 1].end)
        return Piece(start=at, end=word_at(text, at, people.end()) if people else end, count=some, of=whole)
    word = text.words[at]
    if not is_count(word):
        return _said_count(text, at)
    people = PEOPLE.match(text.folded, word.end)
    return Piece(
        start=at,
        end=word_at(text, at, people.end()) if people else at + 1,
        count=int(word.folded),
        people=people is not None,
    )


def is_yes(text: Text, at: int, last: Piece) -> bool:
    """`Mai có, Học có`: here, where no leave is spoken of, and no absence before it."""
    if text.lower[at] != "có" or not last.pupils or text.words[at].gap is not Gap.SOFT:
        return False
    ends = at + 1 == len(text.words) or text.words[at + 1].gap >= Gap.HARD
    begin = at
    while begin and text.words[begin].gap < Gap.HARD:
        begin -= 1
    return ends and _LEAVE.isdisjoint(text.plain) and _NOT_HERE.isdisjoint(text.plain[begin:at])


_NOT_HERE = frozenset(("vang", "nghi", "thieu", "tru", "v"))
_LEAVE = frozenset(("phep", "xin", "don", "p", "k", "kp", "cp"))
