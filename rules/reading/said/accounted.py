"""The last look: whoever is named where an absence is told is written down, said to be here, or asked about.

A name that is a word too (Học, Được, Tới) may have been read as the word. Where that word stands at the place of
somebody of whom the absence is told, and nobody else is there of whom it could be, the pupil is asked about.
"""

from collections.abc import Iterator, Sequence

from rules.reading.days import is_tomorrow_for
from rules.reading.naming import name_at
from rules.reading.phrasing import phrase_at
from rules.reading.pieces import NOT, Piece, Source
from rules.reading.places import as_listed, has_a_code_to_itself, heads
from rules.reading.said.again import doubtful_returns, is_a_return
from rules.reading.said.drafts import Draft
from rules.reading.weighing.clauses import says, sentences
from rules.reading.weighing.passed_over import is_denied, is_explained
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.talk import begins_a_word
from rules.reading.words.text import Gap

_NOBODYS = (Sense.PEOPLE, Sense.TEACHER, Sense.REPORTS, Sense.ALL)
_OPENING = (Sense.EMPTY, Sense.AND, Sense.PEOPLE, Sense.BUT, Sense.SESSION)
_EITHER = (Sense.EXCUSED, Sense.QUESTION, Sense.BUSINESS, Sense.ABSENT)  # được nghỉ, có không, hết phép
_NOT_TOLD = (Sense.DENY, Sense.MAYBE, Sense.QUESTION, Sense.KIND)
_CALLED = frozenset(("em", "ban", "be", "chau", "hs", "con"))
_NO_PLACE = (Sense.NOBODY, Sense.SESSION, Sense.EXCUSED, Sense.REASON, Sense.SIGNAL, Sense.DENY, Sense.SAME)
_UNMARKED_DAYS = frozenset(("sang", "chieu", "thu", "tuan", "thang"))
_SHORT = 8  # words
_WHY = (Sense.REASON, Sense.SIGNAL, Sense.BECAUSE)


def unaccounted(
    source: Source, pieces: Sequence[Piece], drafts: Sequence[Draft], *, short: bool = False
) -> Iterator[Draft]:
    """Those to be asked about besides the `drafts`. `short`: more were counted than named."""
    known = {pupil.id for draft in drafts for pupil in draft.pupils}
    named = {draft.start: draft for draft in drafts if draft.pupils}
    for sentence in sentences(source, pieces):
        if "?" in source.text.text[source.text.words[sentence[0].start].start :]:
            continue
        yield from doubtful_returns(source, sentence, named)
        for place, piece in enumerate(sentence):
            swallowed = _in_the_verb(source, sentence, place)
            name = swallowed or _behind_the_word(source, piece)
            if name is None or any(pupil.id in known for pupil in name.pupils):
                continue
            listed = swallowed is not None or _is_listed(source, sentence, place, short=short)
            if listed or _is_told_of(source, sentence, place, name):
                known |= {pupil.id for pupil in name.pupils}
                yield Draft(name.start, name.end, name.pupils, meant=False, told=True)


def _in_the_verb(source: Source, sentence: Sequence[Piece], place: int) -> Piece | None:
    """`6A vắng học, Nga`: who is called by the last word of the verb, first of a list."""
    piece, behind = sentence[place], sentence[place + 1 : place + 2]
    if piece.end - piece.start == 1 or not piece.is_(Sense.ABSENT):
        return None
    first = not any(each.pupils for each in sentence[:place])
    if not (first and behind and behind[0].pupils and _is_apart(source, behind[0])):
        return None
    name = name_at(source, piece.end - 1)
    return name if name is not None and name.end == piece.end and as_listed(source, name) else None


def _behind_the_word(source: Source, piece: Piece) -> Piece | None:
    """Who is called by the word with which it begins."""
    if piece.pupils or piece.named or piece.unknown or piece.is_(*_NOBODYS) or is_tomorrow_for(source, piece.start):
        return None
    text, name = source.text, name_at(source, piece.start)
    if name is None or name.end - name.start > 1 or name.end > piece.end or text.words[name.start].is_letter:
        return None
    if piece.is_(Sense.PARENT) and not (
        text.words[name.start].text[0].isupper() or _is_without_leave(source, name.end)
    ):
        return None
    return name if not text.marked or as_listed(source, name) else None


