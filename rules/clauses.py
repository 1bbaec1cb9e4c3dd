"""A sentence cut into the clauses of the pupils it names, and what each leaves unexplained."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rules.calendar.parts import Part
from rules.people.names import spelling
from rules.reading.drafts import Draft
from rules.reading.pieces import Source
from rules.reading.text import Gap, in_brackets
from rules.reading.words import Sense

OTHER = (Sense.BUSINESS, Sense.QUESTION, Sense.MAYBE)
_SAYS = (Sense.ABSENT, Sense.EXCUSED, Sense.SIGNAL, Sense.SAME)
_WHY = (Sense.REASON, Sense.SIGNAL, Sense.BECAUSE)
_BEFORE_A_NAME = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND)
_BEFORE_BEING_HERE = frozenset(("moi", "da", "se", "van", "lai", "roi", "cung", "dang"))
_BEFORE_A_REASON = frozenset(("bi", "dang", "lai", "van", "cung", "phai"))
_BEHIND_A_VERB = frozenset(("hoc", "roi", "nua", "tiep"))  # nghỉ học rồi, nghỉ tiếp
_CLOSING = frozenset(("nua", "luon"))  # vắng thêm Lan nữa
_BEFORE_A_TIME = frozenset(
    ("ca", "tu", "den", "toi", "luc", "suot", "sau", "ke tu", "tinh tu", "cho toi", "khoang", "vao")
)


class Mention(Struct):
    """A pupil named, what stands before and behind the name in the sentence, and how it is joined to the one before."""

    draft: Draft
    lead: list[Part]
    tail: list[Part]
    joined: bool = False  # by an `and`, or by nothing at all
    anew: bool = False  # behind a semicolon


def says(part: Part) -> bool:
    """Whether an absence is spoken of: vắng, P, nghỉ luôn, nghỉ vì."""
    if part.is_(*_SAYS):
        return part.phrase is not None and part.phrase.strong
    return part.is_(Sense.BECAUSE) and part.phrase is not None and part.phrase.value == "absent"


def sentences(source: Source, parts: Sequence[Part]) -> Iterator[list[Part]]:
    sentence: list[Part] = []
    for part in parts:
        if sentence and source.text.words[part.start].gap >= Gap.STOP:
            yield sentence
            sentence = []
        sentence.append(part)
    if sentence:
        yield sentence


def clauses_of(source: Source, parts: Sequence[Part], named: dict[int, Draft]) -> list[Mention]:
    """The mentions of a sentence with what stands around each."""
    places = [place for place, part in enumerate(parts) if part.start in named]
    if not places:
        return []
    mentions: list[Mention] = []
    lead, begin = list(parts[: places[0]]), 0
    joined = anew = False
    for place, following in zip(places, (*places[1:], len(parts)), strict=True):
        between = parts[place + 1 : following]
        cut = _cut(source, between, parts[following]) if following < len(parts) else len(between)
        mentions.append(Mention(named[parts[place].start], lead, list(between[:cut]), joined, anew))
        if following < len(parts):
            lead = list(between[cut:])
            begin = lead[0].start if lead else parts[following].start
            between_words = source.text.text[source.text.words[begin - 1].end : source.text.words[begin].start]
            joined = source.text.words[begin].gap < Gap.HARD or "+" in between_words or "&" in between_words
            anew = ";" in between_words
    return mentions


def _cut(source: Source, between: Sequence[Part], name: Part) -> int:
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


class Odd:
    """What a pupil's clause leaves unexplained: `words` without any regard to reasons, `beyond` the reasons; and
    whether it is about something `other`.
    """

    def __init__(self, source: Source, mention: Mention, *, told: bool) -> None:
        self._source = source
        opened = (
            place for place, part in enumerate(mention.lead) if says(part) or part.is_(Sense.LEAVE, Sense.REPORTS)
        )
        lead = mention.lead[max(opened, default=-1) + 1 :]
        near = _own_breath(source, lead, mention.draft.start)
        self.words = [
            part
            for part, behind in zip(near, (*near[1:], None), strict=False)
            if not (part.explained or _serves(source, part, behind))
        ]
        self.beyond = list(self.words)
        self.other = any(part.is_(*OTHER) for part in lead)
        self.never = any(_is_never(part) for part in (*mention.lead, *mention.tail))
        covered = any(part.is_(*_WHY) for part in mention.lead)
        before = None
        for breath in _breaths(source, mention.tail):
            aside = told and not any(says(part) or part.is_(Sense.KIND, Sense.BUT) for part in breath)
            if aside and before is not None and not any(_is_small(part) for part in breath):
                continue  # vắng Lan, em dạy thay
            for part, behind in zip(breath, (*breath[1:], None), strict=False):
                covered = part.is_(*_WHY, Sense.KIND) or (covered and not part.is_(Sense.BUT))
                told = told or says(part)
                closes = told and behind is None and source.text.plain[part.start] in _CLOSING
                goes = closes or self._goes_with(part, before) or _serves(source, part, behind)
                counts = part.count is not None and not part.people and not told  # Huệ 9, Nga 7
                if counts or not (part.explained or goes or (told and in_brackets(source.text, part.start))):
                    self.words.append(part)
                    self.beyond += [] if covered else [part]
                self.other = self.other or (part.is_(*OTHER) and not covered)
                before = part

    def uncovered(self, draft: Draft, *, among: bool = False) -> list[Part]:
        """What no reason explains; behind a name nobody has, strange words may belong to it, and `among` pupils who are
        known the next word does.
        """
        if draft.pupils:
            return self.beyond
        return [part for part in self.beyond if not (self._like_a_name(part) or (among and part.start == draft.end))]

    def _like_a_name(self, part: Part) -> bool:
        text, names = self._source.text, self._source.lexicon.names
        lower, plain = text.lower[part.start], text.plain[part.start]
        return part.unknown and part.end - part.start == 1 and (plain if lower == plain else spelling(lower)) in names

    def _goes_with(self, part: Part, before: Part | None) -> bool:
        """`nghỉ học`, `nghỉ rồi`."""
        return before is not None and says(before) and self._source.text.plain[part.start] in _BEHIND_A_VERB


def _serves(source: Source, part: Part, behind: Part | None) -> bool:
    """`từ hôm qua`, `cả 6 em`, `bị ho`."""
    if behind is not None and part.unknown and source.text.lower[part.start] in ("đi", "di"):
        return behind.is_(Sense.REASON)  # đi cúng
    if behind is None or not _is_small(part):
        return False
    said = " ".join(source.text.plain[part.start : part.end])
    if behind.is_(Sense.KIND):
        return said in _BEFORE_BEING_HERE
    if behind.is_(Sense.REASON) or says(behind):
        return said in _BEFORE_A_REASON
    return (behind.day is not None or behind.count is not None or behind.is_(Sense.SESSION)) and said in _BEFORE_A_TIME


def _own_breath(source: Source, lead: Sequence[Part], name: int) -> Sequence[Part]:
    """What stands before the name without a comma between."""
    if source.text.words[name].gap >= Gap.HARD:
        return ()
    begins = (place for place, part in enumerate(lead) if source.text.words[part.start].gap >= Gap.HARD)
    return lead[max(begins, default=0) :]


def _is_never(part: Part) -> bool:
    """`nếu mưa`: nothing of it is so."""
    return part.is_(Sense.MAYBE) and part.phrase is not None and part.phrase.value == "never"


def _is_small(part: Part) -> bool:
    return not part.explained and not part.unknown


def _breaths(source: Source, parts: Sequence[Part]) -> Iterator[list[Part]]:
    breath: list[Part] = []
    for part in parts:
        apart = breath and in_brackets(source.text, part.start) != in_brackets(source.text, breath[-1].start)
        if breath and (apart or source.text.words[part.start].gap >= Gap.HARD):
            yield breath
            breath = []
        breath.append(part)
    if breath:
        yield breath
