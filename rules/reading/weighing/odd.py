"""What a pupil's clause leaves unexplained."""

from collections.abc import Sequence
from itertools import pairwise

from rules.people.names import spelling
from rules.reading.pieces import THANKS, Piece, Source
from rules.reading.said.drafts import Draft
from rules.reading.weighing.clauses import (
    OTHER,
    Mention,
    behind_therefore,
    breaths,
    from_the_leave,
    gives_why,
    is_of_them,
    is_small,
    own_breath,
    says,
)
from rules.reading.weighing.passed_over import is_denied
from rules.reading.weighing.shapes import (
    asks_for,
    asks_in_the_end,
    closes,
    counts_things,
    gives_thanks,
    is_never,
    is_of_the_family,
    quotes,
    serves,
    there_is,
)
from rules.reading.words.lexicon import Sense
from rules.reading.words.talk import is_talk
from rules.reading.words.text import Gap, in_brackets
from rules.reading.words.why import opens_a_why, tells_of_none

_WHY = (Sense.REASON, Sense.SIGNAL, Sense.BECAUSE)
_BEHIND_A_VERB = frozenset(("hoc", "roi", "nua", "tiep", "not"))  # nghỉ học rồi, nghỉ tiếp
_A_VERB = 3  # parts
_IN_CLASS = frozenset(("lop", "truong", "roi"))
_WRITERS = frozenset(("em", "e", "minh", "toi", "co", "tui"))
_ASKING = frozenset(("hoi", "goi", "nhan", "he", "lac", "tim", "dien"))  # liên hệ, liên lạc
_BY_NOW = frozenset(("da", "co", "moi", "vua", "em", "minh", "toi", "goi"))  # đã gọi
_ANSWERED = frozenset(("may", "duoc", "lac", "nghe", "loi"))  # không nghe máy, không trả lời
_HOW_MANY = frozenset(("hoi", "kha", "nhieu", "dong", "it", "co", "den", "toi", "mat", "nhung"))  # vắng hơi nhiều: …
_CLOSING = frozenset(("nua", "luon", "ca"))  # vắng thêm Lan nữa
_DENIED = frozenset(("khong", "ko", "k", "chua", "hong", "chang", "no"))
# An aside may take the absence back (vắng Lan, mới vô): words of coming, or what somebody does just now.
_COMES = frozenset(("vao", "vo", "ra", "den", "toi", "len", "xuong", "hoc", "theo"))
_INTO = frozenset(("vao", "vo", "den", "toi", "hoc"))
_JUST_NOW = frozenset(("moi", "vua", "roi", "da", "dang", "van", "lai", "o"))
_IDLE = frozenset(("rồi", "roi", "đã", "da", "cũng", "cung", "quá", "lắm", "lam", "rất", "thật", "lúc", "luc"))
_THERE = frozenset(("ngồi", "xem", "đứng"))
_FROM_HOME = frozenset(("nha", "que", "ban", "lang", "buon", "ray"))


