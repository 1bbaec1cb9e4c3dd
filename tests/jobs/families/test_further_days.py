"""Families over days: further days of an absence, a person after three texts, thanks in the evening, opting out."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, literal, select, update

from models import Chats, Classes, Enrolments, OptOuts, Outbox, People
from papers.roster import Roster
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import HOLD, checked, heard, link
from tests.jobs.reachable_families import also_guardian, day_with_family, roster_with_father
from tests.letters.families.test_absence import THREATS, words
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

REPORT = "/vang 6A Nguyễn Văn A"


async def away(play: Play, *days: int) -> list[str]:
    """What the mother reads while A is away without leave on these days of November."""
    letters: list[str] = []
    for day in days:
        await day_with_family(play, f"2026-11-{day} 07:45", REPORT)
        letters += play.new("mẹ A")
    return letters


async def test_row_21_each_day_of_an_absence_is_told_the_same_day_and_after_three_texts_a_person_speaks(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        letters = await away(play, 16, 17, 18)
        assert ["16/11" in letters[0], "17/11" in letters[1], "18/11" in letters[2]] == [True] * 3
        assert "2 ngày học liền" in letters[1]
        assert len(letters) == 3
        heard(play)
        await day_with_family(play, "2026-11-19 07:45", REPORT)
        told = heard(play)
        assert "mẹ A" not in told, "not a fourth text"
        assert "trao đổi trực tiếp" in told["gvcn"]
        assert (
            "A, nghỉ từ thứ Hai 16/11, số tin gửi gia đình: 3, chưa rõ lý do; mẹ Mẹ Nguyễn Văn A, 091•••0001"
            in (told["gvcn"])
        )
        for phone in ("gvcn", "pht"):
            assert "Gia đình cần gọi hôm nay: 1" in await ask(play, phone, "/viec"), phone
            assert "Nguyễn Văn A, 6A: vắng chưa có phép sáng nay; tin gửi đi chưa có trả lời" in await ask(
                play, phone, "/goi"
            )
        await play.press("gvcn", "Nguyễn Văn A, 6A")
        await play.press("gvcn", "Gặp được")
        assert "1" not in (await ask(play, "gvcn", "/viec")).partition("cần gọi")[2], "met"
        await day_with_family(play, "2026-11-20 07:45", REPORT)
        assert "trao đổi trực tiếp" not in heard(play).get("gvcn", ""), "once an absence"


async def test_of_who_has_changed_the_class_the_new_teacher_speaks_with_the_family(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await away(play, 16, 17, 18)
        await play.clock_to("2026-11-19 07:06")
        async with play.app.database.write() as session:
            theirs = Enrolments.pupil_id == await play.pupil("Nguyễn Văn A")
            await session.execute(update(Enrolments).where(theirs).values(ends=date(2026, 11, 18)))
            seat = select(Enrolments.pupil_id, Classes.id, literal(9), literal(date(2026, 11, 19)))
            seat = seat.join(Classes, Classes.name == "6B").where(theirs)
            columns = ["pupil_id", "class_id", "list_no", "starts"]
            await session.execute(insert(Enrolments).from_select(columns, seat))
        await play.say("gvcn6b", "/vang 6B Nguyễn Văn A")
        heard(play)
        await play.clock_to("12:00")
        told = heard(play)
        assert "trao đổi trực tiếp" in told["gvcn6b"]
        assert "Nguyễn Văn A" not in told.get("gvcn", ""), "who has no more to do with the child"


async def test_who_did_not_know_has_answered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await away(play, 16, 17, 18)
        await play.press("mẹ A", "Không biết cháu nghỉ")
        heard(play)
        await day_with_family(play, "2026-11-19 07:45", REPORT)
        assert "gia đình: 3, gia đình trả lời: gia đình không biết cháu nghỉ" in heard(play)["gvcn"]


async def test_we_know_mutes_further_days_until_the_case_opens(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_father()) as play:
        await link(play, "bố A", "Bố Nguyễn Văn A")
        await away(play, 16, 17)
        (thanks,) = await play.press("mẹ A", "Đã biết")
        assert "đã ghi nhận" in thanks
        play.new("bố A")
        assert len(await away(play, 18)) == 1, "the case is something new"
        assert len(play.new("bố A")) == 1, "of the one guardian only"


async def test_we_know_keeps_the_next_day_quiet_for_this_guardian_and_a_return_makes_it_new(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_father(), days_to_case=5) as play:
        await link(play, "bố A", "Bố Nguyễn Văn A")
        await away(play, 16, 17)
        await play.press("mẹ A", "Đã biết")
        play.new("bố A")
        assert await away(play, 18) == []
        assert len(play.new("bố A")) == 1
        await day_with_family(play, "2026-11-19 07:45", "/du 6A")
        await play.clock_to("20:31")
        play.new("mẹ A")
        assert len(await away(play, 20)) == 1


async def test_row_21_a_reason_given_keeps_the_further_days_quiet_but_not_knowing_does_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await away(play, 16)
        await play.press("mẹ A", "Cháu ốm")
        assert await away(play, 17) == []
    async with playing(tmp_path) as play:
        await away(play, 16)
        await play.press("mẹ A", "Không biết cháu nghỉ")
        play.new("mẹ A")
        assert len(await away(play, 17)) == 1


async def test_leave_for_a_further_day_cancels_or_corrects_what_was_told_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await away(play, 16, 17)
        heard(play)
        await play.say("gvcn", "/phep 6A 17/11 Nguyễn Văn A")
        told = heard(play)
        assert "thứ Ba 17/11: nghỉ có phép" in told["mẹ A"]
        assert told["mẹ A"].count("Tin thêm") == 1
        assert "nóc" not in told, "the pair was told of Monday only"


async def test_running_the_jobs_again_says_nothing_twice(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await away(play, 16, 17)
        heard(play)
        play.app.now.move_to(play.app.now() + HOLD)
        await play.app.clock.tick()
        await play.app.settle()
        await play.clock_to("20:00")
        assert "mẹ A" not in heard(play)


async def test_thanks_come_once_in_the_evening_and_only_to_those_who_were_alarmed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Hồ Thị Lan P")
        await away(play, 16)
        await day_with_family(play, "2026-11-17 07:45", "/du 6A")
        assert "mẹ A" not in heard(play)
        await play.clock_to("20:31")
        told = heard(play)
        assert "Cháu A (6A) đã đi học lại" in told["mẹ A"]
        assert words(told["mẹ A"]) <= 60
        assert "mẹ Lan" not in told
        await on(play, "2026-11-18 07:05")
        await play.say("gvcn", "/du 6A")
        await play.clock_to("20:31")
        assert "mẹ A" not in heard(play)


async def test_nobody_is_thanked_while_the_child_is_away_or_the_class_silent(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await away(play, 16)
        await on(play, "2026-11-17 07:45")
        await play.clock_to("20:31")
        assert "đi học lại" not in heard(play).get("mẹ A", ""), "silence is not presence"


async def test_a_mother_who_reported_it_herself_is_not_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await also_guardian(play, "Nguyễn Văn A", "Phạm Thu Hà")
        await day_with_family(play, "2026-11-16 07:45", REPORT)
        told = heard(play)
        assert "Cháu **A**" in told["mẹ A"]
        assert "Cháu **A**" not in told.get("gvcn", "")
        await day_with_family(play, "2026-11-17 07:45", REPORT)
        assert "Cháu **A**" not in heard(play).get("gvcn", "")


async def test_one_kind_can_be_stopped_the_school_calls_instead_and_it_can_come_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "mẹ A", "/ngung")
        assert play.labels("mẹ A")[:2] == ["Chỉ ngừng tin cháu vắng học", "Chỉ ngừng tin cảm ơn khi cháu đi học lại"]
        (answer,) = await play.press("mẹ A", "Chỉ ngừng tin cháu vắng học")
        assert "nhà trường sẽ gọi điện" in answer
        await play.say("gvcn", REPORT)
        heard(play)
        await play.clock_to("07:55")
        told = heard(play)
        assert "mẹ A" not in told
        assert "Nguyễn Văn A" in told["gvcn"]
        assert "gọi điện" in told["gvcn"], "staff see a family to call, not what it has chosen"
        await ask(play, "mẹ A", "/nhantin vắng")
        await day_with_family(play, "2026-11-17 07:45", "/du 6A")
        await day_with_family(play, "2026-11-18 07:45", REPORT)
        assert "Cháu **A**" in heard(play)["mẹ A"]
        async with play.app.database.read() as session:
            assert (await session.scalars(select(OptOuts.kind))).all() == []


async def test_what_waits_does_not_leave_after_the_word(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:45") as play:
        await play.say("gvcn", REPORT)
        await play.clock_to("07:46")
        await ask(play, "mẹ A", "/ngung vắng")
        await play.clock_to("08:30")
        assert "Cháu **A**" not in heard(play).get("mẹ A", "")
        async with play.app.database.read() as session:
            kind = select(Outbox.state).where(Outbox.kind == "absent_guardian")
            assert (await session.scalars(kind)).all() == ["handed"]


async def test_staff_and_strangers_have_nothing_to_stop_but_the_chat(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/ngung vắng")
        async with play.app.database.read() as session:
            assert (await session.scalars(select(OptOuts.kind))).all() == []
        assert "không có quyền" in await ask(play, "gvcn", "/nhantin vắng")


def roster_with_brothers(count: int) -> Roster:
    """So many pupils of three classes are one mother's."""
    roster = small_roster()
    mother = roster.pupils[0].guardians
    mine = ["Nguyễn Văn A", "Nguyễn Thị Phép", "Hồ Văn Học", "Trần Minh Hùng", "Trần Minh Hưng"][:count]
    pupils = [replace(one, guardians=mother) if one.full_name in mine else one for one in roster.pupils]
    moved = [replace(one, class_name="6C") if one.full_name == "Hồ Văn Học" else one for one in pupils]
    staff = [replace(one, homeroom_class="6C") if one.full_name == "Cao Thị Yên" else one for one in roster.staff]
    staff = [replace(one, roles=["homeroom"], role="homeroom") if one.homeroom_class == "6C" else one for one in staff]
    return replace(roster, pupils=moved, staff=staff)


