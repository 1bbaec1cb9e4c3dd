"""Away for five school days with leave, or by turns: a quiet note to homeroom teacher and vice principal."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Outbox
from models.shapes.message import DIGEST
from rules.letters import Kind
from tests.conversation import Play, playing
from tests.handlers.school_days import on
from tests.jobs.checks import checked

pytestmark = pytest.mark.anyio

NOTE, HIM = "**Nghỉ dài ngày", "Nguyễn Văn A"
WEEK = ("16", "17", "18", "19", "20", "23")
SAID = {"K": f"6A vắng {HIM} không phép", "P": f"6A vắng {HIM} có phép", "-": "6A đủ", "?": ""}


async def days(play: Play, marks: str) -> dict[str, list[str]]:
    """What teacher and vice principal read of it by the evening of the last day, each day said in the morning. Of the
    days before it mostly only the check runs; where all are alike the evenings come from the fourth day on.
    """
    evenings = 4 if len(set(marks)) == 1 else len(marks)
    told: dict[str, list[str]] = {"gvcn": [], "pht": []}
    for number, (day, mark) in enumerate(zip(WEEK, marks, strict=False), 1):
        await on(play, f"2026-11-{day} 07:05")
        if SAID[mark]:
            await play.say("gvcn", SAID[mark])
        await play.say("gvcn6b", "6B đủ")
        await (play.clock_to("17:30") if number >= evenings else checked(play))
        for phone, texts in told.items():
            texts += [text for text in play.new(phone) if NOTE in text]
            assert number > 4 or not texts, "four days are not five"
    return told


@pytest.mark.parametrize(
    ("marks", "noted"),
    [
        ("KPKPK", "nghỉ 5 ngày học liền từ thứ Hai 16/11, trong đó 2 ngày có phép"),
        ("PPPPPP", "nghỉ 5 ngày học liền từ thứ Hai 16/11, trong đó 5 ngày có phép"),
        ("PP?PPP", "nghỉ 5 ngày học liền từ thứ Hai 16/11"),
        ("PP-PPP", ""),
        ("KKKPP", ""),
    ],
    ids=["by turns", "leave, once", "over silence", "a day in class", "a case follows already"],
)
async def test_five_days_in_a_row_are_noted_once(tmp_path: Path, marks: str, noted: str) -> None:
    async with playing(tmp_path) as play:
        told = await days(play, marks)
        for texts in told.values():
            assert len(texts) == bool(noted), texts
            assert noted in "".join(texts)
        assert not any(NOTE in parcel.text for phone in ("mẹ A", "nóc", "tpt") for parcel in play.seen(phone))
        async with play.app.database.read() as session:
            rings = await session.scalars(select(Outbox.priority).where(Outbox.kind == Kind.LONG_AWAY))
            assert set(rings) <= {DIGEST}, "it does not ring"
