"""/duyet, /tuchoi, /khongphainguoinha: a teacher's word on who is a guardian, and the family's."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.people.ending import ended_all
from handlers.people.welcome import family_told, guardian_refused, guardian_welcome, request_notices
from letters.people.link_requests import account_words
from letters.says import people as says
from letters.told import line_for
from locales import _
from locales.words import joined
from models import Audit
from models.people.devices import refused
from models.people.link_requests import (
    Linking,
    Request,
    decide,
    fell_through,
    let_in,
    may_decide,
    may_object,
    requests,
    take_back,
)
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.letters import Kind
from rules.people.roles import LEADERS, Role

DECIDERS = frozenset({Role.HOMEROOM}) | LEADERS


@command("duyệt", help="", who=DECIDERS, hidden=True, slash=True)
async def approve(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    said = says.read_approve(incoming.rest)
    request = await _to_decide(incoming, session, said.request_id if said else None)
    if said is None or request is None:
        return [_nothing_open()]
    return await confirmed(incoming, session, request, old_is_lost=said.old_is_lost)


async def confirmed(
    incoming: Incoming, session: AsyncSession, request: Request, *, old_is_lost: bool = False
) -> list[Said]:
    """The asker, who may, has said yes: the first item is the answer. With `old_is_lost` the phones that the guardian
    has used so far end.
    """
    if not await decide(session, request.id, incoming.asker.person_id, incoming.when, yes=True):
        return [_decided(request)]
    lost = await ended_all(session, request.holder, but=request.chat_id) if old_is_lost else []
    outcome = await let_in(session, request, incoming.when)
    if outcome is not Linking.LINKED:
        return [*await _not_possible(session, request, outcome), *lost]
    request = await _again(incoming, session, request)
    text = _("**Confirmed**: account “{account}” for {pupil}. Messages about the child go there from now on.")
    if await refused(session, request.chat_id):
        text = _(
            "**Confirmed**: account “{account}” for {pupil}. But the last message to it was refused (perhaps the "
            "channel's plan is full): as long as none arrives, letters go to the phone number, or you are asked to "
            "call."
        )
    words = text.format(account=account_words(request), pupil=request.pupil_name)
    welcome = await guardian_welcome(session, request, incoming.when)
    family = await family_told(session, request)
    return [Outgoing(text=words), Act("guardian.approved", request.id), welcome, *family, *lost]


async def _not_possible(session: AsyncSession, request: Request, outcome: Linking) -> list[Said]:
    await fell_through(session, request.id)
    text = _("That chat has been closed since. Nothing was linked.")
    if outcome is Linking.TAKEN:
        text = _(
            "{guardian}, guardian of {pupil}, is linked with another account already. Nothing was changed. A second "
            "guardian is added to the list of pupils first; then they get a slip of their own."
        )
    words = text.format(guardian=request.guardian_name, pupil=request.pupil_name)
    refused = await guardian_refused(session, request)
    return [Outgoing(text=words), Act("guardian.refused", request.id), refused]


@command("từ chối", help="", who=DECIDERS, hidden=True)
async def refuse(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The code stays used up: whoever had it must ask the school."""
    request = await _to_decide(incoming, session, says.read_refuse(incoming.rest))
    if request is None:
        return [_nothing_open()]
    if not await decide(session, request.id, incoming.asker.person_id, incoming.when, yes=False):
        return [_decided(request)]
    text = _("**Refused**: account “{account}” for {pupil}. It has seen nothing. A new slip: /moi {pupil}")
    words = text.format(account=account_words(request), pupil=request.pupil_name)
    return [Outgoing(text=words), Act("guardian.refused", request.id), await guardian_refused(session, request)]


@command("không phải người nhà", help="", who=frozenset({Role.GUARDIAN}), hidden=True)
async def not_family(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A guardian who was there before: the newcomer rests, whether let in already or not, until the teacher has asked
    the family; nobody ends by it.
    """
    request = await _read(incoming, session, says.read_not_family(incoming.rest))
    if request is None or not await may_object(session, request, incoming.asker.chat_id):
        return [_nothing_open()]
    waits = request.decided_at is None
    if not waits and not await take_back(session, request):
        return [Outgoing(text=_("That account is not linked any more."))]
    _school, moment = local(incoming)
    again = waits and await _was_objected(session, request)
    notices = [] if again else await request_notices(session, Kind.LINK_OBJECTED, request, moment.date())
    text = _("Thank you. The account “{account}” rests: it sees nothing until the teacher has asked you.")
    school, _moment = local(incoming)
    told = await line_for(session, school, incoming.when, notices)
    return [
        Outgoing(text=joined([text.format(account=account_words(request)), told])),
        Act("guardian.objected", request.id),
        *notices,
    ]


async def _was_objected(session: AsyncSession, request: Request) -> bool:
    said = select(Audit.id).where(Audit.kind == "guardian.objected", Audit.about == request.id)
    return await session.scalar(said.limit(1)) is not None


async def _to_decide(incoming: Incoming, session: AsyncSession, number: int | None) -> Request | None:
    """The request meant, if this person may decide it now."""
    _school, moment = local(incoming)
    request, person_id = await _read(incoming, session, number), incoming.linked.person_id
    if request is None or not await may_decide(session, person_id, request, moment.date()):
        return None
    return request


async def _read(incoming: Incoming, session: AsyncSession, number: int | None) -> Request | None:
    if number is None:
        return None
    _school, moment = local(incoming)
    return next(iter(await requests(session, [number], moment.date())), None)


async def _again(incoming: Incoming, session: AsyncSession, request: Request) -> Request:
    _school, moment = local(incoming)
    return (await requests(session, [request.id], moment.date()))[0]


def _nothing_open() -> Outgoing:
    return Outgoing(text=_("There is no such request that is yours to decide."))


def _decided(request: Request) -> Outgoing:
    text = _("The request of account “{account}” has been decided already.")
    return Outgoing(text=text.format(account=account_words(request)))
