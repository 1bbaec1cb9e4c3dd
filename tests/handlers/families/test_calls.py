"""/goi: the families to call, the number behind a tap, what a call came to, and the village's help."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, insert, select, update

from bot.engine.post.outbox import Origin, store
from jobs.families.unreached import hand_on, unreached
from locales import _
from models import Audit, Calls, Cases, Chats, Places, Relays, Roles
from models.people.askers import schools
from models.shapes.message import Round
from papers.roster import Roster
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask, on
from tests.jobs.checks import checked, heard, link
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def the_clock_does(play: Play, job: object) -> dict[str, str]:
    heard(play)
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await job(Round(now=now, day=play.now.date(), schools=chosen), session)  # type: ignore[operator]
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()
    return heard(play)


async def village_head(play: Play, phone: str, place: str = "Thôn 4") -> None:
    """Cao Thị Yên is the head of a village and has a phone of that name."""
    async with play.app.database.write() as session:
        place_id = await session.scalar(select(Places.id).where(Places.name == place))
        person = await play.person("Cao Thị Yên")
        values = {"school_id": play.school_id, "person_id": person, "name": "village_head", "place_id": place_id}
        await session.execute(insert(Roles).values(values | {"starts": date(2026, 9, 1)}))
        await session.execute(update(Chats).where(Chats.person_id == person).values(closed_at=play.app.now()))
    await link(play, phone, "Cao Thị Yên")


async def test_the_list_has_those_no_chat_reaches_and_hides_the_number_until_it_is_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, Nguyễn Văn A, A Thút P, Lê Thị Sáng ốm")
        answer = await ask(play, "gvcn", "/goi")
        assert "• Hồ Văn Bình, 6A: vắng chưa có phép sáng nay" in answer
        assert "• Lê Thị Sáng, 6A: vắng sáng nay, chưa rõ phép" in answer
        assert "Nguyễn Văn A" not in answer, "his mother has a chat"
        assert "Thút" not in answer, "with leave"
        (card,) = await play.press("gvcn", "Hồ Văn Bình")
        assert "mẹ Mẹ Hồ Văn Bình, 091•••0004" in card
        assert "000 004" not in card
        assert await _read_numbers(play) == 0
        (number,) = await play.press("gvcn", "Xem số")
        assert "0910 000 004" in number
        assert await _read_numbers(play) == 1
        await play.clock_to("07:50")
        card = (await play.press("gvcn", "Hồ Văn Bình"))[-1]
        assert "cho Mẹ Hồ Văn Bình: chưa liên kết" in card
        assert "chưa có số" not in card, "it has just been shown"


async def _read_numbers(play: Play) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).where(Audit.kind == "phone.read")) or 0


async def test_numbers_are_for_the_own_homeroom_teacher_and_the_leadership(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        says = f"/goi #p{await play.pupil('Hồ Văn Bình')} so"
        for phone in ("gvcn6b", "bộ môn", "nóc", "nóc2", "mẹ A", "admin", "lạ"):
            assert "0910" not in "".join(await play.say(phone, says)), phone
        assert "0910 000 004" not in "".join(await play.say("nhóm", says, private=False))
        assert await _read_numbers(play) == 0
        for phone in ("pht", "ht", "tpt"):
            assert "0910 000 004" in await ask(play, phone, says)
        assert "chưa biết phải gọi" in await ask(play, "gvcn6b", "/goi")
        assert "Hồ Văn Bình" in await ask(play, "pht", "/goi")


async def test_a_call_that_reached_the_family_gives_a_reason_and_one_tap_makes_it_leave(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')}")
        await play.press("gvcn", "Gặp được")
        (reason,) = await play.press("gvcn", "Ốm")
        assert "Hồ Văn Bình: ốm" in reason
        await play.press("gvcn", "Cho phép (P)")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P"}
        assert "không phải gọi" in await ask(play, "gvcn", "/goi")
        assert "gọi điện: gặp được (Phạm Thu Hà)" in await ask(play, "gvcn", "/hocsinh Hồ Văn Bình")
        async with play.app.database.read() as session:
            assert (await session.execute(select(Calls.result, Calls.reason_code))).all() == [("met", "om")]


async def test_the_same_tap_twice_is_one_call(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        says = f"/goi #p{await play.pupil('Hồ Văn Bình')} khongnghe"
        await ask(play, "gvcn", says)
        await ask(play, "gvcn", says)
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(Calls)) == 1


async def test_a_pupil_without_any_guardian_is_on_the_list_and_only_the_village_can_be_asked(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=_nobody_at_home()) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        card = await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')}")
        assert "chưa có người nhà" in card
        assert play.labels("gvcn") == ["Nhờ trưởng thôn", "Cách liên lạc"]


def _nobody_at_home() -> Roster:
    roster = small_roster()
    pupils = [replace(p, guardians=[]) if p.full_name == "Hồ Văn Bình" else p for p in roster.pupils]
    return replace(roster, pupils=pupils)


async def test_an_open_case_whose_family_has_no_chat_is_on_the_list_without_an_absence_today(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        pupil = await play.pupil("Hồ Văn Bình")
        async with play.app.database.write() as session:
            opened = {"opened_on": date(2026, 11, 13), "run_start": date(2026, 11, 11), "days": 3, "ladder_id": 1}
            row = {"school_id": play.school_id, "pupil_id": pupil, "class_id": 1, **opened}
            await session.execute(insert(Cases).values(row))
        assert "• Hồ Văn Bình, 6A: đang có hồ sơ chờ xử lý" in await ask(play, "gvcn", "/goi")


async def test_the_village_head_is_asked_sees_name_class_and_words_and_the_answer_comes_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await village_head(play, "trưởng thôn")
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
        await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')}")
        assert "Cao Thị Yên" in (await play.press("gvcn", "Nhờ trưởng thôn"))[0]
        (letter,) = play.new("trưởng thôn")
        assert "Hồ Văn Bình, lớp 6A" in letter
        assert "Phạm Thu Hà 0900 000 002" in letter
        for secret in ("0910", "Mẹ Hồ", "Thút", "không phép", "buổi"):
            assert secret not in letter, secret
        assert "đã nhờ thôn" in await ask(play, "gvcn", "/goi")
        assert "Thôn đang lo việc này" in await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')} nho")
        await play.press("trưởng thôn", "Đã gặp nhà Bình")
        assert "thôn nói chuyện với gia đình rồi (16/11)" in play.new("gvcn")[-1]
        assert "thôn nói chuyện với gia đình rồi" in await ask(play, "gvcn", "/hocsinh Hồ Văn Bình")


async def test_without_a_village_head_the_hamlet_pair_is_asked_and_without_both_the_teacher_is_told(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
        play.new("nóc2")
        await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')} nho")
        assert "nhờ báo giúp" in play.new("nóc2")[-1]
        assert play.new("nóc") == []
        assert "chưa có trưởng thôn" in await ask(play, "gvcn", f"/goi #p{await play.pupil('A Thút')} nho")


async def test_another_villages_head_cannot_answer_for_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await village_head(play, "trưởng thôn 3", place="Thôn 3")
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')} nho")
        async with play.app.database.read() as session:
            relay = await session.scalar(select(Relays.id))
        assert "đang chờ trả lời" in await ask(play, "trưởng thôn 3", f"/nhangiup {relay} xong")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Relays.outcome)) is None


async def test_two_calls_in_vain_are_handed_to_the_village_the_next_morning_by_itself(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await village_head(play, "trưởng thôn")
        says = f"/goi #p{await play.pupil('Hồ Văn Bình')} "
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        await ask(play, "gvcn", says + "khongnghe")
        play.app.now.move_to(play.now.replace(hour=16))
        assert "nhờ thôn" in await ask(play, "gvcn", says + "saiso")
        assert "trưởng thôn" not in await the_clock_does(play, hand_on), "not the same day"
        await on(play, "2026-11-17 07:10")
        assert "trưởng thôn" not in await the_clock_does(play, hand_on), "not before it is known that he is away"
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        told = await the_clock_does(play, hand_on)
        assert "Hồ Văn Bình, lớp 6A" in told["trưởng thôn"]
        assert "Gọi hai lần chưa gặp" in told["gvcn"]
        assert await the_clock_does(play, hand_on) == {}
        await on(play, "2026-11-18 07:10")
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        assert "trưởng thôn" not in await the_clock_does(play, hand_on), "asked once"


async def test_back_in_class_nobody_is_asked_any_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await village_head(play, "trưởng thôn")
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình")
        for hour, result in ((8, "khongnghe"), (16, "khongnghe")):
            play.app.now.move_to(play.now.replace(hour=hour))
            await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')} {result}")
        await on(play, "2026-11-17 07:10")
        await ask(play, "gvcn", "/du 6A")
        assert await the_clock_does(play, hand_on) == {}


async def test_a_family_that_was_reached_by_phone_is_not_put_before_the_teacher_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
        await checked(play)
        await ask(play, "gvcn", f"/goi #p{await play.pupil('Hồ Văn Bình')} gap")
        told = await the_clock_does(play, unreached)
        assert "A Thút" in told["gvcn"]
        assert "Bình" not in told["gvcn"]
        assert "gvcn" not in await the_clock_does(play, unreached)


async def test_a_family_that_stopped_the_messages_is_called(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "/ngung")
        await play.press("mẹ A", _("Stop all"))
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "Nguyễn Văn A" in await ask(play, "gvcn", "/goi")


async def test_who_has_asked_to_be_called_stands_there_too(tmp_path: Path) -> None:
    """It said that nobody had to be called, while /viec and the letters asked to call today."""
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("08:00")
        await play.press("mẹ A", "Cần nhà trường giúp")
        asked = "Nguyễn Văn A, lớp 6A, sáng thứ Hai 16/11: gia đình cần nhà trường giúp (xin gọi trong hôm nay)"
        for phone in ("gvcn", "pht"):
            play.new(phone)
            answer = await ask(play, phone, "/goi")
            assert asked in answer
            assert "không phải gọi" not in answer
        await ask(play, "gvcn", "/goi")
        await play.press("gvcn", "Không phép")
        assert "không phải gọi" in await ask(play, "gvcn", "/goi")
