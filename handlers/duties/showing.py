"""What is due: to the leadership all of it, to others what is theirs, with a tap for each that is not handed in."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from letters.duties.words import duty_words, in_charge_words, numbered
from letters.says import duties as says
from letters.says.duties import Verb
from locales import _
from locales.words import day_words, joined, listed, short_day
from models.duties.owed import HandedIn, Time, handed_in, people_in_charge, prepared, times
from models.shapes.asker import School
from models.shapes.message import Button, Incoming, Outgoing
from rules.duties.deadlines import told_from
from rules.people.roles import CHANGERS

BACK, AHEAD = timedelta(days=45), timedelta(days=45)
MOST_TAPS = 6


class Row(Struct, frozen=True, kw_only=True):
    """A deadline, who is in charge of it, and who has handed it in."""

    time: Time
    people: dict[int, str]
    done: Sequence[HandedIn]

    @property
    def is_open(self) -> bool:
        return self.time.id is None or bool(self.open_for)

    @property
    def open_for(self) -> dict[int, str]:
        if self.done and not self.time.duty.each:
            return {}
        ids = {one.person_id for one in self.done}
        return {id_: name for id_, name in self.people.items() if id_ not in ids}


async def near(incoming: Incoming, session: AsyncSession) -> Outgoing:
    school, moment = local(incoming)
    today = moment.date()
    rows = await _rows(incoming, session)
    late = [row for row in rows if row.time.due < today and row.is_open]
    ahead = [row for row in rows if row.time.due >= today and row.is_open]
    done = [row for row in rows if row.done]
    parts = [
        *_part(_("**Overdue**"), late, school),
        *_part(_("**To hand in**"), ahead, school),
        *_part(_("**Handed in**"), done[-8:], school, done=True),
    ]
    nothing = _("Nothing is due in the coming weeks.")
    return Outgoing(text=joined(parts) or nothing, buttons=_buttons(incoming, [*late, *ahead]))


async def _rows(incoming: Incoming, session: AsyncSession) -> list[Row]:
    """Of the whole school for its leadership. What is near enough to be handed in gets its number."""
    school, moment = local(incoming)
    today = moment.date()
    found: list[Row] = []
    for time in await times(session, school.id, today - BACK, today + AHEAD):
        one = await prepared(session, school.id, time) if told_from(time.duty, time.due) <= today <= time.due else time
        if one.id is None and (one.due < today or not leads(incoming.asker)):
            continue  # of what nobody was ever told nothing is overdue
        people = await people_in_charge(session, school.id, one.id, today) if one.id else {}
        done = await handed_in(session, [one.id]) if one.id else []
        if leads(incoming.asker) or incoming.asker.person_id in people:
            found.append(Row(time=one, people=people, done=done))
    return found


def _part(head: str, rows: Sequence[Row], school: School, *, done: bool = False) -> list[str]:
    lines = [_line_done(row, school) if done else _line(row) for row in rows]
    return [head, *lines] if lines else []


def _line(row: Row) -> str:
    duty, names = row.time.duty, row.open_for.values()
    post = in_charge_words(duty.role, duty.position)
    who = f"{post} ({listed(names)})" if names else post
    return _("• {day}: {title}, {who}").format(day=day_words(row.time.due), title=duty_words(duty), who=who)


def _line_done(row: Row, school: School) -> str:
    who = listed(f"{one.name} {school.local(one.at):%d/%m %H:%M}" for one in row.done)
    return _("• {title} (due {day}): {who}").format(
        title=duty_words(row.time.duty), day=short_day(row.time.due), who=who
    )


def _buttons(incoming: Incoming, rows: Sequence[Row]) -> list[list[Button]]:
    mine = [row for row in rows if row.time.id and incoming.asker.person_id in row.open_for]
    found = []
    for row in mine[:MOST_TAPS]:
        label = _("Handed in: {title}").format(title=duty_words(row.time.duty))
        found.append([Button(label, says.act(Verb.DONE, numbered(row.time.id)))])
        if row.time.duty.paper is not None:
            draft = (
                _("Draft: {title}").format(title=duty_words(row.time.duty))
                if len(mine) > 1
                else _("The draft as of now")
            )
            found[-1].append(Button(draft, says.act(Verb.DRAFT, numbered(row.time.id))))
    if incoming.asker.has(*CHANGERS):
        found.append([Button(_("What the school owes"), says.duties("danh mục"))])
    return found
