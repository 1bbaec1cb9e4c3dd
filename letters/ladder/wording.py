"""The words of what the daily check owes people, found when they leave, from what is then true."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.thanks import for_visit
from letters.says.cases import TASKS, visit
from letters.told import lines_of
from locales import N_, _
from locales.words import day_words, listed, plain
from models import Cases, Firings, Guardians, Roles
from models.calendar.held import year_start
from models.figures.presence import away_on
from models.figures.tally import Tally, tallies
from models.ladder.facts import Fact, case_facts, firing_facts
from models.ladder.versions import step_of, versions
from models.people.guardians import children
from models.people.holders import is_family
from models.people.roles import Contact, held_on, homeroom
from models.post.tables import LEASED, PENDING, SENT, UNCERTAIN
from models.readers import THIS_CASE, named_by_ladder, saw, sponsor, told_by_ladder
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from papers.ladder.words import case_words
from rules.ladder.steps import CASE, Ask, Counting
from rules.letters import Kind
from rules.people.names import given_name
from rules.people.roles import Role

ON_ITS_WAY = (PENDING, LEASED, SENT, UNCERTAIN)


@composes(Kind.CASE_HOMEROOM, to=told_by_ladder(Ask.VISIT).passed_on(), about=kind_words.CASE)
async def case_homeroom(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher's task: visit the home and report (seed: three days without leave)."""
    facts = await standing(dues, session)
    if not facts:
        return None
    counting = await countings(facts, session)
    lines = [
        _("{name}, class {klass} ({place}): {run}, since {since}").format(
            name=f.name,
            klass=f.class_name,
            place=f.place or _("hamlet unknown"),
            run=case_words(f.days, counting[f.id]) + unsettled_words(f),
            since=day_words(f.run_start),
        )
        for f in facts
    ]
    head = _("**A home visit is needed**")
    ask = _("Please visit the family within {days} school days and report the result here.").format(
        days=await _days_to_visit(facts, session)
    )
    taps = [[Button(_("Visited {name}").format(name=f.name), visit(f.case_id))] for f in facts if f.case_id]
    text = "\n".join([head, *bullets(lines), *await notes(facts, CASE, session), ask])
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in facts)), buttons=at_hand(taps, all_tasks()))


