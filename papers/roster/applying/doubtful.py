"""What an import must ask before it can be made: is this line somebody we know?"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from locales import N_, _
from papers.roster import PupilRow, Roster, StaffRow
from papers.roster.applying.changes import shown
from papers.roster.applying.identity import Doubt, Known
from papers.roster.applying.staff_identity import KnownStaff, StaffDoubt


class Doubtful(Exception):  # noqa: N818, it is no error: it carries questions
    """The lines that may be somebody known, where nothing decides. Nothing was changed."""

    def __init__(self, pupils: Sequence[Doubt] = (), staff: Sequence[StaffDoubt] = ()) -> None:
        super().__init__(f"{len(pupils) + len(staff)} doubts")
        self.questions = [*map(_about_pupil, pupils), *map(_about_staff, staff)]


class NotYours(Exception):  # noqa: N818, it says whose it is
    """The pupil is in another class than the one whose homeroom teacher has typed this. Nothing was changed."""

    def __init__(self, name: str, class_name: str) -> None:
        super().__init__("another class")
        self.name, self.class_name = name, class_name


class Question(Struct, frozen=True, kw_only=True):
    """Line `index` of the pupils or of the `staff`, in words, and whom it may be: id and words of each."""

    staff: bool
    index: int
    line: str
    choices: list[tuple[int, str]]

    def sentence(self) -> str:
        ask = (
            N_("{line}: is this the same person as {known}?")
            if self.staff
            else N_("{line}: is this the same pupil as {known}?")
        )
        several = N_("{line}: is this one of these?")
        words = [words for _id, words in self.choices]
        return _(ask if len(words) == 1 else several).format(line=self.line, known=words[0])


def answered(roster: Roster, question: Question, answer: int) -> Roster:
    """The roster with the line's answer: the id of who it is, 0 for somebody new."""
    if question.staff:
        staff = list(roster.staff)
        staff[question.index] = replace(staff[question.index], answer=answer)
        return replace(roster, staff=staff)
    pupils = list(roster.pupils)
    pupils[question.index] = replace(pupils[question.index], answer=answer)
    return replace(roster, pupils=pupils)


def _about_pupil(doubt: Doubt) -> Question:
    choices = [(one.id, _pupil_words(one)) for one in doubt.known]
    return Question(staff=False, index=doubt.index, line=_pupil_words(doubt.row), choices=choices)


def _about_staff(doubt: StaffDoubt) -> Question:
    choices = [(one.id, _staff_words(one)) for one in doubt.known]
    return Question(staff=True, index=doubt.index, line=_staff_words(doubt.row), choices=choices)


def _pupil_words(one: PupilRow | Known) -> str:
    """`Hồ Văn Bình (6A, 05/09/2015, HS001)`."""
    gone = _("not at the school now") if isinstance(one, Known) and not one.here else None
    return _with(one.full_name, [one.class_name, shown(one.birth_date), one.code, gone])


def _staff_words(one: StaffRow | KnownStaff) -> str:
    return _with(one.full_name, [one.phone])


def _with(name: str, more: Sequence[str | None]) -> str:
    rest = ", ".join(each for each in more if each)
    return f"{name} ({rest})" if rest else name
