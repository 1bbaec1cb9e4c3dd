"""`python -m bot read`, as a school runs it: files in, lines out, nothing recorded."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

from bot.cli.read import read_line, schools
from rules.reading.words.lexicon import standard
from tests.patience import PATIENCE
from tests.program import ROOT

PUPILS = (
    ("p1", "Nguyễn Văn An"),
    ("p2", "HỒ THỊ SÁNG"),
    ("p3", unicodedata.normalize("NFD", "Lê Thị Hoà")),
    ("p4", "Trần\u00a0Văn\u00a0Hùng"),
    ("p5", "Ðinh Văn Ðạt"),
    (6, "A Thút"),
)


def rosters(*pupils: tuple[str | int, str]) -> dict[str, Any]:
    """One school with one class; what the reader does not need stands there too, as schools' files have it."""
    listed = [
        {"id": key, "stt": place, "name": name, "dob": "2014-01-02", "gender": "Nam", "ethnicity": "Kinh"}
        for place, (key, name) in enumerate(pupils or PUPILS, 1)
    ]
    return {
        "schools": [{"id": "s1", "name": "Trường Thử", "classes": [{"id": "c1", "name": "6A", "students": listed}]}]
    }


def message(text: str, key: str = "m1", **more: Any) -> bytes:
    row = {"id": key, "school": "s1", "now": "2026-11-25T09:00", "class_hint": None, "text": text, **more}
    return json.dumps(row, ensure_ascii=False).encode()


def run(folder: Path, lines: bytes, listed: Any = None, *more: str) -> tuple[int, list[Any], str]:
    """Exit code, the readings, and what was said beside them."""
    file = folder / "rosters.json"
    if listed is not False:
        file.write_bytes(listed if isinstance(listed, bytes) else json.dumps(listed or rosters()).encode())
    command = [sys.executable, "-m", "bot", "read", "--rosters", str(file), *more]
    done = subprocess.run(command, input=lines, capture_output=True, cwd=ROOT, check=False, timeout=PATIENCE)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def read(text: str, **more: Any) -> dict[str, Any]:
    """One message, in this process."""
    known = schools(json.dumps(rosters()).encode())
    found: dict[str, Any] = json.loads(read_line(message(text, **more), known, standard()))
    return found


def test_messages_are_read_line_by_line_in_their_order_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    lines = [message("6A vắng An P, ốm", "m2"), b"", message("6A đủ", "m1"), b"   ", message("6A vắng Tèo", "m3")]
    code, readings, said = run(tmp_path, b"\n".join(lines))
    assert (code, said) == (0, "")
    assert readings[0] == {
        "id": "m2",
        "outcome": "record",
        "students": [{"id": "p1", "excused": True, "reason": "ốm", "dates": [0], "session": None}],
        "candidates": [],
    }
    assert [(each["id"], each["outcome"]) for each in readings] == [
        ("m2", "record"),
        ("m1", "none_absent"),
        ("m3", "unknown_student"),
    ]


def test_a_faulty_line_is_named_by_its_number_and_the_others_are_read_all_the_same(tmp_path: Path) -> None:
    lines = [
        message("6A vắng An", "m1"),
        b"{nonsense",
        message("6A vắng An", "m3", school="s9"),
        message("6A vắng An", "m4", class_hint="c9"),
        message("6A vắng An", "m5", now="yesterday"),
        json.dumps({"id": "m6", "school": "s1", "now": "2026-11-25T09:00"}).encode(),
        message("6A vắng Sáng", "m7"),
    ]
    code, readings, said = run(tmp_path, b"\n".join(lines))
    assert code == 2
    assert [each["id"] for each in readings] == ["m1", "m7"]
    faults = said.splitlines()
    assert [fault.split(":")[0] for fault in faults] == [f"line {number}" for number in (2, 3, 4, 5, 6)]
    for fault, named in zip(faults[1:], ("'s9'", "'c9'", "yesterday", "text"), strict=True):
        assert named in fault


def test_rosters_that_cannot_be_used_end_it_with_the_place_of_the_fault(tmp_path: Path) -> None:
    wrong = rosters()
    wrong["schools"][0]["classes"][0]["students"][1]["name"] = 5
    code, readings, said = run(tmp_path, message("6A đủ"), wrong)
    assert (code, readings) == (1, [])
    assert "schools[0].classes[0].students[1].name" in said.replace("[...]", "[0]", 2).replace("[...]", "[1]")
    assert "Traceback" not in said


def test_rosters_that_are_no_json_or_not_there_end_it_in_one_sentence(tmp_path: Path) -> None:
    for listed, named in ((b"{", "truncated"), (False, "rosters.json")):
        (tmp_path / "rosters.json").unlink(missing_ok=True)
        code, readings, said = run(tmp_path, message("6A đủ"), listed)
        assert (code, readings) == (1, [])
        assert named in said
        assert str(tmp_path / "rosters.json") in said
        assert len(said.splitlines()) == 1


def test_a_schools_own_words_are_read_and_a_fault_in_them_is_said(tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text('[kind]\nlate = ["vô sau trống"]\n')
    lines = message("6A vắng An, Hùng vô sau trống")
    _code, (plain,), _said = run(tmp_path, lines)
    code, (own,), _said = run(tmp_path, lines, None, "--words", str(words))
    assert code == 0
    assert [each["id"] for each in own["students"]] == ["p1"]
    assert own != plain
    words.write_text("[kind\n")
    code, readings, said = run(tmp_path, lines, None, "--words", str(words))
    assert (code, readings) == (1, [])
    assert "line 1" in said
    assert "Traceback" not in said


def test_dirt_in_the_rosters_hides_nobody() -> None:
    for typed, key in (
        ("Hồ Thị Sáng", "p2"),
        ("Lê Thị Hòa", "p3"),
        ("hung", "p4"),
        ("Trần Văn Hùng", "p4"),
        ("Đinh Văn Đạt", "p5"),
        ("dat", "p5"),
        ("a thut", 6),
        ("số 6", 6),
    ):
        found = read(f"6A vắng {typed}")
        assert [each["id"] for each in found["students"]] == [key], typed
        assert found["outcome"] == "record"


def test_days_are_counted_from_the_day_of_writing_and_sessions_are_words() -> None:
    (told,) = read("6A chiều qua vắng An kp")["students"]
    assert told == {"id": "p1", "excused": False, "reason": None, "dates": [-1], "session": "afternoon"}
    assert [each["session"] for each in read("6A vắng An cả ngày")["students"]] == ["day"]
    assert [each["session"] for each in read("6A sáng nay vắng An")["students"]] == ["morning"]


def test_the_writers_class_need_not_be_said() -> None:
    assert read("vắng An")["outcome"] == "unknown_class"
    assert [each["id"] for each in read("vắng An", class_hint="c1")["students"]] == ["p1"]


def test_whom_a_question_offers_stands_among_the_candidates() -> None:
    found = read("6A vắng An Sáng")
    assert (found["outcome"], found["students"]) == ("ambiguous", [])
    assert set(found["candidates"]) == {"p1", "p2"}
