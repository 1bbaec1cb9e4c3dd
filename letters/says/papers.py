"""What buttons about the school's papers say."""

from letters.says import Says, Typed
from rules.papers import PaperKind
from rules.written import pupil_written, read_id, read_pupil

_INVITE, _VISIT = "giấy mời", "biên bản"


def paper(kind: PaperKind) -> Says:
    return Says(f"/vanban loại {kind.value}")


def read_paper(words: str) -> PaperKind | None:
    word, _blank, value = words.partition(" ")
    return PaperKind(value) if word == "loại" and value in {kind.value for kind in PaperKind} else None


def invite_named(who: str) -> Typed:
    return Typed(f"/vanban {_INVITE} {who}")


def invite(pupil_id: int) -> Says:
    return Says(f"/vanban {_INVITE} {pupil_written(pupil_id)}")


def read_invite(words: str) -> int | None:
    return read_pupil(words.removeprefix(_INVITE).strip()) if words.startswith(_INVITE) else None


def visit_minutes(case_id: int) -> Says:
    return Says(f"/vanban {_VISIT} {case_id}")


def read_visit_minutes(words: str) -> int | None:
    return read_id(words.removeprefix(_VISIT).strip()) if words.startswith(_VISIT) else None
