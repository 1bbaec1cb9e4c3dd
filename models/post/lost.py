"""Letters that ended without having arrived, and by which key the letter about one of them is known."""

from datetime import timedelta
from typing import Any

from sqlalchemy import String, cast, func, literal, or_

from models.post.tables import EXPIRED, FAILED, Outbox

NO_PHONE = "no phone"
LATELY = timedelta(days=7)  # of which the weekly word about who has no phone speaks


def on_the_way() -> Any:
    """It had set out: there was a chat for it, or it was too late to leave."""
    return or_(Outbox.state.in_((FAILED, EXPIRED)), Outbox.why.is_not(None))


def key_of_staff(person_id: Any) -> Any:
    """Once a person, kind and day."""
    when = func.coalesce(cast(Outbox.day, String), literal("reply ") + cast(Outbox.id, String))
    return _of(person_id) + Outbox.kind + ":" + when


def key_of_no_phone(person_id: Any, week: Any) -> Any:
    """Whoever has no phone linked at all: once a week."""
    return _of(person_id) + NO_PHONE + ":" + week


def is_standing(key: str | None) -> bool:
    """Whether a letter tells of somebody who has no phone, and not of one letter that was for them."""
    return f":{NO_PHONE}:" in (key or "")


def _of(person_id: Any) -> Any:
    return literal("lost:") + cast(person_id, String) + ":"


def key_of_family() -> Any:
    return literal("lost:") + cast(Outbox.id, String)


def key_of_late() -> Any:
    return literal("late:") + cast(Outbox.id, String)
