"""What buttons about the order of roads to a family's number say."""

from enum import StrEnum

from msgspec import Struct

from letters.says import NOTHING, Code, Says
from rules.written import pupil_written, read_id, read_pupil


class RoadAct(StrEnum):
    """A channel first; none, a person calls; or as it was before anybody chose."""

    FIRST = "truoc"
    CALL = "goi"
    AS_BEFORE = "nhucu"


class RoadWish(Struct, frozen=True):
    """Of which guardian of a pupil."""

    pupil_id: int
    person_id: int
    act: RoadAct
    channel: str = ""


def roads(pupil_id: int) -> Says:
    return Says(f"/lienlac {pupil_written(pupil_id)}")


def read_roads(words: str) -> int | None:
    """None: a name was typed, or more is said."""
    return read_pupil(words.strip())


def road(pupil_id: int, person_id: int, act: RoadAct, channel: Code = NOTHING) -> Says:
    return Says(f"/lienlac {pupil_written(pupil_id)} {person_id} {act} {channel}".rstrip())


def read_road(words: str) -> RoadWish | None:
    pupil, person, said, channel = [*words.split(), "", "", "", ""][:4]
    pupil_id, person_id, act = read_pupil(pupil), read_id(person), next((one for one in RoadAct if one == said), None)
    return None if pupil_id is None or person_id is None or act is None else RoadWish(pupil_id, person_id, act, channel)
