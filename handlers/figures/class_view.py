"""/lop: a class on a day, or over a week, a month, a term."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import (
    OFFERED,
    AsOf,
    Unclear,
    class_asked,
    known_classes,
    leads,
    local,
    own_classes,
    period_asked,
    year_asked,
)
from handlers.figures.roll import class_roll
from handlers.figures.wording import (
    begun,
    count_words,
    in_part_counted,
    kinds_said,
    mark_words,
    period_words,
    rate_words,
    run_note,
)
from handlers.leave.lines import leave_lines
from letters.register.contested import being_cleared
from letters.register.questions import again
from letters.register.waiting import still_open
from letters.says import figures as says
from letters.says.register import absent
from locales import N_, _
from locales.marks import in_part_words
from locales.words import joined, listed, part_words, short_day, when
from models.calendar.held import year_start
from models.contested import contested_on
from models.figures.stays import Stay, stays_in
from models.figures.summary import Marked, Missed, PartCount, marked, missed, parts
from models.figures.tally import tallies
from models.figures.totals import by_class
from models.people.class_lists import ClassList, class_list
from models.people.recent import looked_at
from models.register.questions import Question, open_about
from models.register.tables import Marks
from models.shapes.asker import School
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.periods import DAY, Period
from rules.marks import ABSENT, IN_PART, Mark
from rules.people.classes import ClassRef, find_class
from rules.people.roles import REPORTERS, Role

MOST_SILENT = 6  # unreported half days named one by one


@command(
    "lớp",
    "class",
    help=N_("a class: who is absent today, this week, this month"),
    usage=N_("6A tuần"),
    daily=12,
    task=N_("Who is absent today"),
    who=REPORTERS,
    everyday=True,
    in_group=True,
    begins={Role.HOMEROOM: "{klass}", Role.TEACHER: ""},
)
async def class_view(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    asked = await _asked(incoming, session)
    klass, period = asked.klass, asked.period
    school, moment = local(incoming)
    pupils = await class_list(session, school, klass.id, period.last)
    if period.kind == DAY:
        lines = await _day_lines(incoming, session, asked, pupils, moment)
    else:
        lines = await _period_lines(incoming, session, asked, pupils)
    head = _("**{klass}, {days}**: {enrolled} on the list")
    text = head.format(klass=klass.name, days=period_words(period), enrolled=pupils.enrolled)
    if asked.in_charge:
        lines.append(await class_roll(session, school.id, klass.id, period.last))
    if not pupils.enrolled:
        lines.append(_("The list of pupils is still empty; it comes from the administrator."))
    questions = await _open_questions(incoming, session, klass, period)
    buttons = [*again(questions), *_buttons(asked)]
    said = Outgoing(text=joined([text, *lines, still_open(questions)]), buttons=buttons)
    today = period.kind == DAY and period.first == moment.date()
    return [said, *looked_at(klass.id, period.first, period.last, today=today)]


async def _open_questions(incoming: Incoming, session: AsyncSession, klass: ClassRef, period: Period) -> list[Question]:
    """What reports of that day left open, for who may answer it. A name may be in it, so not in a group."""
    if not incoming.private or period.kind != DAY:
        return []
    found = await open_about(session, klass.id, period.first, period.last)
    mine = leads(incoming.asker) or klass.id in incoming.asker.classes()
    return [one for one in found if mine or one.person_id == incoming.asker.person_id]


class Asked(Struct, frozen=True, kw_only=True):
    """`as_of` is today, or the last day of a year that is over."""

    klass: ClassRef
    period: Period
    as_of: AsOf
    in_charge: bool


async def _asked(incoming: Incoming, session: AsyncSession) -> Asked:
    """Raises Unclear."""
    as_of, left = await year_asked(incoming, session, incoming.rest)
    named = find_class(await known_classes(incoming, session, as_of.day), left) is not None
    klass, left = await class_asked(incoming, session, left, as_of)
    if klass is None:
        known = await known_classes(incoming, session, as_of.day)
        first = known[0].name
        text = _("Which class? Please write it, for example: {example}")
        buttons = [[Button(one.name, says.klass(one.name))] for one in known[:OFFERED]]
        raise Unclear(text.format(example=says.klass(first, says.WEEK)), buttons)
    period, left = await period_asked(incoming, session, left, as_of)
    if left and not (named or incoming.text.startswith("/")):  # lớp em ồn quá
        text = _("Nothing was recorded, because this was not understood. What you can do here:")
        raise Unclear(text, [[Button(_("See {klass}").format(klass=klass.name), says.klass(klass.name))]])
    in_charge = leads(incoming.asker) or klass.id in await own_classes(incoming, session, as_of)
    _check(incoming, klass, period, left, in_charge=in_charge)
    return Asked(klass=klass, period=period, as_of=as_of, in_charge=in_charge)


def _check(incoming: Incoming, klass: ClassRef, period: Period, left: str, *, in_charge: bool) -> None:
    """Raise Unclear for words that are not a question, and for what this person may not see."""
    if left:
        text = _("/lop only shows a class; nothing was recorded. Is “{words}” a report?")
        buttons = [
            [Button(_("Yes, report it"), absent(f"{klass.name} {left}"))],
            [Button(_("No, only show {klass}").format(klass=klass.name), says.klass(klass.name))],
        ]
        raise Unclear(text.format(words=left), buttons)
    asker, (_school, moment) = incoming.asker, local(incoming)
    if in_charge:
        return
    if not asker.has(Role.TEACHER):
        raise Unclear(_("You see your own class only. For {klass} please ask its homeroom teacher.").format(
            klass=klass.name
        ))  # fmt: skip
    if period.kind != DAY or period.first != moment.date():
        text = _("Of other classes you see today only. For more please ask the homeroom teacher of {klass}.")
        raise Unclear(text.format(klass=klass.name), [[Button(_("Today"), says.klass(klass.name))]])


async def _day_lines(
    incoming: Incoming, session: AsyncSession, asked: Asked, pupils: ClassList, moment: datetime
) -> list[str]:
    school, klass, day = local(incoming)[0], asked.klass, asked.period.first
    held = await parts(session, school.id, day, day, [klass.id])
    if not held:
        return [_("No lessons by the calendar.")]
    marks = await marked(session, school.id, day, day, Marks.class_id == klass.id)
    lines = []
    for one in held:
        lines.append(f"{part_words([one.part]).capitalize()}: " + _state(one, school, moment))
        if incoming.private:
            here = [mark for mark in marks if mark.part == one.part]
            lines += _names(here, pupils, in_charge=asked.in_charge)
    if incoming.private and asked.in_charge:
        lines.append(await being_cleared(session, await contested_on(session, [klass.id], day)))
    return lines + (await leave_lines(session, klass.id, day) if incoming.private else [])


def _state(one: PartCount, school: School, moment: datetime) -> str:
    if one.reported:
        return _("absent {count}").format(count=count_words(one.count))
    return _("**not reported**") if begun(one, school, moment) else _("has not begun")


def _names(marks: Sequence[Marked], pupils: ClassList, *, in_charge: bool) -> list[str]:
    """Why somebody is away, an illness, and who skipped a lesson are for those in charge of the class."""
    lines = [
        f"• {_numbered(mark, pupils)}: {mark_words(mark) if in_charge else mark.kind}"
        for mark in marks
        if mark.kind in ABSENT
    ]
    for kind, text in ((Mark.LATE, _("Late: {names}")), (Mark.DUTY, _("On duty for the school: {names}"))):
        if names := [mark.name for mark in marks if mark.kind == kind]:
            lines.append(text.format(names=listed(names)))
    if in_charge:
        some = [mark for mark in marks if mark.kind in IN_PART]
        lines += [f"• {_numbered(mark, pupils)}: {in_part_words(mark.kind, mark.reason)}" for mark in some]
    return lines


def _numbered(one: Marked | Missed, pupils: ClassList) -> str:
    known = pupils.index.by_id.get(one.pupil_id)
    return one.name if known is None or known.list_no is None else f"{one.name} ({known.list_no})"


async def _period_lines(incoming: Incoming, session: AsyncSession, asked: Asked, pupils: ClassList) -> list[str]:
    klass, period, (school, moment) = asked.klass, asked.period, local(incoming)
    count = (await by_class(session, [klass.id], period.first, period.last))[klass.id]
    if not count.held:
        return [_("No lessons by the calendar.")]
    lines = [_("Reported {reported}/{held} sessions").format(reported=count.reported, held=count.held)]
    lines.append(await _silent(session, school, klass, period, moment))
    if count.reported:
        text = _("Absent {count} pupil-sessions; attendance {rate}")
        lines.append(text.format(count=count_words(count), rate=rate_words(count)))
    if incoming.private:
        lines += await _pupil_lines(incoming, session, asked, pupils)
    return lines


async def _silent(session: AsyncSession, school: School, klass: ClassRef, period: Period, moment: datetime) -> str:
    held = await parts(session, school.id, period.first, period.last, [klass.id])
    silent = [one for one in held if not one.reported and begun(one, school, moment)]
    if not silent:
        return ""
    names = [when(one.day, [one.part]) for one in silent[:MOST_SILENT]]
    if len(silent) > MOST_SILENT:
        names.append(_("{count} others").format(count=len(silent) - MOST_SILENT))
    return _("Not reported: {names}").format(names=listed(names))


async def _pupil_lines(incoming: Incoming, session: AsyncSession, asked: Asked, pupils: ClassList) -> list[str]:
    """As it is today; of a year that is over, as it was on its last day."""
    school, period, day = local(incoming)[0], asked.period, asked.as_of.day
    found = await missed(session, school.id, period.first, period.last, Marks.class_id == asked.klass.id)
    since = await year_start(session, school.id, day)
    figures = await tallies(session, [one.pupil_id for one in found], day, since)
    stays = await stays_in(session, asked.klass.id, [one.pupil_id for one in found], period.first, day)
    lines = []
    for one in found:
        stay = stays.get(one.pupil_id, Stay())
        run = "" if stay.gone else run_note(figures[one.pupil_id])  # the run goes on elsewhere
        lines.append(f"• {_numbered(one, pupils)}: {_missed(one, run, _stay(stay))}")
    return lines


def _stay(stay: Stay) -> str:
    """Since when, or until when, the figures are of this class; empty for who was there all the time."""
    if stay.gone:
        there = _("now in {klass}").format(klass=stay.now_in) if stay.now_in else _("no longer at the school")
        return _("in this class until {day}, {there}").format(day=short_day(stay.gone), there=there)
    return _("in this class since {day}").format(day=short_day(stay.since)) if stay.since else ""


def _missed(one: Missed, run: str, stay: str) -> str:
    said = _("{total} sessions ({parts})").format(total=one.total, parts=kinds_said(one)) if one.total else ""
    late = _("late {count}×").format(count=one.late) if one.late else ""
    return "; ".join(part for part in (said, late, in_part_counted(one), run, stay) if part)


def _buttons(asked: Asked) -> list[list[Button]]:
    """What leads on from here; a year that is over is asked for in words."""
    klass, period = asked.klass, asked.period
    if not asked.in_charge or asked.as_of.year:
        return []
    days = says.days_written(period.first, period.last, one=period.kind == DAY)
    file = Button(_("File"), says.register_file(klass.name, days))
    if period.kind == DAY:
        week, month = says.klass(klass.name, says.WEEK), says.klass(klass.name, says.MONTH)
        return [[Button(_("This week"), week), Button(_("This month"), month), file]]
    return [[Button(_("Today"), says.klass(klass.name)), file]]
