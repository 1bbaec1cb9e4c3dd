"""The report on the campaign “each member of staff sponsors a pupil at risk”, with its results, as .docx."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from locales import DEFAULT, speaking
from models.school.letterhead import Letterhead
from models.sponsors.results import Followed, Sponsored
from models.sponsors.tables import BETTER, SAME, WORRY
from papers.figures.words import SIGNS_OF_ABSENCE
from papers.framed import Frame, framed, to_superior
from papers.official import say, table

SUBJECT = "Kết quả cuộc vận động “Mỗi cán bộ, giáo viên nhận đỡ đầu một học sinh có nguy cơ bỏ học”"
COLUMNS = ("TT", "Họ và tên", "Lớp", "Thầy/cô nhận đỡ đầu", "Từ ngày", "Buổi vắng (P/K/V)", "Nhận xét", "Hiện nay")
_WIDTHS = (1, 3, 1.2, 3.3, 2.4, 1.5, 2.2, 1.8)  # cm
PROGRESS = {BETTER: "Có tiến bộ", SAME: "Chưa thay đổi", WORRY: "Cần quan tâm thêm"}
KINDS = {
    "hardship": "hoàn cảnh khó khăn",
    "weak": "cần giúp đỡ về học tập, rèn luyện",
    "dropout": "có nguy cơ bỏ học giữa chừng",
}
NOT_YET = "Chưa có nhận xét"


def sponsor_report(found: Sponsored, letterhead: Letterhead, span: str, days: tuple[date, date]) -> bytes:
    """In Vietnamese whoever asks; `span` is what it is of in words, the last of `days` that of the signature."""
    with speaking(DEFAULT):
        to, receivers = to_superior(letterhead)
        frame = Frame(kind="Báo cáo", letters="BC", subject=f"{SUBJECT} {span}", to=to, receivers=receivers)
        return framed(
            frame, letterhead, days[1], lambda document: _body(document, found, _numbers(found, letterhead, days), span)
        )


def _body(document: Any, found: Sponsored, texts: Sequence[str], span: str) -> None:
    for text in texts:
        say(document, text)
    if found.pupils:
        say(document, "Danh sách học sinh được đỡ đầu và kết quả:", bold=True)
        table(document, _WIDTHS, COLUMNS, [_row(number, one) for number, one in enumerate(found.pupils, 1)])
        say(document, SIGNS_OF_ABSENCE)
    say(document, f"Trên đây là báo cáo {span} của nhà trường./.")


def _numbers(found: Sponsored, letterhead: Letterhead, days: tuple[date, date]) -> list[str]:
    first, last = days
    if not found.pupils:
        return [
            f"{letterhead.school} báo cáo: đến ngày {last:%d/%m/%Y} chưa có học sinh nào trong danh sách cần đỡ đầu."
        ]
    opening = f"{letterhead.school} báo cáo kết quả từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}:"
    count = found.counted()
    return [opening, _listed(count), _followed(count), _progress(count), _present(count)]


def _listed(count: dict[str, int]) -> str:
    """A pupil may be of several groups, as the campaign's plan has it."""
    said = "; ".join(f"{words} {count[name]} em" for name, words in KINDS.items() if count[name])
    more = f" ({said}; một em có thể thuộc nhiều nhóm)" if said else ""
    return f"Rà soát: danh sách có {count['listed']} học sinh{more}."


def _followed(count: dict[str, int]) -> str:
    without = count["listed"] - count["followed"]
    rest = f"; {without} em chưa có người nhận" if without else ""
    taken = f"{count['followed']}/{count['listed']} em đã có người đỡ đầu{rest}"
    return f"{taken}. Số người tham gia: {count['people']}/{count['staff']} cán bộ, giáo viên, nhân viên."


def _progress(count: dict[str, int]) -> str:
    said = [f"{words.lower()} {count[name]} em" for name, words in PROGRESS.items() if count[name]]
    said += [f"chưa có nhận xét {count['silent']} em"] if count["silent"] else []
    return f"Nhận xét của người đỡ đầu: {', '.join(said)}."


def _present(count: dict[str, int]) -> str:
    away = f", đang vận động ra lớp {count['away']} em" if count["away"] else ""
    return f"Đang đi học {count['listed'] - count['away']} em{away}."


def _row(number: int, one: Followed) -> list[str]:
    return [
        str(number),
        one.name,
        one.class_name,
        "; ".join(name + (" (hỗ trợ)" if supporting else "") for name, supporting in one.sponsors),
        f"{one.since:%d/%m/%Y}" if one.since else "",
        f"{one.excused}/{one.unexcused}/{one.unclear}",
        PROGRESS.get(one.progress or "", NOT_YET),
        "Đang vận động" if one.away else "Đang đi học",
    ]
