"""The lists behind /dodau: own pupils, a class, a subject group, and the whole school with its gaps."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear, known_classes, leads, local
from handlers.figures.wording import run_note
from handlers.sponsors.last_year import offered
from handlers.sponsors.who import leads_school
from letters.says import sponsors as says
from locales import _
from locales.sponsors import note_words, sponsor_words
from locales.words import joined, listed
from models import AtRiskPupils, Marks, People, Sponsorships
from models.calendar.held import year_start
from models.figures.summary import Missed, missed
from models.figures.tally import Tally, tallies
from models.shapes.message import Button, Incoming, Outgoing, Said
from models.sponsors.tables import MOST_MENTEES, Entry, Note, colleagues, entries, last_notes
from rules.people.classes import find_class
from rules.people.names import fold, short_names
from rules.people.roles import Role

LATELY = timedelta(days=14)
WHOLE = 40  # pupils named one by one; of a longer list each class has its own button
NAMED = 15  # colleagues named


class Figures(Struct, frozen=True):
    """What is said of each pupil behind the name."""

    lately: dict[int, Missed]
    tallies: dict[int, Tally]
    notes: dict[int, Note]

    def words(self, pupil_id: int) -> str:
        recent, tally, note = self.lately.get(pupil_id), self.tallies[pupil_id], self.notes.get(pupil_id)
        parts = [
            _("absent {count} sessions in two weeks").format(count=recent.total if recent else 0),
            run_note(tally),
            _("this year {total} ({unexcused}K)").format(total=tally.total, unexcused=tally.unexcused),
            note_words(note.month, note.progress, note.words) if note else _("no note yet"),
        ]
        return "; ".join(part for part in parts if part)


async def figures(incoming: Incoming, session: AsyncSession, pupils: Sequence[int]) -> Figures:
    school, moment = local(incoming)
    day = moment.date()
    lately = await missed(session, school.id, day - LATELY, day, Marks.pupil_id.in_(pupils))
    counted = await tallies(session, pupils, day, await year_start(session, school.id, day))
    return Figures({one.pupil_id: one for one in lately}, counted, await last_notes(session, pupils))


async def overview(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Own pupils; behind them the own class for its homeroom teacher, and for the leadership the whole list."""
    school, moment = local(incoming)
    found = await entries(session, school.id, moment.date())
    mine = [one for one in found if one.has_sponsor(incoming.asker.person_id)]
    lines, buttons = await _own(incoming, session, mine)
    if leads(incoming.asker):
        lines += ["", *await _whole(incoming, session, found)]
        buttons += _class_buttons(found)
        if leads_school(incoming):
            buttons.append([Button(_("The table as a file"), says.TABLE)])
    else:
        for class_id in incoming.asker.classes():
            lines += _class_hint(found, class_id)
        buttons += _class_buttons([one for one in found if one.class_id in incoming.asker.classes()])
    if count := len({one.pupil_id for one in await offered(incoming, session)}):
        buttons.append([Button(_("Last year's sponsors ({count} pupils)").format(count=count), says.LAST_YEAR)])
    if incoming.asker.has(Role.GROUP_HEAD):
        buttons.append([Button(_("My subject group"), says.OWN_GROUP)])
    return [Outgoing(text="\n".join(lines), buttons=buttons)]


async def _own(
    incoming: Incoming, session: AsyncSession, mine: Sequence[Entry]
) -> tuple[list[str], list[list[Button]]]:
    if not mine:
        text = _("You are nobody's sponsor yet. To take on a pupil at risk: /dodau, the class and the name.")
        return [text], []
    said = await figures(incoming, session, [one.pupil_id for one in mine])
    lines = [f"• **{one.name}**, {one.class_name}: {said.words(one.pupil_id)}" for one in mine]
    names = short_names({one.pupil_id: (one.name, one.class_name) for one in mine})
    buttons = [[Button(_("{name}: more").format(name=name), says.pupil(id_))] for id_, name in names.items()]
    return [_("**The pupils you are the sponsor of**"), *lines], buttons


def _class_hint(found: Sequence[Entry], class_id: int) -> list[str]:
    of_class = [one for one in found if one.class_id == class_id]
    if not of_class:
        return []
    text = _("Class {klass}: {count} on the list of pupils at risk, {gaps} without a sponsor.")
    gaps = sum(not one.sponsors for one in of_class)
    return ["", text.format(klass=of_class[0].class_name, count=len(of_class), gaps=gaps)]


def _class_buttons(found: Sequence[Entry]) -> list[list[Button]]:
    names = list(dict.fromkeys(one.class_name for one in found))[: OFFERED * 3]
    buttons = [Button(name, says.of_class(name)) for name in names]
    return [buttons[start : start + 4] for start in range(0, len(buttons), 4)]


