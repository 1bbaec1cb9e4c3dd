"""Reporting absences, as conversations."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio


async def test_a_report_says_class_session_date_counts_and_each_pupils_run(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await play.say("gvcn", "/vang 6A Nguyen Van A")
        print(answer)
        assert False
