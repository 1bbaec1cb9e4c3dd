"""/suahocsinh: name, birth date, code or sex of a pupil is put right; the pupil stays the same one."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.roll.asking import Meant, line_for, offer, pupil_meant
from letters.says import roll as says
from letters.says.roll import Chosen
from locales import N_, _
from models import Pupils
from models.shapes.message import Incoming, Said
from papers.roster import Roster, code_key
from papers.roster.lists.values import Wrong, as_name, check_age, check_name
from rules.people.roles import ROLL
from rules.roll_facts import Facts, read_facts


@command(
    "sửa học sinh",
    "put right",
    help=N_("name, birth date, code or sex of a pupil put right"),
    usage=N_("6A Nguyen Van A: name Nguyen Van An; born 5/9/2015; code HS001"),
    who=ROLL,
    slash=True,
)
async def put_right(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Raises Unclear."""
    chosen = says.read_facts_of(incoming.rest)
    facts = read_facts(chosen.rest if chosen else incoming.rest)
    said = facts.said()
    named = replace(incoming, rest=facts.whose)
    chosen = Chosen(chosen.pupil_id, "") if chosen else None
    meant = await pupil_meant(
        named, session, lambda pupil_id, _rest: says.facts_of(pupil_id, said), chosen, says.FACTS_EXAMPLE
    )
    if facts.wrong or not said:
        text = _("“{words}” is no birth date. Nothing was changed.").format(words=facts.wrong)
        ask = _("What of {name} is put right? For example: {example}")
        raise Unclear(text if facts.wrong else ask.format(name=meant.pupil.name, example=says.FACTS_EXAMPLE))
    await _may_be(incoming, session, meant, facts)
    row = replace(
        line_for(meant),
        full_name=as_name(facts.name) if facts.name else meant.pupil.name,
        birth_date=facts.birth,
        code=facts.code or None,
        gender="nữ" if facts.gender == "nữ" else "nam" if facts.gender else None,
    )
    return await offer(incoming, session, meant, Roster(pupils=[row], staff=[], hamlets=[], faults=[]))


async def _may_be(incoming: Incoming, session: AsyncSession, meant: Meant, facts: Facts) -> None:
    """Raises Unclear for what a list would not have either, or what is another pupil's."""
    school, moment = local(incoming)
    try:
        check_name(facts.name or meant.pupil.name)
        if facts.birth is not None:
            check_age(facts.birth, moment.date())
    except Wrong as wrong:
        said = _(wrong.message).format(**wrong.params)
        raise Unclear(f"{said[:1].upper()}{said[1:]}. {_('Nothing was changed.')}") from None
    if not facts.code:
        return
    coded = select(Pupils.full_name, Pupils.code).where(Pupils.school_id == school.id, Pupils.id != meant.pupil.id)
    for name, code in await session.execute(coded.where(Pupils.code.is_not(None))):
        if code_key(code) == code_key(facts.code):
            text = _("The code {code} is {name}'s. Nothing was changed.")
            raise Unclear(text.format(code=facts.code, name=name))
