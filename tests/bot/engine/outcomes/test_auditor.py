"""The last word each morning: what should have come of the days and did not reaches administrator and principal."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot.engine import timekeeping
from bot.engine.outcomes.auditor import Auditor
from bot.engine.timekeeping import Time
from channels import Gone, NotSent
from models import Cases, ClassParts, ClockSlots, Firings, Ladders, LadderSteps, Outbox
from models.post.tables import FAILED, HANDED, SENT
from rules.ladder.steps import ABSENCE, CASE, TOLD
from rules.letters import Kind
from tests.conversation import Play

pytestmark = pytest.mark.anyio

FOUND = "**Sĩ Số đã xem lại"
MORNING, NEXT = "2026-11-16 09:10", "2026-11-17 09:10"


async def read_by(play: Play, phones: Collection[str] = ("admin", "ht")) -> list[str]:
    """What the look at this hour says on these phones: the same on each."""
    await play.app.auditor.look()
    await play.settle()
    told = [[text for text in play.new(phone) if FOUND in text] for phone in phones]
    assert all(len(texts) == len(told[0]) for texts in told)
    return told[0]


async def a_day(play: Play) -> None:
    """Both classes report, one pupil is away and everybody hears of it."""
    await play.say("gvcn", "6A vắng Nguyễn Văn A không phép")
    await play.say("gvcn6b", "6B đủ")
    await play.clock_to(MORNING)


@pytest.mark.covering
async def test_a_morning_with_nothing_amiss_is_no_letter(play: Play) -> None:
    await a_day(play)
    assert await read_by(play) == []
    await play.clock_to("2026-11-16 13:10")
    await play.say("gvcn", "6A chiều đủ")
    await play.say("gvcn6b", "6B chiều đủ")
    await play.clock_to(NEXT)
    await play.say("gvcn", "6A đủ")
    assert not any("16/11" in text for text in await read_by(play))


async def change(play: Play, statement: Any) -> None:
    async with play.app.database.write() as session:
        await session.execute(statement)


async def no_check_ran(play: Play) -> None:
    await a_day(play)
    await change(play, update(ClockSlots).where(ClockSlots.job == "daily_check").values(outcome=FAILED))


async def nothing_arrived(play: Play) -> None:
    await a_day(play)
    fired = select(Firings.id)
    about = Outbox.about.in_(fired) | (Outbox.kind == Kind.CALL)
    await change(play, update(Outbox).where(Outbox.kind != "", about).values(state=HANDED))


async def nobody_heard_of_one(play: Play) -> None:
    await play.say("gvcn", "6A vắng Nguyễn Văn A, Lê Thị Sáng không phép")
    await play.say("gvcn6b", "6B đủ")
    await play.clock_to(MORNING)
    her = await play.pupil("Lê Thị Sáng")
    fired = select(Firings.id).where(Firings.pupil_id == her)
    about = Outbox.about.in_(fired) | (Outbox.about == her)
    await change(play, update(Outbox).where(Outbox.kind != "", about).values(state=HANDED))


async def a_step_did_not_fire(play: Play) -> None:
    await a_day(play)
    await change(play, delete(Firings))


async def a_case_was_not_opened(play: Play) -> None:
    await change(play, update(LadderSteps).where(LadderSteps.step == CASE).values(after=2))
    await play.say("gvcn", "6A vắng Nguyễn Văn A cả ngày không phép")
    await play.say("gvcn6b", "6B đủ cả ngày")
    await play.morning("2026-11-17")
    await play.say("gvcn", "6A vắng Nguyễn Văn A cả ngày không phép")
    await play.say("gvcn6b", "6B đủ cả ngày")
    await play.clock_to("2026-11-18 09:10")
    await change(play, update(Firings).values(case_id=None))
    await change(play, delete(Firings).where(Firings.step == CASE))
    await change(play, delete(Cases))


async def nobody_was_told_after_two_days(play: Play) -> None:
    await play.say("ht", "/thang thêm 2 ngày báo TPT")
    await play.press("ht", "Đúng, đổi như vậy")
    for day in (16, 17):
        await play.morning(f"2026-11-{day}")
        await play.say("gvcn", "6A vắng Nguyễn Văn A cả ngày không phép")
        await play.say("gvcn6b", "6B đủ")
    await play.clock_to("2026-11-18 09:10")
    await change(play, delete(Firings).where(Firings.step > TOLD))


async def a_case_by_half_days_was_not_opened(play: Play) -> None:
    await change(play, update(Ladders).where(Ladders.name == ABSENCE).values(unit="sessions"))
    await change(play, update(LadderSteps).where(LadderSteps.step == CASE).values(after=2))
    await play.say("gvcn", "6A vắng Nguyễn Văn A cả ngày không phép")
    await play.morning("2026-11-17")
    await play.say("gvcn", "6A vắng Nguyễn Văn A cả ngày không phép")
    await play.clock_to("2026-11-18 09:10")
    await change(play, update(Firings).values(case_id=None))
    await change(play, delete(Firings).where(Firings.step == CASE))
    await change(play, delete(Cases))


async def a_class_was_forgotten(play: Play) -> None:
    await play.say("gvcn", "6A đủ")
    await play.clock_to(MORNING)
    kinds = (Kind.REMIND1, Kind.SILENT)
    await change(play, update(Outbox).where(Outbox.kind.in_(kinds)).values(state=HANDED))


async def a_class_was_never_opened(play: Play) -> None:
    await a_day(play)
    six_b = select(ClassParts.class_id).where(ClassParts.reported_by == await play.person("Vũ Đức Long"))
    await change(play, delete(ClassParts).where(ClassParts.class_id.in_(six_b)))


async def a_letter_was_lost_in_silence(play: Play) -> None:
    await a_day(play)
    row = {
        "school_id": play.school_id,
        "person_id": await play.person("Vũ Đức Long"),
        "kind": Kind.REMIND1,
        "key": "lost in silence",
        "day": play.now.date(),
        "state": FAILED,
        "why": "refused",
        "created_at": play.app.now() - timedelta(hours=4),
        "not_before": play.app.now(),
    }
    await change(play, insert(Outbox).values(row))


GAPS: dict[str, tuple[Callable[[Play], Awaitable[None]], str]] = {
    "no check": (no_check_ran, "Sáng thứ Hai 16/11: chưa rà soát vắng học."),
    "nothing sent": (nothing_arrived, "1 em vắng học (lớp 6A), chưa tin nào về các em đến được ai."),
    "one unheard": (nobody_heard_of_one, "1 em vắng học (lớp 6A) mà chưa ai hay."),
    "no first step": (a_step_did_not_fire, "1 em vắng học (lớp 6A) mà chương trình chưa làm gì."),
    "no case": (a_case_was_not_opened, "Thứ Ba 17/11: 1 em vắng học (lớp 6A) mà chương trình chưa làm gì."),
    "no word of two days": (
        nobody_was_told_after_two_days,
        "Thứ Ba 17/11: 1 em vắng học (lớp 6A) mà chương trình chưa làm gì.",
    ),
    "no case by half days": (
        a_case_by_half_days_was_not_opened,
        "Thứ Ba 17/11: 1 em vắng học (lớp 6A) mà chương trình chưa làm gì.",
    ),
    "forgotten": (a_class_was_forgotten, "lớp 6B chưa báo sĩ số, chưa có lời nhắc nào đến nơi."),
    "never opened": (a_class_was_never_opened, "lớp 6B chưa báo sĩ số, chưa có lời nhắc nào đến nơi."),
    "lost": (a_letter_was_lost_in_silence, "không đến nơi và chưa ai biết: 1"),
}


LONGER = {"no word of two days", "no case by half days"}  # as `no case`, by another ladder


@pytest.mark.parametrize(
    "gap", [pytest.param(gap, marks=pytest.mark.campaign) if gap in LONGER else gap for gap in GAPS]
)
async def test_what_is_missing_is_the_last_word_of_the_morning(play: Play, gap: str) -> None:
    happens, words = GAPS[gap]
    await happens(play)
    (text,) = await read_by(play)
    assert words in text
    assert text.count("• ") == 1, "and nothing else is said to be missing"
    assert await read_by(play) == [], "once"


@pytest.mark.covering
async def test_it_does_not_ask_the_jobs(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that fails whenever it runs says nothing of itself."""

    async def broken(*_given: object) -> Any:
        raise RuntimeError("the check is broken")

    monkeypatch.setattr("jobs.ladder.daily_check.check", broken)
    await a_day(play)
    (text,) = await read_by(play)
    assert "chưa rà soát vắng học" in text


