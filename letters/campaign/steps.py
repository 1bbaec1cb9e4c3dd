"""Letters of the return campaign's ladder: missing on the return date, and not back some school days after it."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.upper import decisions
from letters.ladder.wording import all_tasks, bullets
from letters.says.campaign import reasons_of
from letters.says.cases import visit
from letters.told import lines_of
from locales import N_, _
from locales.words import day_words
from models.campaign.returning import Fired, fired_steps
from models.ladder.versions import step_of
from models.people.roles import Contact, homeroom
from models.readers import FIRING, sponsor, told_by_ladder
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from papers.campaign.words import title, why
from rules.ladder.steps import AWAY, NOT_BACK, Ask
from rules.letters import Kind
from rules.marks import Mark


@composes(Kind.AWAY_HOMEROOM, to=told_by_ladder(Ask.FIND_WHY).passed_on(), about=kind_words.BACK)
async def away_homeroom(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher, when somebody else has reported: why is each of these missing? What is known by now is not
    asked again.
    """
    fired = [one for one in await fired_steps(session, [due.about for due in dues]) if not one.pupil.has_reason]
    if not fired:
        return None
    ask = _("Please find out why and tap the reason: it is needed for every pupil, with leave or without.")
    buttons = [
        [Button(_("Give the reasons of {klass}").format(klass=name), reasons_of(name))]
        for name in dict.fromkeys(one.pupil.class_name for one in fired)
    ]
    return await _letter(fired, dues, session, N_("**{title}: not in class on {day}**"), [ask], buttons)


