"""A sentence cut into the clauses of the pupils it names."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rules.people.names import key
from rules.reading.pieces import SMALL, THANKS, Piece, Source
from rules.reading.said.drafts import Draft
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, Text, in_brackets

OTHER = (Sense.BUSINESS, Sense.QUESTION, Sense.MAYBE)
_SAYS = (Sense.ABSENT, Sense.EXCUSED, Sense.SIGNAL, Sense.SAME)
_IN_SCHOOL = "in_school"
_AWAY = frozenset(("nghi", "vang", "off", "v", "thieu"))
_REFUSES = key("chịu")
_NOT_PLAIN = frozenset((*OTHER, Sense.KIND, Sense.BUT, Sense.LEAVE))
_BEFORE_A_NAME = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND, Sense.BUT)


class Mention(Struct):
    """A pupil named, what stands before and behind the name in the sentence, and how it is joined to the one before."""

    draft: Draft
    lead: list[Piece]
    tail: list[Piece]
    joined: bool = False  # by an `and`, or by nothing at all
    anew: bool = False  # behind a semicolon


def says(piece: Piece) -> bool:
    """Whether an absence is spoken of: vắng, P, nghỉ luôn, nghỉ vì."""
    if piece.is_(*_SAYS):
        return piece.phrase is not None and piece.phrase.strong
    if piece.is_(Sense.REASON) and piece.phrase is not None:
        return _REFUSES in piece.phrase.keys  # không chịu đi học
    return piece.is_(Sense.BECAUSE) and piece.phrase is not None and piece.phrase.value == "absent"


def speaks_of_absence(text: Text) -> bool:
    """Whether anything but leave is spoken of: `xin phép cho Quân tập văn nghệ` asks for no absence."""
    return not _AWAY.isdisjoint(text.plain)


def sentences(source: Source, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    sentence: list[Piece] = []
    for piece in pieces:
        if sentence and source.text.words[piece.start].gap >= Gap.STOP:
            yield sentence
            sentence = []
        sentence.append(piece)
    if sentence:
        yield sentence


def clauses_of(source: Source, pieces: Sequence[Piece], named: dict[int, Draft]) -> list[Mention]:
    """The mentions of a sentence with what stands around each."""
    places = [place for place, piece in enumerate(pieces) if piece.start in named]
    if not places:
        return []
    mentions: list[Mention] = []
    lead, begin = list(pieces[: places[0]]), 0
    joined = anew = False
    for place, following in zip(places, (*places[1:], len(pieces)), strict=True):
        between = pieces[place + 1 : following]
        cut = _cut(source, between, pieces[following]) if following < len(pieces) else len(between)
        mentions.append(Mention(named[pieces[place].start], lead, list(between[:cut]), joined, anew))
        if following < len(pieces):
            lead = list(between[cut:])
            begin = lead[0].start if lead else pieces[following].start
            between_words = source.text.text[source.text.words[begin - 1].end : source.text.words[begin].start]
            joined = source.text.words[begin].gap < Gap.HARD or "+" in between_words or "&" in between_words
            anew = ";" in between_words
    return mentions


def _cut(source: Source, between: Sequence[Piece], name: Piece) -> int:
    """Where what is said of one pupil ends and of the next begins: at the last comma, else at an `and`."""
    if source.text.words[name.start].gap >= Gap.HARD:
        return len(between)
    for place in reversed(range(len(between))):
        if source.text.words[between[place].start].gap >= Gap.HARD:
            return place
    cut = len(between)
    while cut and between[cut - 1].is_(*_BEFORE_A_NAME):
        cut -= 1
    return cut


def is_of_other_things(source: Source, lead: Sequence[Piece]) -> bool:
    """`Họp phụ huynh vắng …`: who is absent there need not be absent from school."""
    verb = max((place for place, piece in enumerate(lead) if says(piece)), default=0)
    for piece in reversed(lead[: verb + 1]):
        if piece.is_(Sense.BUSINESS):
            return True
        if source.text.words[piece.start].gap >= Gap.HARD:
            return False
    return False


def is_of_them(breath: Sequence[Piece]) -> bool:
    """`2 bạn ấy đi trực thư viện`."""
    first = breath[0]
    return first.is_(Sense.ALL) or (first.people and len(breath) > 1)


def gives_why(source: Source, breath: Sequence[Piece]) -> bool:
    """`qua suối không được nên chưa tới lớp`: what stands before `nên` is why."""
    therefore = next((place for place, piece in enumerate(breath) if source.text.plain[piece.start] == "nen"), None)
    return therefore is not None and any(
        says(piece) or "nha" in source.text.plain[piece.start : piece.end] for piece in breath[therefore:]
    )  # nên ở nhà


def own_breath(source: Source, lead: Sequence[Piece], name: int) -> Sequence[Piece]:
    """What stands before the name without a comma between."""
    if source.text.words[name].gap >= Gap.HARD:
        return ()
    begins = (place for place, piece in enumerate(lead) if source.text.words[piece.start].gap >= Gap.HARD)
    return lead[max(begins, default=0) :]


def behind_therefore(source: Source, near: Sequence[Piece]) -> Sequence[Piece]:
    """`nhà có việc nên cho Tùng nghỉ`: what stands before is why."""
    said = [source.text.plain[piece.start] for piece in near]
    return near if "nen" not in said else [piece for piece in near[said.index("nen") + 1 :] if not is_small(piece)]


def from_the_leave(mention: Mention) -> Sequence[Piece]:
    """`ba em Chi lên tận trường xin phép`: what the parent did before asking is no more than that."""
    asked = (place for place, piece in enumerate(mention.tail) if piece.is_(Sense.LEAVE, Sense.EXCUSED))
    return mention.tail[next(asked, 0) :] if mention.draft.parent else mention.tail


def _speaks_of_the_writer(source: Source, before: Piece, piece: Piece, behind: Piece) -> bool:
    """`Tú vắng kp em chưa ghi`."""
    said = before.is_(Sense.EXCUSED, Sense.ABSENT) and is_small(behind) and behind.end - behind.start == 1
    return said and source.text.plain[piece.start : piece.end] in (("em",), ("e",), ("minh",), ("toi",), ("co",))


def breaths(source: Source, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    breath: list[Piece] = []
    for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
        apart = breath and in_brackets(source.text, piece.start) != in_brackets(source.text, breath[-1].start)
        apart = apart or (breath and behind is not None and _speaks_of_the_writer(source, breath[-1], piece, behind))
        if breath and (apart or source.text.words[piece.start].gap >= Gap.HARD):
            yield breath
            breath = []
        breath.append(piece)
    if breath:
        yield breath


def is_small(piece: Piece) -> bool:
    return not piece.explained and not piece.unknown


def asks_for_the_next(source: Source, leave: Piece, breath: Sequence[Piece]) -> bool:
    """`gia đình xin phép thầy cho Sơn nghỉ`: for whom."""
    plain, named = source.text.plain, next((each.start for each in breath if each.named), leave.end)
    asked, between = "xin" in plain[leave.start : leave.end], plain[leave.end : named]
    return asked and "cho" in between and between[-1] in ("cho", "em", "con", "chau", "be")


def is_asked_leave(lead: Sequence[Piece]) -> bool:
    """`xin cho em Lan`, and not `xin xác nhận hộ nghèo cho em Lan`: something else is asked for."""
    at = max((place for place, piece in enumerate(lead) if piece.is_(Sense.LEAVE)), default=None)
    return at is not None and not any(piece.unknown or piece.is_(Sense.BUSINESS) for piece in lead[at + 1 :])


def is_leave_of_the_family(source: Source, piece: Piece, *, alone: bool) -> bool:
    """`mẹ xin cho`, `có điện xin`, `mẹ em xin rồi`; not `xin ra ngoài`."""
    said = source.text.plain[piece.start : piece.end]
    return piece.is_(Sense.LEAVE, Sense.EXCUSED) and "xin" in said and (alone or len(said) > 1)


def is_of_a_day(piece: Piece) -> bool:
    """Whether it tells of an absence, or of a day; that somebody left for good is told once, and not each morning."""
    return piece.day is not None or piece.is_(Sense.SESSION) or (says(piece) and not piece.is_(Sense.SIGNAL))


def is_in_school(piece: Piece) -> bool:
    return piece.phrase is not None and piece.phrase.value == _IN_SCHOOL


def is_empty(pieces: Sequence[Piece]) -> bool:
    return all(piece.is_(Sense.AND, Sense.EMPTY, Sense.PEOPLE, Sense.ALL) for piece in pieces)


def is_plain(pieces: Sequence[Piece], drafts: Sequence[Draft], *, framed: bool) -> bool:
    """Whether it is nothing but a list or a sentence of names and words for absence: most reports are."""
    told = framed
    for piece in pieces:
        if piece.phrase is not None and not piece.named:
            if piece.phrase.sense in _NOT_PLAIN or piece.phrase.value in (SMALL, _IN_SCHOOL, THANKS):
                return False
            told = told or says(piece)
        elif piece.unknown or (piece.count is not None and not piece.people):
            return False
    return told and any(draft.pupils for draft in drafts) and not any(draft.contrary for draft in drafts)
