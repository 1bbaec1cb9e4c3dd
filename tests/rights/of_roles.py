"""Which commands a role may use."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, text

from models import Chats, Guardians, People, Pupils, Roles, UnitOfficers, Units, UnitSchools
from tests.conversation import Play

ROLES = (
    "homeroom", "teacher", "hamlet_staff", "mentor", "registrar", "vice_principal", "principal", "admin",
    "village_head", "commune_officer", "province_officer", "group_head", "partner",
)  # fmt: skip
WHEN = {"now": (-30, None), "ended yesterday": (-30, -1), "begins tomorrow": (1, None)}


async def cast(play: Play) -> dict[tuple[str, str], str]:
    """One person with a chat for every role and every moment of it, a guardian and a stranger; their addresses."""
    phones = {}
    async with play.app.database.write() as session:
        today = play.now.date()
        class_id = await session.scalar(text("SELECT id FROM classes WHERE name = '6A'"))
        place_id = await session.scalar(text("SELECT id FROM places WHERE name = 'Takta'"))
        await _above(session, play)
        for role in (*ROLES, "guardian"):
            for when, (first, last) in WHEN.items():
                phones[role, when] = await _person(session, play, f"{role} {when}")
                if role == "guardian":
                    continue
                values = {
                    "school_id": play.school_id,
                    "person_id": await id_of(session, phones[role, when]),
                    "name": role,
                    "class_id": class_id if role == "homeroom" else None,
                    "place_id": place_id if role in {"hamlet_staff", "village_head"} else None,
                    "starts": today + timedelta(days=first),
                    "ends": None if last is None else today + timedelta(days=last),
                }
                await session.execute(insert(Roles).values(values))
        child = await session.scalar(select(Pupils.id).limit(1))
        parent = await id_of(session, phones["guardian", "now"])
        await session.execute(insert(Guardians).values(pupil_id=child, slot=3, person_id=parent))
    phones["unit_officer", "now"] = "trên trường"
    return phones | {("stranger", "now"): "người lạ"}


async def _above(session: Any, play: Play) -> None:
    """Somebody of a body above the school, who holds no role at it."""
    unit_id = await session.scalar(insert(Units).values(code="xa", name="UBND xã").returning(Units.id))
    await session.execute(insert(UnitSchools).values(unit_id=unit_id, school_id=play.school_id))
    await _person(session, play, "trên trường")
    officer = {"person_id": await id_of(session, "trên trường"), "unit_id": unit_id, "since": play.now.date()}
    await session.execute(insert(UnitOfficers).values(officer))


async def _person(session: Any, play: Play, name: str) -> str:
    made = insert(People).values(school_id=play.school_id, key=name, full_name=name).returning(People.id)
    person_id = await session.scalar(made)
    now = play.app.now()
    values = {"channel": "paper", "address": name, "person_id": person_id, "created_at": now, "linked_at": now}
    await session.execute(insert(Chats).values(values))
    return name


async def id_of(session: Any, name: str) -> int:
    return await session.scalar(select(People.id).where(People.full_name == name)) or 0
