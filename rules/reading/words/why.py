"""How people begin to tell why somebody is away, where no `vì` does: `đi chợ phiên`, `kẹt đò`, `nhà có khách`."""

from rules.people.names import fold
from rules.reading.words.text import Gap, Text

_HINDERED, _THINGS = "theo kẹt mắc", "xe ghe đò xuồng đường nước suối cầu"
_DOING = "đi bận phải bị về ở phụ giúp chăm trông giữ coi đưa lo làm té ngã gãy qua lên sang vô vào ra"
_TOLD = frozenset(f"{_HINDERED} {_THINGS}".split(" "))
_NOT_YET = frozenset(f"{_HINDERED} {_DOING}".split(" "))
# `giờ nghỉ`, `hôm vắng`, `muốn nghỉ`: a word of absence that tells of none.
_BEFORE_NO_ABSENCE = frozenset((
    "giờ", "kỳ", "kì", "lúc", "khi", "ngày", "hôm", "buổi", "bữa", "dịp", "đợt", "mùa", "đơn",
    "muốn", "dám", "cần", "thích", "đòi",
))  # fmt: skip
_OPENING = {
    (told, marked): words if marked else frozenset(map(fold, words))
    for told, words in ((True, _TOLD), (False, _NOT_YET))
    for marked in (True, False)
}


def opens_a_why(text: Text, at: int, *, told: bool) -> bool:
    """Whether the word does. `told`: an absence was spoken of before, perhaps of others (`vắng Lan, Sen bỏ mũ`),
    and not only behind it, of this pupil.
    """
    return text.lower[at] in _OPENING[told, text.marked]


def tells_of_none(text: Text, at: int) -> bool:
    """`Sen ở lại lớp giờ nghỉ`: whether the word of absence at `at` says of nobody that they are away."""
    return at > 0 and text.words[at].gap is Gap.SOFT and text.lower[at - 1] in _BEFORE_NO_ABSENCE
