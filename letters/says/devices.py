"""What buttons about people's phones say: whose a new one is, which is written to first, and which goes."""

from enum import StrEnum

from msgspec import Struct

from letters.says import Says
from rules.people.names import fold
from rules.written import read_id


class DeviceAct(StrEnum):
    """`number` is a request's for the first three, a chat's for the others."""

    MINE = "dung"  # of the staff: the phone used so far says that the new one is the same person's
    FAMILYS = "nha"  # the same of a guardian
    LOST = "mat"  # the new phone says that the one used so far is lost
    FIRST = "truoc"  # letters go there first
    END = "go"


class DeviceWish(Struct, frozen=True):
    act: DeviceAct
    number: int


def device(act: DeviceAct, number: int) -> Says:
    return Says(f"/thietbi {act} {number}")


def read_device(words: str) -> DeviceWish | None:
    """None: no button was pressed; somebody may be named."""
    first, _blank, rest = words.strip().partition(" ")
    act = next((one for one in DeviceAct if one == fold(first)), None)
    number = read_id(rest.strip())
    return None if act is None or number is None else DeviceWish(act, number)
