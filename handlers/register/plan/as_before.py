"""`6A như hôm qua`: who was absent when the class was last heard of is offered by name; nothing is written unasked."""

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from handlers.register.plan import WHOLE_DAY
from models.people.class_lists import ClassList
from models.register.reported import absent_before, absent_now
from rules.marks import Mark
from rules.people.classes import ClassRef
from rules.reading.said.reported import ClassReport, Item


async def with_those_of_before(
    session: AsyncSession, heard: Heard, report: ClassReport, klass: ClassRef, pupils: ClassList
) -> ClassReport:
    """The report with each of them to be asked about, with leave or without as then; as it was where it says nothing of
    another day, or nobody was absent then who is not recorded today.
    """
    if not report.as_before:
        return report
    known = {pupil for item in report.items for pupil in item.candidates}
    known |= {row.pupil_id for row in await absent_now(session, klass.id, heard.today, WHOLE_DAY)}
    found = await absent_before(session, klass.id, heard.today)
    those = [
        Item(words=pupils.name(pupil), candidates=(pupil,), meant=False, excused=kind == Mark.EXCUSED)
        for pupil, kind in found.items()
        if pupil in pupils.index.by_id and pupil not in known
    ]
    return replace(report, items=(*report.items, *those), nameless=report.nameless and not those)
