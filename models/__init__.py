"""What we remember: tables, and the queries that two callers need beside their table.

A class in the plural is a table; a class in the singular is a value.
"""

from models.attendance import Cases, ClassSessions, Firings, Marks
from models.base import Base
from models.campaigns import Campaigns
from models.ladders import Ladders, LadderSteps, LadderTells
from models.people import Chats, Enrolments, Guardians, LinkCodes, LinkRequests, LinkTries, People, Pupils, Roles
from models.post import Attempts, Audit, Buttons, ClockSlots, Inbox, Outbox, Uploads
from models.school import Campuses, Classes, DayRules, PlaceAliases, Places, Schools, Terms, WeekSlots, Years

__all__ = [
    "Attempts",
    "Audit",
    "Base",
    "Buttons",
    "Campaigns",
    "Campuses",
    "Cases",
    "Chats",
    "ClassSessions",
    "Classes",
    "ClockSlots",
    "DayRules",
    "Enrolments",
    "Firings",
    "Guardians",
    "Inbox",
    "LadderSteps",
    "LadderTells",
    "Ladders",
    "LinkCodes",
    "LinkRequests",
    "LinkTries",
    "Marks",
    "Outbox",
    "People",
    "PlaceAliases",
    "Places",
    "Pupils",
    "Roles",
    "Schools",
    "Terms",
    "Uploads",
    "WeekSlots",
    "Years",
]
