"""The house stays readable: no folder with more than 25 files, no file of code over 300 lines."""

from collections import Counter

from tests.check_catalogues import PACKAGES, ROOT

FILES, LINES = 25, 300


def _code() -> list[str]:
    places = (*PACKAGES, "migrations", "tests", "bench")
    found = {path for place in places for path in (ROOT / place).rglob("*") if path.is_file()}
    return sorted(str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts)


def test_no_folder_has_more_files_than_one_finds_a_thing_in() -> None:
    folders = Counter(path.rpartition("/")[0] for path in _code())
    assert {folder: count for folder, count in folders.items() if count > FILES} == {}


def test_no_file_is_longer_than_one_reads_at_a_sitting() -> None:
    lines = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in _code() if path.endswith(".py")}
    assert {path: count for path, count in lines.items() if count > LINES} == {}
