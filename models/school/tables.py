"""The school: its campuses, places, classes, and the calendar it has decided."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, partial


class Schools(Row):
    """One row a school, with the hours it has chosen (local times, see `models.shapes.asker.School`)."""

    __tablename__ = "schools"
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    timezone: Mapped[str] = mapped_column(String(60), default="Asia/Ho_Chi_Minh")
    language: Mapped[str] = mapped_column(String(8), default="vi")
    demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)  # grows with every change of lists or calendar
    morning_starts: Mapped[time] = mapped_column(default=time(7, 0))
    morning_due: Mapped[time] = mapped_column(default=time(7, 30))
    afternoon_starts: Mapped[time] = mapped_column(default=time(13, 0))
    afternoon_due: Mapped[time] = mapped_column(default=time(13, 30))
    quiet_from: Mapped[time] = mapped_column(default=time(21, 30))
    quiet_until: Mapped[time] = mapped_column(default=time(6, 0))
    hold_seconds: Mapped[int] = mapped_column(default=180)
    meter_primary: Mapped[bool] = mapped_column(default=False, server_default=false())
    meter_per_day: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    boarders_back: Mapped[int] = mapped_column(default=8, server_default=text("8"))  # 2 is Monday, 8 Sunday
    boarders_evening: Mapped[time] = mapped_column(default=time(19, 0), server_default=text("'19:00:00'"))
    boarders_morning: Mapped[time] = mapped_column(default=time(6, 15), server_default=text("'06:15:00'"))
    read_by: Mapped[time] = mapped_column(default=time(16, 0), server_default=text("'16:00:00'"))
    unsure_minutes: Mapped[int] = mapped_column(default=20, server_default=text("20"))
    family_after_tap: Mapped[bool] = mapped_column(default=False, server_default=false())
    ill_with_leave: Mapped[bool] = mapped_column(default=False, server_default=false())
    reason_as_leave: Mapped[bool] = mapped_column(default=False, server_default=false())
    learn_together: Mapped[bool] = mapped_column(default=False, server_default=false())


class Campuses(Row):
    """A site of the school (điểm trường); classes without one are at the main site."""

    __tablename__ = "campuses"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    name: Mapped[str] = mapped_column(String(120))


class Places(Row):
    """A village (thôn) or a hamlet (nóc) inside one; `key` is the folded name that typed words are matched with."""

    __tablename__ = "places"
    __table_args__ = (UniqueConstraint("school_id", "parent_id", "key"), Index("ix_places_school", "school_id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(120))


class PlaceAliases(Row):
    """Another name a place goes by: communes were merged in 2025 and people keep saying the old names."""

    __tablename__ = "place_aliases"
    __table_args__ = (UniqueConstraint("place_id", "key"),)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(120))


class Years(Row):
    __tablename__ = "years"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    name: Mapped[str] = mapped_column(String(20))
    starts: Mapped[date]
    ends: Mapped[date]


class Terms(Row):
    """`hk1`, `hk2`: both ends included."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("year_id", "name"),)
    year_id: Mapped[int] = mapped_column(ForeignKey("years.id"))
    name: Mapped[str] = mapped_column(String(20))
    starts: Mapped[date]
    ends: Mapped[date]


class Classes(Row):
    """A class of one school year. `key` is the name as matched: upper case, no blanks."""

    __tablename__ = "classes"
    __table_args__ = (UniqueConstraint("year_id", "key"), Index("ix_classes_school", "school_id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    year_id: Mapped[int] = mapped_column(ForeignKey("years.id"))
    campus_id: Mapped[int | None] = mapped_column(ForeignKey("campuses.id"))
    grade: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(40))


class WeekSlots(Row):
    """A half day held every week: of one class, or of every class that has no rows of its own. Monday is 0."""

    __tablename__ = "week_slots"
    __table_args__ = (Index("ix_week_slots_school", "school_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    weekday: Mapped[int]
    part: Mapped[str] = mapped_column(String(1))


class DayRules(Row):
    """A day off or a make-up day, for the school or a part of it. Proposals (`confirmed_at` null) have no effect."""

    __tablename__ = "day_rules"
    __table_args__ = (
        partial("ix_day_rules_live", "school_id", "day", where="struck_at IS NULL"),
        {"comment": "off and make-up days, never erased"},
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    part: Mapped[str | None] = mapped_column(String(1))
    campus_id: Mapped[int | None] = mapped_column(ForeignKey("campuses.id"))
    grade: Mapped[int | None]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    reason: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
