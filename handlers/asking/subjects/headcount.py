"""How many pupils there are, girls and boarders among them: of a class, of the school."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes, leads, local
from handlers.asking.about import About
from handlers.figures.report_parts import grades_of
from handlers.service import not_for_you
from letters.says.figures import hamlet, klass, movements
from locales import _
from locales.words import listed, opening
from models.figures.headcount import Group, heads, names_of
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.words import plain_words
from rules.people.classes import ClassRef
from rules.people.grades import read_grades
from rules.people.roles import OFFICE

_BY_NAME = re.compile(r"\b(?:danh sach|ds|ten|liet ke|nhung|cac|em nao|ban nao|ai)\b")
_GROUPS = {
    Group.GIRLS: re.compile(r"\b(?:nu|gai)\b"),
    Group.BOARDERS: re.compile(r"\b(?:ban tru|noi tru)\b"),
    Group.BOYS: re.compile(r"\b(?:trai|nam)\b"),
}


async def headcount(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of the class that is named or the own one; for the office of a grade or the school. A place has its own view."""
    if about.place is not None:
        return await as_if_typed(incoming, session, hamlet(about.place)) or [not_for_you(incoming.asker)]
    whose, title = await _whose(incoming, session, about)
    if not whose:
        return [not_for_you(incoming.asker)]
    today = local(incoming)[1].date()
    found = await heads(session, [one.id for one in whose], today)
    text = _("**{title}**: {pupils} pupils on the list, {girls} of them girls; {boarders} boarders.")
    said = text.format(title=title, pupils=found.pupils, girls=found.girls, boarders=found.boarders)
    if found.unsaid:
        said += " " + _("Of {count} the list does not say whether it is a girl.").format(count=found.unsaid)
    if len(whose) == 1 and (group := _named(about.text)) is not None:
        said += "\n" + listed(await names_of(session, whose[0].id, today, group))
    if len(whose) > 1:
        each = [f"{one.name}: {(await heads(session, [one.id], today)).pupils}" for one in whose]
        said += "\n" + ", ".join(each)
    one = whose[0].name
    look = Button(_("See {klass}").format(klass=one), klass(one)) if len(whose) == 1 else _moves()
    return [Outgoing(text=said, buttons=[[look]])]


def _named(text: str) -> Group | None:
    """`danh sách các bạn nữ`, `những em bán trú`; none where only a number is asked."""
    said = plain_words(text)
    if not _BY_NAME.search(said):
        return None
    return next((group for group, words in _GROUPS.items() if words.search(said)), None)


def _moves() -> Button:
    return Button(_("Who came and left"), movements(""))


async def _whose(incoming: Incoming, session: AsyncSession, about: About) -> tuple[Sequence[ClassRef], str]:
    known = await known_classes(incoming, session)
    own = [one for one in known if one.id in incoming.asker.classes()]
    office = leads(incoming.asker) or may(incoming.asker, OFFICE)
    if about.klass is not None:
        return ([about.klass], about.klass.name) if office or about.klass in own else ([], "")
    if office and (grades := read_grades(incoming.text)) is not None:
        grade_of = await grades_of(session, [one.id for one in known])
        title = _("grade {grade}").format(grade=listed(map(str, grades.numbers)))
        return [one for one in known if grade_of[one.id] in grades.numbers], opening(title)
    if office:
        return known, local(incoming)[0].name
    return own, ", ".join(one.name for one in own)
