"""What the doctor finds: who is not served, and what to do about it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, text, update

from bot.cli.doctor import examine
from models import Chats, Roles
from tests.conversation import Play, playing
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def said(play: Play, now: datetime | None = None) -> dict[str, list[str]]:
    """What it says, by weight."""
    found: dict[str, list[str]] = {}
    for finding in await examine(play.app.database, {}, now or play.app.now()):
        found.setdefault(finding.weight, []).append(finding.text)
    return found


async def test_a_school_in_which_all_is_set_up_hears_only_of_families_without_a_phone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        found = await said(play)
        assert found["ok"] == ["Cơ sở dữ liệu mở được và đúng phiên bản"]
        assert "error" not in found
        assert any("chưa có phụ huynh nào liên kết" in text for text in found["warning"])
        assert not any("lớp chưa có GVCN" in text for text in found["warning"])


async def test_it_names_classes_hamlets_and_offices_nobody_holds_and_staff_nobody_can_write_to(tmp_path: Path) -> None:
    roster = small_roster()
    without = replace(roster, hamlets=[row for row in roster.hamlets if row.hamlet != "Takta"])
    async with playing(tmp_path, roster=without) as play:
        async with play.app.database.write() as session:
            await session.execute(delete(Chats).where(Chats.address == "pht"))
            gone = update(Roles).where(Roles.name.in_(["homeroom", "principal"]))
            await session.execute(gone.values(ends=play.now.date().replace(day=1)))
        warnings = "\n".join((await said(play))["warning"])
        assert "lớp chưa có GVCN: 6A và 6B" in warnings
        assert "Takta - Thôn 3" in warnings
        assert "cán bộ giáo viên chưa liên kết: Ngô Thị Bảy" in warnings
        assert "chưa có ai là hiệu trưởng" in warnings


async def test_outside_the_school_year_it_is_an_error_and_classes_without_pupils_are_not_asked_for(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(text("UPDATE enrolments SET ends = '2027-05-31'"))
            await session.execute(update(Roles).values(ends=datetime(2027, 5, 31, tzinfo=UTC).date()))
        found = await said(play, datetime(2027, 8, 2, 3, tzinfo=UTC))
        assert any("không thuộc năm học nào" in text for text in found["error"])
        assert not any("lớp chưa có GVCN" in text for text in found["warning"])
