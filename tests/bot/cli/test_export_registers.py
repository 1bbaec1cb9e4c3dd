"""The registers from the command line: whole files for this account alone, and a sentence for whatever is wrong."""

import os
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook

from tests.bot.cli.command_line import say, sentence
from tests.bot.cli.test_any_path import CONFIG, TERM

HERE = ("--config", "config.toml", "export")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(TERM):
        patch.chdir(folder)
        Path("config.toml").write_text(CONFIG, encoding="utf-8")
        assert say("sample", "school.xlsx").exit_code == 0
        assert say("--config", "config.toml", "import", "school.xlsx").exit_code == 0
    return folder


def test_each_register_is_written_for_this_account_alone(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(school)
    before = os.umask(0o022)
    try:
        with time_machine.travel(TERM):
            for words in (
                ("register", "--class", "lớp 6a", "--month", "2026-11", "--out", "F.xlsx"),
                ("register", "--class", "6A", "--month", "11/2026", "--out", "F.xlsx"),
                ("day", "--date", "2026-11-16", "--out", "D.xlsx"),
                ("day", "--date", "16/11/2026", "--out", "D.xlsx"),
                ("village", "--place", "Thôn 3", "--month", "2026-11", "--out", "V.xlsx"),
                ("term", "--term", "hk1", "--out", "hk1"),
                ("term", "--term", "hk1", "--out", "hk1"),
            ):
                result = say(*HERE, *words)
                assert (result.exit_code, "Đã ghi" in result.output) == (0, True), result.output
    finally:
        os.umask(before)
    files = [Path("F.xlsx"), Path("D.xlsx"), Path("V.xlsx"), *Path("hk1").iterdir()]
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
    assert all(load_workbook(file).worksheets for file in files)
    names = " ".join(file.name for file in files)
    assert all(one in names for one in ("so-vang-6A", "vang-hang-buoi-2026-11", "vang-Thôn-3", "ban-tru", "tong-hop"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("register", "--class", "9Z", "--month", "2026-11"), "không có lớp nào tên “9Z”"),
        (("register", "--class", "6A", "--month", "2026-13"), "“2026-13” không phải là tháng"),
        (("register", "--class", "6A", "--month", "tháng 11"), "“tháng 11” không phải là tháng"),
        (("register", "--class", "6A", "--month", "2027-02"), "lớp 6A không có buổi học nào trong tháng 02/2027"),
        (("day", "--date", "2026-11-31"), "“2026-11-31” không phải là ngày"),
        (("day", "--date", "2026-11-15"), "ngày 15/11/2026 không lớp nào có buổi học"),
        (("village", "--place", "Xa Lắm", "--month", "2026-11"), "tên “Xa Lắm”"),
        (("village", "--place", "Ngọc Lê", "--month", "2026-11"), "Có nhiều nơi tên “Ngọc Lê”"),
        (("term", "--term", "hk3"), "Không có học kỳ “hk3”"),
        (("term", "--term", "hk2"), "Học kỳ hk2 chưa bắt đầu"),
        (("day", "--date", "2026-11-16", "--school", "khac"), "khac"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(school)
    with time_machine.travel(TERM):
        result = say(*HERE, *words, "--out", str(tmp_path / "tệp"))
    assert (result.exit_code, said in sentence(result)) == (1, True), result.output
    assert not [file for file in (tmp_path / "tệp").rglob("*") if file.is_file()]
