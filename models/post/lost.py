"""Letters that ended without having arrived, and by which key the letter about one of them is known."""

from typing import Any

from sqlalchemy import String, case, cast, func, literal, or_

from models.post.tables import EXPIRED, FAILED, Outbox

NO_PHONE = "no phone"


def on_the_way() -> Any:
    """It had set out: there was a chat for it, or it was too late to leave."""
    return or_(Outbox.state.in_((FAILED, EXPIRED)), Outbox.why.is_not(None))


def key_of_staff(person_id: Any) -> Any:
    """Once a person, kind and day; of who has no phone linked at all once a day."""
    what = case((on_the_way(), Outbox.kind), else_=literal(NO_PHONE))
    when = func.coalesce(cast(Outbox.day, String), literal("reply ") + cast(Outbox.id, String))
    return literal("lost:") + cast(person_id, String) + ":" + what + ":" + when


def key_of_family() -> Any:
    return literal("lost:") + cast(Outbox.id, String)


def key_of_late() -> Any:
    return literal("late:") + cast(Outbox.id, String)
