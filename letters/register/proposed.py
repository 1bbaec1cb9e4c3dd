"""What a colleague says of a class otherwise than its marks: whoever decides about the class sees both, and taps."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.register import mark, scope_said, scope_typed
from locales import _
from locales.marks import mark_said
from locales.words import when
from models.people.holders import deciders
from models.proposals import Proposal, proposals
from models.readers import leads, reported
from models.report_keys import Why
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind


@composes(Kind.MARK_PROPOSED, to=reported(Why.PROPOSED).passed_on() | leads(), about=kind_words.QUESTION)
async def mark_proposed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For whoever decides about the class now; what has been changed meanwhile falls away."""
    found = [
        one
        for one in await proposals(session, [due.about for due in dues])
        if reader.person_id in await deciders(session, one.class_id, one.pupil_id, reader.school.day(reader.now))
    ]
    if not found:
        return None
    joined = _joined(found)
    lines = [_line(one, parts) for one, parts in joined]
    head = _("**A colleague says otherwise**; nothing was changed yet.")
    if all(one.person_id == reader.person_id for one in found):
        head = _("**Your tap is awaited**; nothing was changed yet.")
    return Letter(
        text="\n".join([head, *lines]),
        told=dues_about(dues, (one.inbox_id for one in found)),
        buttons=_taps(joined),
    )


def _joined(found: Sequence[Proposal]) -> list[tuple[Proposal, list[str]]]:
    """The half days of one pupil's day together; what somebody has said twice is said once."""
    by_day: dict[tuple[object, ...], tuple[Proposal, list[str]]] = {}
    for one in found:
        _first, parts = by_day.setdefault((one.person_id, one.pupil_id, one.day, one.kind, one.now), (one, []))
        parts += [one.part] if one.part not in parts else []
    return list(by_day.values())


def _line(one: Proposal, parts: Sequence[str]) -> str:
    text = _("• {pupil}, {scope}: {name} says {after}; recorded is {before}")
    scope = scope_said(one.class_name, parts, one.day)
    before = mark_said(one.now, unsettled=one.unsettled)
    return text.format(
        pupil=one.pupil, scope=scope, name=one.by, before=before, after=mark_said(one.kind, unsettled=False)
    )


def _taps(joined: Sequence[tuple[Proposal, list[str]]]) -> list[list[Button]]:
    """Where one pupil stands more than once, each says its half day."""
    times = Counter(one.pupil for one, _parts in joined)
    return [[_tap(one, parts, says_when=times[one.pupil] > 1)] for one, parts in joined]


def _tap(one: Proposal, parts: Sequence[str], *, says_when: bool) -> Button:
    """Done by the homeroom teacher's own command, with the rights and the consequences it has."""
    name = f"{one.pupil}, {when(one.day, parts)}" if says_when else one.pupil
    label = _("{name}: change to {state}").format(name=name, state=mark_said(one.kind, unsettled=False))
    return Button(label, mark(scope_typed(one.class_name, parts, one.day), one.pupil_id, one.kind))