async def _whole(incoming: Incoming, session: AsyncSession, found: Sequence[Entry]) -> list[str]:
    gaps = [one for one in found if not one.sponsors]
    head = _("**Pupils at risk: {count}**, without a sponsor: {gaps}").format(count=len(found), gaps=len(gaps))
    by_class: dict[str, list[Entry]] = {}
    for one in found if len(found) <= WHOLE else gaps[:WHOLE]:
        by_class.setdefault(one.class_name, []).append(one)
    lines = [line for name, some in by_class.items() for line in (f"**{name}**", *map(_sponsor_line, some))]
    return [head, *lines, *await _counts(incoming, session, found)]


def _sponsor_line(one: Entry) -> str:
    names = [sponsor_words(each.name, supporting=each.supporting) for each in one.sponsors]
    return f"• {one.name}: " + (", ".join(names) or _("**no sponsor yet**"))


async def _counts(incoming: Incoming, session: AsyncSession, found: Sequence[Entry]) -> list[str]:
    """How many each colleague follows: everybody is asked for one or two."""
    school, moment = local(incoming)
    count = Counter(each.person_id for one in found for each in one.sponsors)
    names = {each.person_id: each.name for one in found for each in one.sponsors}
    staff = await colleagues(session, school.id, moment.date())
    nobody = [name for person, name in staff.items() if not count[person]]
    each = [f"{names[person]} {number}" for person, number in count.most_common(NAMED)]
    many = [names[person] for person, number in count.items() if number > MOST_MENTEES]
    lines = [_("Each colleague: {names}").format(names=", ".join(each))] if each else []
    lines += [_("More than two: {names}").format(names=listed(many))] if many else []
    if nobody:
        more = _("{count} more").format(count=len(nobody) - NAMED) if len(nobody) > NAMED else ""
        said = ", ".join([*nobody[:NAMED], *([more] if more else [])])
        lines.append(_("Nobody's sponsor ({count}): {names}").format(count=len(nobody), names=said))
    return lines


async def class_view(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The list of one class, if nothing but a class was typed, for its homeroom teacher and the leadership."""
    found = find_class(await known_classes(incoming, session), incoming.rest)
    if found is None or len(found.classes) != 1 or (incoming.rest[: found.start] + incoming.rest[found.end :]).strip():
        return None
    klass, (school, moment) = found.classes[0], local(incoming)
    if not leads(incoming.asker) and klass.id not in incoming.asker.classes():
        raise Unclear(_("The list of a class is for its homeroom teacher and the leadership. Which pupil do you mean?"))
    some = [one for one in await entries(session, school.id, moment.date()) if one.class_id == klass.id]
    head = _("**Class {klass}: {count} pupils at risk**").format(klass=klass.name, count=len(some))
    hint = _("To put a pupil on the list: /dodau thêm {klass} and the name.").format(klass=klass.name)
    buttons = [[Button(one.name, says.pupil(one.pupil_id))] for one in some[: OFFERED * 2]]
    return [Outgoing(text=joined([head, *map(_sponsor_line, some), hint]), buttons=buttons)]


async def group_view(incoming: Incoming, session: AsyncSession, said: str) -> Sequence[Said]:
    """A subject group: the pupils its members follow, without anything restricted; for its head, and any for the
    leadership. Raises Unclear.
    """
    school, moment = local(incoming)
    group = await _group(incoming, session, school.id, said)
    found = await entries(session, school.id, moment.date(), followed_in(school.id, group))
    shown = await figures(incoming, session, [one.pupil_id for one in found])
    lines = [f"{_sponsor_line(one)} ({one.class_name}) – {shown.words(one.pupil_id)}" for one in found]
    head = _("**Group {group}: pupils your colleagues follow ({count})**").format(group=group, count=len(found))
    return [Outgoing(text="\n".join([head, *(lines or [_("Nobody of the group is a sponsor yet.")])]))]


async def _group(incoming: Incoming, session: AsyncSession, school_id: int, said: str) -> str:
    """The head's own group; of the leadership, the one named. Raises Unclear."""
    if leads_school(incoming):
        groups = await _groups(session, school_id)
        wanted = [group for group in groups if fold(group) == fold(said)]
        if wanted:
            return wanted[0]
        raise Unclear(_("Which subject group?"), [[Button(group, says.of_group(group))] for group in groups])
    if not incoming.asker.has(Role.GROUP_HEAD):
        raise Unclear(_("This list is for the heads of subject groups. Your own pupils: /dodau"))
    group = await session.scalar(select(People.group_name).where(People.id == incoming.asker.person_id))
    if not group:
        text = _("Your group is not known. Please ask the administrator to fill in the column “Tổ” of the staff list.")
        raise Unclear(text)
    return group


async def _groups(session: AsyncSession, school_id: int) -> list[str]:
    named = select(People.group_name).where(People.school_id == school_id, People.group_name != "")
    return [group for group in await session.scalars(named.distinct().order_by(People.group_name)) if group]


def followed_in(school_id: int, group: str) -> ColumnElement[bool]:
    """Which entries have a sponsor in that subject group."""
    members = select(People.id).where(People.school_id == school_id, func.lower(People.group_name) == group.lower())
    return AtRiskPupils.pupil_id.in_(
        select(Sponsorships.pupil_id).where(Sponsorships.person_id.in_(members), Sponsorships.ends.is_(None))
    )
