"""Shapes of sentences that tell more than their words: who is introduced, who was counted."""

from collections.abc import Sequence

from rules.reading.pieces import NOT, THANKS, Piece, Source
from rules.reading.weighing.clauses import OTHER, Mention, is_small, says
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap

_BEFORE_BEING_HERE = frozenset(("moi", "da", "se", "van", "lai", "roi", "cung", "dang"))
_BEFORE_A_REASON = frozenset(("bi", "hoi", "dang", "lai", "van", "cung", "phai", "nha", "moi", "vua"))
_GOING = frozenset(("di", "len", "xuong", "ra", "ve", "qua", "sang"))
_BEFORE_A_TIME = frozenset(
    ("ca", "tu", "den", "toi", "luc", "suot", "sau", "ke tu", "tinh tu", "cho toi", "khoang", "vao", "dung")
)
_SAYING = frozenset(("nhan", "bao", "noi", "goi", "ke", "tin", "dien"))
_PUPILS = frozenset(("em", "ban", "chau", "be", "hs"))


def there_is(source: Source, lead: Sequence[Piece], place: int) -> bool:
    """`ở khu nội trú có 2 em sốt là …`: what stands before it is where, or when."""
    if source.text.plain[lead[place].start] != "co":
        return False
    behind = lead[place + 1] if place + 1 < len(lead) else None
    pupils = behind is not None and (behind.people or behind.is_(Sense.PEOPLE))
    called = source.text.plain[lead[-1].start] == "la"
    return pupils or called or source.text.plain[lead[place].end - 1] in _PUPILS


def is_of_the_family(source: Source, piece: Piece, behind: Piece | None, mention: Mention) -> bool:
    """`nhà Sen có đám nên xin nghỉ`: the family is spoken of."""
    house = behind is None and source.text.plain[piece.start : piece.end] == ("nha",)
    return house and piece.end == mention.draft.start and any(map(says, mention.tail))


def asks_in_the_end(source: Source, said: Sequence[Sequence[Piece]]) -> bool:
    """`học hết sáng, đau bụng nên bố đón về, chiều xin nghỉ`, `bỏ về bản, nay không đi học`: the last breath tells of
    an absence of this pupil, of its time and of nothing else.
    """
    last = said[-1] if len(said) > 1 else ()
    plain = all(piece.explained and not piece.is_(Sense.KIND, Sense.BUT, *OTHER) for piece in last)
    timed = any(piece.day is not None or piece.is_(Sense.SESSION) for piece in last)
    leave = any(piece.is_(Sense.EXCUSED) for breath in said for piece in breath)
    own = any(says(piece) and (leave or source.text.plain[piece.start] in NOT) for piece in last)
    return plain and timed and own and not any(piece.is_(*OTHER) for breath in said for piece in breath)


def counts_things(source: Source, piece: Piece, behind: Piece | None) -> bool:
    """`Nga 7` counts something of Nga's, and `nghỉ 1 buổi` half days."""
    half_days = behind is not None and source.text.plain[behind.start] == "buoi"
    return piece.count is not None and not piece.people and not half_days


def gives_thanks(breath: Sequence[Piece]) -> bool:
    """`Gia đình em Tếnh cảm ơn thầy cô đã vào thăm khi em nghỉ ốm`."""
    thanks = [piece.phrase is not None and piece.phrase.value == THANKS for piece in breath]
    behind = breath[thanks.index(True) :] if any(thanks) else ()
    return any(says(piece) or piece.is_(Sense.REASON) for piece in behind)


def closes(breath: Sequence[Piece], piece: Piece) -> bool:
    """Whether nothing but courtesies follows: `vắng Hận nữa thầy ơi`."""
    return all(each.is_(Sense.EMPTY) and each.explained for each in breath if each.start > piece.start)


def is_never(piece: Piece) -> bool:
    """`nếu mưa`: nothing of it is so."""
    return piece.is_(Sense.MAYBE) and piece.phrase is not None and piece.phrase.value == "never"


def asks_for(source: Source, piece: Piece, mention: Mention) -> bool:
    """`cho em Tâm nghỉ học hôm nay`."""
    asked = source.text.plain[piece.start] == "cho" and piece.end - piece.start == 1
    return asked and bool(mention.tail) and any(map(says, mention.tail))


def serves(source: Source, piece: Piece, behind: Piece | None) -> bool:
    """`từ hôm qua`, `cả 6 em`, `bị ho`."""
    if behind is not None and source.text.plain[piece.start] in _GOING and behind.is_(Sense.REASON):
        return True  # đi cúng, lên bệnh viện
    if behind is None or not is_small(piece):
        return False
    if source.text.words[behind.start].gap is Gap.COLON:
        return source.text.plain[piece.end - 1] in _SAYING  # Bố Nam nhắn: …
    said = " ".join(source.text.plain[piece.start : piece.end])
    if behind.is_(Sense.KIND) or (said == "lai" and source.text.plain[piece.start - 1] == "con"):
        return said in _BEFORE_BEING_HERE  # hai em còn lại là …
    if behind.is_(Sense.REASON) or says(behind):
        return said in _BEFORE_A_REASON
    return (behind.day is not None or behind.count is not None or behind.is_(Sense.SESSION)) and said in _BEFORE_A_TIME


def quotes(source: Source, piece: Piece, name: int) -> bool:
    """`Cô chủ nhiệm nhắn: Lan nghỉ`."""
    return source.text.words[name].gap is Gap.COLON and source.text.plain[piece.end - 1] in _SAYING


def is_half_of_a_word(source: Source, mention: Mention) -> bool:
    """`Hội đồng kỷ luật …`: one word nobody is called by, with a capital that tells nothing, and a strange one."""
    draft, text = mention.draft, source.text
    opens = text.words[draft.start].gap >= Gap.STOP and not mention.lead and not draft.pupils
    strange = opens and draft.end - draft.start == 1 and bool(mention.tail) and mention.tail[0].unknown
    return strange and text.words[draft.end].gap is Gap.SOFT and text.words[draft.end].text.islower()


def is_off_school(source: Source, mention: Mention) -> bool:
    """`nghỉ học hôm nay, đang nằm ở phòng y tế`; not `nằm nghỉ dưới phòng y tế`."""
    verb = any(says(piece) and source.text.plain[piece.end - 1] == "hoc" for piece in mention.tail)
    return verb and any(piece.day is not None for piece in mention.tail)
