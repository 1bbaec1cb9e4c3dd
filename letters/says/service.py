"""What a button says that puts right what was typed, or shows more of the help; and examples of what is typed."""

import re
from enum import Enum

from msgspec import Struct

from letters.says import Says, Typed, Word
from rules.guides import Guide
from rules.people.names import fold
from rules.written import read_id

_MORE = "thêm"
_LISTED = "stt"


class Examples(Enum):
    """What somebody may write, by what somebody does; `{klass}` is the own class. The reader knows Vietnamese only."""

    TEACHERS = ("{klass} vắng Lan ốm, Bình P", "{klass} đủ", "ai vắng hôm nay")
    LEADERS = ("hôm nay toàn trường vắng bao nhiêu em", "lớp nào chưa báo", "{klass} vắng Lan P")
    FAMILIES = ("hôm nay cháu có đi học không", "mai cháu xin nghỉ vì ốm", "số cô chủ nhiệm")
    OTHERS = ("việc của tôi", "mai có học không", "bạn là ai")


def examples(kind: Examples, klass: str) -> list[str]:
    """Lines for a message."""
    return [f"• {one.format(klass=klass)}" for one in kind.value]


def all_of_it() -> Typed:
    """The whole help."""
    return Typed(f"/trogiup {_MORE}")


def read_all_of_it(words: str) -> bool:
    return words.strip() == _MORE


def meant(command: Word, rest: str = "") -> Typed:
    """The command that was meant, and the words behind it as they were typed."""
    return Typed(f"/{command} {rest}".rstrip())


_DEED = re.compile(r"/(?:lich (?:nghỉ|bù) |nhapdanhsach \d|xinphep #|moi \w|lydo \d|thongbao gửi #)")


def is_deed(says: Says) -> bool:
    return _DEED.match(says) is not None


def behind(says: Says) -> str:
    """What stands behind the command."""
    return says.partition(" ")[2].strip()


class NoChoice(Struct, frozen=True):
    """A number that was typed and is no sure choice; `message` is the one, of the outbox, that had it. With `listed` it
    may be a pupil's number on the list there, else the message was left behind.
    """

    number: int
    message: int | None
    listed: bool


def no_choice(number: int, message: int | None, *, listed: bool) -> Says:
    return Says(" ".join(["/luachon", str(number), str(message or 0), *([_LISTED] if listed else [])]))


def read_no_choice(words: str) -> NoChoice | None:
    first, second, *more = [*words.split(), "", ""]
    number, message = read_id(first), read_id(second)
    if number is None or message is None:
        return None
    return NoChoice(number, message or None, listed=more[0] == _LISTED)


def once_more(says: str) -> Typed:
    """What a choice said that is offered anew."""
    return Typed(says)


_WORDS = {
    Guide.TEACHER: "giáo viên",
    Guide.FAMILY: "gia đình",
    Guide.HAMLET: "phụ trách nóc",
    Guide.VILLAGE: "trưởng thôn",
}
_ALSO = {
    "thay co": Guide.TEACHER, "gv": Guide.TEACHER, "phu huynh": Guide.FAMILY, "nha": Guide.FAMILY,
    "noc": Guide.HAMLET, "phu trach thon": Guide.HAMLET, "thon": Guide.VILLAGE,
}  # fmt: skip


def guide(which: Guide) -> Says:
    return Says(f"/huongdan {_WORDS[which]}")


def read_guide(words: str) -> Guide | None:
    """None: the own one is meant."""
    said = fold(words.strip())
    return next((one for one, word in _WORDS.items() if fold(word) == said), _ALSO.get(said))
