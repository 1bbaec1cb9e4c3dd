"""How boarders are asked for and listed: by village, and never as if silence were presence."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says import boarders as says
from letters.told import lines_of
from locales import N_, _
from locales.words import day_words
from models import BoarderReturns
from models.boarders import AWAY, BACK, STAYED, Boarder, boarders, missing_boarders
from models.people.roles import homeroom
from models.readers import BOARDER, CLASS, carer, holds, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.phones import shown
from rules.people.roles import LEADERS, Role

STATES = {AWAY: N_("not back"), BACK: N_("back"), STAYED: N_("stayed at school"), None: N_("nothing said yet")}
MOST_BUTTONS = 10


def count_words(found: Sequence[Boarder], day: date, title: str = "") -> str:
    """`Nội trú 6A, thứ Hai 16/11: đã vào 3/5, ở lại 1, chưa vào 1`."""
    state = [one.state for one in found]
    text = _("**Boarders {title}, {day}**: back {back}/{count}, stayed {stayed}, not back {away}, not known {silent}")
    return text.format(
        title=title or _("of the school"),
        day=day_words(day),
        back=state.count(BACK),
        count=len(found),
        stayed=state.count(STAYED),
        away=state.count(AWAY),
        silent=state.count(None),
    )


def by_village(found: Sequence[Boarder], *, office: bool = False) -> list[str]:
    """A line a village: those not back and those nobody spoke of; who is back is only counted. The `office` reads each
    one's class, and of whom nobody spoke only how many in which class: a school of names is read by nobody.
    """
    several = office or len({one.class_id for one in found}) > 1
    villages: dict[str, list[Boarder]] = {}
    for one in found:
        villages.setdefault(one.village or _("hamlet unknown"), []).append(one)
    lines = []
    for name, people in villages.items():
        parts = []
        for state in (AWAY, None):
            mine = [one for one in people if one.state == state]
            if mine:
                named = [_named(one, several=several) for one in mine] if state or not office else _by_class(mine)
                parts.append(f"{_(STATES[state])}: {', '.join(named)}")
        there = sum(one.state in {BACK, STAYED} for one in people)
        if there:
            parts.append(_("at school: {count}").format(count=there))
        lines.append(f"• {name}: " + "; ".join(parts))
    return lines


def _by_class(people: Sequence[Boarder]) -> list[str]:
    return [f"{name} {count}" for name, count in Counter(one.class_name for one in people).items()]


def _named(one: Boarder, *, several: bool) -> str:
    number = f"{one.list_no} " if one.list_no is not None else ""
    return f"{number}{one.name}" + (f" ({one.class_name})" if several else "")


def ask_buttons(found: Sequence[Boarder], klass: str) -> list[list[Button]]:
    """For those not back or not spoken of: all of them back, or one by one."""
    open_ = [one for one in found if one.state in {AWAY, None}]
    if not open_:
        return []
    rows = [[Button(_("{klass}: all are back").format(klass=klass), says.all_back(klass))]]
    for one in open_[:MOST_BUTTONS]:
        if one.state is None:
            away = Button(_("{name}: not back").format(name=one.name), says.not_back(klass, one.pupil_id))
            stayed = Button(_("stayed: {name}").format(name=one.name), says.stayed(klass, one.pupil_id))
            rows.append([away, stayed])
        else:
            rows.append([Button(_("{name}: is back now").format(name=one.name), says.is_back(klass, one.pupil_id))])
    return rows


@composes(Kind.BOARDERS, to=teacher(CLASS).passed_on(), about=kind_words.BOARDERS, of_its_hour=True)
async def ask_teacher(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher is asked for the boarders of the class, by village, as long as something is open."""
    day = max(due.day for due in dues)
    classes = [due.about for due in dues if due.day == day]
    found = await boarders(session, day, BoarderReturns.class_id.in_(classes))
    open_ = {one.class_id for one in found if one.state in {AWAY, None}}
    if not open_:
        return None
    mine = [one for one in found if one.class_id in open_]
    names = list(dict.fromkeys(one.class_name for one in mine))
    head = count_words(mine, day, ", ".join(names))
    ask = _("Who is not back? Type /noitru {klass} and their list numbers, or tap.").format(klass=names[0])
    listed = len(names) == 1 and all(one.list_no is not None for one in mine)
    if listed:
        text = _(
            "Who is not back? Please write their list numbers, for example {example}; 0 if all are back. Who stays at "
            "school: /noitru {klass} ở lại {first}"
        )
        numbers = [str(one.list_no) for one in mine if one.state in {AWAY, None}]
        ask = text.format(example=", ".join(numbers[:2]), klass=names[0], first=numbers[0])
    buttons = [row for name in names for row in ask_buttons([one for one in mine if one.class_name == name], name)]
    told = dues_about([due for due in dues if due.day == day], open_)
    answers = says.of_class(names[0]) if listed else None
    return Letter(text="\n".join([head, *by_village(mine), ask]), told=told, buttons=buttons, answers=answers)


