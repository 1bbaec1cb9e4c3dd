"""How fast a channel may be written to."""

import time


class Pace:
    """At most `per_second` sends in any second as the other side sees them.

    A send arrives at some moment between its beginning and its end, so what is in flight counts, and what ended less
    than a second ago. Counting only the beginnings lets two bursts run into one on a slow network.
    """

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._in_flight = 0
        self._ended: list[float] = []

    def room(self, most: int) -> int:
        """How many may begin now; `most` without a limit."""
        moment = time.monotonic()
        if not self._per_second:
            return most
        self._ended = [at for at in self._ended if at > moment - 1]
        return max(0, int(self._per_second) - self._in_flight - len(self._ended))

    def begin(self) -> None:
        self._in_flight += 1

    def end(self) -> None:
        self._in_flight -= 1
        if self._per_second:
            self._ended.append(time.monotonic())

    def closed_for(self) -> float:
        """Seconds until there may be room again; sooner if something in flight ends."""
        oldest = self._ended[0] + 1 if self._ended else 0.0
        return oldest - time.monotonic()
