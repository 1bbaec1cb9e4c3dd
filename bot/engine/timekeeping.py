"""What time it is, and whether the machine's clock has been set meanwhile."""

import time
from datetime import UTC, datetime, timedelta

SET = timedelta(minutes=1)  # what differs by less is drift
BELIEVED = timedelta(minutes=2)  # after so long a clock that was set forward is gone by


class Time:
    """What time it is. The local chat moves it; nothing else may."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset
        self._walked = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move_to(self, moment: datetime) -> None:
        walked = moment - self()
        self.offset += walked
        self._walked += walked

    def passed(self) -> timedelta:
        """Since some moment of long ago, whatever the machine's clock is set to; asleep it goes on where it can."""
        return timedelta(seconds=_steady()) + self._walked


def _steady() -> float:
    """On Linux the clock that counts a laptop's sleep too: whoever slept has not been set."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Settings:
    """Notices when the clock is set while we run."""

    def __init__(self, now: Time) -> None:
        self._now = now
        self._seen: tuple[datetime, timedelta] | None = None

    def since_last_look(self) -> timedelta:
        """How far it was set ahead, or below zero put back; nothing at the first look, or where it was not set."""
        seen, self._seen = self._seen, (self._now(), self._now.passed())
        if seen is None:
            return timedelta(0)
        moved = self._seen[0] - seen[0]
        by = moved if moved < -SET else moved - (self._seen[1] - seen[1])
        return by if abs(by) > SET else timedelta(0)
