"""A first absence without leave, as the hamlet's pair, the sponsors and those who are to know of it read it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.wording import bullets, figures_of, notes, standing
from letters.says.cases import KNOWN
from letters.says.sponsors import LIST, pupil
from letters.told import ALSO, people, told_words
from locales import N_, _
from locales.words import listed, opening, short_day, when
from models import Outbox
from models.families.households import families
from models.figures.tally import Tally
from models.ladder.facts import Fact
from models.people.roles import homeroom
from models.readers import FIRING, sponsor, told_by_ladder
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from models.sponsors.tables import sponsors
from models.telling import told_so
from models.told import Fate, Told, best_of
from rules.ladder.steps import FIRST, MESSAGES, Ask
from rules.letters import Kind


@composes(Kind.ABSENT_HAMLET, to=told_by_ladder(Ask.FAMILY).passed_on() | sponsor(FIRING), about=kind_words.ABSENCE)
async def absent_hamlet(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The hamlet's pair and the sponsors, the same morning: one letter a person for all their pupils. Families stand
    together, and those followed by name have their figures.
    """
    facts = await standing(dues, session)
    if not facts:
        return None
    followed = await _followed(facts, reader, session)
    near = [fact for fact in facts if fact not in followed]
    head = _heads(facts)[0]
    ask = _ask(near, today=reader.reads_on(max(fact.day for fact in facts)))
    if not near:
        head = _heads(facts)[1]
    lines = [_(head).format(when=_when(facts)), *await _by_family(near, session)]
    lines += [_("**Pupils you are the sponsor of:**")] if near and followed else []
    lines += bullets(await _with_figures(followed, reader, session))
    lines += [*await _others(facts, reader, session, teachers=bool(followed)), *await notes(facts, FIRST, session), ask]
    taps = [[Button(_("See {name}").format(name=fact.name), pupil(fact.pupil_id))] for fact in followed]
    buttons = [*at_hand(taps, Button(_("My pupils"), LIST)), [Button(_("I know"), KNOWN)]]
    return Letter(text="\n".join(lines), told=dues_about(dues, (fact.id for fact in facts)), buttons=buttons)


def _heads(facts: Sequence[Fact]) -> tuple[str, str, str]:
    """For who looks after them, for their sponsor, and for whoever is to know. Where nobody has settled yet whether one
    of them has leave, none of them is said to have none.
    """
    if any(fact.unsettled for fact in facts):
        return (
            N_("**Absent, {when}** – pupils you look after:"),
            N_("**Absent, {when}** – pupils you are the sponsor of:"),
            N_("**Absent, {when}**"),
        )
    return (
        N_("**Absent without leave, {when}** – pupils you look after:"),
        N_("**Absent without leave, {when}** – pupils you are the sponsor of:"),
        N_("**Absent without leave, {when}**"),
    )


def _ask(near: Sequence[Fact], *, today: bool) -> str:
    """A letter that was held up asks for the same, and not for that day."""
    if near:
        with_day = _("Please ask the family what has happened today, and tell the homeroom teacher.")
        return with_day if today else _("Please ask the family what has happened, and tell the homeroom teacher.")
    with_day = _("Please find out today how the pupil is, and tell the homeroom teacher.")
    return with_day if today else _("Please find out how the pupil is, and tell the homeroom teacher.")


