"""What is typed about tutoring and buddies, for examples and buttons."""

from letters.says import Typed
from rules.written import pupil_written

TUTORING_EXAMPLE = Typed("/phudao 6A thêm Bình, Lan môn Toán")
BUDDIES_EXAMPLE = Typed("/doiban 6A Bình kèm Lan")


def all_came(klass: str, subject: str) -> Typed:
    return Typed(f"/phudao {klass} đủ {f'môn {subject}' if subject else ''}".rstrip())


def tutoring_of(klass: str) -> Typed:
    return Typed(f"/phudao {klass}")


def no_buddies(klass: str, helper_id: int) -> Typed:
    return Typed(f"/doiban {klass} thôi {pupil_written(helper_id)}")
