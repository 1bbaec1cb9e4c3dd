"""Open questions in words: what is asked, with a button for each answer, and how a list names what is still open."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from letters.register.which_days import day_asked, range_words
from letters.says import Code
from letters.says import register as says
from locales import _
from locales.marks import state_words
from locales.words import day_words, listed, opening, part_words, plain, short_day
from models.people.class_lists import ClassList, class_list, classes
from models.register.questions import AHEAD, DROPPED, Question
from models.register.reported import absent_now
from models.register.reports import PRESENT
from models.shapes.asker import School
from models.shapes.message import Button, Outgoing
from rules.calendar.parts import Part
from rules.marks import Mark
from rules.people.names import clean, fold
from rules.reading.said.reported import Item
from rules.reading.who.roster import Pupil, nearest
from rules.reading.words.lexicon import IN_PART

BOTH = (Part.MORNING, Part.AFTERNOON)
OFFERED, NEAR = 6, 2  # the most a question offers, and of names that are only like the one typed
MOST_OF_CLASS = 80  # buttons a message can bear
# answers, as buttons say them
ALL, ONLY, TODAY, NOT_HERE, OF_CLASS = Code("ca"), Code("thoi"), Code("nay"), Code("khac"), Code("lop")
NEW, HERE, EXCUSED, UNEXCUSED, LEFT_OUT = Code("moi"), Code("di"), Code("P"), Code("K"), Code(DROPPED)


async def ask(session: AsyncSession, school: School, one: Question) -> Outgoing:
    """The question with its buttons, and the day it is about: it may be read on another. Each answer is checked again
    when it is pressed.
    """
    asked = await _ask(session, school, one)
    day = short_day(one.day)
    return asked if day in asked.text else replace(asked, text=f"{day}: {asked.text}")


async def _ask(session: AsyncSession, school: School, one: Question) -> Outgoing:
    if one.class_id is None:
        return await _ask_class(session, school, one)
    return await _ask_of_class(session, school, one, one.class_id)


async def _ask_of_class(session: AsyncSession, school: School, one: Question, class_id: int) -> Outgoing:
    pupils = await class_list(session, school, class_id, asked_on(one, school))
    match one.kind:
        case "pupil" if _is_of_absence(one, pupils):
            return await _ask_whether(session, one, pupils, asked_on(one, school))
        case "pupil" if not one.candidates:
            return await ask_nearest(session, school, one)
        case "pupil":
            return _ask_pupil(one, pupils, await _recorded(session, one, class_id, pupils))
        case "these":
            return _ask_these(one, pupils, await _recorded(session, one, class_id, pupils))
        case "count":
            return _ask_count(one, pupils)
        case _:
            return _ask_day(one, pupils, asked_on(one, school))


def asked_on(one: Question, school: School) -> date:
    """The school's day on which it was asked: today, as the message meant it."""
    return school.day(one.asked_at)


def button(one: Question, label: str, answer: Code) -> list[Button]:
    return [Button(label[:60], says.choose(one.id, answer))]


def _is_of_absence(one: Question, pupils: ClassList) -> bool:
    """Whether it is clear who is meant, and asked only whether that is so."""
    items = one.matter.report.items
    known = len(one.candidates) == 1 and one.candidates[0] in pupils.index.by_id
    return known and len(items) == 1 and not items[0].meant and not items[0].doubt


async def _recorded(session: AsyncSession, one: Question, class_id: int, pupils: ClassList) -> str:
    """What the register says by now of those who may be meant: somebody else may have reported them."""
    there = await absent_now(session, class_id, one.day, one.parts or BOTH, one.candidates)
    marked = {row.pupil_id for row in there}
    names = [pupils.name(number) for number in one.candidates if number in marked]
    if names:
        return _("Recorded absent already: {names}.").format(names=listed(names))
    return _("This pupil is not recorded yet.") if len(one.candidates) == 1 else _("None of them is recorded yet.")


async def _ask_whether(session: AsyncSession, one: Question, pupils: ClassList, today: date) -> Outgoing:
    assert one.class_id is not None  # noqa: S101, a pupil is asked about in a class
    if one.matter.report.items[0].kind in IN_PART:
        return _ask_in_part(one, pupils, today)
    there = await absent_now(session, one.class_id, one.day, one.parts or BOTH, one.candidates)
    mine = {row.part: row.kind for row in there if row.pupil_id == one.candidates[0]}
    return _ask_right(one, pupils, mine) if mine else _ask_absent(one, pupils, today)


def _ask_absent(one: Question, pupils: ClassList, today: date) -> Outgoing:
    """Said of somebody who may be absent, or only late, or ill in class: one tap tells."""
    name = pupils.name(one.candidates[0])
    text = _("Is {name} absent today? Not recorded yet.")
    if one.day != today:
        text = _("Is {name} absent on {day}? Not recorded yet.")
    buttons = [
        button(one, _("Absent with leave"), EXCUSED),
        button(one, _("Absent without leave"), UNEXCUSED),
        button(one, _("In class"), HERE),
    ]
    return Outgoing(text=text.format(name=name, day=day_words(one.day)), buttons=buttons)


