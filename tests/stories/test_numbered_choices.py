"""Where there are no buttons, a digit answers the question it was meant for, whatever came in between."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models import DayRules, Marks, Pupils
from tests.conversation import Story, playing
from tests.stories.phones import AtZalo, told_through

pytestmark = pytest.mark.anyio


def numbers(story: Story, place: int = -1) -> dict[str, str]:
    """The choices of the newest message that has any, or of one before: by label."""
    shown = [parcel for parcel in story.seen("gvcn") if parcel.buttons][place]
    return {label: number for row in shown.buttons for label, number in row}


async def absent(story: AtZalo) -> int:
    async with story.app.database.read() as session:
        return await session.scalar(select(func.count()).where(Marks.struck_at.is_(None))) or 0


async def test_a_letter_between_question_and_answer_takes_none_of_its_numbers(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        question = "\n".join(await story.say("gvcn", "6A vắng Lan K"))
        assert "1. " in question
        first = set(numbers(story).values())
        await story.say("mẹ A", "/xinphep mai ốm")
        second = set(numbers(story).values())
        assert second
        assert not first & second
        answer = "\n".join(await story.say("gvcn", "1"))
        assert "vắng 1/8" in answer, "the question was about a Lan, and is answered"


async def test_an_answer_takes_none_of_the_numbers_of_a_letter_that_waits(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path, at="2026-11-16 07:40")) as story:
        await story.say("gvcn", "6A vắng Nguyễn Văn A K")
        await story.clock_to("07:50")
        await story.press("mẹ A", "Cháu ốm")
        letter = numbers(story)
        await story.say("gvcn", "/viec")
        assert not {*letter.values()} & {*numbers(story).values()}
        answer = "\n".join(await story.say("gvcn", letter["Có phép"]))
        assert "nghỉ có phép" in answer, "far above, and meant"
        assert "1" in numbers(story).values(), "what is answered keeps no number"


async def test_no_digit_undoes_what_its_writer_had_not_read_or_has_left_behind(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        await story.say("gvcn", "6A vắng Bình, Lan")
        receipt, question = numbers(story, -2), numbers(story)
        assert not {*receipt.values()} & {*question.values()}, "one answer, and no number twice in it"
        await story.say("gvcn", "/viec")
        assert not {*numbers(story).values()} & {*question.values()}, "what is open keeps its numbers"
        which = next(number for label, number in question.items() if "Đinh Văn Lan" in label)
        await story.arrive("gvcn", f"chọn {which} ạ")
        await story.arrive_at_once("gvcn", which)  # a phone without a signal sends it twice
        await story.settle()
        undo = numbers(story)["Huỷ"]
        assert await absent(story) == 2, "a copy of the answer presses nothing of what came in reply"
        await story.say("gvcn", "/viec")
        assert undo not in numbers(story).values()
        await story.say("gvcn", undo)
        assert await absent(story) == 2, "what has been scrolled away is not undone by an old digit"
        await story.say("gvcn", "/diemdanh")
        await story.say("gvcn", "/viec")
        await story.say("gvcn", "1, 2")
        assert await absent(story) == 4, "an open list is answered by its numbers, whatever stands below it"
        await story.say("gvcn", numbers(story)["Huỷ"])
        assert await absent(story) == 2


async def test_a_number_that_presses_nothing_shows_what_can_be_chosen(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        await story.say("gvcn", "6A vắng Lan K")
        answer = "\n".join(await story.say("gvcn", "9"))
        assert "không có lựa chọn số 9" in answer
        assert "Đinh Văn Lan" in answer
        answer = "\n".join(await story.say("gvcn", "số 3"))
        assert await absent(story) == 0, "line 3, or Đinh Văn Lan, who is number 3 on the list"
        assert "hay em có số thứ tự 3" in answer
        which = next(number for label, number in numbers(story).items() if "Đinh Văn Lan" in label)
        assert "Đinh Văn Lan" in "\n".join(await story.say("gvcn", which))
        assert await absent(story) == 1


async def test_a_number_of_days_ago_is_asked_again_before_anything_is_done(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        await story.clock_to("2026-11-17 17:00")
        assert "Ngày lễ" in "\n".join(story.new("pht"))
        first = next(p for p in story.seen("pht") if "Ngày lễ" in p.text)
        (only,) = [number for row in first.buttons for label, number in row if label.startswith("Chỉ")]
        await story.clock_to("2026-11-19 18:00")
        await story.say("pht", "/thongbao 6A: họp")
        answer = "\n".join(await story.say("pht", only))
        assert "là của tin ngày 17/11" in answer
        async with story.app.database.read() as session:
            confirmed = select(func.count()).where(DayRules.confirmed_at.is_not(None))
            assert not await session.scalar(confirmed)
        again = next(n for row in story.seen("pht")[-1].buttons for label, n in row if label.startswith("Chỉ"))
        assert "Đã ghi vào lịch" in "\n".join(await story.say("pht", again))


@pytest.mark.parametrize("network", ["zalo", "telegram"])
async def test_boarders_who_are_not_back_are_told_by_their_list_numbers(tmp_path: Path, network: str) -> None:
    async with told_through(network, playing(tmp_path, at="2026-11-21 09:00")) as story:
        async with story.app.database.write() as session:
            who = Pupils.full_name.in_(["A Thút", "Lê Thị Sáng", "Hồ Văn Bình"])
            await session.execute(update(Pupils).where(who).values(boarding=True))
        await story.clock_to("2026-11-22 19:05")
        asked = next(p for p in story.seen("gvcn") if "Nội trú" in p.text)
        assert "ví dụ 5, 6" in asked.text
        assert bool(asked.buttons) is (network == "telegram"), "or these numbers are choices as well"
        answer = "\n".join(await story.say("gvcn", "5"))
        assert "đã vào 2/3" in answer
        assert "Lê Thị Sáng" in answer
        assert "đã vào 3/3" in "\n".join(await story.say("gvcn", "/noitru 6A 0"))


async def test_where_buttons_show_list_numbers_a_number_is_the_pupils(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        assert "Đinh Văn Lan (3)" in "".join(await play.say("gvcn", "số 3")), "and not the third button"
