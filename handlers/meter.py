"""/chuyencan: who has missed how many of the 45 half days, in a class or in the school."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import AsOf, Unclear, class_asked, leads, local, own_classes, year_asked
from letters.says.figures import meter_of
from locales import N_, _
from locales.marks import unclear_words, unsure_words
from models import Classes
from models.meter import MOST, THRESHOLDS, Metered, meters, with_meter
from models.shapes.asker import School
from models.shapes.message import Incoming, Outgoing, Said
from rules.figures.sessions import read_sessions
from rules.people.classes import ClassRef
from rules.people.roles import LEADERS, Role

LISTED = 20
NEAR = 10  # half days missed from which a pupil of the class is named
NEAR_SCHOOL = THRESHOLDS[1]  # the same for the whole school


@command(
    "chuyên cần",
    "meter",
    help=N_("who is near the limit of 45 sessions missed"),
    usage=N_("6A"),
    who=LEADERS | {Role.HOMEROOM},
)
async def near_the_limit(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A class's own teacher and the leadership; without a class the leadership sees the school. `quá 3 buổi`: who has
    missed more than so many.
    """
    said = read_sessions(incoming.rest)
    rest = f"{incoming.rest[: said.start]} {incoming.rest[said.end :]}" if said else incoming.rest
    klass, as_of = await _class(incoming, session, rest)
    school = local(incoming)[0]
    least = said.least if said else NEAR_SCHOOL if klass is None else NEAR
    which = [] if klass is None else [Classes.id == klass.id]
    found = await meters(session, school, as_of.day, least, *which)
    title = _("the school") if klass is None else klass.name
    head = _("**Sessions missed this school year, {title}** (limit: {most}, with leave and without)")
    if as_of.year:
        head = _("**Sessions missed in the school year {year}, {title}** (limit: {most}, with leave and without)")
    lines = [head.format(title=title, most=MOST, year=as_of.year), *_lines(found, school, least)]
    if school.meter_per_day == 1:
        lines.append(_("A day counts once, however many of its sessions were missed. The council decides."))
    return [Outgoing(text="\n".join(lines))]


async def _class(incoming: Incoming, session: AsyncSession, words: str) -> tuple[ClassRef | None, AsOf]:
    """Raises Unclear."""
    as_of, left = await year_asked(incoming, session, words)
    klass, left = await class_asked(incoming, session, left, as_of)
    if left.strip():
        raise Unclear(_("Which class? For example: {example}").format(example=meter_of("6A")))
    if klass is None:
        if leads(incoming.asker):
            return None, as_of
        raise Unclear(_("Which class? For example: {example}").format(example=meter_of("6A")))
    if not leads(incoming.asker) and klass.id not in await own_classes(incoming, session, as_of):
        raise Unclear(_("You see your own class only. For {klass} please ask its homeroom teacher.").format(
            klass=klass.name
        ))  # fmt: skip
    if not await with_meter(session, [klass.id]):
        raise Unclear(_("Class {klass} has no limit of sessions: it is for grades 6 and up.").format(klass=klass.name))
    return klass, as_of


def _lines(found: Sequence[Metered], school: School, least: int) -> list[str]:
    if not found:
        return [_("Nobody has missed {least} sessions or more.").format(least=least)]
    lines = [f"• {one.name}, {one.class_name}: {meter_words(one, school)}" for one in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(_("… and {count} more.").format(count=len(found) - LISTED))
    return lines


def meter_words(one: Metered, school: School) -> str:
    text = _("missed **{missed}/{most} sessions** ({excused}P, {unexcused}K{unclear})")
    tally = one.tally
    said = text.format(
        missed=tally.meter(school),
        most=MOST,
        excused=tally.excused,
        unexcused=tally.unexcused,
        unclear=unclear_words(tally.unclear),
    )
    return said + unsure_words(tally.unsure)
