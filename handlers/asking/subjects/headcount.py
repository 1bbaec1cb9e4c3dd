"""How many pupils there are, girls and boarders among them: of a class, of the school, of a place; and who they are."""

import re
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes, leads, local
from handlers.asking.about import About
from handlers.figures.report_parts import grades_of
from handlers.service import not_for_you
from letters.says import Word
from letters.says.figures import hamlet, klass, movements
from letters.says.service import meant
from locales import _
from locales.words import joined, listed, opening
from models import Pupils
from models.figures.headcount import Group, Heads, Named, heads, names_of
from models.people.places import places, with_hamlets
from models.post.last_question import last_question
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.words import plain_words
from rules.people.classes import ClassRef
from rules.people.grades import read_grades
from rules.people.roles import OFFICE, Role

MOST_NAMED = 60
_BY_NAME = re.compile(r"\b(?:danh sach|ds|ten|liet ke|nhung|cac|ai)\b|\b(?:em|ban|dua|chau|hoc sinh) nao\b(?! day)")
_AMONG_THEM = re.compile(r"\btrong (?:so )?(?:do|day|nay|ay)\b")
_BY_GRADE = re.compile(r"\bkhoi\b(?! \d)")
_GROUPS = {
    Group.GIRLS: re.compile(r"\b(?:nu|gai)\b"),
    Group.BOARDERS: re.compile(r"\b(?:ban tru|noi tru)\b"),
    Group.BOYS: re.compile(r"\b(?:trai|nam)\b"),
}


async def headcount(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of the class that is named or the own one; for the office of a grade or the school. Of a place who of a group
    lives there; else its own view.
    """
    groups = await _groups(incoming, session, about.text)
    if about.place is not None:
        of_place = await _of_place(incoming, session, about.place, groups)
        return (
            of_place
            or await as_if_typed(incoming, session, hamlet(about.place))
            or [await not_for_you(incoming, session)]
        )
    whose, title = await _whose(incoming, session, about)
    if not whose:
        return await as_if_typed(incoming, session, meant(Word("noc"))) or [await not_for_you(incoming, session)]
    today = local(incoming)[1].date()
    ids = [one.id for one in whose]
    lines = [_said(title, await heads(session, ids, today))]
    if groups and len(groups) > 1:
        lines.append(await _among(session, ids, today, groups))
    if _BY_NAME.search(plain_words(about.text)) and (groups or len(whose) == 1):
        lines.append(_names(await names_of(session, ids, today, groups), whose))
    elif len(whose) > 1:
        lines += await _parts(incoming, session, whose, by_grade=_BY_GRADE.search(plain_words(about.text)) is not None)
    one = whose[0].name
    look = Button(_("See {klass}").format(klass=one), klass(one)) if len(whose) == 1 else _moves()
    return [Outgoing(text=joined(lines), buttons=[[look]])]


def _said(title: str, found: Heads) -> str:
    """Of girls only where the list says who is one."""
    if found.pupils and found.unsaid == found.pupils:
        text = _("**{title}**: {pupils} pupils on the list; {boarders} boarders. Who is a girl the list does not say.")
        return text.format(title=title, pupils=found.pupils, boarders=found.boarders)
    text = _("**{title}**: {pupils} pupils on the list, {girls} of them girls; {boarders} boarders.")
    said = text.format(title=title, pupils=found.pupils, girls=found.girls, boarders=found.boarders)
    more = (
        _("Of {count} the list does not say whether it is a girl.").format(count=found.unsaid) if found.unsaid else ""
    )
    return f"{said} {more}".strip()


async def _groups(incoming: Incoming, session: AsyncSession, text: str) -> list[Group]:
    """Of whom it is asked; `trong đó nữ mấy em` is of those who were asked about before."""
    said = plain_words(text)
    if _AMONG_THEM.search(said):
        said += " " + plain_words(await last_question(session, incoming.linked.chat_id, incoming.when))
    return [group for group, words in _GROUPS.items() if words.search(said)]


async def _among(session: AsyncSession, classes: Collection[int], today: date, groups: Collection[Group]) -> str:
    found = await heads(session, classes, today, [Group.BOARDERS])
    if Group.BOARDERS not in groups or found.unsaid == found.pupils:
        return ""
    girls = Group.GIRLS in groups
    text = (
        _("Of the {boarders} boarders {count} are girls.")
        if girls
        else _("Of the {boarders} boarders {count} are boys.")
    )
    boys = found.pupils - found.girls - found.unsaid
    return text.format(boarders=found.pupils, count=found.girls if girls else boys)


def _names(found: Sequence[Named], whose: Sequence[ClassRef]) -> str:
    of_class = {one.id: one.name for one in whose}
    lines = []
    for class_id, name in of_class.items():
        theirs = [one.name for one in found[:MOST_NAMED] if one.class_id == class_id]
        lines += [listed(theirs) if len(whose) == 1 else f"{name}: {listed(theirs)}"] if theirs else []
    return joined(
        [*lines, _("… and {count} more").format(count=len(found) - MOST_NAMED) if len(found) > MOST_NAMED else ""]
    )


async def _parts(incoming: Incoming, session: AsyncSession, whose: Sequence[ClassRef], *, by_grade: bool) -> list[str]:
    """Grade by grade where that is asked, else class by class."""
    today = local(incoming)[1].date()
    if not by_grade:
        return [", ".join([f"{one.name}: {(await heads(session, [one.id], today)).pupils}" for one in whose])]
    grades = await grades_of(session, [one.id for one in whose])
    lines = []
    for grade in sorted({one for one in grades.values() if one is not None}):
        found = await heads(session, [one for one, its in grades.items() if its == grade], today)
        lines.append(_said(opening(_("grade {grade}").format(grade=grade)), found))
    return lines


async def _of_place(
    incoming: Incoming, session: AsyncSession, place: int, groups: Collection[Group]
) -> list[Outgoing] | None:
    """None: nobody in particular is asked for, or the place is not the asker's."""
    school, moment = local(incoming)
    known = await places(session, school.id)
    own = with_hamlets(known, incoming.asker.places(Role.HAMLET_STAFF))
    if not groups or not (leads(incoming.asker) or may(incoming.asker, OFFICE) or place in own):
        return None
    whose = await known_classes(incoming, session)
    there = Pupils.place_id.in_(with_hamlets(known, [place]))
    found = await names_of(session, [one.id for one in whose], moment.date(), groups, there)
    head = _("**{place}**: {count} such pupils on the list.").format(place=known[place].said, count=len(found))
    look = Button(known[place].said, hamlet(place))
    return [Outgoing(text=joined([head, _names(found, whose)]), buttons=[[look]])]


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
