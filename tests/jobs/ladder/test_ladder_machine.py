"""The ladder against its rule in plain Python, whatever is reported, undone, corrected, in whatever order of days,
restarts, clocks and processes: a step fires once, and again only after a return.

A short form by default; SISO_CAMPAIGN=1 tries many more and longer stories.
"""

import asyncio
import copy
import tempfile
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec import structs
from sqlalchemy import select

from bot.cli.check import check_day
from bot.engine.database import Database
from models import Cases, Firings, Pupils
from models.ladder.versions import in_force, keep_ladder
from rules.ladder.recipients import read_who
from rules.ladder.steps import TOLD, Ask, Step, told_after
from tests.campaign import CAMPAIGN
from tests.conversation import Kept, Play, playing, resumed
from tests.handlers.school_days import on
from tests.jobs.ladder.ladder_model import CASE, UP, Model

pytestmark = pytest.mark.slow

BEGIN = date(2026, 11, 16)
PUPILS = ("Nguyễn Văn A", "A Thút")
LAST = 14  # days a story may last
pupils = st.sampled_from(PUPILS)
back = st.sampled_from([0, 0, 0, 1, 2, 4])  # days ago that a report is about

_begun: dict[str, Kept] = {}


class Ladder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner, self.stack = asyncio.Runner(), AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory(prefix="siso-ladder-")
        self.play: Play = self.runner.run(self._begin(Path(self.folder.name)))
        week = [BEGIN + timedelta(days=number) for number in range(-7, 2 * LAST)]
        self.model = Model({day for day in week if day.weekday() < 6 and day >= BEGIN})
        self.before: Model | None = None  # as it was before the last report, which may be undone
        self.changed: tuple[str, ...] = ()
        self.day = BEGIN

    @initialize(away=st.sampled_from([0, 3, 3]), more=st.sampled_from([(), (2, 4)]))
    def begin(self, away: int, more: tuple[int, ...]) -> None:
        """Most stories begin with an open case: the upper steps are where rules meet."""
        self.another_ladder(3, 2, more)
        for _day in range(away):
            self.next_day("KK")

    async def _begin(self, folder: Path) -> Play:
        if "" not in _begun:
            async with playing(folder) as play:
                _begun[""] = play.keep()
        return await self.stack.enter_async_context(resumed(_begun[""], folder))

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    def say(self, words: str, phone: str = "gvcn") -> str:
        return "\n".join(self.runner.run(self.play.say(phone, words)))

    def about(self, days_ago: int) -> date | None:
        day = self.day - timedelta(days=days_ago)
        return day if day in self.model.held else None

    def reports(self, words: str, day: date, marks: dict[str, str]) -> None:
        """Say it; the model's marks of that day become these for the pupils named (`present` takes a mark away)."""
        before = copy.deepcopy(self.model)
        said = self.say(words)
        assert "Đã ghi" in said, (words, said)
        self.model.reported.add(day)
        changed = [pupil for pupil, kind in marks.items() if self.model.state(pupil, day) != kind]
        for pupil, kind in marks.items():
            self.model.marks.pop((pupil, day), None)
            if kind != "present":
                self.model.marks[pupil, day] = kind
        for pupil in changed:
            self.model.corrected(pupil, day, self.day)
        if before.marks != self.model.marks:
            self.model.open_again(PUPILS, day, self.day)
        same = (before.marks, before.reported) == (self.model.marks, self.model.reported)
        self.before, self.changed = (None if same else before), tuple(marks)
        self.undone = day

    @rule(pupil=pupils, kind=st.sampled_from("KKKKP"), days_ago=back)
    def absent(self, pupil: str, kind: str, days_ago: int) -> None:
        if day := self.about(days_ago):
            self.reports(f"/vang 6A {day:%d/%m} {pupil} {kind}", day, {pupil: kind})

    @rule(kinds=st.sampled_from(["KK", "KP"]))
    def both_absent(self, kinds: str) -> None:
        if day := self.about(0):
            said = ", ".join(f"{pupil} {kind}" for pupil, kind in zip(PUPILS, kinds, strict=True))
            self.reports(f"/vang 6A {said}", day, dict(zip(PUPILS, kinds, strict=True)))

    @rule(days_ago=back)
    def nobody_absent(self, days_ago: int) -> None:
        day = self.about(days_ago)
        if day and not any((pupil, day) in self.model.marks for pupil in PUPILS):
            self.reports(f"/du 6A {day:%d/%m}", day, {})

    @rule(pupil=pupils, days_ago=back)
    def here_after_all(self, pupil: str, days_ago: int) -> None:
        day = self.about(days_ago)
        if day and day in self.model.reported:
            self.reports(f"/comat 6A {day:%d/%m} {pupil}", day, {pupil: "present"})

    @precondition(lambda self: self.before is not None)
    @rule()
    def undo(self) -> None:
        assert self.before is not None
        said = self.say("/huy")
        assert "Đã huỷ" in said or "Đã rút" in said or "rút lại" in said, said
        self.model.marks, self.model.reported = self.before.marks, self.before.reported
        for pupil in PUPILS:
            self.model.corrected(pupil, self.undone, self.day)
        self.model.open_again(PUPILS, self.undone, self.day)
        self.before = None

    @rule(ahead=st.sampled_from([1, 1, 1, 1, 2, 3]))
    def days_pass(self, ahead: int) -> None:
        """The clock goes on, or jumps: days nobody was there."""
        if (self.day - BEGIN).days + ahead > LAST:
            return
        for _day in range(ahead):
            self.day += timedelta(days=1)
            self.runner.run(on(self.play, f"{self.day} 07:45"))
        self.before = None

    @rule(kinds=st.lists(st.sampled_from(["KK", "KK", "KK", "KP", "PK", "K.", ".K"]), min_size=1, max_size=5))
    def days_like_most(self, kinds: list[str]) -> None:
        """The next days: each the class is reported, and the check runs."""
        for each in kinds:
            self.next_day(each)

    def next_day(self, kinds: str) -> None:
        self.days_pass(1)
        day = self.about(0)
        if day and day not in self.model.reported:
            marks = {pupil: kind for pupil, kind in zip(PUPILS, kinds, strict=True) if kind != "."}
            said = ", ".join(pupil + (" P" if kind == "P" else "") for pupil, kind in marks.items())
            self.reports(f"/vang 6A {said}", day, marks)
            self.check(again=False)

    @rule(again=st.booleans())
    def check(self, *, again: bool) -> None:
        self.runner.run(self._check(1 + again))
        self.checked()

    @rule()
    def two_processes_check_at_once(self) -> None:
        self.runner.run(self._check_at_once())
        self.checked()

    def checked(self) -> None:
        """What fires now has not fired since the pupil was last in class, as far as is known now."""
        before = [one for one in self.model.fired if not one.struck]
        self.model.check(self.day, PUPILS)
        for new in [one for one in self.model.fired if not one.struck and one not in before and one.step != UP]:
            same = [old.day for old in before if (old.pupil, old.step) == (new.pupil, new.step)]
            assert all(self.model.there(new.pupil, day, new.day) for day in same)

    async def _check(self, times: int) -> None:
        for _time in range(times):
            await check_day(self.play.app.database, self.day, "", self.play.app.now())

    async def _check_at_once(self) -> None:
        other = Database(str(self.play.app.database.url))
        both = (check_day(one, self.day, "", self.play.app.now()) for one in (self.play.app.database, other))
        await asyncio.gather(*both)
        await other.close()

    @rule()
    def restart(self) -> None:
        self.runner.run(self._restart())

    async def _restart(self) -> None:
        kept = self.play.keep()
        await self.stack.aclose()
        self.play = await self.stack.enter_async_context(resumed(kept, Path(self.folder.name)))

    @rule(ahead=st.sampled_from([0, 0, 1, 2, -1]))
    def day_off(self, ahead: int) -> None:
        """Declared before, or after the reports were made: then they no longer count."""
        day = self.day + timedelta(days=ahead)
        if day not in self.model.held or day <= BEGIN:
            return
        said = self.say(f"/lich nghỉ {day:%d/%m}", "admin")
        if "Vẫn thay đổi chứ ạ?" in said:
            self.runner.run(self.play.press("admin", "Vẫn thay đổi"))
        self.model.held.discard(day)
        for pupil in PUPILS:
            if self.model.marks.get((pupil, day)) == "K" and day in self.model.reported:
                self.model.corrected(pupil, day, self.day)
        self.before = None

    @rule(pupil=pupils)
    def visit(self, pupil: str) -> None:
        opened = [case for case in self.model.cases if case.pupil == pupil and not case.closed]
        if opened and opened[0].visited is None:
            self.say(f"/tham {self.runner.run(self._case(pupil))} gia đình hứa cho em đi học lại")
            opened[0].visited = self.day

    async def _case(self, pupil: str) -> int:
        async with self.play.app.database.read() as session:
            mine = select(Cases.id).join(Pupils, Pupils.id == Cases.pupil_id)
            found = await session.scalar(mine.where(Pupils.full_name == pupil, Cases.closed_on.is_(None)))
            return found or 0

    @rule(after=st.sampled_from([2, 3]), due=st.sampled_from([1, 2]), more=st.sampled_from([(), (2,), (5,), (2, 4)]))
    def another_ladder(self, after: int, due: int, more: tuple[int, ...]) -> None:
        """Open cases keep the one they began with; who is only told is told by the one in force."""
        self.runner.run(self._keep(after, due, more))
        self.model.after, self.model.due, self.model.more = after, due, more

    async def _keep(self, after: int, due: int, more: tuple[int, ...]) -> None:
        async with self.play.app.database.write() as session:
            ladder = (await in_force(session, self.play.school_id)).ladder
            step = ladder.step(CASE)
            assert step is not None
            steps = [one for one in ladder.steps if one.kind is not TOLD]
            new = structs.replace(ladder, steps=tuple(steps)).with_step(structs.replace(step, after=after, due=due))
            for days in more:
                new = new.with_step(Step(number=told_after(days), after=days, tell=((read_who("PHT"), Ask.KNOW),)))
            await keep_ladder(session, self.play.school_id, new, self.play.app.now())

    @invariant()
    def the_same_has_fired(self) -> None:
        fired, cases = self.runner.run(self._found())
        standing = [(one.pupil, one.step, one.day, one.days) for one in self.model.fired if not one.struck]
        assert fired == sorted(standing)
        assert cases == [(case.pupil, case.opened, case.step, case.closed) for case in self.model.cases]

    async def _found(self) -> tuple[list[Any], list[Any]]:
        async with self.play.app.database.read() as session:
            fired = select(Pupils.full_name, Firings.step, Firings.day, Firings.days)
            fired = fired.join(Pupils, Pupils.id == Firings.pupil_id).where(Firings.struck_at.is_(None))
            cases = select(Pupils.full_name, Cases.opened_on, Cases.step, Cases.closed_why)
            cases = cases.join(Pupils, Pupils.id == Cases.pupil_id).order_by(Cases.id)
            found = sorted(tuple(row) for row in await session.execute(fired))
            return found, [(name, on_, step, why or "") for name, on_, step, why in await session.execute(cases)]


@pytest.mark.timeout(3600 if CAMPAIGN else 900)
def test_whatever_happens_the_ladder_fires_as_its_rule_says() -> None:
    longer = settings(
        derandomize=not CAMPAIGN,  # the campaign looks for new stories; every run tries the same ones
        max_examples=400 if CAMPAIGN else 4,
        stateful_step_count=50 if CAMPAIGN else 25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Ladder, settings=longer)
