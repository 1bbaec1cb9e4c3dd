"""Who may read a letter at the moment it leaves: the conditions its composer is declared with, asked of the database.

A way is a SELECT of people, correlated to the letter's row of the outbox (`Outbox`), as of the school's day `today`.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from sqlalchemy import Date, Select, bindparam, literal, or_, select
from sqlalchemy.orm import aliased

from models.announcements import WAYS, Reached
from models.base import twin
from models.boarders import BoarderReturns
from models.cases.sight import handed_to, shows
from models.cases.sight import works_on as works
from models.cases.tables import CaseNotes, VisitCases
from models.duties.owed import in_charge
from models.duties.tables import DutyTimes
from models.families.answers import Answers
from models.families.calls import Relays
from models.families.notes import FamilyNotes, NoteReplies
from models.families.worries import Worries
from models.ladder.named import named
from models.leave import Leaves
from models.meter import MeterWarnings
from models.partners import PartnerAsks
from models.people.holders import leads_on, looks_after, teaches
from models.people.roles import held_on
from models.people.staff_requests import StaffRequests
from models.people.tables import Chats, Enrolments, Guardians, LinkRequests, People, Pupils, Roles
from models.post.tables import Outbox
from models.register.questions import Questions
from models.register.tables import Cases, Firings
from models.report_keys import Why, begins_with, is_of_class
from models.school.tables import Classes, Places
from models.shapes.letter import To, Way
from models.sponsors.tables import Sponsorships, followers
from models.sponsors.wishes import SponsorWishes
from rules.ladder.steps import FIRST, OUT, Ask
from rules.people.roles import LEADERS, REPORTERS, Role

_today = bindparam("today", type_=Date)
_lost = aliased(Outbox)


class Matter(Struct, frozen=True, kw_only=True):
    """What a letter is about: the column that `about` is, and where its school, pupil, class, place, case or person
    stand. Where the row is of a day, `day` is that of the letter.
    """

    id: Any
    school: Any = None
    joined: tuple[Any, ...] = ()
    pupil: Any = None
    klass: Any = None
    place: Any = None
    person: Any = None
    case: Any = None
    day: Any = None

    def row(self) -> tuple[Any, ...]:
        """The condition that finds it for a letter."""
        of_day = () if self.day is None else (self.day == Outbox.day,)
        return self.id == Outbox.about, *self.joined, *of_day


PUPIL = Matter(id=Pupils.id, school=Pupils.school_id, pupil=Pupils.id)
CLASS = Matter(id=Classes.id, school=Classes.school_id, klass=Classes.id)
SEAT = Matter(
    id=Enrolments.id, school=Classes.school_id, joined=(Classes.id == Enrolments.class_id,), klass=Enrolments.class_id
)
HELD = Matter(id=Roles.id, school=Roles.school_id, person=Roles.person_id)
FIRING = Matter(
    id=Firings.id,
    school=Firings.school_id,
    pupil=Firings.pupil_id,
    klass=Firings.class_id,
    place=Firings.place_id,
    case=Firings.case_id,
)
GOES_ON = Matter(  # an absence, of a pupil who may have changed the class since it began
    id=Firings.id, school=Firings.school_id, pupil=Firings.pupil_id, place=Firings.place_id, case=Firings.case_id
)
GAP = Matter(
    id=Places.id,
    school=Places.school_id,
    joined=(Firings.place_id == Places.id, Firings.step == FIRST),
    day=Firings.day,
    klass=Firings.class_id,
    place=Places.id,
)
THIS_CASE = Matter(id=Cases.id, school=Cases.school_id, pupil=Cases.pupil_id, klass=Cases.class_id, case=Cases.id)
VISIT = Matter(id=VisitCases.visit_id, case=VisitCases.case_id)
NOTE = Matter(
    id=CaseNotes.id,
    school=Cases.school_id,
    joined=(Cases.id == CaseNotes.case_id,),
    pupil=Cases.pupil_id,
    klass=Cases.class_id,
)
PARTNER_ASK = Matter(id=PartnerAsks.id, school=PartnerAsks.school_id, person=PartnerAsks.person_id)
RELAY = Matter(
    id=Relays.id, school=Relays.school_id, pupil=Relays.pupil_id, klass=Relays.class_id, place=Relays.place_id
)
ANSWER = Matter(id=Answers.id, school=Answers.school_id, pupil=Answers.pupil_id, person=Answers.person_id)
FAMILY_NOTE = Matter(
    id=FamilyNotes.id, school=FamilyNotes.school_id, pupil=FamilyNotes.pupil_id, person=FamilyNotes.person_id
)
NOTE_REPLY = Matter(
    id=NoteReplies.id,
    school=FamilyNotes.school_id,
    joined=(FamilyNotes.id == NoteReplies.note_id,),
    pupil=FamilyNotes.pupil_id,
    person=FamilyNotes.person_id,
)
WORRY = Matter(id=Worries.id, school=Worries.school_id, pupil=Worries.pupil_id, person=Worries.person_id)
LEAVE = Matter(id=Leaves.id, school=Leaves.school_id, pupil=Leaves.pupil_id, person=Leaves.person_id)
WARNING = Matter(
    id=MeterWarnings.id, school=MeterWarnings.school_id, pupil=MeterWarnings.pupil_id, klass=MeterWarnings.class_id
)
BOARDER = Matter(id=BoarderReturns.id, school=BoarderReturns.school_id, place=BoarderReturns.place_id)
SPONSORSHIP = Matter(
    id=Sponsorships.id, school=Sponsorships.school_id, pupil=Sponsorships.pupil_id, person=Sponsorships.person_id
)
WISH = Matter(
    id=SponsorWishes.id, school=SponsorWishes.school_id, pupil=SponsorWishes.pupil_id, person=SponsorWishes.person_id
)
LINK = Matter(
    id=LinkRequests.id,
    school=LinkRequests.school_id,
    joined=(Guardians.id == LinkRequests.guardian_id,),
    pupil=Guardians.pupil_id,
)
ACCOUNT = Matter(id=StaffRequests.id, school=StaffRequests.school_id, person=StaffRequests.person_id)
LINKED = Matter(id=Chats.id, school=People.school_id, joined=(People.id == Chats.person_id,), person=Chats.person_id)
DUTY = Matter(id=DutyTimes.id, school=DutyTimes.school_id)
QUESTION = Matter(id=Questions.id, person=Questions.person_id)
LOST = Matter(
    id=_lost.id, school=_lost.school_id, joined=(Guardians.person_id == _lost.person_id,), pupil=Guardians.pupil_id
)


def holds(*roles: Role, of: Matter | None = None) -> To:
    """Whoever has one of these roles at the school; `of` says what it is about, where that is of a class."""
    return _one(lambda: _role(Roles.name.in_(roles)), of)


def leads() -> To:
    """The leadership as it is told: the vice principals, the principal of a school without."""
    return _one(lambda: _role(leads_on(_today)))


def anybody_here() -> To:
    """Whoever has any role at the school."""
    return _one(lambda: _role(literal(value=True)))


def teacher(of: Matter) -> To:
    """The homeroom teacher of its class, or of the class its pupil is in by now."""
    return _one(lambda: _role_about(of, teaches(of.klass, of.pupil, _today)), of)


def decides(of: Matter) -> To:
    """Who decides about a pupil: the homeroom teacher and the leadership; told anew, one of them without the other."""
    return (
        teacher(of).passed_on() | holds(*LEADERS) | _one(lambda: _role(leads_on(_today), ~_is_taught(of))).passed_on()
    )


def carer(of: Matter, *roles: Role) -> To:
    """Who looks after its place, or the village of that."""
    return _one(lambda: _role_about(of, Roles.name.in_(roles), looks_after(of.place)), of)


def family(of: Matter) -> To:
    """The guardians of its pupil."""
    return _one(lambda: select(Guardians.person_id).where(*of.row(), Guardians.pupil_id == of.pupil), of)


def sponsor(of: Matter) -> To:
    """Those on the staff who sponsor its pupil."""

    def follow() -> Any:
        mine = followers(_today).with_only_columns(Sponsorships.person_id)
        return mine.where(*of.row(), Sponsorships.pupil_id == of.pupil)

    return _one(follow, of)


def its_own(of: Matter) -> To:
    """The person it is of: who asked, answered, offered or was asked."""
    return _one(lambda: select(of.person).where(*of.row()), of)


def still_here(of: Matter) -> To:
    """The person it is of, while there is anything he or she does at the school."""

    def here() -> Any:
        role = twin(Roles, "still_here")
        does = select(role.id).where(
            role.person_id == of.person, role.school_id == Outbox.school_id, *held_on(_today, role)
        )
        return select(of.person).where(*of.row(), does.correlate_except(role).exists())

    return _one(here, of)


def owes() -> To:
    """Who is in charge of the deadline it is about."""
    return _one(lambda: _role(*DUTY.row(), DutyTimes.school_id == Roles.school_id, in_charge(_today)), DUTY)


def somebody_else(of: Matter, *roles: Role) -> To:
    """Whoever has one of these roles, but never the person it is of."""
    return _one(lambda: _role_about(of, Roles.name.in_(roles), Roles.person_id != of.person), of)


def told_by_ladder(ask: Ask) -> To:
    """Whom the firing's own ladder asks so at its step."""
    return _one(lambda: named(Firings, _today, step=Firings.step, ask=ask).where(Firings.id == Outbox.about), FIRING)