class Odd:
    """What a pupil's clause leaves unexplained: `words` without any regard to reasons, `beyond` the reasons; and
    whether it is about something `other`.
    """

    def __init__(self, source: Source, mention: Mention, *, told: bool, framed: bool) -> None:
        self._source, self._framed = source, framed
        self.words: list[Piece] = []
        self.beyond: list[Piece] = []
        self.other = self.never = False
        self.of_them = False  # what is unexplained is said of all before it
        if mention.lead:
            self._read_lead(mention)
        if mention.tail:
            self._read_tail(mention, told=told)

    def _read_lead(self, mention: Mention) -> None:
        source, opened = self._source, -1
        for place, piece in enumerate(mention.lead):
            begins = says(piece) or piece.is_(Sense.LEAVE, Sense.REPORTS) or there_is(source, mention.lead, place)
            counts = opened >= 0 and piece.people and piece.count is not None  # vắng mất 3 em: …
            opened = place if begins or counts else opened
            self.never = self.never or is_never(piece)
        lead = mention.lead[opened + 1 :]
        near = behind_therefore(source, own_breath(source, lead, mention.draft.start))
        self.words = [
            piece
            for piece, behind in zip(near, (*near[1:], None), strict=False)
            if not (piece.explained or serves(source, piece, behind) or asks_for(source, piece, mention))
            and not is_of_the_family(source, piece, behind, mention)
            and not (behind is None and quotes(source, piece, mention.draft.start))
        ]
        if opened >= 0 and source.text.words[mention.draft.start].gap is Gap.COLON:
            self.words = [piece for piece in self.words if source.text.plain[piece.start] not in _HOW_MANY]
        self.beyond = list(self.words)
        self.other = any(piece.is_(*OTHER) for piece in lead) or any(
            piece.phrase is not None and piece.phrase.value == THANKS
            for piece in own_breath(source, mention.lead, mention.draft.start)
        )

    def _read_tail(self, mention: Mention, *, told: bool) -> None:
        source, before = self._source, None
        own = any(map(says, mention.lead))  # an absence is spoken of right before the name, or behind it
        self.never = self.never or any(is_never(piece) for piece in mention.tail if self._reaches(mention, piece))
        covered = any(piece.is_(*_WHY) for piece in mention.lead)
        asked = "xin" in source.text.plain[: mention.draft.start]  # già làng xin cho Lan nghỉ dự lễ
        coded = self._framed and self._is_coded(mention)
        said = list(breaths(source, from_the_leave(mention)))
        for breath in said[-1:] if asks_in_the_end(source, said) else said:
            aside = told and not any(says(piece) or piece.is_(Sense.KIND, Sense.BUT, Sense.MAYBE) for piece in breath)
            apart = before is not None or source.text.words[breath[0].start].gap >= Gap.HARD
            of_them = apart and is_of_them(breath)
            turns = self._may_turn(breath)
            if told and apart and self._calls(breath):
                continue
            others = apart and told and "khac" in source.text.plain[breath[0].start : breath[0].end + 1]
            still = told and apart and self._tells_it_again(breath)
            if others or still or (aside and apart and not of_them and (self._asks_the_family(breath) or not turns)):
                continue  # vắng Lan, em dạy thay
            self.never = self.never or gives_thanks(breath)
            found = len(self.words)
            covered = covered or gives_why(source, breath) or self._is_why(breath, mention.tail, told=told) or coded
            for piece, behind in zip(breath, (*breath[1:], None), strict=False):
                why = piece.is_(*_WHY, Sense.KIND) and (own or not self._is_busy(piece, behind))
                covered = why or (covered and not piece.is_(Sense.BUT))
                covered = covered or (told and self._goes_on(piece, before, breath, mention, own=own))
                purpose = told and not covered and self._is_purpose(piece, before, behind, asked=asked)
                covered = covered or (purpose and self._is_apart(breath, own=own))
                told, own = told or says(piece), own or says(piece)
                last = told and source.text.plain[piece.start] in _CLOSING and closes(breath, piece)
                idle = told and not turns and source.text.lower[piece.start] in _IDLE
                goes = last or idle or self._goes_with(piece, before) or serves(source, piece, behind)
                counts = not told and counts_things(source, piece, behind)
                if counts or not (piece.explained or goes or (told and in_brackets(source.text, piece.start))):
                    self.words.append(piece)
                    covered_here = covered and not (self._comes(breath, piece) or self._stays(piece))
                    self.beyond += [] if covered_here else [piece]
                guessed = piece.is_(Sense.MAYBE) and behind is not None and says(behind)  # chắc nghỉ cả tuần
                self.other = self.other or guessed or (piece.is_(*OTHER) and not covered)
                before = piece
            self.of_them = self.of_them or (of_them and len(self.words) > found)

    def _reaches(self, mention: Mention, piece: Piece) -> bool:
        """`nếu` is said of all, `thầy cô đừng gọi tên em nữa` of nobody who is ill before the comma."""
        text = self._source.text
        apart = any(text.words[at].gap >= Gap.HARD for at in range(mention.draft.end, piece.start + 1))
        return not apart or text.plain[piece.start] not in ("dung", "khoi")

    def uncovered(self, draft: Draft, *, among: bool = False) -> list[Piece]:
        """What no reason explains; behind a name nobody has, strange words may belong to it, and `among` pupils who are
        known the next word does.
        """
        if draft.pupils:
            return self.beyond
        return [
            piece for piece in self.beyond if not (self._like_a_name(piece) or (among and piece.start == draft.end))
        ]

    def _goes_on(
        self, piece: Piece, before: Piece | None, breath: Sequence[Piece], mention: Mention, *, own: bool
    ) -> bool:
        """`Lan xin nghỉ thầy nhé nhà có người mất`, `vắng Lan: trạm xá giữ lại theo dõi`: whatever is told behind."""
        text, verb = self._source.text, before is not None and says(before)
        colon = piece.start == mention.draft.end and text.words[piece.start].gap is Gap.COLON
        leave = any(each.is_(Sense.LEAVE, Sense.EXCUSED) for each in breath if each.start < piece.start)
        if not (colon or (own and leave and before is not None and not verb and not piece.explained)):
            return False
        other = any(each.is_(Sense.KIND, Sense.BUT, *OTHER) for each in breath)
        turns = self._may_turn(breath) if not colon else not _INTO.isdisjoint(text.plain[piece.start : breath[-1].end])
        return not (other or turns or self._is_talk(breath))

    def _is_purpose(self, piece: Piece, before: Piece | None, behind: Piece | None, *, asked: bool) -> bool:
        """`xin nghỉ mai đi dự đám cưới`, `nghỉ lượm cà phê`: what for."""
        said = self._source.text.lower[piece.start]
        if before is not None and before.is_(Sense.ABSENT) and piece.unknown:
            touches = self._source.text.words[piece.start].gap is Gap.SOFT and said.islower()
            last = self._source.text.plain[before.end - 1]  # 6A Lan nghỉ lượm cà phê; Lan nghỉ ở nhà giữ heo
            return touches and (((self._framed or asked) and last in ("nghi", "hoc")) or last == "nha")
        for_what = piece.unknown and said in ("đi", "di", "để", "de", "về")
        if not for_what or behind is None:
            return False
        if not (behind.unknown or behind.is_(Sense.REASON) or self._source.text.plain[behind.start] == "theo"):
            return False
        return self._source.text.plain[behind.start] not in _IN_CLASS

    def _tells_it_again(self, breath: Sequence[Piece]) -> bool:
        """`thiếu mỗi Sử, gọi về bảo đi từ sáng mà chưa tới trường`: the last word is that the pupil is not here."""
        if any(piece.is_(Sense.KIND, *OTHER) for piece in breath):
            return False
        verb = max((place for place, piece in enumerate(breath) if says(piece)), default=-1)
        closes = all(piece.explained or piece.is_(Sense.EMPTY) for piece in breath[verb + 1 :])
        return (verb >= 0 and closes) or is_denied(self._source, breath[0].start, breath[-1].end)

    def _is_coded(self, mention: Mention) -> bool:
        """`Dúa bùng học nha, 0 phép`: the code behind the comma tells that the strange words are of an absence."""
        said = list(breaths(self._source, mention.tail))
        own, code = (said[0], said[1]) if len(said) > 1 else ([], [])
        strange = [piece for piece in own if not piece.explained]
        plain = bool(strange) and strange[0].unknown and len(strange) <= _A_VERB
        coded = any(map(says, code)) and all(piece.is_(Sense.EXCUSED, Sense.EMPTY) for piece in code)
        other = any(piece.is_(Sense.KIND, Sense.BUT, *OTHER) for piece in mention.tail)
        turns = not (_COMES - {"hoc"}).isdisjoint(self._source.text.plain[piece.start] for piece in strange)
        return plain and coded and not (other or turns or self._is_talk(own))

    def _is_why(self, breath: Sequence[Piece], tail: Sequence[Piece], *, told: bool) -> bool:
        """`vắng Mười ghe hư`, `Lềnh đi chợ phiên chưa về, vắng`: what stands beside a name and an absence is why, if it
        begins as reasons do.
        """
        first = next((piece for piece in breath if not piece.is_(Sense.EMPTY) or is_small(piece)), None)
        if told and self._source.text.words[breath[0].start].gap >= Gap.HARD and self._is_of_why(breath):
            return True
        ill = not told and any(piece.is_(Sense.REASON) for piece in breath)  # tiêm về sốt nhẹ, chiều xin nghỉ
        ill = ill and not any(piece.is_(Sense.PEOPLE, Sense.TEACHER, Sense.PARENT) for piece in breath)
        ill = ill and first is not None and not is_small(first)
        away = first is not None and self._is_away(tail, first.start)  # 6A 23/25. Lan bị bò húc gãy tay xin nghỉ
        opens = (told, False) if away else (told,)
        if first is None or not (ill or any(opens_a_why(self._source.text, first.start, told=each) for each in opens)):
            return False
        goes_on = told or away
        other = any(piece.is_(Sense.KIND, Sense.BUT, *OTHER) for piece in breath)
        return goes_on and not other and not (told and self._may_turn(breath)) and not self._is_talk(breath)

    def _is_of_why(self, breath: Sequence[Piece]) -> bool:
        """`vắng Lan, nhà ở bên kia nước ngập chưa đi được`."""
        other = any(piece.is_(Sense.KIND, Sense.BUT, Sense.PEOPLE, *OTHER) for piece in breath)
        return any(piece.is_(Sense.REASON) for piece in breath) and not (other or self._may_turn(breath))

    def _is_away(self, tail: Sequence[Piece], start: int) -> bool:
        """Whether behind it this pupil is said to be away; not `qua nhà bạn nghỉ`, `giờ nghỉ`."""
        for before, piece in pairwise(tail):
            if says(piece) and piece.start > start:
                touches = self._source.text.words[piece.start].gap < Gap.HARD
                others = touches and (before.is_(Sense.PEOPLE, Sense.TEACHER) or is_small(before))
                return not (others or tells_of_none(self._source.text, piece.start))
        return False

    def _comes(self, breath: Sequence[Piece], piece: Piece) -> bool:
        """`xe hư đi bộ tới`: whatever hindered, the last word is that the pupil came."""
        plain = self._source.text.plain
        comes = plain[piece.start] in ("toi", "den", "vao", "vo") and piece is breath[-1] and piece is not breath[0]
        return comes and _DENIED.isdisjoint(plain[breath[0].start : piece.start])

    def _stays(self, piece: Piece) -> bool:
        """`đau chân ngồi ngoài xem`: what only somebody does who is there."""
        return piece.unknown and self._source.text.lower[piece.start] in _THERE

    def _is_talk(self, breath: Sequence[Piece]) -> bool:
        return is_talk(self._source.text, breath[0].start, breath[-1].end, (), ())

    def _is_busy(self, piece: Piece, behind: Piece | None) -> bool:
        """`vắng Lan, Sen bận trực`: busy with what, perhaps in school."""
        alone = piece.is_(Sense.REASON) and self._source.text.plain[piece.start : piece.end] == ("ban",)
        return alone and behind is not None and behind.unknown

    def _is_apart(self, breath: Sequence[Piece], *, own: bool) -> bool:
        """Whether it may be what an absence is for: not what one does while others are absent, nor a return."""
        return own and not self._may_turn(breath)

    def _calls(self, breath: Sequence[Piece]) -> bool:
        """`đã gọi cho gia đình nhưng không ai nghe máy`, `gọi mà sao vẫn không được`: whom the writer called."""
        plain = self._source.text.plain[breath[0].start : breath[-1].end]
        denied = next((place for place, each in enumerate(plain) if each in _DENIED), len(plain))
        unanswered = not _ANSWERED.isdisjoint(plain[denied:]) or ("tat", "may") in pairwise(plain)
        asks = plain[0] in (_BY_NOW | _ASKING) and not _ASKING.isdisjoint(plain[:3])
        return asks and unanswered and _INTO.isdisjoint(plain) and "nghi" not in plain

    def _asks_the_family(self, breath: Sequence[Piece]) -> bool:
        """`em đang hỏi gia đình`."""
        said = self._source.text.plain[breath[0].start : breath[-1].end]
        return said[0] in _WRITERS and not _ASKING.isdisjoint(said)

    def may_turn(self) -> bool:
        """Whether what is not understood may tell of a return."""
        return not (_COMES | _JUST_NOW).isdisjoint(self._source.text.plain[piece.start] for piece in self.beyond)

    def _may_turn(self, breath: Sequence[Piece]) -> bool:
        """`vắng Lan, mới vô`, `nay thì không`; and not `vắng Lan, em gọi bố không được`, `nhà ở xa`, `mẹ gọi rồi`."""
        plain = self._source.text.plain
        if plain[breath[-1].end - 1] in ("khong", "ko") and plain[breath[-1].end - 2] == "thi":
            return True
        small = {plain[piece.start] for piece in breath if is_small(piece)}
        leave = any(piece.is_(Sense.PARENT, Sense.TEACHER) for piece in breath[:1])
        leave = leave or any(piece.is_(Sense.LEAVE, Sense.EXCUSED) for piece in breath)  # tía nó xin rồi
        if leave and small.isdisjoint(_INTO):
            return False  # bố em vừa lên gặp tôi
        strange = any(piece.unknown for piece in breath) or all(map(is_small, breath))
        at_home = "o" in small and not _FROM_HOME.isdisjoint(plain[breath[0].start : breath[-1].end])
        return bool(small & _COMES) or (strange and bool(small & (_JUST_NOW - ({"o"} if at_home else set()))))

    def _like_a_name(self, piece: Piece) -> bool:
        text, names = self._source.text, self._source.lexicon.names
        lower, plain = text.lower[piece.start], text.plain[piece.start]
        return (
            piece.unknown and piece.end - piece.start == 1 and (plain if lower == plain else spelling(lower)) in names
        )

    def _goes_with(self, piece: Piece, before: Piece | None) -> bool:
        """`nghỉ học`, `nghỉ rồi`, `nghỉ 3 hôm liền`."""
        if before is not None and before.is_(Sense.LEAVE, Sense.EXCUSED) and not says(before):
            return self._source.text.plain[piece.start] in ("roi", "cho")  # mẹ xin rồi, gọi xin cho em nghỉ
        said, day = self._source.text.plain[piece.start], before is not None and before.day is not None
        return (day and said in ("lien", "luon")) or (before is not None and says(before) and said in _BEHIND_A_VERB)
