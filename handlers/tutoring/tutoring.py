"""/phudao: who of a class is tutored in what, and on which days who came."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.tutoring.whom import class_and_day, may_change, pupils_called
from letters.says import tutoring as says
from locales import N_, _
from locales.words import day_words, joined, listed
from models import TutoredPupils, TutoringAbsences, TutoringDays
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.tutoring import TutoredLine, by_subject, tutored
from rules.people.classes import ClassRef
from rules.people.names import fold
from rules.people.roles import LEADERS, Role
from rules.reading.who.roster import Pupil
from rules.tutoring import Line, Verb, read_tutoring


@command(
    "phụ đạo",
    "tutoring",
    help=N_("tutoring: who is on the list, and who came"),
    usage=N_("6A thêm Bình, Lan môn Toán | 6A vắng Bình"),
    who=LEADERS | {Role.HOMEROOM, Role.TEACHER},
    slash=True,
)
async def tutoring(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    klass, day, words = await class_and_day(incoming, session)
    line = read_tutoring(words)
    match line.verb:
        case Verb.SHOW:
            return [await _shown(incoming, session, klass, day), Act("tutoring.read", klass.id)]
        case Verb.ADD | Verb.DROP:
            return await _listed(incoming, session, klass, day, line)
        case Verb.ABSENT | Verb.ALL:
            return await _held(incoming, session, klass, day, line)


async def _shown(incoming: Incoming, session: AsyncSession, klass: ClassRef, day: date) -> Outgoing:
    found = by_subject(await tutored(session, day, classes=[klass.id]))
    if not found:
        text = _("Nobody of class {klass} is on a tutoring list. To begin: {example}")
        return Outgoing(text=text.format(klass=klass.name, example=says.TUTORING_EXAMPLE))
    head = _("**Tutoring, class {klass}**").format(klass=klass.name)
    lines = [line for subject, some in found.items() for line in _of_subject(subject, some)]
    buttons = [[Button(_("Today all came: {subject}").format(subject=subject or klass.name),
                       says.all_came(klass.name, subject))] for subject in found]  # fmt: skip
    return Outgoing(text=joined([head, *lines]), buttons=buttons)


def _of_subject(subject: str, some: Sequence[TutoredLine]) -> list[str]:
    line = _("• {name}: came {came}/{held}")
    head = [f"{subject}:"] if subject else []
    return [*head, *(line.format(name=one.name, came=one.came, held=one.held) for one in some)]


async def _listed(incoming: Incoming, session: AsyncSession, klass: ClassRef, day: date, line: Line) -> Sequence[Said]:
    """Raises Unclear."""
    may_change(incoming, klass)
    pupils = await _named(incoming, session, klass, line)
    subject = await _subject(session, klass, day, line.subject, only_known=line.verb == Verb.DROP)
    there = {one.pupil_id for one in await tutored(session, day, classes=[klass.id]) if one.subject == subject}
    if line.verb == Verb.ADD:
        same = {"school_id": incoming.linked.school.id, "subject": subject, "starts": day}
        rows = [{**same, "pupil_id": one.id, "person_id": incoming.linked.person_id}
                for one in pupils if one.id not in there]  # fmt: skip
        if rows:
            await session.execute(insert(TutoredPupils), rows)
        text = _("**Written down**: {names} on the tutoring list{subject}.")
    else:
        mine = (
            TutoredPupils.pupil_id.in_([one.id for one in pupils]),
            TutoredPupils.subject == subject,
            TutoredPupils.ends.is_(None),
        )
        await session.execute(update(TutoredPupils).where(*mine).values(ends=day - timedelta(days=1)))
        text = _("**Written down**: {names} off the tutoring list{subject}.")
    said = f" ({subject})" if subject else ""
    answer = text.format(names=listed(one.name for one in pupils), subject=said)
    button = [[Button(_("The list"), says.tutoring_of(klass.name))]]
    return [Outgoing(text=answer, buttons=button), Act("tutoring.listed", klass.id)]


async def _named(incoming: Incoming, session: AsyncSession, klass: ClassRef, line: Line) -> list[Pupil]:
    if not line.names:
        raise Unclear(_("Whom? For example: {example}").format(example=says.TUTORING_EXAMPLE))
    return await pupils_called(incoming, session, klass, line.names)


async def _subject(session: AsyncSession, klass: ClassRef, day: date, said: str, *, only_known: bool) -> str:
    """As it is written on the class's list already, whatever its case and marks; the only one need not be said.
    Raises Unclear.
    """
    known = list(by_subject(await tutored(session, day, classes=[klass.id])))
    same = [one for one in known if fold(one) == fold(said)]
    if same or not only_known:
        return same[0] if same else said[:1].upper() + said[1:]
    if not said and len(known) == 1:
        return known[0]
    raise Unclear(_("Of which subject? On the list are: {names}").format(names=listed(known) if known else "–"))


async def _held(incoming: Incoming, session: AsyncSession, klass: ClassRef, day: date, line: Line) -> Sequence[Said]:
    """A day of tutoring: written again it is put right. Raises Unclear."""
    subject = await _subject(session, klass, day, line.subject, only_known=True)
    away = await pupils_called(incoming, session, klass, line.names) if line.verb == Verb.ABSENT else []
    listed_ = [one for one in await tutored(session, day, classes=[klass.id]) if one.subject == subject]
    strangers = [one for one in away if one.id not in {each.pupil_id for each in listed_}]
    if strangers:
        text = _("{name} is not on this tutoring list. Nothing was written down.")
        raise Unclear(text.format(name=strangers[0].name))
    number = await _day(incoming, session, klass, day, subject)
    await session.execute(delete(TutoringAbsences).where(TutoringAbsences.tutoring_day_id == number))
    if away:
        rows = [{"tutoring_day_id": number, "pupil_id": one.id} for one in away]
        await session.execute(insert(TutoringAbsences), rows)
    text = _("**Written down**: tutoring{subject} {day}: {came}/{count} came.")
    said = text.format(
        subject=f" {subject}" if subject else "", day=day_words(day), came=len(listed_) - len(away), count=len(listed_)
    )
    absent = _("Absent: {names}").format(names=listed(one.name for one in away)) if away else ""
    return [Outgoing(text=joined([said, absent])), Act("tutoring.held", number)]


async def _day(incoming: Incoming, session: AsyncSession, klass: ClassRef, day: date, subject: str) -> int:
    mine = (TutoringDays.class_id == klass.id, TutoringDays.day == day, TutoringDays.subject == subject)
    known = await session.scalar(select(TutoringDays.id).where(*mine))
    if known is not None:
        return known
    row = {"school_id": local(incoming)[0].id, "class_id": klass.id, "day": day, "subject": subject}
    made = insert(TutoringDays).values(**row, person_id=incoming.linked.person_id).returning(TutoringDays.id)
    return (await session.execute(made)).scalar_one()
