"""At the page: a list in each format is sent, made so and taken back with taps, and everything is as it was."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Classes, Enrolments, People, Pupils
from tests.conversation import playing
from tests.papers.roster.formats import FORMATS
from tests.stories.local_page import LocalChat
from tests.stories.phones import told_through

pytestmark = pytest.mark.anyio
ROWS = [
    ("STT", "Họ và tên", "Ngày sinh", "Lớp", "Mẹ"),
    (40, "Kiều Văn Lạ", "14/03/2015", "6A", "Kiều Thị Mẹ"),
    (41, "Kiều Thị Quen", "15/04/2015", "6C", ""),
]


async def lists(story: LocalChat) -> list[object]:
    async with story.app.database.read() as session:
        seats = select(Pupils.full_name, Enrolments.class_id, Enrolments.list_no, Enrolments.ends)
        seats = seats.join(Enrolments, Enrolments.pupil_id == Pupils.id, isouter=True).order_by(Pupils.id)
        found = (await session.execute(seats)).all()
        names = await session.scalars(select(People.full_name).order_by(People.id))
        classes = await session.scalars(select(Classes.name).order_by(Classes.id))
        return [list(map(tuple, found)), list(names), list(classes)]


@pytest.mark.parametrize("form", FORMATS)
async def test_an_import_of_any_format_is_taken_back_with_a_tap(tmp_path: Path, form: str) -> None:
    source = FORMATS[form](tmp_path / "danh-sach", ROWS)
    name = source.name if "." in source.name else f"danh-sach{form.split(maxsplit=1)[0]}"
    async with told_through("web", playing(tmp_path)) as story:
        assert isinstance(story, LocalChat)
        before = await lists(story)
        said = await story.send_file("admin", name, source.read_bytes())
        assert "Kiều Văn Lạ" in "".join(said), said
        await story.press("admin", "Thực hiện thay đổi")
        assert "Kiều Thị Quen" in str(await lists(story))
        await story.press("admin", "Huỷ lần nhập này")
        assert "Đã huỷ" in story.shown("admin")
        assert await lists(story) == before
