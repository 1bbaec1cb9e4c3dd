"""Headings between the lines of a list: who has left stands below them, who has come, the boys and the girls."""

import re

from papers.roster.lists.classes import class_alone
from papers.roster.text import folded

_GONE = re.compile(
    r"^(\d+ |[ivx]+ )?((danh sach|so|cac|nhung) )*(hoc sinh|hs|em)( da)?( xin)? "
    r"(chuyen di|chuyen truong|bo hoc|thoi hoc|nghi hoc|da nghi|da chuyen|roi truong)\b(?! ve| den)"
)
_OTHER_SECTION = re.compile(  # a heading between the lines, and no pupil
    r"^([ivx]+ |\d+ )?((danh sach|so|cac|nhung) )*(hoc sinh|hs|tre)\b(?! [a-z]+$)|^(hs |hoc sinh )?(nam|nu)( sinh)?$"
)


def heads_pupils(text: str) -> str:
    """What a row between pupils says of those below: `gone`, or something else; "" where it is no heading."""
    if _GONE.search(folded(text)):
        return "gone"
    return "other" if _OTHER_SECTION.search(folded(text)) and class_alone(text) is None else ""
