"""What each kind of letter is about, in a few words: for lists of letters that did not arrive."""

from locales import N_, _
from rules.letters import Kind

ABSENCE, FAMILY = N_("pupils absent"), N_("the child's absence")
CASE, BACK = N_("a pupil who stays away"), N_("pupils not back yet")
REMINDER, ROLL = N_("the report that was due"), N_("classes that had not reported")
CALLS, LEAVE, LINKS = N_("families to call"), N_("leave"), N_("phones to be linked")
SPONSORS, BOARDERS, ANSWER = N_("pupils sponsored"), N_("boarders"), N_("a family's answer")
REPORT = N_("a report by a colleague")
METER, QUESTION = N_("pupils with many sessions missed"), N_("a question about a report")
OTHER = N_("another matter")

ABOUT = {
    "": N_("the answer to a message"),
    Kind.ABSENT_AGAIN: FAMILY,
    Kind.ABSENT_GUARDIAN: FAMILY,
    Kind.ABSENT_HAMLET: ABSENCE,
    Kind.ABSENT_KNOWN: ABSENCE,
    Kind.ALSO_REPORTED: REPORT,
    Kind.ANSWER_REFUSED: N_("what the school says to an answer"),
    Kind.ANSWERED: ANSWER,
    Kind.AWAY_HAMLET: BACK,
    Kind.AWAY_HOMEROOM: BACK,
    Kind.AWAY_KNOWN: BACK,
    Kind.BOARDER_MISSING: BOARDERS,
    Kind.BOARDERS: BOARDERS,
    Kind.BOARDERS_ALL: BOARDERS,
    Kind.BOARDERS_LIST: BOARDERS,
    Kind.CALL: CALLS,
    Kind.CALL_REPEAT: CALLS,
    Kind.CASE_BY_HAND: CASE,
    Kind.CASE_CLOSED: CASE,
    Kind.CASE_GUARDIAN: FAMILY,
    Kind.CASE_HOMEROOM: CASE,
    Kind.CASE_LEADER: CASE,
    Kind.CASE_NOTE: CASE,
    Kind.CASE_SPONSOR: CASE,
    Kind.CHANNEL_DOWN: N_("a channel that did not work"),
    Kind.CORRECTED: N_("a correction"),
    Kind.FAMILY_TAP: N_("families that wait for a tap"),
    Kind.GUARDIAN_PHONE: LINKS,
    Kind.HAMLET_GAP: N_("hamlets with nobody in charge"),
    Kind.HANDED_ON: CALLS,
    Kind.HANDOVER: N_("the class handed over"),
    Kind.HELP_ASKED: ANSWER,
    Kind.LADDER_GAP: N_("a step that nobody fills"),
    Kind.LATE: N_("letters that were too late"),
    Kind.LEAVE_ASKED: LEAVE,
    Kind.LEAVE_CALL: LEAVE,
    Kind.LEAVE_DECIDED: LEAVE,
    Kind.LEAVE_REVOKED: LEAVE,
    Kind.LEAVE_WITHDRAWN: LEAVE,
    Kind.LINK_FROZEN: LINKS,
    Kind.LINK_OBJECTED: LINKS,
    Kind.LINK_REQUEST: LINKS,
    Kind.MARK_PROPOSED: REPORT,
    Kind.METER: METER,
    Kind.METER_CORRECTED: METER,
    Kind.MISSED: N_("what the program missed"),
    Kind.MORNING: N_("the morning's figures"),
    Kind.NEW_PUPIL: N_("a pupil who is not on the list"),
    Kind.NOT_BACK_HEAD: BACK,
    Kind.NOT_BACK_HOMEROOM: BACK,
    Kind.NOT_BACK_LEADER: BACK,
    Kind.NOT_BACK_SPONSOR: BACK,
    Kind.OTHER_ANSWERED: ANSWER,
    Kind.OUT_COMMUNE: CASE,
    Kind.OUT_KNOWN: CASE,
    Kind.OUT_VILLAGE: CASE,
    Kind.PARKED: N_("messages set aside"),
    Kind.PROMISE_BROKEN: CASE,
    Kind.QUESTION: QUESTION,
    Kind.QUESTION_LEFT: QUESTION,
    Kind.RALOP_EVENING: BACK,
    Kind.RALOP_HAMLET: BACK,
    Kind.RALOP_REASONS: BACK,
    Kind.RALOP_REPORT: REMINDER,
    Kind.RELAY: CALLS,
    Kind.RELAYED: CALLS,
    Kind.REMIND1: REMINDER,
    Kind.REMIND2: REMINDER,
    Kind.REPORT_WITHDRAWN: REPORT,
    Kind.RETURNED: N_("a pupil who is back in class"),
    Kind.SIGNAL: N_("a sign that a pupil may leave"),
    Kind.SILENT: ROLL,
    Kind.SPONSOR_ADOPTED: SPONSORS,
    Kind.SPONSOR_ASK: SPONSORS,
    Kind.SPONSOR_CHANGED: SPONSORS,
    Kind.SPONSOR_MONTH: SPONSORS,
    Kind.SPONSOR_REMIND: SPONSORS,
    Kind.SPONSOR_REPORT: SPONSORS,
    Kind.SPONSOR_WISHED: SPONSORS,
    Kind.STAFF_REQUEST: LINKS,
    Kind.THANKS: N_("thanks to a family"),
    Kind.UNDELIVERED: N_("letters that did not arrive"),
    Kind.UNDELIVERED_FAMILY: N_("letters to families that did not arrive"),
    Kind.UP_HEAD: CASE,
    Kind.UP_LEADER: CASE,
    Kind.VISIT_DUE: CASE,
    Kind.VISITED: CASE,
    Kind.WISH_REFUSED: SPONSORS,
}


def about(kind: str) -> str:
    """Rows live longer than names: a kind that is not there any more is another matter."""
    return _(ABOUT.get(kind, OTHER))
