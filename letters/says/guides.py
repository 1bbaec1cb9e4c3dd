"""What a button says that asks for a guide of one page."""

from letters.says import Says
from papers.people.guides import Guide
from rules.people.names import fold

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
