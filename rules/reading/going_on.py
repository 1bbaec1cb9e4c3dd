"""What goes on with one's own report of a moment ago: `thêm Lan nữa`, `bỏ Lan ra`, without a word of absence."""

import re

from rules.people.names import fold_in_place

LONGEST = 200  # letters
_PUPIL = r"(?:(?:(?:1|mot) )?(?:em|ban|hs|chau|be|ten)(?: nua)?(?: la| ten|:)? )?"
_CALLED = r"(?:(?:a|ah|da|ua|o|quen|em quen|co oi|thay oi)\b[ ,.:]*)*"
_POLITE = r"(?:[ ,]*\b(?:nua|nha|nhe|nhen|ne|a|voi|luon|giup em|giup|cho em|co|thay)\b)*[ .!]*"
_WORD = r"(?!khoi|lop|truong)\S+"  # `bỏ Lan khỏi lớp` is of the list
_NAMES = rf"(?P<said>{_WORD}(?: {_WORD}){{0,14}}?)"
_MORE = re.compile(
    rf"{_CALLED}(?:(?:bao |con )?(?:co )?them|cong(?: them)?|bo sung|voi ca|co ca|va ca) {_PUPIL}(?P<said>.+?){_POLITE}"
)
_ANOTHER = re.compile(rf"{_CALLED}(?:con|voi|va|ca) {_PUPIL}(?P<said>.+?) nua{_POLITE}")
_LESS = re.compile(
    rf"{_CALLED}(?:bo|go|xoa|bot|tru|loai|rut) {_PUPIL}{_NAMES}(?: ?(?:ra|di|khoi danh sach|khoi so))?{_POLITE}"
)


def goes_on(text: str, scope: str) -> str | None:
    """The same said as a report of the class and half days (as they are typed), or that somebody is in class; None
    where it is neither.
    """
    folded = fold_in_place(text.strip())
    if len(folded) > LONGEST:
        return None
    for pattern, report in (
        (_MORE, "{scope} vắng {said}"),
        (_ANOTHER, "{scope} vắng {said}"),
        (_LESS, "{scope} {said} có mặt"),
    ):
        if found := pattern.fullmatch(folded):
            said = text.strip()[found.start("said") : found.end("said")]
            return report.format(scope=scope, said=said)
    return None
