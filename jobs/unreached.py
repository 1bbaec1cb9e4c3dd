"""Families no message can reach become a call list for the homeroom teacher."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import String, and_, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.daily_check import check_times
from locales import _
from locales.words import when
from models import Firings, Guardians, Outbox, People, Roles
from models.ladder import firing_facts, held_on
from models.letter import Due, Letter, Reader, composes
from models.message import Notices, Round, Said
from models.post import EXPIRED, FAILED, HANDED, PENDING, SENT
from rules.phones import masked

TO_FAMILIES = ("absent_guardian", "case_guardian")


@job(times=lambda school: [after(moment, 5) for moment in check_times(school)], late=timedelta(hours=4))
async def unreached(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """A pupil is on the list when something for a guardian has failed for good and nothing reached another one."""
    lost, reached = aliased(Outbox), aliased(Outbox)
    somebody = select(reached.id).where(
        reached.about == lost.about, reached.kind == lost.kind, reached.state.in_([SENT, PENDING, "leased"])
    )
    chosen = (
        select(
            Firings.school_id,
            Roles.person_id,
            Firings.id.label("about"),
            Firings.day,
            (literal("call:") + cast(Firings.id, String)).label("key"),
        )
        .join(lost, lost.about == Firings.id)
        .join(Roles, and_(Roles.class_id == Firings.class_id, Roles.name == "homeroom"))
        .where(
            Firings.school_id.in_(list(round_.schools)),
            Firings.day >= round_.day - timedelta(days=3),
            Firings.struck_at.is_(None),
            lost.kind.in_(TO_FAMILIES),
            lost.state.in_([HANDED, FAILED, EXPIRED]),
            ~somebody.correlate_except(reached).exists(),
            *held_on(round_.day),
        )
        .distinct()
    )
    return [Notices(kind="call", select=chosen, valid_until=round_.now + timedelta(hours=12))]


@composes("call")
async def call_list(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    facts = await firing_facts(session, [due.about for due in dues])
    if not facts:
        return None
    phones = await family_phones(session, [fact.pupil_id for fact in facts])
    lines = [
        "• "
        + _("{name} (absent {when}): {contacts}").format(
            name=fact.name,
            when=when(fact.day, fact.sessions),
            contacts="; ".join(phones.get(fact.pupil_id, [])) or _("no number on the list"),
        )
        for fact in facts
    ]
    head = _("**Please call these families**: no message can reach them yet.")
    standing = {fact.id for fact in facts}
    return Letter(
        text="\n".join([head, *lines]), told=frozenset(due.outbox_id for due in dues if due.about in standing)
    )


async def family_phones(session: AsyncSession, pupils: Sequence[int]) -> dict[int, list[str]]:
    """By pupil: relation, name and masked number of each guardian."""
    statement = (
        select(Guardians.pupil_id, Guardians.relation, People.full_name, People.phone)
        .join(People, People.id == Guardians.person_id)
        .where(Guardians.pupil_id.in_(pupils))
        .order_by(Guardians.pupil_id, Guardians.slot)
    )
    found: dict[int, list[str]] = {}
    for pupil_id, relation, name, phone in await session.execute(statement):
        words = " ".join(part for part in (relation, name, phone and masked(phone)) if part)
        found.setdefault(pupil_id, []).append(words)
    return found
