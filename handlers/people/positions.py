"""/chucvu: who is PHT1, who is PHT2: positions that steps of the ladder name, shown and given."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from letters.says import Code
from letters.says import people as says
from letters.says.people import Position as Numbered
from locales import N_, _
from locales.words import ROLES, joined, listed
from models.people.positions import Post, give_position, place_for, posts
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.ladder.recipients import read_position
from rules.people.names import fold
from rules.people.roles import Role

OFFERED = 8
NO_MORE = "thôi"


@command(
    "chức vụ",
    "position",
    help=N_("positions such as PHT1 and PHT2: who holds them"),
    usage=N_("Le Dinh Khoi PHT2"),
    who=frozenset({Role.ADMIN, Role.PRINCIPAL, Role.VICE_PRINCIPAL}),
)
async def position(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Without words: the positions. With a name and a position: given. With `thôi` after the name: taken away."""
    school, moment = local(incoming)
    known = await posts(session, school.id, moment.date())
    words = incoming.rest.strip()
    if not words:
        return [Outgoing(text=_shown(known))]
    if not incoming.asker.has(Role.ADMIN, Role.PRINCIPAL):
        return [Outgoing(text=_("Only the administrator and the principal give positions."))]
    return await _given(session, known, words)


def _shown(known: Sequence[Post]) -> str:
    held = [post for post in known if post.position]
    lines = [f"• {post.position}: {post.name}" for post in sorted(held, key=lambda post: post.position or "")]
    without = [post.name for post in known if post.role == Role.VICE_PRINCIPAL and not post.position]
    open_ = _("Vice principals without a number: {names}").format(names=listed(without)) if len(without) > 1 else ""
    head, ask = _("**Positions**"), _("To give one: {example}").format(example=says.POSITION_EXAMPLE)
    return joined([head, *(lines or [_("None has been given yet.")]), open_, ask])


async def _given(session: AsyncSession, known: Sequence[Post], words: str) -> Sequence[Said]:
    """Raises Unclear where the name or the position is not sure."""
    name, _blank, last = words.rpartition(" ")
    gone = fold(last) == fold(NO_MORE)
    wanted = None if gone else read_position(last)
    if not name or (wanted is None and not gone):
        text = _("“{words}”: write a name and a position, for example {example}. Nothing was changed.")
        raise Unclear(text.format(words=words, example=says.POSITION_EXAMPLE))
    held = _whose(known, says.read_position(words), name, last)
    if wanted is None:
        return await _taken(session, held)
    place = place_for(wanted, held)
    if place is None:
        text = _("{name} is no vice principal here, so {position} cannot be theirs. Nothing was changed.")
        raise Unclear(text.format(name=held[0].name, position=wanted))
    others = [post for post in known if post.position == wanted and post.role_id != place.role_id]
    for other in others:
        await give_position(session, other, None)
    await give_position(session, place, wanted)
    text = _("**{name}** is {position} now ({role}).").format(
        name=place.name, position=wanted, role=_(ROLES.get(place.role, N_("teacher")))
    )
    before = _("Until now it was {names}.").format(names=listed(o.name for o in others)) if others else ""
    acts = [Act("position.taken", other.role_id) for other in others]
    return [Outgoing(text=joined([text, before])), *acts, Act("position.given", place.role_id)]


async def _taken(session: AsyncSession, held: Sequence[Post]) -> Sequence[Said]:
    mine = [post for post in held if post.position]
    if not mine:
        return [Outgoing(text=_("{name} holds no position. Nothing was changed.").format(name=held[0].name))]
    for post in mine:
        await give_position(session, post, None)
    names = listed(post.position or "" for post in mine)
    text = _("**{name}** is no longer {position}.").format(name=held[0].name, position=names)
    return [Outgoing(text=text), *(Act("position.taken", post.role_id) for post in mine)]


def _whose(known: Sequence[Post], numbered: Numbered | None, name: str, last: str) -> list[Post]:
    """The roles of the one person meant. Raises Unclear with the people it could be."""
    folded = fold(name)
    if numbered is not None:
        fits = [post for post in known if post.person_id == numbered.person_id]
    else:
        exact = [post for post in known if fold(post.name) == folded]
        fits = exact or [post for post in known if fold(post.name).endswith(" " + folded)]
    people = {post.person_id: post for post in fits}
    if len(people) == 1:
        return fits
    if not people:
        raise Unclear(_("Nobody of the staff is called “{name}”. Nothing was changed.").format(name=name))
    buttons = [
        [Button(f"{post.name} ({_(ROLES.get(post.role, N_('teacher')))})", says.position(person, Code(last)))]
        for person, post in list(people.items())[:OFFERED]
    ]
    raise Unclear(_("Several people are called “{name}”. Who is meant?").format(name=name), buttons)
