"""Families that messages reach and that have not answered: instead of one more a person speaks with them."""

from functools import cache
from typing import Any

from sqlalchemy import Subquery, and_, select
from sqlalchemy.orm import aliased

from models.base import twin
from models.families.answers import Answers
from models.families.calls import DAY, MET, SINCE, Calls
from models.figures.counting import K, enrolled_on, in_counted, live
from models.people.tables import Enrolments
from models.post.tables import SENT, Outbox
from models.register.tables import Firings, Marks
from models.shapes.among import SCHOOLS, among
from rules.letters import Kind


@cache
def unanswered() -> Subquery:
    """A subquery (pupil_id, class_id) of pupils absent without leave on `day` at one of `schools`, about whom the
    homeroom teacher has had that letter since `since`; until the family is met or has spoken.
    """
    mark, place = aliased(Marks), aliased(Enrolments)
    return (
        select(mark.pupil_id, place.class_id)
        .join(place, and_(place.pupil_id == mark.pupil_id, enrolled_on(place, DAY)))
        .where(among(mark.school_id, SCHOOLS), mark.day == DAY, mark.kind == K, live(mark), in_counted(mark))
        .where(_asked_to_speak(mark.pupil_id))
        .distinct()
        .subquery("unanswered")
    )


def _asked_to_speak(pupil_id: Any) -> Any:
    letter = twin(Outbox, "asked_to_speak")
    fired = twin(Firings, "asked_to_speak")
    call = twin(Calls, "asked_to_speak")
    answer = twin(Answers, "asked_to_speak")
    met = select(call.id).where(call.pupil_id == fired.pupil_id, call.day >= letter.day, call.result == MET)
    spoke = select(answer.id).where(answer.pupil_id == fired.pupil_id, answer.answered_at >= letter.created_at)
    found = select(letter.id).join(fired, fired.id == letter.about)
    found = found.where(fired.pupil_id == pupil_id, fired.struck_at.is_(None), letter.day.between(SINCE, DAY))
    found = found.where(letter.kind == Kind.CALL_REPEAT, letter.state == SENT)
    found = found.where(~met.correlate(fired, letter).exists(), ~spoke.correlate(fired, letter).exists())
    return found.correlate_except(letter, fired).exists()
