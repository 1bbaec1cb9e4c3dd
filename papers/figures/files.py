"""The registers as files, made from what the database says now: for the command line and for a chat."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from models.boarders import boarder_ids
from models.contested import Contested, contested_among
from models.figures.class_register import class_register, homerooms
from models.figures.day_register import ClassHalfDay, day_registers
from models.figures.place_register import place_registers
from models.figures.totals import by_class, by_pupil
from models.people.homes import place_then
from models.people.places import Place
from models.people.signing import signed_letterhead
from models.register.tables import Marks
from models.school.letterhead import Letterhead
from models.shapes.asker import School
from papers.figures.boarder_days import add_boarder_days
from papers.figures.book import Book, new_book
from papers.figures.class_register import add_class_register
from papers.figures.class_summary import add_class_summary
from papers.figures.day_register import add_day_register
from papers.figures.place_register import add_place_register, add_places
from papers.figures.words import file_name
from rules.people.classes import ClassRef

Months = Sequence[tuple[date, date]]  # first and last day of each


class Made(Struct, frozen=True):
    name: str
    content: bytes


def months_of(first: date, last: date) -> Months:
    """The months from a day to a day; the first and the last may be parts of one."""
    found = []
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append((first, min(last, following - timedelta(days=1))))
        first = following
    return found


async def class_file(
    session: AsyncSession, school: School, klass: ClassRef, months: Months, today: date
) -> Made | None:
    """The absence register, two sheets a month; None if the class held nothing in these months."""
    read = [await class_register(session, school.id, klass.id, klass.name, *days) for days in months]
    held = [register for register in read if register.parts]

    def fill(book: Book) -> None:
        for register in held:
            add_class_register(book, register, today, school.local)

    name = file_name("so-vang", klass.name, _span(months))
    return await made_book(session, school, today, name, fill) if held else None


async def boarder_file(
    session: AsyncSession, school: School, classes: Sequence[ClassRef], months: Months, today: date
) -> Made | None:
    """On which days the boarders of these classes were at school, a sheet a month; None if nothing was held."""
    boarders = await boarder_ids(session, school.id)
    read = [
        (days, [await class_register(session, school.id, klass.id, klass.name, *days) for klass in classes])
        for days in months
    ]
    held = [(days, registers) for days, registers in read if any(one.parts for one in registers)]

    def fill(book: Book) -> None:
        for days, registers in held:
            add_boarder_days(book, registers, boarders, days, today)

    name = file_name("ban-tru", _span(months))
    return await made_book(session, school, today, name, fill) if held else None


async def day_file(session: AsyncSession, school: School, first: date, last: date, today: date) -> Made | None:
    """The register of absences by half day, a sheet a day; None if nothing was held in these days."""
    unsure = await contested_among(session, Marks.school_id == school.id, Marks.day.between(first, last))
    found = await day_registers(session, school.id, first, last)
    days = {day: [_less(one, unsure) for one in held] for day, held in found.items()}

    def fill(book: Book) -> None:
        for day, held in days.items():
            add_day_register(book, day, held, today, school.local)

    span = f"{first}" if first == last else f"{first:%Y-%m}"
    return await made_book(session, school, today, file_name("vang-hang-buoi", span), fill) if days else None


def _less(one: ClassHalfDay, unsure: Sequence[Contested]) -> ClassHalfDay:
    part = one.part
    theirs = [said for said in unsure if (said.class_id, said.day, said.part) == (part.class_id, part.day, part.part)]
    return replace(one, unsure={said.pupil_id for said in theirs})


async def place_files(
    session: AsyncSession,
    school: School,
    known: Mapping[int, Place],
    chosen: Sequence[Place],
    days: tuple[date, date],
    today: date,
) -> list[Made]:
    """Of each place who was absent in these days, and the figures of its hamlets."""
    made = []
    for register in await place_registers(session, school.id, known, chosen, *days):
        name = file_name("vang", register.place.said, _span([days]))
        fill = partial(add_place_register, register=register, day=today)
        made.append(await made_book(session, school, today, name, fill))
    return made


async def summary_file(
    session: AsyncSession,
    school: School,
    classes: Sequence[ClassRef],
    known: Mapping[int, Place],
    days: tuple[date, date],
    today: date,
) -> Made:
    """Every class and every place side by side."""
    ids = [klass.id for klass in classes]
    counts, teachers = await by_class(session, ids, *days), await homerooms(session, ids, days[1])
    places = await place_registers(session, school.id, known, villages(known), *days)
    nowhere = (await by_pupil(session, school.id, place_then(), *days)).get(None)

    def fill(book: Book) -> None:
        add_class_summary(book, days, classes, counts, teachers, today)
        if places:
            add_places(book, "Theo nơi ở", "TỔNG HỢP CHUYÊN CẦN THEO NƠI Ở", places, nowhere)

    return await made_book(session, school, today, file_name("tong-hop", _span([days])), fill)


def villages(known: Mapping[int, Place]) -> list[Place]:
    return [place for place in known.values() if place.parent_id is None]


def _span(months: Months) -> str:
    first, last = months[0][0], months[-1][1]
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else f"{first:%Y-%m}-{last:%Y-%m}"


async def made_book(
    session: AsyncSession, school: School, today: date, name: str, fill: Callable[[Book], None]
) -> Made:
    """Written aside: nobody else waits while it is."""
    head = await signed_letterhead(session, school, today)
    return Made(name, await asyncio.to_thread(_content, head, name, fill))


def _content(head: Letterhead, title: str, fill: Callable[[Book], None]) -> bytes:
    with new_book(head, title) as (book, made):
        fill(book)
    return made.getvalue()
