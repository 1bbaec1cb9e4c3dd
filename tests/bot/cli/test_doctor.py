"""What the doctor finds: who is not served, and what to do about it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import delete, insert, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.doctor import examine
from channels.telegram import Channel as Telegram
from models import Chats, Groups, Roles
from tests.conversation import Play, playing
from tests.fakes.telegram import FakeTelegram
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


async def test_where_telegrams_privacy_mode_hides_plain_reports_of_a_bound_group_it_says_what_to_do(
    tmp_path: Path,
) -> None:
    async with FakeTelegram() as fake, playing(tmp_path) as play:
        channel = Telegram(fake.token, fake.base_url)
        for hears, bound, weight in ((True, True, ""), (False, False, "ok"), (False, True, "warning")):
            fake.hears_all = hears
            async with play.app.database.write() as session:
                await _a_group(session, play.school_id if bound else None, play.app.now())
            found = await examine(play.app.database, {"telegram": channel}, play.app.now())
            assert [one.weight for one in found if "/setprivacy" in one.text] == [one for one in [weight] if one]
        await channel.stop()


async def _a_group(session: AsyncSession, school_id: int | None, now: datetime) -> None:
    await session.execute(delete(Groups))
    await session.execute(delete(Chats).where(Chats.address == "-1001"))
    chat = insert(Chats).values(channel="telegram", address="-1001", created_at=now).returning(Chats.id)
    values = {"chat_id": await session.scalar(chat), "title": "GV", "added_at": now, "school_id": school_id}
    await session.execute(insert(Groups).values(values))


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
