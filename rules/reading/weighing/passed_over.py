"""Who would be passed over in silence: a pupil who is named, of whom nothing is understood, is asked about.

Words for an absence are endless; what else is said of pupils in a school's chat is not. So whoever is named in a
sentence that is not plainly about something else (see `rules.reading.words.talk`) may be absent, and one tap tells.
"""

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from rules.reading.naming import name_at
from rules.reading.pieces import ANSWERS, NOT, THANKS, Piece, Source
from rules.reading.said.drafts import Draft
from rules.reading.weighing.clauses import Mention, clauses_of, says, sentences
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.talk import begins_a_word, is_talk
from rules.reading.words.text import Gap

_IN_SCHOOL, _ASKING, _NEVER = "in_school", "ask", "never"
_SHORT = 8  # words
_NEAR = 4  # words
_OF_DAYS = frozenset(("mai", "mot", "hai", "ba", "tu", "sau"))
_GONE = frozenset((
    ("bo", "ve"), ("quay", "ve"), ("chay", "ve"), ("tron", "ve"), ("bo", "di"), ("ve", "que"), ("ve", "ban"),
    ("mat", "tam"), ("bat", "tam"), ("biet", "tam"), ("biet", "tich"), ("mat", "hut"),
))  # fmt: skip
_EXCLAIMED = frozenset(("quá", "ghê", "lắm", "đời", "thật", "thế", "vậy", "gì"))
_TO_BE_HERE = frozenset(
    ("di", "den", "toi", "vao", "vo", "len", "qua", "ra", "ve", "dia", "hoc", "cho", "gap", "lo", "xuong", "co", "quay")
)


def left_open(source: Source, pieces: Sequence[Piece], drafts: Sequence[Draft], left: Collection[Draft]) -> list[Draft]:
    """Of the `drafts` those to be asked about, in sentences that leave nobody as absent (`left`)."""
    told, found = {draft.start for draft in left}, list[Draft]()
    if all(draft.start in told for draft in drafts) or _is_of_discipline(source, pieces):
        return found
    mentioned = {draft.start: draft for draft in drafts}
    if len(drafts) == 1 and any(piece.is_(Sense.REASON, Sense.SIGNAL) for piece in pieces):
        mentioned = {draft.start: replace(draft, parent=False) for draft in drafts}  # ba của Lan nè cô, nó theo tui …
    for sentence in sentences(source, pieces):
        here = [mentioned[piece.start] for piece in sentence if piece.start in mentioned]
        if any(draft.start in told for draft in here):
            found += _left_out(source, sentence, {draft.start: draft for draft in here}, told)
            continue
        unsaid = [named for draft in here if (named := _named(source, draft, sentence[-1].end)) is not None]
        if unsaid and not is_explained(source, sentence, unsaid):
            found += unsaid
    return found


def _is_of_discipline(source: Source, pieces: Sequence[Piece]) -> bool:
    """`Giám thị: 15 phút đầu giờ Út 7/1 leo rào`: who watches over the school tells of much that is no absence."""
    first, behind = pieces[0], pieces[1] if len(pieces) > 1 else None
    role = first.is_(Sense.TEACHER) and first.phrase is not None and first.phrase.value == "role" and behind is not None
    heads = role and behind is not None and source.text.words[behind.start].gap is Gap.COLON
    told = any(says(piece) or piece.is_(Sense.REASON, Sense.SIGNAL) for piece in pieces)
    return heads and not (told or denies_being_here(source, pieces))


def _left_out(
    source: Source, sentence: Sequence[Piece], named: dict[int, Draft], told: Collection[int]
) -> Iterator[Draft]:
    """`Hải đi rẫy, Vân biệt tăm`: of whom, or of whose list, something is said that nobody understands, beside who is
    absent.
    """
    held: list[Mention] = []  # of whom nothing is said before the next name
    last = max(named)
    for mention in clauses_of(source, sentence, named):
        held = [*held, mention] if not mention.anew else [mention]
        if not mention.tail and mention.draft.start != last:
            continue
        for each in held:
            if each.draft.start not in told and _is_told_something(source, each, mention):
                end = mention.tail[-1].end if mention.tail else mention.draft.end
                unsaid = _named(source, each.draft, end)
                begin = each.lead[0].start if each.lead else each.draft.start
                clause = [piece for piece in sentence if begin <= piece.start < end]
                if unsaid is not None and not is_explained(source, clause, [unsaid]):
                    yield unsaid
        held = []


def _is_told_something(source: Source, mention: Mention, last: Mention) -> bool:
    """Of `mention`, or of the `last` of a list that it stands in."""
    if any(piece.is_(Sense.BUSINESS) for piece in mention.lead):
        return False
    end = last.tail[-1].end if last.tail else last.draft.end
    if source.text.plain[last.draft.end : end] in (("thi", "khong"), ("thi", "ko")):
        return False  # Lan nghỉ, Hùng thì không
    return any(not piece.explained for piece in (*mention.lead, *last.tail))


def is_left_open(source: Source, pieces: Sequence[Piece]) -> bool:
    """`6A đủ hết trơn`, `6B có mặt 15/11`: of nobody by name, and plainly about nothing else than who is here."""
    ahead = any(piece.day is not None and max(piece.day.days, default=source.today) > source.today for piece in pieces)
    asks = any(piece.is_(Sense.QUESTION) for piece in pieces) and NOT.isdisjoint(source.text.plain)  # không sót em nào
    if ahead or asks or len(source.text.words) > _SHORT:
        return False
    return not any(is_explained(source, sentence, ()) for sentence in sentences(source, pieces))


