"""A command starts with what it needs itself."""

import subprocess
import sys

PARTS = {"bot.engine.app", "bot.runner", "handlers", "papers", "models", "xlsxwriter", "docx"}


def test_no_command_loads_the_program_that_runs_for_another() -> None:
    """An export takes a second and not two; what reads no table loads none."""
    loaded = "import sys, bot.__main__; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    assert PARTS.intersection(done.stdout.split()) == set()
