"""The lines of a pupil sheet."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Literal

from locales import N_
from papers.roster import AsideRow, PupilRow
from papers.roster.lists.class_columns import with_grade
from papers.roster.lists.classes import (
    ONE_OF_BOTH,
    class_of_tab,
    class_of_title,
    fitting,
    is_combined,
    read_class,
    read_class_and_remark,
)
from papers.roster.lists.dates import is_year, no_date, read_birth_date, typed_date
from papers.roster.lists.guardians import guardian_slots, guardians, is_continued
from papers.roster.lists.leavers import day_said, left_on, state_of
from papers.roster.lists.places import Places, read_address, read_hamlet, read_places, read_village
from papers.roster.lists.shapes.births import BIRTHS, order_in
from papers.roster.lists.states import gone_words, is_teacher, tell_days, tell_gone, tell_hidden, tell_pinned
from papers.roster.lists.table import Line, Table
from papers.roster.lists.values import (
    LONGEST_NAME,
    Cell,
    Wrong,
    check_age,
    read_code,
    read_gender,
    read_list_no,
    read_text,
    read_yes,
)
from papers.roster.text import folded
from rules.people.sites import MAIN, apart, at_site, read_site, site_of_title

NO_CLASS = N_("there is no class: write the pupil's class, for example 6A")
CLASSLESS = N_("there is no column for the class, and the title names none for sure: add a column headed “Lớp”")
_HALF_SAID = N_("{klass}: some of its pupils have a site and some have none: write one for each; “{main}” is one too")
_A_TEACHER = N_("“{text}” is said to be a teacher: this line was left out of the pupils")
_NO_OTHER_CLASS = re.compile(  # whose it is, and when it is taught
    r"(co|thay|gvcn|gv|cn|chu nhiem)\b|"
    r"(hoc |buoi |ca )*(sang|chieu|toi|ca ngay|ca \d|[12] buoi|hai buoi|ban tru|noi tru)( ngay)?$"
)
_TOLD_EVERY = 100  # rows


def read_pupils(
    table: Table, today: date, come_to_row: Callable[[int], None] = lambda _rows: None
) -> tuple[list[PupilRow], list[AsideRow]]:
    """The pupils of a table, and the lines that were left out: hidden ones, and of pupils who have left. Says now and
    then at which row it is.
    """
    reading = _Reading(table, today)
    found: list[PupilRow | AsideRow] = []
    for number, (line, below) in enumerate(reading.lines()):
        found.append(reading.line(line, below))
        if number % _TOLD_EVERY == 0:
            come_to_row(line.row - table.start)
    reading.tell_doubtful_classes()
    tell_days(table)
    aside = [one for one in found if isinstance(one, AsideRow)]
    tell_gone(table, [one.state for one in aside if one.gone and not table.left])
    hidden = [line for line in table.hidden_lines() if reading.is_pupil(line)]
    aside += [AsideRow(row=reading.pupil(line, quietly=True), gone=False) for line in hidden]
    tell_hidden(table, [line.row for line in hidden])
    return [one for one in found if isinstance(one, PupilRow)], aside


class _Reading:
    """What holds for all lines of a table."""

    def __init__(self, table: Table, today: date) -> None:
        self.table, self.today = table, today
        self.slots = guardian_slots(table)
        self.order = order_in(table)
        self.klass = class_of_title(table.title) or class_of_tab(table.sheet) or ""
        self.site = site_of_title("\n".join(table.title))
        self.classless = False
        self.remarks: dict[str, dict[str, Line]] = {}
        self.sites: dict[str, dict[str, Line]] = {}

    def is_pupil(self, line: Line) -> bool:
        """Prepared lines have a number and perhaps the class, and nobody yet."""
        return (
            line.has_name() or any(map(line.has, ("code", "birth"))) or bool(guardians(line, self.slots, quietly=True))
        )

    def lines(self) -> list[tuple[Line, list[Line]]]:
        """The line of each pupil, with those below it that only go on with the family."""
        found: list[tuple[Line, list[Line]]] = []
        for line in filter(self.is_pupil, self.table.lines()):
            if is_teacher(line):
                line.fault(
                    "name" if "name" in self.table.columns else "given",
                    _A_TEACHER,
                    "warning",
                    text=line.text("name")[:60] or line.text("given"),
                )
            elif found and is_continued(line, [found[-1][0], *found[-1][1]], self.slots):
                found[-1][1].append(line)
            else:
                found.append((line, []))
        return found

    def line(self, line: Line, below: Sequence[Line]) -> PupilRow | AsideRow:
        """A pupil, or one who is said to have left."""
        row = self.pupil(line, below)
        if self.table.left:
            return AsideRow(row=row, gone=True, state=state_of(line), day=left_on(line), listed=True)
        state = gone_words(line)
        if state or not self.table.boards:
            day = (left_on(line) or day_said(state, self.today)) if state else None
            return AsideRow(row=row, gone=True, state=state, day=day) if state else row
        return AsideRow(row=row, gone=False, boards=True)

    def pupil(self, line: Line, below: Sequence[Line] = (), *, quietly: bool = False) -> PupilRow:
        before = len(self.table.faults)
        if line.row - 1 in self.table.struck:
            message = N_("this line is struck through; kept on the list: delete it if the pupil has left")
            line.fault("name", message, "warning")
        tell_pinned(line)
        row = self._pupil(line, below)
        if quietly:
            del self.table.faults[before:]
        return row

    def _pupil(self, line: Line, below: Sequence[Line]) -> PupilRow:
        places = _places(line)
        birth, of_boy_or_girl = self._birth_date(line)
        return PupilRow(
            sheet=line.table.sheet,
            row=line.row,
            part=line.table.part,
            list_no=line.read("list_no", read_list_no),
            code=line.read("code", read_code),
            full_name=_name(line),
            birth_date=birth,
            gender=line.read("gender", read_gender) or of_boy_or_girl or _gender_by_cross(line),
            class_name=self._class(line),
            village=places.village,
            hamlet=places.hamlets[0] if places.hamlets else None,
            boarding=_boarding(line),
            guardians=guardians(line, self.slots, below),
            year_alone=birth is not None and self._is_year_alone(line),
            came_from=line.text("came_from")[:LONGEST_NAME],
            came_on=line.read("came_on", read_birth_date),
        )

    def _class(self, line: Line) -> str:
        """With its site, if the class, a column or the title says one."""
        name = self._class_itself(line)
        site = line.read("site", _site) if line.has("site") else self.site
        bare, said = apart(name)
        if name:
            self.sites.setdefault(bare, {}).setdefault(said or site or "", line)
        return at_site(name, site) if name and site and not said else name

    def _class_itself(self, line: Line) -> str:
        if line.has("class"):
            name, remark = line.read("class", partial(self._read_class, line.raw("grade"))) or ("", "")
            if name:
                said = "" if _NO_OTHER_CLASS.match(folded(remark)) else remark
                self.remarks.setdefault(name, {}).setdefault(said, line)
            if remark:
                line.fault("class", N_("“{remark}” was left out of the class"), "warning", remark=remark)
            return name
        named = line.group or self.klass or self._of_combined(line)
        if not named and "class" in self.table.columns:
            line.fault("class", NO_CLASS)
        elif not named and not (self.classless or self.table.left or self.table.boards):
            self.classless = True
            self._tell_classless()
        return named

    def _of_combined(self, line: Line) -> str:
        """`LỚP GHÉP 1+2` with a column that says which of them."""
        combined = line.has("grade") and any(is_combined([one]) for one in (*self.table.title, self.table.sheet))
        return (line.read("grade", read_class) or "") if combined else ""

    def _read_class(self, grade: Cell, cell: Cell) -> tuple[str, str]:
        return read_class_and_remark(with_grade(cell, grade))

    def tell_doubtful_classes(self) -> None:
        """`1A (Khe Lọng)` beside `1A (Tu Ro)`: two classes that one name would make one."""
        for name, said in self.remarks.items():
            if len(said) > 1:
                words = ", ".join(f"{name} {remark}".strip() for remark in said)[:200]
                message = N_("{classes}: it is not clear whether this is one class; give each class its own name")
                list(said.values())[-1].fault("class", message, classes=words)
        for name, at in self.sites.items():
            if "" in at and len(at) > 1:
                of = "site" if "site" in self.table.columns else "class"
                at[""].fault(of, _HALF_SAID, klass=name, main=f"điểm {MAIN}")

    def _tell_classless(self) -> None:
        title = [line for line in (*self.table.title, self.table.sheet) if is_combined([line])]
        if title:
            self.table.fault(0, "class", ONE_OF_BOTH, params={"text": title[0][:60]})
        else:
            self.table.fault(0, "class", CLASSLESS)

    def _birth_date(self, line: Line) -> tuple[date | None, Literal["nam", "nữ"] | None]:
        """The date, and boy or girl where each have a column of dates."""
        of, gender = "birth", None
        for column, meant in BIRTHS:
            if line.has(column) and self._is_date(line.raw(column)):
                of, gender = column, meant
        birth = self._three_columns(line) if "birth_day" in self.table.columns else line.read(of, self._date)
        if birth is None:
            return None, gender
        try:
            check_age(birth, self.today)
        except Wrong as wrong:
            line.blame(of, wrong)
            return None, gender
        return birth, gender

    def _date(self, cell: Cell) -> date:
        return read_birth_date(cell, self.order)

    def _is_year_alone(self, line: Line) -> bool:
        """1 January is what a bare year becomes."""
        parts = [line.raw(of) for of in ("birth", "birth_male", "birth_female", "male", "female") if line.has(of)]
        whole = "birth_day" in self.table.columns and line.has("birth_day") and line.has("birth_month")
        return not whole and any(map(is_year, parts))

    def _is_date(self, cell: Cell) -> bool:
        try:
            self._date(cell)
        except Wrong:  # a cross for a girl
            return False
        return True

    def _three_columns(self, line: Line) -> date | None:
        """Day, month and year apart; the year alone where there is no more."""
        day, month, year = (line.text(of) for of in ("birth_day", "birth_month", "birth"))
        if not year or not (day and month):
            return line.read("birth", self._date)
        birth = typed_date(f"{day}/{month}/{year}", "day first")
        if birth is None:
            line.blame("birth", no_date(f"{day}/{month}/{year}"))
        return birth


def _boarding(line: Line) -> bool | None:
    """A blank is a no where there is a column to tick, and nothing without one."""
    ticks = [line.read(of, read_yes) for of in ("boarding", "day_boarding") if of in line.table.columns]
    return any(ticks) if ticks else None


def _name(line: Line) -> str:
    if not line.has_name():
        of = "name" if "name" in line.table.columns else "given"
        line.fault(of, N_("there is no name: write the pupil's full name"))
    return line.full_name()


def _gender_by_cross(line: Line) -> Literal["nam", "nữ"] | None:
    """A column headed "Nữ" with a cross for girls."""
    if "female" not in line.table.columns:
        return None
    if "male" in line.table.columns and not line.has("male") and not line.has("female"):
        return None
    return "nữ" if line.has("female") else "nam"


def _site(cell: Cell) -> str:
    return fitting(read_site(read_text(cell)))


def _places(line: Line) -> Places:
    """From the narrowest column there is: hamlet and village apart, both in one, or an address."""
    whole = line.read("place", read_places) or Places()
    if not whole.hamlets and not whole.village and not (line.has("hamlet") or line.has("village")):
        whole = line.read("address", read_address) or Places()
    own = line.read("hamlet", read_hamlet) or Places()
    if len(whole.hamlets) > 1 or len(own.hamlets) > 1:
        line.fault(
            "hamlet" if own.hamlets else "place", N_("one pupil lives in one hamlet: write only that"), "warning"
        )
        whole, own = Places((), whole.village), Places((), own.village)
    village = line.read("village", read_village) or own.village or whole.village
    return Places(own.hamlets or whole.hamlets, village)
