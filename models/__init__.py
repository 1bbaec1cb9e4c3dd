"""What we remember: tables, and the queries that two callers need beside their table.

A class in the plural is a table; a class in the singular is a value.
"""

from models.announcements import AnnouncementReads, Announcements, AnnouncementTargets
from models.base import Base
from models.boarders import BoarderReturns
from models.campaign.campaigns import Campaigns
from models.cases.tables import CaseCauses, CaseNotes, VisitCases, Visits
from models.duties.tables import Duties, DutyTimes, HandedInDuties
from models.families.answers import Answers
from models.families.calls import Calls, Relays
from models.families.notes import FamilyNotes, NoteReplies
from models.families.worries import Worries
from models.figures.targets import EnteredShares, SchoolTargets
from models.imports.tables import RosterImports
from models.ladder.versions import Ladders, LadderSteps, LadderTells
from models.learned import LearnedWords
from models.leave import Leaves
from models.meter import MeterWarnings
from models.next_school import NextSchools
from models.partners import PartnerAsks
from models.people.boards import ComingBoarders
from models.people.groups import Groups
from models.people.homes import ComingHomes, FormerHomes
from models.people.movements import Movements
from models.people.staff_requests import StaffRequests
from models.people.tables import (
    Chats,
    Enrolments,
    Guardians,
    LinkCodes,
    LinkRequests,
    LinkTries,
    NumberRoads,
    People,
    Pupils,
    Roles,
)
from models.post.awaited import AwaitedWords
from models.post.last_question import LastQuestions
from models.post.optouts import OptOuts
from models.post.stops import Stops
from models.post.tables import Attempts, Audit, Buttons, ChannelTokens, ClockSlots, Inbox, Outbox, Uploads
from models.register.proposed import Proposals
from models.register.questions import Questions
from models.register.roll_calls import RollCalls, Taps
from models.register.tables import Cases, ClassParts, Doubts, Firings, Marks
from models.samples import Samples
from models.school.letterhead import Letterheads
from models.school.tables import Campuses, Classes, DayRules, PlaceAliases, Places, Schools, Terms, WeekSlots, Years
from models.school.units import UnitOfficers, Units, UnitSchools
from models.sponsors.tables import AtRiskPupils, SponsorNotes, Sponsorships
from models.sponsors.wishes import SponsorWishes
from models.tutoring import Buddies, TutoredPupils, TutoringAbsences, TutoringDays
from models.units.days import SchoolDays
from models.unlisted.children import UnlistedPupils
from models.year import Handovers

__all__ = [
    "AnnouncementReads",
    "AnnouncementTargets",
    "Announcements",
    "Answers",
    "AtRiskPupils",
    "Attempts",
    "Audit",
    "AwaitedWords",
    "Base",
    "BoarderReturns",
    "Buddies",
    "Buttons",
    "Calls",
    "Campaigns",
    "Campuses",
    "CaseCauses",
    "CaseNotes",
    "Cases",
    "ChannelTokens",
    "Chats",
    "ClassParts",
    "Classes",
    "ClockSlots",
    "ComingBoarders",
    "ComingHomes",
    "DayRules",
    "Doubts",
    "Duties",
    "DutyTimes",
    "Enrolments",
    "EnteredShares",
    "FamilyNotes",
    "Firings",
    "FormerHomes",
    "Groups",
    "Guardians",
    "HandedInDuties",
    "Handovers",
    "Inbox",
    "LadderSteps",
    "LadderTells",
    "Ladders",
    "LastQuestions",
    "LearnedWords",
    "Leaves",
    "Letterheads",
    "LinkCodes",
    "LinkRequests",
    "LinkTries",
    "Marks",
    "MeterWarnings",
    "Movements",
    "NextSchools",
    "NoteReplies",
    "NumberRoads",
    "OptOuts",
    "Outbox",
    "PartnerAsks",
    "People",
    "PlaceAliases",
    "Places",
    "Proposals",
    "Pupils",
    "Questions",
    "Relays",
    "Roles",
    "RollCalls",
    "RosterImports",
    "Samples",
    "SchoolDays",
    "SchoolTargets",
    "Schools",
    "SponsorNotes",
    "SponsorWishes",
    "Sponsorships",
    "StaffRequests",
    "Stops",
    "Taps",
    "Terms",
    "TutoredPupils",
    "TutoringAbsences",
    "TutoringDays",
    "UnitOfficers",
    "UnitSchools",
    "Units",
    "UnlistedPupils",
    "Uploads",
    "VisitCases",
    "Visits",
    "WeekSlots",
    "Worries",
    "Years",
]
