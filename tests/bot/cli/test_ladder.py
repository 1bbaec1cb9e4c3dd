"""The ladder from the command line: exported, changed, shown with --dry-run, imported; all or nothing."""

from pathlib import Path

import pytest
from typer.testing import Result

from tests.bot.cli import command_line

pytestmark = pytest.mark.usefixtures("school")


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = (
        f'[database]\nurl = "sqlite+aiosqlite:///{tmp_path}/siso.db"\n[school]\ncode = "thu"\nname = "Trường Thử"\n'
    )
    Path("config.toml").write_text(content, encoding="utf-8")
    assert say("sample", "school.xlsx").exit_code == 0
    assert say("import", "school.xlsx").exit_code == 0


def say(*words: str) -> Result:
    return command_line.say("--config", "config.toml", *words)


def test_a_ladder_goes_out_is_changed_tried_and_comes_in() -> None:
    assert say("ladder", "export", "thang.toml").exit_code == 0
    file = Path("thang.toml")
    text = file.read_text(encoding="utf-8")
    assert "# Các bước theo dõi" in text
    same = say("ladder", "import", "thang.toml")
    assert (same.exit_code, "Chưa thay đổi gì" in same.output) == (0, True)
    file.write_text(text.replace("after = 3", "after = 4", 1).replace('"PHT" = "know"', '"PHT2" = "know"', 1))
    tried = say("ladder", "import", "thang.toml", "--dry-run")
    assert "Sẽ là: Bước 2 – nghỉ không phép 4 ngày học liền" in tried.output
    assert "PHT2 được báo" in tried.output
    assert "Sẽ là" in say("ladder", "import", "thang.toml").output
    assert "Chưa thay đổi gì" in say("ladder", "import", "thang.toml").output
    say("ladder", "export", "again.toml")
    assert '"PHT2" = "know"' in Path("again.toml").read_text(encoding="utf-8")


def test_a_file_with_faults_changes_nothing() -> None:
    say("ladder", "export", "thang.toml")
    file = Path("thang.toml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("after = 3", "after = 4", 1).replace('"HT" = "decide"', '"HT" = "know"', 1))
    refused = say("ladder", "import", "thang.toml")
    assert refused.exit_code == 1
    assert "Bước 3: chưa có ai quyết định" in refused.output
    file.write_text(text)
    assert "Chưa thay đổi gì" in say("ladder", "import", "thang.toml").output


def test_what_is_not_there_is_said() -> None:
    assert say("ladder", "import", "missing.toml").exit_code == 1
    assert "Không có trường nào mang mã" in say("ladder", "export", "x.toml", "--school", "khac").output
