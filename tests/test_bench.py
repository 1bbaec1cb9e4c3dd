"""Every bench still runs: each in a tiny form, for its sense and not for its figures."""

from importlib import import_module
from pathlib import Path

import pytest

from bench import bare_check, check, district, start, vang
from bench.__main__ import PARTS, main
from bench.figure import Figure, table


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(district, "FOLDER", tmp_path)


def test_every_part_of_the_bench_measures_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vang, "CHATS", 4)
    monkeypatch.setattr(vang, "PUPILS", 4 * district.CLASS)
    monkeypatch.setattr(start, "PUPILS", 4 * district.CLASS)
    for part in PARTS:
        figures: list[Figure] = import_module(f"bench.{part}").measure(small=True)
        assert figures
        assert all(figure.part == part and figure.value >= 0 for figure in figures)


def test_the_check_is_not_compared_with_sql_that_finds_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = [statement.replace("kind = 'K'", "kind = 'X'") for statement in bare_check.CHECK]
    monkeypatch.setattr(bare_check, "CHECK", blind)
    with pytest.raises(RuntimeError, match="not give the same answer"):
        check.measure(small=True)


def test_a_figure_passes_by_its_ratio_where_it_has_one() -> None:
    fast = Figure(part="x", what="x", value=10, unit="/s", against="y", ratio=0.6, bar=0.5)
    slow = Figure(part="x", what="x", value=120, unit="ms", bar=100, most=True)
    shown = Figure(part="x", what="x", value=1, unit="s")
    assert (fast.passes(), slow.passes(), shown.passes()) == (True, False, None)
    assert table([fast, slow, shown]).row_count == 3


def test_an_unknown_part_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vangg"]) == 2
    assert "vangg" in capsys.readouterr().out
