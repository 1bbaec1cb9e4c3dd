"""What people are told of the program itself: messages set aside, a clock that was wrong, an end without warning."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import day_words, listed
from models import Audit, Outbox
from models.readers import LINKED, holds, its_own
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.roles import Role

MOST_NUMBERS = 10


@composes(Kind.PARKED, to=holds(Role.ADMIN), about=N_("messages set aside"))
async def parked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Everything set aside since an hour before the first that is to be told, in one letter."""
    about = [due.about for due in dues]
    since = select(Audit.at).where(Audit.kind == "inbox.parked", Audit.about.in_(about)).order_by(Audit.at).limit(1)
    found = select(Audit.about).where(
        Audit.kind == "inbox.parked", Audit.school_id == reader.school.id, Audit.at >= since.scalar_subquery()
    )
    numbers = [str(number) for number in (await session.scalars(found.order_by(Audit.id))).all()]
    if not numbers:
        return None
    text = _(
        "**Messages that could not be handled: {count}** (numbers {numbers}). The program failed on each of them five "
        "times, so they were set aside. Please tell whoever looks after the program."
    )
    shown = ", ".join(numbers[:MOST_NUMBERS]) + ("…" if len(numbers) > MOST_NUMBERS else "")
    return Letter(text=text.format(count=len(numbers), numbers=shown), told=dues_about(dues))


@composes(Kind.CLOCK_SET, to=holds(Role.ADMIN), about=N_("the machine's clock"))
async def clock_set(dues: Sequence[Due], reader: Reader, _session: AsyncSession) -> Letter | None:
    """`about` is by how many minutes it was set ahead, or below zero back; at zero nothing is done by it."""
    head = _("**The clock of the machine that Sĩ Số runs on was set.**")
    lines = ["• " + _set(due.about) for due in sorted(dues, key=lambda due: due.outbox_id)]
    local = reader.school.local(reader.now)
    tail = _("Now it shows {time}, {day}. If that is wrong, please set it right.")
    shows = tail.format(time=f"{local:%H:%M}", day=day_words(local.date()) + f"/{local:%Y}")
    return Letter(text="\n".join([head, *lines, shows]), told=dues_about(dues))


@composes(Kind.CUT_OFF, to=its_own(LINKED), about=N_("the machine stopped without warning"))
async def cut_off(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whose message was in our hands nobody knows; who has no answer does. The moments stand in the letters' keys."""
    ids = [due.outbox_id for due in dues]
    keys = (await session.scalars(select(Outbox.key).where(Outbox.id.in_(ids)))).all()
    moments = sorted({datetime.fromisoformat(key.partition(":")[2] + "+00:00") for key in keys if key})
    text = _(
        "At about {when} the school's machine stopped without warning; it runs again. If you wrote something just then "
        "and had no answer, please write it once more. What was answered is written down."
    )
    return Letter(text=text.format(when=listed([_moment(one, reader) for one in moments])), told=dues_about(dues))


def _moment(at: datetime, reader: Reader) -> str:
    local = reader.school.local(at)
    return f"{local:%H:%M}" if reader.reads_on(local.date()) else f"{local:%H:%M} {day_words(local.date())}"


def _set(minutes: int) -> str:
    if not minutes:
        return _("It shows a time from before Sĩ Số was there: nothing is done by it.")
    if minutes > 0:
        return _("Ahead by {length}: Sĩ Số waits two minutes, then goes by it.").format(length=_length(minutes))
    return _("Back by {length}: what had been done ahead of time is done again at its time.").format(
        length=_length(-minutes)
    )


def _length(minutes: int) -> str:
    days, rest = divmod(minutes, 24 * 60)
    hours, rest = divmod(rest, 60)
    parts = [(days, _("{count} d")), (hours, _("{count} h")), (rest if not days else 0, _("{count} min"))]
    return " ".join(words.format(count=count) for count, words in parts if count)
