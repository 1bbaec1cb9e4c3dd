"""Words that touch become mentions: one pupil, several to ask about, somebody unknown."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from rules.reading.hints import is_a_look
from rules.reading.naming import with_numbers
from rules.reading.pieces import Piece, Source
from rules.reading.said.drafts import days_joined
from rules.reading.speakers import without_speakers
from rules.reading.who.name_like import name_like
from rules.reading.who.roster import meant
from rules.reading.who.slips import nearly
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, in_brackets

_LITTLE = (Sense.EMPTY, Sense.NOBODY, Sense.BECAUSE, Sense.AND, Sense.ALL, Sense.LEAVE)
_LONGEST_RUN = 6
_LONGEST_BREATH = 30  # parts
_A_FULL_NAME = 3  # words
_WHY = (Sense.REASON, Sense.SIGNAL, Sense.BECAUSE, Sense.KIND)
_FILLING = (Sense.EMPTY, Sense.AND, Sense.PEOPLE, Sense.PARENT)
_WHERE = frozenset((
    "lang", "xa", "huyen", "tinh", "buon", "ban", "thon", "noc", "ap", "vien", "sang", "ho", "le", "hoi",
    "chua", "tet", "tp", "o", "ben", "tan", "tren", "duoi", "vao", "len", "ve", "xuong", "ra", "di", "tai",
    "den", "qua", "tu",
))  # fmt: skip


def mentions(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, with every run of touching names and unknown words settled: `named` parts mention somebody."""
    pieces = days_joined(source, pieces)
    settled: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = at if _opens_a_sentence(source, pieces, at) else _run_end(source, pieces, at)
        if end == at or _goes_on(source, pieces, at, end) or _is_prose(source, pieces, at, end):
            end = max(end, at + 1)
            settled += pieces[at:end]
            at = end
            continue
        run = _settled(source, pieces[at:end])
        both = len(run) > 1 and end < len(pieces) and _are_both(source, pieces[end])
        settled += [replace(piece, touching=False) for piece in run] if both else run
        at = end
    return without_speakers(source, list(with_numbers(source, settled)))


