"""/ngung and /gothietbi: a chat is let go, by its person or by the same person's older device."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, command, spelled
from handlers.people.link_staff import ask_leaders, staff_notices
from handlers.service import menu
from letters.says import Code
from letters.says import people as says
from locales import N_, _
from models.people.links import newer_chat, unlink_chat
from models.people.staff_requests import RESTS, StaffRequest, decide_staff, waiting_of
from models.post.optouts import TOPICS, opt_in, opt_out, topics_off
from models.shapes.asker import NOBODY, LinkedAsker
from models.shapes.message import Act, Button, Incoming, Keys, Outgoing, Said
from rules.people.roles import Role

NAMES = {"vang": N_("messages about absences"), "camon": N_("thanks on return")}


@command("ngừng", "dừng", "stop", "đăng xuất", help=N_("stop messages, or unlink this chat"), who=ANYONE)
async def stop(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Asked once more first: afterwards nothing is sent here, and only a new code links it again. A guardian may stop
    one kind of message instead.
    """
    asker = incoming.asker
    if asker.person_id is None:
        return [Outgoing(text=_("This chat is not linked to anybody; nothing is sent here."))]
    topic = spelled(incoming.rest)
    if topic in TOPICS and asker.children:
        await opt_out(session, asker.person_id, topic, incoming.when)
        text = _("**Stopped**: {topic}. The school will call instead when it is important.")
        buttons = [[Button(_("Receive them again"), says.receive_topic(Code(topic)))]]
        return [
            Outgoing(text=text.format(topic=_(NAMES[topic])), buttons=buttons),
            Act("notice.stopped", asker.person_id),
        ]
    if not says.agrees_to_unlink(incoming.rest):
        return [await _choices(incoming, session)]
    await unlink_chat(session, asker.chat_id)
    text = _("**Unlinked.** Nothing more is sent here. To come back, ask the school for a new slip and type /lienket.")
    return [Outgoing(text=text, menu=menu(NOBODY), keys=Keys()), Act("chat.unlinked", asker.chat_id)]


async def _choices(incoming: Incoming, session: AsyncSession) -> Outgoing:
    if not incoming.asker.children:
        text = _(
            "Unlink this chat? No more messages from the school will come here. To link it again you need a new slip."
        )
        return Outgoing(text=text, buttons=[[Button(_("Yes, unlink"), says.UNLINK)]])
    text = _("Stop all messages of the school on this phone? To receive them again you need a new slip.")
    buttons = [[Button(_("Stop all"), says.UNLINK)]]
    off = await topics_off(session, incoming.linked.person_id)
    topics = [
        Button(_("Receive again: {topic}").format(topic=_(name)), says.receive_topic(Code(topic)))
        if topic in off
        else Button(_("Stop only: {topic}").format(topic=_(name)), says.stop_topic(Code(topic)))
        for topic, name in NAMES.items()
    ]
    return Outgoing(text=text, buttons=[*([button] for button in topics), *buttons])


@command("nhận tin", help=N_("receive again what you stopped"), who=frozenset({Role.GUARDIAN}), hidden=True)
async def receive(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A kind of message that was stopped comes again."""
    topic = spelled(incoming.rest)
    if topic not in TOPICS:
        return [await _choices(incoming, session)]
    person_id = incoming.linked.person_id
    await opt_in(session, person_id, topic)
    text = _("**Thank you**: you receive {topic} again.").format(topic=_(NAMES[topic]))
    return [Outgoing(text=text), Act("notice.resumed", person_id)]


@command("gỡ thiết bị", help="", who=ANYONE, hidden=True)
async def unknown_device(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the chat that was linked in the asker's name. Which of two phones is the person's own no machine can
    tell: the newcomer rests until a leader has spoken with the person, and the old one stays.
    """
    asker, number = incoming.asker, says.read_unknown_device(incoming.rest)
    no_such = [Outgoing(text=_("No device of yours was linked after this one."))]
    if number is None or not isinstance(asker, LinkedAsker):
        return no_such
    if waiting := await waiting_of(session, number, asker.person_id):
        return await _kept_out(incoming, session, waiting)
    if not await newer_chat(session, asker.person_id, asker.chat_id, number):
        return no_such
    await unlink_chat(session, number)
    asked = await ask_leaders(session, asker.school, number, asker.person_id, "", incoming.when)
    text = _("**That device rests now**: it can neither read nor report until a leader of the school has called you.")
    return [Outgoing(text=text), Act(RESTS, number, asker.school.id), *asked]


async def _kept_out(incoming: Incoming, session: AsyncSession, waiting: StaffRequest) -> list[Said]:
    """A leader is asked; where there is none beside the asker, that was the word."""
    school = incoming.linked.school
    said = await staff_notices(session, waiting, school.day(incoming.when), objected=True)
    text = _("**That phone stays shut.** A leader of the school is asked, and calls you.")
    if not said:
        await decide_staff(session, waiting.id, incoming.linked.person_id, incoming.when, yes=False)
        text = _("**That phone stays shut**, and its request is closed.")
    return [Outgoing(text=text), Act(RESTS, waiting.chat_id, school.id), *said]
