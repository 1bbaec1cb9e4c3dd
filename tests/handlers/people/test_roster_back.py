"""An import is taken back whole with one tap, until something rests on it; what rests on it is named."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import Cases
from models.imports.tables import TABLES, image
from papers.roster import GuardianRow, PupilRow, Roster
from papers.roster.sample import write_sample
from tests.conversation import Play, playing
from tests.jobs.checks import after_three_days, heard
from tests.papers.roster.workbooks import Rows, write
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio
HEADINGS = ("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp", "Mẹ", "SĐT mẹ")


def line(one: PupilRow, **values: Any) -> tuple[Any, ...]:
    one = replace(one, **values)
    (mother,) = one.guardians
    born = f"{one.birth_date:%d/%m/%Y}" if one.birth_date else ""
    phone = f"0{mother.phone[3:]}" if mother.phone else ""
    return (one.list_no, one.code, one.full_name, born, one.class_name, mother.full_name, phone)


def rows(*lines: Sequence[Any]) -> Rows:
    return [HEADINGS, *lines]


PUPILS = small_roster().pupils
NEW = ("9", "M9", "Đinh Văn Mới", "09/09/2015", "6A", "Đinh Thị Mơ", "0912000999")


def whole(*, but: Sequence[PupilRow] = (), **changed: Any) -> Rows:
    """The school's own list, without some, and with the first pupil changed."""
    first = [line(PUPILS[0], **changed)] if PUPILS[0] not in but else []
    return rows(*first, *(line(one) for one in PUPILS[1:] if one not in but))


FILES: dict[str, Rows] = {
    "a new pupil": rows(*whole()[1:], NEW),
    "a name": whole(full_name="Nguyễn Văn Á"),
    "a birth date": whole(birth_date=PUPILS[2].birth_date),
    "a code": whole(code="7777"),
    "a move": whole(class_name="6B", list_no=20),
    "a new class": whole(class_name="6C"),
    "a phone": whole(guardians=[GuardianRow(full_name="Mẹ Nguyễn Văn A", relation="mẹ", phone="+84912000888")]),
    "another guardian": whole(guardians=[GuardianRow(full_name="Lê Thị Bảy", relation="mẹ", phone="+84912000888")]),
    "who leaves": whole(but=PUPILS[5:6]),
}


async def sent(play: Play, folder: Path, content: Rows | None, answer: str = "ra khỏi") -> str:
    """Send it and tap until it is done; what was said last."""
    path = folder / "danh-sach.xlsx"
    if content is None:
        write_sample(path)
    else:
        write(path, {"HS": content})
    play.channel.files["danh-sach.xlsx"] = path.read_bytes()
    await play.say("admin", "", file="danh-sach.xlsx")
    if "Không, đây là nơi mới" in play.labels("admin"):  # a hamlet of another village is called the same
        await play.press("admin", "Không, đây là nơi mới")
    (said,) = await play.press("admin", "Thực hiện")
    if any(answer in label for label in play.labels("admin")):
        (said,) = await play.press("admin", answer)
    return said


async def kept(play: Play) -> Any:
    async with play.app.database.read() as session:
        return await image(session, play.school_id)


LIKE_OTHERS = {"a birth date", "a code", "another guardian", "a new class"}


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=pytest.mark.campaign) if what in LIKE_OTHERS else what for what in FILES]
)
async def test_every_kind_of_change_is_taken_back_with_one_tap(tmp_path: Path, what: str) -> None:
    async with playing(tmp_path) as play:
        before = await kept(play)
        assert "Đã xong" in await sent(play, tmp_path, FILES[what])
        assert await kept(play) != before
        (said,) = await play.press("admin", "Huỷ lần nhập")
        assert "như trước lần thay đổi" in said
        assert await kept(play) == before
        assert "như" not in (await play.press("admin", "Huỷ lần nhập"))[0]