def _opens_a_sentence(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`Thấy Huy đi khám`: the capital of the first word says nothing, if names are not made of it."""
    word, behind = source.text.words[pieces[at].start], pieces[at + 1] if at + 1 < len(pieces) else None
    if not pieces[at].unknown or word.gap < Gap.STOP or behind is None:
        return False
    if _closes(source, pieces[at + 1 :]):
        return True
    if not behind.pupils:
        lesson = word.folded == "tiet" and behind.count is not None  # Tiết 6 chiều …
        return lesson or _is_half_of_a_word(source, pieces, at)
    return source.text.marked and word.folded not in source.lexicon.names and _touches(source, behind)


def _closes(source: Source, behind: Sequence[Piece]) -> bool:
    """`Rứa thôi.`, `Bấy nhiêu thôi ạ`: a short last sentence that says that this is all."""
    said = [word for piece in behind for word in source.text.plain[piece.start : piece.end]]
    plain = all((piece.is_(Sense.EMPTY) or piece.unknown) and not piece.pupils for piece in behind)
    return plain and len(said) <= _A_FULL_NAME and "thoi" in said


def _is_half_of_a_word(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`Trân trọng!`, `Bán trú báo`, `Cuối tuần này`: a strange small word goes on, and no absence behind it."""
    words, behind = source.text.words, pieces[at + 1]
    goes_on = behind.unknown and words[behind.start].gap is Gap.SOFT and words[behind.start].text.islower()
    if not (source.text.marked and goes_on and words[pieces[at].start].text.istitle()):
        return False
    end = at + 1
    while end < len(pieces) and pieces[end].unknown and words[pieces[end].start].gap is Gap.SOFT:
        end += 1
    told = end < len(pieces) and pieces[end].is_(Sense.ABSENT, Sense.EXCUSED, Sense.REASON, Sense.SIGNAL)
    return not told


def _run_end(source: Source, pieces: Sequence[Piece], at: int) -> int:
    """Where the run of names and name-like words ends that begins here; `at` if none does."""
    if not (_may_be_named(source, pieces[at]) or _family_of(source, pieces, at) or _slip_before(source, pieces, at)):
        return at
    end = at + 1
    while end < len(pieces) and _touches(source, pieces[end]) and (
        _may_be_named(source, pieces[end]) or _last_of(source, pieces, end) or _between(source, pieces, end)
    ):  # fmt: skip
        end += 1
    return end + 1 if end < len(pieces) and _is_slip(source, pieces[at : end + 1]) else end


def _between(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`phan tảo dung`: a strange word between two of a name."""
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    piece = pieces[at]
    bare = _is_bare_word(source, piece) and not piece.is_(Sense.AND) and pieces[at - 1].unknown
    where = source.text.plain[piece.start] in _WHERE and not source.text.capital(piece.start)
    fits = (piece.unknown and not where) or bare  # Brôi về bon
    return fits and behind is not None and _touches(source, behind) and _may_be_named(source, behind)


def _is_slip(source: Source, run: Sequence[Piece]) -> bool:
    """`vũ thị phươơng`: with the strange word behind it the run is nearly somebody's name."""
    strange = run[-1]
    word = source.text.words[strange.start]
    if not (strange.unknown and _touches(source, strange) and word.folded.isalpha()) or run[-2].whole:
        return False
    words = source.text.lower[run[0].start : strange.end]
    return len(words) <= _LONGEST_RUN and bool(nearly(source.index, source.lexicon, words).pupils)


def _slip_before(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`inh A Thút`: with the strange word before it the name is nearly another one's."""
    piece, behind = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
    if not (piece.unknown and behind is not None and behind.whole and _touches(source, behind)):
        return False
    words = source.text.lower[piece.start : behind.end]
    return len(words) <= _LONGEST_RUN and bool(nearly(source.index, source.lexicon, words).pupils)


def _is_prose(source: Source, pieces: Sequence[Piece], at: int, end: int) -> bool:
    """`chắc lội suối muộn`: a small word behind strange ones is no name, though names are made of it."""
    if end - at > 1 or pieces[at].pupils or not at or not source.text.marked:
        return False
    word = source.text.words[pieces[at].start]
    before = pieces[at - 1]
    if before.is_(Sense.ABSENT) and word.text.islower() and word.gap is Gap.SOFT:
        capitals = (source.text.words[piece.start].text[0].isupper() for piece in pieces[:at] if piece.pupils)
        return any(capitals)  # Thút đi học rồi, bữa trước nghỉ hoài
    return before.unknown and word.text.islower() and word.gap is Gap.SOFT and not _may_be_named(source, before)


def _goes_on(source: Source, pieces: Sequence[Piece], at: int, end: int) -> bool:
    """`nhà có đám tang`, `đi làm xa ở Bình Dương`: strange words behind a reason belong to it, though names are made of
    them too.
    """
    if any(piece.pupils for piece in pieces[at:end]):
        return False
    words = pieces[end - 1].end - pieces[at].start
    before = at
    while before > 0 and _touches(source, pieces[before]) and _fills(pieces[before - 1]):
        before -= 1
    told = before > 0 and _touches(source, pieces[before]) and _tells_why(source, pieces, before - 1)
    word = pieces[at].start - 1
    if at and source.text.plain[word] in _WHERE and source.text.lower[word] != "bạn" and _touches(source, pieces[at]):
        return True
    because = any(piece.is_(Sense.BECAUSE) for piece in _breath_before(source, pieces, at))
    plain = not source.text.capital(pieces[at].start) and (words < _A_FULL_NAME or because or before < at)
    return plain and (told or (in_brackets(source.text, pieces[at].start) and before < at))


def _tells_why(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """A reason, or behind a name the verb: `Thoa nghỉ lễ Ka tê`."""
    return pieces[at].is_(*_WHY) or (
        pieces[at].is_(Sense.ABSENT) and any(piece.pupils for piece in _breath_before(source, pieces, at))
    )


def _fills(piece: Piece) -> bool:
    return piece.unknown or piece.count is not None or piece.is_(*_FILLING)


def _breath_before(source: Source, pieces: Sequence[Piece], at: int) -> Iterator[Piece]:
    """The parts before this one in the same breath, the nearest first; as far as a sentence is long."""
    for _step in range(_LONGEST_BREATH):
        if at == 0 or source.text.words[pieces[at].start].gap >= Gap.HARD:
            return
        at -= 1
        yield pieces[at]


def _touches(source: Source, piece: Piece) -> bool:
    word = source.text.words[piece.start]
    between = source.text.text[word.start - 1 : word.start]
    return word.gap is Gap.SOFT or (word.gap is Gap.TIGHT and not (between in "-_" and piece.pupils))


def _may_be_named(source: Source, piece: Piece) -> bool:
    if piece.numbered:
        return False
    small = source.text.marked and source.text.words[piece.start].text.islower()
    look = small and is_a_look(source.text, piece.start)  # Sen đen
    look = look or source.text.is_little(piece.start)
    return bool(piece.pupils) or (piece.unknown and not look and name_like(source, piece.start))


def _family_of(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`la van minh`, `do thi lan`: a word typed without marks that is also a family name, before words of a name."""
    piece, behind = pieces[at], pieces[at + 1 : at + 3]
    little = piece.is_(*_LITTLE) and piece.end - piece.start == 1 and source.text.lower[piece.start].isascii()
    unmarked = _is_bare_word(source, piece) or (little and not source.text.marked)
    if not unmarked or source.text.plain[piece.start] not in source.lexicon.families:
        return False
    if source.text.plain[piece.start] == "la" and at and (pieces[at - 1].people or pieces[at - 1].is_(Sense.ABSENT)):
        return False  # 2 ban nghi la Tan Phat
    if source.text.capital(piece.start) and piece.start and behind and _touches(source, behind[0]):
        return _may_be_named(source, behind[0]) and not behind[0].whole
    if behind and behind[0].whole:
        return False
    named = 0
    for each in behind:
        if not (_touches(source, each) and _may_be_named(source, each)):
            break
        named += each.end - each.start
    return named > 1


def _last_of(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    """`minh du`: a word typed without marks that means nothing behind a name."""
    piece = pieces[at]
    return _is_bare_word(source, piece) and piece.is_(Sense.NOBODY) and bool(pieces[at - 1].pupils)


def _is_bare_word(source: Source, piece: Piece) -> bool:
    if piece.phrase is None or piece.pupils or piece.end - piece.start > 1 or piece.phrase.sense not in _LITTLE:
        return False
    typed = source.text.lower[piece.start]
    return (
        typed == source.text.plain[piece.start]
        and typed != "".join(piece.phrase.keys[0])
        and typed in source.lexicon.names
    )


def _settled(source: Source, run: Sequence[Piece]) -> list[Piece]:
    if all(piece.pupils for piece in run):
        return [_unlisted(source, run)] if _one_name(source, run) else _told_apart(source, run)
    first, last = 0, len(run)
    while first < last and run[first].whole and _words(run[first + 1 :]) > 1:
        first += 1
    while last > first + 1 and run[last - 1].whole and run[last - 1].end - run[last - 1].start > 2:
        last -= 1
    middle = run[first:last]
    settled = [replace(piece, named=True) for piece in run[:first]]
    if middle:
        settled.append(_unlisted(source, middle))
    return [*settled, *(replace(piece, named=True) for piece in run[last:])]


def _one_name(source: Source, run: Sequence[Piece]) -> bool:
    """`Hoàng` + `Văn Hoàng`: a family name before the end of a name is one name, that nobody has."""
    if len(run) != 2 or run[1].whole or run[0].end - run[0].start > 1 or run[0].doubt:
        return False
    return run[1].end - run[1].start > 1 and source.text.plain[run[0].start] in source.lexicon.families


def _words(pieces: Sequence[Piece]) -> int:
    return sum(piece.end - piece.start for piece in pieces)


def _told_apart(source: Source, run: Sequence[Piece]) -> list[Piece]:
    """Names that touch. Two of which the second is one syllable may be one name nobody has (Mai Anh); three or more in
    a row are a list without commas, if they can be cut in one way only.
    """
    named = [replace(piece, named=True) for piece in run]
    if len(run) == 2 and _is_short(run[1]) and not run[0].doubt and not _are_two_given_names(source, run):
        return [replace(piece, touching=True) for piece in named]
    return [
        replace(piece, touching=True) if place and _cut_otherwise(source, run[place - 1], piece) else piece
        for place, piece in enumerate(named)
    ]


def _are_two_given_names(source: Source, run: Sequence[Piece]) -> bool:
    """`sơn tú nghỉ`: where capitals tell nothing, two syllables that are one pupil's name each are two pupils."""
    words = [source.text.words[piece.start] for piece in run]
    typed = not source.text.cased and all(word.text.islower() and word.text.isalpha() for word in words)
    return typed and all(_is_short(piece) and len(piece.pupils) == 1 and not piece.unsure for piece in run)


def _are_both(source: Source, behind: Piece) -> bool:
    """`Xuân Ân đều phép`, `Lan Hùng cả hai ốm`: two, and not one name."""
    return behind.is_(Sense.ALL) and source.text.plain[behind.start] in ("deu", "ca", "hai", "2")


def _is_short(piece: Piece) -> bool:
    return piece.end - piece.start == 1 and not piece.doubt


def _cut_otherwise(source: Source, before: Piece, piece: Piece) -> bool:
    """Whether the last word of the one and the first of the other are somebody's name too."""
    if before.end - before.start == 1 or not _is_short(piece):
        return False
    return bool(meant(source.index, source.text.lower[before.end - 1 : piece.end], marked=source.text.marked).pupils)


def _unlisted(source: Source, run: Sequence[Piece]) -> Piece:
    """A name nobody has as it stands: nearly somebody's, or unknown. `Lan C` where there is no C may be any Lan."""
    start, end = run[0].start, run[-1].end
    named = [piece for piece in run if piece.pupils]
    letters = [piece for piece in run if not piece.pupils and len(source.text.plain[piece.start]) == 1]
    if len(named) == len(letters) == 1 and len(run) == 2:
        return Piece(start=start, end=end, named=True, pupils=named[0].pupils, unsure=True)
    words = source.text.lower[start:end]
    found = nearly(source.index, source.lexicon, words)
    return Piece(start=start, end=end, named=True, pupils=found.pupils, unsure=not found.sure, whole=len(words) > 1)
