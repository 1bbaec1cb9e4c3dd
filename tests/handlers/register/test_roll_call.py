"""The guided roll call: the class on one board of buttons, tapped, turned, saved or dropped; or by list numbers."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from channels import NotSent, Uncertain
from models import Buttons, Chats, Enrolments, Outbox, Roles, RollCalls, Taps
from models.base import Base
from models.shapes.message import Abilities
from papers.roster import Roster
from tests.conversation import Play, playing, resumed
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

CLASS_6A = [
    "1. Nguyễn Văn A", "2. Hồ Thị Lan", "3. Đinh Văn Lan", "4. Hồ Văn Bình",
    "5. Lê Thị Sáng", "6. A Thút", "7. Trần Minh Hùng", "8. Trần Minh Hưng",
]  # fmt: skip
BY_NUMBER = (
    "Thầy/cô nhắn lại số các em vắng, ví dụ 5, 8P: thêm P là có phép, không thêm là không phép. Lớp đủ thì nhắn 0."
)
OVER = "Lượt điểm danh này đã đóng"


async def begin(play: Play, phone: str = "gvcn", words: str = "/diemdanh 6A") -> str:
    return await ask(play, phone, words)


async def tap(play: Play, *labels: str, phone: str = "gvcn") -> None:
    """Tap names; each changes the board in place, and nothing new is said."""
    for label in labels:
        assert await play.press(phone, label) == [], label


def names(play: Play, phone: str = "gvcn") -> list[str]:
    return [label for label in play.labels(phone) if ". " in label]


def large(count: int) -> Roster:
    """Class 6A with so many pupils."""
    roster = small_roster()
    first = roster.pupils[0]
    more = [
        replace(first, row=100 + number, list_no=number, code=f"6A{number}", full_name=f"Hồ Thị Em {number}")
        for number in range(9, count + 1)
    ]
    return replace(roster, pupils=[*roster.pupils, *more])


async def count_of(play: Play, table: type[Base]) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


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
        assert play.shown("gvcn") == "Đã huỷ lượt điểm danh 6A sáng 16/11, không ghi gì cả."
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


# what others have recorded


async def test_marks_that_stand_already_are_shown_and_only_what_is_tapped_changes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "/vang 6A Nguyễn Văn A ốm, Hồ Thị Lan P, Hồ Văn Bình muộn, A Thút đi thi")
        play.new("gvcn")
        text = await begin(play)
        assert "vắng 2/8 (1P, 1K)" in text
        assert "Cao Thị Yên đã báo buổi này. Chỉ những em thầy/cô báo ở đây mới thay đổi." in text
        assert [names(play)[place] for place in (0, 1, 3, 5)] == [
            "✗ K 1. Nguyễn Văn A", "P 2. Hồ Thị Lan", "M 4. Hồ Văn Bình", "D 6. A Thút",
        ]  # fmt: skip
        await tap(play, "2. Hồ Thị Lan", "5. Lê Thị Sáng", "4. Hồ Văn Bình", "4. Hồ Văn Bình", "4. Hồ Văn Bình")
        assert names(play)[3] == "M 4. Hồ Văn Bình", "late is what present was for him"
        await tap(play, "Lưu: vắng 2")
        answer = play.shown("gvcn")
        assert "• Hồ Thị Lan (2): có mặt. (đã sửa, trước là P)" in answer
        assert "Nguyễn Văn A" not in answer
        assert "Cao Thị Yên đã báo buổi này trước đó; cả hai báo cáo đều được giữ." in answer
        assert await marked(play) == {
            "Nguyễn Văn A": "16/11S K",
            "Hồ Văn Bình": "16/11S M",
            "Lê Thị Sáng": "16/11S K",
            "A Thút": "16/11S D",
        }


async def test_marks_somebody_makes_meanwhile_are_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P")
        play.new("gvcn")
        await tap(play, "Lưu: vắng 1")
        assert "vắng 2/8 (1P, 1K)" in play.seen("gvcn")[0].text
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}


async def test_saved_without_a_tap_the_marks_that_stand_are_confirmed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P, Hồ Thị Lan muộn")
        play.new("gvcn")
        await begin(play)
        await tap(play, "Lưu: vắng 1")
        assert "• Hồ Văn Bình (4): có phép, từ đầu năm nghỉ 1 buổi. (đã ghi trước đó)" in play.shown("gvcn")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P", "Hồ Thị Lan": "16/11S M"}


# rights, looked at with every tap


async def test_a_pupil_who_left_the_class_meanwhile_is_not_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan", "3. Đinh Văn Lan")
        await leave(play, "Hồ Thị Lan")
        await tap(play, "4. Hồ Văn Bình")
        assert "2. Hồ Thị Lan" not in " ".join(names(play))
        await tap(play, "Lưu: vắng 2")
        assert await marked(play) == {"Đinh Văn Lan": "16/11S K", "Hồ Văn Bình": "16/11S K"}


async def leave(play: Play, name: str) -> None:
    """As an import of the roster does it."""
    pupil_id = await play.pupil(name)
    async with play.app.database.write() as session:
        ends = play.now.date() - timedelta(days=1)
        await session.execute(update(Enrolments).where(Enrolments.pupil_id == pupil_id).values(ends=ends))
        await session.execute(update(Base.metadata.tables["schools"]).values(version=99))


async def test_a_tap_after_the_role_ended_does_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        async with play.app.database.write() as session:
            await session.execute(update(Roles).values(ends=date(2026, 11, 15)))
        for label in ("2. Hồ Thị Lan", "Lưu", "Huỷ điểm danh"):
            assert "không có quyền" in (await play.press("gvcn", label))[0]
        assert (await count_of(play, Taps), await reported(play)) == (0, 0)


async def test_in_another_chat_and_under_another_person_the_buttons_do_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        token = play.channel.seen["gvcn"][-1].buttons[0][0][1]
        assert "hết hiệu lực" in await ask(play, "gvcn6b", token, pressed=True)
        assert "hết hiệu lực" in await ask(play, "gvcn6b", "/luudiemdanh 1"), "typed it is no better"
        yen = await play.person("Cao Thị Yên")
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(person_id=yen))
        assert "hết hiệu lực" in await ask(play, "gvcn", token, pressed=True)
        assert (await count_of(play, Taps), await reported(play)) == (0, 0)


async def test_left_alone_it_closes_after_three_hours_and_says_so_in_its_place(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await on(play, "2026-11-16 10:06")
        await tap(play, "Lưu: vắng 1")
        assert OVER in play.shown("gvcn")
        assert play.labels("gvcn") == []
        assert await reported(play) == 0
        assert "vắng 0/8" in await begin(play), "a new one begins empty"


async def test_saved_twice_it_is_recorded_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        token = play.channel.seen["gvcn"][-1].buttons[-1][0][1]
        await tap(play, "Lưu: lớp đủ")
        assert OVER in await ask(play, "gvcn", token, pressed=True)
        assert "Đã ghi 6A" in play.channel.seen["gvcn"][0].text, "what was recorded is still shown"


async def test_a_day_off_declared_meanwhile_is_said_and_the_roll_call_stays_open(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await ask(play, "admin", "/lich nghỉ 16/11 mưa lũ")
        assert "không có buổi học" in (await play.press("gvcn", "Lưu"))[0]
        assert "✗ K 2. Hồ Thị Lan" in [label for row in play.channel.seen["gvcn"][0].buttons for label, _token in row]
        assert (await marked(play), await reported(play)) == ({}, 0)


# how the board travels


async def test_a_board_that_was_deleted_comes_again_as_a_new_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        play.channel.gone.add("gvcn-1")
        assert "vắng 1/8" in (await play.press("gvcn", "2. Hồ Thị Lan"))[0]
        await tap(play, "3. Đinh Văn Lan")
        assert "vắng 2/8" in play.shown("gvcn")
        assert len(play.channel.seen["gvcn"]) == 2


async def test_a_change_that_may_have_arrived_goes_again_without_a_word_about_copies(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        play.channel.lose["gvcn"] = Uncertain("reset")
        await tap(play, "2. Hồ Thị Lan")
        play.channel.lose.clear()
        play.app.now.move_to(play.now + timedelta(seconds=61))
        await play.app.settle()
        assert play.new("gvcn") == []
        assert "gửi lại" not in play.shown("gvcn")
        assert "vắng 1/8" in play.shown("gvcn")


async def test_an_old_picture_never_overtakes_a_newer_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        play.channel.refuse["gvcn"] = NotSent("down")
        await tap(play, "2. Hồ Thị Lan")
        play.channel.refuse.clear()
        await tap(play, "3. Đinh Văn Lan")
        play.app.now.move_to(play.now + timedelta(minutes=2))
        await play.app.settle()
        assert "vắng 2/8" in play.shown("gvcn")


# by list numbers


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("2, 4P", {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}),
        ("2 4p", {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}),
        ("số 2 k; 4 P.", {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}),
        ("2", {"Hồ Thị Lan": "16/11S K"}),
        ("0", {}),
        ("đủ", {}),
    ],
)
async def test_without_buttons_the_class_is_listed_and_one_reply_reports(
    tmp_path: Path, answer: str, expected: dict[str, str]
) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await ask(play, "gvcn", "/vang 6B Hồ Văn Học")  # its buttons must not take the digits
        assert (await begin(play)).splitlines() == [
            "**Điểm danh 6A sáng 16/11**: vắng 0/8 (0P, 0K). Chưa ghi.",
            *CLASS_6A,
            BY_NUMBER,
        ]
        assert play.labels("gvcn") == []
        assert "**Đã ghi 6A sáng 16/11**" in await ask(play, "gvcn", answer)
        assert await reported(play) == 2
        found = await marked(play)
        assert found.pop("Hồ Văn Học") == "16/11S K"
        assert found == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("2, 40, 41", "không có số 40 và 41"), ("2P, 2K", "vừa ghi có phép vừa ghi không phép"), ("1 0", "không có số 0")],
)
async def test_numbers_that_cannot_be_meant_are_asked_about(tmp_path: Path, answer: str, expected: str) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await begin(play)
        assert expected in await ask(play, "gvcn", answer)
        assert (await marked(play), await reported(play)) == ({}, 0)
        await ask(play, "gvcn", "2P")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S P"}


async def test_nobody_absent_against_marks_of_others_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P")
        play.new("gvcn")
        assert "4. Hồ Văn Bình – P" in await begin(play)
        assert "đã ghi vắng: Hồ Văn Bình" in await ask(play, "gvcn", "0")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P"}
        assert "không em nào vắng" in await ask(play, "gvcn", "1"), "the digit answers the newest question"


async def test_numbers_typed_under_the_board_join_what_was_tapped(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=large(45)) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan", "Trang 2/3", "Trang 3/3")
        (answer,) = await play.say("gvcn", "17, 40P")
        assert "vắng 3/45 (1P, 2K)" in answer
        assert play.channel.seen["gvcn"][0].text == "**Điểm danh 6A sáng 16/11**: xin xem tin bên dưới."
        assert set(await marked(play)) == {"Hồ Thị Lan", "Hồ Thị Em 17", "Hồ Thị Em 40"}


async def test_full_typed_under_tapped_names_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        assert "Lớp đủ, hay có em vắng?" in await ask(play, "gvcn", "đủ")
        assert await reported(play) == 0


async def test_full_typed_the_next_morning_means_that_morning(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await on(play, "2026-11-17 07:05")
        assert "**Đã ghi 6A sáng 17/11**: không em nào vắng" in await ask(play, "gvcn", "đủ")


async def test_numbers_typed_the_next_morning_record_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await on(play, "2026-11-17 07:05")
        assert OVER in await ask(play, "gvcn", "5")
        assert await marked(play) == {}


async def test_help_and_menu_name_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "/diemdanh 6A – điểm danh cả lớp: bấm tên em vắng" in await ask(play, "gvcn", "/trogiup thêm")


async def test_it_speaks_the_askers_language(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(language="en"))
        assert "**Roll call 6A morning" in await begin(play)
        assert play.labels("gvcn")[-2:] == ["Save: nobody absent", "Cancel the roll call"]
