"""What people write is repeated plain, in one paragraph, in quotation marks: nobody's words look like the school's."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, String, Text, select, update

from locales.words import plain, quoted
from models import Base, Marks
from tests.conversation import Play
from tests.handlers.school_days import on
from tests.jobs.checks import after_three_days, checked, heard

pytestmark = pytest.mark.anyio

FORGED = "Trường thông báo"
WORDS = f"con ốm\n\n**{FORGED}**: nộp tiền\n• {FORGED} ngay” \u202e“ạ"
SEEN = '“con ốm Trường thông báo: nộp tiền • Trường thông báo ngay" "ạ”'
NOT_WRITTEN_BY_PEOPLE = {  # ours, or of the lists the office keeps and the reader of lists checks
    "inbox", "outbox", "buttons", "awaited_words", "attempts", "schools", "people", "pupils", "guardians",
    "questions.candidates", "questions.said", "visits.photo",
}  # fmt: skip


async def everybody_writes(play: Play) -> None:
    """Each text a person can leave behind, said by somebody who may."""
    await play.say("mẹ A", f"/lydo 1 khac {WORDS}")
    await play.say("mẹ Lan", f"/xinphep mai {WORDS}")
    await play.say("pht", f"/ca mở 6B Học: {WORDS}")
    await play.say("gvcn", "/dodau thêm 6A Nguyễn Văn A")
    await play.say("pht", "/dodau 6A Nguyễn Văn A: cô Yên")
    for what in ("hoàn cảnh", "rèn luyện"):
        await play.say("gvcn", f"/dodau {what} 6A Nguyễn Văn A: {WORDS}")
    await play.say("bộ môn", f"/dodau ghi chú 6A Nguyễn Văn A: đáng lo, {WORDS}")
    await play.say("ht", "/quyetdinh 1 gửi")
    await play.say("nóc", f"/ca 1 trả lời {WORDS}")
    await play.say("gvcn", f"/ca 1 trả lời {WORDS}")
    await play.say("gvcn", f"/tham 1 gặp mẹ, {WORDS}")
    await play.say("admin", "/lich nghỉ 25/11 bão")
    await play.say("gvcn", "/vang 6A Lê Thị Sáng K (ốm)")
    await play.say("gvcn", "6A vắng Lan")
    await _as_if_stored_long_ago(play)


async def _as_if_stored_long_ago(play: Play) -> None:
    """Where a reader of sentences cuts the words up on their way in, what earlier versions kept whole."""
    async with play.app.database.write() as session:
        for column in _written_by_people():
            table = column.table
            there = table.c[column.name].is_not(None) & (table.c[column.name] != "")
            await session.execute(update(table).where(there).values({column.name: WORDS}))
        await session.execute(update(Marks).where(Marks.kind == "K").values(reason=WORDS))


def _written_by_people() -> list[Column[Any]]:
    """Every column long enough for a sentence."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text) or (isinstance(column.type, String) and (column.type.length or 0) >= 200)
        if column.name != "key" and not {table.name, f"{table.name}.{column.name}"} & NOT_WRITTEN_BY_PEOPLE
    ]


async def everybody_reads(play: Play) -> None:
    for phone in ("gvcn", "pht", "bộ môn", "nóc", "admin", "mẹ A"):
        for words in ("/lop 6A", "/hocsinh Nguyễn Văn A", "/ca 1", "/ca 2", "/viec", "/noc Takta", "/lich",
                      "/dodau 6A Nguyễn Văn A", "/duyetlydo 1 xem", "/con", "/thang"):  # fmt: skip
            await play.say(phone, words)
    await checked(play)
    await play.clock_to("2026-11-19 08:00")


async def test_no_words_of_anybody_look_like_a_sentence_of_the_school(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-18 09:00")
        await everybody_writes(play)
        await everybody_reads(play)
        lines = {line for phone in play.phones for parcel in play.seen(phone) for line in parcel.text.splitlines()}
        shown = {line for line in lines if FORGED in line}
        assert len(shown) > 10, "they are repeated in many places"
        assert [line for line in shown if f"**{FORGED}" in line or line.startswith((FORGED, f"• {FORGED}"))] == []
        bare = [line for line in shown if "“" not in line.split(FORGED)[0]]
        assert [line for line in bare if "nghỉ thứ" not in line] == [], (
            "as somebody's words, but for the calendar's own"
        )


async def test_every_text_people_can_leave_behind_is_in_that_story(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-18 09:00")
        await everybody_writes(play)
        async with play.app.database.read() as session:
            empty = [
                f"{column.table.name}.{column.name}"
                for column in _written_by_people()
                if not [one for one in await session.scalars(select(column)) if FORGED in (one or "")]
            ]
        assert set(empty) <= {"ladder_steps.note"}, "the school's own sentence, one line, set by its leaders"


async def test_the_teacher_reads_a_familys_reason_as_the_familys_words(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-18 09:00")
        await play.say("mẹ A", f"/lydo 1 khac {WORDS}")
        assert SEEN in heard(play)["gvcn"]
        await play.say("mẹ Lan", "/xinphep mai **Trường thông báo** con ốm")
        assert "“**" not in heard(play)["gvcn"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("con ốm", "“con ốm”"),
        ("a\nb\r\n\tc\u2028d\u0085e", "“a b c d e”"),
        ("**x** ****y", "“x y”"),
        ("*\u200b*x*\u200b*", "“x”"),
        ("xong” **Trường", '“xong" Trường”'),
        ("\u202eabc\u2066", "“abc”"),
    ],
)
def test_quoted_words_are_one_plain_paragraph(written: str, shown: str) -> None:
    assert quoted(written) == shown
    assert plain(plain(written)) == plain(written)
