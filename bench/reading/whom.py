"""Whom a mention may mean in one class: docs/reading.md, "Pupils", in its plainest form and apart from the reader."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from rapidfuzz.distance import OSA

from bench.reading import Pupil
from bench.reading.pupils import WORDS
from bench.reading.spelling import alike, clean, fold, has_marks, key, tokens

Same = Callable[[str, str], bool]
BEGIN_WITH_GIVEN = {"Ê Đê", "Mnông"}
TWO_WORDS = {"rơ", "niê"}  # Rơ Châm, Rơ Ô, Niê Kđăm
# syllables that are names by themselves though nobody here bears them
NAMES = WORDS["other_names"]
# given names that are written without marks: Nam is not only Năm typed in a hurry
PEOPLES = ("kinh", "upland", "sedang", "mong", "jrai", "rhade")
WITHOUT_MARKS = {name.lower() for people in PEOPLES for pool in ("boys", "girls")
                 for name in WORDS[f"{people}_{pool}"] if not has_marks(name)}  # fmt: skip


class Found(Struct, frozen=True):
    """`sure` is false where the clerk asks even about a single one; `level` is 0 for nobody."""

    pupils: tuple[Pupil, ...] = ()
    level: int = 0
    sure: bool = True

    def only(self) -> Pupil | None:
        return self.pupils[0] if self.sure and len(self.pupils) == 1 else None


def whom(mention: str, pupils: Sequence[Pupil], *, marked: bool) -> Found:
    """`marked`: the message has marks somewhere, so that a word without any says something."""
    words = tokens(mention)
    for level, fits in ((2, _whole), (3, _end), (4, _family_and_given)):
        for strictness, same in enumerate(_sames(marked=marked)):
            found = [pupil for pupil in pupils if any(fits(words, form, same, pupil) for form in forms(pupil))]
            if found and level == 2 and len(words) == 1:
                found += [pupil for pupil in pupils if pupil not in found and _given(words, pupil, same)]
            if found:
                unmarked = len(words) > 1 and not has_marks(mention)
                sure = strictness < 2 or unmarked or words[-1] not in WITHOUT_MARKS
                return Found(tuple(found), level, sure=sure)
    for same in _sames(marked=marked):
        if found := [pupil for pupil in pupils if _initials(mention, pupil, same)]:
            return Found(tuple(found), 5)
    return _by_slip(words, pupils, marked=marked)


def forms(pupil: Pupil) -> Iterator[list[str]]:
    """The name, and the name without its A or B."""
    words = tokens(pupil.name)
    yield words
    if suffix(pupil):
        yield words[:-1]


def suffix(pupil: Pupil) -> str:
    words = tokens(pupil.name)
    return words[-1] if len(words) > 2 and words[-1] in {"a", "b", "c"} else ""


def given(pupil: Pupil) -> str:
    words = tokens(pupil.name)
    if pupil.ethnicity in BEGIN_WITH_GIVEN and words[0] != "niê":
        return " ".join(words[:2]) if words[0] == "y" else words[0]
    return words[-2] if suffix(pupil) else words[-1]


def unclear(mention: str, pupils: Iterable[Pupil]) -> bool:
    """Whether the rules say too little: Lan where somebody is H'Lan, or the middle of an Ê Đê name."""
    words = [fold(word) for word in tokens(mention)]
    for pupil in pupils:
        theirs = [fold(word) for word in tokens(pupil.name)]
        if len(words) == 1 and any(f"{letter}'{words[0]}" in theirs for letter in "hk"):
            return True
        if pupil.ethnicity in BEGIN_WITH_GIVEN and len(words) == 1 and words[0] in theirs[1:]:
            return True
    return False


def is_name(word: str, pupils: Iterable[Pupil]) -> bool:
    return word in NAMES or any(word in tokens(pupil.name) for pupil in pupils)


def _sames(*, marked: bool) -> tuple[Same, ...]:
    if not marked:
        return (
            lambda typed, name: fold(typed) == fold(name),
            lambda typed, name: alike(fold(typed)) == alike(fold(name)),
        )
    return (
        lambda typed, name: key(typed) == key(name),
        lambda typed, name: alike(typed) == alike(name),
        lambda typed, name: alike(typed) == alike(name) or (not has_marks(typed) and typed == fold(name)),
    )


def _equal(one: Sequence[str], other: Sequence[str], same: Same) -> bool:
    return len(one) == len(other) and all(same(typed, name) for typed, name in zip(one, other, strict=True))


def _whole(words: list[str], form: list[str], same: Same, _pupil: Pupil) -> bool:
    return _equal(words, form, same)


def _end(words: list[str], form: list[str], same: Same, pupil: Pupil) -> bool:
    begins = pupil.ethnicity in BEGIN_WITH_GIVEN and _equal(words, form[: len(words)], same)
    return len(words) < len(form) and (begins or _equal(words, form[-len(words) :], same))


def _given(words: list[str], pupil: Pupil, same: Same) -> bool:
    return _equal(words, [given(pupil)], same)


def _family_and_given(words: list[str], form: list[str], same: Same, pupil: Pupil) -> bool:
    family = form[:2] if form[0] in TWO_WORDS else form[:1]
    if pupil.ethnicity in BEGIN_WITH_GIVEN:
        return False
    return len(form) > len(words) > 1 and _equal(words, [*family, form[-1]], same)


def _initials(mention: str, pupil: Pupil, same: Same) -> bool:
    """H.T. Lan, HT Lan, Ng V An, Hồ T. Lan: everything before the given name, in letters or in full."""
    *before, last = re.sub(r"\.", " ", clean(mention)).split() or [""]
    letters = [part for word in before for part in (word if word.isupper() and len(word) < 4 else [word])]
    for form in forms(pupil):
        theirs = form[:-1]
        short = any(len(letter) < 3 for letter in letters)
        if (
            short
            and len(letters) == len(theirs)
            and same(last.lower(), form[-1])
            and all(
                name.startswith(letter.lower())
                or fold(name) == letter.lower()
                or (letter == "D" and fold(name)[0] == "d")
                for letter, name in zip(letters, theirs, strict=True)
            )
        ):
            return True
    return False


def far(words: Sequence[str], pupil: Pupil, *, marked: bool) -> int:
    """Slips of the finger between what was typed and the whole name."""
    spelled = [_spelled(form, marked=marked) for form in forms(pupil)]
    return min(OSA.distance(_spelled(words, marked=marked), name) for name in spelled)


def _spelled(words: Sequence[str], *, marked: bool) -> str:
    return " ".join("".join(key(word)) if marked else fold(word) for word in words)


def _by_slip(words: list[str], pupils: Sequence[Pupil], *, marked: bool) -> Found:
    near = sorted((far(words, pupil, marked=marked), pupil.stt, pupil) for pupil in pupils)
    if len(words) < 2 or near[0][0] != 1:
        return Found()
    if near[1][0] < 3:
        return Found(tuple(pupil for slips, _, pupil in near if slips < 3), 6, sure=False)
    theirs = (
        next(form for form in forms(near[0][2]) if len(form) == len(words))
        if any(len(form) == len(words) for form in forms(near[0][2]))
        else []
    )
    odd = [at for at, (typed, name) in enumerate(zip(words, theirs, strict=True)) if typed != name] if theirs else []
    at_stake = [at for at in odd if at in {0, len(words) - 1}]
    return Found((near[0][2],), 6, sure=bool(theirs) and not any(is_name(words[at], pupils) for at in at_stake))