@composes(Kind.CASE_LEADER, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.CASE)
async def case_leader(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The vice principal hears that a case is open and who is to visit."""
    facts = await standing(dues, session)
    if not facts:
        return None
    teachers = await homeroom(session, {fact.class_id for fact in facts}, facts[0].day)
    counting = await countings(facts, session)
    lines = [_case_line(fact, counting[fact.id], teachers.get(fact.class_id)) for fact in facts]
    head = _("**New case: a home visit is due**")
    ask = _("The home visit is due within {days} school days; its result comes to you.").format(
        days=await _days_to_visit(facts, session)
    )
    told = await lines_of(reader, session, [Kind.CASE_HOMEROOM], [fact.id for fact in facts])
    others = await _for_others(facts, session)
    asks = [] if len(others) == len(facts) else [ask]
    own = await of_own_family(facts, reader, session)
    text = "\n".join([head, *bullets(lines), *asks, *told, *_else(others), *own])
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in facts)))


async def of_own_family(facts: Sequence[Fact], reader: Reader, session: AsyncSession) -> list[str]:
    """What the reader is asked as a guardian of one of these pupils, who is told of the day in no letter besides."""
    mine = Guardians.person_id == reader.person_id, Guardians.pupil_id.in_([fact.pupil_id for fact in facts])
    own = set(await session.scalars(select(Guardians.pupil_id).where(*mine)))
    text = _("You are of the family of {names}: please tell the homeroom teacher why they stay away.")
    names = [fact.name for fact in facts if fact.pupil_id in own]
    return [text.format(names=listed(names))] if names else []


async def _for_others(facts: Sequence[Fact], session: AsyncSession) -> list[str]:
    """The pupils whose homeroom teacher is of their own family."""
    theirs = (Roles.class_id == Firings.class_id, Roles.name == Role.HOMEROOM, *held_on(facts[0].day))
    own = select(Firings.id).join(Roles, and_(*theirs)).where(is_family(Roles.person_id, Firings.pupil_id))
    found = set(await session.scalars(own.where(Firings.id.in_([fact.id for fact in facts]))))
    return [fact.name for fact in facts if fact.id in found]


def _else(names: Sequence[str]) -> list[str]:
    text = _("The homeroom teacher is of the family of {names}: please have somebody else visit, and hand the case on.")
    return [text.format(names=listed(names))] if names else []


async def _days_to_visit(facts: Sequence[Fact], session: AsyncSession) -> int:
    """By the ladder each case began with; the shortest, should one letter hold several."""
    asked = await step_of(session, {fact.ladder_id for fact in facts if fact.ladder_id}, CASE)
    return min((step.due for step in asked.values()), default=0)


def _case_line(fact: Fact, counting: Counting, teacher: Contact | None) -> str:
    return _("{name}, class {klass} ({place}): {run}, since {since}; homeroom teacher {teacher}").format(
        name=fact.name,
        klass=fact.class_name,
        place=fact.place or _("hamlet unknown"),
        run=case_words(fact.days, counting) + unsettled_words(fact),
        since=day_words(fact.run_start),
        teacher=teacher.name if teacher else _("nobody yet"),
    )


@composes(
    Kind.RETURNED,
    to=saw(THIS_CASE) | sponsor(THIS_CASE) | named_by_ladder(THIS_CASE),
    about=N_("a pupil who is back in class"),
)
async def returned(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Everybody who was told hears once that the pupil is back; not of who is away again as it leaves, nor where that
    has proved a mistake.
    """
    today = reader.school.day(reader.now)
    back = select(Cases.id).where(
        Cases.id.in_([due.about for due in dues]), Cases.closed_why == "returned", ~away_on(Cases.pupil_id, today)
    )
    facts = await case_facts(session, set(await session.scalars(back)))
    if not facts:
        return None
    own = await children(session, reader.person_id)
    said = {f.id: given_name(f.name) if f.pupil_id in own else f.name for f in facts}
    names = [_("{name}, class {klass}").format(name=said[f.id], klass=f.class_name) for f in facts]
    text = _("**Back in class:** {names}. Thank you for your help.").format(names=listed(names))
    text = " ".join([text, *await for_visit([fact.id for fact in facts], reader.person_id, session)])
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in facts)))


async def standing(dues: Sequence[Due], session: AsyncSession) -> list[Fact]:
    """The facts of the firings owed that still stand."""
    return await firing_facts(session, [due.about for due in dues])


def unsettled_words(fact: Fact) -> str:
    """Behind how long it has been, where nobody has settled yet whether all of it is without leave."""
    return " " + _("(for some of it leave is not clear yet)") if fact.unsettled else ""


async def figures_of(facts: Sequence[Fact], reader: Reader, session: AsyncSession) -> dict[int, Tally]:
    day = max(fact.day for fact in facts)
    since = await year_start(session, reader.school.id, day)
    return await tallies(session, {fact.pupil_id for fact in facts}, day, since)


async def countings(facts: Sequence[Fact], session: AsyncSession) -> dict[int, Counting]:
    """By fact: how the ladder that fired it counts."""
    known = await versions(session, {fact.ladder_id for fact in facts if fact.ladder_id})
    return {f.id: known[f.ladder_id].ladder.counting if f.ladder_id in known else Counting() for f in facts}


async def notes(facts: Sequence[Fact], step: int, session: AsyncSession) -> list[str]:
    """What the school's own ladder adds to a step's letters to staff."""
    found = await step_of(session, {fact.ladder_id for fact in facts if fact.ladder_id}, step)
    return list(dict.fromkeys(plain(one.note) for one in found.values() if one.note))


def all_tasks() -> Button:
    return Button(_("All that is waiting for me"), TASKS)


def bullets(lines: Sequence[str]) -> list[str]:
    return ["• " + line for line in lines]
