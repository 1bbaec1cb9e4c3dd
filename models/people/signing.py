"""Whose name stands under the school's papers."""

from datetime import date

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.roles import held_on
from models.people.tables import People, Roles
from models.school.letterhead import Letterhead, letterhead
from models.shapes.asker import School
from rules.people.roles import Role


async def signed_letterhead(session: AsyncSession, school: School, day: date) -> Letterhead:
    """The letterhead; where it names nobody to sign, with who holds the post that signs on that day. Of several vice
    principals none: the office writes the name.
    """
    head = await letterhead(session, school.id, school.name)
    if head.signer:
        return head
    post = Role.VICE_PRINCIPAL if head.signer_title.upper().startswith("KT") else Role.PRINCIPAL
    held = select(People.full_name).join(Roles, Roles.person_id == People.id)
    held = held.where(Roles.school_id == school.id, Roles.name == post, *held_on(day)).distinct()
    names = list(await session.scalars(held))
    return replace(head, signer=names[0] if len(names) == 1 else "")
