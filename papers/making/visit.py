"""The minutes of a home visit, filled from what was reported of the last one; what is not known is left to write."""

import asyncio
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locales import DEFAULT, _, speaking
from locales.causes import visit_words
from locales.words import listed
from models.cases.visits import Visit, of_cases, visits
from models.ladder.facts import Fact, case_facts
from models.people.guardians import guardians
from models.people.signing import signed_letterhead
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.figures.words import file_name
from papers.framed import head_fields, letter
from papers.making import Made, NoPaperError, makes
from papers.official import BLANK, LINE, official_date
from papers.templates.builtin import Template
from rules.papers import PaperKind
from rules.people.names import fold


@makes(PaperKind.VISIT)
async def minutes(session: AsyncSession, school: School, paper: Paper) -> Made:
    """Its ids are a case, or those of one family. The causes told are the school's own, and stand in no minutes."""
    cases = [one for one in await case_facts(session, paper.ids) if one.school_id == school.id]
    if not cases:
        raise NoPaperError(_("There is no open case with that number. Please see /viec."))
    made = await visits(session, of_cases([case.id for case in cases]))
    last = max(made, key=lambda one: (one.made_on, one.id)) if made else None
    with speaking(DEFAULT):
        on_top = await signed_letterhead(session, school, paper.day)
        family = await guardians(session, [cases[0].pupil_id])
        fields = head_fields(on_top, paper.day, f"Số:        /BB-{on_top.symbol or '………'}")
        fields |= _fields(cases, last, listed(one.name for one in family))
        content = await asyncio.to_thread(letter, Template.VISIT, fields, on_top)
    name = file_name("bien-ban-van-dong", fold(f"{cases[0].class_name} {cases[0].name}"), ending="docx")
    return Made(name, content)


def _fields(cases: list[Fact], last: Visit | None, family: str) -> dict[str, Any]:
    away = [f"em {one.name} nghỉ học từ ngày {one.run_start:%d/%m/%Y}" for one in cases if one.days]
    promised = last is not None and last.promised_on is not None
    return {
        "ngay_tham": official_date(last.made_on) if last else f"ngày {BLANK}",
        "dai_dien_truong": last.person if last and last.person else LINE,
        "hoc_sinh": listed(one.name for one in cases),
        "lop": listed(dict.fromkeys(one.class_name or BLANK for one in cases)),
        "noi_o": cases[0].place or BLANK,
        "gia_dinh": family or BLANK,
        "nguoi_gap": visit_words(last.met, None) if last and last.met else LINE,
        "tinh_hinh": f"{listed(away)}." if away else LINE,
        "y_kien": LINE,
        "cam_ket": f"cho em đi học lại từ ngày {last.promised_on:%d/%m/%Y}." if last and promised else LINE,
    }
