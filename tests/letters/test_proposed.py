"""A tap says which mark it changes, also where one pupil waits for several."""

from datetime import date

from msgspec import structs

from letters.register.proposed import _joined, _taps
from locales import speaking
from models.proposals import Proposal

ONE = Proposal(
    inbox_id=1, class_id=1, class_name="7A", pupil_id=5, pupil="Trần Thị Tú", day=date(2026, 9, 21), part="S",
    kind="M", now="K", by="Hà Văn Bảy", person_id=3,
)  # fmt: skip


def labels(*found: Proposal) -> list[str]:
    with speaking("vi"):
        return [button.label for row in _taps(_joined(found)) for button in row]


def test_two_half_days_of_a_pupil_have_two_names() -> None:
    """Both were called “Trần Thị Tú: sửa thành đi muộn”."""
    assert labels(ONE) == ["Trần Thị Tú: sửa thành đi muộn"]
    first, second = labels(ONE, structs.replace(ONE, part="C", now="P"))
    assert first == "Trần Thị Tú, sáng thứ Hai 21/09: sửa thành đi muộn"
    assert second == "Trần Thị Tú, chiều thứ Hai 21/09: sửa thành đi muộn"
