"""How a pupil comes onto a class list and leaves it, in the words school reports are counted by."""

from enum import StrEnum

from rules.people.names import fold


class Movement(StrEnum):
    """What happened on a day to one pupil's place on the lists. To be on a list when its year begins is none."""

    CAME = "came"  # chuyển đến
    BACK = "back"  # đi học lại, of who had left
    MOVED = "moved"  # another class of this school
    TRANSFERRED = "transferred"  # chuyển trường: no dropout
    DROPPED = "dropped"  # thôi học, bỏ học
    LEFT = "left"  # off the list, and nobody has said why


ARRIVALS = frozenset({Movement.CAME, Movement.BACK})
LEAVINGS = frozenset({Movement.TRANSFERRED, Movement.DROPPED, Movement.LEFT})

_TRANSFERRED = ("chuyen truong", "chuyen di", "chuyen toi", "chuyen sang truong")
_DROPPED = ("thoi hoc", "bo hoc")


def leaving_of(state: str) -> Movement:
    """What a list says of somebody who is no longer there: “Chuyển đi”, “Thôi học”; LEFT for all that is neither."""
    words = " ".join(fold(state).split())
    if any(word in words for word in _DROPPED):
        return Movement.DROPPED
    return Movement.TRANSFERRED if any(word in words for word in _TRANSFERRED) else Movement.LEFT
