"""What taps have settled about words, put into a reading that leaves them open. It never touches what is clear."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rules.people.classes import ClassRef, find_classes
from rules.people.names import clean
from rules.reading.said.reported import ClassProblem, ClassReport, Item, Reading
from rules.reading.who.roster import Index, find

NO_CLASS = ""  # the word for the class of who names none


class Learned(Struct, frozen=True, kw_only=True):
    """`pupils` by their class and the word, `classes` by the word, both as `word_key` writes it."""

    pupils: Mapping[tuple[int, str], int] = {}
    classes: Mapping[str, int] = {}


def word_key(words: str) -> str:
    """With its marks: Bích is not Bịch."""
    return clean(words).lower()


def names_nobody(item: Item) -> bool:
    """Whether a tap about it tells something about the word: nobody of the class has that name."""
    return not item.candidates and any(map(str.isalpha, item.words))


def tells_apart(item: Item) -> bool:
    """`Bảo Ngọc (Lê)`, `Lan đen` of two so called: these words are the writer's own for one of them."""
    return len(item.candidates) > 1 and item.hinted


def leaves_open(reading: Reading) -> bool:
    """Whether something learned could help."""
    no_class = any(one.class_problem is not None for one in reading.reports)
    return no_class or any(names_nobody(item) or tells_apart(item) for item in _items(reading))


def class_meant(reading: Reading, learned: Learned) -> int | None:
    """The class of a writer who names none, by the writer's last tap about such a message."""
    missing = any(one.class_problem is ClassProblem.MISSING for one in reading.reports)
    return learned.classes.get(NO_CLASS) if missing else None


def fits_only(reading: Reading, lists: Mapping[int, Index]) -> bool:
    """Whether the pupils named are surely of one class and cannot be of another: a habit alone is no evidence."""
    items = tuple(_items(reading))
    class_ids = {one.class_id for one in reading.reports}
    others = [index for class_id, index in lists.items() if class_id not in class_ids]
    sure = bool(items) and all(item.pupil is not None for item in items)
    return sure and not any(find(index, item.words) for item in items for index in others)


def _items(reading: Reading) -> Iterator[Item]:
    return (item for one in reading.reports for item in one.items)


_OPEN = (ClassProblem.UNKNOWN, ClassProblem.SEVERAL)  # 6Z; 1A where two sites have one


def further_names(reading: Reading, learned: Learned, known: tuple[ClassRef, ...]) -> tuple[ClassRef, ...]:
    """Classes by the words that stand for them in this message, where no class of the school is called so."""
    unknown = [one.class_words for one in reading.reports if one.class_problem in _OPEN]
    meant = [(words, learned.classes[word_key(words)]) for words in unknown if word_key(words) in learned.classes]
    there = {klass.id for klass in known}
    free = [
        (words, number)
        for words, number in meant
        if not any(len(one.classes) == 1 for one in find_classes(known, words))
    ]
    return tuple(ClassRef(number, words) for words, number in free if number in there)


def with_pupils(reading: Reading, learned: Learned, lists: Mapping[int, Index]) -> Reading:
    """The pupils whom a word nobody is called by stands for. One who is named beside it in another way stays open."""
    return replace(reading, reports=tuple(_of_class(one, learned, lists) for one in reading.reports))


def _of_class(report: ClassReport, learned: Learned, lists: Mapping[int, Index]) -> ClassReport:
    index = lists.get(report.class_id or 0)
    if index is None:
        return report
    named = {pupil for item in report.items for pupil in item.candidates}
    items = []
    for item in report.items:
        pupil = learned.pupils.get((index.roster.id, word_key(item.words)))
        if names_nobody(item):
            clear = pupil in index.by_id and pupil not in named
            clear = clear and {one.id for one in find(index, item.words)} <= {pupil}
        else:
            clear = tells_apart(item) and pupil in item.candidates
        items.append(replace(item, candidates=(pupil,)) if pupil is not None and clear else item)
        named |= {pupil} if pupil is not None else set()
    return replace(report, items=tuple(items))
