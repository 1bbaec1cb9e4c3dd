"""A class on its board, and what phones of the roll call show."""

from msgspec.structs import replace
from sqlalchemy import func, select

from models.base import Base
from papers.roster import Roster
from tests.conversation import Play
from tests.handlers.school_days import ask
from tests.small_school import small_roster

CLASS_6A = [
    "1. Nguyễn Văn A", "2. Hồ Thị Lan", "3. Đinh Văn Lan", "4. Hồ Văn Bình",
    "5. Lê Thị Sáng", "6. A Thút", "7. Trần Minh Hùng", "8. Trần Minh Hưng",
]  # fmt: skip
OVER = "Lượt điểm danh này đã đóng"


async def begin(play: Play, phone: str = "gvcn", words: str = "/diemdanh 6A") -> str:
    return await ask(play, phone, words)


async def tap(play: Play, *labels: str, phone: str = "gvcn") -> None:
    """Tap names; each changes the board in place, and nothing new is said."""
    for label in labels:
        assert await play.press(phone, label) == [], label


def names(play: Play, phone: str = "gvcn") -> list[str]:
    return [label for label in play.labels(phone) if ". " in label]


def large(count: int) -> Roster:
    """Class 6A with so many pupils."""
    roster = small_roster()
    first = roster.pupils[0]
    more = [
        replace(first, row=100 + number, list_no=number, code=f"6A{number}", full_name=f"Hồ Thị Em {number}")
        for number in range(9, count + 1)
    ]
    return replace(roster, pupils=[*roster.pupils, *more])


async def count_of(play: Play, table: type[Base]) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0
