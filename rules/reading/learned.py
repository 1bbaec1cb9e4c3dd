"""What taps have settled about words, put into a reading that leaves them open. It never touches what is clear."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rules.people.classes import ClassRef, find_classes
from rules.people.names import clean
from rules.reading.report import ClassProblem, ClassReport, Item, Reading
from rules.reading.who.roster import Index, find


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


def leaves_open(reading: Reading) -> bool:
    """Whether something learned could help."""
    unknown = any(one.class_problem is ClassProblem.UNKNOWN for one in reading.reports)
    return unknown or any(map(names_nobody, _items(reading)))


def _items(reading: Reading) -> Iterator[Item]:
    return (item for one in reading.reports for item in one.items)


def further_names(reading: Reading, learned: Learned, known: tuple[ClassRef, ...]) -> tuple[ClassRef, ...]:
    """Classes by the words that stand for them in this message, where no class of the school is called so."""
    unknown = [one.class_words for one in reading.reports if one.class_problem is ClassProblem.UNKNOWN]
    meant = [(words, learned.classes[word_key(words)]) for words in unknown if word_key(words) in learned.classes]
    there = {klass.id for klass in known}
    free = [(words, number) for words, number in meant if not any(one.classes for one in find_classes(known, words))]
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
        pupil = learned.pupils.get((index.roster.id, word_key(item.words))) if names_nobody(item) else None
        clear = pupil in index.by_id and pupil not in named and {one.id for one in find(index, item.words)} <= {pupil}
        items.append(replace(item, candidates=(pupil,)) if pupil is not None and clear else item)
        named |= {pupil} if pupil is not None else set()
    return replace(report, items=tuple(items))
