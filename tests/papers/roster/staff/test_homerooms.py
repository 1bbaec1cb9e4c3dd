"""Who has which class is said in the file: a swap is made as it stands there, and two for one class are asked about."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Classes, People, Roles
from tests.conversation import Play, playing
from tests.papers.roster.workbooks import STAFF_HEADINGS, write
from tests.small_school import STAFF

pytestmark = pytest.mark.anyio
HA, LONG, YEN, NGA = "Phạm Thu Hà", "Vũ Đức Long", "Cao Thị Yên", "Đỗ Thị Nga"
WHOLE = [name for name, *_more in STAFF]
TITLES = {"homeroom": "GVCN", "teacher": "Giáo viên", "registrar": "TPT Đội", "vice_principal": "Phó hiệu trưởng",
          "principal": "Hiệu trưởng", "admin": "Quản trị", "hamlet_staff": "Giáo viên"}  # fmt: skip
Homerooms = Mapping[str, str]  # who, and the class; "" for a teacher without


async def sent(play: Play, folder: Path, homerooms: Homerooms, others: Sequence[str] = ()) -> str:
    """The list of these, and of the others as they are; what is shown."""
    usual = {name: TITLES[roles[0]] for name, roles, _class in STAFF}
    lines = [(name, "GVCN" if klass else "Giáo viên", klass) for name, klass in homerooms.items()]
    lines += [(name, usual[name], "") for name in others if name not in homerooms]
    rows = [STAFF_HEADINGS, *((n, *line, "") for n, line in enumerate(lines, 1))]
    play.channel.files["cb.xlsx"] = write(folder / "cb.xlsx", {"CBGV": rows}).read_bytes()
    return (await play.say("admin", "", file="cb.xlsx"))[-1]


async def who_has(play: Play) -> dict[str, set[str]]:
    """By class."""
    held = select(Classes.name, People.full_name).join(Roles, Roles.class_id == Classes.id)
    held = held.join(People, People.id == Roles.person_id).where(Roles.name == "homeroom", Roles.ends.is_(None))
    found: dict[str, set[str]] = {}
    async with play.app.database.read() as session:
        for klass, name in await session.execute(held):
            found.setdefault(klass, set()).add(name)
    return found


CHANGES: dict[str, tuple[Homerooms, dict[str, set[str]]]] = {
    "a swap": ({HA: "6B", LONG: "6A"}, {"6A": {LONG}, "6B": {HA}}),
    "three go round": ({HA: "6B", LONG: "", YEN: "6A"}, {"6A": {YEN}, "6B": {HA}}),
    "one has none now": ({HA: "", YEN: "6A"}, {"6A": {YEN}, "6B": {LONG}}),
    "one more class": ({YEN: "6C"}, {"6A": {HA}, "6B": {LONG}, "6C": {YEN}}),
}


@pytest.mark.parametrize("others", [(), WHOLE])
@pytest.mark.parametrize("what", CHANGES)
async def test_classes_change_hands_with_one_tap_and_nobody_leaves_by_it(
    tmp_path: Path, what: str, others: Sequence[str]
) -> None:
    homerooms, after = CHANGES[what]
    kept = {HA: "6A", LONG: "6B"} if others else {}
    async with playing(tmp_path) as play:
        await sent(play, tmp_path, {**kept, **homerooms}, others)
        await play.press("admin", "Thực hiện")
        assert "Huỷ lần nhập này" in play.labels("admin")
        assert await who_has(play) == after
        for phone in ("gvcn", "gvcn6b", "bộ môn"):
            assert "chưa liên kết" not in (await play.say(phone, "/trogiup"))[0]


async def test_whose_class_is_another_s_and_who_is_not_in_the_file_is_asked_about_and_stays_a_teacher(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        shown = await sent(play, tmp_path, {YEN: "6A"})
        assert f"{HA}: thôi vai trò giáo viên chủ nhiệm lớp 6A, thay bằng {YEN}" in shown
        assert LONG not in shown
        await play.press("admin", "Thực hiện")
        await play.press("admin", "Đúng")
        assert await who_has(play) == {"6A": {YEN}, "6B": {LONG}}
        person = await play.person(HA)
        async with play.app.database.read() as session:
            held = select(Roles.name).where(Roles.person_id == person, Roles.ends.is_(None))
            assert list(await session.scalars(held)) == ["teacher"]


ANSWERS = {HA: {HA}, YEN: {YEN}, "Tất cả": {HA, YEN}}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_two_for_one_class_are_asked_about(tmp_path: Path, answer: str) -> None:
    async with playing(tmp_path) as play:
        before = await who_has(play)
        assert "chủ nhiệm là ai" in await sent(play, tmp_path, {HA: "6A", YEN: "6A"}, WHOLE[1:])
        await play.press("admin", answer)
        assert await who_has(play) == before
        if "Thực hiện thay đổi" in play.labels("admin"):
            await play.press("admin", "Thực hiện")
        if any("Đúng" in label for label in play.labels("admin")):
            await play.press("admin", "Đúng")
        assert (await who_has(play))["6A"] == ANSWERS[answer]


async def test_where_most_classes_have_two_that_is_no_slip(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        shown = await sent(play, tmp_path, {HA: "6A", YEN: "6A", LONG: "6B", NGA: "6B"}, WHOLE)
        assert "chủ nhiệm là ai" not in shown
        await play.press("admin", "Thực hiện")
        assert await who_has(play) == {"6A": {HA, YEN}, "6B": {LONG, NGA}}
