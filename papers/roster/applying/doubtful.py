"""What an import must ask before it can be made: is this line somebody we know?"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from locales import N_, _
from locales.words import ROLES, listed
from papers.roster import PupilRow, Roster, StaffRow
from papers.roster.applying.again import choices_of, told_apart
from papers.roster.applying.called.numbers import told_which, with_nought
from papers.roster.applying.called.places import PlaceDoubt, lines_with_places
from papers.roster.applying.changes import shown
from papers.roster.applying.homerooms import classes_of, settled
from papers.roster.applying.identity import Doubt, Known
from papers.roster.applying.namesakes import told_who
from papers.roster.applying.staff_identity import KnownStaff, StaffDoubt
from rules.people.phones import shown as phone_shown

_IN_ONE = N_("{line}: the file has this pupil again in one class (class and row: {rows}). Is it one pupil?")
_ONE_NAME = N_("{line} stands in the staff list several times (row: {rows}), without phones that differ. One person?")
_NUMBER = N_("Class {line} is a number in the file, and may be {line} or {other}. Which is it?")
_IN_SEVERAL = N_("{line}: the file has this pupil in several classes (class and row: {rows}). Which one is it now?")


class Asked(StrEnum):
    """What a question is about; a button says it so."""

    PUPIL = "hs"
    STAFF = "cb"
    CLASS = "cn"
    AGAIN = "hd"
    NAMESAKES = "tn"
    NUMBER = "so"
    VILLAGE = "lg"
    HAMLET = "no"


_THE_SAME = {
    Asked.STAFF: N_("{line}: is this the same person as {known}?"),
    Asked.VILLAGE: N_("{line}: is this the same place as {known}?"),
    Asked.HAMLET: N_("{line}: is this the same place as {known}?"),
}
_PUPILS_NAMED = 4


class Doubtful(Exception):  # noqa: N818, it is no error: it carries questions
    """The lines that may be somebody known, and the classes that several have, where nothing decides. Nothing was
    changed.
    """

    def __init__(self, pupils: Sequence[Doubt] = (), staff: Sequence[StaffDoubt] = ()) -> None:
        super().__init__(f"{len(pupils) + len(staff)} doubts")
        self.questions = [*map(_about_pupil, pupils), *map(_about_staff, staff)]

    @classmethod
    def whose_classes(cls, roster: Roster, claims: Mapping[str, Sequence[int]]) -> "Doubtful":
        """By class the lines of those who have it."""
        doubtful = cls()
        doubtful.questions = [_about_class(roster, klass, lines) for klass, lines in claims.items()]
        return doubtful

    @classmethod
    def written_again(cls, roster: Roster, groups: Iterable[Sequence[int]]) -> "Doubtful":
        """By group the lines that may be one pupil."""
        doubtful = cls()
        doubtful.questions = [_about_lines(roster, lines) for lines in groups]
        return doubtful

    @classmethod
    def one_name(cls, roster: Roster, groups: Iterable[Sequence[int]]) -> "Doubtful":
        """By group the lines of the staff that have one name."""
        doubtful = cls()
        doubtful.questions = [_about_name(roster, lines) for lines in groups]
        return doubtful

    @classmethod
    def of_places(cls, doubts: Iterable[PlaceDoubt]) -> "Doubtful":
        doubtful = cls()
        doubtful.questions = [_about_place(doubt) for doubt in doubts]
        return doubtful

    @classmethod
    def cut_numbers(cls, roster: Roster) -> "Doubtful":
        """The classes that were numbers."""
        doubtful = cls()
        doubtful.questions = [
            Question(of=Asked.NUMBER, index=index, line=name, choices=[(1, name)])
            for index, name in enumerate(roster.numbers)
        ]
        return doubtful


PLACES_ASKED = {Asked.VILLAGE: "villages", Asked.HAMLET: "places"}  # where the roster keeps the answers


class NotYours(Exception):  # noqa: N818, it says whose it is
    """The pupil is in another class than the one whose homeroom teacher has typed this. Nothing was changed."""

    def __init__(self, name: str, class_name: str) -> None:
        super().__init__("another class")
        self.name, self.class_name = name, class_name

    def sentence(self) -> str:
        text = _("{name} is in class {klass}: its homeroom teacher or the office makes this change.")
        return text.format(name=self.name, klass=self.class_name)


class Question(Struct, frozen=True, kw_only=True):
    """Line `index` of the pupils or of the staff, in words, and whom it may be: id and words of each. Of a class:
    which of `classes_of`, and the lines, from 1, of those who may have it. Of lines that are alike: the first of them,
    and the lines, from 1, of which one may count; `rows` is where they stand.
    """

    of: Asked
    index: int
    line: str
    choices: list[tuple[int, str]]
    rows: str = ""

    def sentence(self) -> str:
        if self.of is Asked.NAMESAKES:
            return _(_ONE_NAME).format(line=self.line, rows=self.rows)
        if self.of is Asked.NUMBER:
            return _(_NUMBER).format(line=self.line, other=with_nought(self.line))
        if self.of is Asked.AGAIN:
            ask = _IN_ONE if len(self.choices) == 1 else _IN_SEVERAL
            return _(ask).format(line=self.line, rows=self.rows)
        if self.of is Asked.CLASS:
            return _("{klass}: the file gives this class to several. Who is its homeroom teacher?").format(
                klass=self.line
            )
        ask = _THE_SAME.get(self.of, N_("{line}: is this the same pupil as {known}?"))
        several = N_("{line}: is this one of these?")
        words = [words for _id, words in self.choices]
        return _(ask if len(words) == 1 else several).format(line=self.line, known=words[0])

    def yes(self) -> str:
        """The one choice."""
        if self.of is Asked.NUMBER:
            return self.line
        return _("Yes, the same place") if self.of in PLACES_ASKED else _("Yes, the same")

    def none_of_them(self) -> str:
        """The answer 0."""
        if self.of is Asked.NAMESAKES:
            return _("No, these are several people")
        if self.of is Asked.NUMBER:
            return with_nought(self.line)
        if self.of is Asked.AGAIN:
            return _("No, these are several pupils")
        if self.of in PLACES_ASKED:
            return _("No, a new place")
        return _("All of them") if self.of is Asked.CLASS else _("No, somebody new")


def lines_asked_of(roster: Roster, of: Asked) -> int:
    """How many lines there are for answers."""
    if of is Asked.CLASS:
        return len(classes_of(roster))
    if of is Asked.NUMBER:
        return len(roster.numbers)
    if of in PLACES_ASKED:
        return len(lines_with_places(roster))
    return len(roster.staff if of in {Asked.STAFF, Asked.NAMESAKES} else roster.pupils)


def answered(roster: Roster, of: Asked, index: int, answer: int) -> Roster:
    """The roster with the line's answer: the id of who it is, 0 for somebody new; of a class the line of who has it, 0
    for all; of lines that are alike the one that counts, 0 for each; of lines with one name 0 if these are several; of
    a number 0 for the one with a nought.
    """
    if of is Asked.CLASS:
        return settled(roster, classes_of(roster)[index], answer - 1 if answer else None)
    if kept := PLACES_ASKED.get(of):
        return replace(roster, **{kept: {**getattr(roster, kept), index: answer}})
    if of is Asked.NAMESAKES:
        return told_who(roster, index, one=bool(answer))
    if of is Asked.NUMBER:
        name = roster.numbers[index]
        return told_which(roster, name, name if answer else with_nought(name))
    if of is Asked.AGAIN:
        return told_apart(roster, index, answer - 1 if answer else None)
    of_whom = "staff" if of is Asked.STAFF else "pupils"
    rows = list(getattr(roster, of_whom))
    rows[index] = replace(rows[index], answer=answer)
    return replace(roster, **{of_whom: rows})


def _about_class(roster: Roster, klass: str, lines: Sequence[int]) -> Question:
    choices = [(index + 1, _staff_words(roster.staff[index])) for index in lines]
    return Question(of=Asked.CLASS, index=classes_of(roster).index(klass), line=klass, choices=choices)


def _about_name(roster: Roster, lines: Sequence[int]) -> Question:
    rows = ", ".join(f"{roster.staff[index].row}: {_does(roster.staff[index])}" for index in lines)
    name = roster.staff[lines[0]].full_name
    return Question(of=Asked.NAMESAKES, index=lines[0], line=name, choices=[(1, name)], rows=rows)


def _does(row: StaffRow) -> str:
    roles = [_(ROLES[role]) for role in row.roles]
    return ", ".join([*roles, *row.classes, *([row.group] if row.group else [])])


def _about_lines(roster: Roster, lines: Sequence[int]) -> Question:
    row = roster.pupils[lines[0]]
    choices = choices_of(roster, lines)
    rows = ", ".join(f"{roster.pupils[index].class_name}: {roster.pupils[index].row}" for index in lines)
    words = _with(row.full_name, [shown(row.birth_date), row.code])
    return Question(
        of=Asked.AGAIN, index=lines[0], line=words, choices=[(at + 1, name) for name, at in choices.items()], rows=rows
    )


def _about_place(doubt: PlaceDoubt) -> Question:
    names = listed(doubt.pupils[:_PUPILS_NAMED]) + (" …" if len(doubt.pupils) > _PUPILS_NAMED else "")
    of = Asked.VILLAGE if doubt.village else Asked.HAMLET
    return Question(of=of, index=doubt.index, line=_with(f"“{doubt.said}”", [names]), choices=doubt.known)


def _about_pupil(doubt: Doubt) -> Question:
    choices = [(one.id, _pupil_words(one)) for one in doubt.known]
    return Question(of=Asked.PUPIL, index=doubt.index, line=_pupil_words(doubt.row), choices=choices)


def _about_staff(doubt: StaffDoubt) -> Question:
    choices = [(one.id, _staff_words(one)) for one in doubt.known]
    return Question(of=Asked.STAFF, index=doubt.index, line=_staff_words(doubt.row), choices=choices)


def _pupil_words(one: PupilRow | Known) -> str:
    """`Hồ Văn Bình (6A, 05/09/2015, HS001)`."""
    gone = _("not at the school now") if isinstance(one, Known) and not one.here else None
    return _with(one.full_name, [one.class_name, shown(one.birth_date), one.code, gone])


def _staff_words(one: StaffRow | KnownStaff) -> str:
    roles = [
        _(ROLES[role]) for role in (one.roles if isinstance(one, StaffRow) else sorted({r for r, _c in one.roles}))
    ]
    classes = one.classes if isinstance(one, StaffRow) else sorted(klass for _role, klass in one.roles if klass)
    phone = phone_shown(one.phone) if one.phone else None
    return _with(one.full_name, [phone] if phone else [*roles, *classes, one.group])


def _with(name: str, more: Sequence[str | None]) -> str:
    rest = ", ".join(each for each in more if each)
    return f"{name} ({rest})" if rest else name
