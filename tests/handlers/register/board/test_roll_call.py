"""The guided roll call: the class on one board of buttons, tapped, turned, saved or dropped; or by list numbers."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Buttons, Outbox, RollCalls, Taps
from tests.conversation import playing, resumed
from tests.handlers.register.board.roll_call_boards import CLASS_6A, begin, count_of, large, names, tap
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_the_whole_class_is_tapped_on_one_board_and_saved_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first = await begin(play)
        assert first.splitlines() == [
            "**Điểm danh 6A sáng 16/11**: vắng 0/8 (0P, 0K). Chưa ghi.",
            "Bấm tên: lần đầu K (không phép), lần hai P (có phép), lần ba có mặt. Xong thì bấm Lưu.",
        ]
        assert play.labels("gvcn") == [*CLASS_6A, "Lưu: lớp đủ", "Huỷ điểm danh"]
        await tap(play, "2. Hồ Thị Lan", "4. Hồ Văn Bình", "4. Hồ Văn Bình")
        counts, _how, *who = play.shown("gvcn").splitlines()
        assert [counts, *who] == [
            "**Điểm danh 6A sáng 16/11**: vắng 2/8 (1P, 1K). Chưa ghi.",
            "Không phép: Hồ Thị Lan",
            "Có phép: Hồ Văn Bình",
        ]
        assert names(play)[1:4] == ["✗ K 2. Hồ Thị Lan", "3. Đinh Văn Lan", "P 4. Hồ Văn Bình"]
        assert await marked(play) == {}, "nothing is in the register before it is saved"
        await tap(play, "Lưu: vắng 2")
        assert play.shown("gvcn").splitlines() == [
            "**Đã ghi 6A sáng 16/11**: vắng 2/8 (1P, 1K).",
            "• Hồ Thị Lan (2): không phép, ngày đầu tiên, từ đầu năm nghỉ 1 buổi.",
            "• Hồ Văn Bình (4): có phép, từ đầu năm nghỉ 1 buổi.",
        ]
        assert play.labels("gvcn") == ["Sửa", "Huỷ"]
        assert len(play.channel.seen["gvcn"]) == 1, "all of it was one message"
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}
        assert "Đã huỷ" in (await play.press("gvcn", "Huỷ"))[0]
        assert await marked(play) == {}


async def test_the_third_tap_is_present_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, *["6. A Thút"] * 3)
        assert names(play) == CLASS_6A
        assert await count_of(play, Taps) == 0


async def test_nobody_marked_is_a_report_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "Lưu: lớp đủ")
        assert play.shown("gvcn") == "**Đã ghi 6A sáng 16/11**: không em nào vắng, có mặt 8/8. Xin cảm ơn."
        assert await reported(play) == 1


async def test_a_cancelled_roll_call_records_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan", "Huỷ điểm danh")
        assert play.shown("gvcn") == "Đã huỷ lượt điểm danh 6A sáng 16/11, không ghi gì."
        assert play.labels("gvcn") == []
        assert (await marked(play), await reported(play)) == ({}, 0)


@pytest.mark.parametrize(("pupils", "sizes"), [(20, [20]), (21, [11, 10]), (45, [15, 15, 15])])
async def test_a_large_class_has_pages_of_twenty_at_most_and_keeps_what_was_tapped_on_each(
    tmp_path: Path, pupils: int, sizes: list[int]
) -> None:
    async with playing(tmp_path, roster=large(pupils)) as play:
        await begin(play)
        seen = [names(play)]
        await tap(play, "1. Nguyễn Văn A")
        for page in range(2, len(sizes) + 1):
            await tap(play, f"Trang {page}/{len(sizes)}")
            seen.append(names(play))
            assert len(play.labels("gvcn")) <= 24
        assert [len(page) for page in seen] == sizes
        assert len({label for page in seen for label in page}) == pupils
        await tap(play, f"{pupils}. ", "Lưu: vắng 2")
        assert f"vắng 2/{pupils} (0P, 2K)" in play.shown("gvcn")


async def test_taps_quicker_than_the_board_can_follow_are_all_kept(tmp_path: Path) -> None:
    """The buttons pressed are those of the first picture; the board is drawn once they have all been handled."""
    async with playing(tmp_path) as play:
        await begin(play)
        tokens = {label: token for row in play.channel.seen["gvcn"][-1].buttons for label, token in row}
        play.channel.gate.clear()
        for label in ("2. Hồ Thị Lan", "3. Đinh Văn Lan", "2. Hồ Thị Lan", "5. Lê Thị Sáng"):
            await play.arrive("gvcn", tokens[label], pressed=True)
            await play.app.worker.quiet()
            await play.app.sender.cycle()
        play.channel.gate.set()
        await play.app.settle()
        assert names(play)[1:5] == ["P 2. Hồ Thị Lan", "✗ K 3. Đinh Văn Lan", "4. Hồ Văn Bình", "✗ K 5. Lê Thị Sáng"]
        async with play.app.database.read() as session:
            states = (await session.scalars(select(Outbox.state).order_by(Outbox.id))).all()
        assert states == ["sent", "sent", "cancelled", "cancelled", "sent"], "only the newest picture is still of use"


async def test_unchanged_buttons_keep_their_tokens(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        before = await count_of(play, Buttons)
        await tap(play, *CLASS_6A, *CLASS_6A)
        assert await count_of(play, Buttons) == before


async def test_a_roll_call_survives_a_restart(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        kept = play.keep()
    async with resumed(kept, tmp_path) as play:
        await tap(play, "3. Đinh Văn Lan", "Lưu: vắng 2")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Đinh Văn Lan": "16/11S K"}


async def test_asked_for_again_it_goes_on_in_a_new_message_and_the_old_one_closes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        assert "vắng 1/8 (0P, 1K)" in await ask(play, "gvcn", "điểm danh")
        old, new = play.channel.seen["gvcn"]
        assert (old.text, old.buttons) == ("**Điểm danh 6A sáng 16/11**: xin xem tin bên dưới.", ())
        assert "✗ K 2. Hồ Thị Lan" in [label for row in new.buttons for label, _token in row]
        await tap(play, "2. Hồ Thị Lan", "Lưu: vắng 1")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S P"}
        assert len(play.channel.seen["gvcn"]) == 2


async def test_day_and_session_are_fixed_when_it_begins(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await on(play, "2026-11-16 09:50")
        await tap(play, "4. Hồ Văn Bình")
        await on(play, "2026-11-16 12:45")
        await tap(play, "Lưu: vắng 2")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S K"}


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("/diemdanh", "6A sáng 17/11"),
        ("Điểm danh 6A sáng", "6A sáng 17/11"),
        ("/diemdanh 6A chiều 16/11", "6A chiều 16/11"),
        ("/diemdanh hôm qua", "6A cả ngày 16/11"),
        ("/diemdanh 6B hôm qua", "6B cả ngày 16/11"),
    ],
)
async def test_class_day_and_session_are_said_as_in_a_report(tmp_path: Path, words: str, scope: str) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await on(play, "2026-11-17 07:05")
        assert f"**Điểm danh {scope}**" in await begin(play, words=words)


async def test_a_whole_day_is_recorded_in_both_sessions(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await on(play, "2026-11-17 07:05")
        await begin(play, words="/diemdanh 6A hôm qua")
        await tap(play, "6. A Thút", "Lưu: vắng 1")
        assert await marked(play) == {"A Thút": "16/11S K 16/11C K"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("/diemdanh 9Z", "không có lớp 9Z"),
        ("/diemdanh 6A chiều", "chỉ học buổi sáng"),
        ("/diemdanh 6A 17/11", "chưa tới"),
        ("/diemdanh 6A 15/11", "không có buổi học"),
        ("/diemdanh 6A 31/2", "Không có ngày đó"),
        ("/diemdanh 6A Nguyễn Văn A", "chỉ ghi lớp, buổi và ngày"),
        ("/diemdanh 6A đủ", "chỉ ghi lớp, buổi và ngày"),
    ],
)
async def test_what_cannot_be_begun_is_said_and_nothing_is_kept(tmp_path: Path, words: str, expected: str) -> None:
    async with playing(tmp_path) as play:
        assert expected in await begin(play, words=words)
        assert await count_of(play, RollCalls) == 0


async def test_who_has_no_class_says_which(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "ví dụ: /diemdanh 6A" in await begin(play, "bộ môn", "/diemdanh")
        assert "**Điểm danh 6B sáng 16/11**" in await begin(play, "bộ môn", "/diemdanh 6B")
