"""The words of a report besides names and days: codes, reasons, sessions, and what carries no meaning."""

from enum import StrEnum

from msgspec import Struct

from rules.names import fold, key


class Sense(StrEnum):
    EXCUSED = "excused"
    REASON = "reason"
    SESSION = "session"
    KIND = "kind"
    ALL = "all"  # what follows is about everybody named
    NOBODY = "nobody"
    AND = "and"
    ABSENT = "absent"  # the verb: what follows a name and it may be a reason
    PEOPLE = "people"  # a number before it counts pupils
    BECAUSE = "because"
    EMPTY = "empty"


class Kind(StrEnum):
    """What is said of a pupil. `PRESENT` is said of those who must not be recorded: có mặt, về sớm, đi học lại."""

    ABSENT = "absent"
    LATE = "late"
    DUTY = "duty"
    PRESENT = "present"


class Phrase(Struct, frozen=True):
    sense: Sense
    value: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    exact: bool  # unmarked it would be somebody's name (bão and Bảo), so it counts only as written here


# sense, value: phrases. Excuses are listed with their negatives; the longest phrase at a place wins.
_TABLE = """
excused K: k, kp, không phép, ko phép, k phép, hông phép, hok phép, 0 phép, không có phép, ko có phép, k có phép
excused K: không xin phép, ko xin phép, k xin phép, chưa xin phép, chưa có phép, không lý do, ko lý do, k lý do
excused K: không lí do, không có lý do, ko có lý do, vô lý do, không báo, không xin, tự ý nghỉ, tự ý nghỉ học
excused K: nghỉ không phép, vắng không phép, nghỉ ko phép, vắng ko phép, không đơn, không có đơn
excused P: p, cp, phép, có phép, xin phép, có xin phép, xin nghỉ, xin nghỉ học, có đơn, có xin, đã xin phép, được phép
excused P: ph xin, ph xin nghỉ, mẹ xin, bố xin, ba xin, mẹ xin nghỉ, bố xin nghỉ, ba xin nghỉ, gđ xin, gđ xin nghỉ
excused P: gia đình xin, gia đình xin nghỉ, phụ huynh xin, phụ huynh xin nghỉ, nghỉ phép, nghỉ có phép, vắng có phép
excused P: có lý do, có lí do
reason om: ốm, sốt, bệnh, bịnh, mệt, ốm nặng, sốt cao, bị ốm, bị sốt, bị bệnh, bị đau, bị cảm, bị mệt, bị ngã
reason om: bị gãy tay, bị gãy chân, đau, đau bụng, đau đầu, đau răng, đau mắt, đau chân, cảm cúm, cảm sốt, ho sốt
reason om: tiêu chảy, nằm viện, đi viện, nhập viện, đi bệnh viện, đi khám, đi khám bệnh, khám bệnh, đi trạm xá
reason om: thủy đậu, sốt xuất huyết
reason viec_nha: việc nhà, việc gia đình, gia đình có việc, gđ có việc, nhà có việc, có việc nhà, có việc gia đình
reason viec_nha: bận việc nhà, bận việc gia đình, bận việc, có việc, có tang, nhà có tang, đám tang, đám ma, đám giỗ
reason viec_nha: đám cưới, đi đám cưới, ăn cưới, đi ăn cưới, đi đám, trông em, giữ em, coi em, trông nhà, giữ nhà
reason viec_nha: giúp bố mẹ, giúp gia đình
reason di_ray: đi rẫy, lên rẫy, làm rẫy, ở rẫy, đi nương, lên nương, làm nương, đi làm rẫy, đi làm nương, gặt lúa
reason di_ray: đi gặt, mùa rẫy, vào mùa, hái cà phê, chăn trâu, chăn bò, đi rừng, phụ rẫy
reason theo_cha_me: theo bố mẹ, theo cha mẹ, theo ba mẹ, theo má, theo mẹ, theo bố, theo cha, theo ba, theo gia đình
reason theo_cha_me: đi theo bố mẹ, đi theo cha mẹ, đi theo ba mẹ, đi với bố mẹ, đi với ba mẹ, về quê
reason di_lam: đi làm, đi làm xa, đi làm thuê, đi làm công ty, đi làm ăn, đi làm ăn xa, làm thuê, làm công ty
reason lay_vo_chong: lấy vợ, lấy chồng, cưới, cưới vợ, cưới chồng, kết hôn, bắt vợ, bị bắt vợ, theo chồng, theo vợ
reason lay_vo_chong: tảo hôn
reason duong_xa: đường xa, nhà xa, xa trường, xa nhà, không có xe, ko có xe, hỏng xe, hư xe, xe hỏng
reason thoi_tiet: mưa, lũ, bão, lụt, rét, ngập, sạt lở, mưa lũ, mưa to, mưa lớn, mưa bão, lũ lụt, trời mưa, trời rét
reason thoi_tiet: rét đậm, sạt lở đường, đường sạt lở, đường trơn, nước to, nước lớn, nước lũ, suối to, ngập lụt
reason thoi_tiet: ngập đường
reason khac: lý do khác, việc riêng, có việc riêng, bỏ học, nghỉ luôn, nghỉ học luôn, bỏ học luôn, trốn học, bỏ tiết
reason khac: không muốn đi học, không chịu đi học, chán học, chưa rõ lý do, không rõ lý do, ko rõ lý do
reason khac: chưa biết lý do
session S: s, sáng, buổi sáng, bs
session C: c, chiều, buổi chiều, bc
session SC: cả ngày, nguyên ngày, cả 2 buổi, cả hai buổi, 2 buổi, hai buổi, sáng chiều, sáng và chiều
session SC: cả sáng và chiều, cả sáng cả chiều, cả sáng chiều
kind late: muộn, đi muộn, đi học muộn, vào muộn, đến muộn, trễ, đi trễ, đi học trễ, vào trễ, đến trễ
kind duty: đi thi, thi học sinh giỏi, thi hsg, đi thi hsg, đi thi học sinh giỏi, đội tuyển, đi đội tuyển, ôn đội tuyển
kind duty: bồi dưỡng đội tuyển, đi công tác đội, công tác đội, trực trường
kind present: có mặt, không vắng, ko vắng, k vắng, không nghỉ, đi học, đi học lại, đã đi học, đã đi học lại
kind present: đã đến lớp, đã có mặt, về sớm, xin về sớm, xóa vắng, xoá vắng, hủy vắng, huỷ vắng
nobody -: đủ, đầy đủ, đủ cả, đủ hết, đi đủ, đi học đủ, đi học đầy đủ, không ai vắng, ko ai vắng, không ai nghỉ
nobody -: không có ai vắng, không em nào vắng, không có em nào vắng, không có hs vắng, không có học sinh vắng
all -: đều, tất cả, cả lớp, cả nhóm, các em đều
all 2: cả 2, cả hai, cả 2 em, cả hai em, cả 2 bạn, cả hai bạn
all 3: cả 3, cả ba, cả 3 em, cả ba em, cả 3 bạn, cả ba bạn
all 4: cả 4, cả bốn, cả 4 em, cả bốn em
all 5: cả 5, cả năm em, cả 5 em
and -: và, với, cùng, cùng với, vs
absent -: vắng, nghỉ, nghỉ học, vắng mặt, vắng học, không đi học, ko đi học, chưa đi học, v, chưa đến lớp
people -: em, hs, học sinh, bạn, cháu, bé, hsinh, e
because -: vì, do, bị, nhà, gia đình, mẹ, bố, lý do, lí do, đang, phải, bận, xin, không, ko, đi, về, ở
empty -: các, có, là, gồm, gồm có, gồm các, tên, lớp, buổi, học, báo cáo, báo, thưa, dạ, ạ, nhé, nha, thầy, cô
empty -: thầy cô, kính gửi, kính báo, hôm, ngày, danh sách, sĩ số, hiện diện, tổng, tổng số, thì, còn, của, trong
empty -: được
"""

