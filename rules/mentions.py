"""Words that touch become mentions: one pupil, several to ask about, somebody unknown; teachers' names fall away."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from rules.names import spelling
from rules.scan import Part, Source
from rules.slips import nearly
from rules.text import Gap
from rules.words import Phrase, Sense

_LITTLE = (Sense.EMPTY, Sense.NOBODY, Sense.BECAUSE, Sense.AND, Sense.ABSENT, Sense.ALL, Sense.LEAVE)
_NOISE = Phrase(Sense.EMPTY, "", (), exact=False)
_ADDRESSED = ("co", "thay")  # the last word of a greeting: whoever is named behind it is most likely the teacher
_TELLING = (Sense.ABSENT, Sense.EXCUSED, Sense.REASON, Sense.SIGNAL, Sense.KIND)


def mentions(source: Source, parts: Sequence[Part]) -> list[Part]:
    """The parts, with every run of touching names and unknown words settled: `named` parts mention somebody."""
    parts = list(parts)
    settled: list[Part] = []
    at = 0
    while at < len(parts):
        end = _run_end(source, parts, at)
        if end == at:
            settled.append(parts[at])
            at += 1
            continue
        settled += _settled(source, parts[at:end])
        at = end
    return _without_teachers(source, settled)


def _run_end(source: Source, parts: Sequence[Part], at: int) -> int:
    """Where the run of names and name-like words ends that begins here; `at` if none does."""
    if not (_may_be_named(source, parts[at]) or _family_of(source, parts, at)):
        return at
    end = at + 1
    while end < len(parts) and _touches(source, parts[end]) and (
        _may_be_named(source, parts[end]) or _last_of(source, parts, end)
    ):  # fmt: skip
        end += 1
    return end


def _touches(source: Source, part: Part) -> bool:
    word = source.text.words[part.start]
    between = source.text.text[word.start - 1 : word.start]
    return word.gap is Gap.SOFT or (word.gap is Gap.TIGHT and not (between in "-_" and part.pupils))


def _may_be_named(source: Source, part: Part) -> bool:
    if part.numbered:
        return False
    return bool(part.pupils) or (part.unknown and name_like(source, part.start))


def name_like(source: Source, at: int) -> bool:
    """Whether an unknown word looks like a syllable of a name: by its capital, or because names are made of it."""
    word = source.text.words[at]
    if not word.folded.replace("'", "").isalpha():
        return False
    if len(word.folded) == 1:
        return word.folded not in "ekpsc"
    return source.text.capital(at) or (word.folded if word.lower == word.folded else spelling(word.lower)) in source.lexicon.names


def _family_of(source: Source, parts: Sequence[Part], at: int) -> bool:
    """`la van minh`, `do thi lan`: a word typed without marks that is also a family name, before two words of a name."""
    part, behind = parts[at], parts[at + 1 : at + 3]
    if not _is_bare_word(source, part) or source.text.plain[part.start] not in source.lexicon.families:
        return False
    named = 0
    for each in behind:
        if not (_touches(source, each) and _may_be_named(source, each)):
            break
        named += each.end - each.start
    return named > 1


def _last_of(source: Source, parts: Sequence[Part], at: int) -> bool:
    """`minh du`: a word typed without marks that means nothing behind a name."""
    part = parts[at]
    return _is_bare_word(source, part) and part.is_(Sense.NOBODY) and bool(parts[at - 1].pupils)


def _is_bare_word(source: Source, part: Part) -> bool:
    if part.phrase is None or part.pupils or part.end - part.start > 1 or part.phrase.sense not in _LITTLE:
        return False
    typed = source.text.lower[part.start]
    return typed == source.text.plain[part.start] and typed != "".join(part.phrase.keys[0]) and typed in source.lexicon.names


def _settled(source: Source, run: Sequence[Part]) -> list[Part]:
    if all(part.pupils for part in run):
        return _told_apart(run)
    first, last = 0, len(run)
    while first < last and run[first].whole and _words(run[first + 1 :]) > 1:
        first += 1
    while last > first + 1 and run[last - 1].whole and run[last - 1].end - run[last - 1].start > 2:
        last -= 1
    middle = run[first:last]
    settled = [replace(part, named=True) for part in run[:first]]
    if middle:
        settled.append(_unlisted(source, middle))
    return [*settled, *(replace(part, named=True) for part in run[last:])]


def _words(parts: Sequence[Part]) -> int:
    return sum(part.end - part.start for part in parts)


def _told_apart(run: Sequence[Part]) -> list[Part]:
    """Names that touch. Two of one syllable may be one name nobody has (Mai Anh); full names, or three in a row, not."""
    if len(run) == 1 or len(run) > 2 and all(part.end - part.start == 1 for part in run):
        return [replace(part, named=True) for part in run]
    settled = []
    for place, part in enumerate(run):
        single = part.end - part.start == 1
        before = place > 0 and not run[place - 1].doubt
        behind = place + 1 < len(run) and run[place + 1].end - run[place + 1].start == 1 and not run[place + 1].doubt
        touching = not part.doubt and (behind if not single else behind or before and _short(run[place - 1]))
        settled.append(replace(part, named=True, touching=touching))
    return settled


def _short(part: Part) -> bool:
    return not part.doubt


def _unlisted(source: Source, run: Sequence[Part]) -> Part:
    """A name nobody has as it stands: nearly somebody's, or unknown."""
    start, end = run[0].start, run[-1].end
    words = source.text.lower[start:end]
    extra = [part for part in run if not part.pupils]
    if len(run) == 2 and len(extra) == 1 and extra[0].end - extra[0].start == 1 and len(source.text.plain[extra[0].start]) == 1:
        pupils = next(part.pupils for part in run if part.pupils) if any(part.pupils for part in run) else ()
        return Part(start=start, end=end, named=True, pupils=pupils, unsure=True)
    found = nearly(source.index, source.lexicon, words)
    return Part(start=start, end=end, named=True, pupils=found.pupils, unsure=not found.sure, whole=len(words) > 1)


def _without_teachers(source: Source, parts: list[Part]) -> list[Part]:
    kept: list[Part] = []
    for at, part in enumerate(parts):
        before = kept[-1] if kept else None
        behind = parts[at + 1] if at + 1 < len(parts) else None
        if part.named and (_is_teacher(source, part, before) or _reports(source, part, behind)):
            part = Part(start=part.start, end=part.end, phrase=_NOISE)
        elif part.named and before is not None and _addressed(source, part, before):
            told = any(each.is_(*_TELLING) for each in _same_breath(source, parts, at + 1))
            part = replace(part, unsure=True) if told else Part(start=part.start, end=part.end, phrase=_NOISE)
        kept.append(part)
    return kept


def _is_teacher(source: Source, part: Part, before: Part | None) -> bool:
    return before is not None and before.is_(Sense.TEACHER) and source.text.words[part.start].gap <= Gap.COLON


def _reports(source: Source, part: Part, behind: Part | None) -> bool:
    return behind is not None and behind.is_(Sense.REPORTS, Sense.TEACHER) and source.text.words[behind.start].gap <= Gap.BREAK


def _addressed(source: Source, part: Part, before: Part) -> bool:
    touching = source.text.words[part.start].gap is Gap.SOFT
    return touching and before.is_(Sense.EMPTY) and before.end - before.start > 1 and source.text.plain[before.end - 1] in _ADDRESSED


def _same_breath(source: Source, parts: Sequence[Part], at: int) -> Iterator[Part]:
    """The parts up to the next comma, point or line."""
    for part in parts[at:]:
        if source.text.words[part.start].gap >= Gap.HARD:
            return
        yield part