def denies_being_here(source: Source, pieces: Sequence[Piece]) -> bool:
    """`chưa qua được`, in whatever words."""
    return bool(pieces) and is_denied(source, pieces[0].start, pieces[-1].end)


def _named(source: Source, draft: Draft, end: int) -> Draft | None:
    """The mention to ask about; of words nobody is called by the name they begin with: `Lan đứt liên lạc`."""
    later = draft.days is not None and min(draft.days.days, default=source.today) > source.today  # thứ 6 đi học lại
    is_here = draft.kind is not Kind.ABSENT and not later and not is_denied(source, draft.end, end)
    if draft.parent or is_here or _is_asked_to(source, draft) or _is_a_word(source, draft, end):
        return None
    if draft.pupils:
        return replace(draft, meant=False, kind=Kind.ABSENT)
    name = name_at(source, draft.start)
    if name is None:
        return None
    return replace(draft, end=name.end, pupils=name.pupils, meant=False, kind=Kind.ABSENT)


def _is_asked_to(source: Source, draft: Draft) -> bool:
    """`nhờ Dũng mang bài về`: whoever is asked to do something is here."""
    words = source.text.words
    asked = draft.start > 0 and words[draft.start].gap is Gap.SOFT
    return asked and words[draft.start - 1].lower in ("nhờ", "bảo", "kêu", "dặn", "nhắc", "phân công", "giao")


def _is_a_word(source: Source, draft: Draft, end: int) -> bool:
    """`mai nghỉ nhé`, `Nhật thực tối nay`, whoever is called so."""
    word = source.text.words[draft.start]
    text, at = source.text, draft.start
    of_reports = source.lexicon.phrase_at(text.lower, text.plain, at, at + 1) or word.folded in _OF_DAYS
    if (draft.end - at == 1 or not draft.pupils) and word.text.islower() and of_reports:
        listed = at + 1 < end and word.gap >= Gap.COLON and text.words[at + 1].gap is Gap.HARD  # mai, nga khum tới
        return not (listed or is_denied(source, at + 1, min(end, at + _NEAR)))  # mai mất tăm, hai hổng tới
    behind = draft.end if draft.pupils else draft.start + 1
    opens = word.gap >= Gap.STOP or draft.start == 0
    if word.text.islower() and _is_half_of_a_word(source, at, behind, end):
        return True
    exclaimed = behind < len(text.words) and text.lower[behind] in _EXCLAIMED and text.words[behind].gap is Gap.SOFT
    return opens and (exclaimed or begins_a_word(source.text, draft.start, behind, end))


def _is_half_of_a_word(source: Source, at: int, behind: int, end: int) -> bool:
    """`vui vẻ, bình an nha`: either half, in small letters."""
    text = source.text
    first = at > 0 and text.words[at].gap is Gap.SOFT and begins_a_word(text, at - 1, at, end)
    return first or (behind < end and text.words[behind].gap is Gap.SOFT and begins_a_word(text, at, behind, end))


def is_explained(source: Source, sentence: Sequence[Piece], named: Sequence[Draft]) -> bool:
    """Whether it is plainly about something else than who is away."""
    start, end = sentence[0].start, sentence[-1].end
    if is_denied(source, start, end):
        return False
    if any(map(_is_of_other_things, sentence)) or _asks(source, sentence) or _only_answers(sentence):
        return True
    phrases = [(piece.start, piece.end) for piece in sentence if piece.is_(Sense.EMPTY)]
    names = [(draft.start, draft.end) for draft in named]
    return is_talk(source.text, start, end, names, [(at, stop) for at, stop in phrases if stop - at > 1])


def _is_of_other_things(piece: Piece) -> bool:
    if piece.phrase is None or piece.pupils:
        return False
    never = piece.is_(Sense.MAYBE) and piece.phrase.value == _NEVER
    return never or piece.is_(Sense.BUSINESS) or piece.phrase.value in (THANKS, _IN_SCHOOL)


def _only_answers(sentence: Sequence[Piece]) -> bool:
    """`dạ ok Lan`."""
    told = any(piece.phrase is not None and piece.phrase.value == ANSWERS for piece in sentence)
    return told and all(piece.pupils or piece.is_(Sense.EMPTY) for piece in sentence)


def _asks(source: Source, sentence: Sequence[Piece]) -> bool:
    """`Lan đâu rồi cô`; and not `Lan biến đâu mất`."""
    if "?" in source.text.text[source.text.words[sentence[-1].start].start :]:
        return True
    said = [piece for piece in sentence if not (piece.is_(Sense.EMPTY) and piece.explained)]
    denied = any(source.text.plain[piece.start] in NOT for piece in said[:-1])  # không sót em nào
    return bool(said) and said[-1].is_(Sense.QUESTION) and not denied


def is_denied(source: Source, start: int, end: int) -> bool:
    """`hông tới`, `nỏ đi học`: whatever else is said, somebody is not here."""
    return any(_says_no(source, at) for at in range(start, min(end, len(source.text.words) - 1)))


def _says_no(source: Source, at: int) -> bool:
    plain, words = source.text.plain, source.text.words
    if (plain[at], plain[at + 1]) in _GONE:
        return True
    no = plain[at] in NOT or words[at].lower in ("đâu", "mô")
    behind = at + 2 if plain[at + 1] == "cho" and at + 2 < len(plain) else at + 1  # mẹ chưa cho đi
    return no and plain[behind] in _TO_BE_HERE and words[behind].gap < Gap.HARD