# Said alone and unmarked, these are also syllables of names: Bảo, Mua, Vi, Nhã, Đậu, Châu, Tống.
_MARKED = (
    "đau mệt mưa lũ bão lụt rét ngập cưới với cùng vì bị nhà mẹ bố về ở cô thầy bé bạn cháu là thì tổng còn báo dạ ạ"
)
_ONLY_MARKED = frozenset(_MARKED.split())


def _by_first_word() -> dict[str, tuple[Phrase, ...]]:
    """Every phrase under its first word unmarked, the longest first."""
    found: dict[str, list[Phrase]] = {}
    for line in _TABLE.strip().splitlines():
        head, listed = line.split(": ")
        sense, value = head.split(" ")
        for text in listed.split(", "):
            words, folded = tuple(text.split()), tuple(fold(text).split())
            phrase = Phrase(Sense(sense), value.strip("-"), words, folded, text in _ONLY_MARKED)
            found.setdefault(folded[0], []).append(phrase)
    return {first: tuple(sorted(each, key=lambda phrase: -len(phrase.words))) for first, each in found.items()}


_KNOWN = _by_first_word()
LONGEST_PHRASE = max(len(each[0].words) for each in _KNOWN.values())


def phrase_at(words: tuple[str, ...], folded: tuple[str, ...], at: int, until: int) -> Phrase | None:
    """The longest phrase that begins at `at` and ends before `until`; `words` are lower case, `folded` the same."""
    for phrase in _KNOWN.get(folded[at], ()):
        end = at + len(phrase.words)
        if end <= until and phrase.folded == folded[at:end] and all(map(_same, phrase.words, words[at:end])):
            return None if phrase.exact and words[at] == folded[at] != phrase.words[0] else phrase
    return None


def _same(known: str, typed: str) -> bool:
    """Of two words alike without marks: typed without, any is meant; else this one, wherever its tone is put."""
    return typed == known or typed.isascii() or key(typed) == key(known)
