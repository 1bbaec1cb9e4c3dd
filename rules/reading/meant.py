"""Whether an absence was meant: what speaks for it in a pupil's own clause, and what there is left unexplained."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

from msgspec import Struct

from rules.reading.drafts import Draft
from rules.reading.pieces import Piece, Source
from rules.reading.text import Gap, in_brackets
from rules.reading.words import Kind, Sense


class Meant(IntEnum):
    """What becomes of a pupil who is named: nothing is said of an absence; ask; written down."""

    NO = 0
    ASK = 1
    YES = 2


_SAYS = (Sense.ABSENT, Sense.EXCUSED, Sense.SIGNAL)
_BEHIND_A_VERB = frozenset(("hoc", "roi", "nua", "tiep"))  # nghỉ học rồi, nghỉ tiếp
_BEFORE_A_TIME = frozenset(
    ("ca", "tu", "den", "toi", "luc", "suot", "sau", "ke tu", "tinh tu", "cho toi", "khoang", "vao")
)
_WHY = (Sense.REASON, Sense.SIGNAL, Sense.BECAUSE)
_OTHER = (Sense.BUSINESS, Sense.QUESTION, Sense.MAYBE)
_BEFORE_A_NAME = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND)


class _Mention(Struct):
    """A pupil named, what stands before and behind the name in the sentence, and how it is joined to the one before."""

    draft: Draft
    lead: list[Piece]
    tail: list[Piece]
    joined: bool = False  # by an `and`, or by nothing at all
    anew: bool = False  # behind a semicolon


def weigh(source: Source, pieces: Sequence[Piece], drafts: Sequence[Draft], *, framed: bool) -> dict[int, Meant]:
    """What becomes of each mention, by where it begins. `framed`: the class it is said of was named.

    A pupil is written down only with evidence of absence in the own clause, or as one of a list that is headed so or
    consists of names and codes alone; and only if every word of that clause is explained. Behind a reason anything is.
    """
    named = {draft.start: draft for draft in drafts}
    found: dict[int, Meant] = {}
    listed = framed or any(draft.pupils for draft in drafts)
    said = False  # an absence has been spoken of
    heads = False  # ... in a sentence or line that names nobody, of those named below
    for sentence in _sentences(source, pieces):
        mentions = _mentions(source, sentence, named)
        own = any(says(piece) for piece in sentence)
        clause = _Sentence(source, mentions, said=own, before=said, framed=framed, listed=listed)
        verdicts = clause.verdicts(headed=heads)
        found |= {mention.draft.start: verdict for mention, verdict in zip(mentions, verdicts, strict=True)}
        said = said or own
        heads = (heads or own) and not mentions if own else heads and Meant.NO not in verdicts
    return found


def says(piece: Piece) -> bool:
    """Whether an absence is spoken of: vắng, P, nghỉ luôn, nghỉ vì."""
    return piece.is_(*_SAYS) or (
        piece.is_(Sense.BECAUSE) and piece.phrase is not None and piece.phrase.value == "absent"
    )


def _sentences(source: Source, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    sentence: list[Piece] = []
    for piece in pieces:
        if sentence and source.text.words[piece.start].gap >= Gap.STOP:
            yield sentence
            sentence = []
        sentence.append(piece)
    if sentence:
        yield sentence


def _mentions(source: Source, pieces: Sequence[Piece], named: dict[int, Draft]) -> list[_Mention]:
    """The mentions of a sentence with what stands around each."""
    places = [place for place, piece in enumerate(pieces) if piece.start in named]
    if not places:
        return []
    mentions: list[_Mention] = []
    lead, begin = list(pieces[: places[0]]), 0
    joined = anew = False
    for place, following in zip(places, (*places[1:], len(pieces)), strict=True):
        between = pieces[place + 1 : following]
        cut = _cut(source, between, pieces[following]) if following < len(pieces) else len(between)
        mentions.append(_Mention(named[pieces[place].start], lead, list(between[:cut]), joined, anew))
        if following < len(pieces):
            lead = list(between[cut:])
            begin = lead[0].start if lead else pieces[following].start
            joined = source.text.words[begin].gap < Gap.HARD
            anew = ";" in source.text.text[source.text.words[begin - 1].end : source.text.words[begin].start]
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


class _Sentence:
    """`said`: an absence is spoken of in it, or in one `before`. `framed`: the class was named. `listed`: somebody of
    the class is named in the message.
    """

    def __init__(
        self, source: Source, mentions: Sequence[_Mention], *, said: bool, before: bool, framed: bool, listed: bool
    ) -> None:
        self.source, self.mentions = source, mentions
        self.said, self.before, self.framed, self.listed = said, before, framed, listed
        self.odd = [_Odd(source, mention) for mention in mentions]
        self.bare = not any(odd.words or odd.other for odd in self.odd)
        self.tells_why = any(
            piece.is_(Sense.REASON) for mention in mentions for piece in (*mention.lead, *mention.tail)
        )

    def verdicts(self, *, headed: bool) -> list[Meant]:
        self._reach_back()
        found: list[Meant] = []
        for mention, odd in zip(self.mentions, self.odd, strict=True):
            if any(says(piece) or piece.is_(Sense.LEAVE) for piece in mention.lead):
                headed = True
            elif any(piece.is_(Sense.KIND, Sense.BUT, *_OTHER) for piece in mention.lead):
                headed = False
            found.append(self._verdict(mention, odd, headed=headed))
        return self._passed_back(found)

    def _reach_back(self) -> None:
        """`Sơn, Tú tới trễ`: said of both, unless an absence heads the list."""
        for place in reversed(range(1, len(self.mentions))):
            mention, before = self.mentions[place], self.mentions[place - 1]
            kind = mention.draft.kind
            if kind is Kind.ABSENT or before.draft.kind is not Kind.ABSENT or not _is_empty(before.tail):
                continue
            if mention.anew or any(says(piece) or piece.is_(Sense.KIND) for piece in mention.lead):
                continue
            if mention.joined or not self._is_headed(place - 1):
                before.draft.kind = kind

    def _is_headed(self, place: int) -> bool:
        """Whether an absence is spoken of before the name, behind the last semicolon."""
        for mention in reversed(self.mentions[: place + 1]):
            if any(map(says, mention.lead)):
                return True
            if mention.anew:
                return False
        return False

    def _verdict(self, mention: _Mention, odd: "_Odd", *, headed: bool) -> Meant:
        pieces = (*mention.lead, *mention.tail)
        own = any(map(says, pieces))
        if own or headed:
            return Meant.ASK if odd.other or odd.uncovered(mention.draft) else Meant.YES
        if odd.other:
            return Meant.NO
        clean = not (odd.words if mention.draft.pupils else odd.uncovered(mention.draft))
        if clean and self.listed and (self.said or (self.bare and (self.before or self.framed or not self.tells_why))):
            return Meant.YES
        why = any(piece.is_(Sense.REASON, Sense.LEAVE, Sense.BECAUSE) for piece in pieces)
        if self.framed and self.listed and mention.draft.pupils and not odd.beyond and self._says_because(mention):
            return Meant.YES
        return Meant.ASK if mention.draft.pupils and (why or (self.framed and self.tells_why)) else Meant.NO

    def _says_because(self, mention: _Mention) -> bool:
        """`6A: Lan vì nhà có việc`."""
        return any(piece.is_(Sense.BECAUSE) for piece in mention.tail)

    def _passed_back(self, found: list[Meant]) -> list[Meant]:
        """`Lan, Hùng nghỉ`: what is said behind the last is said of those before of whom nothing is."""
        for place in reversed(range(len(found) - 1)):
            mention, behind = self.mentions[place], self.mentions[place + 1]
            if found[place] is Meant.NO and _is_empty(mention.tail) and not self.odd[place].words:
                found[place] = found[place + 1] if not behind.anew else found[place]
        return found


def _is_empty(pieces: Sequence[Piece]) -> bool:
    return all(piece.is_(Sense.AND, Sense.EMPTY, Sense.PEOPLE, Sense.ALL) for piece in pieces)


class _Odd:
    """What a pupil's clause leaves unexplained: `words` without any regard to reasons, `beyond` the reasons; and
    whether it is about something `other`.
    """

    def __init__(self, source: Source, mention: _Mention) -> None:
        self._source = source
        opened = (
            place for place, piece in enumerate(mention.lead) if says(piece) or piece.is_(Sense.LEAVE, Sense.REPORTS)
        )
        lead = mention.lead[max(opened, default=-1) + 1 :]
        self.words = [
            piece
            for piece, behind in zip(lead, (*lead[1:], None), strict=False)
            if not (piece.explained or _is_before_a_time(source, piece, behind))
        ]
        self.beyond = list(self.words)
        self.other = any(piece.is_(*_OTHER) for piece in lead)
        covered = any(piece.is_(*_WHY) for piece in mention.lead)
        told, before = any(map(says, mention.lead)), None
        for breath in _breaths(source, mention.tail):
            aside = told and not any(says(piece) or piece.is_(Sense.KIND, Sense.BUT) for piece in breath)
            if aside and before is not None and not any(_is_small(piece) for piece in breath):
                continue  # vắng Lan, em dạy thay
            for piece, behind in zip(breath, (*breath[1:], None), strict=False):
                covered = piece.is_(*_WHY) or (covered and not piece.is_(Sense.BUT))
                told = told or says(piece)
                goes = self._goes_with(piece, before) or _is_before_a_time(source, piece, behind)
                if not (piece.explained or goes or (told and in_brackets(source.text, piece.start))):
                    self.words.append(piece)
                    self.beyond += [] if covered else [piece]
                self.other = self.other or (piece.is_(*_OTHER) and not covered)
                before = piece

    def uncovered(self, draft: Draft) -> list[Piece]:
        """What no reason explains; behind a name nobody has, strange words may belong to it."""
        return self.beyond if draft.pupils else [piece for piece in self.beyond if not piece.unknown]

    def _goes_with(self, piece: Piece, before: Piece | None) -> bool:
        """`nghỉ học`, `nghỉ rồi`."""
        return before is not None and says(before) and self._source.text.plain[piece.start] in _BEHIND_A_VERB


def _is_before_a_time(source: Source, piece: Piece, behind: Piece | None) -> bool:
    """`từ hôm qua`, `cả 6 em`."""
    if behind is None or not _is_small(piece):
        return False
    timed = behind.day is not None or behind.count is not None or behind.is_(Sense.SESSION)
    return timed and " ".join(source.text.plain[piece.start : piece.end]) in _BEFORE_A_TIME


def _is_small(piece: Piece) -> bool:
    return not piece.explained and not piece.unknown


def _breaths(source: Source, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    breath: list[Piece] = []
    for piece in pieces:
        apart = breath and in_brackets(source.text, piece.start) != in_brackets(source.text, breath[-1].start)
        if breath and (apart or source.text.words[piece.start].gap >= Gap.HARD):
            yield breath
            breath = []
        breath.append(piece)
    if breath:
        yield breath
