"""Whoever was told of a case, in whatever message: they hear once how it ended."""

from typing import Any

from sqlalchemy import Select, String, and_, cast, literal, select, union
from sqlalchemy import case as when

from models.base import twin
from models.cases.tables import VisitCases, Visits
from models.ladder.look_again import KINDS
from models.post.optouts import ALARMS
from models.post.tables import SENT, Outbox, in_state
from models.register.tables import Cases, Firings
from models.shapes.among import one_of
from rules.letters import Kind

OF_CASE = (Kind.CASE_BY_HAND, Kind.VISIT_DUE, Kind.PROMISE_BROKEN)  # kinds of notices about a case
RESULT = Kind.VISITED  # about a visit
ENDED = (Kind.RETURNED, Kind.CASE_CLOSED)


def told_of(ended: Any, key: str) -> Select[*tuple[Any, ...]]:
    """The columns `Notices` wants, for the cases of a condition: everybody whom a message about their firings, their
    visits or themselves has reached, and who went to the family. (Families are thanked on their own.)
    """
    # looked up once, and firings before letters: nearly always there are few, and SQLite reads every letter otherwise
    columns = (Cases.id, Cases.school_id, Cases.pupil_id, Cases.run_start, Cases.opened_on, Cases.closed_on)
    case = select(*columns, Cases.reopened).where(ended).cte("ended").prefix_with("MATERIALIZED").c
    told = twin(Outbox, "told_of")
    of = (case.school_id, case.id.label("about"), case.closed_on.label("day"), case.reopened)
    same_run = and_(
        Firings.pupil_id == case.pupil_id,
        Firings.run_start == case.run_start,
        Firings.day <= case.opened_on,
        Firings.struck_at.is_(None),
    )
    its_own = select(*of, Firings.id).join(Firings, Firings.case_id == case.id)
    fired = union(its_own, select(*of, Firings.id).join(Firings, same_run)).cte("firings_ended")
    firing = fired.prefix_with("MATERIALIZED").c
    kinds = tuple(kind for kind in KINDS if kind not in ALARMS)
    of_firing = and_(told.about == firing.id, one_of(told.kind, kinds), in_state(SENT, told))
    of_case = and_(told.about == case.id, one_of(told.kind, OF_CASE), in_state(SENT, told))
    of_visit = and_(told.about == VisitCases.visit_id, told.kind == RESULT, in_state(SENT, told))
    went = and_(Visits.id == VisitCases.visit_id, Visits.reported_at.is_not(None), Visits.person_id.is_not(None))
    visited = VisitCases.case_id == case.id
    heard = union(
        select(firing.school_id, firing.about, firing.day, firing.reopened, told.person_id).join(told, of_firing),
        select(*of, told.person_id).join(told, of_case),
        select(*of, told.person_id).join(VisitCases, visited).join(told, of_visit),
        select(*of, Visits.person_id).join(VisitCases, visited).join(Visits, went),
    ).subquery("heard")
    ended_again = when((heard.c.reopened > 0, literal(":") + cast(heard.c.reopened, String)), else_="")
    once = (literal(f"{key}:") + cast(heard.c.about, String) + ended_again).label("key")
    return select(heard.c.school_id, heard.c.person_id, heard.c.about, heard.c.day, once)
