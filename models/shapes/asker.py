"""Who is asking: the person behind a chat and what that person is, read from the database for every message."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from rules.people.roles import Role


class School(Struct, frozen=True, kw_only=True):
    """A school and what it has decided; times are local to `timezone`."""

    id: int
    name: str
    timezone: str
    language: str = "vi"
    demo: bool = False
    version: int = 0
    morning_starts: time = time(7, 0)
    morning_due: time = time(7, 30)
    afternoon_starts: time = time(13, 0)
    afternoon_due: time = time(13, 30)
    quiet_from: time = time(21, 30)
    quiet_until: time = time(6, 0)
    hold: timedelta = timedelta(minutes=3)
    meter_primary: bool = False
    meter_per_day: int = 1
    boarders_back: int = 8
    boarders_evening: time = time(19, 0)
    boarders_morning: time = time(6, 15)
    read_by: time = time(16, 0)
    unsure_minutes: int = 20
    family_after_tap: bool = False
    ill_with_leave: bool = False
    reason_as_leave: bool = False
    learn_together: bool = False

    def local(self, moment: datetime) -> datetime:
        """A moment on the school's clock."""
        return moment.astimezone(ZoneInfo(self.timezone))

    def day(self, moment: datetime) -> date:
        """The school's day at a moment. Until seven in the morning the day of UTC, in which moments are kept, is still
        yesterday's: no other way from a moment to a day is right.
        """
        return self.local(moment).date()

    def midnight(self, moment: datetime) -> datetime:
        """When that day began."""
        return self.local(moment).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


class HeldRole(Struct, frozen=True):
    """A role held today: `homeroom` has a class, `hamlet_staff` and `village_head` a place, the rest neither."""

    name: Role
    class_id: int | None = None
    place_id: int | None = None


class Elsewhere(Struct, frozen=True):
    """A school at which somebody of another school is guardian, and of whom."""

    school: School
    children: tuple[int, ...]


class Asker(Struct, frozen=True, kw_only=True):
    """The chat that speaks and, once linked, its person. `children` are the pupils of this school whose guardian it is,
    `unit_id` is the body above schools it is an officer of.
    """

    chat_id: int = 0
    language: str = "vi"
    person_id: int | None = None
    name: str = ""
    school: School | None = None
    roles: tuple[HeldRole, ...] = ()
    children: tuple[int, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    unit_id: int | None = None

    def has(self, *names: Role) -> bool:
        return any(role.name in names for role in self.roles)

    def classes(self) -> frozenset[int]:
        """The classes this person is homeroom teacher of."""
        return frozenset(role.class_id for role in self.roles if role.name == Role.HOMEROOM and role.class_id)

    def places(self, *names: str) -> frozenset[int]:
        """The villages and hamlets this person is assigned to; with `names` those of these roles only."""
        mine = (role for role in self.roles if not names or role.name in names)
        return frozenset(role.place_id for role in mine if role.place_id)

    def role_names(self) -> frozenset[str]:
        names: Iterable[str] = (role.name for role in self.roles)
        others = {Role.GUARDIAN: self.children, Role.UNIT_OFFICER: self.unit_id}
        return frozenset(names) | {role for role, there in others.items() if there}


class LinkedAsker(Asker, frozen=True, kw_only=True):
    """Somebody the school knows: whatever is done, it is known by whom and at which school."""

    person_id: int
    school: School

    def at(self, school_id: int) -> "LinkedAsker":
        """The same person as guardian at another school: what is held at the own one counts there for nothing."""
        there = next((one for one in self.elsewhere if one.school.id == school_id), None)
        if there is None:
            return self
        here = [Elsewhere(self.school, self.children)] if self.children else []
        others = (*here, *(one for one in self.elsewhere if one is not there))
        return structs.replace(
            self, school=there.school, roles=(), children=there.children, elsewhere=others, unit_id=None
        )


class NotLinkedError(Exception):
    """Something was asked in a chat nobody is linked with, which only a linked person may ask."""


NOBODY = Asker()
