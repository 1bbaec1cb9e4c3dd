"""Asked once, known after: what a tap has settled about a word is remembered, and no more than that."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models import Enrolments, LearnedWords, Pupils, Schools
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio

BINH = "Hồ Văn Bình, số 4, 04/01/2015, Tu Ro"


async def settled(play: Play, phone: str, text: str, tap: str) -> None:
    """Say it and choose; a tap that is not offered fails the story."""
    await play.say(phone, text)
    await play.press(phone, tap)


async def remembered(play: Play) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(LearnedWords)) or 0


LIST = "Chọn trong danh sách lớp"
LAN, HUNG = "Hồ Thị Lan, số 2, 02/01/2015, Takta - Thôn 3", "Trần Minh Hưng, số 8, 08/01/2015, Takta - Thôn 3"
HABITS = (  # the phone, what is said every day, and what the clerk would choose when asked
    ("gvcn", "6A vắng Sóc kp", (LIST, "Hồ Văn Bình (4)")),
    ("gvcn6b", "6Z vắng Hồ Văn Học p", ("6B",)),
    ("bộ môn", "6A vắng Cún ốm", (LIST, "Lê Thị Sáng (5)")),
    ("nóc", "6Y vắng A Thút", ("6A",)),
    ("nóc2", "6B vắng bé Ty", (LIST, "Đinh Thị Mai (3)")),
    ("bộ môn", "6a vang Hung can kp", (HUNG,)),
    ("nóc", "6A vắng Lan đen, có phép", (LAN,)),
    ("gvcn", "6A vắng Lan con chị Tư", (LAN,)),
)
ALWAYS_ASKED = ("gvcn6b", "6A vắng Lan p", (LAN,))  # one of two of a bare name
MEANT = ("Hồ Văn Bình", "Lê Thị Sáng", "A Thút", "Hồ Văn Học", "Đinh Thị Mai", "Hồ Thị Lan", "Trần Minh Hưng")


async def questions_of_a_week(play: Play, first: int) -> int:
    """Two days, everybody in the own way; how many taps it took to be understood."""
    asked = 0
    for day in range(first, first + 2):
        await on(play, f"2026-11-{day} 07:10")
        for phone, text, taps in (*HABITS, ALWAYS_ASKED):
            await play.say(phone, text)
            for tap in taps if any(tap in play.labels(phone) for tap in taps) else ():
                await play.press(phone, tap)
                asked += tap is taps[-1]
    return asked


async def test_in_the_third_week_a_third_of_the_first_weeks_questions_is_left(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        weeks = [await questions_of_a_week(play, first) for first in (9, 16, 23)]
        assert weeks == [len(HABITS) + 2, 2, 2], "everybody is asked once, and known after; a bare name is always asked"
        assert 3 * weeks[2] <= weeks[0]
        known = await marked(play)
        assert {name for name in MEANT if "24/11S" in known[name]} == set(MEANT)
        assert len(known) == len(MEANT), "and nobody else was ever written down"


async def test_what_is_remembered_is_shown_and_struck_by_a_tap_and_taken_back_with_its_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Chưa có từ nào" in await ask(play, "gvcn", "/tudien")
        await settled(play, "gvcn", "6A vắng Sóc kp", LIST)
        await play.press("gvcn", "Hồ Văn Bình (4)")
        assert "“Sóc” ở lớp 6A là em Hồ Văn Bình" in await ask(play, "gvcn", "/tudien")
        assert "Chưa có từ nào" in await ask(play, "bộ môn", "/tudien"), "one writer's word is nobody else's"
        await play.press("gvcn", "Quên “Sóc”")
        assert await remembered(play) == 0
        await settled(play, "gvcn", "6A vắng Tũn", LIST)
        await play.press("gvcn", "A Thút (6)")
        assert await remembered(play) == 1
        await ask(play, "gvcn", "/huy")
        assert await remembered(play) == 0


async def test_three_writers_make_it_the_schools_and_one_who_means_another_unmakes_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "bộ môn", "nóc"):
            await settled(play, phone, "6A vắng Sóc kp", LIST)
            await play.press(phone, "Hồ Văn Bình (4)")
        assert "“Sóc” ở lớp 6A là em Hồ Văn Bình" in await ask(play, "ht", "/tudien")
        heard(play)
        assert "Hồ Văn Bình (4): không phép" in (await play.say("nóc2", "6A vắng Sóc kp"))[0]
        await settled(play, "gvcn6b", "6A vắng Cún", LIST)
        await play.press("gvcn6b", "A Thút (6)")
        async with play.app.database.write() as session:  # somebody settles Sóc otherwise
            newest = select(func.max(LearnedWords.id)).scalar_subquery()
            await session.execute(update(LearnedWords).where(LearnedWords.id == newest).values(word="sóc"))
        assert "không có em nào tên “Sóc”" in "".join(await play.say("nóc2", "6A vắng Sóc kp"))


@pytest.mark.parametrize(
    "text",
    [
        "6A vắng sọc",  # another word
        "6B vắng Sóc",  # another class
        "6A vắng Sóc, Bình",  # already named: who is meant by both?
        "6A Sóc ngoan lắm",  # no absence
        "6A có Sóc vắng không?",  # a question
    ],
)
async def test_a_word_that_is_known_records_nobody_the_message_does_not_mean(tmp_path: Path, text: str) -> None:
    async with playing(tmp_path) as play:
        await settled(play, "gvcn", "6A vắng Sóc kp", LIST)
        await play.press("gvcn", "Hồ Văn Bình (4)")
        await on(play, "2026-11-17 07:10")
        await play.say("gvcn", text)
        today = {name: marks for name, marks in (await marked(play)).items() if "17/11" in marks}
        assert today.keys() <= ({"Hồ Văn Bình"} if "Bình" in text else set())


@pytest.mark.parametrize("change", ["a second fits", "moved away"])
async def test_it_is_asked_again_when_a_second_pupil_fits_or_the_class_changes(tmp_path: Path, change: str) -> None:
    async with playing(tmp_path) as play:
        await settled(play, "gvcn", "6A vắng Sóc kp", LIST)
        await play.press("gvcn", "Hồ Văn Bình (4)")
        async with play.app.database.write() as session:
            if change == "a second fits":
                await session.execute(update(Pupils).where(Pupils.full_name == "A Thút").values(full_name="Hồ Văn Sóc"))
            else:
                binh = select(Pupils.id).where(Pupils.full_name == "Hồ Văn Bình").scalar_subquery()
                await session.execute(
                    update(Enrolments).where(Enrolments.pupil_id == binh).values(ends=play.now.date())
                )
            await session.execute(update(Schools).values(version=Schools.version + 1))
        await on(play, "2026-11-17 07:10")
        await play.say("gvcn", "6A vắng Sóc kp")
        assert "17/11" not in (await marked(play)).get("Hồ Văn Bình", "")


async def test_the_writers_own_words_in_brackets_tell_two_of_a_name_apart_ever_after(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for day, hint in ((16, "(Mơ)"), (17, "(nhà bà Tư)")):
            await on(play, f"2026-11-{day} 07:10")
            await play.say("gvcn", f"6A vắng Lan {hint} p")
            await play.press("gvcn", next(one for one in play.labels("gvcn") if "Hồ Thị Lan" in one))
            assert f"“Lan {hint}” ở lớp 6A là em Hồ Thị Lan" in await ask(play, "gvcn", "/tudien")
        await on(play, "2026-11-18 07:10")
        await play.say("gvcn", "6A vắng Lan (Mơ) p")
        assert "18/11S P" in (await marked(play))["Hồ Thị Lan"], "known after"
        await on(play, "2026-11-19 07:10")
        await play.say("gvcn", "6A vắng Lan p")
        assert "19/11S" not in (await marked(play))["Hồ Thị Lan"], "the bare name is asked about as ever"


async def test_who_names_no_class_is_asked_once_and_then_only_where_the_names_fit_another_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await settled(play, "bộ môn", "vắng Hồ Văn Bình k", "6A")
        assert "Tin không ghi lớp là của lớp 6A" in await ask(play, "bộ môn", "/tudien")
        await on(play, "2026-11-17 07:10")
        await play.say("bộ môn", "vắng Bình k, Sáng p")
        assert (await marked(play))["Lê Thị Sáng"] == "17/11S P"
        await on(play, "2026-11-18 07:10")
        await play.say("bộ môn", "vắng Mai k")
        assert "6B" in play.labels("bộ môn"), "Mai is in another class: asked"
        await play.say("bộ môn", "/tudien")
        await play.press("bộ môn", "Quên lớp của tin không ghi lớp")
        await play.say("bộ môn", "vắng Bình k")
        assert "18/11S" not in (await marked(play))["Hồ Văn Bình"]
