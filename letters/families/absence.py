"""What families read: the absence and one ask, further days of it, thanks on return; of the own child only."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.families.brief import absence_in_brief
from letters.ladder.wording import figures_of, standing
from letters.says import Code
from letters.says.families import answer
from locales import N_, _
from locales.words import part_words, short_day, when
from models import Firings, Marks
from models.families.answers import FAMILY_MATTER as MATTER
from models.families.answers import (
    HELP,
    ILL,
    KNOWN,
    LATE_ANSWER,
    OTHER,
    REASONS,
    REPLACED,
    UNAWARE,
    Answers,
    spoken_for,
)
from models.figures.counting import in_counted, live
from models.figures.tally import Tally
from models.ladder.facts import Fact, firing_facts
from models.leave import asked_for
from models.people.roles import Contact, homeroom
from models.readers import FIRING, family
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.marks import Mark
from rules.people.names import given_name
from rules.people.phones import shown

_HEARD = {
    ILL: N_("The teacher has heard that the child is ill; please confirm it with one tap."),
    MATTER: N_("The teacher has heard of a family matter; please confirm it with one tap."),
}
_SAID = {
    ILL: N_("The family has answered: ill. Please tap if anything has changed, or if the school can help."),
    MATTER: N_(
        "The family has answered: a family matter. Please tap if anything has changed, or if the school can help."
    ),
    OTHER: N_("The family has answered. Please tap if anything has changed, or if the school can help."),
}
MOST_WORDS = 60  # short and plain is what is read and answered


@composes(Kind.ABSENT_GUARDIAN, to=family(FIRING).passed_on(), about=kind_words.FAMILY)
async def absent_guardian(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The family, after the hold: today's fact, this child's total, one ask, the teacher's name and number."""
    return await _family(dues, await standing(dues, session), reader, session, template="absent")


