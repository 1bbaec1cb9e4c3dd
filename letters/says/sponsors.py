"""What buttons about pupils at risk and their sponsors say."""

from enum import StrEnum

from letters.says import Says, Typed
from rules.written import pupil_written, read_id

LIST = Typed("/dodau")
TABLE = Typed("/dodau bảng")
WITH_CIRCUMSTANCES = Typed("/dodau bảng hoàn cảnh")
OWN_GROUP = Typed("/dodau tổ")
LAST_YEAR = Typed("/dodau năm trước")
GO_ON = Typed("/dodau tiếp tục")


class Act(StrEnum):
    """What is done about a pupil, as it is typed. Without any the pupil's page is shown."""

    SHOW = ""
    NOTE = "ghi chú"
    ADOPT = "nhận"
    DROP = "bỏ"
    PUT_ON = "thêm"
    TAKE_OFF = "ra khỏi"
    CATEGORISE = "diện"
    DESCRIBE = "hoàn cảnh"
    CONDUCT = "rèn luyện"
    FORGET = "xoá hoàn cảnh"
    TABLE = "bảng"
    AGREE = "đồng ý"
    REFUSE = "không đồng ý"
    GO_ON = "tiếp tục"
    LAST_YEAR = "năm trước"


def pupil(pupil_id: int, act: Act = Act.SHOW, value: str = "") -> Typed:
    return Typed(" ".join(filter(None, (LIST, act, pupil_written(pupil_id)))) + (f": {value}" if value else ""))


def described(who: str) -> Typed:
    """How circumstances are written down, for example."""
    return Typed(f"/dodau {Act.DESCRIBE} {who}: …")


def of_class(klass: str) -> Typed:
    return Typed(f"/dodau {klass}")


def of_group(group: str) -> Typed:
    return Typed(f"/dodau tổ {group}")


def agree(wish_id: int) -> Says:
    return Says(f"/dodau {Act.AGREE} {wish_id}")


def read_agree(words: str) -> int | None:
    return read_id(words.removeprefix(Act.AGREE).strip())


def refuse(wish_id: int) -> Says:
    return Says(f"/dodau {Act.REFUSE} {wish_id}")


def read_refuse(words: str) -> int | None:
    return read_id(words.removeprefix(Act.REFUSE).strip())
