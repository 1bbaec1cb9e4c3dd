"""Where a pupil lives from the day of an import on: at once, or noted for a day to come."""

from typing import Any

from sqlalchemy import insert

from models.people.homes import ComingHomes, keep_homes, noted_homes
from papers.roster.applying.changes import NOTED, shown
from papers.roster.applying.work import Import


async def lives_at(work: Import, now: Any, different: dict[str, Any]) -> dict[str, Any] | None:
    """What of the `different` values of a pupil holds at once. None: another home is noted already, and stays."""
    place = different["place_id"]
    if work.now is None:
        await keep_homes(work.session, {now.id: place}, work.today)
        return different
    if noted := (await noted_homes(work.session, [now.id])).get(now.id):
        work.remark(NOTED, name=f"{now.full_name} ({now.class_name})", day=shown(noted))
        return None
    values = {"school_id": work.school_id, "pupil_id": now.id, "place_id": place, "day": work.today}
    await work.session.execute(insert(ComingHomes).values(values))
    return {name: value for name, value in different.items() if name != "place_id"}
