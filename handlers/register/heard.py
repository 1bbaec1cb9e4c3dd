"""A message as it was heard: whose, when, read with the class lists it needs; the same for words typed and recalled."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local, own_class
from handlers.register.scope import no_classes
from letters.says.register import absent, nobody_absent
from locales import _
from locales.words import listed
from models.learned import learned_by
from models.people.class_lists import ClassList, class_list, classes, lexicon_of
from models.register.questions import Matter, Question
from models.register.reports import Report
from models.shapes.asker import School
from models.shapes.message import Button, Incoming
from rules.marks import Mark
from rules.people.classes import ClassRef, find_classes
from rules.people.roles import LEADERS
from rules.reading.apart.together import together
from rules.reading.learned import class_meant, fits_only, further_names, leaves_open, with_pupils
from rules.reading.report import read_report
from rules.reading.said.reported import ClassProblem, ClassReport, Reading
from rules.reading.sections import classes_named
from rules.written import without_links

REPEATED = 200  # letters of what was said that a tap says again
NOBODY = "0"  # the mark a bare class name means behind /du


class Heard(Struct, frozen=True, kw_only=True):
    """`moment` is the local moment of writing, which days and half days are read from; `at` that of recording. `mark`
    is what a bare name means. `inbox_id` is the batch that what is recorded belongs to; `confirmed` what a button said
    of a contradiction.
    """

    school: School
    moment: datetime
    at: datetime
    person_id: int
    chat_id: int
    inbox_id: int
    private: bool
    text: str
    reading: Reading
    known: tuple[ClassRef, ...]
    own_classes: frozenset[int] = frozenset()
    own_children: frozenset[int] = frozenset()
    leads: bool = False
    mark: str = Mark.UNEXCUSED
    behind_command: bool = False
    confirmed: str = ""

    @property
    def today(self) -> date:
        return self.moment.date()

    def klass(self, class_id: int) -> ClassRef:
        return next(one for one in self.known if one.id == class_id)

    def in_charge(self, class_id: int) -> bool:
        """Whether the writer may change what others have marked in a class."""
        return self.leads or class_id in self.own_classes

    def report(self, class_id: int, day: date, parts: tuple[str, ...], enrolled: int, *, reporting: bool) -> Report:
        """The register's report of a class on a day."""
        return Report(
            school_id=self.school.id,
            class_id=class_id,
            day=day,
            parts=parts,
            enrolled=enrolled,
            person_id=self.person_id,
            inbox_id=self.inbox_id,
            at=self.at,
            reporting=reporting,
        )


async def hear(
    incoming: Incoming, session: AsyncSession, text: str, *, mark: str = Mark.UNEXCUSED, command: bool = False
) -> Heard:
    """Read a text with the lists it needs. Raises Unclear where the school has no classes yet."""
    text = without_links(text)
    school, moment = local(incoming)
    known = await classes(session, school, moment.date())
    if not known:
        raise no_classes()
    own = await own_class(incoming, session)
    named = classes_named(text, known, own, lexicon_of(session))
    lists = {klass.id: (await class_list(session, school, klass.id, moment.date())).index for klass in named}
    reading = read_report(text, moment, known, own, lists, lexicon=lexicon_of(session), command=command)
    several = own is None and not named and len(incoming.asker.classes()) > 1
    if several and mark == NOBODY and not any(one.items for one in reading.reports):
        raise _which_is_complete([klass.name for klass in known if klass.id in incoming.asker.classes()])
    if several:
        reading = await _of_own_classes(incoming, session, text, command=command) or reading
    if leaves_open(reading):
        reading = await _as_learned(incoming, session, text, reading, command=command)
    if command and not reading.reports:
        reading = Reading(reports=(_only_a_class(text, known, named),), retracted=reading.retracted)
    return replace(_bare(incoming, moment, known), text=text, reading=reading, mark=mark, behind_command=command)


