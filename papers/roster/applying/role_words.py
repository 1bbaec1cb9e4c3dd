"""The roles that begin and end by an import, in words."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct
from sqlalchemy import select

from locales import N_
from models import Classes, Places
from papers.roster.applying.changes import NO_LONGER, NO_LONGER_AT, NO_LONGER_OF, REPLACED
from papers.roster.applying.role_ends import Held
from papers.roster.applying.work import Import

_BECOMES = N_("{name} becomes {role}")
_BECOMES_OF = N_("{name} becomes {role} of {klass}")
_BECOMES_AT = N_("{name} becomes {role}, {place}")
Said: TypeAlias = tuple[str, dict[str, str]]  # message and what fills it


class RoleWords(Struct, frozen=True, kw_only=True):
    """With the class or the place, where the role is of one."""

    people: Mapping[int, str]
    classes: Mapping[int | None, str]
    places: Mapping[int | None, str]

    def begun(self, one: Held) -> Said:
        return self._said(one, _BECOMES, _BECOMES_OF, _BECOMES_AT)

    def ended(self, one: Held, heir: int | None) -> Said:
        """`heir` has the class now."""
        message, params = self._said(one, NO_LONGER, NO_LONGER_OF, NO_LONGER_AT)
        return (REPLACED, params | {"heir": self._name(heir)}) if heir is not None else (message, params)

    def _said(self, held: Held, alone: str, of_class: str, at_place: str) -> Said:
        person, role, klass, place = held
        params = {"name": self._name(person), "role": role}
        if klass in self.classes:
            return of_class, params | {"klass": self.classes[klass]}
        return (at_place, params | {"place": self.places[place]}) if place in self.places else (alone, params)

    def _name(self, person: int) -> str:
        return self.people.get(person, f"#{person}")


async def words_of_roles(work: Import, people: Mapping[int, str]) -> RoleWords:
    classes = select(Classes.id, Classes.name).where(Classes.school_id == work.school_id)
    places = select(Places.id, Places.name).where(Places.school_id == work.school_id)
    return RoleWords(
        people=people,
        classes=dict((await work.session.execute(classes)).all()),
        places=dict((await work.session.execute(places)).all()),
    )
