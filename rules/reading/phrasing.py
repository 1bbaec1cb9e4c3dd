"""What words say besides names and days: a known phrase."""

from rules.people.names import spelling
from rules.reading.days import day_at
from rules.reading.heads import is_yes
from rules.reading.naming import name_at
from rules.reading.pieces import CODES, Piece, Source, reach
from rules.reading.words.lexicon import Kind, Phrase, Sense
from rules.reading.words.text import Gap, Text

Found = tuple[Phrase, int]  # and where it ends
_AT_END = "at_end"  # of a breath: what such a phrase means there only


def phrase_at(source: Source, at: int, last: Piece | None = None) -> Piece | None:
    text = source.text
    if _is_an_initial(text, at):
        return None
    if last is not None and (_is_coming(source, at, last) or is_yes(source.text, at, last)):
        return Piece(start=at, end=at + 1, phrase=HERE_THEN)
    found = source.lexicon.phrase_at(text.lower, text.plain, at, reach(text.words, at, 9))
    for rather in _RATHER if found is not None and found[1] - at > 1 else _RATHER_OF_ONE:
        found = rather(source, at, found) if found is not None else None
    if found is not None and text.marked and found[0].sense is Sense.MAYBE and _is_bare(text, at, found[0]):
        return None  # thở khí dung: no `đừng`
    if found is not None and found[0].value == Kind.PRESENT and _is_the_parents(text, at, found[1], last):
        return Piece(start=at, end=found[1], phrase=BY_THE_WAY)
    if found is None or (found[0].exact and _is_bare(text, at, found[0]) and not _stands(source, at, found[0], last)):
        return None
    return Piece(start=at, end=found[1], phrase=found[0])


def _is_the_parents(text: Text, at: int, end: int, last: Piece | None) -> bool:
    """`mẹ đã đến lớp xin phép`, `bố em Lan vừa lên trường`: who has come is not the pupil; `mẹ vẫn cho đi` is."""
    says_it = last is not None and last.end == at and (last.is_(Sense.PARENT) or _is_of_a_parent(text, last))
    return says_it and text.words[at].gap is Gap.SOFT and "cho" not in text.plain[at:end]


def _is_of_a_parent(text: Text, last: Piece) -> bool:
    """`bố em Lan`."""
    before = text.lower[max(0, last.start - 2) : last.start]
    return bool(last.pupils) and not _PARENTS.isdisjoint(before)


_PARENTS = frozenset(("bố", "bo", "ba", "bà", "mẹ", "me", "má", "cha", "ông"))


def _rather_huy(source: Source, at: int, found: Found) -> Found | None:
    """`vang quoc huy`, typed without marks behind another word: a name, and no `huỷ`."""
    text = source.text
    typed = not text.marked and text.plain[at] == "huy" and found[1] - at == 1 and at > 0
    return None if typed and text.words[at].gap is Gap.SOFT and found[0].sense is Sense.DENY else found


def _without_an_initial(source: Source, at: int, found: Found) -> Found | None:
    if found[1] - at == 1 or not _is_an_initial(source.text, found[1] - 1):
        return found
    return _shorter(source, at, found[1] - 1)


def _rather_not_there(source: Source, at: int, found: Found) -> Found | None:
    """What such a phrase means at the end of a breath only: `chưa đi`, `có đi`."""
    coming = found[0].value == Kind.PRESENT and source.text.plain[found[1] - 1] == "di"
    there = not (coming or found[0].value == _AT_END) or _ends(source, found[1])
    return found if there else _shorter(source, at, found[1] - 1)


def _rather_far(source: Source, at: int, found: Found) -> Found | None:
    """`xin về bản`, `xin về quê`, `xin về đám ma`: away, and not early home from school."""
    text, behind = source.text, found[1]
    if found[0].value != Kind.LEFT_EARLY or text.plain[behind - 1] != "ve" or behind == len(text.words):
        return found
    far = text.words[behind].gap is Gap.SOFT and text.plain[behind] in _FAR and text.lower[behind] != "bạn"
    why = source.lexicon.phrase_at(text.lower, text.plain, behind, reach(text.words, behind, 9))
    far = far or (text.plain[at] == "xin" and why is not None and why[0].sense is Sense.REASON and why[1] - behind > 1)
    return _shorter(source, at, behind - 1) if far else found


def _rather_a_code(source: Source, at: int, found: Found) -> Found | None:
    """`vang dung k` is Dung or Dũng without leave, and no `đúng không`."""
    text = source.text
    asks = found[0].sense is Sense.QUESTION and found[1] - at > 1 and not text.marked
    listed = at > 0 and (text.plain[at - 1] in ("vang", "nghi", "v") or text.words[at].gap is Gap.HARD)
    coded = asks and listed and text.plain[found[1] - 1] in CODES
    return _shorter(source, at, found[1] - 1) if coded else found


