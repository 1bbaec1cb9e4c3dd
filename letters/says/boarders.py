"""What buttons about boarders say, as the reader of what is said of boarders understands it again."""

from letters.says import Typed
from rules.written import pupil_written


def of_class(klass: str) -> Typed:
    return Typed(f"/noitru {klass}")


def all_back(klass: str) -> Typed:
    return Typed(f"/noitru {klass} đủ")


def not_back(klass: str, pupil_id: int) -> Typed:
    return Typed(f"/noitru {klass} chưa {pupil_written(pupil_id)}")


def stayed(klass: str, pupil_id: int) -> Typed:
    return Typed(f"/noitru {klass} ở lại {pupil_written(pupil_id)}")


def is_back(klass: str, pupil_id: int) -> Typed:
    return Typed(f"/noitru {klass} đã vào {pupil_written(pupil_id)}")
