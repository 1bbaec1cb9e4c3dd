"""How people begin to tell why somebody is away, where no `vì` does: `đi chợ phiên`, `kẹt đò`, `nhà có khách`."""

from rules.people.names import fold
from rules.reading.words.text import Text

_AFAR = (
    "đi bận phải bị về ở phụ giúp chăm trông giữ coi đưa lo làm theo kẹt mắc té ngã gãy không ko hổng hông chưa"
)  # fmt: skip
_ON_THE_WAY = "qua lên sang vô vào ra"  # behind an absence it may be a return
_OF_THINGS = "nhà xe ghe đò xuồng đường mưa nước suối cầu ba má mẹ bố ông bà nội ngoại gia"
_TOLD = frozenset(f"{_AFAR} {_OF_THINGS}".split(" "))
_NOT_YET = frozenset(f"{_AFAR} {_ON_THE_WAY}".split(" "))
_OPENING = {
    (told, marked): words if marked else frozenset(map(fold, words))
    for told, words in ((True, _TOLD), (False, _NOT_YET))
    for marked in (True, False)
}


def opens_a_why(text: Text, at: int, *, told: bool) -> bool:
    """Whether the word does. `told`: an absence was spoken of before, and not only behind it."""
    return text.lower[at] in _OPENING[told, text.marked]
