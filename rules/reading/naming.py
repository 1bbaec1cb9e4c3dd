"""Whom words name: a pupil by name or list number, and what narrows it: birth date, place."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from rules.people.names import fold
from rules.reading.pieces import CODES, PEOPLE, Born, Piece, Source, is_count, reach, word_at
from rules.reading.said.drafts import Draft
from rules.reading.who.roster import WHOLE, Form, Meant, Pupil, among, by_number, loose_word, meant
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, Text, Word, in_brackets

_TOMORROW = "mai"  # mai sen xin nghi: Mai Thị Sen, or Sen tomorrow
_UNTIL = frozenset(("den", "toi", "het"))
_BEHIND_A_PUPIL = (Sense.EXCUSED, Sense.EMPTY, Sense.DENY, Sense.INSTEAD, Sense.AND)
_BEFORE_A_NUMBER = (Sense.ABSENT, Sense.PEOPLE, Sense.AND, Sense.EXCUSED, Sense.DENY, Sense.INSTEAD, Sense.EXCEPT)
_NUMBER_WORDS = frozenset(("so", "stt", "tt"))
_BORN = re.compile(
    r"(?:sinh ngay|sinh nam|ngay sinh|nam sinh|sinh|sn|ns)[ :]*"
    r"(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?|(\d{4}))(?![\w/])"
)
_BORN_IN_MONTH = re.compile(r"sinh thang (\d{1,2})(?![\w/])")
_BORN_BARE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\w/])|(\d{4})(?![\w/])")
_AGES = range(2, 26)
_KINDS_OF_PLACE = re.compile(r"(?:o |tai )?(?:thon|noc|lang|ban|buon|ap|xom|plei|to) (?=[\w])")
_MOST_PLACE_WORDS = 6


def name_at(source: Source, at: int) -> Piece | None:
    text, index = source.text, source.index
    if at >= len(text.words) or loose_word(text.plain[at]) not in index.starts:
        return None
    if _until_tomorrow(text, at) or text.is_little(at):
        return None
    last = reach(text.words, at, index.longest)
    loosened = [loose_word(word) for word in text.plain[at:last]]
    for end in range(last, at, -1):
        forms = index.forms.get(" ".join(loosened[: end - at]))
        found = _meant(source, forms, at, end) if forms else None
        if forms and found and found.pupils:
            whole = end - at > 1 and any(form.part == WHOLE for form in forms)
            unsure = not found.sure or (end - at > 1 and not whole and text.lower[at] == _TOMORROW)
            return Piece(start=at, end=end, pupils=found.pupils, unsure=unsure, whole=whole)
    return None


def _until_tomorrow(text: Text, at: int) -> bool:
    """`nghỉ từ hôm qua đến mai`, `thầy Long nghỉ mai`."""
    if not at or text.words[at].text != _TOMORROW:
        return False
    return text.plain[at - 1] in _UNTIL or is_away_tomorrow(text, at)


def is_away_tomorrow(text: Text, at: int) -> bool:
    """`thầy Long nghỉ mai`, `Bình xin nghỉ mai`: somebody is named right before; `nghỉ mai, lan` names two."""
    if text.words[at].text != _TOMORROW or text.plain[at - 1 : at] != ("nghi",):
        return False
    begin = at
    while begin and text.words[begin].gap is Gap.SOFT:
        begin -= 1
    said = text.plain[begin:at]
    if len(said) < 2:
        return False
    who = begin + len(said) - (3 if said[-2] == "xin" else 2)
    return who >= begin and (text.capital(who) or (who > begin and text.plain[who - 1] in ("thay", "co")))


def _meant(source: Source, forms: Sequence[Form], start: int, end: int) -> Meant:
    """Who is meant; `Lan K` is also asked of `Lan`, for the K may be a code and not a name."""
    text, index = source.text, source.index
    found = among(index, forms, text.lower[start:end], marked=text.marked)
    if not found.sure and text.lower[end - 1] not in source.lexicon.unmarked:
        found = Meant(found.pupils)  # Hồ Văn Cuong: nobody is called so, the marks were left out
    if found.pupils and end - start > 1 and _begins_a_code(source, end - 1):
        shorter = meant(index, text.lower[start : end - 1], marked=text.marked)
        either = (*found.pupils, *shorter.pupils)
        return Meant(tuple(pupil for pupil in index.roster.pupils if pupil in either), found.sure)
    return found


def _begins_a_code(source: Source, at: int) -> bool:
    """`Lan K`, `Nguyễn không phép`: the last word of a name may be the first of a code."""
    text = source.text
    if text.plain[at] in CODES:
        return True
    found = source.lexicon.phrase_at(text.lower, text.plain, at, reach(text.words, at, 9))
    return found is not None and found[0].sense is Sense.EXCUSED and found[1] > at + 1


def numbered(source: Source, at: int) -> Piece | None:
    """`#5`, `số 5`, `stt 5`, and `#p105` from a button."""
    text, word = source.text, source.text.words[at]
    if word.text[0] == "#":
        found = by_number(source.index, word.text)
        return None if found is None else Piece(start=at, end=at + 1, pupils=found, numbered=True)
    if word.folded not in _NUMBER_WORDS or at + 1 == len(text.words):
        return None
    behind = at + 1
    if text.plain[behind] in ("thu", "tt") and behind + 1 < len(text.words):
        behind += 1
    number = text.words[behind]
    if not is_count(number) or number.gap > Gap.COLON or text.text[number.end :][:1] == "/":
        return None
    if PEOPLE.match(text.folded, number.end) or text.plain[max(0, at - 1)] in ("si", "tong"):
        return None
    return Piece(start=at, end=behind + 1, pupils=_listed(source, number), numbered=True)


def one_more_number(source: Source, at: int) -> Piece | None:
    """`số 5, 12 và 20`: the numbers behind the first."""
    text, word = source.text, source.text.words[at]
    if text.plain[at] == "va" and at + 1 < len(text.words) and is_count(text.words[at + 1]):
        word, at = text.words[at + 1], at + 1
    elif word.gap is not Gap.HARD and word.gap is not Gap.SOFT:
        return None
    if not is_count(word) or PEOPLE.match(text.folded, word.end) or text.text[word.end : word.end + 1] == "/":
        return None
    return Piece(start=at, end=at + 1, pupils=_listed(source, word), numbered=True)


def another_number(source: Source, at: int, last: Piece | None) -> Piece | None:
    """`stt 4k, 18p`, `stt 4, à 14 chứ không phải 4`: where pupils are told by number, one at the place of a name."""
    text, word = source.text, source.text.words[at]
    placed = word.gap is Gap.HARD or (last is not None and last.is_(Sense.EMPTY, Sense.DENY, Sense.INSTEAD, Sense.AND))
    if not (placed and is_count(word) and _listed(source, word)) or PEOPLE.match(text.folded, word.end):
        return None
    if at + 1 < len(text.words) and text.words[at + 1].gap <= Gap.TIGHT:
        code = source.lexicon.phrase_at(text.lower, text.plain, at + 1, reach(text.words, at + 1, 5))
        if code is None or code[0].sense not in _BEHIND_A_PUPIL:
            return None
    return Piece(start=at, end=at + 1, pupils=_listed(source, word), numbered=True)


def with_numbers(source: Source, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """`stt 4k, 18p`: a list number at the place of a name; not where it tells which of those named before it is meant,
    nor `phòng nữ số 2`. `số 19 Phát`, where another is called so: either.
    """
    before: Piece | None = None
    for piece in pieces:
        if before is not None and before.count is not None and (numbered := _with_its_number(source, before, piece)):
            before = numbered
            continue
        if before is not None and before.named and before.numbered and _is_of_another(source, before, piece):
            before = replace(before, end=piece.end, pupils=before.pupils + piece.pupils, numbered=False)
            continue
        if before is not None:
            yield before
        named = piece.numbered and piece.pupils and _is_placed(source, piece, before)
        before = replace(piece, named=True) if named else piece
    if before is not None:
        yield before


_BEHIND_A_NUMBER = re.compile(r" ?[.)/-] ?")


def _with_its_number(source: Source, number: Piece, name: Piece) -> Piece | None:
    """`20. Rin`, `12-Kiệt`, of whom it is the number in the list; it counts nobody."""
    words = source.text.words
    between = source.text.text[words[number.end - 1].end : words[name.start].start]
    if number.people or number.of is not None or not name.pupils or not _BEHIND_A_NUMBER.fullmatch(between):
        return None
    fits = tuple(one for one in name.pupils if one in source.index.by_number.get(number.count or 0, ()))
    return replace(name, start=number.start, pupils=fits) if fits else None


def _is_of_another(source: Source, number: Piece, name: Piece) -> bool:
    soft = name.named and bool(name.pupils) and source.text.words[name.start].gap is Gap.SOFT
    return soft and name.start == number.end and {*number.pupils}.isdisjoint(name.pupils)


def _is_placed(source: Source, number: Piece, before: Piece | None) -> bool:
    words = source.text.words
    if before is None or words[number.start].gap >= Gap.COLON or before.is_(*_BEFORE_A_NUMBER):
        return True
    return (
        before.numbered or before.count is not None or (before.is_(Sense.EMPTY) and words[before.start].gap >= Gap.HARD)
    )


def _listed(source: Source, number: Word) -> tuple[Pupil, ...]:
    return source.index.by_number.get(int(number.folded), ())


def born_at(source: Source, at: int) -> Piece | None:
    text = source.text
    start = text.words[at].start
    if by_month := _BORN_IN_MONTH.match(text.folded, start):
        return Piece(start=at, end=word_at(text, at, by_month.end()), born=Born(month=int(by_month[1])))
    said = _BORN.match(text.folded, start)
    found = said or _BORN_BARE.match(text.folded, start)
    if found is None:
        return None
    day, month, year, alone = found.groups()
    born_in = int(alone or year or 0)
    born_in += 2000 if year and len(year) == 2 else 0
    if born_in and source.today.year - born_in not in _AGES:
        return None
    born = Born(year=born_in or None, month=int(month) if month else None, day=int(day) if day else None)
    return Piece(start=at, end=word_at(text, at, found.end()), born=born)


def place_at(source: Source, at: int) -> Piece | None:
    """A place behind a name: one where pupils of the class live, or one with its kind before it (`thôn 9`)."""
    text, places = source.text, source.index.places
    if not places or text.words[at].gap > Gap.HARD:
        return None
    kind = None if text.lower[at] == "bạn" else _KINDS_OF_PLACE.match(text.folded, text.words[at].start)
    begin = word_at(text, at, kind.end()) if kind else at
    for start in dict.fromkeys((at, at + 1 if text.plain[at] in ("o", "tai") else at, begin)):
        for end in range(min(start + _MOST_PLACE_WORDS, len(text.words)), start, -1):
            living = places.get(" ".join(text.plain[start:end]))
            if living is not None and _is_a_place(text, at, end, kind=kind is not None):
                return Piece(start=at, end=end, place=living)
    if kind and text.words[at].gap <= Gap.BREAK and begin < len(text.words):
        return Piece(start=at, end=begin + 1, place=frozenset())
    return None


_OF_GIRLS, _GENDERS = "thi", {"nữ": True, "gái": True, "nam": False, "trai": False}  # by the name, as people do


def told_apart_at(source: Source, at: int, pupils: Sequence[Pupil]) -> Piece | None:
    """`Ngọc (Lê)`, `Ngọc, họ Lê`, `Tuấn (B)`: the family name or the letter that only some of those so called have."""
    text = source.text
    if len(pupils) > 1 and text.lower[at] in _GENDERS and text.words[at].gap <= Gap.BREAK:
        girls = {pupil.id for pupil in pupils if _OF_GIRLS in fold(pupil.name).split()}
        fits = girls if _GENDERS[text.lower[at]] else {pupil.id for pupil in pupils} - girls
        return Piece(start=at, end=at + 1, place=frozenset(fits)) if fits else None
    if len(pupils) > 1 and text.words[at].gap is Gap.SOFT and (lettered := _with_initials(text.words[at].text, pupils)):
        return Piece(start=at, end=at + 1, place=lettered)
    named = text.plain[at] in ("ho", "ten") and at + 1 < len(text.words)
    word = at + 1 if named else at
    opens = "(" in text.text[text.words[at - 1].end : text.words[at].start] and in_brackets(text, at)
    if not (opens or (named and len(pupils) > 1)):
        return _family_behind(source, at, pupils)
    names = {pupil.id: fold(pupil.name).split() for pupil in pupils}
    meant_by = {pupil for pupil, said in names.items() if text.plain[word] in (said if opens else (said[0], said[-1]))}
    told = len(meant_by) < len(pupils) or len(pupils) == 1 < len(text.plain[word])
    while opens and word + 1 < len(text.words) and in_brackets(text, word + 1) and meant_by:
        if not any(text.plain[word + 1] in names[pupil] for pupil in meant_by):
            break
        word += 1  # Quỳnh (Lương Thị)
    return Piece(start=at, end=word + 1, place=frozenset(meant_by)) if meant_by and told else None


def _family_behind(source: Source, at: int, pupils: Sequence[Pupil]) -> Piece | None:
    """`Hoa Chảo`: the family name put behind, where nobody is called so."""
    text = source.text
    placed = text.words[at].gap is Gap.SOFT and (text.capital(at) or not text.cased) and len(text.plain[at]) > 1
    if not placed or text.plain[at] not in source.lexicon.families or name_at(source, at) is not None:
        return None
    if _is_a_phrase(source, at):
        return None
    family = frozenset(pupil.id for pupil in pupils if text.lower[at] in pupil.name.lower().split()[:-1])
    return Piece(start=at, end=at + 1, place=family) if family else None


def _is_a_phrase(source: Source, at: int) -> bool:
    text = source.text
    return source.lexicon.phrase_at(text.lower, text.plain, at, reach(text.words, at, 9)) is not None


def _with_initials(typed: str, pupils: Sequence[Pupil]) -> frozenset[int]:
    """`Huy ĐQ`: Đỗ Quang Huy."""
    letters = fold(typed)
    if len(typed) < 2 or not (typed.isupper() and typed.isalpha()) or letters in ("kp", "cp", "vs", "bt"):
        return frozenset()
    initials = {pupil.id: "".join(word[0] for word in fold(pupil.name).split()) for pupil in pupils}
    return frozenset(pupil for pupil, first in initials.items() if first.startswith(letters))


def _is_a_place(text: Text, start: int, end: int, *, kind: bool) -> bool:
    """`3` alone is no place, and neither is a single small word; `Takta` and `thôn 3` are."""
    return kind or ((end - start > 1 or len(text.plain[start]) > 2) and not text.plain[start].isdecimal())


def is_one_word(text: Text, drafts: Sequence[Draft]) -> bool:
    """Nobody else is named: one name, or names that touch."""
    touching = (text.words[other.start].gap is Gap.SOFT and one.end == other.start for one, other in pairwise(drafts))
    return all(touching)


def is_written_as_a_name(text: Text, draft: Draft) -> bool:
    return all(word.text[0].isupper() for word in text.words[draft.start : draft.end])
