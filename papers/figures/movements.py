"""Who came, moved, left and came back: in words, and as a list to print with the reason and who has said so."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from models.people.movements import Moved
from models.shapes.asker import School
from papers.figures.book import NAME, SIGN, WORDS, Book
from papers.figures.files import Made, made_book
from papers.figures.words import dated, file_name, month_words, signer
from rules.people.movements import Movement, leaving_of
from rules.people.names import fold

_HOW = {
    Movement.CAME: N_("{name}: new in {new}"),
    Movement.BACK: N_("{name}: back in {new}"),
    Movement.MOVED: N_("{name}: from {old} to {new}"),
    Movement.TRANSFERRED: N_("{name} ({old}): moved to another school"),
    Movement.DROPPED: N_("{name} ({old}): dropped out"),
    Movement.LEFT: N_("{name} ({old}): off the list, no reason known"),
}
_KINDS = {
    Movement.CAME: "Mới vào",
    Movement.BACK: "Đi học lại",
    Movement.MOVED: "Chuyển lớp",
    Movement.TRANSFERRED: "Chuyển trường",
    Movement.DROPPED: "Thôi học",
    Movement.LEFT: "Ra khỏi danh sách, chưa rõ lý do",
}
COLUMNS = ("STT", "Ngày", "Họ và tên", "Biến động", "Từ lớp", "Đến lớp", "Lý do, nơi đến", "Người ghi")
_LOOKS = (SIGN, SIGN, NAME, NAME, SIGN, SIGN, WORDS, NAME)


_STATES = frozenset(("chuyen truong", "chuyen di", "thoi hoc", "bo hoc"))


def moved_words(one: Moved) -> str:
    return _(_HOW[one.kind]).format(name=one.name, old=one.old_class or "–", new=one.new_class or "–")


def reason_of(one: Moved) -> str:
    """Without the state that the movement says already: `thôi học: đi làm` is `đi làm`, `chuyển trường` nothing."""
    state, _colon, rest = one.why.partition(": ")
    if fold(one.why) in _STATES:
        return ""
    return rest if rest and leaving_of(state) is one.kind else one.why


async def movements_file(
    session: AsyncSession, school: School, title: str, days: tuple[date, date], found: Sequence[Moved], today: date
) -> Made:
    """All of them, the oldest first."""

    def fill(book: Book) -> None:
        page = book.page("Biến động", [6, 12, 30, 26, 10, 10, 36, 26])
        page.opening(f"BIẾN ĐỘNG HỌC SINH: {title.upper()}", month_words(*days))
        page.head(COLUMNS)
        for number, one in enumerate(found, 1):
            said = (
                one.name,
                _KINDS[one.kind],
                one.old_class,
                one.new_class,
                reason_of(one),
                one.by or "theo danh sách",
            )
            page.line([number, f"{one.day:%d/%m/%Y}", *said], _LOOKS)
        page.signed(dated(book.letterhead, today), ("NGƯỜI LẬP", ""), signer(book.letterhead))

    name = file_name("bien-dong", title, f"{days[0]}", f"{days[1]}")
    return await made_book(session, school, today, name, fill)
