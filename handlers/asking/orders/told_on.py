"""`bà bảo thứ 5 nó xuống lại`, said behind words that wait for a tap to be kept: they are kept together."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asking.about import about
from handlers.asking.first_heard import reports
from handlers.cases.visit_more import LONGEST_NOTE
from handlers.cases.visit_whose import label_of
from letters.says import Says
from letters.says.cases import VisitWish, visit
from letters.says.families import PassedOn, passed_on, read_waiting
from locales import _
from models.families.notes import LONGEST
from models.ladder.facts import case_facts
from models.post.offered import last_offered
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question
from rules.asking.subject import calls_somebody, means_the_last
from rules.asking.wanted import Wanted, wanted_in
from rules.asking.wish import ASKED, Facet, Intent
from rules.asking.words import plain_words
from rules.people.roles import REPORTERS, STAFF, Role

_FEWEST = 3  # words
_SURELY = 0.7
_A_NAME = re.compile(r"(?<=\w )[A-ZĐÀ-Ỹ][a-zà-ỹ]+")
_OF_THEM = re.compile(  # the child or its family, without a name
    r"\b(?:no|em|chau|be|con|thang|ba|ong|bo|me|cha|ma|tia|noi|ngoai|chi|anh|nha|gia dinh|ca nha|hang xom|ho)\b"
)
_LEFT_OUT = re.compile(r"\b(?:dung|khoi|khong) (?:co |can )?(?:ghi|viet|noi|bao|ke|chuyen)\b")
_TOLD = frozenset((Intent.VISITED, Intent.CALLED, Intent.WORRY, Intent.REPORTED, Intent.CHAT, Intent.PASSED_ON))


async def told_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None: nothing waits that keeps words, or something else is spoken of."""
    text = " ".join(incoming.text.split())
    goes_on = len(text.split()) >= _FEWEST and (
        _OF_THEM.search(plain_words(text)) or _LEFT_OUT.search(plain_words(text))
    )
    if not may(incoming.asker, STAFF) or not goes_on or is_question(text):
        return None
    offered = await last_offered(session, incoming.asker.chat_id, incoming.when)
    found = [(one.label, kept) for one in offered if (kept := read_waiting(one.says)) is not None]
    if len(found) != 1 or is_question(_words(found[0][1])) or _is_of_something_else(wanted_in(text, family=False)):
        return None
    label, kept = found[0]
    if _LEFT_OUT.search(plain_words(text)):
        said = _("All right, that is left out. Nothing is written down or passed on yet.")
        return [Outgoing(text=said, buttons=[[Button(label, _says(kept, _words(kept)))]])]
    if await _names_somebody(incoming, session) or await reports(incoming, session):
        return None
    words = f"{_words(kept).rstrip(' .')}. {text}"
    if isinstance(kept, VisitWish):
        facts, words = await case_facts(session, [kept.case_id]), words[:LONGEST_NOTE]
        said = _("Shall this be written down as a visit to the home of {name}? Nothing is written down yet: “{words}”")
        said = said.format(name=label_of(facts[0]) if facts else "", words=words)
    else:
        words = words[:LONGEST]
        said = _("Nothing has gone out yet. Shall the homeroom teacher read this?") + f" “{words}”"
    return [Outgoing(text=said, buttons=[[Button(label, _says(kept, words))]])]


def _words(kept: VisitWish | PassedOn) -> str:
    return kept.result if isinstance(kept, VisitWish) else kept.words


def _says(kept: VisitWish | PassedOn, words: str) -> Says:
    return visit(kept.case_id, words) if isinstance(kept, VisitWish) else passed_on(kept.pupil_id, words)


def _is_of_something_else(wish: Wanted) -> bool:
    asks = wish.asks or isinstance(wish.wishes[0], Facet) if wish.wishes else False
    return bool(wish.wishes) and wish.share >= _SURELY and (asks or wish.first in ASKED or wish.first not in _TOLD)


async def _names_somebody(incoming: Incoming, session: AsyncSession) -> bool:
    """Whom words go on about is not named again; whose names a village head does not know may be anybody's."""
    if not may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF}):
        return _A_NAME.search(incoming.text.strip()) is not None or calls_somebody(incoming.text)
    found = await about(incoming, session, of_pupils=True)
    of_others = bool(found.pupils or found.hidden) and not means_the_last(incoming.text)
    return found.klass is not None or found.marked or of_others
