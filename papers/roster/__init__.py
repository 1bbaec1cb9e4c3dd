"""A school's roster workbook: the values it is read into, and the two ways it can be wrong."""

from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from locales import _
from papers.roster.text import folded
from rules.people.places import place_key
from rules.sponsors import Named

Severity: TypeAlias = Literal["error", "warning"]
Param: TypeAlias = str | int


class Unreadable(Exception):  # noqa: N818, it names what the file is, as `Gone` names what an address is
    """The file cannot be read at all. `message` is an English msgid and `params` fill it: limits and cell names,
    never people.
    """

    def __init__(self, message: str, **params: Param) -> None:
        super().__init__(message.format(**params))
        self.message = message
        self.params = params

    def sentence(self) -> str:
        """What to tell the person who sent the file, in the language spoken now."""
        return _(self.message).format(**self.params)


class Fault(Struct, frozen=True, kw_only=True):
    """Something in the file to put right. `row` is Excel's, 0 for a whole sheet; `sheet` is "" for the whole file;
    `column` is Excel's letter, "" for a whole row; `message` is an English msgid that `params` fill.
    """

    sheet: str = ""
    row: int = 0
    column: str = ""
    header: str = ""
    severity: Severity = "error"
    message: str
    params: dict[str, Param] = {}

    def where(self) -> str:
        if not self.sheet:
            return _("The workbook")
        if not self.row and self.column:
            where = _("Sheet “{sheet}”, column {column} “{header}”")
            return where.format(sheet=self.sheet, column=self.column, header=self.header)
        if not self.row:
            return _("Sheet “{sheet}”").format(sheet=self.sheet)
        if not self.column:
            return _("Sheet “{sheet}”, row {row}").format(sheet=self.sheet, row=self.row)
        return _("Sheet “{sheet}”, row {row}, column {column} “{header}”").format(
            sheet=self.sheet, row=self.row, column=self.column, header=self.header
        )

    def advice(self) -> str:
        """What is wrong and what to do, without the place."""
        return _(self.message).format(**self.params)

    def sentence(self) -> str:
        return _("{where}: {advice}").format(where=self.where(), advice=self.advice())


class GuardianRow(Struct, frozen=True, kw_only=True):
    """`full_name` is "" when the file has only a phone; `phone` is E.164; `relation` is as the school wrote it, or
    `cha` or `mẹ` when only the column says so.
    """

    full_name: str
    relation: str | None = None
    phone: str | None = None

    @property
    def key(self) -> str:
        return f"{folded(self.full_name)}|{self.phone or ''}"


class PupilRow(Struct, frozen=True, kw_only=True):
    """`class_name` is normalised (`6A`, `12A1`), "" when faulty. A birth year alone is its 1 January.
    `year_alone` says so. At most two guardians, in the order of the columns. None is what the file does not say: it
    stays as it is. `part` is which table of the sheet it stands in; `answer` is what the sender was asked: the id of
    the pupil this is, 0 for somebody new; `came_from` is which school, in words, `came_on` the first day here;
    `unplaced`: the list names no class, and this is the one that is known.
    """

    sheet: str
    row: int
    list_no: int | None
    code: str | None
    full_name: str
    birth_date: date | None
    gender: Literal["nam", "nữ"] | None
    class_name: str
    village: str | None
    hamlet: str | None
    boarding: bool | None
    guardians: list[GuardianRow]
    year_alone: bool = False
    part: int = 0
    answer: int | None = None
    came_from: str = ""
    came_on: date | None = None
    unplaced: bool = False

    @property
    def key(self) -> str:
        """Unique in a roster without errors. The code; without one, the folded name with the birth date, or with the
        class when there is no birth date either.
        """
        return code_key(self.code) or f"{folded(self.full_name)}|{self.birth_date or self.class_name}"


def code_key(code: str | None) -> str:
    """What two ways of writing one pupil code have in common: `hs001` is `HS 001`."""
    return "".join(letter for letter in folded(code or "") if letter.isalnum()).upper()


