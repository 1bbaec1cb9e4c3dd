"""/hocsinhmoi: a pupil who is on no list yet, in one line; whoever may be somebody known is asked about."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, known_classes, local
from handlers.people.roster import propose
from handlers.roll.asking import line_of, typed_now
from letters.says import roll as says
from locales import N_, _
from models.people.places import place_name, places
from models.shapes.message import Incoming, Said
from papers.roster import PupilRow, Roster
from papers.roster.typed import each_new_pupil, read_new_pupil
from rules.people.classes import ClassRef
from rules.people.roles import OFFICE, ROLL
from rules.roll import Line


@command(
    "học sinh mới",
    "new pupil",
    help=N_("a new pupil: class, name, birth date, place, family"),
    usage=N_("6A Dinh Van Moi, 5/9/2015, nam, Takta, me Dinh Thi Mo 0912345678"),
    who=ROLL,
)
async def new_pupil(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Only the class and the name must be there. Several in one line are shown together, or none of them."""
    rows, lines, first = [], [], None
    for words in each_new_pupil(incoming.rest, await places(session, local(incoming)[0].id)) or [""]:
        row, klass, line = await _one(incoming, session, words, first)
        first = first or (klass, line)
        if line.day and line.day != first[1].day:
            raise Unclear(_("One day at a time, please: each day in a message of its own. Nothing was changed."))
        rows.append(row)
        lines += _read(row)
    if first is None:
        raise Unclear(_not_read(""))
    lines = lines if len(rows) == 1 else [f"{row.full_name}: {said}" for row, said in zip(rows, lines, strict=True)]
    roster = Roster(pupils=rows, staff=[], hamlets=[], faults=[], typed=typed_now(incoming, *first))
    return await propose(incoming, session, roster, lines=lines)


async def _one(
    incoming: Incoming, session: AsyncSession, words: str, first: tuple[ClassRef, Line] | None
) -> tuple[PupilRow, ClassRef, Line]:
    """The class, where it is not said, is that of the first one. Raises Unclear."""
    school, moment = local(incoming)
    found = read_new_pupil(words, moment.date(), await places(session, school.id))
    if found.wrong:
        raise Unclear(_not_read(found.wrong))
    line = await line_of(incoming, session, found.left)
    said = line.to or line.of
    klass = first[0] if first is not None and said is None else await _class(incoming, session, line)
    row = found.row(" ".join(part for part in (line.words, line.why) if part), klass.name)
    if not row.full_name or found.wrong:
        raise Unclear(_not_read(found.wrong))
    return row, klass, line


def _read(row: PupilRow) -> list[str]:
    """What was understood besides name and class."""
    born = _("born {day}").format(day=f"{row.birth_date:%d/%m/%Y}") if row.birth_date else _("no birth date yet")
    if row.birth_date and row.year_alone:
        born = _("born in {year}, no birth date yet").format(year=row.birth_date.year)
    place = place_name(row.hamlet, row.village)
    school = _("comes from {school}").format(school=row.came_from) if row.came_from else ""
    code = _("code {code}").format(code=row.code) if row.code else ""
    return [", ".join(part for part in (born, row.gender or "", place, code, school) if part)]


async def _class(incoming: Incoming, session: AsyncSession, line: Line) -> ClassRef:
    own = incoming.asker.classes()
    mine = [one for one in await known_classes(incoming, session) if incoming.asker.has(*OFFICE) or one.id in own]
    said = line.to or line.of
    if said is None and len(mine) == 1:
        return mine[0]
    if said in mine and said is not None:
        return said
    if said is None:
        raise Unclear(_("Please write class and name, for example: {example}").format(example=says.NEW_PUPIL_EXAMPLE))
    raise Unclear(_("You may change the list of your own class only."))


def _not_read(wrong: str) -> str:
    if wrong:
        return _("“{words}” was not understood. Please write it like this: {example}").format(
            words=wrong[:60], example=says.NEW_PUPIL_EXAMPLE
        )
    return _("Please write class and name, for example: {example}").format(example=says.NEW_PUPIL_EXAMPLE)
