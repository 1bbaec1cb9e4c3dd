"""/thoihoc: a pupil leaves school for good, with the reason."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear
from handlers.roll.asking import Meant, pupil_meant
from handlers.roll.leaving import leave_together, leaves
from handlers.roll.several import Way, several
from letters.says import roll as says
from letters.says.cases import End
from locales import N_, _
from models.shapes.message import Button, Incoming, Said
from rules.people.roles import ROLL

STATE = "thôi học"
WHY = (
    N_("has to help the family"),
    N_("goes to work"),
    N_("does not want to study any more"),
    N_("ill for a long time"),
)


@command(
    "thôi học",
    "leaves",
    help=N_("a pupil leaves school for good, with the reason"),
    usage=N_("6A Nguyen Van A from 20/11: the reason"),
    who=ROLL,
    slash=True,
)
async def drop_out(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    if (everybody := await several(incoming, session, Way.DROP_OUT)) is not None:
        if not all(one.line.why for one in everybody.meant):
            raise Unclear(*_why_all(incoming.rest))
        return await leave_together(incoming, session, everybody, STATE)
    chosen = says.read_drop_out(incoming.rest)
    meant = await pupil_meant(incoming, session, says.drop_out, chosen, says.DROP_OUT_EXAMPLE)
    if not meant.line.why:
        raise Unclear(*_why(meant))
    return await leaves(incoming, session, meant, STATE, End.DROPPED, says.drop_out)


def _why_all(said: str) -> tuple[str, list[list[Button]]]:
    text = _("Why do they leave school? Tap, or write it behind a colon: {example}")
    buttons = [[Button(_(why).capitalize(), says.drop_out_all(said, _(why)))] for why in WHY]
    return text.format(example=says.DROP_OUT_EXAMPLE), buttons


def _why(meant: Meant) -> tuple[str, list[list[Button]]]:
    day = meant.line.day.isoformat() if meant.line.day else ""
    text = _("Why does {name}, {klass}, leave school? Tap, or write it behind a colon: {example}")
    buttons = [[Button(_(why).capitalize(), says.drop_out(meant.pupil.id, f"{day}: {_(why)}".lstrip()))] for why in WHY]
    words = text.format(name=meant.pupil.name, klass=meant.klass.name, example=says.DROP_OUT_EXAMPLE)
    return words, buttons