def _is_without_leave(source: Source, at: int) -> bool:
    """`ba k phép`: no father is."""
    behind = phrase_at(source, at) if at < len(source.text.words) else None
    return behind is not None and behind.is_(Sense.EXCUSED) and behind.phrase is not None and behind.phrase.value == "K"


def _is_listed(source: Source, sentence: Sequence[Piece], place: int, *, short: bool) -> bool:
    """`Nga và học nhé cô`, `vắng Nga, Huy, mới`, `đủ trừ học`; `vắng 2: Nga học`: the word alone has a place in a list,
    which nobody else fills.
    """
    piece, before = sentence[place], sentence[place - 1] if place else None
    if before is None or piece.is_(*_NO_PLACE) or piece.day is not None or not _closes(source, sentence, place + 1):
        return False
    if not _is_apart(source, piece):
        joined = before.is_(Sense.AND) and place > 1 and bool(sentence[place - 2].pupils)
        # em nào vắng báo cô; Lan nỏ đi học
        opens = not any(each.pupils or each.is_(Sense.QUESTION) for each in sentence[:place])
        return joined or (opens and before.is_(Sense.ABSENT, Sense.EXCEPT)) or (short and bool(before.pupils))
    headed = next((each for each in sentence if each.pupils or says(each)), piece)
    return piece.end - piece.start == 1 and _is_of_a_list(before) and says(headed)


def _is_of_a_list(piece: Piece) -> bool:
    return bool(piece.pupils) or piece.is_(Sense.EXCUSED)


def _closes(source: Source, sentence: Sequence[Piece], place: int) -> bool:
    """Whether nothing but a code and courtesies stands there in the same place of the list."""
    for piece in sentence[place:]:
        if _is_apart(source, piece) or piece.is_(Sense.AND):
            return True
        if not (piece.is_(Sense.EMPTY, Sense.EXCUSED, Sense.TEACHER) and piece.explained):
            return False
    return True


def _is_told_of(source: Source, sentence: Sequence[Piece], place: int, name: Piece) -> bool:
    """`Được xin vắng`, `còn học thì chưa thấy đâu`, `Hết P`: an absence stands behind it, and nobody else about it."""
    piece, before = sentence[place], _before(source, sentence, place)
    behind = _behind(source, sentence, place)
    denied = _is_not_here(source, name.end, behind[-1].end if behind else piece.end)
    denied = denied or _comes_later(source, behind)
    contrary = () if denied else _NOT_TOLD
    if piece.is_(Sense.SESSION) and not _is_no_session(source, sentence, place):
        return False
    if not all(_opens(each) for each in before) or any(each.is_(*contrary) or each.pupils for each in behind):
        return False
    if piece.is_(Sense.ABSENT) and heads(source.text, (behind or (piece,))[-1].end):
        return False  # nghi om: Lan, whoever is called Nghi
    if piece.day is not None and not (_is_a_second_day(source, before, piece) or _is_no_day(source, name)):
        return False
    if denied:
        return not piece.is_(Sense.NOBODY) or name.end == piece.end  # đủ không thấy tới
    return not piece.is_(Sense.NOBODY) and _is_absent(source, before, piece, behind, name)


def _is_absent(source: Source, before: Sequence[Piece], piece: Piece, behind: Sequence[Piece], name: Piece) -> bool:
    """Whether a word of absence, or why, is said behind the name; with `piece`, the word may be a part of it."""
    joined = bool(before) and before[-1].is_(Sense.AND)
    if not joined and begins_a_word(source.text, name.start, name.end, len(source.text.words)):
        return False
    cut = piece.end > name.end and piece.phrase is not None
    if cut and not _is_cut_otherwise(source, piece, name):
        return False
    told = cut or any(says(each) or each.is_(Sense.REASON, Sense.SIGNAL) for each in behind)
    told = told or _as_the_one_before(source, behind) or _is_strange(source, piece, behind)
    return told and not (behind and is_explained(source, behind, ()))


def _as_the_one_before(source: Source, behind: Sequence[Piece]) -> bool:
    """`Nga nghỉ, học cũng vậy`."""
    return bool(behind) and source.text.plain[behind[0].start] == "cung"