async def _of_own_classes(incoming: Incoming, session: AsyncSession, text: str, *, command: bool) -> Reading | None:
    """By who is homeroom teacher of several and names none of them. Raises Unclear where it is asked which."""
    school, moment = local(incoming)
    known = await classes(session, school, moment.date())
    each = {}
    for klass in known:
        if klass.id in incoming.asker.classes():
            lists = {klass.id: (await class_list(session, school, klass.id, moment.date())).index}
            lexicon = lexicon_of(session)
            each[klass.id] = read_report(text, moment, known, klass.id, lists, lexicon=lexicon, command=command)
    found = together(text, each) if len(each) > 1 else None
    if found is None:
        return None
    names = {klass.id: klass.name for klass in known}
    if found.complete:
        raise _which_is_complete([names[one] for one in found.complete])
    if found.shared:
        raise _which_is_meant([names[one] for one in found.shared], text)
    return found.reading


def _which_is_meant(names: Sequence[str], text: str) -> Unclear:
    buttons = [[Button(name, absent(f"{name} {text[:REPEATED]}"))] for name in names]
    return Unclear(_("Which class is that? Nothing was recorded yet."), buttons)


def _which_is_complete(names: Sequence[str]) -> Unclear:
    text = _("Which class is complete? Nothing was recorded yet.")
    rows = [(_("{klass}: all here").format(klass=listed(names)), ", ".join(names))]
    rows += [(_("Only {klass}").format(klass=name), name) for name in names]
    return Unclear(text, [[Button(label, nobody_absent(scope))] for label, scope in rows])


async def _as_learned(
    incoming: Incoming, session: AsyncSession, text: str, reading: Reading, *, command: bool
) -> Reading:
    """With what taps have settled about this writer's words."""
    school, moment = local(incoming)
    known, own = await classes(session, school, moment.date()), await own_class(incoming, session)
    ids = [klass.id for klass in known]
    learned = await learned_by(session, school.id, incoming.linked.person_id, ids)
    further = further_names(reading, learned, known)
    lexicon, day = lexicon_of(session), moment.date()
    meant = {klass.id for klass in (*further, *classes_named(text, known, own, lexicon))}
    lists = {class_id: (await class_list(session, school, class_id, day)).index for class_id in sorted(meant)}
    if further:
        reading = read_report(text, moment, (*known, *further), own, lists, lexicon=lexicon, command=command)
    elif (class_id := class_meant(reading, learned)) in set(ids):
        everybody = {one: (await class_list(session, school, one, day)).index for one in ids}
        meant_so = read_report(text, moment, known, class_id, everybody, lexicon=lexicon, command=command)
        reading = meant_so if fits_only(meant_so, everybody) else reading
    return with_pupils(reading, learned, lists)


def _bare(incoming: Incoming, moment: datetime, known: tuple[ClassRef, ...]) -> Heard:
    asker = incoming.linked
    return Heard(
        school=asker.school,
        moment=moment,
        at=incoming.when,
        person_id=asker.person_id,
        chat_id=asker.chat_id,
        inbox_id=incoming.inbox_id,
        private=incoming.private,
        own_classes=asker.classes(),
        own_children=frozenset(asker.children),
        leads=asker.has(*LEADERS),
        text="",
        reading=Reading(),
        known=known,
    )


def _only_a_class(text: str, known: tuple[ClassRef, ...], named: tuple[ClassRef, ...]) -> ClassReport:
    """Nothing was said behind a command but perhaps a class."""
    if len(named) == 1:
        return ClassReport(class_id=named[0].id)
    strange = next((one for one in find_classes(known, text) if not one.classes), None)
    if strange is not None:
        return ClassReport(class_problem=ClassProblem.UNKNOWN, class_words=text[strange.start : strange.end])
    return ClassReport(class_problem=ClassProblem.SEVERAL if named else ClassProblem.MISSING)


async def recalled(incoming: Incoming, session: AsyncSession, asked: Question, *reports: ClassReport) -> Heard:
    """What an answered question now says, heard as if it had been said so when the report was written."""
    school = incoming.linked.school
    moment = school.local(asked.asked_at)
    known = await classes(session, school, moment.date())
    matter: Matter = asked.matter
    return replace(
        _bare(incoming, moment, known),
        inbox_id=asked.inbox_id,
        mark=matter.mark,
        behind_command=matter.behind_command,
        reading=Reading(reports=reports),
    )


async def roster(session: AsyncSession, heard: Heard, class_id: int, day: date | None = None) -> ClassList:
    """A class's list on a day, else on the day of writing."""
    return await class_list(session, heard.school, class_id, day or heard.today)