def _ask_right(one: Question, pupils: ClassList, mine: Mapping[str, str]) -> Outgoing:
    """Said of somebody who is recorded absent: a reason, or that it is not so."""
    pupil_id, parts = one.candidates[0], list(mine)
    name, state = pupils.name(pupil_id), listed(dict.fromkeys(map(state_words, mine.values())))
    text = _("{name}, {part} {day}: recorded {state}. What is right?")
    scope = says.scope_typed(pupils.index.roster.name, parts, one.day)
    buttons = [
        button(one, _("Absent with leave"), EXCUSED),
        button(one, _("Absent without leave"), UNEXCUSED),
        [Button(_("In class"), says.mark(scope, pupil_id, PRESENT))],
    ]
    words = text.format(name=name, part=part_words(parts), day=day_words(one.day), state=state)
    return Outgoing(text=words, buttons=buttons)


def _ask_in_part(one: Question, pupils: ClassList, today: date) -> Outgoing:
    """Said of somebody who came: was a lesson skipped that day?"""
    name, state = pupils.name(one.candidates[0]), state_words(Mark[one.matter.report.items[0].kind.name])
    text = _("{name}, today: {state}, is that right? Not recorded yet.")
    if one.day != today:
        text = _("{name}, {day}: {state}, is that right? Not recorded yet.")
    yes = button(one, _("Yes: {state}").format(state=state), says.chosen_pupil(one.candidates[0]))
    buttons = [yes, button(one, _("No, leave it out"), LEFT_OUT)]
    return Outgoing(text=text.format(name=name, day=day_words(one.day), state=state), buttons=buttons)


def _ask_pupil(one: Question, pupils: ClassList, recorded: str) -> Outgoing:
    found = [pupils.index.by_id[number] for number in one.candidates if number in pupils.index.by_id]
    text = _("“{words}” in class {klass}: which pupil is it?")
    if len(found) == 1:
        text = _("“{words}” in class {klass}: does that mean this pupil?")
    buttons = [button(one, who(pupil), says.chosen_pupil(pupil.id)) for pupil in found]
    buttons.append(button(one, _("Not in this class"), NOT_HERE))
    asked = text.format(words=plain(one.words), klass=pupils.index.roster.name)
    return Outgoing(text=f"{asked} {recorded}", buttons=buttons)


async def ask_nearest(session: AsyncSession, school: School, one: Question) -> Outgoing:
    """Nobody offered so far was meant: the nearest names, pupils of that very name in other classes, a new pupil."""
    assert one.class_id is not None  # noqa: S101, a pupil is asked for in a class
    pupils = await class_list(session, school, one.class_id, asked_on(one, school))
    near = [pupil for pupil in nearest(pupils.index, one.words, NEAR) if pupil.id not in one.candidates]
    text = _("Class {klass} has no pupil called “{words}”. Not recorded. Is it one of these?")
    elsewhere = await _elsewhere(session, school, one)
    if not near and not elsewhere:
        text = _("Class {klass} has no pupil called “{words}”. Not recorded.")
    buttons = [button(one, who(pupil), says.chosen_pupil(pupil.id)) for pupil in near]
    buttons += [button(one, f"{klass}: {who(pupil)}", says.chosen_pupil(pupil.id)) for klass, pupil in elsewhere]
    buttons.append(button(one, _("Choose from the class list"), OF_CLASS))
    buttons.append(button(one, _("New pupil, not on the list yet"), NEW))
    buttons.append(button(one, _("Nobody, leave it out"), LEFT_OUT))
    return Outgoing(text=text.format(words=plain(one.words), klass=pupils.index.roster.name), buttons=buttons)


async def ask_of_class(session: AsyncSession, school: School, one: Question) -> Outgoing:
    """Everybody of the class, two a row: who is called what nobody's name is like."""
    assert one.class_id is not None  # noqa: S101, a pupil is asked for in a class
    pupils = await class_list(session, school, one.class_id, asked_on(one, school))
    names = [
        Button(pupils.numbered(pupil.id)[:60], says.choose(one.id, says.chosen_pupil(pupil.id)))
        for pupil in pupils.index.roster.pupils[:MOST_OF_CLASS]
    ]
    text = _("“{words}” in class {klass}: which pupil is it?")
    rows = [*(names[at : at + 2] for at in range(0, len(names), 2)), button(one, _("Nobody, leave it out"), LEFT_OUT)]
    return Outgoing(text=text.format(words=plain(one.words), klass=pupils.index.roster.name), buttons=rows)