@composes(Kind.ABSENT_KNOWN, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.ABSENCE)
async def absent_known(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whoever the ladder lets know of a first absence without asking anything."""
    facts = await standing(dues, session)
    if not facts:
        return None
    head = _(_heads(facts)[2]).format(when=_when(facts))
    others = await _others(facts, reader, session, teachers=False)
    lines = [head, *await _by_family(facts, session), *others, *await notes(facts, FIRST, session)]
    return Letter(text="\n".join(lines), told=dues_about(dues, (fact.id for fact in facts)))


async def _followed(facts: Sequence[Fact], reader: Reader, session: AsyncSession) -> list[Fact]:
    """Those the reader is a sponsor of."""
    by_pupil = await sponsors(session, {fact.pupil_id for fact in facts})
    return [fact for fact in facts if reader.person_id in {one.person_id for one in by_pupil.get(fact.pupil_id, [])}]


async def _by_family(facts: Sequence[Fact], session: AsyncSession) -> list[str]:
    by_pupil = {fact.pupil_id: fact for fact in facts}
    together = await families(session, list(by_pupil)) if facts else []
    several = len({fact.day for fact in facts}) > 1
    found = [[by_pupil[pupil] for pupil in family] for family in together]
    days = [", " + short_day(family[0].day) if several else "" for family in found]
    mixed = any(fact.unsettled for fact in facts)
    states = ["; " + _leave(family) if mixed else "" for family in found]
    return bullets([_family_line(family) + day + state for family, day, state in zip(found, days, states, strict=True)])


def _leave(family: Sequence[Fact]) -> str:
    return _("leave not clear yet") if any(fact.unsettled for fact in family) else _("without leave")


def _family_line(facts: Sequence[Fact]) -> str:
    """One pupil, or brothers and sisters: it is one visit."""
    place = facts[0].place or _("hamlet unknown")
    if len(facts) == 1:
        return _("{name}, class {klass} ({place})").format(name=facts[0].name, klass=facts[0].class_name, place=place)
    names = listed(_("{name}, class {klass}").format(name=fact.name, klass=fact.class_name) for fact in facts)
    return _("one family: {names} ({place})").format(names=names, place=place)


async def _with_figures(facts: Sequence[Fact], reader: Reader, session: AsyncSession) -> list[str]:
    figures = await figures_of(facts, reader, session) if facts else {}
    return [_figures_line(fact, figures[fact.pupil_id]) for fact in facts]


def _figures_line(fact: Fact, tally: Tally) -> str:
    text = _("{name}, class {klass}: this year {total} sessions missed, {unexcused} without leave")
    return text.format(name=fact.name, klass=fact.class_name, total=tally.total, unexcused=tally.no_leave)


async def _others(facts: Sequence[Fact], reader: Reader, session: AsyncSession, *, teachers: bool) -> list[str]:
    """Who else was told, so that nobody need ask, and whom it has not reached: colleagues and families. With
    `teachers` also whom to speak with.
    """
    which = (Outbox.about.in_([fact.id for fact in facts]), Outbox.kind.in_(MESSAGES[FIRST].values()))
    told = await told_so(session, reader.school, reader.now, *which)
    staff = people((one for one in told if one.kind != Kind.ABSENT_GUARDIAN), reader.person_id)
    words = told_words(ALSO, [*staff, *_of_families(facts, told)])
    said = [opening(words)] if words else []
    if teachers and (found := await homeroom(session, {fact.class_id for fact in facts}, facts[0].day)):
        said.append(_("homeroom teacher: {names}").format(names=listed(one.name for one in found.values())))
    return ["; ".join(said) + "."] if said else []


def _of_families(facts: Sequence[Fact], told: Sequence[Told]) -> list[tuple[str, Fate]]:
    """Each family once, by its child; of the guardians of one child the best that came of it."""
    theirs = {
        fact: [one for one in told if one.about == fact.id and one.kind == Kind.ABSENT_GUARDIAN] for fact in facts
    }
    called = _("the family of {names}")
    return [
        (called.format(names=fact.name), best_of(one.fate for one in mine)) for fact, mine in theirs.items() if mine
    ]


def _when(facts: Sequence[Fact]) -> str:
    """The day and its half days; of letters held up for days, the days."""
    if len(days := {fact.day for fact in facts}) > 1:
        return listed(short_day(day) for day in sorted(days))
    last = max(facts, key=lambda fact: fact.day)
    return when(last.day, last.parts)
