"""A name that is on no list as typed, but nearly: a slip of the finger, a tone of the south."""

import re
from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from rules.people.names import fold, spelling
from rules.reading.who.roster import WHOLE, Form, Index, Meant, Pupil, Typed, loose_word, typed_words
from rules.reading.words.lexicon import Lexicon

_FAR = 2  # how much further the next pupil must be than the one meant
_SOUTHERN = {"2", "3"}  # hỏi and ngã are one tone in the south
# A syllable as Vietnamese is written, without marks.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|th|tr|ch|ph|kh|gh|gi|qu|[bcdghklmnprstvx])?"
    r"(?:(?:uye|uy|ie|ye|uo|ua|oa|oe|ue|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
    r"|uya|uyu|ieu|yeu|oai|oay|oao|oeo|uoi|uou|uay|ia|iu|ai|ao|au|ay|eo|eu|oi|ui|uu)"
)
_TWO_WHOLE = 3  # words of a name of which one is odd


class _Close(Struct, frozen=True):
    form: Form
    distance: int


def nearly(index: Index, lexicon: Lexicon, words: Sequence[str]) -> Meant:
    """Who is meant by a name that nobody has: sure only where one finger or one tone slipped and no other name came of
    it; else whom to ask about, or nobody.
    """
    if len(words) == 1:
        return _one_syllable(index, lexicon, words[0])
    typed = typed_words(words, marked=True)
    close = _closest(index, " ".join(typed.folded))
    best = min((each.distance for each in close), default=_FAR)
    if best >= _FAR:
        return Meant(())
    found = [each.form for each in close if each.distance == best]
    pupils = tuple(dict.fromkeys(index.roster.pupils[form.place] for form in found))
    others = [each.distance for each in close if index.roster.pupils[each.form.place] not in pupils]
    margin = _FAR if best else 1  # only a tone or a mark is odd
    alone = len(pupils) == 1 and all(distance - best >= margin for distance in others)
    return Meant(pupils, sure=alone and any(_only_slipped(typed, form, lexicon) for form in found))


def _closest(index: Index, folded: str) -> list[_Close]:
    texts = [text for text, _form in index.close]
    found = process.extract(folded, texts, scorer=OSA.distance, score_cutoff=_FAR + 1, limit=None)
    return [_Close(index.close[place][1], int(distance)) for _text, distance, place in found]


def _only_slipped(typed: Typed, form: Form, lexicon: Lexicon) -> bool:
    """Whether only one word is odd and, if it stands for the family or the given name, is no other name."""
    if len(typed.folded) != len(form.folded):
        return min(len(typed.folded), len(form.folded)) > 1  # a blank too many or too few
    odd = [place for place in range(len(form.folded)) if not _whole(typed, form, place)]
    if len(odd) != 1:
        return False
    place = odd[0]
    outer = place == len(form.folded) - 1 or (place == 0 and form.part == WHOLE)
    return not (outer and _may_be_another(typed, form, place, lexicon))


def _whole(typed: Typed, form: Form, place: int) -> bool:
    alike = typed.folded[place] == form.folded[place] or loose_word(typed.folded[place]) == loose_word(
        form.folded[place]
    )
    return alike and (typed.bare[place] or typed.sounds[place] == form.sounds[place])


def _may_be_another(typed: Typed, form: Form, place: int, lexicon: Lexicon) -> bool:
    """Whether the odd word may be another's name: names are made of it, or at least it is a Vietnamese syllable."""
    folded = typed.folded[place]
    if (folded if typed.bare[place] else " ".join(typed.keys[place])) in lexicon.names:
        return True
    return len(form.folded) < _TWO_WHOLE and folded != form.folded[place] and _SYLLABLE.fullmatch(folded) is not None


def _one_syllable(index: Index, lexicon: Lexicon, word: str) -> Meant:
    """One marked syllable whose letters are a pupil's: taken if only hỏi and ngã were mixed up, else asked about."""
    folded = fold(word)
    forms = index.forms.get(loose_word(folded), ())
    if folded == word or not forms:
        return Meant(())
    pupils: dict[Pupil, bool] = {}
    typed = typed_words([word], marked=True).keys[0]
    for form in forms:
        theirs = form.keys[-1]
        southern = typed[0] == theirs[0] and {typed[1], theirs[1]} == _SOUTHERN
        pupils.setdefault(index.roster.pupils[form.place], southern and spelling(word) not in lexicon.names)
    return Meant(tuple(pupils), sure=len(pupils) == 1 and all(pupils.values()))