@composes(Kind.ABSENT_AGAIN, to=family(FIRING).passed_on(), about=kind_words.FAMILY)
async def absent_again(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """A further day of the same absence: `about` is the firing it began with, `day` the day that is told now."""
    facts = await _on_their_days(dues, await standing(dues, session), session)
    return await _family(dues, facts, reader, session, template="absent_again")


@composes(Kind.CASE_GUARDIAN, to=family(FIRING).passed_on(), about=kind_words.FAMILY)
async def case_guardian(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The family once more, when the absence has become long: the days in a row, and help offered."""
    return await _family(dues, await standing(dues, session), reader, session, template="case")


async def _on_their_days(dues: Sequence[Due], facts: Sequence[Fact], session: AsyncSession) -> list[Fact]:
    """The same absences as they stand on the days that are owed; what is no longer without leave falls away."""
    days = {due.about: due.day for due in sorted(dues, key=lambda due: due.day)}
    missed = select(Marks.pupil_id, Marks.day, Marks.part).where(
        Marks.pupil_id.in_([fact.pupil_id for fact in facts]),
        Marks.day.in_(set(days.values())),
        Marks.kind == Mark.UNEXCUSED,
        live(),
        in_counted(),
    )
    parts: dict[tuple[int, date], tuple[str, ...]] = {}
    for pupil_id, day, part in await session.execute(missed.order_by(Marks.part.desc())):
        parts[pupil_id, day] = (*parts.get((pupil_id, day), ()), part)
    return [
        replace(fact, day=days[fact.id], parts=parts[fact.pupil_id, days[fact.id]])
        for fact in facts
        if (fact.pupil_id, days[fact.id]) in parts
    ]


async def _family(
    dues: Sequence[Due], facts: Sequence[Fact], reader: Reader, session: AsyncSession, *, template: str
) -> Letter | None:
    facts = await _still_to_tell(facts, reader, session)
    if not facts:
        return None
    figures = await figures_of(facts, reader, session)
    teachers = await homeroom(session, {fact.class_id for fact in facts}, facts[0].day)
    named = {fact.class_name: teachers.get(fact.class_id) for fact in facts}
    known = await _reasons_known(facts, session)
    text = _words(facts, figures, named, known, reader.school.name)
    several, further = len(facts) > 1, template != "absent"
    return Letter(
        text=text,
        told=dues_about(dues, (fact.id for fact in facts)),
        buttons=[row for fact in facts for row in _answers(fact, several=several, further=further)],
        buttons_for=LATE_ANSWER,
        brief=absence_in_brief(template, facts, figures, next(iter(named.values())), reader.school, known=bool(known)),
    )


async def words_by_hand(session: AsyncSession, pupil_id: int, reader: Reader, day: date) -> str:
    """What a teacher may forward from the own phone about a day; empty where nothing of it stands."""
    fired = select(Firings.id).where(Firings.pupil_id == pupil_id, Firings.day <= day, Firings.struck_at.is_(None))
    newest = fired.order_by(Firings.day.desc(), Firings.id.desc()).limit(1)
    facts = await firing_facts(session, set(await session.scalars(newest)))
    if not facts:
        return ""
    teachers = await homeroom(session, {facts[0].class_id}, day)
    figures = await figures_of(facts, reader, session)
    ask = _("Please tell the homeroom teacher the reason, so that we can help.")
    lines = [
        _("Dear parents, {school} informs you:").format(school=reader.school.name),
        _only_child(facts[0], figures, known=False),
        ask,
    ]
    return "\n".join([*lines, *_teacher_lines({facts[0].class_name: teachers.get(facts[0].class_id)})])


async def _still_to_tell(facts: Sequence[Fact], reader: Reader, session: AsyncSession) -> list[Fact]:
    """Not what another guardian has answered, nor what the family itself asked leave for: that is no news to alarm."""
    spoken = await spoken_for(session, [fact.id for fact in facts], reader.person_id)
    asked: set[tuple[int, date]] = set()
    for day in {fact.day for fact in facts}:
        asked |= {(pupil, day) for pupil in await asked_for(session, [fact.pupil_id for fact in facts], day)}
    return [fact for fact in facts if fact.id not in spoken and (fact.pupil_id, fact.day) not in asked]


async def _reasons_known(facts: Sequence[Fact], session: AsyncSession) -> dict[int, str]:
    """By pupil the sentence of why, as the family has answered in the course of the absence, or else as the teacher has
    told of the day: only what a family says of itself, never what is feared.
    """
    told = select(Marks.pupil_id, Marks.day, Marks.reason_code).where(
        Marks.pupil_id.in_([fact.pupil_id for fact in facts]), Marks.reason_code.in_(_HEARD), live()
    )
    days = {(fact.pupil_id, fact.day) for fact in facts}
    rows = await session.execute(told)
    heard = {row.pupil_id: _HEARD[row.reason_code] for row in rows if (row.pupil_id, row.day) in days}
    return heard | await _answered(facts, session)


async def _answered(facts: Sequence[Fact], session: AsyncSession) -> dict[int, str]:
    """Whoever of the family did: what was given on an earlier day is the reason all the same."""
    begun = {fact.pupil_id: fact.run_start for fact in facts}
    given = select(Answers.pupil_id, Answers.day, Answers.code).where(
        Answers.pupil_id.in_(begun),
        Answers.code.in_(REASONS),
        Answers.state != REPLACED,
        or_(Answers.words.is_not(None), Answers.code != OTHER),
    )
    rows = await session.execute(given.order_by(Answers.id))
    return {row.pupil_id: _SAID[row.code] for row in rows if row.day >= begun[row.pupil_id]}


def _words(
    facts: Sequence[Fact],
    figures: dict[int, Tally],
    teachers: dict[str, Contact | None],
    reasons: dict[int, str],
    school: str,
) -> str:
    """The fullest form that is short enough to be read: many brothers and sisters leave less room for each. Its first
    line begins with the school.
    """
    if len(facts) == 1 and facts[0].pupil_id in reasons:
        return _under(school, _of_one(facts, figures, teachers, reasons[facts[0].pupil_id]))
    forms = (_of_one, _of_several, _of_many, _of_most, _without_teachers)
    texts = [_under(school, form(facts, figures, teachers)) for form in forms[len(facts) > 1 :]]
    return next((text for text in texts if len(text.replace("•", " ").split()) <= MOST_WORDS), texts[-1])


def _under(school: str, lines: Sequence[str]) -> str:
    return "\n".join([lines[0].format(school=school), *lines[1:]])


def _of_one(
    facts: Sequence[Fact], figures: dict[int, Tally], teachers: dict[str, Contact | None], heard: str = ""
) -> list[str]:
    """`heard`: what is known of why, and what is asked of the family then."""
    lines = [_("Dear parents, {school} informs you:"), _only_child(facts[0], figures, known=bool(heard))]
    ask = _(heard) if heard else _("Please tell us the reason with one tap, so that we can help.")
    return [*lines, ask, *_teacher_lines(teachers)]


def _of_several(facts: Sequence[Fact], figures: dict[int, Tally], teachers: dict[str, Contact | None]) -> list[str]:
    lines = [_("Dear parents, {school} informs you:"), *(_with_total(fact, figures) for fact in facts)]
    return [*lines, _("Please tap a reason for each."), *_teacher_lines(teachers)]


def _of_many(facts: Sequence[Fact], figures: dict[int, Tally], teachers: dict[str, Contact | None]) -> list[str]:
    lines = [_("Dear parents, {school} has not seen in class:"), *(_in_short(fact, figures) for fact in facts)]
    return [*lines, _("Please tap to answer."), *_short_teachers(teachers)]


def _of_most(facts: Sequence[Fact], figures: dict[int, Tally], teachers: dict[str, Contact | None]) -> list[str]:
    return [*_without_teachers(facts, figures, teachers), *_short_teachers(teachers)]


def _without_teachers(
    facts: Sequence[Fact], figures: dict[int, Tally], teachers: dict[str, Contact | None]
) -> list[str]:
    lines = [_("Dear parents, {school} has not seen in class:"), *(_shortest(fact, figures) for fact in facts)]
    return [*lines, _("Please tap to answer.")]


def _only_child(fact: Fact, figures: dict[int, Tally], *, known: bool) -> str:
    tally = figures[fact.pupil_id]
    if tally.days > 1:
        text = _("**{name}** (class {klass}): absent without leave {days} school days running, last {when}.")
        text = _("**{name}** (class {klass}): absent {days} school days running, last {when}.") if known else text
    elif known:
        text = _("**{name}** (class {klass}): absent, {when}.")
    else:
        text = _("**{name}** (class {klass}): absent without leave, {when}.")
    said = text.format(
        name=given_name(fact.name), klass=fact.class_name, days=tally.days, when=when(fact.day, fact.parts)
    )
    total = _("This year: {total} sessions missed, {unexcused} without leave.")
    return said + " " + total.format(total=tally.total, unexcused=tally.no_leave)


def _with_total(fact: Fact, figures: dict[int, Tally]) -> str:
    """Shorter, so that brothers and sisters fit in one message of sixty words."""
    text = _("**{name}** ({klass}): {session} {day}; this year {total} sessions, {unexcused} without leave.")
    return "• " + _filled(text, fact, figures)


def _in_short(fact: Fact, figures: dict[int, Tally]) -> str:
    text = _("**{name}** ({klass}): {session} {day}; {total} sessions, {unexcused} without leave.")
    return "• " + _filled(text, fact, figures)


def _shortest(fact: Fact, figures: dict[int, Tally]) -> str:
    return "• " + _filled(_("**{name}** ({klass}): {session} {day}."), fact, figures)


def _filled(text: str, fact: Fact, figures: dict[int, Tally]) -> str:
    tally = figures[fact.pupil_id]
    return text.format(
        name=given_name(fact.name),
        klass=fact.class_name,
        session=part_words(fact.parts),
        day=short_day(fact.day),
        total=tally.total,
        unexcused=tally.no_leave,
    )


def _teacher_lines(teachers: dict[str, Contact | None]) -> list[str]:
    template, with_phone = _("Homeroom teacher of {klass}: {name}."), _("Homeroom teacher of {klass}: {name}, {phone}.")
    return [
        (with_phone if teacher.phone else template).format(
            klass=klass, name=teacher.name, phone=shown(teacher.phone or "")
        )
        for klass, teacher in teachers.items()
        if teacher is not None
    ]


def _short_teachers(teachers: dict[str, Contact | None]) -> list[str]:
    """Of several classes: name and number in one piece each."""
    return [
        f"{klass}: {teacher.name} {shown(teacher.phone or '').replace(' ', '')}".strip()
        for klass, teacher in teachers.items()
        if teacher is not None
    ]


def _answers(fact: Fact, *, several: bool, further: bool) -> list[list[Button]]:
    name = given_name(fact.name) + ": " if several else ""
    choices = [
        [(_("Child is ill"), ILL), (_("Family matter"), MATTER)],
        [(_("I did not know"), UNAWARE), (_("We need help"), HELP)],
        [(_("Another reason"), OTHER), *([(_("We know"), KNOWN)] if further else [])],
    ]
    return [[Button(name + label, answer(fact.id, Code(code))) for label, code in row] for row in choices]
