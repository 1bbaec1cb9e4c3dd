"""Bodies above schools: a commune's People's Committee, a department of the province; their schools and officers."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Row


class Units(Row):
    """A body that reads figures of several schools, and of no pupil."""

    __tablename__ = "units"
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class UnitSchools(Base):
    """A school of a unit: one of a commune may be one of the province as well."""

    __tablename__ = "unit_schools"
    __table_args__ = (Index("ix_unit_schools_school", "school_id"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, autoincrement=False)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, autoincrement=False)


class UnitOfficers(Base):
    """Somebody of a unit, until further notice; whoever runs the installation says who. It is no role at a school: the
    school an officer's row (`People`) is of lends its clock and language, and nothing else.
    """

    __tablename__ = "unit_officers"
    __table_args__ = (Index("ix_unit_officers_unit", "unit_id"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    since: Mapped[date]
    ended_on: Mapped[date | None]
