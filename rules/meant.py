"""Whether an absence was meant: what speaks for it in a pupil's own clause, and what there is left unexplained."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

from msgspec import Struct

from rules.drafts import Draft
from rules.names import spelling
from rules.parts import SMALL, Part, Source
from rules.text import Gap, in_brackets
from rules.words import Kind, Sense

_AWAY = frozenset(("om", "di_ray", "theo_cha_me", "di_lam", "lay_vo_chong"))
_BEFORE_BEING_HERE = frozenset(("moi", "da", "se", "van", "lai", "roi", "cung", "dang"))
_BEFORE_A_REASON = frozenset(("bi", "dang", "lai", "van", "cung", "phai"))


class Meant(IntEnum):
    """What becomes of a pupil who is named: nothing is said of an absence; ask; written down."""

    NO = 0
    ASK = 1
    YES = 2


_SAYS = (Sense.ABSENT, Sense.EXCUSED, Sense.SIGNAL, Sense.SAME)
_BEHIND_A_VERB = frozenset(("hoc", "roi", "nua", "tiep"))  # nghỉ học rồi, nghỉ tiếp
_CLOSING = frozenset(("nua", "luon"))  # vắng thêm Lan nữa
_BEFORE_A_TIME = frozenset(("ca", "tu", "den", "toi", "luc", "suot", "sau", "ke tu", "tinh tu", "cho toi", "khoang", "vao"))
_WHY = (Sense.REASON, Sense.SIGNAL, Sense.BECAUSE)
_OTHER = (Sense.BUSINESS, Sense.QUESTION, Sense.MAYBE)
_NOT_PLAIN = frozenset((*_OTHER, Sense.KIND, Sense.BUT, Sense.LEAVE))
_BEFORE_A_NAME = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND)


class _Mention(Struct):
    """A pupil named, what stands before and behind the name in the sentence, and how it is joined to the one before."""

    draft: Draft
    lead: list[Part]
    tail: list[Part]
    joined: bool = False  # by an `and`, or by nothing at all
    anew: bool = False  # behind a semicolon


def weigh(source: Source, parts: Sequence[Part], drafts: Sequence[Draft], *, framed: bool) -> dict[int, Meant]:
    """What becomes of each mention, by where it begins; of one that is not in it, `YES`. `framed`: the class it is said of was named.

    A pupil is written down only with evidence of absence in the own clause, or as one of a list that is headed so or
    consists of names and codes alone; and only if every word of that clause is explained. Behind a reason anything is.
    """
    if not drafts or _is_plain(parts, drafts, framed=framed):
        return {}
    named = {draft.start: draft for draft in drafts}
    found: dict[int, Meant] = {}
    listed = framed or any(draft.pupils for draft in drafts)
    said = False  # an absence has been spoken of
    heads = False  # ... in a sentence or line that names nobody, of those named below
    for sentence in _sentences(source, parts):
        mentions = _mentions(source, sentence, named)
        own = any(says(part) for part in sentence)
        clause = _Sentence(source, mentions, said=own, before=said, framed=framed, listed=listed)
        verdicts = clause.verdicts(headed=heads)
        found |= {mention.draft.start: verdict for mention, verdict in zip(mentions, verdicts, strict=True)}
        said = said or own
        heads = (heads or own) and not mentions if own else heads and Meant.NO not in verdicts
    return found


def _is_plain(parts: Sequence[Part], drafts: Sequence[Draft], *, framed: bool) -> bool:
    """Whether it is nothing but a list or a sentence of names and words for absence: most reports are."""
    told = framed
    for part in parts:
        if part.phrase is not None and not part.named:
            if part.phrase.sense in _NOT_PLAIN or part.phrase.value == SMALL:
                return False
            told = told or says(part)
        elif part.unknown or (part.count is not None and not part.people):
            return False
    return told and any(draft.pupils for draft in drafts) and not any(draft.contrary for draft in drafts)


def says(part: Part) -> bool:
    """Whether an absence is spoken of: vắng, P, nghỉ luôn, nghỉ vì."""
    if part.is_(*_SAYS):
        return part.phrase is not None and part.phrase.strong
    return (part.is_(Sense.BECAUSE) and part.phrase is not None and part.phrase.value == "absent")


def _sentences(source: Source, parts: Sequence[Part]) -> Iterator[list[Part]]:
    sentence: list[Part] = []
    for part in parts:
        if sentence and source.text.words[part.start].gap >= Gap.STOP:
            yield sentence
            sentence = []
        sentence.append(part)
    if sentence:
        yield sentence


def _mentions(source: Source, parts: Sequence[Part], named: dict[int, Draft]) -> list[_Mention]:
    """The mentions of a sentence with what stands around each."""
    places = [place for place, part in enumerate(parts) if part.start in named]
    if not places:
        return []
    mentions: list[_Mention] = []
    lead, begin = list(parts[: places[0]]), 0
    joined = anew = False
    for place, following in zip(places, (*places[1:], len(parts)), strict=True):
        between = parts[place + 1 : following]
        cut = _cut(source, between, parts[following]) if following < len(parts) else len(between)
        mentions.append(_Mention(named[parts[place].start], lead, list(between[:cut]), joined, anew))
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
        self.known = any(mention.draft.pupils for mention in mentions)
        self.bare = not any(self._is_odd(*each) or each[1].other for each in zip(mentions, self.odd, strict=True))
        self.tells_why = any(part.is_(Sense.REASON) for mention in mentions for part in (*mention.lead, *mention.tail))

    def verdicts(self, *, headed: bool) -> list[Meant]:
        self._reach_back()
        found: list[Meant] = []
        tainted = False
        for mention, odd in zip(self.mentions, self.odd, strict=True):
            if any(says(part) or part.is_(Sense.LEAVE) for part in mention.lead):
                headed, tainted = True, _is_of_other_things(self.source, mention.lead)
            elif any(part.is_(Sense.KIND, Sense.BUT, *_OTHER) for part in mention.lead):
                headed = False
            verdict = self._verdict(mention, odd, headed=headed)
            found.append(min(verdict, Meant.ASK) if headed and tainted else verdict)
        return self._passed_back(found)

    def _reach_back(self) -> None:
        """`Sơn, Tú tới trễ`: said of both, unless an absence heads the list."""
        for place in reversed(range(1, len(self.mentions))):
            mention, before = self.mentions[place], self.mentions[place - 1]
            kind = mention.draft.kind
            if kind is Kind.ABSENT or before.draft.kind is not Kind.ABSENT or not _is_empty(before.tail):
                continue
            if mention.anew or any(says(part) or part.is_(Sense.KIND) for part in mention.lead):
                continue
            if mention.joined or not self._is_headed(place - 1):
                before.draft.kind = kind

    def _is_odd(self, mention: _Mention, odd: "_Odd") -> bool:
        """Where no absence is spoken of, so that no reason covers anything; of a name nobody has, among pupils, strange
        words may be a part.
        """
        return bool(odd.words if mention.draft.pupils or not self.known else odd.uncovered(mention.draft))

    def _is_headed(self, place: int) -> bool:
        """Whether an absence is spoken of before the name, behind the last semicolon."""
        for mention in reversed(self.mentions[: place + 1]):
            if any(map(says, mention.lead)):
                return True
            if mention.anew:
                return False
        return False

    def _verdict(self, mention: _Mention, odd: "_Odd", *, headed: bool) -> Meant:
        parts = (*mention.lead, *mention.tail)
        own = any(map(says, parts))
        if odd.never:
            return Meant.NO
        if own or headed:
            doubtful = odd.other or odd.uncovered(mention.draft) or mention.draft.contrary
            if not (mention.draft.pupils or self.known or (self.bare and own)):
                return Meant.NO
            return Meant.ASK if doubtful else Meant.YES
        if odd.other:
            return Meant.NO
        clean = not self._is_odd(mention, odd)
        if clean and self.listed and (self.said or (self.bare and (self.before or self.framed or not self.tells_why))):
            return Meant.YES
        why = any(self._may_tell(part, clean=clean) for part in parts)
        if self.framed and self.listed and mention.draft.pupils and not odd.beyond and self._says_because(mention):
            return Meant.YES
        return Meant.ASK if mention.draft.pupils and (why or (self.framed and self.tells_why)) else Meant.NO

    def _may_tell(self, part: Part, *, clean: bool) -> bool:
        """Whether an absence may be meant, though none is spoken of: ill, away with the parents, leave."""
        value = part.phrase.value if part.phrase is not None else ""
        if part.is_(Sense.REASON):
            return clean or value in _AWAY
        return clean and part.is_(Sense.LEAVE, Sense.EXCUSED)

    def _says_because(self, mention: _Mention) -> bool:
        """`6A: Lan vì nhà có việc`."""
        return any(part.is_(Sense.BECAUSE) for part in mention.tail)

    def _passed_back(self, found: list[Meant]) -> list[Meant]:
        """`Lan, Hùng nghỉ`: what is said behind the last is said of those before of whom nothing is."""
        for place in reversed(range(len(found) - 1)):
            mention, behind = self.mentions[place], self.mentions[place + 1]
            if found[place] is Meant.NO and _is_empty(mention.tail) and not self.odd[place].words:
                found[place] = found[place + 1] if not behind.anew else found[place]
        return found


def _is_empty(parts: Sequence[Part]) -> bool:
    return all(part.is_(Sense.AND, Sense.EMPTY, Sense.PEOPLE, Sense.ALL) for part in parts)


class _Odd:
    """What a pupil's clause leaves unexplained: `words` without any regard to reasons, `beyond` the reasons; and
    whether it is about something `other`.
    """

    def __init__(self, source: Source, mention: _Mention) -> None:
        self._source = source
        opened = (place for place, part in enumerate(mention.lead) if says(part) or part.is_(Sense.LEAVE, Sense.REPORTS))
        lead = mention.lead[max(opened, default=-1) + 1 :]
        near = _own_breath(source, lead, mention.draft.start)
        self.words = [
            part
            for part, behind in zip(near, (*near[1:], None), strict=False)
            if not (part.explained or _serves(source, part, behind))
        ]
        self.beyond = list(self.words)
        self.other = any(part.is_(*_OTHER) for part in lead)
        self.never = any(_is_never(part) for part in (*mention.lead, *mention.tail))
        covered = any(part.is_(*_WHY) for part in mention.lead)
        told, before = any(map(says, mention.lead)), None
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
                self.other = self.other or (part.is_(*_OTHER) and not covered)
                before = part

    def uncovered(self, draft: Draft) -> list[Part]:
        """What no reason explains; behind a name nobody has, strange words may belong to it."""
        return self.beyond if draft.pupils else [part for part in self.beyond if not self._like_a_name(part)]

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


def _is_of_other_things(source: Source, lead: Sequence[Part]) -> bool:
    """`Họp phụ huynh vắng …`: who is absent there need not be absent from school."""
    verb = max((place for place, part in enumerate(lead) if says(part)), default=0)
    for part in reversed(lead[: verb + 1]):
        if part.is_(Sense.BUSINESS):
            return True
        if source.text.words[part.start].gap >= Gap.HARD:
            return False
    return False


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
