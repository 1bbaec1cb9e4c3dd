"""What stands at the head and foot of the school's official papers, as the configuration says."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, String, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

FIELDS = ("superior", "commune", "place", "symbol", "signer_title", "signer")


class Letterheads(Base):
    """One row a school; what is empty is left blank on the paper, for the office to fill in."""

    __tablename__ = "letterheads"
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    superior: Mapped[str] = mapped_column(String(120), default="")
    commune: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    symbol: Mapped[str] = mapped_column(String(30), default="")
    signer_title: Mapped[str] = mapped_column(String(60), default="")
    signer: Mapped[str] = mapped_column(String(100), default="")


class Letterhead(Struct, frozen=True, kw_only=True):
    """`superior` is the body over the school, `commune` the one written to (`xã Trà Leng`), `place` where it is signed,
    `symbol` the school's initials in the paper's number; `templates` the folder of those that it has edited.
    """

    school: str
    superior: str = ""
    commune: str = ""
    place: str = ""
    symbol: str = ""
    signer_title: str = ""
    signer: str = ""
    templates: str = ""


async def keep_letterhead(session: AsyncSession, school_id: int, values: dict[str, Any]) -> None:
    await session.execute(delete(Letterheads).where(Letterheads.school_id == school_id))
    await session.execute(insert(Letterheads).values(school_id=school_id, **values))


async def letterhead(session: AsyncSession, school_id: int, school: str) -> Letterhead:
    found = select(*(getattr(Letterheads, name) for name in FIELDS)).where(Letterheads.school_id == school_id)
    row = (await session.execute(found)).mappings().first()
    return Letterhead(school=school, templates=session.info.get("templates", ""), **(row or {}))