async def _elsewhere(session: AsyncSession, school: School, one: Question) -> list[tuple[str, Pupil]]:
    """Pupils of that very name in other classes, with the names of these."""
    wanted, day = fold(clean(one.words)), asked_on(one, school)
    found: list[tuple[str, Pupil]] = []
    for klass in await classes(session, school, day) if " " in wanted else ():
        if klass.id != one.class_id:
            index = (await class_list(session, school, klass.id, day)).index
            found += [
                (klass.name, pupil)
                for pupil, name in zip(index.roster.pupils, index.folded, strict=True)
                if name == wanted
            ]
    return found[:OFFERED]


def _ask_these(one: Question, pupils: ClassList, recorded: str) -> Outgoing:
    """Several names that may all be meant, or not."""
    names = [pupils.name(number) for number in one.candidates]
    kinds = {pupil: item.excused for item in one.matter.report.items for pupil in item.candidates}
    shown = [_with_kind(name, kinds.get(number)) for name, number in zip(names, one.candidates, strict=True)]
    said = one.matter.report.count_said
    text = _("{klass}: are these pupils absent: {names}?")
    if said is not None:
        text = _("The message says {count} absent in {klass} but names {named}: {names}. Who is absent?")
    buttons = [button(one, _("Yes, all {count}").format(count=len(names)), ALL)]
    if said == len(names) - 1 and len(names) > 1:
        texts = _("All but {name}")
        buttons += [
            button(one, texts.format(name=name), says.all_but(n)) for n, name in zip(one.candidates, names, strict=True)
        ]
    buttons.append(button(one, _("No, leave it out"), LEFT_OUT))
    asked = text.format(klass=pupils.index.roster.name, names=listed(shown), count=said, named=len(names))
    return Outgoing(text=f"{asked} {recorded}", buttons=buttons)


def _with_kind(name: str, excused: bool | None) -> str:  # noqa: FBT001, as an item has it
    if excused is None:
        return name
    return f"{name} ({state_words(Mark.EXCUSED if excused else Mark.UNEXCUSED)})"


def _ask_count(one: Question, pupils: ClassList) -> Outgoing:
    klass, named = pupils.index.roster.name, len(one.matter.report.items)
    said = one.matter.report.count_said
    if not named:
        text = _("The message says {count} absent in {klass}. Who is absent? Please write their names.")
        return Outgoing(text=text.format(count=said, klass=klass), buttons=[button(one, _("Leave it out"), LEFT_OUT)])
    text = _("The message says {count} absent in {klass} but names {named}. Who else is absent?")
    only = button(one, _("Only these {count}").format(count=named), ONLY)
    return Outgoing(text=text.format(count=said, klass=klass, named=named), buttons=[only])


def _ask_day(one: Question, pupils: ClassList, today: date) -> Outgoing:
    text, days = day_asked(one, today)
    names = _named(one, pupils)
    buttons = [button(one, label, says.chosen_days(choice)) for label, choice in days]
    if one.kind == AHEAD:
        buttons = [button(one, _("With leave, asked ahead"), EXCUSED), button(one, _("I mean today"), TODAY)]
    buttons.append(button(one, _("Leave it out"), LEFT_OUT))
    when = opening(range_words(one.matter.report.items[0].days)) if one.kind == AHEAD else ""
    return Outgoing(text=text.format(names=names, klass=pupils.index.roster.name, day=when), buttons=buttons)


def _named(one: Question, pupils: ClassList) -> str:
    items: Sequence[Item] = one.matter.report.items
    names = [pupils.name(pupil) for item in items for pupil in item.candidates if pupil in pupils.index.by_id]
    return listed(names) or _("class {klass}").format(klass=pupils.index.roster.name)


async def _ask_class(session: AsyncSession, school: School, one: Question) -> Outgoing:
    known = {klass.id: klass.name for klass in await classes(session, school, asked_on(one, school))}
    if one.words:
        text = _("There is no class {words}. Nothing was recorded. The classes are: {names}.")
        if len(one.candidates) > 1 and len({known[number][:2] for number in one.candidates}) == 1:
            text = _("Which class {words} is meant? Nothing was recorded.")
    else:
        text = _("Which class? Please write it first, for example: {example}")
    example = f"{next(iter(known.values()))} {one.matter.text}"
    example = says.absent(example) if one.matter.behind_command else example
    buttons = [button(one, known[number], says.chosen_class(number)) for number in one.candidates if number in known]
    words = text.format(words=plain(one.words), names=", ".join(list(known.values())[: OFFERED * 10]), example=example)
    return Outgoing(text=words, buttons=[*buttons, button(one, _("Leave it out"), LEFT_OUT)])


def who(pupil: Pupil) -> str:
    """Full name, list number, and what tells namesakes apart."""
    parts = [pupil.name]
    if pupil.list_no is not None:
        parts.append(_("no. {number}").format(number=pupil.list_no))
    if pupil.birth_date is not None:
        parts.append(pupil.birth_date.strftime("%d/%m/%Y"))
    if pupil.place:
        parts.append(pupil.place)
    return ", ".join(parts)[:60]
