"""What letters are about, in words that several kinds of them share: for lists of those that did not arrive."""

from locales import N_, _
from models.shapes.letter import ABOUT

ABSENCE, FAMILY = N_("pupils absent"), N_("the child's absence")
CASE, BACK = N_("a pupil who stays away"), N_("pupils not back yet")
REMINDER, ROLL = N_("the report that was due"), N_("classes that had not reported")
CALLS, LEAVE, LINKS = N_("families to call"), N_("leave"), N_("phones to be linked")
SPONSORS, BOARDERS, ANSWER = N_("pupils sponsored"), N_("boarders"), N_("a family's answer")
REPORT = N_("a report by a colleague")
METER, QUESTION = N_("pupils with many sessions missed"), N_("a question about a report")
LISTS = N_("changes of the class lists")
OTHER = N_("another matter")
REPLY = N_("the answer to a message")


def about(kind: str) -> str:
    """Rows live longer than names: a kind that is not there any more is another matter."""
    return _(ABOUT.get(kind, OTHER) if kind else REPLY)
