"""Several pupils in one line: all are shown together, and whoever is not among them is named with the way on."""

from collections.abc import Callable, Sequence
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear, known_classes, local
from handlers.people.roster import propose
from handlers.roll.asking import Found, Meant, Writer, again, line_of, own_lists, search, typed_now, who
from letters.says import Says
from letters.says import roll as says
from locales import _
from models.shapes.message import Button, Incoming, Said
from papers.roster import Roster
from rules.people.classes import ClassRef
from rules.roll_several import Gone, Piece, pieces_of


class Way(Enum):
    """What is said of a pupil."""

    MOVE = auto()
    DROP_OUT = auto()
    TRANSFER = auto()
    HOME = auto()
    BOARDS = auto()
    BOARDS_NO_MORE = auto()


_WRITERS: dict[Way, Writer] = {
    Way.MOVE: says.move,
    Way.DROP_OUT: says.drop_out,
    Way.TRANSFER: says.transfer,
    Way.HOME: says.home,
    Way.BOARDS: says.boards,
    Way.BOARDS_NO_MORE: says.boards_no_more,
}


class Several(Struct, kw_only=True):
    """`meant` are found, each with its own line; `left` says of whom nothing is done, and `buttons` how it may be.
    `for_good`: all are said to leave school."""

    meant: list[Meant]
    left: list[str]
    buttons: list[list[Button]]
    for_good: bool = False

    def lines(self) -> list[str]:
        return [_("**Not among these**: {who}").format(who=one) for one in self.left]


async def several(incoming: Incoming, session: AsyncSession, way: Way, text: str = "") -> Several | None:
    """None where fewer than two pupils are spoken of. Raises Unclear for days that are none, or are not one day."""
    text, classes = text or incoming.rest, await known_classes(incoming, session)
    if text.startswith("#"):
        return None
    pieces = pieces_of(text, classes, local(incoming)[1].date())
    found = [(piece, await _who_is(incoming, session, piece, _scope(pieces))) for piece in pieces if piece.words]
    spoken = [(piece, pupils) for piece, pupils in found if pupils or piece.like_a_name]
    if len(spoken) < 2 or not any(pupils for _piece, pupils in spoken):
        return None
    return await _sorted_out(incoming, session, way, text, spoken, [piece for piece in pieces if piece.line.to])


def _scope(pieces: Sequence[Piece]) -> ClassRef | None:
    """The class that is said first, of all."""
    return pieces[0].line.of if pieces else None


async def _who_is(incoming: Incoming, session: AsyncSession, piece: Piece, scope: ClassRef | None) -> Found:
    mine = await own_lists(incoming, session)
    for of in dict.fromkeys((piece.line.of, scope)):
        there = [one for one in mine if one == of] if of is not None else mine
        if found := await search(incoming, session, there, piece.words, more=False):
            return found
    return await search(incoming, session, mine, piece.words, more=False)


async def _sorted_out(
    incoming: Incoming,
    session: AsyncSession,
    way: Way,
    text: str,
    spoken: Sequence[tuple[Piece, Found]],
    towards: Sequence[Piece],
) -> Several:
    whole = await line_of(incoming, session, text)
    days = {piece.line.day for piece, _pupils in spoken if piece.line.day}
    if len(days) > 1:
        raise Unclear(_("One day at a time, please: each day in a message of its own. Nothing was changed."))
    for_good = all(piece.gone is Gone.FOR_GOOD for piece, _pupils in spoken)
    everybody = Several(meant=[], left=[], buttons=[], for_good=for_good)
    to = towards[0].line.to if towards else None
    why = next((piece.line.why for piece, _pupils in spoken if piece.line.why), "")
    for piece, pupils in spoken:
        goes_to = piece.line.to or _from_elsewhere(piece, pupils)
        to, why = goes_to or to, piece.line.why or why
        other = _other_way(piece, way, goes_to)
        if not pupils:
            everybody.left.append(_("“{words}”, who is on no list of yours today").format(words=piece.whom[:60]))
            continue
        line = replace(whole, of=None, to=to, why=why, words=piece.words)
        if len(pupils) > 1 or other is not None:
            own = replace(piece.line, to=goes_to) if other is not None else line
            _ask(everybody, piece, pupils, _WRITERS[other or way], again(own, ""))
        else:
            klass, pupil, _rest = pupils[0]
            everybody.meant.append(Meant(klass=klass, pupil=pupil, line=line))
    return everybody


def _from_elsewhere(piece: Piece, pupils: Found) -> ClassRef | None:
    """`Bình 6B` of who is in 6A: a class alone may as well be the one to go to."""
    of = piece.line.of
    return of if of is not None and pupils and all(klass != of for klass, _pupil, _rest in pupils) else None


def _other_way(piece: Piece, way: Way, to: ClassRef | None) -> Way | None:
    """`Bình sang 6B, Sáng thôi học`: another change, to be made by itself."""
    if way is not Way.DROP_OUT and piece.gone is Gone.FOR_GOOD:
        return Way.DROP_OUT
    if way is not Way.TRANSFER and piece.gone is Gone.TO_A_SCHOOL:
        return Way.TRANSFER
    return Way.MOVE if way is not Way.MOVE and to is not None else None


def _ask(everybody: Several, piece: Piece, pupils: Found, writer: Callable[[int, str], Says], rest: str) -> None:
    """By the whole name, else as it was written."""
    words = pupils[0][1].name if len(pupils) == 1 else piece.whom[:60]
    why = _("several of that name") if len(pupils) > 1 else _("to be made by itself")
    everybody.left.append(_("“{words}”: {why}").format(words=words, why=why))
    everybody.buttons += [[Button(who(klass, one), writer(one.id, rest))] for klass, one, _rest in pupils]


async def offer_all(
    incoming: Incoming, session: AsyncSession, everybody: Several, roster: Roster, lines: Sequence[str] = ()
) -> Sequence[Said]:
    """All of them with one tap, below it whoever was left out. Raises Unclear where nobody is left."""
    if not everybody.meant:
        raise Unclear("\n".join([_("Nothing was changed."), *everybody.lines()]), everybody.buttons[:OFFERED])
    first = everybody.meant[0]
    typed = replace(roster, typed=typed_now(incoming, first.klass, first.line))
    return await propose(incoming, session, typed, everybody.buttons[:OFFERED], [*lines, *everybody.lines()])
