"""What has to be handed in is prepared days before, asked for once more, and told the principal when it is overdue."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import func, insert, select, update

from channels import NotSent
from models import AtRiskPupils, Audit, DayRules, DutyTimes, Roles
from papers.making import reports
from rules.people.roles import Role
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, awake_at, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio
MONTH = "Báo cáo tháng về duy trì sĩ số"


async def morning(play: Play, day: str) -> dict[str, str]:
    """What is heard of duties on this morning."""
    await awake_at(play, f"{day} 08:19")
    heard(play)
    await play.clock_to("08:21")
    words, told = ("đến hạn nộp", "theo sổ thì chưa nộp", "Đã quá hạn mà"), {}
    for phone in play.phones:
        if found := [text for text in play.new(phone) if any(word in text for word in words)]:
            told[phone] = "\n".join(found)
    return told


def files(play: Play, phone: str) -> list[str]:
    """What the newest letter with a file on this phone carries."""
    return next(([file.name for file in one.files] for one in reversed(play.seen(phone)) if one.files), [])


async def only(play: Play, *keys: str) -> None:
    """The school owes nothing but these."""
    for duty in ("risk", "month", "sponsors", "register", "plan", "survey", "hk1", "hk2", "year"):
        if duty not in keys:
            await play.say("ht", f"/hannop bỏ {duty}")


async def test_days_before_the_deadline_the_one_in_charge_gets_the_draft_and_hands_it_in_with_a_tap(
    database_url: str,
) -> None:
    async with playing(url=database_url) as play:
        await only(play, "month")
        assert await morning(play, "2026-11-18") == {}, "not yet"
        told = await morning(play, "2026-11-19")
        assert set(told) == {"pht"}
        assert told["pht"].startswith(f"**Sắp đến hạn nộp: {MONTH}**\n• {MONTH}: chậm nhất thứ Ba 24/11\n")
        (file,) = next(one.files for one in reversed(play.seen("pht")) if one.files)
        assert file.name == "bao-cao-thang-11-2026.docx"
        assert "tháng 11 năm 2026" in "".join(one.text for one in Document(BytesIO(file.content)).paragraphs)
        assert await morning(play, "2026-11-20") == {}, "told once"
        (said,) = await play.press("pht", "Đã nộp")
        assert said == f"**Đã ghi: đã nộp.** {MONTH}, Ngô Thị Bảy nộp lúc 20/11 08:21."
        assert await morning(play, "2026-11-23") == {}, "what is handed in is not asked for again"
        assert await morning(play, "2026-11-25") == {}, "nor overdue"
        assert f"• {MONTH} (hạn 24/11): Ngô Thị Bảy 20/11 08:21" in await ask(play, "ht", "/hannop")
        async with play.app.database.read() as session:
            acts = select(func.count()).where(Audit.kind == "duty.handed_in")
            assert await session.scalar(acts) == 1


async def test_it_is_asked_for_once_more_and_then_the_principal_reads_once_what_is_overdue(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play, "month")
        await morning(play, "2026-11-19")
        reminded = await morning(play, "2026-11-23")
        assert set(reminded) == {"pht"}
        assert "theo sổ thì chưa nộp" in reminded["pht"]
        assert await morning(play, "2026-11-24") == {}, "reminded once"
        late = await morning(play, "2026-11-25")
        assert set(late) == {"ht"}
        assert f"• {MONTH}, hạn 24/11: phó hiệu trưởng (Ngô Thị Bảy)" in late["ht"]
        assert await morning(play, "2026-11-26") == {}, "told once"
        assert "**Quá hạn**" in await ask(play, "pht", "/hannop")
        await play.press("pht", "Đã nộp")
        assert "**Quá hạn**" not in await ask(play, "pht", "/hannop")


async def test_a_deadline_on_a_sunday_has_to_be_ready_on_the_last_school_day_before(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play)
        await ask(play, "ht", "/hannop thêm báo cáo bán trú, hạn 29/11, TPT")
        async with play.app.database.write() as session:
            values = {"school_id": play.school_id, "day": play.now.date().replace(day=28), "kind": "off"}
            await session.execute(
                insert(DayRules).values(**values, made_at=play.app.now(), confirmed_at=play.app.now())
            )
        told = await morning(play, "2026-11-23")
        assert "• Báo cáo bán trú: chậm nhất thứ Sáu 27/11 (hạn 29/11 là ngày nghỉ)" in told["tpt"]
        assert not files(play, "tpt"), "nothing is drafted of the school's own"
        assert set(await morning(play, "2026-11-26")) == {"tpt"}, "reminded on the school day before that one"
        assert await morning(play, "2026-11-28") == {}, "nothing on a day off"
        assert set(await morning(play, "2026-11-30")) == {"ht"}


async def test_whose_post_has_ended_reads_nothing_and_the_one_who_follows_does(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play, "month")
        await morning(play, "2026-11-19")
        await on(play, "2026-11-20 09:00")
        async with play.app.database.write() as session:
            ended = (
                update(Roles).where(Roles.name == Role.VICE_PRINCIPAL).values(ends=play.now.date() - timedelta(days=1))
            )
            await session.execute(ended)
            place = {"name": Role.VICE_PRINCIPAL, "starts": play.now.date(), "school_id": play.school_id}
            await session.execute(insert(Roles).values(person_id=await play.person("Cao Thị Yên"), **place))
        (said,) = await play.press("pht", "Đã nộp")
        assert "không phụ trách việc này" in said or "không có nhiệm vụ nào" in said
        told = await morning(play, "2026-11-21")
        assert set(told) == {"bộ môn"}
        assert files(play, "bộ môn")


async def test_a_letter_that_waits_while_its_readers_post_ends_goes_to_the_one_who_follows(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play, "month")
        play.channel.refuse["pht"] = NotSent("waits")
        await morning(play, "2026-11-19")
        async with play.app.database.write() as session:
            await session.execute(update(Roles).where(Roles.name == Role.VICE_PRINCIPAL).values(name=Role.TEACHER))
        del play.channel.refuse["pht"]
        await play.clock_to("08:32")
        assert "hạn nộp" not in "".join(play.new("pht"))
        assert MONTH in "".join(play.new("ht")), "a school without a vice principal: the principal is in charge"


async def test_a_draft_that_cannot_be_made_keeps_no_letter_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_anything: object) -> object:
        raise RuntimeError("no such table")

    async with playing(tmp_path) as play:
        await only(play, "month")
        monkeypatch.setattr(reports, "counted", broken)
        told = await morning(play, "2026-11-19")
        assert "Bản nháp chưa lập được" in told["pht"]
        assert not files(play, "pht")
        monkeypatch.undo()
        (said,) = await play.press("pht", "Bản nháp lúc này")
        assert said.startswith("Bản nháp, số liệu tính đến lúc này")
        assert files(play, "pht")


async def test_a_school_that_sponsors_nobody_reports_on_no_sponsors(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play, "sponsors")
        assert await morning(play, "2026-11-19") == {}
        await play.say("gvcn", "/dodau thêm 6A Nguyễn Văn A")
        told = await morning(play, "2026-11-20")
        assert "Học sinh cần giúp đỡ: 1 em, chưa có người đỡ đầu: 1 em." in told["pht"]
        assert files(play, "pht") == ["bao-cao-do-dau-11-2026.docx"]
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count(AtRiskPupils.id))) == 1


async def test_every_homeroom_teacher_hands_in_an_own_survey_of_the_own_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play, "survey")
        told = await morning(play, "2026-12-01")
        assert set(told) == {"gvcn", "gvcn6b"}
        assert [files(play, phone) for phone in sorted(told)] == [["khao-sat-6A.xlsx"], ["khao-sat-6B.xlsx"]]
        await play.press("gvcn", "Đã nộp")
        assert set(await morning(play, "2026-12-29")) == {"gvcn6b"}
        late = await morning(play, "2026-12-31")
        assert "giáo viên chủ nhiệm (Vũ Đức Long)" in late["ht"]
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count(DutyTimes.id))) == 1


async def test_on_a_day_off_nobody_is_told_and_the_next_morning_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await only(play, "month")
        await play.say("ht", "/lich nghỉ 19/11")
        assert await morning(play, "2026-11-19") == {}
        assert set(await morning(play, "2026-11-20")) == {"pht"}
