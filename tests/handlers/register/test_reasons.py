"""Why a pupil is away is kept as it was said; whether that is with leave is asked once, with one tap."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Marks, Pupils
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask
from tests.jobs.checks import heard, school_day

pytestmark = pytest.mark.anyio

TOLD = "Thầy/cô được biết cháu ốm, nhờ gia đình xác nhận giúp."


async def reasons(play: Play) -> Sequence[str | None]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Marks.reason_code).where(Marks.struck_at.is_(None))))


async def test_a_reason_is_echoed_and_leave_is_asked_for_with_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "gvcn", "6A vắng A ốm")
        assert "vắng 1/8 (0P, 0K, 1 chưa rõ phép)" in said
        assert "Nguyễn Văn A (1): ốm, chưa rõ phép, ngày đầu" in said
        assert "có phép hay không phép" in said
        await play.press("gvcn", "Có phép")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}
        assert await reasons(play) == ["om"], "the tap tells the leave, and forgets nothing"
        await play.say("gvcn", "/huy")
        await play.say("gvcn", "/huy")
        await play.say("gvcn", "6A vắng A ốm, Hồ Thị Lan nhà có việc")
        await play.press("gvcn", "Lan: Có phép")
        await play.press("gvcn", "A: Không phép")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Thị Lan": "16/11S P"}


@pytest.mark.parametrize("words", ["6A vắng A ốm có phép", "6A vắng A không phép", "6A: A P ốm", "6A vắng A"])
async def test_what_has_been_said_is_not_asked(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "gvcn", words)
        assert "Đã ghi" in said
        assert "chưa rõ phép" not in said
        assert "Không phép" not in play.labels("gvcn")


async def test_the_family_reads_what_the_teacher_knows_until_it_has_answered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "6A vắng A ốm")
        letter = heard(play)["mẹ A"]
        assert TOLD in letter
        assert "chưa rõ lý do" not in letter
        await school_day(play, "2026-11-17 07:45", "6A vắng A")
        assert TOLD not in heard(play).get("mẹ A", ""), "of another day nothing is known"


async def test_where_the_school_has_chosen_so_illness_told_by_the_teacher_is_leave(tmp_path: Path) -> None:
    async with playing(tmp_path, ill_with_leave=True) as play:
        said = await ask(play, "gvcn", "6A vắng A ốm, Hồ Thị Lan đi rẫy")
        assert "vắng 2/8 (1P, 0K, 1 chưa rõ phép)" in said
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P", "Hồ Thị Lan": "16/11S K"}
        await play.say("gvcn", "/vang 6A A không phép ốm")
        assert (await marked(play))["Nguyễn Văn A"] == "16/11S K", "what is said outright counts"


async def unsettled(play: Play) -> dict[str, bool]:
    statement = select(Pupils.full_name, Marks.unsettled).join(Marks, Marks.pupil_id == Pupils.id)
    async with play.app.database.read() as session:
        return dict((await session.execute(statement.where(Marks.struck_at.is_(None)))).all())


async def test_that_leave_is_not_clear_yet_is_kept_and_shown_until_somebody_says(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng A ốm, Bình k, Sáng p")
        assert await unsettled(play) == {"Nguyễn Văn A": True, "Hồ Văn Bình": False, "Lê Thị Sáng": False}
        assert "Nguyễn Văn A (1): chưa rõ phép, ốm" in await ask(play, "gvcn", "/lop 6A")
        assert "chưa rõ phép, ốm" in await ask(play, "ht", "em Nguyễn Văn A lớp 6A thế nào")
        assert "Nguyễn Văn A đang được ghi chưa rõ phép" in await ask(play, "gvcn", "em A đến rồi ạ")
        assert ": chưa rõ phép, " in await ask(play, "gvcn", "ai ghi em Nguyễn Văn A nghỉ")
        await play.say("gvcn", "6A vắng A, Bình")
        assert (await unsettled(play))["Nguyễn Văn A"], "the bare name again settles nothing"
        await play.say("gvcn", "6A vắng A không phép")
        assert not (await unsettled(play))["Nguyễn Văn A"]
        assert "chưa rõ phép" not in await ask(play, "gvcn", "/lop 6A")
        await play.say("gvcn", "6A vắng A ốm")
        assert not (await unsettled(play))["Nguyễn Văn A"], "what was said before whether with leave stays said"


@pytest.mark.parametrize(("mark", "told"), [("K", ["mẹ A"]), ("P", [])])
async def test_until_it_is_settled_it_counts_in_the_ladder_as_the_school_has_decided(
    tmp_path: Path, mark: str, told: Sequence[str]
) -> None:
    async with playing(tmp_path, reason_as_leave=mark == "P") as play:
        await school_day(play, "2026-11-16 07:45", "6A vắng A nhà có việc")
        assert await marked(play) == {"Nguyễn Văn A": f"16/11S {mark}"}
        assert await unsettled(play) == {"Nguyễn Văn A": True}
        assert [one for one in heard(play) if one == "mẹ A"] == told, (
            "the family hears of it where it counts as without leave"
        )
        await play.say("gvcn", "6A vắng A không phép")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


async def test_where_it_counts_as_leave_the_receipt_says_so_and_asks_all_the_same(tmp_path: Path) -> None:
    async with playing(tmp_path, reason_as_leave=True) as play:
        said = await ask(play, "gvcn", "6A vắng A ốm")
        assert "vắng 1/8 (0P, 0K, 1 chưa rõ phép)" in said
        assert "tạm tính có phép" in said
        await play.press("gvcn", "Không phép")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}
        assert await unsettled(play) == {"Nguyễn Văn A": False}
        assert await reasons(play) == ["om"]
