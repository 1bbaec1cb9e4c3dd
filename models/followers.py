"""Who follows a pupil by name: those told of an absence beside the hamlet's pair (`mentor` in the ladder)."""

from typing import Any

from sqlalchemy import Select, false, select

from models.people import Guardians


def followers(_day: Any) -> Select[*tuple[Any, ...]]:
    """A SELECT of (pupil_id, person_id), everybody who follows a pupil on a day. Nobody does yet: sponsors come with
    their own table, and this is the one place that has to know it.
    """
    nobody = select(Guardians.pupil_id, Guardians.person_id)
    return nobody.where(false())