def _is_strange(source: Source, word: Piece, behind: Sequence[Piece]) -> bool:
    """`Học out hôm nay`: a word with a capital, and behind it what nobody understands."""
    text, settled = source.text, word.phrase is not None and not word.phrase.keys  # cảm ơn cô Nga
    typed = text.words[word.start].text.istitle() and len(text.words) <= _SHORT and not settled
    told = any(piece.unknown for piece in behind) and all(piece.count is None for piece in behind)
    return typed and told and text.words[word.end].gap is Gap.SOFT


def _comes_later(source: Source, behind: Sequence[Piece]) -> bool:
    """`Học chiều mới vô`."""
    here = next((piece for piece in behind if piece.is_(Sense.KIND)), None)
    return (
        here is not None and here.phrase is not None and here.phrase.value == Kind.PRESENT and is_a_return(source, here)
    )


def _is_not_here(source: Source, start: int, end: int) -> bool:
    """`không đi học`, `ko thấy tới`."""
    if is_denied(source, start, end):
        return True
    behind = phrase_at(source, start) if start < end else None
    return behind is not None and behind.is_(Sense.ABSENT) and source.text.plain[start] in NOT


def _before(source: Source, sentence: Sequence[Piece], place: int) -> Sequence[Piece]:
    """What stands before it in the same breath; `Nga với Học`, `vắng Nga còn Học thì …` begin anew behind the name."""
    begin = place
    while begin and not _is_apart(source, sentence[begin]) and not sentence[begin].is_(Sense.BUT):
        if sentence[begin].is_(Sense.AND) and sentence[begin - 1].pupils:
            break
        begin -= 1
    return sentence[begin:place]


def _behind(source: Source, sentence: Sequence[Piece], place: int) -> Sequence[Piece]:
    """What is said behind it in the same breath, as far as why; `tới với Nga nghỉ` is said of both."""
    begin = place + 1
    if begin + 1 < len(sentence) and sentence[begin].is_(Sense.AND) and sentence[begin + 1].pupils:
        begin += 2
    end = begin
    while end < len(sentence) and not _is_apart(source, sentence[end]):
        if end > begin and (sentence[end].is_(Sense.BUT) or sentence[end - 1].is_(*_WHY)):
            break
        end += 1
    return sentence[begin:end]


def _is_apart(source: Source, piece: Piece) -> bool:
    return source.text.words[piece.start].gap >= Gap.HARD


def _opens(piece: Piece) -> bool:
    """What may stand before whoever is told of: a day, `còn`, `em`."""
    return piece.day is not None or (piece.is_(*_OPENING) and not piece.pupils)


def _is_a_second_day(source: Source, before: Sequence[Piece], piece: Piece) -> bool:
    """`hôm nay mai xin vắng`: a day was said already."""
    told = bool(before) and before[-1].day is not None and source.text.words[piece.start].gap is Gap.SOFT
    return told and piece.end - piece.start == 1


def _is_no_session(source: Source, sentence: Sequence[Piece], place: int) -> bool:
    """`Sáng nghỉ cô nhé, Yến cũng nghỉ`: before anybody is named, and nothing behind it but the absence."""
    behind = _behind(source, sentence, place)
    opens = place == 0 and source.text.words[sentence[place].start].text.istitle() and len(behind) > 1
    return opens and says(behind[0]) and all(each.is_(Sense.EMPTY, Sense.TEACHER) for each in behind[1:])


def _is_no_day(source: Source, name: Piece) -> bool:
    """`Sang hôm nay không vô`, where marks are typed: no `sáng`."""
    return source.text.marked and source.text.plain[name.start] == source.text.lower[name.start] in _UNMARKED_DAYS


def _is_called_so(source: Source, name: Piece) -> bool:
    """`có bạn Tới nhà xa`."""
    text, at = source.text, name.start
    return at > 0 and text.capital(at) and text.plain[at - 1] in _CALLED and text.words[at].gap is Gap.SOFT


def _is_cut_otherwise(source: Source, piece: Piece, name: Piece) -> bool:
    """`Được xin`, `Hết P`: with the word behind it, it is another phrase."""
    if _is_called_so(source, name):
        return True
    if not piece.is_(*_EITHER):
        return False
    behind = phrase_at(source, name.end)
    return (behind is not None and says(behind)) or has_a_code_to_itself(source, name.end)
