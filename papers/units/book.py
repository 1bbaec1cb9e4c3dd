"""The figures of a unit as a workbook: a line a school, and what is not told is not in the file either."""

from collections.abc import Sequence
from datetime import date

from models.school.letterhead import Letterhead
from models.units.figures import Line, UnitFigures
from papers.figures.book import NAME, SIGN, SUM, SUM_NAME, new_book
from papers.figures.words import dated
from rules.units import LEAST

HIDDEN = "…"
COLUMNS = (
    *("TT", "Trường", "Học sinh", "Buổi phải báo", "Buổi đã báo", "Báo đúng giờ", "Buổi học sinh"),
    *("Vắng có phép", "Vắng không phép", "Cộng vắng", "Chuyên cần", "Hồ sơ mới mở", "Trở lại lớp", "Lần đến nhà"),
    "Bỏ học",
)
_WIDTHS = (5, 40, *(10,) * 13)


def unit_book(found: UnitFigures, day: date) -> bytes:
    """Of a single day the schools have how they reported only."""
    with new_book(Letterhead(school=found.unit), "Số liệu các trường") as (book, made):
        page = book.page("Số liệu", _WIDTHS)
        days = f"NGÀY {found.first:%d/%m/%Y}"
        if found.first != found.last:
            days = f"TỪ {found.first:%d/%m/%Y} ĐẾN HẾT {found.last:%d/%m/%Y}"
        page.opening("SỐ LIỆU SĨ SỐ, CHUYÊN CẦN CÁC TRƯỜNG", days)
        page.head(COLUMNS)
        looks = (SIGN, NAME, *(SIGN,) * 13)
        for number, one in enumerate(found.lines, 1):
            page.line([number, one.name, *_cells(one)], looks)
        page.line(["", "Cộng", *_cells(found.total)], (SUM, SUM_NAME, *(SUM,) * 13))
        page.note(f"{HIDDEN}: không công bố, vì ít hơn {LEAST} hoặc để không suy ra được số ít hơn {LEAST}.")
        page.note("Buổi vắng mà có người nói em ở trường, còn đang xác minh, không tính vào bên nào.")
        page.note("Buổi vắng chưa rõ phép nằm trong cột mà từng trường đã chọn: có phép hoặc không phép.")
        page.signed(dated(Letterhead(school=found.unit), day), ("NGƯỜI LẬP", ""), ("NGƯỜI DUYỆT", ""))
    return made.getvalue()


def _cells(one: Line) -> Sequence[str | int]:
    shown = one.shown
    whole = shown["possible"] or 0
    rate = "" if one.absent is None or not whole else f"{100 * (whole - one.absent) / whole:.1f} %".replace(".", ",")
    counts = [shown[name] for name in ("pupils", "held", "reported", "in_time", "possible", "excused", "unexcused")]
    followed = [shown[name] for name in ("opened", "returned", "visits", "dropped")]
    return [*map(_cell, [*counts, one.absent]), rate or HIDDEN, *map(_cell, followed)]


def _cell(count: int | None) -> str | int:
    return HIDDEN if count is None else count
