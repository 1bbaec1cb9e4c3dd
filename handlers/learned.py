"""/tudien: the words whose meaning taps have settled, each struck by a tap."""

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import known_classes, leads
from letters.says import Says
from letters.says import register as says
from locales import N_, _
from locales.words import plain
from models.learned import Word, forget, own_words, school_words
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.people.roles import LEADERS, REPORTERS

LISTED = 20


@command("từ điển", "dictionary", help=N_("words of yours that are understood since you chose"), who=REPORTERS)
async def dictionary(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    classes = [klass.id for klass in await known_classes(incoming, session)]
    asker = incoming.linked
    own = await own_words(session, asker.person_id, classes)
    of_school = await school_words(session, asker.school.id, classes) if leads(incoming.asker) else []
    lines: list[str] = []
    if own:
        lines += [_("**Your words**, understood since you chose once:"), *map(_line, own[:LISTED])]
    if of_school:
        lines += [_("**The school's words**, which three people or more have settled alike:")]
        lines += list(map(_line, of_school[:LISTED]))
    buttons = [*_buttons(own, says.forget_own), *_buttons(of_school, says.forget_schools)]
    return [Outgoing(text="\n".join(lines) or _nothing(), buttons=buttons)]


def _nothing() -> str:
    return _("Nothing yet. When I ask what a word means and you choose, I remember it for you, and it stands here.")


def _line(one: Word) -> str:
    if one.pupil is None and not one.said:
        return "• " + _("A message of yours that names no class is about {klass}").format(klass=one.class_name)
    if one.pupil is None:
        return "• " + _("“{word}” is class {klass}").format(word=plain(one.said), klass=one.class_name)
    text = _("“{word}” in {klass} is {pupil}")
    return "• " + text.format(word=plain(one.said), klass=one.class_name, pupil=one.pupil)


def _buttons(found: Sequence[Word], says_so: Callable[[int], Says]) -> list[list[Button]]:
    return [[Button(_label(one), says_so(one.id))] for one in found[:LISTED]]


def _label(one: Word) -> str:
    return _("Forget “{word}”").format(word=one.said)[:60] if one.said else _("Forget the class of such messages")


@command("bỏ từ", help="", who=REPORTERS, hidden=True)
async def forget_own(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _forget(incoming, session, says.read_forget_own(incoming.rest), incoming.linked.person_id)


@command("bỏ từ trường", help="", who=LEADERS, hidden=True)
async def forget_schools(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _forget(incoming, session, says.read_forget_schools(incoming.rest), None)


async def _forget(
    incoming: Incoming, session: AsyncSession, number: int | None, person_id: int | None
) -> Sequence[Said]:
    word = None if number is None else await forget(session, incoming.linked.school.id, number, person_id)
    if number is None or word is None:
        return [Outgoing(text=_("That word is not remembered any more."))]
    text = _("Forgotten: “{word}”. Next time I ask again.")
    return [Outgoing(text=text.format(word=plain(word))), Act("word.forgotten", number)]