def _rather_somebody(source: Source, at: int, found: Found) -> Found | None:
    """`còn Minh`, where marks are typed and Minh is on the list: no `còn mình`; nor is `con minh`."""
    text, last = source.text, found[1] - 1
    bare = last > at and (text.marked or found[0].sense in (Sense.EXCEPT, Sense.PEOPLE))
    bare = bare and text.lower[last] == text.plain[last] != "".join(found[0].keys[-1])
    somebody = bare and spelling(text.lower[last]) in source.index.known and name_at(source, last) is not None
    return _shorter(source, at, last) if somebody else found


def _shorter(source: Source, at: int, until: int) -> Found | None:
    return source.lexicon.phrase_at(source.text.lower, source.text.plain, at, until)


_FAR = frozenset(("ban", "que", "noi", "ngoai", "lang", "buon", "bon", "thon", "noc", "plei"))


def _is_coming(source: Source, at: int, last: Piece) -> bool:
    """`sáng nghỉ, chiều lên`, `chiều học`, `mai mới xuống`: a verb of coming that closes what is said of a time."""
    text = source.text
    learns = text.plain[at] == "hoc" and last.is_(Sense.SESSION) and text.words[at].gap is Gap.SOFT
    goes = text.plain[at : at + 2] in (("di", "roi"), ("di", "lai"))  # nay đi rồi
    today = goes and last.day is not None and last.day.days == (source.today,)
    if not (learns or today or text.lower[at] in _COMING) or not _ends(source, at + 1) or text.capital(at):
        return False
    timed = last.day is not None or last.is_(Sense.SESSION)
    days = (day_at(source, start) for start in range(max(0, at - _LONGEST_DAY), at - 1))
    until = text.plain[at - 1] in _LATER and any(day is not None and day.end == at - 1 for day in days)
    return (timed or until) and text.words[at].gap is Gap.SOFT


_COMING = frozenset(("len", "xuong", "vo", "vao", "toi", "den", "lên", "xuống", "vô", "vào", "tới", "đến"))  # no `tôi`
_LATER = frozenset(("moi", "se", "lai"))
_LONGEST_DAY = 5  # words, and the one behind it
HERE_THEN = Phrase(Sense.KIND, Kind.PRESENT, (("", ""),), strong=True, exact=False)
BY_THE_WAY = Phrase(Sense.EMPTY, "", (("", ""),), strong=True, exact=False)


def _is_then(source: Source, at: int, found: Found) -> Found | None:
    """`Chi thì có phép` is `thì`, and `có phép`."""
    text = source.text
    if found[0].sense is not Sense.EMPTY or text.plain[at] != "thi" or found[1] - at == 1:
        return found
    behind = source.lexicon.phrase_at(text.lower, text.plain, at + 1, reach(text.words, at + 1, 9))
    if behind is None or behind[1] <= found[1]:
        return found
    return source.lexicon.phrase_at(text.lower, text.plain, at, at + 1) or found


def _ends(source: Source, at: int) -> bool:
    """Whether nothing but courtesy follows: `em Nam không đi`, but not `không đi dép`."""
    words, lexicon = source.text.words, source.lexicon
    if at == len(words) or words[at].gap >= Gap.BREAK:
        return True
    if source.text.marked and words[at].lower in ("thi", "nhà"):
        return False  # không đi thi nữa: no `thì`; vào nhà em Lan: no `nha`
    behind = lexicon.phrase_at(source.text.lower, source.text.plain, at, reach(words, at, 9))
    return behind is not None and behind[0].sense in (Sense.EMPTY, Sense.EXCUSED, Sense.BECAUSE, Sense.TEACHER)


def _rather_leave(source: Source, at: int, found: Found) -> Found | None:
    """`em xin nghỉ` is no `em xin` (báo cáo)."""
    text, last = source.text, found[1] - 1
    if found[0].sense is not Sense.EMPTY or text.plain[last] != "xin":
        return found
    asked = source.lexicon.phrase_at(text.lower, text.plain, last, reach(text.words, last, 9))
    if asked is None or asked[0].sense not in (Sense.EXCUSED, Sense.LEAVE) or asked[1] <= found[1] or last == at:
        return found
    return source.lexicon.phrase_at(text.lower, text.plain, at, last) or found


def _rather_without_leave(source: Source, at: int, found: Found) -> Found | None:
    """`nghỉ không có lý do` is no `nghỉ không có`."""
    text = source.text
    if found[0].sense is not Sense.NOBODY:
        return found
    behind = (
        source.lexicon.phrase_at(text.lower, text.plain, at + 1, reach(text.words, at + 1, 9))
        if found[1] - at > 1
        else None
    )
    if behind is None or behind[0].sense is not Sense.EXCUSED or behind[1] <= found[1]:
        return found
    return source.lexicon.phrase_at(text.lower, text.plain, at, at + 1) or found


