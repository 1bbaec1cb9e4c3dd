"""The plan of outreach and sponsors of a school year, with the table of who goes to which hamlet, as .docx."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from locales import DEFAULT, as_called_here, speaking
from models.school.letterhead import Letterhead
from papers.bodies import commune_of
from papers.framed import Frame, framed
from papers.official import say, table
from rules.figures.indicators import Indicator, Target

SUBJECT = "Vận động học sinh ra lớp, duy trì sĩ số và nhận đỡ đầu học sinh có nguy cơ bỏ học năm học {year}"
TABLE = ("TT", "Họ và tên", "Phụ trách thôn, nóc", "Thời gian vận động", "Ghi chú")
STAFF = ("Các tổ, bộ phận, giáo viên chủ nhiệm (thực hiện)",)
WHEN = "Khi học sinh vắng không lý do"
_WIDTHS = (1.1, 5, 4.6, 4, 1.7)
TARGETS = {
    Indicator.BROUGHT: "huy động học sinh thuộc diện quản lý ra lớp đạt {limit} trở lên",
    Indicator.KEPT: "duy trì sĩ số đến cuối năm học đạt {limit} trở lên",
    Indicator.DROPOUT: "tỉ lệ học sinh bỏ học không quá {limit}",
    Indicator.REPEATING: "tỉ lệ lưu ban không quá {limit}",
    Indicator.REGAINED: "vận động trở lại trường ít nhất {limit} số học sinh đã bỏ học các năm trước",
    Indicator.EFFICIENCY: "hiệu quả đào tạo đạt {limit} trở lên",
    Indicator.ATTENDANCE: "tỉ lệ chuyên cần đạt {limit} trở lên",
    Indicator.ENTERED_SIXTH: "học sinh hoàn thành tiểu học vào lớp 6 đạt {limit}",
}


class Plan(Struct, frozen=True, kw_only=True):
    """What is so on the day: `pupils` in `classes`; `listed` at risk, of whom `followed` have a sponsor; `away` have an
    open case. `pairs` are (hamlet, names). A case opens after `case_after` days, the visit is due in `visit_within`.
    """

    year: str
    pupils: int
    classes: int
    listed: int
    followed: int
    away: int
    staff: int
    pairs: Sequence[tuple[str, Sequence[str]]]
    gaps: Sequence[str]
    case_after: int
    visit_within: int
    targets: Sequence[tuple[Indicator, Target]]


def plan_paper(plan: Plan, letterhead: Letterhead, day: date) -> bytes:
    """In Vietnamese whoever asks."""
    with speaking(DEFAULT):
        receivers = [f"UBND {commune_of(letterhead)} (để báo cáo)", *STAFF, "Lưu: VT"]
        frame = Frame(kind="Kế hoạch", letters="KH", subject=SUBJECT.format(year=plan.year), receivers=receivers)
        return framed(frame, letterhead, day, lambda document: _body(document, plan, letterhead))


def _body(document: Any, plan: Plan, letterhead: Letterhead) -> None:
    texts = text_of(plan, letterhead)
    for bold, text in texts[:-1]:
        say(document, text, bold=bold)
    say(document, "Phân công cán bộ, giáo viên, nhân viên phụ trách vận động học sinh:", bold=True)
    table(document, _WIDTHS, [as_called_here(one) for one in TABLE], _rows(plan))
    say(document, texts[-1][1])


def text_of(plan: Plan, letterhead: Letterhead) -> list[tuple[bool, str]]:
    """The paragraphs, each with whether it is a heading."""
    return [
        (False, "Căn cứ ……………………………………;"),
        (False, f"Căn cứ kế hoạch giáo dục năm học {plan.year} và tình hình thực tế của nhà trường;"),
        (False, f"{letterhead.school} xây dựng kế hoạch như sau:"),
        (True, "I. MỤC ĐÍCH, YÊU CẦU"),
        (
            False,
            "Giúp mọi học sinh được đến lớp đều và học hết cấp; phát hiện sớm, vận động ngay khi học sinh mới nghỉ.",
        ),
        (False, "Việc giúp đỡ phải nhẹ nhàng, tôn trọng học sinh và gia đình, giữ kín hoàn cảnh riêng của các em."),
        (True, "II. TÌNH HÌNH"),
        (False, _now(plan)),
        (True, "III. CHỈ TIÊU"),
        *((False, f"- {words};") for words in _targets(plan)),
        (False, "- mỗi cán bộ, giáo viên nhận đỡ đầu một đến hai học sinh có nguy cơ bỏ học."),
        (True, "IV. NHIỆM VỤ VÀ QUY TRÌNH VẬN ĐỘNG"),
        *((False, words) for words in _steps(plan)),
        (True, "V. TỔ CHỨC THỰC HIỆN"),
        *((False, words) for words in DATES),
        (False, "Trên đây là kế hoạch của nhà trường, đề nghị các tổ, bộ phận và giáo viên, nhân viên thực hiện./."),
    ]


DATES = (
    "- Trước ngày 20/11: triển khai kế hoạch, cán bộ, giáo viên, nhân viên đăng ký nhận đỡ đầu.",
    "- Từ ngày 01/12 đến ngày 30/12: giáo viên chủ nhiệm khảo sát học sinh cần giúp đỡ.",
    "- Trước ngày 30/12: lập danh sách nhận đỡ đầu, báo cáo lần thứ nhất.",
    "- Trước ngày 25 hằng tháng và cuối mỗi học kỳ: các tổ nhận xét sự tiến bộ của học sinh và việc giúp đỡ.",
    "- Trước ngày 25/5: báo cáo lần thứ hai, tổng kết, đề nghị biểu dương, khen thưởng.",
)


def _now(plan: Plan) -> str:
    followed = f"{plan.followed}/{plan.listed} em đã có người nhận đỡ đầu" if plan.listed else ""
    listed = f"; danh sách học sinh cần giúp đỡ có {plan.listed} em, {followed}" if plan.listed else ""
    return (
        f"Toàn trường có {plan.classes} lớp, {plan.pupils} học sinh, {plan.staff} cán bộ, giáo viên, nhân viên; "
        f"đang theo dõi, vận động {plan.away} em{listed}."
    )


def _targets(plan: Plan) -> list[str]:
    known = [(TARGETS[one], target) for one, target in plan.targets if one in TARGETS]
    said = [(words, f"{float(target.limit * 100):g}%".replace(".", ",")) for words, target in known]
    return [words.format(limit=limit).replace("100% trở lên", "100%") for words, limit in said]


STEPS = """\
1. Giáo viên chủ nhiệm điểm danh đầu mỗi buổi; Tổng phụ trách Đội và phó hiệu trưởng quản lý sổ theo dõi vắng hằng buổi.
2. Học sinh vắng không lý do: người phụ trách thôn, nóc (bảng dưới đây) hỏi thăm gia đình ngay trong ngày.
3. Nghỉ không phép {case} ngày: giáo viên chủ nhiệm đến nhà vận động trong {visit} ngày học, báo cáo phó hiệu trưởng.
4. Vẫn chưa trở lại: báo ngay hiệu trưởng để chỉ đạo, đề nghị chính quyền và các đoàn thể cùng vận động.
5. Người nhận đỡ đầu theo dõi, động viên học sinh thường xuyên, mỗi tháng ghi nhận xét một lần."""


def _steps(plan: Plan) -> list[str]:
    return as_called_here(STEPS).format(case=plan.case_after, visit=plan.visit_within).splitlines()


def _rows(plan: Plan) -> list[list[str]]:
    """The pair of a hamlet has one number; a hamlet nobody looks after is left to fill in."""
    rows = []
    for number, (hamlet, names) in enumerate([*plan.pairs, *((gap, ("",)) for gap in plan.gaps)], 1):
        rows += [
            [str(number), name, hamlet, WHEN, ""] if not place else ["", name, "", "", ""]
            for place, name in enumerate(names)
        ]
    return rows
