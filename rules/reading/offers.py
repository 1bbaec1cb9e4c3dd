"""Whom to offer when a name has to be asked about: the candidates, or the nearest names, and namesakes elsewhere."""

from collections.abc import Iterable

from rules.people.names import syllables
from rules.reading.said.reported import Item
from rules.reading.who.roster import WHOLE, Index, Pupil, loose, nearest

_MOST = 3


def offers(item: Item, index: Index, elsewhere: Iterable[Index]) -> tuple[Pupil, ...]:
    """The pupils to choose from. For a name nobody of the class has: the nearest, then those of `elsewhere` (the other
    classes) who have that very name; they are offered, never taken.
    """
    if item.candidates:
        return tuple(index.by_id[pupil_id] for pupil_id in item.candidates)
    near = nearest(index, item.words, _MOST)
    return (*near, *(pupil for other in elsewhere for pupil in namesakes(other, item.words)))


def namesakes(index: Index, words: str) -> tuple[Pupil, ...]:
    """Who has this very name in full."""
    forms = index.forms.get(loose(syllables(words)), ())
    places = {form.place for form in forms if form.part == WHOLE and len(form.folded) > 1}
    return tuple(index.roster.pupils[place] for place in sorted(places))
