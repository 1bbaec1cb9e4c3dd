"""What the school owes, decided by its leadership: own deadlines, who is in charge, and what is owed no more."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from letters.duties.words import duty_words, in_charge_words, when_words
from letters.says import Code
from letters.says import duties as says
from letters.says.duties import Act as Wish
from letters.says.duties import Verb
from locales import _
from locales.words import joined, opening, plain
from models.duties.owed import duties, keep_duty, own_number, strike_duty, struck
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.duties.deadlines import Duty, When
from rules.duties.wish import InCharge, read_in_charge, read_when
from rules.people.roles import CHANGERS, Role

LONGEST = 120
OFFERED = (Role.VICE_PRINCIPAL, Role.REGISTRAR, Role.HOMEROOM, Role.GROUP_HEAD, Role.PRINCIPAL, Role.ADMIN)
SPOKEN = {
    Role.VICE_PRINCIPAL: "PHT",
    Role.REGISTRAR: "TPT",
    Role.HOMEROOM: "GVCN",
    Role.GROUP_HEAD: "TTCM",
    Role.PRINCIPAL: "HT",
    Role.ADMIN: "quản trị",
}


async def listed_duties(incoming: Incoming, session: AsyncSession) -> Outgoing:
    _decides(incoming)
    found = await duties(session, incoming.linked.school.id)
    lines = [f"{number}. {opening(duty_line(duty))}" for number, duty in enumerate(found, 1)]
    gone = await struck(session, incoming.linked.school.id)
    how = _("An own deadline: {example}").format(example=_example())
    change = _(
        "Who is in charge: /hannop giao 2 PHT2. Another date: /hannop hạn 2 ngày 20 hằng tháng. "
        "Not owed here: /hannop bỏ 2."
    )
    buttons = [
        [Button(_("Owed again: {title}").format(title=duty_words(one)), says.act(Verb.AGAIN, Code(one.key)))]
        for one in gone
    ]
    return Outgoing(
        text=joined([_("**What the school owes, when and by whom**"), *lines, how, change]), buttons=buttons
    )


def duty_line(duty: Duty) -> str:
    text = _("{title}: {when}, {who}")
    who = in_charge_words(duty.role, duty.position)
    return text.format(title=duty_words(duty), when=when_words(duty.when), who=who)


async def duty_card(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    _decides(incoming)
    return [_card(await _found(incoming, session, wish.key), "")]


async def new_duty(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Written at once, and shown with a tap that takes it away."""
    _decides(incoming)
    school, moment = local(incoming)
    read = read_when(words, moment.date())
    if read is None:
        raise Unclear(_("By when? For example: {example}").format(example=_example()))
    if read.when is None:
        raise Unclear(_("There is no such day ahead in the calendar. Please write it as day/month: {example}").format(
            example=_example()
        ))  # fmt: skip
    who, title = read_in_charge(read.rest)
    title = plain(title).strip(" ,;:.-–")[:LONGEST]
    if not title:
        raise Unclear(_("What is to be handed in? For example: {example}").format(example=_example()))
    who = who or InCharge(Role.VICE_PRINCIPAL)
    duty = Duty(key="", title=opening(title), when=read.when, role=who.role, position=who.position)
    known = await duties(session, school.id)
    same = next((one for one in known if one.title == duty.title and one.when == duty.when), None)
    if same is not None:
        return [_card(same, _("It is there already."))]
    await keep_duty(session, school.id, duty, incoming.linked.person_id, incoming.when)
    made = (await duties(session, school.id))[-1]
    return [_card(made, _("**Added**")), Act("duty.added", own_number(made.key))]


async def given(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    _decides(incoming)
    duty = await _found(incoming, session, wish.key)
    who, _rest = read_in_charge(wish.rest)
    if who is None:
        raise Unclear(_("To whom? A position: PHT, PHT2, TPT, GVCN, TTCM, HT."), _to(duty))
    changed = replace(duty, role=who.role, position=who.position)
    await keep_duty(session, incoming.linked.school.id, changed, incoming.linked.person_id, incoming.when)
    return [_card(changed, _("**Changed**")), Act("duty.given")]


async def moved(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    """Another date, `ngày 20 hằng tháng`; of a standing one `28/12` is every year's."""
    _decides(incoming)
    school, moment = local(incoming)
    duty = await _found(incoming, session, wish.key)
    read = read_when(f"hạn {wish.rest.strip()}", moment.date())
    if read is None or read.when is None:
        example = says.duties("hạn 2 ngày 20 hằng tháng")
        raise Unclear(_("Until when? For example: {example}").format(example=example))
    when = read.when
    if when.on and not duty.title:
        when = When(day=when.on.day, month=when.on.month)
    changed = replace(duty, when=when)
    await keep_duty(session, school.id, changed, incoming.linked.person_id, incoming.when)
    return [_card(changed, _("**Changed**")), Act("duty.moved")]


async def no_more(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    _decides(incoming)
    duty = await _found(incoming, session, wish.key)
    await strike_duty(session, incoming.linked.school.id, duty, incoming.linked.person_id, incoming.when)
    text = _("**Not owed any more:** {title}. Nobody is reminded of it.").format(title=duty_words(duty))
    return [Outgoing(text=text, buttons=[[_again(duty)]]), Act("duty.struck")]


async def again(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    """A standing one as it was; one of the school's own too."""
    _decides(incoming)
    school_id = incoming.linked.school.id
    gone = next((one for one in await struck(session, school_id) if one.key == wish.key), None)
    if gone is None:
        return [_card(await _found(incoming, session, wish.key), _("It is there already."))]
    await keep_duty(session, school_id, gone, incoming.linked.person_id, incoming.when)
    return [_card(gone, _("**Owed again**")), Act("duty.again")]


def _decides(incoming: Incoming) -> None:
    if not incoming.asker.has(*CHANGERS):
        raise Unclear(
            _("What the school owes is decided by the vice principal and the principal. What is due: /hannop.")
        )


async def _found(incoming: Incoming, session: AsyncSession, key: str) -> Duty:
    """By its key, or by its number in the list."""
    known = await duties(session, incoming.linked.school.id)
    for number, duty in enumerate(known, 1):
        if key in {duty.key, str(number)}:
            return duty
    raise Unclear(_("This is not among what the school owes: {command}").format(command=says.duties("danh mục")))


def _card(duty: Duty, head: str) -> Outgoing:
    return Outgoing(
        text=joined([head, duty_line(duty)]),
        buttons=[*_to(duty), [Button(_("Not owed here"), says.act(Verb.STRIKE, Code(duty.key)))]],
    )


def _to(duty: Duty) -> list[list[Button]]:
    others = [role for role in OFFERED if role != duty.role]
    buttons = [Button(in_charge_words(role, ""), says.act(Verb.GIVE, Code(duty.key), SPOKEN[role])) for role in others]
    return [buttons[:2], buttons[2:4], buttons[4:]]


def _again(duty: Duty) -> Button:
    return Button(_("Owed again"), says.act(Verb.AGAIN, Code(duty.key)))


def _example() -> str:
    return says.duties("thêm báo cáo thư viện, hằng tháng ngày 25, TPT")
