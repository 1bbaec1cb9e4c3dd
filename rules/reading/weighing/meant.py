"""Whether an absence was meant: what becomes of each pupil who is named in a message."""

from collections.abc import Mapping, Sequence

from rules.reading.pieces import Piece, Source
from rules.reading.said.drafts import Draft
from rules.reading.weighing.clauses import (
    OTHER,
    clauses_of,
    is_plain,
    says,
    sentences,
)
from rules.reading.weighing.sentence import Meant, Sentence
from rules.reading.who.roster import Pupil
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.text import Gap


def weigh(
    source: Source, pieces: Sequence[Piece], drafts: Sequence[Draft], *, framed: bool, counted: bool = False
) -> dict[int, Meant]:
    """What becomes of each mention, by where it begins; of one that is not in it, `YES`. `framed`: the class was named.
    `counted`: as many are named as were said to be absent, which heads them all.

    A pupil is written down only with evidence of absence in the own clause, or as one of a list that is headed so or
    consists of names and codes alone; and only if every word of that clause is explained. Behind a reason anything is.
    """
    if not drafts or is_plain(pieces, drafts, framed=framed):
        return {}
    named = {draft.start: draft for draft in drafts}
    found: dict[int, Meant] = {}
    listed = framed or any(draft.pupils for draft in drafts)
    listed = listed and not is_a_list_of_others(source, pieces, drafts)
    said = False  # an absence has been spoken of
    sure: set[tuple[Pupil, ...]] = set()
    heads, listing = counted, False  # ... in a sentence that names nobody, or a line of a list, of those named below
    for sentence in sentences(source, pieces):
        heads = heads and (not listing or source.text.words[sentence[0].start].gap is Gap.LINE)
        mentions = clauses_of(source, sentence, named)
        own = any(says(piece) for piece in sentence)
        clause = Sentence(source, mentions, sure, said=own, before=said, framed=framed, listed=listed, heads=heads)
        verdicts = clause.verdicts()
        clause.look_again(verdicts)
        sure |= {each.draft.pupils for each, verdict in zip(mentions, verdicts, strict=True) if verdict is Meant.YES}
        found |= {mention.draft.start: verdict for mention, verdict in zip(mentions, verdicts, strict=True)}
        if own and not mentions and _counts_them(sentence, found, drafts):
            found |= {draft.start: Meant.YES for draft in drafts if not draft.contrary}
        said = said or own
        listing = bool(mentions) and all(each is Meant.YES for each in verdicts)
        heads = (own and (not mentions or listing)) or (heads and Meant.NO not in verdicts)
    return found


def is_a_list_of_others(source: Source, pieces: Sequence[Piece], drafts: Sequence[Draft]) -> bool:
    """`Phân công trực tuần\nT2: Kim, Đạt`: a heading about other business, and no absence is spoken of."""
    named = {draft.start for draft in drafts}
    first = next(sentences(source, pieces), [])
    headed = any(piece.is_(Sense.BUSINESS) for piece in first) and not any(piece.start in named for piece in first)
    return headed and bool(named) and not any(map(says, pieces))


def _counts_them(sentence: Sequence[Piece], found: Mapping[int, Meant], drafts: Sequence[Draft]) -> bool:
    """`… Ghi 2 em không phép ạ`: as many as were named, and of whom nothing else is said, are absent. `Cho nghỉ
    không phép ạ`, of the only one.
    """
    counted = next((piece.count for piece in sentence if piece.count is not None and piece.people), None)
    named = {draft.pupils for draft in drafts if draft.kind is Kind.ABSENT}
    all_asked = all(found.get(draft.start, Meant.YES) is not Meant.NO and draft.pupils for draft in drafts)
    other = any(piece.is_(Sense.KIND, Sense.BUT, *OTHER) or piece.unknown for piece in sentence)
    told = counted == len(named) or (counted is None and len(named) == 1)
    return all_asked and told and len(named) == len(drafts) and not other
