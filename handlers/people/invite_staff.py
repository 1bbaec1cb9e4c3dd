"""/moi cán bộ: slips for all of the staff who are not linked yet, and a table of who is."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.people.link_requests import local_day
from locales import _, speaking
from locales.words import ROLES, listed, opening
from models.people.devices import devices
from models.people.invitees import Invitee, staff
from models.people.links import CODE_LIFE, make_codes
from models.shapes.asker import School
from models.shapes.message import Act, Door, File, Incoming, Outgoing, Said
from papers.people.slips import Slip, slips


class Printed(Struct, frozen=True):
    """How many are linked and how many slips there are, and the paper with both."""

    linked: int
    slips: int
    paper: bytes


def last_day(school: School, now: datetime) -> date:
    """The last day on which a code of now works until midnight: what is printed must hold."""
    return local_day(school, now + CODE_LIFE) - timedelta(days=1)


async def of_staff(incoming: Incoming, session: AsyncSession) -> list[Said]:
    school, _moment = local(incoming)
    done = await staff_slips(session, school, incoming.when, incoming.doors)
    text = _(
        "**{linked} of {all} people with a task at the school are linked.** The paper has a slip for each of the other "
        "{count}, and a table of who is linked and by what. Slips work for {days} days."
    )
    words = text.format(linked=done.linked, all=done.linked + done.slips, count=done.slips, days=CODE_LIFE.days)
    return [Outgoing(text=words, files=[File("phieu-moi-can-bo.docx", done.paper)]), Act("code.all_staff", school.id)]


async def staff_slips(session: AsyncSession, school: School, now: datetime, doors: Sequence[Door]) -> Printed:
    """A fresh code for everybody with a task at the school and no chat."""
    day = local_day(school, now)
    people = await staff(session, school.id, day)
    by: dict[int, list[str]] = defaultdict(list)
    for one in await devices(session, [each.owner.person_id for each in people]):
        by[one.person_id].append(opening(one.channel))
    without = [one for one in people if one.owner.person_id not in by]
    codes = await make_codes(session, school.id, [one.owner for one in without], now)
    with speaking(school.language):
        items = [_slip(school, one, tasks_words(one), code, now) for one, code in zip(without, codes, strict=True)]
        rows = [(one.name, tasks_words(one), ", ".join(by[one.owner.person_id]) or "–") for one in people]
        paper = await asyncio.to_thread(slips, items, doors, rows)
    return Printed(len(people) - len(without), len(without), paper)


def _slip(school: School, one: Invitee, task: str, code: str, now: datetime) -> Slip:
    whom = {"pupil": "", "class_name": "", "guardian": one.name, "relation": task}
    return Slip(school=school.name, code=code, expires=last_day(school, now), **whom)


def tasks_words(one: Invitee) -> str:
    """What somebody does at the school, or for it."""
    return listed(_(ROLES.get(role, role)) for role in one.tasks)
