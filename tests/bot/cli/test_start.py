"""A command starts with what it needs itself."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("part", ["bot.engine.app", "bot.runner", "handlers", "papers", "xlsxwriter", "docx"])
def test_no_command_loads_the_program_that_runs_for_another(part: str) -> None:
    """An export takes a second and not two."""
    loaded = f"import sys, bot.__main__; sys.exit({part!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
