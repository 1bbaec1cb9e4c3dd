"""What a message comes to before any of it is written: rolls, questions, proposals, and what is to be said."""

from datetime import date

from msgspec import Struct

from handlers.register.scope import Roll
from models.register.questions import Question
from models.register.reports import PRESENT
from rules.calendar.parts import Part
from rules.marks import IN_PART, Mark
from rules.people.classes import ClassRef
from rules.reading.words.lexicon import Kind

OF_KIND = {
    Kind.LATE: Mark.LATE,
    Kind.DUTY: Mark.DUTY,
    Kind.PRESENT: PRESENT,
    Kind.SKIPPED: Mark.SKIPPED,
    Kind.LEFT_EARLY: Mark.LEFT_EARLY,
}
NO_REPORT = (PRESENT, Mark.LATE, *IN_PART)  # said of one pupil, these say nothing of the class
WHOLE_DAY = (Part.MORNING, Part.AFTERNOON)


class Proposal(Struct, frozen=True, kw_only=True):
    """A pupil of whom something is said that is no absence (`mark`): what stands in `parts` may be corrected."""

    klass: ClassRef
    day: date
    pupil_id: int
    name: str
    mark: str
    parts: tuple[str, ...]


class Contradiction(Struct, frozen=True, kw_only=True):
    """A class said to be complete, though these of it are marked absent."""

    roll: Roll
    pupils: tuple[int, ...]


class Plan(Struct, kw_only=True):
    """`notes` are said of what cannot be recorded; `signals` the pupils who may not come back;
    `cleared` those who were asked about and are said to be in class.
    """

    rolls: list[Roll] = []
    questions: list[Question] = []
    proposals: list[Proposal] = []
    contradictions: list[Contradiction] = []
    notes: list[str] = []
    unread: list[str] = []
    signals: set[int] = set()
    cleared: set[int] = set()

    @property
    def empty(self) -> bool:
        return not (self.rolls or self.questions or self.proposals or self.contradictions or self.notes)