@pytest.mark.covering
async def test_whom_neither_road_reaches_is_told_by_another_and_whoever_watches_outside_hears(play: Play) -> None:
    await a_class_was_forgotten(play)
    for phone in ("admin", "ht"):
        play.channel.refuse[phone] = Gone("blocked")
    assert await read_by(play) == []
    play.app.now.move_to(play.app.now() + timedelta(minutes=16))
    assert await read_by(play, ["pht", "tpt"]) != []
    assert play.app.auditor.unheard == set()


@pytest.mark.covering
async def test_what_reached_nobody_is_said_outside(play: Play) -> None:
    await a_class_was_forgotten(play)
    play.channel.down = NotSent("down")
    for _minutes in range(4):
        assert await read_by(play, ["admin", "ht", "pht", "tpt"]) == []
        play.app.now.move_to(play.app.now() + timedelta(minutes=11))
    assert play.app.auditor.unheard == {play.school_id}
    play.channel.down = None
    await play.clock_to(f"{play.now + timedelta(minutes=5):%H:%M}")
    assert await read_by(play, ["admin", "ht"]) != []
    assert play.app.auditor.unheard == set()


async def test_another_process_says_it_no_second_time(play: Play) -> None:
    await a_class_was_forgotten(play)
    assert await read_by(play) != []
    await Auditor(play.app.database, play.app.now, lambda: None).look()
    await play.settle()
    assert await read_by(play) == []
    async with play.app.database.read() as session:
        sent = await session.scalars(select(Outbox.state).where(Outbox.kind == Kind.OUTCOMES))
        assert list(sent) == [SENT, SENT]


