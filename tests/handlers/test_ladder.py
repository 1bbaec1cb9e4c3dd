"""/thang and /chucvu: the ladder shown in plain words, changed after a tap, and positions that its steps name."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Audit, Ladders
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.refused import refusal

pytestmark = pytest.mark.anyio


async def versions(play: Play) -> int:
    async with play.app.database.read() as session:
        return len((await session.scalars(select(Ladders.id).where(Ladders.name == "absence"))).all())


async def test_the_ladder_is_shown_in_plain_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "gvcn", "/thang")
        assert "Bước 2 – nghỉ không phép 3 ngày học liền: giáo viên chủ nhiệm đến nhà và báo kết quả trong 2" in said
        assert "Bước 3 – ngày học kế tiếp sau khi báo kết quả đến nhà (hoặc quá hạn)" in said
        assert "Đợt vận động ra lớp" in said
        assert "Để đổi" not in said, "only who may change it is told how"
        assert "Để đổi" in await ask(play, "admin", "/thang")


async def test_a_change_is_shown_first_and_made_by_the_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "admin", "/thang 2 sau 4 ngày")
        assert "Đang là: Bước 2 – nghỉ không phép 3 ngày học liền" in said
        assert "Sẽ là: Bước 2 – nghỉ không phép 4 ngày học liền" in said
        assert await versions(play) == 1
        (done,) = await play.press("admin", "Đúng")
        assert "Đã đổi các bước theo dõi" in done
        assert "Nay là: Bước 2 – nghỉ không phép 4 ngày học liền" in done
        assert "Sẽ là" not in done
        assert "4 ngày học liền" in await ask(play, "gvcn", "/thang")
        assert await versions(play) == 2
        async with play.app.database.read() as session:
            assert await session.scalar(select(Audit.kind).where(Audit.kind == "ladder.changed"))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("2 hạn 3 ngày", "báo kết quả trong 3 ngày học"),
        ("cách đếm cộng dồn 3 trong 10 ngày", "nghỉ không phép 3 ngày trong 10 ngày học"),
        ("cách đếm theo buổi", "nghỉ không phép 3 buổi liền"),
        ("cách đếm có phép không ngắt", "ngày nghỉ có phép không tính"),
        ("1 báo TPT", "Tổng phụ trách Đội được báo"),
        ("3 thôi báo PHT", "Bước 3 – ngày học kế tiếp sau khi báo kết quả đến nhà"),
        ("3 báo Ngô Thị Bảy", "Ngô Thị Bảy được báo"),
        ("thêm 5 ngày báo PHT2", "Bước thêm 5 – nghỉ không phép 5 ngày học liền: PHT2 được báo"),
        (
            "bước thêm 2: báo GVCN",
            "Bước thêm 2 – nghỉ không phép 2 ngày học liền: giáo viên chủ nhiệm hỏi thăm gia đình",
        ),
        ("ra lớp 2 sau 4 ngày", "4 ngày học kể từ ngày ra lớp mà chưa đến"),
        ("ra lớp 2 báo PHT2", "PHT2 được báo"),
    ],
)
async def test_every_part_of_it_can_be_changed(tmp_path: Path, words: str, shown: str) -> None:
    async with playing(tmp_path) as play:
        assert f"{shown}" in (await ask(play, "admin", f"/thang {words}")).split("Sẽ là: ", 1)[1]
        await play.press("admin", "Đúng")
        assert shown in await ask(play, "ht", "/thang")


async def test_a_step_that_only_tells_stands_where_a_pupil_comes_to_it_and_goes_with_the_last_who_is_told(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        for words in ("thêm 5 ngày báo TPT", "thêm 2 ngày báo GVCN", "thêm 5 ngày báo PHT2"):
            await ask(play, "admin", f"/thang {words}")
            await play.press("admin", "Đúng")
        lines = [line for line in (await ask(play, "gvcn", "/thang")).splitlines() if line.startswith("Bước")][:6]
        assert [line.split(" – ")[0] for line in lines] == [
            *("Bước 1", "Bước thêm 2", "Bước 2", "Bước thêm 5", "Bước 3", "Bước 4")
        ]
        for words in ("thêm 2 thôi báo GVCN", "thêm 5 ngày bỏ"):
            await ask(play, "admin", f"/thang {words}")
            await play.press("admin", "Đúng")
        assert "thêm" not in await ask(play, "gvcn", "/thang")
        assert "Chưa hiểu" in await ask(play, "admin", "/thang thêm 7 bỏ")
        assert "gia đình đã nhận tin" in await ask(play, "admin", "/thang thêm 5 báo phụ huynh")
        assert "hãy ghi số từ 1 đến 60" in await ask(play, "admin", "/thang thêm 0 báo TPT")


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("2 sau 99 ngày", "hãy ghi số từ 1 đến 60"),
        ("3 báo Ông Không Ai", "hãy xem lại tên"),
        ("2 thôi báo GVCN", "chưa có ai đến nhà"),
        ("cách đếm cộng dồn 9 trong 3 ngày", "không thể nghỉ 9 lần"),
        ("hai sau ba", "Ví dụ: /thang 2 sau 4 ngày"),
        ("2 sau 3 ngày", "vốn đã như vậy"),
    ],
)
async def test_what_cannot_be_is_answered_with_what_to_do_and_changes_nothing(
    tmp_path: Path, words: str, advice: str
) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "admin", f"/thang {words}")
        assert advice in said
        assert any(words in said for words in ("Không đổi gì", "Chưa thay đổi gì", "Chưa thay đổi gì"))
        assert await versions(play) == 1


async def test_a_tap_on_an_older_question_asks_again_with_what_is_true_now(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "admin", "/thang 2 sau 4 ngày")
        await ask(play, "ht", "/thang 2 hạn 5 ngày")
        await play.press("ht", "Đúng")
        (again,) = await play.press("admin", "Đúng")
        assert "Đổi như vậy phải không ạ?" in again
        assert "trong 5 ngày học" in again
        await play.press("admin", "Đúng")
        assert await versions(play) == 3


async def test_only_the_administrator_and_the_principal_change_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "tpt", "pht"):
            assert "Chỉ người quản trị và hiệu trưởng" in await ask(play, phone, "/thang 2 sau 4 ngày")
        assert refusal("mẹ A") in await ask(play, "mẹ A", "/thang")
        assert await versions(play) == 1


async def test_positions_are_given_moved_and_taken(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Chưa phân công" in await ask(play, "admin", "/chucvu")
        assert "nay là PHT2 (phó hiệu trưởng)" in await ask(play, "admin", "/chucvu Ngo Thi Bay PHT2")
        assert "• PHT2: Ngô Thị Bảy" in await ask(play, "pht", "/chucvu")
        assert "không phải phó hiệu trưởng" in await ask(play, "admin", "/chucvu Cao Thị Yên PHT1")
        assert "nay là TTCM" in await ask(play, "admin", "/chucvu Yên TTCM")
        assert "Trước đó là Cao Thị Yên" in await ask(play, "admin", "/chucvu Bùi Văn Tám TTCM")
        assert "thôi giữ chức PHT2" in await ask(play, "admin", "/chucvu Ngô Thị Bảy thôi")
        assert "không có ai tên" in await ask(play, "admin", "/chucvu Ông Không Ai PHT1")
        assert "Chỉ người quản trị" in await ask(play, "pht", "/chucvu Ngô Thị Bảy PHT1")
