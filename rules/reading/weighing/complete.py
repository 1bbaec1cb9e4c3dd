"""A class that is said to be complete: who is named beside it and told to be here needs no question."""

from collections.abc import Iterator, Sequence

from rules.reading.pieces import NOT, Piece, Source
from rules.reading.said.drafts import Draft
from rules.reading.weighing.clauses import Mention, clauses_of, own_breath, says, sentences
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.talk import begins_a_word
from rules.reading.words.text import in_brackets

_COMING = "di den toi vo vao len xuong ra ve hoc co mat du ok oke okela ngoi khoe khoi het lai roi day do binh thuong"
_BY_NOW = "cung van deu da moi vua con thi la nay gio luon ca nua tot on"
_HERE, _BESIDE = frozenset(_COMING.split()), frozenset(f"{_COMING} {_BY_NOW}".split())
_OF_DAYS = frozenset(("mai", "mốt", "mot"))  # mai cả lớp đi đủ, whoever is called Mai
_SAYING_NOTHING = (Sense.EMPTY, Sense.AND, Sense.ALL, Sense.NOBODY, Sense.PEOPLE, Sense.TEACHER, Sense.REPORTS)
_OF_BEFORE = (Sense.ABSENT, Sense.EXCUSED, Sense.REASON, Sense.BECAUSE)


def told_to_be_here(source: Source, pieces: Sequence[Piece], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """`6A: Mai có, Học có. Đủ.`; `6A đủ, Lan hôm qua nghỉ nay đi rồi`: of the `drafts`, whoever is told to be here,
    and of whom nothing else is said but what was before today.
    """
    named = {draft.start: draft for draft in drafts if source.text.words[draft.start].text not in _OF_DAYS}
    for sentence in sentences(source, pieces):
        held: list[Draft] = []  # of whom nothing is said before the next name
        for mention in clauses_of(source, sentence, named):
            held = [*held, mention.draft] if _goes_on(source, mention) else []
            if (mention.tail and _is_here(source, mention.tail)) or _is_a_word(source, mention.draft):
                yield from held
            held = [] if mention.tail else held


def _is_a_word(source: Source, draft: Draft) -> bool:
    """`bình thường ạ`, in small letters."""
    small = source.text.words[draft.start].text.islower()
    return small and begins_a_word(source.text, draft.start, draft.start + 1, len(source.text.words))


def _goes_on(source: Source, mention: Mention) -> bool:
    """Whether no absence heads the name, nor `trừ`."""
    lead = own_breath(source, mention.lead, mention.draft.start)
    inside = in_brackets(source.text, mention.draft.start)
    near = [piece for piece in lead if in_brackets(source.text, piece.start) == inside]
    return not any(says(piece) or piece.is_(Sense.EXCEPT, Sense.MAYBE, Sense.DENY) for piece in near)


def _is_here(source: Source, tail: Sequence[Piece]) -> bool:
    """`có`, `cũng đi học rồi`, `hôm qua nghỉ nay đến rồi`."""
    before = here = False  # a day before today is spoken of; being here is
    for piece in tail:
        if piece.day is not None:
            before = max(piece.day.days, default=source.today) < source.today
            here = here and not before
            continue
        if piece.of is not None:
            continue  # 9/9
        words = source.text.plain[piece.start : piece.end]
        present = piece.is_(Sense.KIND) and piece.phrase is not None and piece.phrase.value == Kind.PRESENT
        of_before = before and piece.is_(*_OF_BEFORE)
        known = present or of_before or piece.is_(*_SAYING_NOTHING) or _BESIDE.issuperset(words)
        if not known or (not present and not piece.is_(Sense.NOBODY) and not NOT.isdisjoint(words)):
            return False
        here = here or (not of_before and (present or not _HERE.isdisjoint(words)))
    return here
