"""Several pupils in one line: all are shown with one tap, and whoever is not among them is named with the way on."""

from datetime import date
from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.roll.changed import BINH, MAKE, UNDO, kept, lists, made, nothing_went_wrong
from tests.handlers.school_days import on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio
SANG = "Lê Thị Sáng"
TOGETHER: dict[str, tuple[str, ...]] = {  # what is written, and all that is shown of it
    "Hồ Thị Lan chuyển sang 6B, Sáng cũng vậy": ("Chuyển từ 6A sang 6B (2 em): Hồ Thị Lan, Lê Thị Sáng",),
    "6A: Bình, Sáng, Sơn chuyển sang 6B": ("(2 em): Hồ Văn Bình, Lê Thị Sáng", "Chưa gồm: “Sơn”"),
    "Lan chuyển sang 6B, Sáng cũng vậy": ("em Lê Thị Sáng chuyển", "“Lan”: có nhiều em cùng tên"),
    "Bình chuyển sang 6B\nSáng chuyển sang 6B": ("(2 em): Hồ Văn Bình, Lê Thị Sáng",),
    "Bình sang 6B, Mai sang 6A": (
        "Bình chuyển từ lớp 6A sang 6B",
        "Mai chuyển từ lớp 6B sang 6A",
    ),
    "Bình đổi lớp với Mai từ 23/11": (
        "Từ thứ Hai 23/11",
        "Bình chuyển từ lớp 6A sang 6B",
        "Mai chuyển từ lớp 6B sang 6A",
    ),
    "cho Bình, Sáng, A Thút sang lớp 6B": ("(3 em): Hồ Văn Bình, Lê Thị Sáng, A Thút",),
    "Bình 6A thôi học: đi làm, Sáng cũng vậy": (
        "Bình ra khỏi lớp 6A: “thôi học: đi làm”",
        "Sáng ra khỏi lớp 6A",
    ),
    "em binh 6a, em mai 6b chuyen truong ra da nang": ("Bình ra khỏi lớp 6A: “chuyển trường", "Mai ra khỏi lớp 6B"),
    "Bình, Sáng, Thút nghỉ học luôn theo bố mẹ vào Nam": ("Bình ra khỏi lớp 6A: “thôi học: theo", "Thút ra khỏi"),
    "chuyển cả Bình lẫn Sáng qua 6B": ("(2 em): Hồ Văn Bình, Lê Thị Sáng",),
    "Bình và Sáng thôi học": ("Các em thôi học vì sao",),
    "/chuyentruong 6A Bình và Sáng: trường Trà Mai": (
        "Bình ra khỏi lớp 6A: “chuyển trường",
        "Sáng ra khỏi lớp 6A",
    ),
    "Bình với Sáng chuyển nhà về Takta": ("Tu Ro - Thôn 4 → Takta - Thôn 3", "Long Tro - Thôn 3 → Takta - Thôn 3"),
    "Bình 6A chuyển sang 6B, Sáng thôi học đi làm": (
        "Sáng ra khỏi lớp 6A: “thôi học: đi làm”",
        "“Hồ Văn Bình”: việc khác",
    ),
    "/chuyenlop Bình sang 6B từ 23/11, Sáng sang 6B từ 24/11": ("mỗi ngày trong một tin riêng",),
}


async def test_nobody_who_is_named_is_passed_over_in_silence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        before = await kept(play)
        for line, parts in TOGETHER.items():
            said = "".join(await play.say("tpt", line)).replace("**", "")
            for part in parts:
                assert part in said, (line, said)
        assert await kept(play) == before


async def test_two_move_with_one_tap_and_are_back_with_another(database_url: str) -> None:
    async with playing(url=database_url) as play:
        before = await kept(play)
        await made(play, "gvcn", "Bình với Sáng qua 6B nhé")
        there = await lists(play, date(2026, 11, 16))
        assert (there[BINH], there[SANG]) == ("6B", "6B")
        await play.press("gvcn", UNDO)
        assert await kept(play) == before
        await nothing_went_wrong(play)


async def test_who_is_left_out_is_a_tap_away_and_who_is_followed_waits_for_the_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("tpt", "Sáng thôi học đi làm, Bình chuyển 6B")
        await play.press("tpt", BINH)
        assert "Bình chuyển từ lớp 6A sang 6B" in play.shown("tpt")
        await play.say("ht", f"/ca mở 6A {BINH}: nghỉ nhiều")
        (said,) = await play.say("tpt", f"/thoihoc 6A {BINH}, {SANG}: đi làm")
        assert f"{BINH}, đang được theo dõi" in said
        assert f"em {SANG} ra khỏi" in said


async def test_the_principal_hears_of_every_pupil_who_leaves_school_for_good(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        await made(play, "gvcn", f"/thoihoc {BINH}, {SANG}: đi làm")
        letter = heard(play)["ht"]
        for name in (BINH, SANG):
            assert f"Em {name}, lớp 6A, từ thứ Hai 16/11: thôi học: đi làm; người ghi: Phạm Thu Hà" in letter
        await play.press("gvcn", UNDO)
        assert f"Em {BINH}: 6A, như trước" in heard(play)["ht"]
        # Who goes to another school has not left school; and nobody is told of what he or she has written.
        await made(play, "tpt", f"/chuyentruong 6A {BINH}")
        await made(play, "ht", f"/thoihoc 6A {SANG}: đi làm")
        assert "thôi học" not in "".join(heard(play).get("ht", []))


async def test_a_yes_is_not_needed_where_nobody_is_found(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("tpt", "Lan chuyển sang 6B, Sơn cũng vậy")
        assert MAKE not in play.labels("tpt")
        assert [one for one in play.labels("tpt") if "Lan" in one]
