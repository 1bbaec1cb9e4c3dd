"""The school's report on pupil numbers, attendance and outreach for a month, a term or a year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from locales import DEFAULT, as_called_here, speaking
from locales.words import listed, percent
from models.cases.outreach import Outreach, Outreaches
from models.figures.measured import Measured, Measures, Of
from models.figures.roll import Roll
from models.school.letterhead import Letterhead
from papers.figures.words import rate_words
from papers.framed import Frame, framed, to_superior
from papers.official import say, table
from rules.figures.indicators import Indicator, Share, Target, margin
from rules.figures.spans import Span

INDICATORS = {
    Indicator.BROUGHT: "Huy động ra lớp",
    Indicator.KEPT: "Duy trì sĩ số",
    Indicator.ATTENDANCE: "Chuyên cần (buổi có mặt / buổi phải học đã báo)",
    Indicator.DROPOUT: "Bỏ học",
    Indicator.REGAINED: "Học sinh bỏ học các năm trước trở lại trường",
    Indicator.REPEATING: "Lưu ban (của năm học trước)",
    Indicator.ENTERED_SIXTH: "Hoàn thành tiểu học vào lớp 6",
    Indicator.EFFICIENCY: "Hiệu quả đào tạo",
}
ROLL = (
    "Lớp",
    "Đầu kỳ",
    "Chuyển đến",
    "Trở lại",
    "Lớp khác đến",
    "Sang lớp khác",
    "Chuyển đi",
    "Bỏ học",
    "Khác",
    "Cuối kỳ",
)
COUNT = ("Lớp", "Buổi có học", "Buổi đã báo", "Vắng có phép", "Vắng không phép", "Chưa rõ phép", "Cộng", "Chuyên cần")
OUTREACH = (
    "Thôn",
    "Học sinh",
    "Theo dõi đầu kỳ",
    "Mới mở",
    "Trở lại lớp",
    "Kết thúc khác",
    "Còn theo dõi",
    "Lần đến nhà",
)
_ATTENDANCE = {  # the one figure here that is not of the whole year
    Span.MONTH: "riêng tháng này", Span.HK1: "riêng học kỳ này", Span.HK2: "riêng học kỳ này", Span.YEAR: "cả năm học",
}  # fmt: skip
TARGET = ("TT", "Chỉ tiêu", "Kết quả", "Tỉ lệ", "Kế hoạch", "So với kế hoạch")


class Report(Struct, frozen=True, kw_only=True):
    """`classes` and `villages` are the names of what `figures` and `outreach` count by, in the order they stand in."""

    span: Span
    figures: Measured
    outreach: Outreaches
    classes: Mapping[int, str]
    villages: Mapping[int, str]


def report_paper(report: Report, letterhead: Letterhead, day: date) -> bytes:
    """The .docx, in Vietnamese whoever asks: the office above reads it. `day` is that of the signature."""
    with speaking(DEFAULT):
        to, receivers = to_superior(letterhead)
        subject = f"Công tác huy động, duy trì sĩ số học sinh {span_words(report)}"
        frame = Frame(kind="Báo cáo", letters="BC", subject=subject, to=to, receivers=receivers)
        return framed(frame, letterhead, day, lambda document: _body(document, report, letterhead))


def _body(document: Any, report: Report, letterhead: Letterhead) -> None:
    say(document, _opening(report, letterhead))
    for part in (_numbers, _attendance, _targets, _work, _wishes):
        part(document, report)


def span_words(report: Report) -> str:
    first, year = report.figures.first, report.figures.year.replace(" ", "")
    match report.span:
        case Span.MONTH:
            return f"tháng {first.month} năm {first.year}"
        case Span.HK1:
            return f"học kỳ I năm học {year}"
        case Span.HK2:
            return f"học kỳ II năm học {year}"
        case Span.YEAR:
            return f"năm học {year}"


def _opening(report: Report, letterhead: Letterhead) -> str:
    days = f"từ ngày {report.figures.first:%d/%m/%Y} đến hết ngày {report.figures.last:%d/%m/%Y}"
    return f"{letterhead.school} báo cáo công tác huy động và duy trì sĩ số học sinh {days} như sau:"


def _numbers(document: Any, report: Report) -> None:
    roll = report.figures.school.roll
    say(document, "I. SĨ SỐ VÀ BIẾN ĐỘNG", bold=True)
    opened = f"Đầu kỳ có {roll.opening} học sinh, {len(_classes(report))} lớp"
    say(document, f"{opened}; tăng {roll.entered} em{_of(_came(roll))}; giảm {roll.gone} em{_of(_went(roll))}.")
    girls = [one.roll.now for one in report.figures.of(Of.SEX) if one.key == "nữ"]
    say(document, f"Đến ngày {report.figures.last:%d/%m/%Y} có {roll.now} học sinh{_girls(girls)}.")
    rows = [[report.classes.get(one.key, ""), *_roll(one.roll)] for one in _classes(report)]
    widths = (1.6, 1.45, 2.15, 1.4, 1.6, 1.6, 2.15, 1.4, 1.5, 1.5)
    table(document, widths, ROLL, [*rows, ["Cộng", *_roll(roll)]], summed=True)
    for words in _unbalanced(report):
        say(document, words)


def _classes(report: Report) -> list[Measures]:
    order = {id_: number for number, id_ in enumerate(report.classes)}
    return sorted(report.figures.of(Of.CLASS), key=lambda one: order.get(one.key, len(order)))


def _roll(roll: Roll) -> list[str]:
    moves = (roll.came, roll.back, roll.moved_in, roll.moved_out, roll.transferred, roll.dropped, roll.left)
    return [str(roll.opening), *(str(each or "") for each in moves), str(roll.now)]


def _came(roll: Roll) -> list[str]:
    return [f"{count} {words}" for count, words in ((roll.came, "chuyển đến"), (roll.back, "trở lại học")) if count]


def _went(roll: Roll) -> list[str]:
    kinds = ((roll.transferred, "chuyển trường"), (roll.dropped, "bỏ học"), (roll.left, "chưa rõ lý do"))
    return [f"{count} {words}" for count, words in kinds if count]


def _of(kinds: Sequence[str]) -> str:
    return f" ({', '.join(kinds)})" if kinds else ""


def _girls(found: Sequence[int]) -> str:
    return f", trong đó {sum(found)} nữ" if sum(found) else ""


def _unbalanced(report: Report) -> list[str]:
    """Numbers add up, or it is said where they do not."""
    wrong = [f"lớp {report.classes.get(one.key, '')} lệch {one.roll.missing} em" for one in _classes(report)]
    wrong = [words for one, words in zip(_classes(report), wrong, strict=True) if one.roll.missing]
    return [f"Số liệu biến động chưa khớp với danh sách: {listed(wrong)}. Nhà trường đang rà soát."] if wrong else []


def _attendance(document: Any, report: Report) -> None:
    count = report.figures.school.count
    say(document, "II. CHUYÊN CẦN", bold=True)
    silent = count.held - count.reported
    unknown = f"; {silent} buổi chưa báo, không tính có mặt cũng không tính vắng" if silent else ""
    say(document, f"Các lớp đã báo {count.reported}/{count.held} buổi có học{unknown}.")
    absent = (
        f"Vắng {count.absent}/{count.possible} buổi học sinh: có phép {count.excused}, không phép {count.unexcused}"
        + (f", chưa rõ phép {count.unclear}" if count.unclear else "")
        + (f"; đang xác minh {count.unsure}" if count.unsure else "")
    )
    say(document, f"{absent}. Tỉ lệ chuyên cần: {rate_words(count)}.")
    rows = [[report.classes.get(one.key, ""), *_count(one)] for one in _classes(report)]
    table(document, (1.9, *[2.05] * 7), COUNT, [*rows, ["Cộng", *_count(report.figures.school)]], summed=True)


def _count(one: Measures) -> list[str]:
    count = one.count
    figures = (count.held, count.reported, count.excused, count.unexcused, count.unclear, count.absent)
    return [*(str(each) for each in figures), rate_words(count)]


def _targets(document: Any, report: Report) -> None:
    say(document, "III. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU (tính từ đầu năm học)", bold=True)
    shares = report.figures.school.shares
    of_days = {Indicator.ATTENDANCE: f"{INDICATORS[Indicator.ATTENDANCE]}, {_ATTENDANCE[report.span]}"}
    known = [(words, shares[one], one) for one, words in (INDICATORS | of_days).items() if one in shares]
    asked = report.figures.targets
    rows = [
        [str(number), words, *_target(share, one, asked.get(one))]
        for number, (words, share, one) in enumerate(known, 1)
    ]
    table(document, (1.0, 4.6, 2.8, 2.1, 2.2, 3.7), TARGET, rows)
    if unknown := report.figures.school.fates.unknown:
        say(document, f"{unknown} em chưa có buổi nào được báo, nên chưa tính là đã ra lớp.")


def _target(share: Share, one: Indicator, target: Target | None) -> list[str]:
    """What nothing can be measured by yet has no margin."""
    rate = percent(None if share.rate is None else float(share.rate))
    left = margin_words(one, margin(share, target)) if target and share.whole else ""
    return [f"{share.part}/{share.whole}", rate, _asked(target), left]


def _asked(target: Target | None) -> str:
    sign = "≥" if target and target.at_least else "≤"
    return f"{sign} {float(target.limit * 100):g} %".replace(".", ",") if target else ""


def margin_words(one: Indicator, left: int) -> str:
    """`còn được mất 7 em` where pupils can be lost; else whether it is reached, and by how many it is missed."""
    loses = one in {Indicator.KEPT, Indicator.DROPOUT, Indicator.REPEATING}
    if one is Indicator.ATTENDANCE:
        return f"còn thiếu {-left} lượt buổi" if left < 0 else "đạt"
    if left < 0:
        return f"vượt {-left} em" if one in {Indicator.DROPOUT, Indicator.REPEATING} else f"còn thiếu {-left} em"
    if loses and one != Indicator.REPEATING:
        return f"còn được mất {left} em" if left else "không được mất thêm em nào"
    return "đạt"


def _work(document: Any, report: Report) -> None:
    done = report.outreach[Of.SCHOOL, None]
    say(document, "IV. VẬN ĐỘNG HỌC SINH RA LỚP", bold=True)
    ended = f", {done.ended} trường hợp kết thúc vì lý do khác" if done.ended else ""
    say(
        document,
        f"Theo dõi đầu kỳ {done.before} em, mới mở {done.opened} em; {done.returned} em đã trở lại lớp{ended}; "
        f"còn theo dõi {done.still} em.",
    )
    asked = as_called_here(" Đã đề nghị Ủy ban nhân dân xã phối hợp {count} trường hợp.").format(count=done.asked)
    say(
        document,
        f"Nhà trường đã đến nhà {done.visits} lần, gặp được gia đình {done.met} lần; {done.returned_visited} em trở "
        f"lại lớp sau khi được thăm.{asked if done.asked else ''}",
    )
    if outside := report.figures.school.fates.outside:
        say(document, f"Trẻ trong độ tuổi đi học chưa có trong danh sách lớp: {outside} em, đang được vận động.")
    rows = _villages(report)
    if rows:
        headings = [as_called_here(one) for one in OUTREACH]
        table(document, (3.6, 1.7, 2, 1.7, 1.8, 1.9, 1.9, 1.8), headings, rows)


def _villages(report: Report) -> list[list[str]]:
    """Villages with something to follow, as the commune reads them."""
    living = {one.key: one.roll.now for one in report.figures.of(Of.VILLAGE)}
    keys = [*report.villages, None]
    found = [(key, report.outreach[Of.VILLAGE, key]) for key in keys if (Of.VILLAGE, key) in report.outreach]
    return [[_village(report, key), str(living.get(key, 0)), *_followed(done)] for key, done in found]


def _village(report: Report, key: Any) -> str:
    return report.villages[key] if key is not None else "Chưa rõ nơi ở"


def _followed(done: Outreach) -> list[str]:
    figures: Iterable[int] = (done.before, done.opened, done.returned, done.ended, done.still, done.visits)
    return [str(each) for each in figures]


def _wishes(document: Any, report: Report) -> None:
    """Left for the school to say; what has nothing to say is struck out by hand."""
    say(document, "V. KHÓ KHĂN VÀ ĐỀ NGHỊ", bold=True)
    for _line in range(2):
        say(document, "…" * 30)
    say(document, f"Trên đây là báo cáo {span_words(report)} của nhà trường./.")
