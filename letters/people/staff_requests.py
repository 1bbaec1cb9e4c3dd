"""Who asks to have an account that opens the whole school: a second person says yes."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.people.link_requests import local_day
from letters.says import people as says
from locales import _
from locales.words import plain
from models.people.links import open_chats
from models.people.staff_requests import LEADING, StaffRequest, may_decide_staff, staff_requests
from models.readers import ACCOUNT, somebody_else
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind


@composes(Kind.STAFF_REQUEST, to=somebody_else(ACCOUNT, *LEADING), about=kind_words.LINKS)
async def staff_request(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whose account somebody wants to open; only while it waits, and only for who may still decide it."""
    today = local_day(reader.school, reader.now)
    found = [
        one
        for one in await staff_requests(session, [due.about for due in dues])
        if one.decided_at is None and await may_decide_staff(session, reader.person_id, one, today)
    ]
    if not found:
        return None
    lines = [
        _("**A new phone waits for a second person's yes**"),
        *(line(one) for one in found),
        _("Please ask {name} by phone or in person first; say yes only if it is really theirs.").format(
            name=", ".join(dict.fromkeys(one.name for one in found))
        ),
    ]
    return Letter(
        text="\n".join(lines),
        told=dues_about(dues, (one.id for one in found)),
        buttons=await taps(session, found),
    )


def line(one: StaffRequest) -> str:
    """Who asks for whose account, and what was said of it on either phone."""
    said = [_("• Account “{account}” asks for the account of {name}").format(account=_account(one), name=one.name)]
    if one.objected:
        said.append(_("on the phone linked before it was answered: **it is not me**"))
    if one.old_is_lost:
        said.append(_("the new phone says that the old one is lost"))
    return "; ".join(said)


async def taps(session: AsyncSession, found: Sequence[StaffRequest], *, several: bool = False) -> list[list[Button]]:
    """Yes and no to each; where the person has a phone already, also that it is lost. `several`: beside other taps."""
    have = {chat.person_id for chat in await open_chats(session, {one.person_id for one in found})}
    rows = []
    for one in found:
        whose = f"{one.name}: " if several or len(found) > 1 else ""
        yes = Button(whose + _("Yes, that is right"), says.approve_staff(one.id))
        rows.append([yes, Button(whose + _("No, it is not"), says.refuse_staff(one.id))])
        if one.person_id in have:
            lost = says.approve_staff(one.id, old_is_lost=True)
            rows.append([Button(whose + _("Yes; the old phone is lost, end it"), lost)])
    return rows


def _account(request: StaffRequest) -> str:
    return plain(request.account) or _("without a name")
