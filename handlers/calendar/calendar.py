"""/lich: the coming days off and make-up days, and how the school changes them."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import date, timedelta

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.calendar.words import Names, names, rule_lines
from letters.says import Says, Typed
from letters.says import calendar as says
from letters.says.calendar import DayAct
from locales import N_, _
from locales.words import day_words, joined, listed, opening, short_day
from models.calendar.day_rules import Change, Decided, Effect, Held, apply, by_ids, decided, effect, reports
from models.calendar.held import calendars
from models.ladder.look_again import counted_otherwise
from models.people.class_lists import classes
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.calendar.days_said import DayProblem
from rules.calendar.held import MAKEUP, OFF
from rules.calendar.wish import Wish, read_wish
from rules.people.names import fold
from rules.people.roles import CHANGERS, STAFF, Role
from rules.written import read_ids

AHEAD = timedelta(days=13)
NEXT = timedelta(days=1)
NAMED = 12


@command(
    "lịch",
    "calendar",
    help=N_("days off and make-up days"),
    task=N_("Days off, make-up days"),
    who=STAFF | {Role.GUARDIAN, Role.MENTOR, Role.COMMUNE_OFFICER},
    in_group=True,
)
async def school_calendar(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    _school, moment = local(incoming)
    sure = says.read_change(incoming.rest.strip())
    said, today = (sure.words, sure.day) if sure else (incoming.rest.strip(), moment.date())
    verb, words = _verb(said)
    if verb is None:
        return [await _coming(incoming, session)]
    if not incoming.asker.has(*CHANGERS):
        return [Outgoing(text=_("Only the administrator and the school's leaders change the calendar."))]
    change = await VERBS[verb](incoming, session, words, today)
    return await _change(incoming, session, change, sure=sure is not None, again=says.change(today, said))


def _verb(words: str) -> tuple[str | None, str]:
    """The verb, and the text after it. Raises nothing: without one the calendar is shown."""
    parts = words.split()
    for count in (2, 1):
        verb = fold(" ".join(parts[:count]))
        if verb in VERBS:
            return verb, " ".join(parts[count:])
    return None, words


async def _coming(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """The next two weeks. Who may change the calendar also sees what waits to be confirmed."""
    school, moment = local(incoming)
    first, last = moment.date(), moment.date() + AHEAD
    rules = await decided(session, school.id, first, last)
    called = await names(session, school.id)
    head = _("**Calendar {first} to {last}**").format(first=short_day(first), last=short_day(last))
    lines = rule_lines([rule for rule in rules if rule.confirmed], called)
    lines = lines or [_("No days off and no make-up days.")]
    if not incoming.asker.has(*CHANGERS):
        return Outgoing(text=joined([head, *lines]))
    proposals = [rule for rule in rules if not rule.confirmed]
    if proposals:
        lines += [_("Proposed, without effect until confirmed:"), *rule_lines(proposals, called)]
    lines.append(_example(called, last))
    return Outgoing(text=joined([head, *lines]), buttons=_confirm_buttons(proposals))


def _confirm_buttons(proposals: Sequence[Decided]) -> list[list[Button]]:
    buttons = [
        [Button(_("Confirm {day}").format(day=short_day(rule.day)), says.rules_to(DayAct.CONFIRM, (rule.id,)))]
        for rule in proposals[:NAMED]
    ]
    if len(proposals) > 1:
        all_of_them = says.rules_to(DayAct.CONFIRM, tuple(rule.id for rule in proposals))
        buttons.append([Button(_("Confirm all of these"), all_of_them)])
    return buttons


def _example(called: Names, day: date) -> str:
    klass = next(iter(called.classes.values()), "6A")
    text = _("To change: {off} or {makeup} or {strike}")
    shown = short_day(day)
    return text.format(
        off=says.day_off(f"{shown} {klass} mưa bão"), makeup=says.make_up(f"{shown} {klass}"), strike=says.strike(shown)
    )


async def _day_off(incoming: Incoming, session: AsyncSession, words: str, today: date) -> Change:
    return await _added(incoming, session, words, today, OFF)


async def _make_up(incoming: Incoming, session: AsyncSession, words: str, today: date) -> Change:
    return await _added(incoming, session, words, today, MAKEUP)


async def _added(incoming: Incoming, session: AsyncSession, words: str, today: date, kind: str) -> Change:
    wish = await _wish(incoming, session, words, today)
    rules = [
        Decided(
            day=day,
            kind=kind,
            part=wish.part,
            class_id=wish.class_id,
            grade=wish.grade,
            campus_id=wish.campus_id,
            reason=wish.reason,
            made_at=incoming.when,
        )
        for day in wish.days
    ]
    change = Change(add=tuple(rules))
    done = await effect(session, local(incoming)[0].id, change)
    if not done.lost and not done.gained:
        raise Unclear(_no_effect(change))
    return change


async def _wish(incoming: Incoming, session: AsyncSession, words: str, today: date) -> Wish:
    """Raises Unclear, with an example of this school."""
    school, _moment = local(incoming)
    called = await names(session, school.id)
    calendar = (await calendars(session, [school.id], today, today))[school.id]
    wish = read_wish(words, today, await classes(session, school, today), called.campuses, calendar.years)
    if wish.unread:
        text = _("“{words}” is not clear: one class, one grade or one site at a time. Nothing was changed.")
        raise Unclear(joined([text.format(words=wish.unread), _example(called, today + NEXT)]))
    if wish.problem is DayProblem.FAR:
        raise Unclear(_("That is more than two months. Please write it in parts. Nothing was changed."))
    if wish.problem is not None or not wish.days:
        raise Unclear(joined([_("Which day? Nothing was changed."), _example(called, today + NEXT)]))
    return wish


async def _struck(incoming: Incoming, session: AsyncSession, words: str, today: date) -> Change:
    """All rules of those days; of one class or grade only if it is named."""
    school, _moment = local(incoming)
    if words.startswith("#"):
        return Change(strike=tuple(await by_ids(session, school.id, read_ids(words))))
    wish = await _wish(incoming, session, words, today)
    found = await decided(session, school.id, wish.days[0], wish.days[-1])
    scoped = wish.class_id or wish.grade or wish.campus_id
    mine = [
        rule
        for rule in found
        if rule.day in wish.days
        and (not scoped or (rule.class_id, rule.grade, rule.campus_id) == (wish.class_id, wish.grade, wish.campus_id))
    ]
    return Change(strike=tuple(mine))


async def _confirm(incoming: Incoming, session: AsyncSession, words: str, today: date) -> Change:
    school, _moment = local(incoming)
    year_on = await decided(session, school.id, today, today + timedelta(days=400))
    proposals = [rule for rule in year_on if not rule.confirmed]
    if fold(words) == "tat ca":
        return Change(confirm=tuple(proposals))
    if not (numbers := read_ids(words)):
        called = await names(session, school.id)
        head = _("Proposed, without effect until confirmed:") if proposals else _("Nothing waits to be confirmed.")
        raise Unclear(joined([head, *rule_lines(proposals, called)]), _confirm_buttons(proposals))
    found = await by_ids(session, school.id, numbers)
    return Change(confirm=tuple(rule for rule in found if not rule.confirmed))


async def _unconfirm(incoming: Incoming, session: AsyncSession, words: str, _today: date) -> Change:
    return Change(unconfirm=tuple(await by_ids(session, local(incoming)[0].id, read_ids(words))))


async def _again(incoming: Incoming, session: AsyncSession, words: str, _today: date) -> Change:
    """Struck rules stand again, as new rows: nothing is erased."""
    struck = await by_ids(session, local(incoming)[0].id, read_ids(words), struck=True)
    return Change(add=tuple(structs.replace(rule, made_at=incoming.when) for rule in struck))


VERBS: dict[str, Callable[[Incoming, AsyncSession, str, date], Awaitable[Change]]] = {
    "nghi": _day_off,
    "nghi hoc": _day_off,
    "bu": _make_up,
    "hoc bu": _make_up,
    "bo": _struck,
    "xac nhan": _confirm,
    "chua": _unconfirm,
    "lai": _again,
}


async def _change(
    incoming: Incoming, session: AsyncSession, change: Change, *, sure: bool, again: Says
) -> Sequence[Said]:
    """Write it down, or first ask if reports would no longer count."""
    school, moment = local(incoming)
    if not change.days():
        return [Outgoing(text=_("There is nothing like that in the calendar. Nothing was changed."))]
    done = await effect(session, school.id, change)
    called = await names(session, school.id)
    lost = await reports(session, _past(done.lost, moment.date()))
    if lost and not sure:
        text = _("Reports were already made then: {count} ({classes}). They would no longer count. Really change it?")
        words = text.format(count=lost, classes=_classes(done, called))
        return [Outgoing(text=words, buttons=[[Button(_("Yes, change it"), again)]])]
    regained = await reports(session, _past(done.gained, moment.date()))
    new = await apply(session, school.id, change, moment.date(), incoming.when)
    lines = [_head(change), *_changed_lines(change, called), *_effect_lines(done, called, lost, regained)]
    acts = [Act(f"calendar.{kind}", number) for kind, numbers in _audited(change, new) for number in numbers]
    otherwise = _past([*done.lost, *done.gained], moment.date())
    corrections = await counted_otherwise(session, school, otherwise, incoming.when)
    return [Outgoing(text=joined(lines), buttons=[[Button(_("Undo"), _undo(change, new))]]), *acts, *corrections]


def _past(held: Collection[Held], today: date) -> list[Held]:
    return [one for one in held if one[1] <= today]


def _no_effect(change: Change) -> str:
    day = opening(day_words(change.add[0].day))
    if change.add[0].kind == OFF:
        return _("{day}: nobody has lessons then anyway. Nothing was changed.").format(day=day)
    text = _("{day}: there are lessons already, or it is outside the school year. Nothing was changed.")
    return text.format(day=day)


def _head(change: Change) -> str:
    if change.strike:
        return _("**Struck from the calendar**")
    if change.unconfirm:
        return _("**Proposed again, without effect**")
    return _("**Entered in the calendar**")


def _changed_lines(change: Change, called: Names) -> list[str]:
    return rule_lines([*change.add, *change.strike, *change.confirm, *change.unconfirm], called)


def _effect_lines(done: Effect, called: Names, lost: int, regained: int) -> list[str]:
    lines = [_("Classes affected: {classes}").format(classes=_classes(done, called))] if done.classes() else []
    if lost:
        lines.append(_("Reports that no longer count: {count}").format(count=lost))
    if regained:
        lines.append(_("Reports that count again: {count}").format(count=regained))
    return lines


def _classes(done: Effect, called: Names) -> str:
    affected = [name for class_id, name in called.classes.items() if class_id in done.classes()]
    return listed(affected) if len(affected) <= NAMED else _("{count} classes").format(count=len(affected))


def _audited(change: Change, new: Sequence[int]) -> list[tuple[str, list[int]]]:
    return [
        ("added", list(new)),
        ("struck", [rule.id for rule in change.strike]),
        ("confirmed", [rule.id for rule in change.confirm]),
        ("unconfirmed", [rule.id for rule in change.unconfirm]),
    ]


def _undo(change: Change, new: Sequence[int]) -> Typed:
    undone = DayAct.AGAIN if change.strike else DayAct.UNCONFIRM if change.confirm else DayAct.CONFIRM
    ids = new or [rule.id for rule in (*change.strike, *change.confirm, *change.unconfirm)]
    return says.rules_to(DayAct.STRIKE if change.add else undone, tuple(ids))
