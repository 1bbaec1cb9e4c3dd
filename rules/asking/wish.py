"""What may be wanted by a message that is no command."""

from enum import StrEnum


class Intent(StrEnum):
    """Everything that is understood beside reports and commands."""

    WORRY = "worry"
    THANKS = "thanks"
    GREETING = "greeting"
    NOTED = "noted"
    ANGRY = "angry"
    STOP = "stop"
    HALT = "halt"
    STATE = "state"
    WHO_ARE_YOU = "who_are_you"
    UNDO = "undo"
    CALLED = "called"
    ROLL_CALL = "roll_call"
    VISITED = "visited"
    WITHDRAW = "withdraw"
    DUTIES = "duties"
    PAPERS = "papers"
    HEADCOUNT = "headcount"
    DUE = "due"
    NEW_PUPIL = "new_pupil"
    PHONE = "phone"
    INVITE = "invite"
    FILE = "file"
    CAMPAIGN = "campaign"
    MOVEMENTS = "movements"
    FAMILIES = "families"
    HOW_TO = "how_to"
    TEACHERS = "teachers"
    DAY_OFF = "day_off"
    MAKE_UP = "make_up"
    ANNOUNCE = "announce"
    SILENT = "silent"
    LATE_REPORTS = "late_reports"
    LATE = "late"
    TARGETS = "targets"
    ROSTER = "roster"
    TOLD = "told"
    UNLISTED = "unlisted"
    TUTORED = "tutored"
    BUDDIES = "buddies"
    DROP_OUT = "drop_out"
    OWN_REPORT = "own_report"
    MOST = "most"
    LIMIT = "limit"
    CALLS = "calls"
    BOARDERS = "boarders"
    SPONSORS = "sponsors"
    CASES = "cases"
    HAMLET = "hamlet"
    REPORT = "report"
    PUPIL = "pupil"
    FIGURES = "figures"
    BACK = "back"
    THERE = "there"
    REMOVE = "remove"
    TRANSFER = "transfer"
    CHANGE_CLASS = "change_class"
    HOME = "home"
    PARTING = "parting"
    STAND_IN = "stand_in"
    LINKED = "linked"
    CALENDAR = "calendar"
    TASKS = "tasks"
    CHAT = "chat"
    CORRECTED = "corrected"
    SAY_AGAIN = "say_again"
    WRONG_NUMBER = "wrong_number"
    LEAVE = "leave"
    ASSIGN = "assign"
    CARERS = "carers"
    VISIT_PLANNED = "visit_planned"
    RULES = "rules"
    PASSED_ON = "passed_on"
    CASE_CLOSED = "case_closed"
    SENT = "sent"
    DATA = "data"
    QUIET = "quiet"
    PHONES = "phones"
    CORRECTING = "correcting"
    CALENDAR_WRONG = "calendar_wrong"
    HOURS = "hours"
    LOST = "lost"
    SYNC = "sync"
    CREDIT = "credit"
    GLAD = "glad"
    CALL_ME = "call_me"
    LEAVE_STATE = "leave_state"
    OTHERS = "others"  # a family asks of children that are not its own
    REMIND = "remind"
    REASONS = "reasons"
    REPORTED = "reported"  # an absence or a return: for the reader of reports


OF_PARENTS = (Intent.BACK, Intent.THERE)  # said by a family only: of staff it may be a report
OF_ITSELF = frozenset(  # what Sĩ Số answers a family by itself, whatever was sent to it before
    (Intent.DATA, Intent.QUIET, Intent.PHONES, Intent.LOST, Intent.WHO_ARE_YOU, Intent.TEACHERS, Intent.WITHDRAW)
)
OF_ALL = (
    Intent.CALENDAR, Intent.FIGURES, Intent.CASES, Intent.PUPIL, Intent.LIMIT, Intent.HAMLET, Intent.FAMILIES,
)  # fmt: skip


ASKED = frozenset((
    Intent.FIGURES, Intent.REPORT, Intent.FILE, Intent.MOST, Intent.LIMIT, Intent.LATE, Intent.SILENT,
    Intent.LATE_REPORTS, Intent.HEADCOUNT, Intent.MOVEMENTS, Intent.TARGETS, Intent.CALLS, Intent.CASES, Intent.HAMLET,
    Intent.BOARDERS, Intent.SPONSORS, Intent.TUTORED, Intent.BUDDIES, Intent.UNLISTED, Intent.FAMILIES, Intent.LINKED,
    Intent.CALENDAR, Intent.TEACHERS, Intent.TOLD, Intent.CARERS, Intent.PUPIL, Intent.OWN_REPORT, Intent.DUE,
    Intent.LEAVE_STATE, Intent.OTHERS, Intent.REASONS,
))  # fmt: skip


class Facet(StrEnum):
    """What there is to know of one pupil."""

    PHONE = "pupil.phone"
    HOME = "pupil.home"
    FAMILY = "pupil.family"
    REPLY = "pupil.reply"
    REPORTED_BY = "pupil.reported_by"
    SPONSOR = "pupil.sponsor"
    VISIT = "pupil.visit"
    BORN = "pupil.born"
    WHY = "pupil.why"
    DAYS = "pupil.days"


class Matter(StrEnum):
    """What people ask the school and not its roll."""

    MONEY = "beside.money"
    MARKS = "beside.marks"
    EXAM = "beside.exam"
    MEALS = "beside.meals"
    LESSONS = "beside.lessons"
    MEETING = "beside.meeting"
    DOCUMENTS = "beside.documents"
    COLLEAGUES = "beside.colleagues"
    DUTY = "beside.duty"
    CONDUCT = "beside.conduct"
    CARE = "beside.care"
    RECORDS = "beside.records"
    THINGS = "beside.things"
    STAFF = "beside.staff"
    TASKS = "beside.tasks"
    RIGHTS = "beside.rights"
    PRIVACY = "beside.privacy"
    BOARDING = "beside.boarding"
    OUTLOOK = "beside.outlook"


Wish = Intent | Facet | Matter
OF_DAYS: frozenset[Wish] = frozenset((
    Intent.FIGURES, Intent.REPORT, Intent.FILE, Intent.MOST, Intent.LATE, Intent.SILENT, Intent.LATE_REPORTS,
    Intent.MOVEMENTS, Intent.HAMLET, Intent.CALENDAR, Intent.REASONS, Intent.PUPIL, Intent.OWN_REPORT, Facet.DAYS,
    Facet.WHY,
    Facet.REPORTED_BY, Matter.MEALS, Matter.LESSONS, Matter.EXAM, Matter.DUTY, Matter.MEETING, Matter.MARKS,
    Matter.COLLEAGUES,
))  # fmt: skip
