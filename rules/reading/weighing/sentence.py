"""The pupils a sentence names, and what becomes of each: what speaks for an absence, and what is left unexplained."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

from rules.reading.naming import is_one_word, is_written_as_a_name, name_at
from rules.reading.pieces import ADDED, ANSWERS, Piece, Source
from rules.reading.weighing.clauses import (
    OTHER,
    Mention,
    is_asked_leave,
    is_empty,
    is_in_school,
    is_leave_of_the_family,
    is_of_a_day,
    is_of_other_things,
    says,
    speaks_of_absence,
)
from rules.reading.weighing.odd import Odd
from rules.reading.weighing.shapes import is_half_of_a_word, is_off_school
from rules.reading.who.roster import Pupil
from rules.reading.words.lexicon import IN_PART, Kind, Sense
from rules.reading.words.text import Gap, in_brackets

_AWAY = frozenset(("om", "di_ray", "theo_cha_me", "di_lam", "lay_vo_chong"))  # reasons that may mean an absence
_AT_HOME = frozenset((("ve", "nha"), ("o", "nha"), ("ve", "nghi")))
_IN_SCHOOL, _THEREFORE, _NOBODY_KNOWS = "in_school", "nen", "khong_ro"
_NOT_TO_SCHOOL = frozenset(("hoc", "nha"))  # không chịu đi học, ở nhà trông em
_ELSEWHERE = frozenset(("di_ray", "theo_cha_me", "di_lam", "viec_nha", "lay_vo_chong"))  # reasons not to be in school


class Meant(IntEnum):
    """What becomes of a pupil who is named: nothing is said of an absence; ask; written down."""

    NO = 0
    ASK = 1
    YES = 2


class Sentence:
    """`said`: an absence is spoken of in it, or in one `before`. `framed`: the class was named. `listed`: somebody of
    the class is named in the message.
    """

    def __init__(
        self,
        source: Source,
        mentions: Sequence[Mention],
        sure: set[tuple[Pupil, ...]],
        *,
        said: bool,
        before: bool,
        framed: bool,
        listed: bool,
        heads: bool,
    ) -> None:
        self.source, self.mentions = source, mentions
        self.said, self.before, self.framed, self.listed, self.sure = said, before, framed, listed, sure
        self.headings = list(self._headings(heads=heads))
        both = zip(mentions, self.headings, strict=True)
        self.odd = [Odd(source, one, told=bool(head), framed=framed) for one, head in both]
        self.unlisted = not source.index.roster.pupils  # whoever is named, nobody can be known
        self.known = self.unlisted or any(mention.draft.pupils for mention in mentions)
        self.bare = not any(
            (self._is_odd(*each) and not self._is_away(*each)) or each[1].other
            for each in zip(mentions, self.odd, strict=True)
        )
        pieces = [piece for mention in mentions for piece in (*mention.lead, *mention.tail)]
        self.of_others = bool(mentions) and self._is_headed_by_others(mentions[0])
        self.in_school = any(map(is_in_school, pieces))
        self.asks_leave = any(piece.is_(Sense.LEAVE, Sense.EXCUSED) for piece in pieces)
        self.tells_why = any(piece.is_(Sense.REASON) for piece in pieces)
        self.answers = any(piece.phrase is not None and piece.phrase.value == ANSWERS for piece in pieces)
        self.only_polite = bool(pieces) and all(piece.is_(Sense.EMPTY) for piece in pieces)

    def _headings(self, *, heads: bool) -> Iterator[Meant]:
        """Of each mention, whether an absence heads it: `ASK` if what is spoken of is something else besides."""
        heading = Meant.YES if heads else Meant.NO
        contrary = (Sense.KIND, *OTHER) if heads else (Sense.KIND, Sense.BUT, *OTHER)
        for mention in self.mentions:
            if any(map(says, mention.lead)) or is_asked_leave(mention.lead):
                heading = Meant.ASK if is_of_other_things(self.source, mention.lead) else Meant.YES
            elif any(piece.is_(*contrary) for piece in mention.lead) or self._has_a_heading_of_its_own(mention):
                heading = Meant.NO
            elif self._is_headed_by_why(mention):
                heading = Meant.YES if self.framed else Meant.ASK
            yield heading

    def _is_headed_by_others(self, first: Mention) -> bool:
        """`Kiểm tra chạy bền: Hoa bỏ cuộc, Sen đau chân nghỉ`: whatever is told of them was there."""
        colon = self.source.text.words[first.draft.start].gap is Gap.COLON
        return colon and any(piece.is_(Sense.BUSINESS) for piece in first.lead)

    def _has_a_heading_of_its_own(self, mention: Mention) -> bool:
        """`Vắng: Lan\nQuên thẻ: Hùng`."""
        colon = self.source.text.words[mention.draft.start].gap is Gap.COLON
        return colon and any(piece.unknown for piece in mention.lead)

    def _is_headed_by_why(self, mention: Mention) -> bool:
        """`đi rẫy: Sơn, Lan; ốm: Tú`."""
        colon = self.source.text.words[mention.draft.start].gap is Gap.COLON
        return colon and bool(mention.lead) and mention.lead[-1].is_(Sense.REASON, Sense.SIGNAL)

    def verdicts(self) -> list[Meant]:
        self._reach_back()
        self._reach_on()
        found: list[Meant] = []
        for mention, odd, heading in zip(self.mentions, self.odd, self.headings, strict=True):
            verdict = self._verdict(mention, odd, headed=heading is not Meant.NO)
            if found and self._goes_on_behind(self.mentions[len(found) - 1], mention):
                found[-1], verdict = min(found[-1], Meant.ASK), Meant.NO
            found.append(min(verdict, Meant.ASK) if heading is Meant.ASK or self.of_others else verdict)
        return self._passed_back(found)

    def look_again(self, found: list[Meant]) -> None:
        """`vắng Lan. Lan vừa chạy vào lớp`: what is said of somebody anew, and not understood, may take it back."""
        sure = set(self.sure)
        for place, (mention, odd) in enumerate(zip(self.mentions, self.odd, strict=True)):
            doubted = odd.may_turn() or any(piece.is_(Sense.MAYBE) for piece in (*mention.lead, *mention.tail))
            if found[place] is Meant.NO and mention.draft.pupils in sure and doubted:
                found[place] = Meant.ASK
            ill = not odd.beyond and not doubted and any(piece.is_(Sense.REASON) for piece in mention.tail)
            if found[place] is Meant.ASK and mention.draft.pupils in sure and ill:
                found[place] = Meant.YES  # vắng Lan, Tú. Lan bị sốt đang điều trị ở huyện
            if found[place] is Meant.YES:
                sure.add(mention.draft.pupils)

    def _goes_on_behind(self, before: Mention, mention: Mention) -> bool:
        """`Lan xin nghỉ thể dục`: strange words behind the verb, though names are made of them."""
        touches = self.source.text.words[mention.draft.start].gap is Gap.SOFT and not mention.lead
        small = not self.source.text.capital(mention.draft.start)
        return touches and small and not mention.draft.pupils and bool(before.tail) and says(before.tail[-1])

    def _reach_back(self) -> None:
        """`Sơn, Tú tới trễ`: said of both, unless an absence heads the list."""
        for place in reversed(range(1, len(self.mentions))):
            mention, before = self.mentions[place], self.mentions[place - 1]
            kind = mention.draft.kind
            if kind is Kind.ABSENT or before.draft.kind is not Kind.ABSENT or not is_empty(before.tail):
                continue
            if mention.anew or any(says(piece) or piece.is_(Sense.KIND) for piece in mention.lead):
                continue
            inside = in_brackets(self.source.text, mention.draft.start)
            if mention.tail and in_brackets(self.source.text, mention.tail[0].start) and not inside:
                continue  # Sơn, Tú (đi trễ)
            asked = kind is Kind.DUTY and not speaks_of_absence(self.source.text)
            if mention.joined or asked or not self._is_headed(place - 1):
                before.draft.kind = kind

    def _reach_on(self) -> None:
        """`nếu mưa chắc Lan với Hùng nghỉ`: what is supposed, or other business, of one is so of all who are joined."""
        for before, odd, behind, mention in zip(self.mentions, self.odd, self.odd[1:], self.mentions[1:], strict=False):
            behind.never = behind.never or odd.never
            if (mention.joined or is_empty(before.tail)) and not any(says(piece) for piece in mention.lead):
                behind.other = behind.other or odd.other

    def _is_likely(self, mention: Mention) -> bool:
        """Whether words nobody has for a name hold somebody's: `Sen bàn`."""
        return any(name_at(self.source, at) is not None for at in range(mention.draft.start, mention.draft.end))

    def _is_odd(self, mention: Mention, odd: Odd) -> bool:
        """Where no absence is spoken of, so that no reason covers anything; of a name nobody has, among pupils, strange
        words may be a part.
        """
        among = self.known and (self.framed or self.said)
        return bool(odd.uncovered(mention.draft) if among and not mention.draft.pupils else odd.words)

    def _is_headed(self, place: int) -> bool:
        """Whether an absence is spoken of before the name, behind the last semicolon."""
        for mention in reversed(self.mentions[: place + 1]):
            if any(map(says, mention.lead)):
                return True
            if mention.anew:
                return False
        return False

    def _verdict(self, mention: Mention, odd: Odd, *, headed: bool) -> Meant:
        pieces = (*mention.lead, *mention.tail)
        own = any(map(says, pieces))
        if mention.draft.kind in IN_PART:
            return self._of_a_part(mention, odd)
        if odd.never or (odd.other and not (own or headed)):
            return Meant.NO
        if not (own or headed):
            return self._where_nothing_is_said(mention, odd, pieces)
        if is_half_of_a_word(self.source, mention):
            return Meant.NO
        if not (self.known or (self.bare and own) or self._is_likely(mention)):
            announced = own and (self.framed or any(piece.is_(Sense.PEOPLE) for piece in mention.lead[-1:]))
            written = is_written_as_a_name(self.source.text, mention.draft)
            written = written or (not self.source.text.cased and any(p.is_(Sense.PEOPLE) for p in mention.lead[-1:]))
            return Meant.ASK if announced and written else Meant.NO
        doubtful = odd.other or odd.uncovered(mention.draft) or mention.draft.contrary
        doubtful = doubtful or (any(map(is_in_school, mention.tail)) and not is_off_school(self.source, mention))
        doubtful = doubtful or not (headed or self.framed or any(map(is_of_a_day, pieces)))  # Lan bỏ học đi làm rồi
        return Meant.ASK if doubtful else Meant.YES

    def _of_a_part(self, mention: Mention, odd: Odd) -> Meant:
        """Of who came and was not there all the time: `Hùng bỏ tiết 3`, but not `Hùng hay bỏ tiết`."""
        if odd.never or odd.other or not (mention.draft.pupils or self.framed):
            return Meant.NO
        return Meant.ASK if odd.beyond else Meant.YES

    def _where_nothing_is_said(self, mention: Mention, odd: Odd, pieces: Sequence[Piece]) -> Meant:
        """Of an absence, that is: one of a list, or somebody who is ill or away."""
        clean = not self._is_odd(mention, odd)
        if not mention.draft.pupils and self.said:
            clean = not odd.uncovered(mention.draft, among=self.known)
        one_of_a_list = self.said or (self.bare and (self.before or self.framed or not self.tells_why))
        known = bool(mention.draft.pupils) or (self.unlisted and self.framed)
        because = self.framed and known and not odd.beyond and any(piece.is_(Sense.BECAUSE) for piece in mention.tail)
        because = because or (known and self._is_away(mention, odd) and not self.in_school)
        because = because or (known and self._is_asked_for(mention, odd))
        if not known and not self.said and not self.known and not is_written_as_a_name(self.source.text, mention.draft):
            return Meant.NO  # nhì 6/2
        polite = self.only_polite and clean and not (self.framed or self.before)
        if polite and is_one_word(self.source.text, [each.draft for each in self.mentions]):
            return Meant.NO if self.answers else Meant.ASK  # ok Lan; Lan nhé; bình an nha
        if self.in_school and not self.said:
            sent = known and _AT_HOME.intersection(pairwise(self.source.text.plain))  # trạm y tế cho về nhà cách ly
            return Meant.ASK if sent else Meant.NO  # đánh nhau giờ ra chơi; 6A Lan ở phòng y tế
        if self.listed and ((clean and one_of_a_list) or because):  # 6A: Lan vì nhà có việc
            return Meant.ASK if self._is_unlike(mention) or mention.draft.contrary else Meant.YES
        if known and (self._is_added(mention) or (self.said and self._is_another(mention))):
            return Meant.ASK
        why = any(self._may_tell(piece, clean=clean) for piece in pieces)
        return Meant.ASK if known and (why or (self.framed and self.tells_why)) else Meant.NO

    def _is_asked_for(self, mention: Mention, odd: Odd) -> bool:
        """`Lan sổ mũi nên mẹ xin cho ở nhà`; `Lan ốm, mẹ Lan có điện xin`: ill, and leave asked for by the family."""
        if self.in_school or not any(piece.is_(Sense.REASON) for piece in mention.tail):
            return False
        own = [*mention.tail]
        for other in self.mentions:
            own += other.tail if other.draft.parent and other.draft.pupils == mention.draft.pupils else ()
        by_parents = any(piece.is_(Sense.PARENT) for piece in own)
        asked = any(is_leave_of_the_family(self.source, piece, alone=by_parents) for piece in own)
        plain = self.source.text.plain
        # ho dữ quá, bà xin cho nằm nhà
        at_home = any("nha" in plain[piece.start : piece.end] for piece in mention.tail)
        return asked and all(plain[piece.start] == _THEREFORE for piece in (odd.beyond if at_home else odd.words))

    def _is_unlike(self, mention: Mention) -> bool:
        """`vắng Lan, còn Hùng thì chưa rõ`; and not `nghỉ Lan với Hùng, Lan ốm còn Hùng k rõ`."""
        named = [each.draft.pupils for each in self.mentions].count(mention.draft.pupils)
        if named > 1 or mention.draft.pupils in self.sure or not any(piece.is_(Sense.BUT) for piece in mention.lead):
            return False
        return self.said and any(piece.phrase and piece.phrase.value == _NOBODY_KNOWS for piece in mention.tail)

    def _is_away(self, mention: Mention, odd: Odd) -> bool:
        """`6A: Lan về quê lễ Dolta`: why, behind the name of one of the class that was named, covers what follows."""
        why = mention.tail[0].phrase if mention.tail else None
        if why is None or why.sense is not Sense.REASON or not self.framed or odd.beyond:
            return False
        return why.value in _ELSEWHERE

    def _is_added(self, mention: Mention) -> bool:
        """`quên, 6A còn Lan nữa`; not `Quên thẻ: Lan`."""
        if any(piece.unknown for piece in mention.lead):
            return False
        added = any(piece.phrase is not None and piece.phrase.value == ADDED for piece in mention.lead)
        again = any(self.source.text.plain[piece.start] == "nua" for piece in mention.tail)
        return added and (self.framed or again)

    def _is_another(self, mention: Mention) -> bool:
        """`vắng Lan ốm còn Minh thì chả nghe gì`: one more of whom it is not clear what is said."""
        return any(piece.is_(Sense.BUT) for piece in mention.lead) and any(piece.unknown for piece in mention.tail)

    def _may_tell(self, piece: Piece, *, clean: bool) -> bool:
        """Whether an absence may be meant, though none is spoken of: ill, away with the parents, leave."""
        value = piece.phrase.value if piece.phrase is not None else ""
        if piece.is_(Sense.REASON):
            said = self.source.text.plain[piece.start : piece.end]
            return clean or value in _AWAY or self.asks_leave or bool(_NOT_TO_SCHOOL & set(said))
        return clean and piece.is_(Sense.LEAVE, Sense.EXCUSED)

    def _is_said_of_both(self, place: int) -> bool:
        """`Lan với Hùng quên khăn, Tú nghỉ`; but `6A: Lan, Hùng thì chưa rõ`."""
        behind = self.mentions[place + 1]
        relies = behind.joined and any(map(says, behind.tail))  # Lan với Hùng chưa thấy mặt mũi
        return not self.framed or relies or (behind.joined and bool(self.odd[place + 1].other))

    def _passed_back(self, found: list[Meant]) -> list[Meant]:
        """`Lan, Hùng nghỉ`: what is said behind the last is said of those before of whom nothing is."""
        for place in reversed(range(len(found) - 1)):
            mention, behind = self.mentions[place], self.mentions[place + 1]
            own = self.headings[place] is not Meant.NO or any(map(says, (*mention.lead, *mention.tail)))
            if not own and is_empty(mention.tail) and not behind.anew and self._is_said_of_both(place):
                found[place] = min(found[place], found[place + 1])  # as sure as what is said of both
            if self.odd[place + 1].of_them and is_empty(mention.tail):
                found[place] = min(found[place], found[place + 1])  # Lan, Hùng, 2 bạn ấy đi trực
            if found[place] is Meant.NO and is_empty(mention.tail) and not self.odd[place].words:
                found[place] = found[place + 1] if not behind.anew else found[place]
            elif found[place] is Meant.NO and is_empty(mention.tail) and behind.joined and not self.odd[place].other:
                found[place] = min(found[place + 1], Meant.ASK)  # bên đó Lan với Hùng nghỉ
            elif mention.draft.kind in IN_PART and is_empty(mention.tail):
                found[place] = min(found[place], found[place + 1])
        return found
