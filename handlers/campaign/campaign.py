"""/ralop: the return campaign: who is not back in class, and the figures by day."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, class_asked, leads, local
from handlers.campaign.opening import close, open_
from handlers.campaign.reasons import reasons
from letters.says import campaign as says
from letters.says.campaign import View
from locales import N_, _
from locales.words import day_words, joined
from models.campaign.campaigns import Campaign, Campaigns, campaigns
from models.campaign.returning import Picture, picture
from models.people.signing import signed_letterhead
from models.shapes.message import Button, File, Incoming, Outgoing, Said
from papers.campaign.chart import chart_of
from papers.campaign.sheet import sheet
from papers.campaign.words import picture_lines, pupil_words, span, table_lines, title
from rules.people.names import fold
from rules.people.roles import CHANGERS, LEADERS, Role

LATELY = timedelta(days=60)  # a campaign that is over is still asked about
MOST_NAMES = 50  # in one text on a phone
Showing = Callable[[Incoming, AsyncSession, str], Awaitable[Sequence[Said]]]


@command(
    "ra lớp",
    "return",
    help=N_("after Tết or the summer: who is not back in class, by day"),
    usage=N_("biểu đồ"),
    who=LEADERS | {Role.HOMEROOM, Role.ADMIN},
)
async def returning(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Without words: the figures for the leadership, the own class for its teacher."""
    view, words = _view(incoming.rest.strip())
    return await view(incoming, session, words)


def _view(words: str) -> tuple[Showing, str]:
    parts = words.split()
    for count in (2, 1):
        view = VIEWS.get(fold(" ".join(parts[:count])))
        if view is not None and len(parts) >= count:
            return view, " ".join(parts[count:])
    return _default, words


