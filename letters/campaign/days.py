"""The daily letters of a return campaign, written as they leave, from what is then reported."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.campaign.reasons import reason_question
from letters.ladder.wording import bullets
from letters.says.campaign import View, view
from letters.says.register import nobody_absent, scope_typed
from locales import _
from locales.words import day_words, listed
from models import Cases, Classes, ClassParts, Outbox, Roles
from models.campaign.campaigns import Campaign, campaign_of, campaigns_by_ids
from models.campaign.returning import Absentee, Picture, picture
from models.people.roles import held_on
from models.post.tables import CANCELLED
from models.readers import CLASS, holds, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from papers.campaign.chart import chart_of
from papers.campaign.words import picture_lines, title, why
from rules.letters import Kind
from rules.people.roles import HEADS, Role


@composes(Kind.RALOP_REPORT, to=teacher(CLASS).passed_on(), about=kind_words.REMINDER, of_its_hour=True)
async def report_before_due(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Asked again as it leaves: a report that came meanwhile makes it fall away."""
    day = dues[-1].day
    reported = select(ClassParts.class_id).where(ClassParts.day == day, ClassParts.reported_at.is_not(None))
    mine = Classes.id.in_([due.about for due in dues])
    statement = select(Classes.id, Classes.name).where(mine, Classes.id.not_in(reported)).order_by(Classes.name)
    silent = dict((await session.execute(statement)).all())
    campaign = await campaign_of(session, reader.school, next(iter(silent)), day) if silent else None
    if campaign is None:
        return None
    text = _("**{title}**: please report class {klass} for {day}, with the reason of everybody who is missing.")
    words = text.format(title=title(campaign), klass=listed(silent.values()), day=day_words(day))
    label = _("{klass}: nobody absent")
    buttons = [
        [Button(label.format(klass=name), nobody_absent(scope_typed(name, (), day)))] for name in silent.values()
    ]
    told = dues_about(dues, silent)
    return Letter(text=words, told=told, buttons=buttons)


@composes(Kind.RALOP_REASONS, to=teacher(CLASS).passed_on(), about=kind_words.BACK, of_its_hour=True)
async def reasons_asked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Until a reason exists for everybody, then never again."""
    day = dues[-1].day
    classes = {due.about for due in dues if due.day == day}
    wanted: list[Absentee] = []
    for campaign in await _campaigns(session, reader, classes, day):
        seen = await picture(session, campaign, day, classes)
        wanted += [one for one in seen.missing_on(day) if not one.has_reason]
    if not wanted:
        return None
    text, buttons = reason_question(wanted)
    return Letter(text=text, told=dues_about(dues), buttons=buttons)


async def _campaigns(session: AsyncSession, reader: Reader, classes: Collection[int], day: date) -> list[Campaign]:
    found = [await campaign_of(session, reader.school, class_id, day) for class_id in sorted(classes)]
    return list({one.id: one for one in found if one is not None}.values())


@composes(Kind.RALOP_EVENING, to=holds(*HEADS), about=kind_words.BACK, of_its_hour=True)
async def evening_picture(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership's evening: the figures, and the chart of the same figures."""
    texts, charts = [], []
    for campaign in await campaigns_by_ids(session, {due.about for due in dues}):
        seen = await picture(session, campaign, dues[-1].day)
        texts.append("\n".join(picture_lines(seen)))
        charts += [drawn] if (drawn := chart_of(seen)) else []
    buttons = [
        [Button(_("By class"), view(View.BY_CLASS)), Button(_("By hamlet"), view(View.BY_PLACE))],
        [Button(_("By reason"), view(View.BY_REASON)), Button(_("The list as a file"), view(View.FILE))],
    ]
    told = dues_about(dues)
    return Letter(text="\n\n".join(texts), told=told, buttons=buttons, charts=charts) if texts else None


@composes(Kind.RALOP_HAMLET, to=holds(Role.HAMLET_STAFF), about=kind_words.BACK, of_its_hour=True)
async def hamlet_morning(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The pair's morning: who of their hamlet is still missing by the last report, and thanks for who has come back."""
    day = dues[-1].day
    places = await _places(session, reader.person_id, day)
    thanked = await _thanked(session, reader.person_id)
    away: list[Absentee] = []
    back: list[Absentee] = []
    campaigns = await campaigns_by_ids(session, {due.about for due in dues})
    for campaign in campaigns:
        seen = await picture(session, campaign, day - timedelta(days=1), today=day)
        away += [one for one in seen.not_back() if _lives_in(one, places)]
        back += [one for one in _came_back(seen) if _lives_in(one, places) and one.pupil_id not in thanked]
    if not away and not back:
        return None
    lines = [_("**{title}, {day}** – the pupils you look after").format(title=title(campaigns[0]), day=day_words(day))]
    if away:
        lines += [_("Not in class by the last report:"), *bullets([_away_line(one) for one in away])]
        lines.append(_("Please see the families, and tell the homeroom teacher what they say."))
    if back:
        names = listed(_("{name}, class {klass}").format(name=one.name, klass=one.class_name) for one in back)
        lines.append(_("**Back in class:** {names}. Thank you for your help.").format(names=names))
    return Letter(text="\n".join(lines), told=dues_about(dues))


def _came_back(seen: Picture) -> list[Absentee]:
    """On the last school day of their class, if it reported: who came back earlier was named the morning after."""
    newest = {one.class_id: one for one in seen.class_days}
    days = {one.day for one in newest.values() if one.reported}
    return [one for day in sorted(days) for one in seen.come_back(day) if newest[one.class_id].day == day]


async def _places(session: AsyncSession, person_id: int, day: date) -> frozenset[int]:
    mine = select(Roles.place_id).where(Roles.person_id == person_id, Roles.name == Role.HAMLET_STAFF, *held_on(day))
    return frozenset(place for place in await session.scalars(mine) if place is not None)


def _lives_in(one: Absentee, places: Collection[int]) -> bool:
    return one.place_id in places or one.village_id in places


async def _thanked(session: AsyncSession, person_id: int) -> frozenset[int]:
    """Pupils whose case is closed, which this person was thanked for then."""
    told = select(Cases.pupil_id).join(Outbox, Outbox.about == Cases.id)
    mine = (Outbox.person_id == person_id, Outbox.kind == Kind.RETURNED, Outbox.state != CANCELLED)
    return frozenset(await session.scalars(told.where(*mine)))


def _away_line(one: Absentee) -> str:
    text = _("{name}, class {klass} ({place}): school day {days}, {why}")
    place = one.place or _("hamlet unknown")
    return text.format(name=one.name, klass=one.class_name, place=place, days=one.days, why=why(one))
