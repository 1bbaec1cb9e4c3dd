"""Who is not the class's own teacher writes only with a word of absence: a bare name shows, and one tap reports."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.register.heard import Heard, roster
from letters.says.figures import pupil_card
from letters.says.register import absent
from locales import _
from locales.words import listed
from models.people.class_lists import lexicon_of
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.reading.said.reported import ClassReport
from rules.reading.spoken import speaks_of_absence
from rules.reading.words.lexicon import Kind
from rules.written import pupil_written

OFFERED = 6


async def only_named(incoming: Incoming, session: AsyncSession, heard: Heard) -> tuple[Heard, list[Said]]:
    """What was heard without the pupils of other teachers' classes who are merely named, and what is shown of them."""
    bare = [one for one in heard.reading.reports if _merely_names(heard, one)]
    if not bare or await _speaks(session, heard, bare):
        return heard, []
    rest = tuple(one for one in heard.reading.reports if one not in bare)
    shown = (
        [said for one in bare for said in await _shown(incoming, session, heard, one, alone=not rest)]
        if heard.private
        else []
    )
    return replace(heard, reading=replace(heard.reading, reports=rest)), shown


def _merely_names(heard: Heard, report: ClassReport) -> bool:
    if report.class_id is None or report.class_id in heard.own_classes or report.nobody:
        return False
    named = [item for item in report.items if item.candidates and item.kind is Kind.ABSENT]
    return bool(named) and report.count_said is None and not report.no_others  # 7/8 (Bình) says that one is away


async def _speaks(session: AsyncSession, heard: Heard, bare: Sequence[ClassReport]) -> bool:
    indexes = [(await roster(session, heard, one.class_id)).index for one in bare if one.class_id is not None]
    return speaks_of_absence(heard.text, heard.moment, heard.known, indexes, lexicon_of(session))


async def _shown(
    incoming: Incoming, session: AsyncSession, heard: Heard, report: ClassReport, *, alone: bool
) -> list[Said]:
    """One pupil's card for who may read it; else, and for several, only the taps. `alone`: the message says nothing of
    other classes, which may well be written down.
    """
    assert report.class_id is not None  # noqa: S101, a pupil is known in a class
    pupils = await roster(session, heard, report.class_id)
    named = dict.fromkeys(number for item in report.items for number in item.candidates)
    ids = [number for number in named if number in pupils.index.by_id]
    klass = heard.klass(report.class_id).name
    taps = [
        [Button(_("Report absent: {name}").format(name=pupils.name(one)), absent(f"{klass} {pupil_written(one)}"))]
        for one in ids[:OFFERED]
    ]
    nothing = _("Nothing was recorded.") if alone else _("Class {klass}: nothing was recorded.").format(klass=klass)
    card = await as_if_typed(incoming, session, pupil_card(ids[0])) if heard.leads and len(ids) == 1 else None
    if card is not None:
        return _with(card, nothing, taps)
    text = _("Only the name was written: {names}. To report an absence, add the word “vắng”, or tap:")
    names = listed(pupils.name(one) for one in ids[:OFFERED])
    return [Outgoing(text=f"{nothing} {text.format(names=names)}", buttons=taps)]


def _with(said: Sequence[Said], more: str, taps: list[list[Button]]) -> list[Said]:
    """The answer with a line more, and the taps below it."""
    return [
        replace(one, text=f"{one.text}\n{more}", buttons=[*one.buttons, *taps]) if isinstance(one, Outgoing) else one
        for one in said
    ]
