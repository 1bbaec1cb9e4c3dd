"""/ralop mở and /ralop đóng: a return campaign is opened for a period, and ended early."""

from collections.abc import Sequence
from datetime import date

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from handlers.calendar.words import names, rule_lines
from letters.says import campaign as says
from locales import _
from locales.words import day_words, joined
from models.calendar.day_rules import decided
from models.calendar.held import calendars
from models.campaign.campaigns import Campaign, Campaigns, campaigns, close_campaign, open_campaign
from models.ladder.versions import in_force
from models.people.class_lists import classes
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from papers.campaign.words import span, title
from papers.ladder.words import who_words
from rules.calendar.days_said import DayProblem
from rules.calendar.held import OFF
from rules.calendar.wish import read_wish
from rules.ladder.steps import NOT_BACK, RETURN, Ask
from rules.people.roles import CHANGERS

LONGEST_NAME = 60


async def open_(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """The period is shown against the calendar first; the tap that answers opens it. Raises Unclear."""
    _check_right(incoming)
    _school, moment = local(incoming)
    sure = says.read_open_campaign(words)
    said, today = (sure.words, sure.day) if sure else (words, moment.date())
    wanted, days = await _wanted(incoming, session, said, today)
    if sure:
        number = await open_campaign(session, wanted, incoming.asker.person_id, incoming.when)
        text = _("**{title} is on**: {days}. Every class is asked every day, and why each pupil is missing: /ralop")
        words = text.format(title=title(wanted), days=span(wanted))
        return [Outgoing(text=words), Act("campaign.opened", number)]
    lines = await _shown(incoming, session, wanted, days)
    buttons = [[Button(_("Begin it"), says.open_campaign(today, said))]]
    return [Outgoing(text=joined(lines), buttons=buttons)]


def _check_right(incoming: Incoming) -> None:
    if not incoming.asker.has(*CHANGERS):
        raise Unclear(_("Only the principal, a vice principal or the administrator begins and ends a return campaign."))


async def _wanted(incoming: Incoming, session: AsyncSession, said: str, today: date) -> tuple[Campaign, list[date]]:
    """The campaign meant and its school days. Raises Unclear."""
    school, _moment = local(incoming)
    called = await names(session, school.id)
    near = (await calendars(session, [school.id], today, today))[school.id]
    wish = read_wish(said, today, await classes(session, school, today), called.campuses, near.years)
    if wish.class_id or wish.part or wish.unread:
        raise Unclear(_("A campaign is for the whole school, a grade or a site. For example: {example}").format(
            example=says.EXAMPLE
        ))  # fmt: skip
    if wish.problem is DayProblem.FAR:
        raise Unclear(_("That is more than two months. A return campaign is a week or two."))
    if wish.problem is not None or len(wish.days) < 2:
        raise Unclear(_("From which day to which day? For example: {example}").format(example=says.EXAMPLE))
    campaign = Campaign(
        school_id=school.id,
        name=wish.reason[:LONGEST_NAME],
        starts=wish.days[0],
        ends=wish.days[-1],
        campus_id=wish.campus_id,
        grade=wish.grade,
    )
    days = await _school_days(session, campaign)
    if not days or campaign.ends < today:
        raise Unclear(_("There are no school days in that period by the calendar. Nothing was begun."))
    campaign = structs.replace(campaign, starts=days[0])  # the return date is a day with lessons
    await _check_free(session, campaign)
    return campaign, days


async def _school_days(session: AsyncSession, campaign: Campaign) -> list[date]:
    """The days of the period on which a class it is about has lessons."""
    found = (await calendars(session, [campaign.school_id], campaign.starts, campaign.ends))[campaign.school_id]
    mine = [klass.id for klass in found.classes.values() if campaign.is_about(klass.grade, klass.campus_id)]
    return sorted({day for class_id in mine for day in found.days(class_id, campaign.starts, campaign.ends)})


async def _check_free(session: AsyncSession, campaign: Campaign) -> None:
    known = await campaigns(session, campaign.school_id, Campaigns.ends >= campaign.starts)
    for one in known:
        if one.clashes(campaign):
            text = _("{title} is on already: {days}. To end it early: /ralop đóng")
            raise Unclear(text.format(title=title(one), days=span(one)))


async def _shown(incoming: Incoming, session: AsyncSession, campaign: Campaign, days: Sequence[date]) -> list[str]:
    school, _moment = local(incoming)
    called = await names(session, school.id)
    rules = await decided(session, school.id, campaign.starts, campaign.ends)
    off = [rule for rule in rules if rule.confirmed]
    proposed = [rule for rule in rules if not rule.confirmed and rule.kind == OFF]
    scope = [_("grade {grade}").format(grade=campaign.grade)] if campaign.grade else []
    scope += [called.campuses[campaign.campus_id]] if campaign.campus_id else []
    text = _("{days}, {scope}: {count} school days; the return date is {first}")
    ladder = (await in_force(session, school.id, RETURN)).ladder
    step = ladder.step(NOT_BACK)
    told = [who_words(who) for who, ask in step.tell if ask in {Ask.KNOW, Ask.DECIDE}] if step else []
    return [
        _("**{title}**").format(title=title(campaign)),
        text.format(
            days=span(campaign),
            scope=", ".join(scope) or _("whole school"),
            count=len(days),
            first=day_words(days[0]),
        ),
        *rule_lines(off, called),
        *([_("Proposed, without effect until confirmed:"), *rule_lines(proposed, called)] if proposed else []),
        _(
            "Every class reports every day, with the reason of every pupil missing. Not back after {count} school "
            "days: {who} hear of it."
        ).format(count=step.after if step else 0, who=", ".join(told)),
        _("Begin it?"),
    ]


async def close(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Shown first; the tap that answers ends it today. Raises Unclear."""
    _check_right(incoming)
    school, moment = local(incoming)
    mine = await campaigns(session, school.id, Campaigns.ends >= moment.date(), Campaigns.closed_at.is_(None))
    if not mine:
        raise Unclear(_("There is no return campaign to end."))
    number = says.read_close_campaign(words)
    campaign = next((one for one in mine if one.id == number), None)
    if campaign is None:
        buttons = [
            [Button(_("End {title}").format(title=f"{title(one)}, {span(one)}"), says.close_campaign(one.id))]
            for one in mine
        ]
        text = _("It would end today. What was reported stays, and who is not back is still followed. End it?")
        raise Unclear(text, buttons)
    if not await close_campaign(session, campaign, incoming.asker.person_id, moment.date(), incoming.when):
        raise Unclear(_("There is no return campaign to end."))
    text = _("**{title} has ended.** Who is not back is still followed: /viec")
    return [Outgoing(text=text.format(title=title(campaign))), Act("campaign.closed", campaign.id)]