async def _default(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """A class that is named, else what is one's own."""
    asker = incoming.asker
    said = says.read_numbered(words)
    if said.words or not (leads(asker) or asker.has(Role.ADMIN)):
        return await _class(incoming, session, words)
    found = await _current(incoming, session, said.campaign_id, several=True)
    texts = [joined(picture_lines(await _picture(incoming, session, one))) for one in found]
    view = View.BY_CLASS if leads(asker) else View.CHART
    by_title = [[Button(title(one), says.view(view, one.id))] for one in found]  # each leads on to all that is its own
    return [Outgoing(text="\n\n".join(texts), buttons=by_title if len(found) > 1 else _buttons(incoming, found[0]))]


def _buttons(incoming: Incoming, campaign: Campaign) -> list[list[Button]]:
    chart = Button(_("Chart"), says.view(View.CHART, campaign.id))
    if not leads(incoming.asker):
        return [[chart]]
    by = ((_("By class"), View.BY_CLASS), (_("By hamlet"), View.BY_PLACE), (_("By reason"), View.BY_REASON))
    tables = [Button(label, says.view(one, campaign.id)) for label, one in by]
    return [tables, [chart, Button(_("The list as a file"), says.view(View.FILE, campaign.id))]]


async def _class(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Who of a class is missing by its last report. Homeroom teachers see their own."""
    asker, (_school, moment) = incoming.asker, local(incoming)
    klass, left = await class_asked(incoming, session, says.read_numbered(words).words)
    if left.strip():
        raise Unclear(_("“{words}” is not understood. See /trogiup or type /ralop alone.").format(words=left.strip()))
    if klass is None:
        raise Unclear(_("Which class? Please write it, for example: {example}").format(example=says.of_class("6A")))
    if not leads(asker) and klass.id not in asker.classes():
        raise Unclear(_("You see your own class only. For {klass} please ask its homeroom teacher.").format(
            klass=klass.name
        ))  # fmt: skip
    for campaign in await _found(incoming, session):
        seen = await picture(session, campaign, moment.date(), [klass.id])
        if seen.class_days:
            return [_class_answer(seen, klass.name)]
    raise Unclear(_("Class {klass} is in no return campaign.").format(klass=klass.name))


def _class_answer(seen: Picture, name: str) -> Outgoing:
    head = _("**{title}, class {klass}**").format(title=title(seen.campaign), klass=name)
    if not seen.figures:
        return Outgoing(text=joined([head, _("Class {klass} has not reported yet.").format(klass=name)]))
    newest, away = seen.figures[-1], seen.not_back()
    line = _("{day}: {back}/{enrolled} in class").format(
        day=day_words(newest.day), back=newest.back, enrolled=newest.enrolled
    )
    lines = [f"• {pupil_words(one)}" for one in away] or [_("**Everybody is in class.**")]
    wanted = [one for one in away if not one.has_reason]
    buttons = [[Button(_("Give the reasons of {klass}").format(klass=name), says.reasons_of(name))]] if wanted else []
    return Outgoing(text=joined([head, line, *lines]), buttons=buttons)


def _table(by: str) -> Showing:
    async def view(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
        said = says.read_numbered(words)
        if said.words or not leads(incoming.asker):
            return await _class(incoming, session, said.words)
        (campaign,) = await _current(incoming, session, said.campaign_id)
        seen = await _picture(incoming, session, campaign)
        head = _("**{title}**").format(title=title(campaign))
        text = joined([head, *table_lines(seen, by, MOST_NAMES)])
        return [Outgoing(text=text, buttons=_buttons(incoming, campaign))]

    return view


async def _why(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Alone, for the leadership: the table by reason; with a class or from a button: the reasons are given."""
    if not says.read_numbered(words).words and leads(incoming.asker):
        return await _table("reason")(incoming, session, words)
    return await reasons(incoming, session, words)


async def _chart(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    if not (leads(incoming.asker) or incoming.asker.has(Role.ADMIN)):
        raise Unclear(_("The chart is for the school's leadership. Your own class: /ralop"))
    (campaign,) = await _current(incoming, session, says.read_numbered(words).campaign_id)
    drawn = chart_of(await _picture(incoming, session, campaign))
    if drawn is None:
        raise Unclear(_("No class has reported yet."))
    return [Outgoing(text=f"{drawn.title}\n{drawn.note}", charts=[drawn], buttons=_buttons(incoming, campaign))]


async def _file(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Names and reasons of the whole school: for the leadership."""
    if not leads(incoming.asker):
        raise Unclear(_("The list of the school is for its leadership. Your own class: /ralop"))
    (campaign,) = await _current(incoming, session, says.read_numbered(words).campaign_id)
    seen = await _picture(incoming, session, campaign)
    name = f"ra-lop-{seen.campaign.starts.isoformat()}.xlsx"
    text = _("{title}: who was missing on each day, {count} lines.").format(
        title=title(campaign), count=len(seen.absentees)
    )
    school, moment = local(incoming)
    head = await signed_letterhead(session, school, moment.date())
    paper = await asyncio.to_thread(sheet, seen, head, moment.date())
    return [Outgoing(text=text, files=[File(name, paper)], buttons=_buttons(incoming, campaign))]


async def _picture(incoming: Incoming, session: AsyncSession, campaign: Campaign) -> Picture:
    return await picture(session, campaign, local(incoming)[1].date())


async def _found(incoming: Incoming, session: AsyncSession) -> list[Campaign]:
    """Those that are on today, else those of late, the newest first."""
    school, moment = local(incoming)
    today = moment.date()
    known = await campaigns(session, school.id, Campaigns.starts <= today, Campaigns.ends >= today - LATELY)
    return [one for one in known if one.covers(today)] or known


async def _current(
    incoming: Incoming, session: AsyncSession, number: int = 0, *, several: bool = False
) -> list[Campaign]:
    """The campaign meant, or all that may be meant. Raises Unclear where there is none, or more than one."""
    found = await _found(incoming, session)
    if not found:
        raise Unclear(await _none(incoming, session))
    if number:
        found = [one for one in found if one.id == number] or found
    on_today = [one for one in found if one.covers(local(incoming)[1].date())] or found[:1]
    if len(on_today) > 1 and not several:
        said = incoming.text.strip()
        buttons = [[Button(f"{title(one)}, {span(one)}", says.numbered(said, one.id))] for one in on_today]
        raise Unclear(_("Which campaign?"), buttons)
    return on_today


async def _none(incoming: Incoming, session: AsyncSession) -> str:
    school, moment = local(incoming)
    coming = await campaigns(session, school.id, Campaigns.starts > moment.date(), Campaigns.closed_at.is_(None))
    if coming:
        return _("{title}: {days}. Nothing is counted before that.").format(
            title=title(coming[-1]), days=span(coming[-1])
        )
    text = _("There is no return campaign.")
    if incoming.asker.has(*CHANGERS):
        text += " " + _("To begin one: {example}").format(example=says.EXAMPLE)
    return text


VIEWS: dict[str, Showing] = {
    "mo": open_,
    "dong": close,
    "bieu do": _chart,
    "tep": _file,
    "lop": _table("class"),
    "thon": _table("place"),
    "noc": _table("place"),
    "ly do": _why,
}