@composes(Kind.BOARDERS_ALL, to=holds(*LEADERS), about=kind_words.BOARDERS, of_its_hour=True)
async def ask_office(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The Pioneer lead and the vice principal: the same for the school."""
    day = max(due.day for due in dues)
    found = await boarders(session, day, BoarderReturns.school_id == reader.school.id)
    if not any(one.state in {AWAY, None} for one in found):
        return None
    ask = _("For a class: /noitru {klass} and the list numbers of those not back.")
    lines = [
        count_words(found, day),
        *by_village(found, office=True),
        ask.format(klass=found[0].class_name),
    ]
    return Letter(text="\n".join(lines), told=dues_about(dues))


@composes(Kind.BOARDER_MISSING, to=carer(BOARDER, Role.HAMLET_STAFF).passed_on(), about=kind_words.BOARDERS)
async def missing_pair(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The hamlet's pair, after the morning's reports: the boarders of whom somebody said that they are not back."""
    ids = [due.about for due in dues]
    day = max(due.day for due in dues)
    found = await missing_boarders(session, day, BoarderReturns.id.in_(ids), BoarderReturns.state == AWAY)
    if not found:
        return None
    teachers = await homeroom(session, {one.class_id for one in found}, day)
    lines = []
    for one in found:
        teacher = teachers.get(one.class_id)
        who = f"{teacher.name} {shown(teacher.phone or '')}".strip() if teacher else _("nobody yet")
        text = _("• {name}, class {klass} ({place}); homeroom teacher {teacher}")
        place = one.place or _("hamlet unknown")
        lines.append(text.format(name=one.name, klass=one.class_name, place=place, teacher=who))
    head = _("**Boarders not back at school, {day}** – pupils of the hamlet you look after:").format(day=day_words(day))
    ask = _("Please ask the family when the child sets out, and tell the homeroom teacher.")
    there = {one.id for one in found}
    told = dues_about(dues, there)
    return Letter(text="\n".join([head, *lines, ask]), told=told)


@composes(Kind.BOARDERS_LIST, to=holds(*LEADERS), about=kind_words.BOARDERS, of_its_hour=True)
async def missing_office(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The office: who is not back, by village, after the morning's reports; classes that said nothing only by count."""
    day = max(due.day for due in dues)
    found = await missing_boarders(session, day, BoarderReturns.school_id == reader.school.id)
    if not found:
        return None
    away = [one for one in found if one.state == AWAY]
    head = _("**Boarders this morning, {day}**: not back {away}, not known {silent}")
    lines = [
        head.format(day=day_words(day), away=len(away), silent=len(found) - len(away)),
        *by_village(found, office=True),
    ]
    if away:
        lines += await lines_of(reader, session, [Kind.BOARDER_MISSING], [one.id for one in away])
    lines.append(_("Who is back, or comes later: /noitru 6A đã vào 3"))
    return Letter(text="\n".join(lines), told=dues_about(dues))
