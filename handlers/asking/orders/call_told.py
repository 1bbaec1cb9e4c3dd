"""What a call to a family came to, told in words: it is offered with its result, and one tap writes it down."""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import local
from handlers.asking.about import About
from handlers.families.calls import CALLERS, to_call
from handlers.families.spoken import spoke, what_it_said
from letters.families.calls import RESULTS
from letters.says.families import CallAct, call
from locales import _
from models.families.calls import MET, NO_ANSWER, WRONG_NUMBER
from models.shapes.message import Button, Incoming, Outgoing
from rules.asking.called import Told, what_came_of_it
from rules.asking.questions import asks
from rules.asking.words import plain_words

_SEVERAL = re.compile(r"\b(?:\d+|may|cac|nhieu|hai|ba|bon|nam) (?:nha|gia dinh|phu huynh)\b|\bnha nao\b")
_RESULTS = {
    Told.REACHED: (CallAct.REACHED, MET),
    Told.NO_ANSWER: (CallAct.NO_ANSWER, NO_ANSWER),
    Told.WRONG_NUMBER: (CallAct.WRONG_NUMBER, WRONG_NUMBER),
}


async def call_told(incoming: Incoming, session: AsyncSession, found: About) -> Outgoing | None:
    """None where it is not clear whose family was called, or nobody had to call it today and it has not called us."""
    if "?" in incoming.text or asks(incoming.text) or not may(incoming.asker, CALLERS):
        return None
    listed, named = await to_call(incoming, session), {pupil.id for pupil in found.pupils}
    those = [one for one in listed if one.pupil_id in named] if named else [one for one in listed if not one.done]
    act, result = _RESULTS[what_came_of_it(incoming.text)]
    if not those and len(named) == 1 and act is CallAct.REACHED and (away := await spoke(incoming, session, *named)):
        return await what_it_said(session, away[0], local(incoming)[1].date())
    if len(those) != 1 or (not named and _SEVERAL.search(plain_words(incoming.text))):
        return None
    text = _("Family of {name}, {klass}: {result}. Shall this call be written down? Nothing is written down yet.")
    said = text.format(name=those[0].name, klass=those[0].class_name, result=_(RESULTS[result]))
    record = Button(_("Write down: {result}").format(result=_(RESULTS[result])), call(those[0].pupil_id, act))
    return Outgoing(text=said, buttons=[[record]])