class AsideRow(Struct, frozen=True, kw_only=True):
    """A pupil's line that was left out. `gone`: its state says that this pupil has left; else the line was hidden, and
    whoever it is stays as he or she is. `listed`: it stands on a list of nobody but those who have left, from `day` on
    if that is said. `boards`: it stands on a list of nobody but boarders, and says only that.
    """

    row: PupilRow
    gone: bool
    state: str = ""
    day: date | None = None
    listed: bool = False
    boards: bool = False


class StaffRow(Struct, frozen=True, kw_only=True):
    """`roles` are role codes, never empty; `role` is the one that weighs most; `said` is whether the file says what
    this person is; `more_classes` are those beside `homeroom_class`; `position` tells vice principals apart (`PHT2`);
    `phone` is E.164; `group` the subject group (tổ); `heads` is the village or hamlet a village head is of.
    """

    sheet: str
    row: int
    full_name: str
    role: str
    roles: list[str]
    homeroom_class: str | None
    phone: str | None
    position: str | None = None
    group: str | None = None
    heads: str | None = None
    said: bool = True
    part: int = 0
    answer: int | None = None
    more_classes: list[str] = []

    @property
    def key(self) -> str:
        return folded(self.full_name)

    @property
    def classes(self) -> list[str]:
        return [*([self.homeroom_class] if self.homeroom_class else []), *self.more_classes]


class HamletRow(Struct, frozen=True, kw_only=True):
    """Who looks after a hamlet, or after a whole village when `hamlet` is None; `staff` are full names spelled as on
    the staff sheet where they are found there.
    """

    sheet: str
    row: int
    hamlet: str | None
    village: str | None
    staff: list[str]
    when_text: str
    note: str
    part: int = 0

    @property
    def key(self) -> str:
        return f"{place_key(self.village or '')}|{place_key(self.hamlet or '')}"


class SponsorRow(Struct, frozen=True, kw_only=True):
    """A pupil at risk and at most two sponsors, as written; `class_name` is "" where the cell is blank. `columns` are
    the letter and heading of the columns whose words must be found among the school's people.
    """

    sheet: str
    row: int
    full_name: str
    class_name: str
    circumstances: str
    conduct: str
    sponsors: list[Named]
    columns: dict[str, tuple[str, str]]


class Typed(Struct, frozen=True, kw_only=True):
    """A change that was typed instead of a list that was sent: it holds from `day` on, a role to `until`. `klass` is
    the class (by its id) whose homeroom teacher may make it.
    """

    day: date
    klass: int
    until: date | None = None


class Parting(Struct, frozen=True, kw_only=True):
    """A member of the staff, by id, who leaves or is away for a time, and why. Of `office`: the leadership or the
    administrator.
    """

    person: int
    name: str
    why: str
    office: bool = False


class Roster(Struct, frozen=True, kw_only=True, tag="roster"):
    """Everything read from a workbook. One with errors is for showing, not for applying."""

    pupils: list[PupilRow]
    staff: list[StaffRow]
    hamlets: list[HamletRow]
    faults: list[Fault]
    sponsors: list[SponsorRow] = []
    aside: list[AsideRow] = []
    parting: Parting | None = None
    typed: Typed | None = None  # who is not in it is not spoken of
    shown: str = ""  # a digest of the changes that its sender was shown
    alike: list[list[int]] = []  # lines that may be one pupil, by their place
    again: list[int] = []  # lines of pupils that were said to be another line's pupil
    apart: list[int] = []  # the first of lines that are alike and were said to be pupils of their own
    numbers: list[str] = []  # classes that were numbers and may have lost a nought: 6.1 may be 6.10
    namesakes: list[str] = []  # names, as keys, of which it was said that several of the staff have them
    shared: list[str] = []  # classes of which it was said that several have them
    villages: dict[int, int] = {}  # by line (assignments first) the village that is meant by its name, 0 a new one
    places: dict[int, int] = {}  # the same of hamlets
    whole_staff: bool = True  # whether a list says of the staff what each is: who is missing there may have left

    @property
    def only_sponsors(self) -> bool:
        """A sponsor list sent alone: it says nothing of pupils and staff, and so changes nothing of them."""
        return bool(self.sponsors) and not (self.pupils or self.staff or self.hamlets)

    def errors(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.severity == "error"]

    def warnings(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.severity == "warning"]