def named_at_its_step() -> To:
    """Whom the firing's own ladder names at its step, whatever they are asked."""
    return _one(lambda: named(Firings, _today, step=Firings.step).where(Firings.id == Outbox.about), FIRING)


def named_by_ladder(of: Matter) -> To:
    """Whom the case's own ladder names at some step, those outside the school (who see what they were handed) apart."""
    return _one(lambda: named(Cases, _today, but=[OUT]).where(*of.row(), Cases.id == of.case), of)


def works_on(of: Matter) -> To:
    """Who works on its case."""
    return _of_case(of, works)


def sees(of: Matter) -> To:
    """Who may see its case."""
    return _of_case(of, shows)


def saw(of: Matter) -> To:
    """Who may see its case, or could while it was open."""
    return _of_case(of, lambda role, day: or_(works(role, day), handed_to(role)))


def addressed() -> To:
    """Whom the announcement is for, by what they are today."""

    def today(way: Reached) -> Way:
        return lambda: way(Outbox.about, _today)

    return To(ways=tuple((today(way),) for way in WAYS))


def reported(why: Why) -> To:
    """Of a report: its key begins with this where it is for the homeroom teacher, and names the class."""
    return _one(lambda: _role(Roles.name == Role.HOMEROOM, is_of_class(why)))


def wrote(why: Why) -> To:
    """Of a report: its key begins with this where it is for whoever had reported the class, and still may."""
    return _one(lambda: _role(Roles.name.in_(REPORTERS), begins_with(why)))


def _is_taught(of: Matter) -> Any:
    role = twin(Roles, "is_taught")
    held = select(role.id).where(*of.row(), role.school_id == of.school, *held_on(_today, role))
    held = held.where(teaches(of.klass, of.pupil, _today, role))
    return held.correlate(Outbox).exists()


def _one(way: Callable[[], Select[Any]], of: Matter | None = None) -> To:
    return To(ways=((way,),), of=of)


def _role(*which: Any) -> Any:
    return select(Roles.person_id).where(Roles.school_id == Outbox.school_id, *held_on(_today), *which)


def _role_about(of: Matter, *which: Any) -> Any:
    return _role(*of.row(), Roles.school_id == of.school, *which)


def _of_case(of: Matter, which: Callable[[Any, Any], Any]) -> To:
    def role() -> Any:
        people = select(Roles.person_id).join(Cases, Cases.school_id == Roles.school_id)
        return people.where(*of.row(), Cases.id == of.case, which(Roles, _today), *held_on(_today))

    return _one(role, of)
