"""What /viec shows of accounts that wait for this person's yes: of families, and of the staff."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.people import link_requests, staff_requests
from locales import _
from models.people.link_requests import deciders, open_requests
from models.people.staff_requests import confirmers, open_staff_requests
from models.shapes.message import Button, Incoming

MOST = 4  # of a kind, with their taps


async def accounts_waiting(
    incoming: Incoming, session: AsyncSession, today: date
) -> tuple[list[str], list[list[Button]]]:
    """Whoever was asked is asked here still: who waits reads nothing before."""
    me, school = incoming.linked.person_id, local(incoming)[0]
    families = [
        one for one in await open_requests(session, school.id, today) if me in await deciders(session, one, today)
    ]
    staff = [
        one
        for one in await open_staff_requests(session, school.id)
        if me in await confirmers(session, school.id, one.person_id, today)
    ]
    lines = [link_requests.request_line(one, school) for one in families]
    lines += [staff_requests.line(one) for one in staff]
    taps = await link_requests.decisions(session, families[:MOST], several=True)
    taps += await staff_requests.taps(session, staff[:MOST], several=True)
    return ([_("Accounts that wait for your yes:"), *lines] if lines else []), taps
