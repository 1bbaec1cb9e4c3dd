"""Sponsors in conversation: who takes on whom, who reads what, and what a month's note becomes."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from models import AtRiskPupils, Audit, Inbox, Outbox, People, Roles, SponsorNotes, Sponsorships
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.jobs.checks import heard, school_day

pytestmark = pytest.mark.anyio

SECRET = "bố mẹ đi làm xa, em ở với bà"


async def sponsored(play: Play, *people: str, pupil: str = "Nguyễn Văn A") -> None:
    """The vice principal names the sponsors; everybody has read what came of it."""
    await play.say("pht", f"/dodau 6A {pupil}: {', '.join(people)}")
    heard(play)


async def reads(play: Play) -> list[tuple[int | None, int]]:
    """(person, entry) of every reading of circumstances."""
    async with play.app.database.read() as session:
        found = select(Audit.person_id, Audit.about).where(Audit.kind == "circumstances.read").order_by(Audit.id)
        return [(person, about) for person, about in await session.execute(found)]


async def kept(play: Play) -> list[str | None]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(AtRiskPupils.circumstances).order_by(AtRiskPupils.id)))


async def live(play: Play) -> list[tuple[str, bool]]:
    """The sponsors there are, and whether each supports."""
    async with play.app.database.read() as session:
        found = (
            select(People.full_name, Sponsorships.supporting)
            .join(People, People.id == Sponsorships.person_id)
            .where(Sponsorships.ends.is_(None))
        )
        return [(name, supporting) for name, supporting in await session.execute(found.order_by(Sponsorships.id))]


async def test_the_leadership_names_a_sponsor_and_a_supporting_one_and_both_are_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "pht", "/dodau 6A Nguyen Van A: cô Yên, thầy Tám (hỗ trợ)")
        assert "Cao Thị Yên, Bùi Văn Tám (hỗ trợ)" in answer
        assert await live(play) == [("Cao Thị Yên", False), ("Bùi Văn Tám", True)]
        told = heard(play)
        assert told.keys() == {"bộ môn", "nóc2"}
        assert "Nhà trường nhờ thầy/cô đỡ đầu" in told["bộ môn"]
        assert "Nguyễn Văn A (6A) (hỗ trợ)" in told["nóc2"]


async def test_naming_another_sponsor_ends_the_first_and_both_hear_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await ask(play, "pht", "/dodau 6A Nguyen Van A: thầy Long")
        told = heard(play)
        assert "thôi đỡ đầu" in told["bộ môn"]
        assert "nhờ thầy/cô đỡ đầu" in told["gvcn6b"]
        assert await live(play) == [("Vũ Đức Long", False)]


async def test_a_name_nobody_has_is_not_guessed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "pht", "/dodau 6A Nguyen Van A: cô Yêm")
        assert "Không có ai trong trường tên “Yêm”" in answer
        assert "Cao Thị Yên" in answer
        assert await live(play) == []


async def test_of_two_pupils_of_one_name_the_right_one_is_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Là em nào" in await ask(play, "gvcn", "/dodau 6A Lan")
        assert play.labels("gvcn") == ["Hồ Thị Lan, 6A", "Đinh Văn Lan, 6A"]


async def takes_on(play: Play, phone: str, pupil: str, by: str = "gvcn") -> None:
    """A colleague offers, and whoever answers for the pupil agrees."""
    await play.say(phone, f"/dodau 6A {pupil}")
    await play.press(by, "Đồng ý")
    heard(play)


@pytest.mark.parametrize(("by", "other"), [("gvcn", "pht"), ("pht", "gvcn")])
async def test_a_colleague_offers_and_reads_nothing_before_the_teacher_or_a_leader_agrees(
    tmp_path: Path, by: str, other: str
) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.say("gvcn", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        heard(play)
        answer = await ask(play, "bộ môn", "/dodau 6A Nguyen Van A")
        assert SECRET not in answer
        told = heard(play)
        assert told.keys() == {"gvcn", "pht"}
        assert "Cao Thị Yên xin nhận đỡ đầu em Nguyễn Văn A (6A)" in told[by]
        assert await live(play) == []
        for words in (
            "/dodau 6A Nguyễn Văn A",
            "/dodau nhận 6A Nguyễn Văn A",
            "/dodau đồng ý 1",
            "/dodau không đồng ý 1",
        ):
            assert SECRET not in "".join(await play.say("bộ môn", words)), words
        assert await live(play) == [], "nobody agrees to the own offer"
        await play.press(by, "Đồng ý")
        assert await live(play) == [("Cao Thị Yên", False)]
        told = heard(play)
        assert "Nhà trường nhờ thầy/cô đỡ đầu" in told["bộ môn"]
        assert "Cao Thị Yên nhận đỡ đầu em Nguyễn Văn A" in told[other]
        assert SECRET in await ask(play, "bộ môn", "/dodau 6A Nguyen Van A")


async def test_an_offer_that_is_refused_shows_nothing_and_is_thanked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.say("gvcn", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await play.say("nóc", "/dodau 6A Nguyễn Văn A")
        for phone in ("gvcn6b", "tpt", "admin", "bộ môn"):
            await play.say(phone, "/dodau đồng ý 1")
            assert await live(play) == [], phone
        heard(play)
        await play.press("gvcn", "Chưa đồng ý")
        assert await live(play) == []
        assert "Cảm ơn" in heard(play)["nóc"]
        assert "không có" in (await ask(play, "pht", "/dodau đồng ý 1")).lower()
        assert SECRET not in "".join(await play.say("nóc", "/dodau 6A Nguyễn Văn A"))


async def test_an_offer_is_not_agreed_to_when_the_places_are_taken_or_the_colleague_has_left(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.say("bộ môn", "/dodau 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            mine = select(People.id).where(People.full_name == "Cao Thị Yên").scalar_subquery()
            past = play.now.date() - timedelta(days=1)
            await session.execute(update(Roles).where(Roles.person_id == mine).values(ends=past))
        await play.press("gvcn", "Đồng ý")
        assert await live(play) == []


async def test_nobody_takes_on_a_pupil_who_is_not_on_the_list_a_third_pupil_or_as_a_third_sponsor(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        assert "chưa có trong danh sách" in await ask(play, "bộ môn", "/dodau 6A Nguyen Van A")
        for name in ("Nguyễn Văn A", "Hồ Văn Bình", "A Thút"):
            await play.say("gvcn", f"/dodau thêm 6A {name}")
        await takes_on(play, "bộ môn", "Nguyễn Văn A")
        await takes_on(play, "bộ môn", "Hồ Văn Bình")
        assert "đang đỡ đầu hai em" in await ask(play, "bộ môn", "/dodau 6A A Thút")
        await takes_on(play, "nóc", "Nguyễn Văn A", by="pht")
        assert "đã có hai người đỡ đầu" in await ask(play, "nóc2", "/dodau 6A Nguyễn Văn A")
        assert len(await live(play)) == 3


async def test_only_sponsors_the_homeroom_teacher_and_the_leadership_read_the_circumstances(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.say("gvcn", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await sponsored(play, "cô Yên", "thầy Tám (hỗ trợ)")
        for phone in ("bộ môn", "nóc2", "gvcn", "pht", "ht"):
            assert SECRET in await ask(play, phone, "/dodau 6A Nguyễn Văn A"), phone
        for phone in ("gvcn6b", "nóc", "tpt", "admin", "mẹ A", "lạ"):
            for words in ("/dodau", "/dodau 6A", "/dodau 6A Nguyễn Văn A", "/dodau bảng hoàn cảnh", "/hocsinh A 6A"):
                assert SECRET not in "".join(await play.say(phone, words)), phone


async def test_every_reading_is_written_down_and_a_list_that_does_not_show_them_is_none(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.say("gvcn", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await sponsored(play, "cô Yên")
        await play.say("pht", "/dodau")
        await play.say("bộ môn", "/dodau")
        assert await reads(play) == []
        await play.say("bộ môn", "/dodau 6A Nguyễn Văn A")
        await play.say("ht", "/dodau 6A Nguyễn Văn A")
        assert await reads(play) == [(await play.person("Cao Thị Yên"), 1), (await play.person("Mai Văn Chín"), 1)]


async def test_who_is_no_sponsor_any_more_reads_nothing_any_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên", "thầy Tám")
        await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        assert "Cao Thị Yên thôi đỡ đầu" in await ask(play, "bộ môn", "/dodau bỏ 6A Nguyễn Văn A")
        await takes_on(play, "nóc", "Nguyễn Văn A", by="pht")  # the free place goes to somebody else
        heard(play)
        assert SECRET not in "".join(await play.say("bộ môn", "/dodau 6A Nguyễn Văn A"))
        assert await live(play) == [("Bùi Văn Tám", False), ("Đỗ Thị Nga", True)]


async def test_a_button_that_only_shows_a_pupil_takes_nobody_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.say("tpt", "/dodau 6A")
        (answer,) = await play.press("tpt", "Nguyễn Văn A")
        assert "Thầy/cô nhận đỡ đầu em không ạ?" in answer
        assert await live(play) == []
        await play.press("tpt", "Tôi nhận đỡ đầu")
        assert await live(play) == []
        await play.press("gvcn", "Đồng ý")
        assert await live(play) == [("Tạ Quang Minh", False)]


async def test_a_group_chat_is_told_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        answer = await ask(play, "bộ môn", "/dodau", private=False)
        assert "Nguyễn Văn A" not in answer
        assert "riêng" in answer


async def test_circumstances_are_erased_with_every_copy_in_earlier_messages(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await play.say("bộ môn", "/dodau 6A Nguyễn Văn A")
        await play.say("gvcn", "/dodau 6A Nguyễn Văn A")
        (answer,) = await play.press("gvcn", "Xoá hoàn cảnh")
        assert "Đã xoá hoàn cảnh" in answer
        assert await kept(play) == [None]
        async with play.app.database.read() as session:
            texts = list(await session.scalars(select(Outbox.text).where(Outbox.text.is_not(None))))
            bodies = list(await session.scalars(select(Inbox.body).where(Inbox.body.is_not(None))))
        assert not any(SECRET in (text or "") for text in texts)
        assert not any(SECRET.encode() in (body or b"") for body in bodies)


async def test_a_sponsor_may_not_erase_and_a_stranger_may_not_describe(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await play.say("bộ môn", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        assert await kept(play) == [SECRET]
        await play.say("bộ môn", "/dodau xoá hoàn cảnh 6A Nguyễn Văn A")
        await play.say("nóc", "/dodau hoàn cảnh 6A Nguyễn Văn A: lời đồn")
        assert await kept(play) == [SECRET]


async def test_the_reasons_are_chosen_by_buttons_and_a_second_tap_takes_one_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.press("gvcn", "Khó khăn về kinh tế")
        (answer,) = await play.press("gvcn", "nguy cơ bỏ học")
        assert "Diện: khó khăn về kinh tế, gia cảnh và có nguy cơ bỏ học" in answer
        (answer,) = await play.press("gvcn", "Khó khăn về kinh tế")
        assert "Diện: có nguy cơ bỏ học" in answer


async def test_a_sponsor_sees_the_own_pupils_figures_and_last_note(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.say("bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: tiến bộ, đi học đều hơn")
        answer = await ask(play, "bộ môn", "/dodau")
        assert "**Nguyễn Văn A**, 6A: hai tuần qua nghỉ 1 buổi" in answer
        assert "từ đầu năm 1 buổi (1K)" in answer
        assert "11/2026: tiến bộ – “đi học đều hơn”" in answer


async def test_the_leadership_sees_the_list_by_class_with_gaps_and_who_follows_how_many(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await sponsored(play, "cô Yên", pupil="Hồ Văn Bình")
        await play.say("gvcn6b", "/dodau thêm 6B Đinh Thị Mai")
        answer = await ask(play, "ht", "/dodau")
        assert "Học sinh cần giúp đỡ: 3 em**, chưa có người đỡ đầu: 1 em" in answer
        assert "**6B**\n• Đinh Thị Mai: **chưa có người đỡ đầu**" in answer
        assert "Cao Thị Yên 2" in answer
        assert "Chưa nhận em nào (8 người)" in answer
        assert {"6A", "6B"} <= set(play.labels("ht"))


async def test_a_note_by_buttons_and_words_is_one_note_of_the_month(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        assert "Tháng này các em thế nào" in await ask(play, "bộ môn", "/dodau ghi chú")
        (first,) = await play.press("bộ môn", "Tiến bộ")
        assert "11/2026: tiến bộ" in first
        second = await ask(play, "bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: hay giúp bạn")
        assert "11/2026: tiến bộ – “hay giúp bạn”" in second
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count(SponsorNotes.id))) == 1
        assert "đã ghi nhận đủ" in await ask(play, "bộ môn", "/dodau ghi chú")
        assert "không đỡ đầu" in await ask(play, "gvcn", "/dodau ghi chú 6A Nguyễn Văn A: tiến bộ")


async def test_words_typed_right_after_the_tap_belong_to_the_note(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await play.say("bộ môn", "/dodau ghi chú")
        await play.press("bộ môn", "Đáng lo")
        assert "11/2026: đáng lo – “em hay buồn, nhà xa”" in await ask(play, "bộ môn", "em hay buồn, nhà xa")
        assert "không có gì ạ" in await ask(play, "bộ môn", "cảm ơn nhà trường"), "only once"


async def test_the_head_of_a_group_sees_its_members_pupils_and_no_circumstances(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await sponsored(play, "thầy Tám", pupil="Hồ Văn Bình")
        await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await head_of(play, "Vũ Đức Long", "Tự nhiên", "Cao Thị Yên")
        answer = await ask(play, "gvcn6b", "/dodau tổ")
        assert "Nguyễn Văn A: Cao Thị Yên (6A)" in answer
        assert "Bình" not in answer
        assert SECRET not in answer
        await play.say("gvcn6b", "/dodau")
        assert "Tổ của tôi" in play.labels("gvcn6b")
        assert "dành cho tổ trưởng" in await ask(play, "bộ môn", "/dodau tổ")
        assert "tổ nào" in await ask(play, "pht", "/dodau tổ")
        (answer,) = await play.press("pht", "Tự nhiên")
        assert "Nguyễn Văn A: Cao Thị Yên (6A)" in answer


async def head_of(play: Play, head: str, group: str, *members: str) -> None:
    async with play.app.database.write() as session:
        everybody = update(People).where(People.full_name.in_([head, *members]))
        await session.execute(everybody.values(group_name=group))
        person = await session.scalar(select(People.id).where(People.full_name == head))
        values = {"school_id": play.school_id, "person_id": person, "name": "group_head", "starts": play.now.date()}
        await session.execute(insert(Roles).values(values))


async def test_taken_off_the_list_the_pupil_has_no_sponsor_and_no_circumstances_any_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await ask(play, "gvcn", "/dodau ra khỏi 6A Nguyễn Văn A")
        assert "thôi đỡ đầu" in heard(play)["bộ môn"]
        assert await kept(play) == [None]
        assert await live(play) == []


async def test_a_name_that_begins_like_a_word_of_the_command_is_still_a_name(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Không có em nào tên “Tổ Thị Hoa”" in await ask(play, "gvcn", "/dodau Tổ Thị Hoa")
