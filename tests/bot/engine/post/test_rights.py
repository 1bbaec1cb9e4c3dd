"""What is owed to one person goes by the same policy as what a SELECT finds many for, and is looked at as it leaves."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Date, Integer, String, cast, delete, literal, select, update

from bot.cli.check import check_day
from bot.engine.post.outbox import Origin, store
from bot.engine.post.rights import NOT_THEIRS, WITHHELD
from models import Audit, Guardians, Outbox, Roles
from models.people.askers import schools
from models.post.optouts import OPTIONAL, opt_out
from models.post.tables import HANDED, HELD, PENDING
from models.shapes.message import Notice, Notices
from rules.letters import Kind
from tests.conversation import Play, playing
from tests.handlers.school_days import on
from tests.jobs.checks import HOLD, heard, school_day

pytestmark = pytest.mark.anyio


async def owe(play: Play, kind: Kind, *, many: bool) -> str:
    """Owe A's mother a letter of the kind, as a notice or by a SELECT; the state it is stored in."""
    key, now, day = f"{kind}:{many}", play.app.now(), play.now.date()
    mother, about = await play.person("Mẹ Nguyễn Văn A"), 1
    single = Notice(kind=kind, key=key, school_id=play.school_id, person_id=mother, about=about, day=day)
    chosen = select(
        literal(play.school_id, Integer).label("school_id"),
        literal(mother, Integer).label("person_id"),
        literal(about, Integer).label("about"),
        literal(day, Date).label("day"),
        cast(literal(key), String).label("key"),
    )
    by_select = Notices(kind=kind, select=chosen, valid_until=now + timedelta(days=3))
    async with play.app.database.write() as session:
        await store(session, [(Origin(now), [by_select if many else single])], await schools(session), now)
        return await session.scalar(select(Outbox.state).where(Outbox.key == key)) or ""


@pytest.mark.parametrize("kind", [*sorted(OPTIONAL), Kind.LEAVE_DECIDED])
async def test_one_notice_and_many_are_stored_by_one_policy(tmp_path: Path, kind: Kind) -> None:
    async with playing(tmp_path) as play:
        assert [await owe(play, kind, many=many) for many in (False, True)] == [PENDING, PENDING]
    async with playing(tmp_path, family_after_tap=True) as play:
        one, many = [await owe(play, kind, many=many) for many in (False, True)]
        assert one == many == (HELD if kind in OPTIONAL - {Kind.THANKS} else PENDING)
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            for topic in ("vang", "camon"):
                await opt_out(session, await play.person("Mẹ Nguyễn Văn A"), topic, play.app.now())
        one, many = [await owe(play, kind, many=many) for many in (False, True)]
        assert one == many == (HANDED if kind in OPTIONAL else PENDING)


async def test_with_every_role_and_guardianship_ended_nothing_that_waits_arrives(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for day in (16, 17):
            await school_day(play, f"2026-11-{day} 07:45", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-18 07:50")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        heard(play)
        await check_day(play.app.database, play.now.date(), "", play.app.now())
        await play.app.clock.tick()
        play.app.now.move_to(play.app.now() + HOLD)
        async with play.app.database.write() as session:
            waiting = select(Outbox.kind).where(Outbox.state == PENDING)
            kinds = set(await session.scalars(waiting))
            await session.execute(update(Roles).values(ends=play.now.date() - timedelta(days=1)))
            await session.execute(delete(Guardians))
        assert {Kind.ABSENT_HAMLET, Kind.ABSENT_GUARDIAN, Kind.CASE_HOMEROOM, Kind.CASE_LEADER} <= kinds
        await play.app.settle()
        assert heard(play) == {}
        async with play.app.database.read() as session:
            ended = (await session.execute(select(Outbox.id).where(Outbox.why == NOT_THEIRS))).scalars().all()
            audited = await session.scalars(select(Audit.about).where(Audit.kind == WITHHELD))
            assert set(ended) == set(audited) != set()