@composes(Kind.AWAY_HAMLET, to=told_by_ladder(Ask.FAMILY).passed_on(), about=kind_words.BACK)
async def away_hamlet(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The hamlet's pair, on the first day: who of theirs has not come back, with leave or without."""
    ask = _("Please see the families, and tell the homeroom teacher what they say.")
    if reader.reads_on(dues[-1].day):
        ask = _("Please see the families today, and tell the homeroom teacher what they say.")
    head = N_("**{title}: not in class on {day}** – pupils you look after:")
    return await _letter(await fired_steps(session, [due.about for due in dues]), dues, session, head, [ask])


@composes(Kind.AWAY_KNOWN, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.BACK)
async def away_known(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whoever the ladder lets know of it without asking anything."""
    fired = await fired_steps(session, [due.about for due in dues])
    return await _letter(fired, dues, session, N_("**{title}: not in class on {day}**"), [])


async def _letter(
    fired: Sequence[Fired],
    dues: Sequence[Due],
    session: AsyncSession,
    head: str,
    tail: Sequence[str],
    buttons: Sequence[Sequence[Button]] = (),
) -> Letter | None:
    if not fired:
        return None
    first = _(head).format(title=title(fired[0].campaign), day=day_words(max(one.pupil.day for one in fired)))
    lines = bullets([_away_line(one) for one in fired])
    text = "\n".join([first, *lines, *await _notes(fired, AWAY, session), *tail])
    return Letter(text=text, told=_told(dues, fired), buttons=buttons)


def _away_line(one: Fired) -> str:
    text = _("{name}, class {klass} ({place}): {why}")
    if one.pupil.kind == Mark.EXCUSED:
        text = _("{name}, class {klass} ({place}): with leave, {why}")
    return text.format(**_who(one), why=why(one.pupil))


def _who(one: Fired) -> dict[str, str]:
    pupil = one.pupil
    return {"name": pupil.name, "klass": pupil.class_name, "place": pupil.place or _("hamlet unknown")}


@composes(Kind.NOT_BACK_LEADER, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.BACK)
async def not_back_leader(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The vice principal in charge, who works with the local government (seed: not back for three days)."""
    fired = await fired_steps(session, [due.about for due in dues])
    ask = _(
        "Please work with the local government to bring them back. Whether the request goes to the commune waits for "
        "the principal's decision."
    )
    told = await lines_of(reader, session, [Kind.NOT_BACK_HEAD], [one.id for one in fired])
    return await _not_back(fired, dues, session, [ask, *told], teachers=await _teachers(fired, dues, session))


@composes(Kind.NOT_BACK_HEAD, to=told_by_ladder(Ask.DECIDE).passed_on(), about=kind_words.BACK)
async def not_back_head(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The principal: one tap decides whether the commune is asked. Nothing leaves the school without it."""
    fired = await fired_steps(session, [due.about for due in dues])
    ask = _("Shall the school ask the commune People's Committee for help? Nothing leaves the school without your tap.")
    taps = [
        row for one in fired if one.case_id for row in decisions(one.case_id, one.pupil.name, several=len(fired) > 1)
    ]
    return await _not_back(fired, dues, session, [ask], taps, await _teachers(fired, dues, session))


@composes(Kind.NOT_BACK_HOMEROOM, to=told_by_ladder(Ask.VISIT).passed_on(), about=kind_words.BACK)
async def not_back_homeroom(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher: the leadership knows; the family is to be visited."""
    fired = await fired_steps(session, [due.about for due in dues])
    allowed = await step_of(session, {one.ladder_id for one in fired if one.ladder_id}, NOT_BACK)
    days = min((one.due for one in allowed.values()), default=0)
    ask = _("Please visit the family and report the result here.")
    if days:
        ask = _("Please visit the family within {days} school days and report the result here.").format(days=days)
    told = await lines_of(reader, session, [Kind.NOT_BACK_LEADER, Kind.NOT_BACK_HEAD], [one.id for one in fired])
    taps = [
        [Button(_("Visited {name}").format(name=one.pupil.name), visit(one.case_id))] for one in fired if one.case_id
    ]
    return await _not_back(fired, dues, session, [ask, *told], taps)


@composes(Kind.NOT_BACK_SPONSOR, to=sponsor(FIRING), about=kind_words.BACK)
async def not_back_sponsor(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who sponsors a pupil goes along with the homeroom teacher who visits."""
    fired = await fired_steps(session, [due.about for due in dues])
    ask = _("The homeroom teacher visits the family. Please speak with each other, and go along if you can.")
    return await _not_back(fired, dues, session, [ask], teachers=await _teachers(fired, dues, session))


async def _not_back(
    fired: Sequence[Fired],
    dues: Sequence[Due],
    session: AsyncSession,
    tail: Sequence[str],
    taps: Sequence[Sequence[Button]] = (),
    teachers: Mapping[int, Contact] = {},
) -> Letter | None:
    """`teachers` are the homeroom teachers by class, for those who are not one themselves."""
    if not fired:
        return None
    head = _("**{title}: {days} school days, and not back**").format(
        title=title(fired[0].campaign), days=min(one.pupil.days for one in fired)
    )
    lines = [_not_back_line(one, teachers) for one in fired]
    text = "\n".join([head, *bullets(lines), *await _notes(fired, NOT_BACK, session), *tail])
    return Letter(text=text, told=_told(dues, fired), buttons=at_hand(taps, all_tasks()))


def _not_back_line(one: Fired, teachers: Mapping[int, Contact]) -> str:
    text = _("{name}, class {klass} ({place}): {days} school days, {why}")
    line = text.format(**_who(one), days=one.pupil.days, why=why(one.pupil))
    teacher = teachers.get(one.pupil.class_id)
    return line + ("; " + _("homeroom {teacher}").format(teacher=teacher.name) if teacher else "")


async def _teachers(fired: Sequence[Fired], dues: Sequence[Due], session: AsyncSession) -> dict[int, Contact]:
    return await homeroom(session, {one.pupil.class_id for one in fired}, max(due.day for due in dues))


async def _notes(fired: Sequence[Fired], step: int, session: AsyncSession) -> list[str]:
    """What the school's own ladder adds."""
    found = await step_of(session, {one.ladder_id for one in fired if one.ladder_id}, step)
    return list(dict.fromkeys(one.note for one in found.values() if one.note))


def _told(dues: Sequence[Due], fired: Sequence[Fired]) -> frozenset[int]:
    there = {one.id for one in fired}
    return dues_about(dues, there)
