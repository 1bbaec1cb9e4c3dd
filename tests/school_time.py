"""The program with its clock set ahead or back: `python -m tests.school_time SECONDS …`, then as `python -m bot`."""

import sys
from datetime import timedelta

from bot.__main__ import main
from bot.engine.timekeeping import Time

if __name__ == "__main__":
    Time.__init__.__defaults__ = (timedelta(seconds=float(sys.argv.pop(1))),)
    main()
