"""Whoever was told of a case, in whatever message: they hear once how it ended."""

from typing import Any

from sqlalchemy import Select, String, and_, case, cast, literal, select, union
from sqlalchemy.orm import aliased

from models.cases.tables import VisitCases, Visits
from models.ladder.look_again import KINDS
from models.post.optouts import ALARMS
from models.post.tables import SENT, Outbox, in_state
from models.register.tables import Cases, Firings
from rules.letters import Kind

OF_CASE = (Kind.CASE_BY_HAND, Kind.VISIT_DUE, Kind.PROMISE_BROKEN)  # kinds of notices about a case
RESULT = Kind.VISITED  # about a visit
ENDED = (Kind.RETURNED, Kind.CASE_CLOSED)


def told_of(ended: Any, key: str) -> Select[*tuple[Any, ...]]:
    """The columns `Notices` wants, for the cases of a condition: everybody whom a message about their firings, their
    visits or themselves has reached, and who went to the family. (Families are thanked on their own.)
    """
    told = aliased(Outbox)
    of = (Cases.school_id, Cases.id.label("about"), Cases.closed_on.label("day"), Cases.reopened)
    same_run = and_(
        Firings.pupil_id == Cases.pupil_id,
        Firings.run_start == Cases.run_start,
        Firings.day <= Cases.opened_on,
        Firings.struck_at.is_(None),
    )
    kinds = tuple(kind for kind in KINDS if kind not in ALARMS)
    of_firing = and_(told.about == Firings.id, told.kind.in_(kinds), in_state(SENT, told))
    of_case = and_(told.about == Cases.id, told.kind.in_(OF_CASE), in_state(SENT, told))
    of_visit = and_(told.about == VisitCases.visit_id, told.kind == RESULT, in_state(SENT, told))
    went = and_(Visits.id == VisitCases.visit_id, Visits.reported_at.is_not(None), Visits.person_id.is_not(None))
    heard = union(
        select(*of, told.person_id).join(Firings, Firings.case_id == Cases.id).join(told, of_firing).where(ended),
        select(*of, told.person_id).join(Firings, same_run).join(told, of_firing).where(ended),
        select(*of, told.person_id).join(told, of_case).where(ended),
        select(*of, told.person_id).join(VisitCases, VisitCases.case_id == Cases.id).join(told, of_visit).where(ended),
        select(*of, Visits.person_id).join(VisitCases, VisitCases.case_id == Cases.id).join(Visits, went).where(ended),
    ).subquery("heard")
    ended_again = case((heard.c.reopened > 0, literal(":") + cast(heard.c.reopened, String)), else_="")
    once = (literal(f"{key}:") + cast(heard.c.about, String) + ended_again).label("key")
    return select(heard.c.school_id, heard.c.person_id, heard.c.about, heard.c.day, once)