async def test_a_whole_other_school_is_taken_back_on_both_engines(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url) as play:
        before = await kept(play)
        await sent(play, tmp_path, None)
        assert await kept(play) != before
        await play.press("admin", "Huỷ lần nhập")
        assert await kept(play) == before
        assert {table.__tablename__ for table in TABLES} == before.keys()


async def test_imports_are_taken_back_from_the_last_to_the_first(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        before = await kept(play)
        await sent(play, tmp_path, FILES["a name"])
        first = play.labels("admin")
        await sent(play, tmp_path, rows(NEW))
        assert len(first) == 1
        for _again in (1, 2):
            await play.say("admin", "/huynhap")
            await play.press("admin", "Huỷ lần nhập")
        assert await kept(play) == before
        assert "Không có thay đổi nào" in (await play.say("admin", "/huynhap"))[0]


async def _another(play: Play) -> None:
    """Of the same pupil: a later one of others rests on nothing."""
    same = line(PUPILS[0], full_name="Nguyễn Văn Ả")
    path = write(Path(play.app.database.url.database or "").with_name("b.xlsx"), {"HS": rows(same)})
    play.channel.files["b.xlsx"] = path.read_bytes()
    await play.say("admin", "", file="b.xlsx")
    await play.press("admin", "Thực hiện")


RESTS: dict[str, tuple[str, Callable[[Play], Any], str]] = {
    "a mark of a new pupil": ("a new pupil", lambda play: play.say("gvcn", "/vang 6A Mới"), "Đinh Văn Mới"),
    "a mark in the new class": ("a move", lambda play: play.say("gvcn6b", "/vang 6B Nguyễn Văn A"), "Nguyễn Văn A"),
    "a report without who left": ("who leaves", lambda play: play.say("gvcn", "/du 6A"), "lớp 6A"),
    "a later import": ("a name", _another, "lần nhập sau"),
}


@pytest.mark.parametrize("what", RESTS)
async def test_what_rests_on_an_import_is_named_and_nothing_is_changed(tmp_path: Path, what: str) -> None:
    file, happens, named = RESTS[what]
    async with playing(tmp_path) as play:
        await sent(play, tmp_path, FILES[file])
        token = play.seen("admin")[-1].buttons[0][0][1]
        await happens(play)
        after = await kept(play)
        await play.tap("admin", "Huỷ lần nhập này", token)
        await play.settle()
        said = play.new("admin")[-1]
        assert "không huỷ được" in said
        assert named in said
        assert await kept(play) == after


async def test_nothing_is_done_but_what_was_read(tmp_path: Path) -> None:
    """A second list is applied while the first one's preview is still open."""
    async with playing(tmp_path) as play:
        play.channel.files["a.xlsx"] = write(tmp_path / "a.xlsx", {"HS": FILES["a code"]}).read_bytes()
        await play.say("admin", "", file="a.xlsx")
        open_still = play.seen("admin")[-1].buttons[0][0][1]
        await sent(play, tmp_path, FILES["a name"])
        after = await kept(play)
        for _tapped_twice in (1, 2):
            await play.tap("admin", "Thực hiện thay đổi", open_still)
            await play.settle()
            assert "đã thay đổi từ lúc" in play.new("admin")[-1]
            assert await kept(play) == after
        assert "Đã xong" in (await play.press("admin", "Thực hiện thay đổi"))[-1]
        assert await kept(play) != after


async def test_what_does_not_concern_the_import_does_not_hold_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        before = await kept(play)
        await sent(play, tmp_path, FILES["a new pupil"])
        token = play.seen("admin")[-1].buttons[0][0][1]
        await play.say("gvcn", "/vang 6A Bình")
        await play.tap("admin", "Huỷ lần nhập này", token)
        await play.settle()
        assert await kept(play) == before


STATES: dict[str, str | None] = {"Chuyển đi": "transferred", "Thôi học": "dropped", "Bảo lưu": None}


@pytest.mark.parametrize("state", ["Chuyển đi", pytest.param("Thôi học", marks=pytest.mark.campaign), "Bảo lưu"])
async def test_a_case_ends_with_who_is_known_to_have_gone_and_is_open_again_when_that_is_taken_back(
    tmp_path: Path, state: str
) -> None:
    """Whoever was told of the case hears of both; where the list does not say why, a person decides."""
    head = (*HEADINGS[:5], "Trạng thái")
    file = [head, *((*line(one)[:5], state if one is PUPILS[0] else "Đang học") for one in PUPILS)]
    async with after_three_days(tmp_path) as play:
        heard(play)
        said = await sent(play, tmp_path, file)
        ended = STATES[state] is not None
        assert ("đóng hồ sơ theo dõi số 1" in said) is ended
        assert ("vẫn mở" in said) is not ended
        case = select(Cases.closed_why, Cases.closed_on)
        async with play.app.database.read() as session:
            assert (await session.execute(case)).one()[0] == STATES[state]
        letters = heard(play)
        assert ("Hồ sơ đã đóng" in letters.get("pht", "")) is ended
        await play.press("admin", "Huỷ lần nhập")
        async with play.app.database.read() as session:
            assert (await session.execute(case)).one() == (None, None)
        assert ("mở lại" in heard(play).get("pht", "")) is ended


async def test_nobody_but_the_administrator_takes_a_roster_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sent(play, tmp_path, FILES["a name"])
        after = await kept(play)
        await play.say("gvcn", "/huynhap 1")
        assert "người quản trị" in (await play.say("ht", "/huynhap 1"))[0]
        assert await kept(play) == after


async def test_the_teacher_reads_that_a_linked_mothers_phone_was_put_right(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sent(play, tmp_path, FILES["a phone"])
        (letter,) = play.new("gvcn")
        assert "Nguyễn Văn A" in letter
        assert "+84912000888" in letter or "0912 000 888" in letter
        assert play.new("gvcn6b") == []


async def test_the_second_question_is_plain_and_to_stay_is_an_answer(tmp_path: Path) -> None:
    file = rows(*map(line, PUPILS[:4]))
    async with playing(tmp_path) as play:
        before = await kept(play)
        path = write(tmp_path / "a.xlsx", {"HS": file})
        play.channel.files["a.xlsx"] = path.read_bytes()
        (preview,) = await play.say("admin", "", file="a.xlsx")
        (question,) = await play.press("admin", "Thực hiện")
        for name in (one.full_name for one in PUPILS[4:8]):
            assert name in preview
            assert name in question
        assert PUPILS[8].full_name not in question
        assert await kept(play) == before
        await play.press("admin", "ở lại")
        assert await kept(play) == before


def doubtful_roster() -> Roster:
    bare = small_roster()
    return replace(bare, pupils=[replace(one, code=None, birth_date=None) for one in bare.pupils])


async def test_a_doubt_is_asked_with_buttons_and_the_answer_decides(tmp_path: Path) -> None:
    only = [one for one in PUPILS if one.class_name == "6B"]
    file = rows(*(line(one) for one in only), ("30", "", "Hồ Văn Bình", "", "6B", "", ""))
    async with playing(tmp_path, roster=doubtful_roster()) as play:
        path = write(tmp_path / "a.xlsx", {"HS": file})
        play.channel.files["a.xlsx"] = path.read_bytes()
        pupil, before = await play.pupil("Hồ Văn Bình"), await kept(play)
        (asked,) = await play.say("admin", "", file="a.xlsx")
        assert "Hồ Văn Bình (6B)" in asked
        assert "Hồ Văn Bình (6A)" in asked
        assert await kept(play) == before
        (preview,) = await play.press("admin", "cùng một")
        assert "chuyển từ lớp 6A sang 6B" in preview
        await play.press("admin", "Thực hiện")
        assert await play.pupil("Hồ Văn Bình") == pupil
