"""Why nothing at all of what a class's report says can be written down."""

from handlers.register.heard import NOBODY, Heard
from handlers.register.scope import empty_list
from locales import N_, _
from models.people.class_lists import ClassList
from models.register.reports import PRESENT
from rules.marks import Mark
from rules.people.classes import ClassRef
from rules.reading.said.reported import ClassReport
from rules.reading.words.lexicon import Kind

_ABSENT = N_("Who is absent in {klass}? Please write the names after the class, separated by commas.")
_ASKED = {
    PRESENT: N_("Who of {klass} is in class? Please write the names after the class, separated by commas."),
    Mark.EXCUSED: N_(
        "Who is absent with leave in {klass}? Please write the names after the class, separated by commas."
    ),
    Mark.LATE: N_("Who came late in {klass}? Please write the names after the class, separated by commas."),
}


def unrecordable(heard: Heard, report: ClassReport, klass: ClassRef, pupils: ClassList) -> str:
    """Why nothing at all of this can be recorded; empty if it can."""
    if not pupils.enrolled:
        return empty_list(klass, heard.today)
    if len(report.items) > pupils.enrolled:
        return _("That is more pupils than the class has. Please check the message.")
    absent = [item for item in report.items if item.kind is Kind.ABSENT]
    if heard.mark == NOBODY:
        text = _("Is nobody in {klass} absent, or are these pupils? For absences please type /vang.")
        return text.format(klass=klass.name) if absent else ""
    if report.items or report.nobody or report.count_said is not None:
        return ""
    return _names_nobody(heard, report, klass, pupils)


def _names_nobody(heard: Heard, report: ClassReport, klass: ClassRef, pupils: ClassList) -> str:
    if report.above_roll is not None:
        return _above_the_roll(report.above_roll, klass, pupils)
    if not report.unread:
        return names_asked(heard.mark, klass)
    return _("No pupil of {klass} is called “{words}”.").format(klass=klass.name, words=", ".join(report.unread))


def _above_the_roll(said: int, klass: ClassRef, pupils: ClassList) -> str:
    text = _("The message says {count}, but {klass} has {enrolled} pupils. Please check the number.")
    return text.format(count=said, klass=klass.name, enrolled=pupils.enrolled)


def names_asked(mark: str, klass: ClassRef) -> str:
    """For the names of those of whom a command says `mark`, where it stands without any."""
    return _(_ASKED.get(mark, _ABSENT)).format(klass=klass.name)
