"""/trogiup, what this person may say and taps most, and the answer nobody asks for: not allowed."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, Command, command, commands, may, spelled
from handlers.asked import own_class_name
from handlers.whom_to_call import no_longer_here, only_a_family, whom_to_call
from letters.says import Word
from letters.says.service import Examples, all_of_it, examples, meant, read_all_of_it
from locales import N_, _
from models.shapes.asker import Asker
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.people.roles import LEADERS, REPORTERS, Role

ON_THE_SCREEN, OFFERED = 6, 3  # taps of the help, and of a short answer


@command(
    "trợ giúp",
    "help",
    "giúp",
    help=N_("what you can say here"),
    who=ANYONE,
    in_group=True,
    begins=dict.fromkeys(Role, ""),
)
async def help_(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """One screen: how to write, and what is done most as buttons; behind `more` all that this person may do."""
    asker = incoming.asker
    if read_all_of_it(incoming.rest) or asker.person_id is None or not incoming.private:
        lines = [help_line(one) for one in allowed(asker)]
        head = _("**What you can say to Sĩ Số**")
        tail = _("Marks and capitals do not matter, and the slash may be left out.")
        return [Outgoing(text="\n".join([head, *lines, tail]), menu=menu(asker))]
    if words := await no_longer_here(incoming, session):
        return [Outgoing(text=words, menu=menu(asker))]
    head = _("**Just write as to a colleague in the office**, for example:")
    said = examples(kind_of_examples(asker), await own_class_name(incoming, session))
    rows = [*taps(asker, ON_THE_SCREEN), [Button(_("More"), all_of_it())]]
    return [Outgoing(text="\n".join([head, *said, _("Or tap:")]), buttons=rows, menu=menu(asker))]


def kind_of_examples(asker: Asker) -> Examples:
    """What this person writes every day."""
    if asker.has(*LEADERS):
        return Examples.LEADERS
    if may(asker, REPORTERS):
        return Examples.TEACHERS
    return Examples.FAMILIES if asker.children else Examples.OTHERS


def taps(asker: Asker, most: int) -> list[list[Button]]:
    """What this person does most, a button each."""
    mine = [one for one in allowed(asker) if one.task and not one.begins.keys().isdisjoint(asker.role_names())]
    return [[Button(_(one.task), meant(Word(one.word)))] for one in mine[:most]]


def with_taps(asker: Asker, text: str, *, more: Sequence[Button] = ()) -> Outgoing:
    """A short answer, and two or three things to tap."""
    usual = taps(asker, OFFERED)
    rows = [*usual, *([one] for one in more if one.label not in {row[0].label for row in usual})]
    return Outgoing(text=text, buttons=rows or [[Button(_("What can be done here"), all_of_it())]])


async def not_for_you(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """Understood, and not this person's to see."""
    if words := await no_longer_here(incoming, session):
        return Outgoing(text=words)
    text = _("That cannot be seen here with your tasks at the school. What you can do here:")
    return with_taps(incoming.asker, text)


def help_line(one: Command) -> str:
    words = "/" + one.word
    usage = _(one.usage) if one.usage else ""
    return f"{words} {usage}".strip() + " – " + _(one.help)


def allowed(asker: Asker) -> list[Command]:
    """The commands this person may say."""
    mine = [one for one in commands() if not one.hidden and may(asker, one.who)]
    return sorted(mine, key=lambda one: one.daily or float("inf"))


def to_try(role: Role, klass: str) -> list[str]:
    """What somebody of this role may say to begin with, whole messages, as their commands suggest them."""
    found = sorted((one for one in commands() if role in one.begins), key=lambda one: one.daily or float("inf"))
    return [f"/{one.word} {one.begins[role]}".rstrip().format(klass=klass) for one in found]


def menu(asker: Asker) -> list[tuple[str, str]]:
    return [(one.word, _(one.help)) for one in allowed(asker)]


def only_private() -> Outgoing:
    return Outgoing(text=_("For your safety this works only in a private chat with Sĩ Số, not in a group."))


@command("khongduoc", help="", who=ANYONE, hidden=True, in_group=True)
async def not_allowed(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the word that was asked for."""
    if incoming.asker.person_id is None:
        text = _("This chat is not linked to anybody yet. Please type /lienket and the code printed on your slip.")
        if not incoming.private:  # a code typed there would be everybody's
            return [] if incoming.pressed else [only_private()]
        return [Outgoing(text=text)]
    if words := await no_longer_here(incoming, session):
        return [Outgoing(text=words)]
    if only_a_family(incoming):
        text = _("That is for the school's staff.") + " " + await whom_to_call(incoming, session)
        return [with_taps(incoming.asker, text)]
    return [with_taps(incoming.asker, _no_right(incoming).format(word=spelled(incoming.rest)))]


def _no_right(incoming: Incoming) -> str:
    """Whoever pressed a button has named no command."""
    if incoming.asker.has(Role.ADMIN):  # who would be sent to him- or herself
        return _("/{word} is for those at the school whose work it is. What you can do here:")
    if incoming.pressed:
        return _("That is not among your tasks now. If your work needs it, please ask the school's administrator.")
    return _("You do not have the right to use /{word}. If your work needs it, please ask the school's administrator.")
