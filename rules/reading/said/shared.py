"""A day or a session said in a report: whose is it, one pupil's or everybody's?"""

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Shared(Struct, Generic[T]):
    """What is said before names is theirs from there on; behind a name it is that pupil's, unless it is the only thing
    of its kind that is said, and nobody is named after it: then it is everybody's.
    """

    heading: T | None = None
    said: list[T] = []
    last: T | None = None
    begun: bool = False  # somebody is named
    anew: bool = False  # said before others, behind somebody who is named: 6A vắng Bình, mai Thút xin nghỉ

    def before_names(self, value: T) -> None:
        self.anew = self.anew or self.begun
        self.heading = value
        self._note(value)

    def behind_name(self, value: T) -> None:
        self._note(value)

    def _note(self, value: T) -> None:
        if value not in self.said:
            self.said.append(value)
        self.last = value

    def named(self) -> None:
        """Somebody is named: what was said before is not the last word."""
        self.last, self.begun = None, True

    def only(self) -> T | None:
        """The one thing said, if it was said of all of them."""
        of_all = self.last is not None or (self.heading is not None and not self.anew)
        return self.said[0] if len(self.said) == 1 and of_all else None

    def everybodys(self) -> T | None:
        """The one thing said, if it closes the report."""
        return self.last if len(self.said) == 1 else None

    def became(self, said: T, now: T) -> None:
        """What was said is taken back in part."""
        self.said = [now if each == said else each for each in self.said]
        self.last = now if self.last == said else self.last
