"""Who of a village was absent, by name, and on a second sheet its hamlets with those who look after them."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from models.figures.place_register import Away, PlaceRegister, Villager
from models.figures.summary import total
from models.figures.totals import Count
from models.people.places import Place
from papers.figures.book import BOLD, NAME, SIGN, SUM, SUM_NAME, WORDS, Book, Page
from papers.figures.words import SIGNS_OF_ABSENCE, dated, month_words, rate_words, signer, summed
from rules.marks import UNCLEAR, Mark

NAMES = ("TT", "Họ và tên", "Lớp", "Nơi ở", "Vắng P", "Vắng K", "Vắng V", "Cộng", "Những buổi vắng (S: sáng, C: chiều)")
PLACES = (
    *("TT", "Nơi ở", "Người phụ trách", "Học sinh", "Buổi học sinh"),
    *("Vắng P", "Vắng K", "Vắng V", "Cộng", "Chuyên cần"),
)
_NAMES_LOOKS = (SIGN, NAME, SIGN, NAME, SUM, SUM, SUM, SUM, WORDS)
_PLACES_LOOKS = (SIGN, NAME, WORDS, SIGN, SIGN, SUM, SUM, SUM, SUM, SIGN)
_LETTERS_A_LINE, _PAIR_A_LINE = 62, 40


def add_place_register(book: Book, register: PlaceRegister, day: date) -> None:
    """Two sheets; `day` is that of the signature. No reason is on them: they go to the village."""
    page = book.page(register.place.said, [5, 28, 9, 26, 8, 8, 8, 8, 58])
    page.opening(f"THEO DÕI HỌC SINH VẮNG – {register.place.said.upper()}", month_words(register.first, register.last))
    page.head(NAMES)
    places = {place.id: place for place in register.places}
    for number, pupil in enumerate(register.pupils, 1):
        _pupil(page, number, pupil, places[pupil.place_id])
    count = total(register.counts.values())
    sums = (count.excused, count.unexcused, count.unclear, count.absent)
    page.line(["", "Cộng", "", "", *sums, ""], [SUM, SUM_NAME, *[SUM] * 7])
    page.row += 1
    page.note("Mỗi buổi tính vào nơi em ở hôm đó. Buổi lớp chưa báo không tính có mặt cũng không tính vắng.")
    page.note(SIGNS_OF_ABSENCE)
    page.signed(dated(book.letterhead, day), ("NGƯỜI LẬP", ""), signer(book.letterhead))
    add_places(book, f"Theo nơi ở {register.place.said}", f"CHUYÊN CẦN – {register.place.said.upper()}", [register])


def _pupil(page: Page, number: int, pupil: Villager, place: Place) -> None:
    days = _days(pupil.away)
    figures = [pupil.number(sign) for sign in (Mark.EXCUSED, Mark.UNEXCUSED, UNCLEAR)]
    cells: list[str | int] = [number, pupil.name, pupil.class_name, place.said]
    cells += [one or "" for one in (*figures, len(pupil.away))]
    page.line([*cells, days], _NAMES_LOOKS, lines=max(1, -(-len(days) // _LETTERS_A_LINE)))


def _days(away: Sequence[Away]) -> str:
    """`16/11 S; 17/11 S, C`."""
    days = groupby(away, key=lambda one: one.day)
    return "; ".join(f"{day:%d/%m} {', '.join(one.part for one in parts)}" for day, parts in days)


def add_places(
    book: Book, name: str, title: str, registers: Sequence[PlaceRegister], nowhere: Count | None = None
) -> None:
    """Each place with those who look after it and its figures; `nowhere` is of pupils whose home nobody wrote down."""
    page = book.page(name, [5, 30, 40, 10, 12, 9, 9, 9, 9, 13])
    page.opening(title, month_words(registers[0].first, registers[0].last))
    page.head(PLACES)
    shown = [(register, place) for register in registers for place in register.places if _lives(register, place)]
    for number, (register, place) in enumerate(shown, 1):
        _place(page, number, register, place)
    counts = [register.counts[place.id] for register, place in shown]
    if nowhere is not None and nowhere.possible:
        page.line([len(shown) + 1, "Chưa rõ nơi ở", "", "", *_figures(nowhere)], _PLACES_LOOKS)
        counts.append(nowhere)
    page.row += 1
    page.write(0, f"Cộng: {summed(total(counts))}.", BOLD)
    page.row += 1
    page.finish()


def _lives(register: PlaceRegister, place: Place) -> bool:
    """A village whose pupils all live in its hamlets, and that nobody looks after as a whole, has no line."""
    living = any(pupil.place_id == place.id for pupil in register.pupils)
    return bool(living or register.pairs[place.id] or register.counts[place.id].possible)


def _place(page: Page, number: int, register: PlaceRegister, place: Place) -> None:
    count = register.counts[place.id]
    pair = ", ".join(register.pairs[place.id]) or "chưa có ai"
    living = sum(pupil.place_id == place.id for pupil in register.pupils)
    cells: list[str | int] = [number, place.said, pair, living, *_figures(count)]
    page.line(cells, _PLACES_LOOKS, lines=max(1, -(-len(pair) // _PAIR_A_LINE)))


def _figures(count: Count) -> list[str | int]:
    return [count.possible, count.excused, count.unexcused, count.unclear, count.absent, rate_words(count)]
