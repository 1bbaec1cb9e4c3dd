"""Who has left is on no list, board or letter from that day on: every command that could name the pupil is tried."""

import re
from pathlib import Path

import pytest

from handlers import commands, spelled
from tests.campaign import CAMPAIGN
from tests.handlers.school_days import ask, on
from tests.jobs.checks import after_three_days, heard

pytestmark = pytest.mark.anyio
A = "Nguyễn Văn A"
HISTORY = {  # what was, asked for as such
    "hocsinh": "by the pupil's name",
    "ca": "by the case's number",
    "sua": "the writer's own last reports",
    "biendong": "who came, moved and left, by name",
    "dihoclai": "who brings somebody back picks from those who left",
}
FORMS = ("", "6A")


def names(text: str) -> bool:
    """The pupil, not the mother who is called after him."""
    return re.search(rf"(?<!Mẹ ){A}\b", text) is not None


def forms(phone: str) -> tuple[str, ...]:
    """What follows the command; the homeroom teacher's class is 6A anyway."""
    return FORMS if CAMPAIGN or phone == "ht" else FORMS[:1]


@pytest.mark.slow
async def test_no_command_and_no_letter_names_a_pupil_who_has_left(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await ask(play, "ht", "/ca đóng 1 chuyển")
        await play.clock_to("2026-11-18 23:00")
        heard(play)
        await play.clock_to("2026-11-19 20:00")
        assert [phone for phone, said in heard(play).items() if names(said)] == [], "no letter"
        await on(play, "2026-11-20 07:10")
        found = set()
        for phone in ("gvcn", "ht"):
            for one in commands():
                word = spelled(one.words[0])
                for form in forms(phone) if word not in HISTORY else ():
                    said = "\n".join(map(str, await play.say(phone, f"/{word} {form}".strip())))
                    if names(said) or any(A in label for label in play.labels(phone)):
                        found.add((word, form))
        assert found == set()
