"""What we remember: tables, and the queries that two callers need beside their table.

A class in the plural is a table; a class in the singular is a value.
"""

from models.answers import Answers
from models.attendance import Cases, ClassSessions, Firings, Marks
from models.awaited import AwaitedWords
from models.base import Base
from models.boarders import BoarderReturns
from models.calls import Calls, Relays
from models.campaigns import Campaigns
from models.casework import CaseCauses, CaseNotes, VisitCases, Visits
from models.guided import RollCalls, Taps
from models.handover import Handovers
from models.imports import RosterImports
from models.ladders import Ladders, LadderSteps, LadderTells
from models.leave import Leaves
from models.letterhead import Letterheads
from models.meter import MeterWarnings
from models.optouts import OptOuts
from models.people import Chats, Enrolments, Guardians, LinkCodes, LinkRequests, LinkTries, People, Pupils, Roles
from models.post import Attempts, Audit, Buttons, ClockSlots, Inbox, Outbox, Uploads
from models.questions import Questions
from models.school import Campuses, Classes, DayRules, PlaceAliases, Places, Schools, Terms, WeekSlots, Years
from models.sponsors import AtRiskPupils, SponsorNotes, Sponsorships

__all__ = [
    "Answers",
    "AtRiskPupils",
    "Attempts",
    "Audit",
    "AwaitedWords",
    "Base",
    "BoarderReturns",
    "Buttons",
    "Calls",
    "Campaigns",
    "Campuses",
    "CaseCauses",
    "CaseNotes",
    "Cases",
    "Chats",
    "ClassSessions",
    "Classes",
    "ClockSlots",
    "DayRules",
    "Enrolments",
    "Firings",
    "Guardians",
    "Handovers",
    "Inbox",
    "LadderSteps",
    "LadderTells",
    "Ladders",
    "Leaves",
    "Letterheads",
    "LinkCodes",
    "LinkRequests",
    "LinkTries",
    "Marks",
    "MeterWarnings",
    "OptOuts",
    "Outbox",
    "People",
    "PlaceAliases",
    "Places",
    "Pupils",
    "Questions",
    "Relays",
    "Roles",
    "RollCalls",
    "RosterImports",
    "Schools",
    "SponsorNotes",
    "Sponsorships",
    "Taps",
    "Terms",
    "Uploads",
    "VisitCases",
    "Visits",
    "WeekSlots",
    "Years",
]