class Rounds:
    """How often it has looked, round by round of its loop, each a minute after the last."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time, self.looked, self._steady = Time(), 0, 0.0
        monkeypatch.setattr(timekeeping, "_steady", lambda: self._steady)
        self.auditor = Auditor(None, self.time, lambda: None)  # type: ignore[arg-type]  # it does not get so far
        monkeypatch.setattr(self.auditor, "look", self._look)

    async def _look(self) -> None:
        self.looked += 1

    async def pass_by(self, monkeypatch: pytest.MonkeyPatch, *steps: timedelta) -> list[int]:
        """`steps`: how far somebody sets the clock before each round."""
        waits, counts = iter(steps), list[int]()

        async def a_minute(_seconds: float) -> None:
            counts.append(self.looked)
            self._steady += 60
            by = next(waits, None)
            if by is None:
                raise asyncio.CancelledError
            self.time.offset += by + timedelta(minutes=1)

        monkeypatch.setattr("bot.engine.outcomes.auditor.asyncio.sleep", a_minute)
        with pytest.raises(asyncio.CancelledError):
            await self.auditor.run()
        return counts


async def test_a_clock_that_is_ahead_for_a_moment_lets_it_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop that shows seven hours too many as it starts, and a day too many later on."""
    none = timedelta(0)
    begun = Rounds(monkeypatch)
    assert await begun.pass_by(monkeypatch, -timedelta(hours=7), none, none, none) == [0, 0, 0, 1, 2]
    day = timedelta(days=1)
    begun.looked = 0
    assert await begun.pass_by(monkeypatch, none, day, -day, none, none) == [1, 2, 2, 2, 2, 3]


async def test_what_it_knew_of_a_day_that_a_clock_ahead_has_shown_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = Rounds(monkeypatch)
    none, day = timedelta(0), timedelta(days=1)
    rounds.auditor._well[1] = rounds.auditor._looked[1] = (rounds.time() + day).date()
    await rounds.pass_by(monkeypatch, none, -day)
    assert not rounds.auditor._well
    assert not rounds.auditor._looked
