"""The 45-session meter: who is warned when, once, in which words, and what takes a warning back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from bot.engine.post.outbox import Origin, store
from jobs.meter import meter
from models.people.askers import schools
from models.shapes.message import Round
from papers.roster import Roster
from tests.conversation import Play, playing
from tests.handlers.reported_days import missed_before
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def at_the_days_end(play: Play, day: date | None = None) -> dict[str, str]:
    """Run the meter; return what the phones show because of it."""
    heard(play)
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await meter(Round(now=now, day=day or play.now.date(), schools=chosen), session)
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()
    return heard(play)


async def test_the_fifteenth_session_is_told_to_the_homeroom_teacher_once(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await missed_before(play, "Nguyễn Văn A", 9, kind="P")
        await missed_before(play, "Nguyễn Văn A", 5, first=date(2026, 10, 1))
        await missed_before(play, "Hồ Thị Lan", 13)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        told = await at_the_days_end(play)
        assert told.keys() == {"gvcn"}
        assert "Nguyễn Văn A, lớp 6A: **đã nghỉ 15/45 buổi**." in told["gvcn"]
        assert "9 có phép, 6 không phép" in told["gvcn"]
        assert "Lan" not in told["gvcn"]
        assert await at_the_days_end(play) == {}
        await on(play, "2026-11-17 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert await at_the_days_end(play) == {}, "the sixteenth is no new threshold"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (29, "đã nghỉ 30/45 buổi"),
        (39, "Còn 5 buổi"),
        (44, "đã nghỉ 45/45 buổi, vừa đúng mức"),
        (45, "đã nghỉ 46 buổi, quá mức 45 buổi"),
    ],
)
async def test_each_threshold_has_its_words_and_from_forty_on_the_vice_principal_hears_of_it(
    tmp_path: Path, before: int, words: str
) -> None:
    async with playing(tmp_path) as play:
        await missed_before(play, "Nguyễn Văn A", before)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        told = await at_the_days_end(play)
        assert told.keys() == ({"gvcn", "pht"} if before >= 39 else {"gvcn"})
        assert words in told["gvcn"]
        assert told["gvcn"].count("Nguyễn Văn A") == 1, "several thresholds in one evening are one line"
        assert "không được lên lớp" not in told["gvcn"]
        assert "hội đồng" in told["gvcn"]
        assert told["gvcn"].index("buổi") < told["gvcn"].index("%") if "%" in told["gvcn"] else True


async def test_row_31_forty_five_passes_and_forty_six_is_said_otherwise_with_a_make_up_saturday_in_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, morning_days=[2, 3, 4, 5, 6]) as play:
        await missed_before(play, "Nguyễn Văn A", 43, first=date(2026, 9, 5))
        await on(play, "2026-11-20 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "Còn 1 buổi" in (await at_the_days_end(play))["gvcn"]
        await ask(play, "admin", "/lich bù 21/11")
        await on(play, "2026-11-21 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        saturday = (await at_the_days_end(play))["gvcn"]
        assert "45/45 buổi, vừa đúng mức" in saturday
        assert "quá mức 45" not in saturday
        await on(play, "2026-11-23 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P")
        assert "46 buổi, quá mức 45 buổi" in (await at_the_days_end(play))["gvcn"], "leave counts as well"


@pytest.mark.parametrize(("per_day", "warned"), [(1, False), (2, True)])
async def test_a_day_counts_once_unless_the_school_counts_both_sessions(
    tmp_path: Path, per_day: int, *, warned: bool
) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3, 4, 5, 6], meter_per_day=per_day) as play:
        await missed_before(play, "Nguyễn Văn A", 7, parts="SC")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert bool(await at_the_days_end(play)) is warned
        figure = "15/45" if warned else "8/45"
        assert figure in await ask(play, "ht", "/hocsinh Nguyễn Văn A")


async def test_undoing_the_fifteenth_absence_corrects_the_warning_once_and_arms_it_again(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await missed_before(play, "Nguyễn Văn A", 14)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "15/45" in (await at_the_days_end(play))["gvcn"]
        await play.say("gvcn", "/huy")
        correction = play.channel.seen["gvcn"][-1]
        assert "Đính chính" in correction.text
        assert "đã nghỉ 14/45 buổi, chưa đến mức 15" in correction.text
        assert "pht" not in heard(play)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "15/45" in (await at_the_days_end(play))["gvcn"], "armed again"


async def test_row_24_leave_granted_afterwards_changes_no_figure_of_the_meter(tmp_path: Path) -> None:
    """With leave and without are both missed."""
    async with playing(tmp_path) as play:
        await missed_before(play, "Nguyễn Văn A", 14)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await at_the_days_end(play)
        assert "Đính chính" not in "".join(await play.say("gvcn", "/phep 6A Nguyễn Văn A"))
        assert "15/45" in await ask(play, "gvcn", "/chuyencan")


async def test_a_report_that_comes_late_is_counted_the_same_evening(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await missed_before(play, "Nguyễn Văn A", 14)
        await on(play, "2026-11-18 07:10")
        await ask(play, "gvcn", "/vang 6A 16/11 Nguyễn Văn A")
        assert "15/45" in (await at_the_days_end(play))["gvcn"]


@pytest.mark.parametrize(("primary", "warned"), [(False, False), (True, True)])
async def test_primary_classes_have_no_meter_unless_the_school_wants_it(
    tmp_path: Path, *, primary: bool, warned: bool
) -> None:
    async with playing(tmp_path, roster=_primary(), meter_primary=primary) as play:
        await missed_before(play, "Nguyễn Văn A", 14)
        await ask(play, "gvcn", "/vang 4A Nguyễn Văn A")
        assert bool(await at_the_days_end(play)) is warned
        assert ("15/45" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")) is warned
        assert ("15/45" in await ask(play, "gvcn", "/chuyencan 4A")) is warned


def _primary() -> Roster:
    roster = small_roster()
    pupils = [replace(one, class_name=one.class_name.replace("6", "4")) for one in roster.pupils]
    staff = [replace(one, homeroom_class=one.homeroom_class and "4" + one.homeroom_class[1]) for one in roster.staff]
    return replace(roster, pupils=pupils, staff=staff)


async def test_the_meter_takes_as_many_statements_for_one_pupil_as_for_many(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await missed_before(play, "Nguyễn Văn A", 14)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        with statements(play) as one:
            await at_the_days_end(play)
    async with playing(tmp_path) as play:
        for name in ("Nguyễn Văn A", "Hồ Thị Lan", "Hồ Văn Bình", "A Thút"):
            await missed_before(play, name, 14)
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan, Hồ Văn Bình, A Thút")
        with statements(play) as many:
            told = await at_the_days_end(play)
    assert told["gvcn"].count("15/45") == 4
    assert one["INSERT INTO meter_warnings"] == many["INSERT INTO meter_warnings"] == 1
    assert one["INSERT INTO outbox"] == many["INSERT INTO outbox"] == 2


@contextmanager
def statements(play: Play) -> Iterator[dict[str, int]]:
    """How often the statements that the meter is made of were run."""
    counted = {"INSERT INTO meter_warnings": 0, "INSERT INTO outbox": 0}

    def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        for begin in counted:
            counted[begin] += statement.startswith(begin)

    engine = play.app.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", count)
    yield counted
    event.remove(engine, "before_cursor_execute", count)
