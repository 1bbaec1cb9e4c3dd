"""`bà bảo thứ 5 nó xuống lại`, said behind words that wait for a tap to be kept: they are kept together."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import local
from handlers.asking.about import about
from handlers.asking.first_heard import reports
from handlers.cases.visit_more import LONGEST_NOTE
from handlers.cases.visit_whose import label_of
from handlers.families.passed_on import named_in_village
from handlers.leave.asking import own_children
from letters.says.cases import read_visit, visit
from letters.says.families import passed_on, read_passed_on
from letters.says.service import behind
from locales import _
from models.families.notes import LONGEST
from models.ladder.facts import case_facts
from models.post.offered import Offered, last_offered
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question
from rules.asking.subject import means_the_last
from rules.asking.wanted import Wanted, wanted_in
from rules.asking.wish import ASKED, Facet, Intent
from rules.asking.words import plain_words
from rules.people.roles import REPORTERS, STAFF, Role

_FEWEST = 3  # words
_SURELY = 0.7
_LEFT_OUT = re.compile(r"\b(?:dung|khoi|khong) (?:co |can )?(?:ghi|viet|noi|bao|ke|chuyen)\b")
_TOLD = frozenset((Intent.VISITED, Intent.CALLED, Intent.WORRY, Intent.REPORTED, Intent.CHAT, Intent.PASSED_ON))


async def told_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None: nothing waits that keeps words, or something else is spoken of."""
    text = " ".join(incoming.text.split())
    if not may(incoming.asker, STAFF) or len(text.split()) < _FEWEST or is_question(text):
        return None
    offered = await last_offered(session, incoming.asker.chat_id, incoming.when)
    waits = [one for one in offered if _kept_by(one) and not is_question(_kept_by(one))]
    if len(waits) != 1 or _is_of_something_else(wanted_in(text, family=False)):
        return None
    if _LEFT_OUT.search(plain_words(text)):
        said = _("All right, that is left out. Nothing is written down or passed on yet.")
        return [Outgoing(text=said, buttons=[[Button(waits[0].label, waits[0].says)]])]
    return await _together(incoming, session, waits[0], text)


def _kept_by(one: Offered) -> str:
    """The words that the tap would keep."""
    kept = read_passed_on(behind(one.says)) or read_visit(behind(one.says))
    begins = one.says.startswith((visit(0)[:-1], passed_on(0, "").partition(" ")[0]))
    if kept is None or not begins:
        return ""
    return getattr(kept, "words", "") or getattr(kept, "result", "")


def _is_of_something_else(wish: Wanted) -> bool:
    asks = wish.asks or isinstance(wish.wishes[0], Facet) if wish.wishes else False
    return bool(wish.wishes) and wish.share >= _SURELY and (asks or wish.first in ASKED or wish.first not in _TOLD)


async def _together(incoming: Incoming, session: AsyncSession, waits: Offered, text: str) -> Sequence[Said] | None:
    whose = await _whose(incoming, session, waits)
    if whose is None or await _names_somebody(incoming, session) or await reports(incoming, session):
        return None
    words = f"{_kept_by(waits).rstrip(' .')}. {text}"
    if (seen := read_visit(behind(waits.says))) is not None and waits.says.startswith("/tham"):
        fact = (await case_facts(session, [seen.case_id]))[0]
        said = _("Shall this be written down as a visit to the home of {name}? Nothing is written down yet: “{words}”")
        words = words[:LONGEST_NOTE]
        button = Button(waits.label, visit(seen.case_id, words))
        return [Outgoing(text=said.format(name=label_of(fact), words=words), buttons=[[button]])]
    said = _("Nothing has gone out yet. Shall the homeroom teacher read this?") + f" “{words[:LONGEST]}”"
    return [Outgoing(text=said, buttons=[[Button(waits.label, passed_on(whose, words[:LONGEST]))]])]


async def _whose(incoming: Incoming, session: AsyncSession, waits: Offered) -> int | None:
    if (kept := read_passed_on(behind(waits.says))) is not None and not waits.says.startswith("/tham"):
        known = await own_children(session, [kept.pupil_id], local(incoming)[1].date())
        return kept.pupil_id if kept.pupil_id in known else None
    seen = read_visit(behind(waits.says))
    facts = await case_facts(session, [seen.case_id]) if seen is not None else []
    return facts[0].pupil_id if facts else None


async def _names_somebody(incoming: Incoming, session: AsyncSession) -> bool:
    """Whom words go on about is not named again."""
    if await named_in_village(incoming, session):
        return True
    if may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF}):
        found = await about(incoming, session, of_pupils=True)
        of_others = bool(found.pupils or found.hidden) and not means_the_last(incoming.text)
        return found.klass is not None or found.marked or of_others
    return False