def shorter_phrase(source: Source, piece: Piece | None) -> Piece | None:
    """`nghỉ Vi` is no `nghỉ vì` where Vi is a pupil: a phrase does not swallow a name that is typed otherwise, or that
    has the place of one.
    """
    text = source.text
    if piece is None or piece.phrase is None or piece.end - piece.start != 2 or not piece.is_(*_SWALLOWING):
        return piece
    last = piece.end - 1
    if piece.is_(Sense.ABSENT, Sense.BUSINESS) and not text.capital(last):
        return piece
    ends = piece.end == len(text.words) or text.words[piece.end].gap >= Gap.BREAK
    if piece.is_(Sense.NOBODY) and not (text.marked or text.capital(last)):
        return piece  # 8a1 day du
    as_the_phrase = text.lower[last] == "".join(piece.phrase.keys[-1])
    if (as_the_phrase and not (ends or text.capital(last))) or name_at(source, last) is None:
        return piece
    first = source.lexicon.phrase_at(text.lower, text.plain, piece.start, last)
    behind = (
        None if ends else source.lexicon.phrase_at(text.lower, text.plain, piece.end, reach(text.words, piece.end, 9))
    )
    if first is None or (behind is not None and behind[0].sense in (Sense.REASON, Sense.SIGNAL)):
        return piece
    return Piece(start=piece.start, end=last, phrase=first[0])


_RATHER = (
    _rather_huy,
    _without_an_initial,
    _is_then,
    _rather_not_there,
    _rather_far,
    _rather_leave,
    _rather_without_leave,
    _rather_a_code,
    _rather_somebody,
)
_RATHER_OF_ONE = (_rather_huy, _rather_not_there, _rather_far)  # words; the others say nothing of one
_SWALLOWING = (Sense.ABSENT, Sense.BUSINESS, Sense.BECAUSE, Sense.EMPTY, Sense.NOBODY)


def _is_an_initial(text: Text, at: int) -> bool:
    """`P.T. Hồng`: no code."""
    word = text.words[at]
    return (
        len(word.text) == 1
        and text.text[word.end : word.end + 1] == "."
        and text.text[word.end + 1 : word.end + 2].isalpha()
    )


def _is_bare(text: Text, at: int, phrase: Phrase) -> bool:
    return text.lower[at] == text.plain[at] != "".join(phrase.keys[0])


_BEFORE_NAMES = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND, Sense.EMPTY, Sense.INSTEAD)


def _stands(source: Source, at: int, phrase: Phrase, last: Piece | None) -> bool:
    """Whether a word typed without marks is this one, and no part of a name: what stands around it tells."""
    text, behind = source.text, at + 1
    if _is_the_pupil_a(source, at, last):
        return False
    ends = behind == len(text.words) or text.words[behind].gap >= Gap.HARD
    if ends:
        polite = phrase.sense is Sense.EMPTY and text.plain[at] in ("a", "nhe", "nha")
        return polite or (
            text.words[at].gap >= Gap.HARD and not source.lexicon.syllable_of_names(text.lower[at], text.plain[at])
        )
    name = name_at(source, behind)
    following = source.lexicon.phrase_at(text.lower, text.plain, behind, reach(text.words, behind, 9))
    if following is not None and following[0].exact and _is_bare(text, behind, following[0]):
        following = None
    if name is not None and (following is None or following[1] <= name.end):
        if len(text.plain[at]) == 1 and text.plain[at] in "ayh" and not text.is_little(at):
            return False  # A Phúc, Y Blan
        behind_name = last is not None and bool(last.pupils) and text.words[at].gap <= Gap.TIGHT
        return phrase.sense in _BEFORE_NAMES and not (behind_name and phrase.sense is not Sense.AND)
    if following is not None and text.words[behind].gap <= Gap.TIGHT:
        codes = following[0].sense in (Sense.EXCUSED, Sense.SESSION)
        then = text.plain[at] == "thi" and last is not None and bool(last.pupils)  # say thi ko phep
        return not codes or then or (phrase.sense in _BEFORE_NAMES and last is None)
    return day_at(source, behind) is not None or phrase.sense is Sense.PEOPLE


def _is_the_pupil_a(source: Source, at: int, last: Piece | None) -> bool:
    """`vắng A`, `không phải A mà là Hùng`, where somebody is called so: no `ạ`."""
    text = source.text
    if text.words[at].text != "A" or text.text.isupper() or name_at(source, at) is None:
        return False
    return text.words[at].gap >= Gap.COLON or (last is not None and last.is_(*_NAMES_FOLLOW))


_NAMES_FOLLOW = (Sense.ABSENT, Sense.PEOPLE, Sense.AND, Sense.DENY, Sense.INSTEAD)
