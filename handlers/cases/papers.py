"""/vanban: the school's papers as files to complete and sign: reports, requests, invitations, minutes of a visit."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, may
from handlers.asked import Unclear, local, spans_of
from handlers.cases.visit_whose import named
from handlers.figures.pupil_asked import pupil_asked
from letters.papers import PAPERS
from letters.says import papers as says
from locales import N_, _
from locales.words import opening
from models import Cases
from models.cases.decisions import REQUEST
from models.cases.sight import own
from models.ladder.facts import case_facts
from models.shapes.message import Act, Button, Incoming, Outgoing, Paper, Said
from rules.calendar.days_said import DayProblem
from rules.calendar.periods import read_period
from rules.calendar.stretches import MONTH
from rules.papers import READERS, PaperKind
from rules.people.names import fold, fold_in_place
from rules.people.roles import LEADERS, Role

_KINDS = (
    (re.compile(r"\b(?:hoc ky|hk|hoc ki) ?(?:1|i)\b"), PaperKind.HK1),
    (re.compile(r"\b(?:hoc ky|hk|hoc ki) ?(?:2|ii)\b"), PaperKind.HK2),
    (re.compile(r"\bnam hoc\b|\bca nam\b"), PaperKind.YEAR),
    (re.compile(r"\bke hoach\b"), PaperKind.PLAN),
    (re.compile(r"\bkhao sat\b"), PaperKind.SURVEY),
    (re.compile(r"\bthanh tich\b|\bkhen thuong\b|\bthi dua\b"), PaperKind.CREDIT),
    (re.compile(r"\bdo dau\b"), PaperKind.SPONSORS),
    (re.compile(r"\bnguy co\b|\bho (?:co|gia dinh)\b"), PaperKind.RISK),
    (re.compile(r"\bde nghi\b|\bcong van\b"), PaperKind.REQUEST),
    (re.compile(r"\bso (?:vang|theo doi)\b"), PaperKind.REGISTER),
    (re.compile(r"\bthang\b"), PaperKind.MONTH),
)
_OF_A_MONTH = (PaperKind.MONTH, PaperKind.REGISTER)
_INVITE = re.compile(r"giay moi(?: phu huynh| gia dinh)?\b:?")
_VISIT = re.compile(r"bien ban(?: van dong| tham nha)?\b:?")


@command(
    "văn bản",
    "papers",
    help=N_("the school's papers as files: reports, plan, request, invitation, minutes of a visit"),
    usage=N_("giấy mời Nguyen Van A 6A"),
    who=LEADERS | {Role.HOMEROOM, Role.HAMLET_STAFF},
    task=N_("Papers"),
)
async def papers(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    words = incoming.rest.strip()
    if found := _INVITE.match(fold_in_place(words)):
        return await _invitation(incoming, session, words[found.end() :].strip())
    if found := _VISIT.match(fold_in_place(words)):
        return await _visit(incoming, session, words[found.end() :].strip())
    kind = says.read_paper(words) or next((one for way, one in _KINDS if way.search(fold(words))), None)
    if kind is None or kind not in PAPERS:
        return [_choice(incoming)]
    return await _of_school(incoming, session, kind, words)


def _choice(incoming: Incoming) -> Outgoing:
    """Those that the asker may read; how the others are asked for."""
    mine = [kind for kind in PAPERS if may(incoming.asker, READERS[kind])]
    buttons = [[Button(opening(_(PAPERS[kind])), says.paper(kind))] for kind in mine]
    lines = [_("**Which paper?**")] if mine else []
    if may(incoming.asker, READERS[PaperKind.INVITATION]):
        lines.append(_("An invitation to a family: /vanban giấy mời Nguyen Van A 6A"))
    lines.append(_("Minutes of a home visit, by the number of the case: /vanban biên bản 12"))
    return Outgoing(text="\n".join(lines), buttons=buttons)


async def _of_school(incoming: Incoming, session: AsyncSession, kind: PaperKind, words: str) -> Sequence[Said]:
    _allowed(incoming, kind)
    if kind in _OF_A_MONTH:
        day = await _month_asked(incoming, session, words)
        return _sent(incoming, kind, (), f"{_(PAPERS[kind])} {day:%m/%Y}", day)
    ids: tuple[int, ...] = ()
    if kind is PaperKind.REQUEST:
        ids = await _decided(incoming, session)
    elif kind is PaperKind.SURVEY and not incoming.asker.has(*LEADERS):
        ids = tuple(incoming.asker.classes())
    return _sent(incoming, kind, ids, _(PAPERS[kind]))


async def _month_asked(incoming: Incoming, session: AsyncSession, words: str) -> date:
    """The last day it is counted to: of the month that is named, else of this one. Raises Unclear for one to come."""
    school, moment = local(incoming)
    found = read_period(words, moment.date(), await spans_of(session, school, moment.date()))
    if found is not None and found.problem is DayProblem.AHEAD:
        raise Unclear(_("That month has not begun yet."))
    named = found is not None and found.period is not None and found.period.kind == MONTH
    return found.period.last if found and found.period and named else moment.date()


async def _decided(incoming: Incoming, session: AsyncSession) -> tuple[int, ...]:
    """The open cases of which the commune is asked, by village, in one letter."""
    school_id = incoming.linked.school.id
    found = select(Cases.id).where(Cases.school_id == school_id, Cases.decision == REQUEST, Cases.closed_on.is_(None))
    ids = tuple(await session.scalars(found.order_by(Cases.place_id, Cases.class_id, Cases.id)))
    if not ids:
        raise Unclear(_("No open case waits for a request to the commune: the principal decides about it in /viec."))
    return ids


async def _invitation(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    _allowed(incoming, PaperKind.INVITATION)
    klass, pupil = await pupil_asked(incoming, session, words, again=says.invite_named)
    if not incoming.asker.has(*LEADERS) and klass.id not in incoming.asker.classes():
        raise Unclear(_("Families are invited by the homeroom teacher of the class and the leadership."))
    return _sent(
        incoming, PaperKind.INVITATION, (pupil.id,), _("Invitation to the family of {name}").format(name=pupil.name)
    )


async def _visit(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Of a case that the asker works on: by its number, or the pupil's name."""
    number = says.read_visit_minutes(f"biên bản {words}")
    mine = select(Cases.id).where(own(incoming.asker, local(incoming)[1].date()), Cases.closed_on.is_(None))
    facts = await case_facts(session, list(await session.scalars(mine)))
    found = [one for one in facts if one.id == number] if number is not None else named(words, facts)[0]
    if len(found) != 1:
        buttons = [
            [Button(f"{one.name}, {one.class_name}", says.visit_minutes(one.id))] for one in (found or facts)[:8]
        ]
        raise Unclear(
            _("Whose home was visited? Choose a case that is open:")
            if buttons
            else _("There is no open case of yours."),
            buttons,
        )
    return _sent(
        incoming, PaperKind.VISIT, (found[0].id,), _("Minutes of the home visit, {name}").format(name=found[0].name)
    )


def _sent(
    incoming: Incoming, kind: PaperKind, ids: tuple[int, ...], title: str, day: date | None = None
) -> Sequence[Said]:
    school, moment = local(incoming)
    paper = Paper(kind=kind, school_id=school.id, day=day or moment.date(), ids=ids)
    text = _("{title}, to complete and sign. It may hold pupils' names: please keep it among those who need it.")
    return [
        Outgoing(text=text.format(title=opening(title)), papers=[paper]),
        Act(f"paper.{kind.value}", ids[0] if ids else 0),
    ]


def _allowed(incoming: Incoming, kind: PaperKind) -> None:
    if not may(incoming.asker, READERS[kind]):
        raise Unclear(_("This paper is for the leadership of the school."))
