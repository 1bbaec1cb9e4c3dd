"""The invitation of a family to the school: one letter for all children of a guardian of whom a case is open."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import DEFAULT, _, speaking
from locales.words import listed
from models.calendar.held import year_start
from models.figures.counting import enrolled_on
from models.figures.tally import tallies
from models.people.guardians import guardians
from models.people.roles import homeroom
from models.people.signing import signed_letterhead
from models.people.tables import Enrolments, Guardians, Pupils
from models.register.tables import Cases
from models.school.tables import Classes
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.figures.words import file_name
from papers.framed import foot_fields, head_fields, letter
from papers.making import Made, NoPaperError, makes
from papers.official import BLANK
from papers.templates.builtin import Template
from rules.papers import PaperKind
from rules.people.names import fold
from rules.people.phones import shown


@makes(PaperKind.INVITATION)
async def invitation(session: AsyncSession, school: School, paper: Paper) -> Made:
    """Its ids are pupils. Without causes: it goes through many hands."""
    rows = await _children(session, school, paper)
    if not rows:
        raise NoPaperError(_("The pupil is on no class list."))
    ids = [row.id for row in rows]
    missed = await tallies(session, ids, paper.day, await year_start(session, school.id, paper.day))
    teachers = await homeroom(session, {row.class_id for row in rows}, paper.day)
    with speaking(DEFAULT):
        on_top = await signed_letterhead(session, school, paper.day)
        families = listed(dict.fromkeys(one.name for one in await guardians(session, ids[:1])))
        fields = head_fields(on_top, paper.day, f"Số:        /GM-{on_top.symbol or '………'}")
        fields |= foot_fields(on_top, ["Như trên", "Lưu: VT"])
        fields |= {
            "kinh_gui": f"Ông/bà {families}" if families else "Cha mẹ, người giám hộ học sinh",
            "cac_em": [{"ten": row.full_name, "lop": row.name, "nghi": _missed(missed[row.id].total)} for row in rows],
            "noi_dung": "trao đổi, cùng nhà trường giúp con đi học đều",
            "thoi_gian": f"{BLANK} giờ, ngày {BLANK}",
            "dia_diem": school.name,
            "lien_he": listed(f"{one.name}{', ' + shown(one.phone) if one.phone else ''}" for one in teachers.values())
            or BLANK,
        }
        content = await asyncio.to_thread(letter, Template.INVITATION, fields, on_top)
    name = file_name("giay-moi", fold(f"{rows[0].name} {rows[0].full_name}"), ending="docx")
    return Made(name, content)


def _missed(total: int) -> str:
    return f" (từ đầu năm học đã nghỉ {total} buổi)" if total else ""


async def _children(session: AsyncSession, school: School, paper: Paper) -> Sequence[Any]:
    """The pupils themselves, and whoever has a guardian with them and an open case."""
    family = select(Guardians.person_id).where(Guardians.pupil_id.in_(paper.ids))
    case = select(Cases.id).where(Cases.pupil_id == Pupils.id, Cases.closed_on.is_(None)).exists()
    sibling = and_(Guardians.person_id.in_(family), case)
    related = select(Guardians.id).where(Guardians.pupil_id == Pupils.id, sibling).correlate(Pupils).exists()
    statement = (
        select(Pupils.id, Pupils.full_name, Classes.name, Classes.id.label("class_id"))
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, paper.day)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Pupils.school_id == school.id, Pupils.id.in_(paper.ids) | related)
        .order_by(Pupils.id.not_in(paper.ids), Classes.grade, Classes.name, Pupils.id)
    )
    return (await session.execute(statement)).all()
