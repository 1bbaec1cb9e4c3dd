"""What buttons about changes of the roll say: a pupil that was chosen, and what the line said besides."""

from msgspec import Struct

from letters.says import Says, Typed
from rules.written import pupil_written, read_id, read_pupil

MOVE_EXAMPLE = Typed("/chuyenlop 6A Bình sang 6B từ 30/11")
DROP_OUT_EXAMPLE = Typed("/thoihoc 6A Bình từ 20/11: đi làm xa")
TRANSFER_EXAMPLE = Typed("/chuyentruong 6A Bình từ 20/11: Trường THCS Trà Mai")
NEW_PUPIL_EXAMPLE = Typed("/hocsinhmoi 6A Đinh Văn Mới, 5/9/2015, nam, Takta - Thôn 3, mẹ Đinh Thị Mơ 0912 345 678")
HOME_EXAMPLE = Typed("/choo 6A Bình Takta")
BOARDS_EXAMPLE = Typed("/onoitru 6A Bình từ 30/11")
RELATIVE_EXAMPLE = Typed("/phuhuynh 6A Bình: mẹ Đinh Thị Mơ 0912 345 678")
PARTING_EXAMPLE = Typed("/nghicongtac Bùi Văn Tám từ 1/12: nghỉ hưu")
AWAY_EXAMPLE = Typed("/nghicongtac Cao Thị Yên từ 1/12 đến 31/5: nghỉ thai sản")
HOMEROOM_EXAMPLE = Typed("/doichunhiem 6A Cao Thị Yên từ 1/12 đến 31/12")

FACTS_EXAMPLE = Typed("/suahocsinh 6A Bình: tên: Hồ Văn Bính; ngày sinh 5/9/2015; mã: HS001")
NEW_STAFF_EXAMPLE = Typed("/giaovienmoi Nguyễn Thị Hoa 0912 345 678, chủ nhiệm 6A")
STAFF_FACTS_EXAMPLE = Typed("/suacanbo Cao Thị Yên: 0912 345 678")
CARERS_EXAMPLE = Typed("/giaonoc Takta: Cao Thị Yên, Bùi Văn Tám từ 1/12")

_BOARDS, _NO_MORE = "nội trú", "thôi nội trú"


class Chosen(Struct, frozen=True):
    """`rest` is as it was typed: the day, the class, the reason."""

    pupil_id: int
    rest: str


def _read(words: str) -> Chosen | None:
    whose, _blank, rest = words.partition(" ")
    pupil_id = read_pupil(whose)
    return None if pupil_id is None else Chosen(pupil_id, rest)


def move(pupil_id: int, rest: str) -> Says:
    return Says(f"/chuyenlop {pupil_written(pupil_id)} {rest}")


def read_move(words: str) -> Chosen | None:
    """None: the pupil is named. The same for its sisters below."""
    return _read(words)


def drop_out(pupil_id: int, rest: str) -> Says:
    return Says(f"/thoihoc {pupil_written(pupil_id)} {rest}")


def drop_out_all(said: str, why: str) -> Typed:
    """Of several, as they were named."""
    return Typed(f"/thoihoc {said.strip()}: {why}")


def read_drop_out(words: str) -> Chosen | None:
    return _read(words)


def transfer(pupil_id: int, rest: str) -> Says:
    return Says(f"/chuyentruong {pupil_written(pupil_id)} {rest}")


def read_transfer(words: str) -> Chosen | None:
    return _read(words)


def come_back(pupil_id: int, rest: str) -> Says:
    return Says(f"/dihoclai {pupil_written(pupil_id)} {rest}")


def read_come_back(words: str) -> Chosen | None:
    return _read(words)


def home(pupil_id: int, rest: str) -> Says:
    return Says(f"/choo {pupil_written(pupil_id)} {rest}")


def read_home(words: str) -> Chosen | None:
    return _read(words)


def boards(pupil_id: int, rest: str) -> Says:
    return Says(f"/onoitru {pupil_written(pupil_id)} {_BOARDS} {rest}".rstrip())


def read_boards(words: str) -> Chosen | None:
    return _behind(_BOARDS, words)


def boards_no_more(pupil_id: int, rest: str) -> Says:
    return Says(f"/onoitru {pupil_written(pupil_id)} {_NO_MORE} {rest}".rstrip())


def read_boards_no_more(words: str) -> Chosen | None:
    return _behind(_NO_MORE, words)


def _behind(said: str, words: str) -> Chosen | None:
    found = _read(words)
    if found is None or not f"{found.rest} ".startswith(f"{said} "):
        return None
    return Chosen(found.pupil_id, found.rest[len(said) + 1 :])


def relative(pupil_id: int, rest: str) -> Says:
    return Says(f"/phuhuynh {pupil_written(pupil_id)} {rest}")


def read_relative(words: str) -> Chosen | None:
    return _read(words)


def facts_of(pupil_id: int, rest: str) -> Says:
    return Says(f"/suahocsinh {pupil_written(pupil_id)} {rest}")


def read_facts_of(words: str) -> Chosen | None:
    return _read(words)


class Teacher(Struct, frozen=True):
    person_id: int
    rest: str


def homeroom(person_id: int, rest: str) -> Says:
    return Says(f"/doichunhiem #s{person_id} {rest}")


def read_homeroom(words: str) -> Teacher | None:
    """None: the teacher is named."""
    whose, _blank, rest = words.partition(" ")
    person_id = read_id(whose.removeprefix("#s")) if whose.startswith("#s") else None
    return None if person_id is None else Teacher(person_id, rest)


def of_class(klass: str, days: str) -> Typed:
    """Whose class it is from now on is asked."""
    return Typed(f"/doichunhiem {klass} từ {days}")


def swapped(klass: str, other: str, days: str) -> Typed:
    """The homeroom teachers of two classes change places."""
    return Typed(f"/doichunhiem {klass} {other} {days}".rstrip())


def parting(person_id: int, rest: str) -> Says:
    return Says(f"/nghicongtac #s{person_id} {rest}")


def read_parting(words: str) -> Teacher | None:
    """None: who leaves is named."""
    return read_homeroom(words)


def staff_fact(name: str, phone: str) -> str:
    """What is put right, as the command reads it; "" for nothing."""
    return "; ".join(filter(None, (f"tên: {name}" if name else "", phone)))


def staff_facts_of(person_id: int, rest: str) -> Says:
    return Says(f"/suacanbo #s{person_id} {rest}")


def read_staff_facts_of(words: str) -> Teacher | None:
    return read_homeroom(words)


def carers(words: str) -> Typed:
    """Place and people are named, as they may be typed."""
    return Typed(f"/giaonoc {words}".rstrip())
