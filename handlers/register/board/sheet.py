"""How a guided roll call looks: the class as buttons to tap, or as a list to answer by number."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads
from letters.says import roll_call as says
from letters.says.register import scope_said, scope_typed
from locales import _
from locales.words import joined, listed
from models.people.askers import person_name
from models.people.class_lists import ClassList, class_list, classes
from models.register.reports import PRESENT
from models.register.roll_calls import RollCall, marks_now, reported_by_others, taps_of
from models.shapes.asker import LinkedAsker
from models.shapes.message import Button, Incoming, Outgoing
from rules.marks import ABSENT, IN_PART, Mark
from rules.people.classes import ClassRef
from rules.reading.who.roster import Pupil
from rules.register import fitted_name, numbered, pages

MOST_ON_PAGE = 20  # ten rows of two: one phone's screen
NAME_ROOM = 14  # letters of a name that half a phone's width shows behind mark and number
SIGNS = {
    PRESENT: "",
    Mark.UNEXCUSED: "✗ K ",
    Mark.EXCUSED: "P ",
    Mark.LATE: "M ",
    Mark.DUTY: "D ",
    Mark.SKIPPED: "BT ",
    Mark.LEFT_EARLY: "VS ",
}


class Sheet(Struct, frozen=True, kw_only=True):
    """A roll call with all it shows: `live` is what the register has, `taps` what was tapped here, both by pupil.
    `reporter` is who else has reported this half day.
    """

    call: RollCall
    klass: ClassRef
    pupils: ClassList
    live: dict[int, str]
    taps: dict[int, str]
    reporter: str = ""

    def state(self, pupil_id: int) -> str:
        return self.taps.get(pupil_id, self.live.get(pupil_id, PRESENT))

    def marked(self, kind: str) -> list[Pupil]:
        return [pupil for pupil in self.pupils.index.roster.pupils if self.state(pupil.id) == kind]

    def numbers(self) -> dict[int, Pupil]:
        return numbered(self.pupils.index.roster.pupils)

    def scope(self) -> str:
        """Class, half day and day, as the reader of reports understands them again."""
        return scope_typed(self.klass.name, self.call.parts, self.call.day)

    def said(self) -> str:
        """`6A sáng 21/11`."""
        return scope_said(self.klass.name, self.call.parts, self.call.day)


async def read_sheet(session: AsyncSession, asker: LinkedAsker, call: RollCall) -> Sheet | None:
    """None if the school has this class no more. Who skipped a lesson is for those in charge of the class."""
    school = asker.school
    known = await classes(session, school, call.day)
    klass = next((klass for klass in known if klass.id == call.class_id), None)
    if klass is None:
        return None
    reporter, live = await reported_by_others(session, call), await marks_now(session, call)
    in_charge = leads(asker) or klass.id in asker.classes()
    return Sheet(
        call=call,
        klass=klass,
        pupils=await class_list(session, school, call.class_id, call.day),
        live={pupil: kind for pupil, kind in live.items() if in_charge or kind not in IN_PART},
        taps=await taps_of(session, call.id),
        reporter=await person_name(session, reporter) if reporter else "",
    )


def shown(sheet: Sheet, incoming: Incoming) -> Outgoing:
    """The sheet for the channel that asked: a board of buttons, or a list where there are none."""
    answers = says.by_number(sheet.call.id)
    if not incoming.can.buttons:
        return Outgoing(text=_list(sheet), answers=answers)
    begins = sheet.call.inbox_id == incoming.inbox_id
    replaces = None if begins else sheet.call.inbox_id
    return Outgoing(text=_head(sheet), buttons=_buttons(sheet), board=True, replaces=replaces, answers=answers)


def elsewhere(sheet: Sheet, inbox_id: int) -> Outgoing:
    """What a board becomes whose roll call goes on in a newer message."""
    text = _("**Roll call {scope}**: please see the message below.")
    return Outgoing(text=text.format(scope=sheet.said()), replaces=inbox_id)


def _counts(sheet: Sheet) -> str:
    unexcused, excused = sheet.marked(Mark.UNEXCUSED), sheet.marked(Mark.EXCUSED)
    text = _("**Roll call {scope}**: absent {absent}/{enrolled} ({excused} with leave, {unexcused} without).")
    return text.format(
        scope=sheet.said(),
        absent=len(unexcused) + len(excused),
        enrolled=sheet.pupils.enrolled,
        excused=len(excused),
        unexcused=len(unexcused),
    )


def _head(sheet: Sheet) -> str:
    how = _("Tap a name: once K (without leave), twice P (with leave), three times present. Then tap Save.")
    return joined([_counts(sheet), *_reporter(sheet), how, *_names(sheet)])  # who is marked: next to the buttons


def _names(sheet: Sheet) -> list[str]:
    """Who is marked, for a page shows only a part of the class."""
    lines = ((_("Without leave: {names}"), Mark.UNEXCUSED), (_("With leave: {names}"), Mark.EXCUSED))
    found = ((text, [pupil.name for pupil in sheet.marked(kind)]) for text, kind in lines)
    return [text.format(names=listed(names)) for text, names in found if names]


def _reporter(sheet: Sheet) -> list[str]:
    if not sheet.reporter:
        return []
    text = _("{name} has reported this session already; only the pupils you mark here will change.")
    return [text.format(name=sheet.reporter)]


def _buttons(sheet: Sheet) -> list[list[Button]]:
    call = sheet.call
    every = pages(list(sheet.numbers().items()), MOST_ON_PAGE)
    page = min(call.page, len(every))
    names = [_name(sheet, number, pupil) for number, pupil in every[page - 1]]
    rows = [names[place : place + 2] for place in range(0, len(names), 2)]
    turns = [(page - 1, _("‹ Page {page}/{count}")), (page + 1, _("Page {page}/{count} ›"))]
    turning = [
        Button(label.format(page=to, count=len(every)), says.turn(call.id, to))
        for to, label in turns
        if 1 <= to <= len(every)
    ]
    absent = len(sheet.marked(Mark.UNEXCUSED)) + len(sheet.marked(Mark.EXCUSED))
    save = _("Save: {count} absent").format(count=absent) if absent else _("Save: nobody absent")
    ending = [Button(save, says.save(call.id)), Button(_("Cancel the roll call"), says.drop(call.id))]
    return [*rows, *([turning] if turning else []), ending]


def _name(sheet: Sheet, number: int, pupil: Pupil) -> Button:
    """What it says never changes, whatever the label shows: two quick taps are two taps."""
    label = f"{SIGNS[sheet.state(pupil.id)]}{number}. {fitted_name(pupil.name, NAME_ROOM)}"
    return Button(label, says.tap(sheet.call.id, pupil.id))


def _list(sheet: Sheet) -> str:
    how = _(
        "Please answer with the numbers of the absent pupils, for example {example}: P with leave, no letter without. "
        "If nobody is absent, answer 0."
    ).format(example=_example(list(sheet.numbers())))
    return joined([_counts(sheet), *_reporter(sheet), *_lines(sheet), how, *_standing(sheet)])


def _standing(sheet: Sheet) -> list[str]:
    """Numbers typed here are added: who is recorded and in class after all is taken back by a word."""
    away = [number for number, pupil in sheet.numbers().items() if sheet.live.get(pupil.id) in ABSENT]
    text = _("Pupils recorded as absent stay so; for one who is in class answer: {number} có mặt")
    return [text.format(number=away[0])] if away else []


def _lines(sheet: Sheet) -> list[str]:
    states = {number: SIGNS[sheet.state(pupil.id)].strip(" ✗") for number, pupil in sheet.numbers().items()}
    return [
        f"{number}. {pupil.name}" + (f" – {states[number]}" if states[number] else "")
        for number, pupil in sheet.numbers().items()
    ]


def _example(numbers: Sequence[int]) -> str:
    """Two numbers of this class, as they may be answered."""
    middle, last = numbers[len(numbers) // 2], numbers[-1]
    return f"{middle}, {last}P" if middle != last else f"{last}P"
