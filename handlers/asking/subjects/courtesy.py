"""Thanks, greetings, a tired word: a friendly answer, and what can be done here where that helps."""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.asked import local
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family, whom_to_call
from letters.says import Code, Word
from letters.says.families import answer, note
from letters.says.service import meant
from locales import _
from locales.words import joined
from models.families.answers import UNAWARE, unanswered
from models.families.notes import LONGEST
from models.meter import MOST as LIMIT
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.wish import Intent
from rules.people.roles import Role

FEW = 5  # words


async def _thanked(_incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    return [Outgoing(text=_("You are welcome."))]


async def _greeted(incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    return [with_taps(incoming.asker, _("Hello. What is it about? Just write it, or tap:"))]


async def _noted(_incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    return [Outgoing(text=_("All right."))]


async def _angry(incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    """No argument, a person to talk to, and the way out."""
    text = _("Sorry for the trouble. This is a machine of the school; a person can be reached here:")
    stop = meant(Word("ngung"))
    return [with_taps(incoming.asker, text, more=[Button(_("Stop the messages"), stop)])]


async def _introduced(incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    school, _moment = local(incoming)
    text = _("This is Sĩ Số, the attendance assistant of {school}: a program, not a person. What it can do here:")
    ours = Button(_("Which messages are really ours"), meant(Word("kiemtra")))  # who asks so may have read another's
    return [with_taps(incoming.asker, text.format(school=school.name), more=[ours])]


async def _running(incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    """That this is answered is the proof; what may be wrong is for a person."""
    _school, moment = local(incoming)
    text = _("Sĩ Số is running: this message was read at {time}. If something is not right, please tell:")
    if incoming.asker.has(Role.ADMIN):
        text = _(
            "Sĩ Số is running: this message was read at {time}. What does not run at the machine itself is told there "
            "by: python -m bot doctor"
        )
        return [with_taps(incoming.asker, text.format(time=f"{moment:%H:%M}"))]
    who = _("the homeroom teacher") if only_a_family(incoming) else _("the school's administrator")
    return [with_taps(incoming.asker, f"{text.format(time=f'{moment:%H:%M}')} {who}.")]


async def _hours(incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    school, _moment = local(incoming)
    starts = _("Lessons begin at {morning}; where there are lessons in the afternoon, at {afternoon}.")
    due = _("Attendance is expected by {morning} and by {afternoon}.")
    said = [starts.format(morning=f"{school.morning_starts:%H:%M}", afternoon=f"{school.afternoon_starts:%H:%M}")]
    if not only_a_family(incoming):
        said.append(due.format(morning=f"{school.morning_due:%H:%M}", afternoon=f"{school.afternoon_due:%H:%M}"))
        said.append(_("A report that comes later is recorded all the same."))
    return [Outgoing(text=" ".join(said))]


async def _back(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Good news of a family, which is no reason for the days that were missed."""
    text = _(
        "Thank you, that is good to hear. The teacher records it when the child is in class; nothing else was noted."
    )
    teachers = await as_if_typed(incoming, session, meant(Word("chunhiem"))) or ()
    return [Outgoing(text=text), *teachers]


async def _there(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A family says that the child is in class: what is recorded, whom to call, and a word to the teacher by a tap."""
    text = _(
        "Only the teacher in class can change the roll, so nothing was changed. This is what is recorded; if it is not "
        "right, please call the homeroom teacher now:"
    )
    open_ = await unanswered(session, incoming.linked, incoming.when)
    rows = [[Button(_("I did not know of an absence"), answer(one, Code(UNAWARE)))] for one in open_[:1]]
    recorded = await as_if_typed(incoming, session, meant(Word("con"))) or ()
    teachers = await as_if_typed(incoming, session, meant(Word("chunhiem"))) or ()
    return [Outgoing(text=text, buttons=rows), *recorded, *teachers]


async def _chatted(incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    """No pretence of knowing."""
    text = _("Sĩ Số is a machine for the roll and knows nothing of that. What it can do here:")
    return [with_taps(incoming.asker, text)]


async def _corrected(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """What a family puts right is for the teacher to know: one tap."""
    if only_a_family(incoming) and len(incoming.text.split()) > FEW:
        text = _("This message changes nothing yet. One tap passes these words on to the homeroom teacher.")
        tap = Button(_("Pass this on to the teacher"), note(incoming.text[:LONGEST]))
        return [Outgoing(text=joined([text, await whom_to_call(incoming, session)]), buttons=[[tap]])]
    text = _("Sĩ Số understood that wrongly; this message changes nothing. Please write it in other words, or tap:")
    return [with_taps(incoming.asker, text)]


async def _glad(_incoming: Incoming, _session: AsyncSession) -> Sequence[Said]:
    return [Outgoing(text=_("That is good news, congratulations."))]


async def _counted(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """And for a family how often its child was away; for the staff from which day on who is told."""
    text = _(
        "A day counts as missed when every session held and reported that day was missed; one session missed is one "
        "session. Days in a row are school days without leave: days without lessons and sessions nobody reported are "
        "passed over, and a session in class ends the row."
    )
    limit = _("A pupil may miss at most {limit} sessions in a school year; what follows is decided by the school.")
    more = await as_if_typed(incoming, session, meant(Word("con" if only_a_family(incoming) else "thang"))) or ()
    return [Outgoing(text=f"{text} {limit.format(limit=LIMIT)}"), *more]


COURTESIES: dict[Intent, Callable[[Incoming, AsyncSession], Awaitable[Sequence[Said]]]] = {
    Intent.THANKS: _thanked,
    Intent.GREETING: _greeted,
    Intent.NOTED: _noted,
    Intent.ANGRY: _angry,
    Intent.CHAT: _chatted,
    Intent.CORRECTED: _corrected,
    Intent.WHO_ARE_YOU: _introduced,
    Intent.STATE: _running,
    Intent.DUE: _hours,
    Intent.RULES: _counted,
    Intent.GLAD: _glad,
    Intent.BACK: _back,
    Intent.THERE: _there,
}