@pytest.mark.parametrize(("children", "language"), [(1, "en"), (5, "vi")])
async def test_every_message_to_a_family_is_at_most_sixty_words_in_either_language(
    tmp_path: Path, language: str, children: int
) -> None:
    """All that a guardian can get: alarms of one day and of more, answers, leave, thanks, corrections, the children."""
    async with playing(tmp_path, roster=roster_with_brothers(children), afternoon_days=[2, 3, 4, 5, 6]) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "mẹ A").values(language=language))
            teachers = People.full_name.in_(["Phạm Thu Hà", "Vũ Đức Long", "Cao Thị Yên"])
            longer = {"phone": "+84900000002", "full_name": People.full_name + " Thanh"}
            await session.execute(update(People).where(teachers).values(longer))
        seen: list[str] = []
        reports = {"gvcn": REPORT + " cả ngày"}
        if children > 4:
            reports["gvcn"] += ", Trần Minh Hùng, Trần Minh Hưng"
        if children > 1:
            reports["gvcn6b"] = "/vang 6B cả ngày Nguyễn Thị Phép"
        if children > 2:
            reports["bộ môn"] = "/vang 6C cả ngày Hồ Văn Học"
        for day in (16, 17, 18):
            await on(play, f"2026-11-{day} 14:45")
            for phone, report in reports.items():
                await play.say(phone, report)
            await checked(play)
            play.app.now.move_to(play.app.now() + HOLD)
            await play.app.clock.tick()
            await play.app.settle()
            play.app.now.move_to(play.app.now() + HOLD)
            await play.app.settle()
            seen += play.new("mẹ A")
        for code in ("om", "viec_nha", "khong_biet", "can_giup", "khac", "da_biet"):
            seen += await play.say("mẹ A", f"/lydo 1 {code}")
        seen += await play.say("mẹ A", "con theo bố mẹ đi rẫy xa")
        await play.press("gvcn", "Không phép")
        seen += play.new("mẹ A")
        seen += await play.say("mẹ A", "/lydo 1 om")
        await play.press("gvcn", "Có phép")
        seen += play.new("mẹ A")
        child = await play.pupil("Nguyễn Văn A")
        seen += await play.say("mẹ A", f"/xinphep #p{child}")
        seen += await play.say("mẹ A", f"/xinphep #p{child} từ 19/11 đến 20/11")
        seen += await play.say("mẹ A", f"/xinphep #p{child} từ 19/11 đến 20/11 sáng con ốm")
        await play.press("gvcn", "Gọi trao đổi")
        await play.press("gvcn", "Đồng ý")
        await play.press("gvcn", "Thu hồi")
        seen += play.new("mẹ A")
        if children < 3:
            seen += await play.say("mẹ A", "/con")
        await day_with_family(play, "2026-11-19 07:45", "/du 6A")
        await play.say("gvcn6b", "/du 6B")
        await play.clock_to("20:31")
        seen += play.new("mẹ A")
        assert len(seen) >= 15
        for letter in seen:
            assert len(letter.replace("•", " ").split()) <= 60, letter
            assert not [threat for threat in THREATS if threat in letter.lower()], letter
            assert not {"http", "đồng", "fine"} & set(letter.lower().replace("đồng ý", "").split()), letter
