"""The papers a school makes of what it knows: which there are, and who may read each."""

from enum import StrEnum
from typing import Final

from rules.people.roles import HEADS, LEADERS, Role


class PaperKind(StrEnum):
    """A paper as messages and duties name it."""

    REGISTER = "register"  # sổ theo dõi học sinh vắng hằng buổi
    MONTH = "month"
    HK1 = "hk1"
    HK2 = "hk2"
    YEAR = "year"
    SPONSORS = "sponsors"
    RISK = "risk"
    PLAN = "plan"  # kế hoạch vận động, đỡ đầu
    SURVEY = "survey"
    REQUEST = "request"  # đề nghị UBND xã, about cases
    INVITATION = "invitation"  # giấy mời, about pupils
    CREDIT = "credit"  # thành tích vận động
    VISIT = "visit"  # biên bản vận động, about a case


READERS: Final = {
    PaperKind.REGISTER: LEADERS,
    PaperKind.MONTH: LEADERS,
    PaperKind.HK1: LEADERS,
    PaperKind.HK2: LEADERS,
    PaperKind.YEAR: LEADERS,
    PaperKind.SPONSORS: HEADS,  # it names pupils at risk, as the list does
    PaperKind.RISK: HEADS,
    PaperKind.PLAN: LEADERS,
    PaperKind.SURVEY: HEADS | {Role.HOMEROOM},  # a homeroom teacher's own classes
    PaperKind.REQUEST: HEADS,
    PaperKind.INVITATION: LEADERS | {Role.HOMEROOM},  # likewise
    PaperKind.CREDIT: LEADERS,
    PaperKind.VISIT: LEADERS | {Role.HOMEROOM, Role.HAMLET_STAFF},  # who works on the case
}
