"""A home visit reported in a few taps or one line."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Audit, CaseCauses, Cases, Pupils, Roles, Visits
from tests.conversation import Play, playing, resumed
from tests.handlers.school_days import ask, on
from tests.jobs.checks import (
    after_three_days,
    checked,
    heard,
    roster_with_siblings,
    school_day,
    told_of_visits,
    visited,
)
from tests.refused import refusal

pytestmark = pytest.mark.anyio


async def met(play: Play) -> list[tuple[str | None, object, str | None]]:
    async with play.app.database.read() as session:
        reported = select(Visits.met, Visits.promised_on, Visits.note).where(Visits.reported_at.is_not(None))
        return [(who, day, note) for who, day, note in await session.execute(reported.order_by(Visits.id))]


async def test_four_taps_behind_the_letters_own_and_the_vice_principal_reads_the_result(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        (question,) = await play.press("gvcn", "Đã đến nhà")
        assert "Đến nhà em **A (6A)**: thầy/cô gặp ai?" in question
        (question,) = await play.press("gvcn", "Mẹ")
        assert "Vì sao em A (6A) nghỉ?" in question
        (question,) = await play.press("gvcn", "Kinh tế gia đình khó khăn")
        assert "hứa em A (6A) trở lại lớp ngày nào?" in question
        assert play.labels("gvcn")[:2] == ["Mai, thứ Năm 19/11", "Thứ Sáu 20/11"]
        assert heard(play) == {}, "nothing is told before it is complete"
        (answer,) = await play.press("gvcn", "Thứ Hai 23/11")
        assert "**Đã ghi** kết quả đến nhà em A: gặp mẹ; hứa trở lại lớp thứ Hai 23/11." in answer
        assert "chỉ đóng khi em A trở lại" in answer
        told = await told_of_visits(play)
        assert told.keys() == {"pht"}
        assert "Nguyễn Văn A, lớp 6A (Takta - Thôn 3): Phạm Thu Hà: gặp mẹ" in told["pht"]
        assert "nguyên nhân: kinh tế gia đình khó khăn" in told["pht"]


async def test_digits_answer_where_there_are_no_buttons_and_several_causes_may_be_named(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await ask(play, "gvcn", "/tham 1")
        await ask(play, "gvcn", "2")
        await ask(play, "gvcn", "1")
        await play.press("gvcn", "Thêm nguyên nhân")
        await play.press("gvcn", "Tảo hôn")
        await play.press("gvcn", "Chưa hứa")
        assert await met(play) == [("father", None, None)]
        async with play.app.database.read() as session:
            assert set(await session.scalars(select(CaseCauses.code))) == {"poverty", "marriage"}


async def test_one_line_says_it_all_or_what_it_leaves_open_is_asked(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        question = await ask(play, "gvcn", "/tham 1 gặp mẹ, hứa thứ 2 đi học")
        assert "Vì sao em A (6A) nghỉ?" in question, "the cause is required"
        (answer,) = await play.press("gvcn", "Em ốm")
        assert "hứa trở lại lớp thứ Hai 23/11" in answer
        assert "“gặp mẹ, hứa thứ 2 đi học”" in (await told_of_visits(play))["pht"]
        again = await ask(play, "gvcn", "/tham 1 gặp bố, em đi rẫy, không hứa")
        assert "Đã ghi" in again, "a whole report in a line"
        assert [who for who, _day, _note in await met(play)] == ["mother", "father"]


async def test_words_typed_in_the_middle_belong_to_the_visit_under_way(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("gvcn", "Đã đến nhà")
        await play.press("gvcn", "Ông bà")
        await play.press("gvcn", "Em ốm")
        assert "thứ Tư 25/11" in await ask(play, "gvcn", "/tham 1 hứa 25/11")
        assert [(who, str(day)) for who, day, _note in await met(play)] == [("grandparent", "2026-11-25")]


async def test_with_nobody_met_the_visit_is_progress_but_still_to_be_made(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("gvcn", "Đã đến nhà")
        (answer,) = await play.press("gvcn", "Không gặp ai")
        assert "vẫn cần đến nhà lần nữa" in answer
        assert "không gặp ai" in heard(play)["pht"]
        assert "hạn đến nhà:" in await ask(play, "gvcn", "/viec")
        await school_day(play, "2026-11-19 07:45", "/vang 6A Nguyễn Văn A")
        assert heard(play) == {}, "it is not overdue yet"
        for day in (20, 21):
            await school_day(play, f"2026-11-{day} 07:45", "/vang 6A Nguyễn Văn A")
        assert "đã đến nhà thứ Tư 18/11: không gặp ai" in heard(play)["ht"]


async def test_row_15_no_report_closes_a_case(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play, "Mai")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Cases.closed_on)) is None


async def test_the_questions_go_on_after_a_restart(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("gvcn", "Đã đến nhà")
        await play.press("gvcn", "Mẹ")
        kept = play.keep()
    async with resumed(kept, tmp_path) as play:
        await play.press("gvcn", "Em ốm")
        await play.press("gvcn", "Chưa hứa")
        assert await met(play) == [("mother", None, None)]


async def test_a_few_words_and_a_picture_go_with_it(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play)
        (added,) = await play.say("gvcn", "Mẹ hứa sẽ nhắc em")
        assert "“Mẹ hứa sẽ nhắc em”. Đây không phải là báo vắng." in added
        play.channel.files["nha.jpg"] = b"picture"
        (kept,) = await play.say("gvcn", "", file="nha.jpg")
        assert "Ảnh được giữ 30 ngày" in kept
        card = await ask(play, "ht", "/ca 1")
        assert "“Mẹ hứa sẽ nhắc em”" in card
        await play.press("ht", "Xem ảnh")
        assert [bytes(file.content) for file in play.channel.seen["ht"][-1].files] == [b"picture"]
        async with play.app.database.read() as session:
            assert await session.scalar(select(Audit.about).where(Audit.kind == "case.pictures")) == 1
        for phone in ("tpt", "nóc"):
            assert "Ảnh chỉ dành cho" in await ask(play, phone, "/ca 1 ảnh"), phone
            assert "Xem ảnh" not in play.labels(phone)


async def test_a_picture_comes_under_the_line_and_otherwise_only_while_a_visit_is_reported(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        assert "chỉ nhận ảnh khi" in await ask(play, "gvcn", "", file="x.jpg")
        await ask(play, "gvcn", "/tham 1 gặp mẹ, em ốm, hứa thứ 2", file="nha.jpg")
        assert "(có ảnh)" in (await told_of_visits(play))["pht"]
        await on(play, "2026-11-19 07:10")
        assert "Đã ghi 6A" in await ask(play, "gvcn", "/vang 6A Hồ Thị Lan", file="lop.jpg")
        assert "chỉ nhận ảnh khi" in await ask(play, "gvcn", "", file="x.jpg")


async def test_brothers_and_sisters_are_one_family_and_one_report(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings(), days_to_case=1) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        (question,) = await play.press("gvcn", "Đã đến nhà")
        assert "A (6A) và Phép (6B)" in question
        await play.press("gvcn", "Mẹ")
        await play.press("gvcn", "Tảo hôn")
        await play.press("gvcn", "Chưa hứa")
        assert "Nguyễn Văn A, lớp 6A (Takta - Thôn 3) và Nguyễn Thị Phép, lớp 6B" in (await told_of_visits(play))["pht"]
        async with play.app.database.read() as session:
            assert None not in (await session.scalars(select(Cases.visited_on))).all()


async def test_of_one_family_nobody_is_asked_about_a_child_that_is_back(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings(), days_to_case=1) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            hers = Cases.pupil_id == await play.pupil("Nguyễn Thị Phép")
            await session.execute(update(Cases).where(hers).values(closed_on=play.now.date()))
        heard(play)
        (question,) = await play.press("gvcn", "Đã đến nhà")
        assert "A (6A)" in question
        assert "Phép" not in question


async def test_the_pupils_away_in_one_hamlet_are_one_trip(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A, Hồ Thị Lan, Hồ Văn Bình")
        heard(play)
        await ask(play, "gvcn", "/viec")
        assert play.labels("gvcn")[0] == "Một chuyến đến Takta - Thôn 3: A và Lan"
        (question,) = await play.press("gvcn", "Một chuyến")
        assert "**A (6A)**" in question
        await play.press("gvcn", "Mẹ")
        await play.press("gvcn", "Em ốm")
        recorded, question = await play.press("gvcn", "Chưa hứa")
        assert "em A" in recorded
        assert "**Lan (6A)**" in question
        await play.press("gvcn", "Không gặp ai")
        told = (await told_of_visits(play))["pht"]
        assert "Nguyễn Văn A" in told
        assert "Hồ Thị Lan" in told


async def test_from_one_home_the_trip_goes_on_to_the_hamlets_others(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        await play.say("gvcn", "/tham 1")
        assert "Chuyến này còn đến nhà: Lan" in play.labels("gvcn")
        (question,) = await play.press("gvcn", "Chuyến này còn")
        assert "**A (6A)**" in question
        await play.press("gvcn", "Không gặp ai")
        await play.press("gvcn", "Không gặp ai")
        assert len(await met(play)) == 2


async def test_a_trip_left_off_in_the_middle_is_told_all_the_same(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        heard(play)
        await ask(play, "gvcn", "/viec")
        await play.press("gvcn", "Một chuyến")
        await play.press("gvcn", "Không gặp ai")
        assert "Nguyễn Văn A" in (await told_of_visits(play))["pht"]


async def test_who_may_report_a_visit(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        assert "không có hồ sơ nào" in await ask(play, "gvcn6b", "/tham 1 đã gặp mẹ")
        for phone in ("bộ môn", "mẹ A", "admin"):
            assert refusal(phone) in await ask(play, phone, "/tham 1 đã gặp mẹ"), phone
        await ask(play, "gvcn", "/tham 1")
        assert "đang chờ thầy/cô" in await ask(play, "nóc", "/tham v1 g mother"), "somebody else's questions"
        assert await met(play) == []
        assert heard(play) == {}
        assert "Đã ghi" in await ask(play, "nóc", "/tham 1 gặp mẹ, em ốm, không hứa"), "the pair of the hamlet"
        told = await told_of_visits(play)
        assert told.keys() == {"gvcn", "pht"}, "the teacher hears that somebody else was there"


async def test_a_teacher_whose_role_has_ended_can_not_go_on(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("gvcn", "Đã đến nhà")
        async with play.app.database.write() as session:
            held = update(Roles).where(Roles.person_id == await play.person("Phạm Thu Hà"))
            await session.execute(held.values(ends=play.now.date().replace(day=17)))
        assert "không có nhiệm vụ nào" in (await play.press("gvcn", "Mẹ"))[0]


async def test_without_a_number_it_offers_the_homes_to_report_about(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        assert "nhà em nào" in await ask(play, "gvcn", "/tham")
        assert play.labels("gvcn") == ["Nguyễn Văn A, 6A"]
        await checked(play)


@pytest.mark.parametrize(
    "line", ["6A Nguyễn Văn A gặp bố, em đi rẫy, không hứa", "nguyen van a: gặp bố, em đi rẫy, không hứa",
             "lớp 6a em A gặp bố, em đi rẫy, không hứa", "A, gặp bố, em đi rẫy, không hứa"],
)  # fmt: skip
async def test_the_pupil_may_be_named_instead_of_the_case(tmp_path: Path, line: str) -> None:
    async with after_three_days(tmp_path) as play:
        assert "Đã ghi" in await ask(play, "gvcn", f"/tham {line}")
        assert await met(play) == [("father", None, "gặp bố, em đi rẫy, không hứa")]


@pytest.mark.parametrize("line", ["99 gặp bố, em đi rẫy, không hứa", "gặp bố, em đi rẫy, không hứa"])
async def test_who_names_no_pupil_of_theirs_taps_the_home_and_the_words_are_kept(tmp_path: Path, line: str) -> None:
    async with after_three_days(tmp_path) as play:
        assert "đến nhà em nào" in await ask(play, "gvcn", f"/tham {line}")
        assert await met(play) == []
        await play.press("gvcn", "Nguyễn Văn A, 6A")
        assert await met(play) == [("father", None, "gặp bố, em đi rẫy, không hứa")]


async def test_words_about_a_visit_offer_the_home_they_name_and_are_kept(tmp_path: Path) -> None:
    words = "hôm qua tôi đến nhà em A rồi, gặp bố, em đi rẫy, không hứa"
    async with after_three_days(tmp_path) as play:
        await play.say("gvcn", "/ca mở 6A Hồ Văn Bình: hay nghỉ")
        assert "Ghi là đã đến nhà em Nguyễn Văn A" in await ask(play, "gvcn", words)
        assert play.labels("gvcn") == ["Ghi lần đến nhà này"]
        assert await met(play) == []
        await play.press("gvcn", "Ghi lần đến nhà này")
        assert [(who, note) for who, _nobody, note in await met(play)] == [("father", words)]


async def test_a_brother_who_answers_is_not_taken_for_a_pupil_of_that_name(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        for one in ("6A Hồ Văn Bình", "6A Lê Thị Sáng"):
            await play.say("gvcn", f"/ca mở {one}: hay nghỉ")
        heard(play)
        async with play.app.database.write() as session:
            await session.execute(
                update(Pupils).where(Pupils.full_name == "Lê Thị Sáng").values(full_name="Lê Thị Ánh")
            )
        assert "đến nhà em nào" in await ask(play, "gvcn", "/tham anh trai em Bình nói em ốm, không hứa")
        assert await met(play) == []
        await ask(play, "gvcn", "/tham Ánh: gặp mẹ, em ốm, không hứa")
        assert await met(play) == [("mother", None, "gặp mẹ, em ốm, không hứa")]
