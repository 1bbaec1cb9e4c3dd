"""A list sent to the bot, the roster or a sponsor list: read, shown, asked about, and applied only after a tap."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, document
from handlers.asked import local
from handlers.people.handing_on import handed_on
from handlers.people.uploads import keep, keep_as, kept, replaced_since
from handlers.sponsors.told import newly_told
from letters.says import people as says
from letters.says.people import Leaving, Returning
from locales import N_, _
from locales.words import day_words, joined
from models.imports.tables import image, keep_import
from models.shapes.message import Act, Button, File, Incoming, Notices, Outgoing, Said
from models.sponsors.tables import WRITTEN
from papers.progress import doing
from papers.roster import Roster, Typed, Unreadable
from papers.roster.applying.called.unplaced import with_known_classes
from papers.roster.applying.changes import Changes, in_short, summary
from papers.roster.applying.doubtful import Doubtful, NotYours, Question, answered, lines_asked_of
from papers.roster.applying.everything import apply_roster
from papers.roster.applying.parting import StillNeeded
from papers.roster.applying.sponsors import Unmatched
from papers.roster.bounds import read_roster_bounded, write_faults_bounded
from papers.roster.lists.file_named import with_class_of_file
from papers.roster.said import change_lines, fault_lines, nothing_imported, phone_notices, read_lines
from papers.roster.telling import closings_told, heads_told, homerooms_told, office_told, teachers_told
from rules.people.roles import HEADS, OFFICE, ROLL, Role

ADMINS = frozenset({Role.ADMIN})
SENDERS = ADMINS | HEADS  # the leadership may send the sponsor list alone
MOST_LINES = 15


async def read_workbook(content: bytes) -> tuple[Roster, bytes | None]:
    """What was read, and the coloured copy if something is wrong with it. Raises Unreadable."""
    roster = await read_roster_bounded(content)
    located = any(fault.sheet for fault in roster.faults)
    copy = await write_faults_bounded(content, roster.faults) if located else None
    return roster, copy


@document(who=SENDERS, prepare=read_workbook)
async def roster_file(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Nothing changes yet: the answer says what would, and carries the button that does it."""
    if isinstance(incoming.prepared, Unreadable):
        return [Outgoing(text=incoming.prepared.sentence())]
    if isinstance(incoming.prepared, Exception):
        return [Outgoing(text=_("The file could not be fetched. Please send it again."))]
    roster, copy = incoming.prepared
    if incoming.attachment is not None:
        unnamed, roster = roster, with_class_of_file(roster, incoming.attachment.name)
        school, moment = local(incoming)
        roster = await with_known_classes(session, school.id, roster, moment.date())
        copy = copy if roster is unnamed else None  # it is coloured for a class that is known now
    if not _may(incoming, roster):
        return [_admins_only()]
    lines = [*read_lines(roster), *_bullets(fault_lines(roster.faults, MOST_LINES))]
    files = [File("danh-sach-can-sua.xlsx", copy)] if copy else []
    if roster.errors():
        lines.append(nothing_imported(roster))
        return [Outgoing(text="\n".join(lines), files=files)]
    upload = await keep(session, incoming, roster)
    shown = await _shown(incoming, session, roster, upload, lines, files)
    return [shown, *([Act("roster.read", upload)] if shown.buttons else []), *_written(roster)]


def _may(incoming: Incoming, roster: Roster) -> bool:
    """A list is the administrator's to send, the sponsor list the leadership's; what is typed is the office's to say,
    and of a class its homeroom teacher's.
    """
    asker = incoming.asker
    if roster.parting is not None and roster.parting.office:
        return asker.has(Role.ADMIN, Role.PRINCIPAL)
    if roster.typed is not None:
        return asker.has(*OFFICE) or roster.typed.klass in asker.classes()
    return asker.has(*ADMINS) or (roster.only_sponsors and asker.has(*HEADS))


def _admins_only() -> Outgoing:
    return Outgoing(text=_("The roster is imported by the administrator. You may send the sponsor list alone."))


def _bullets(lines: Sequence[str]) -> list[str]:
    return [f"• {line}" for line in lines]


def _unmatched(unmatched: Unmatched) -> list[str]:
    refused = _("Nothing was imported. Please correct these lines and send the file again.")
    return [*_bullets(fault_lines(unmatched.faults, MOST_LINES)), refused]


def _written(roster: Roster) -> list[Act]:
    """The message and its file hold restricted words: the night forgets its copy."""
    return [Act(WRITTEN)] if any(row.circumstances or row.conduct for row in roster.sponsors) else []


async def propose(
    incoming: Incoming,
    session: AsyncSession,
    roster: Roster,
    buttons: Sequence[Sequence[Button]] = (),
    lines: Sequence[str] = (),
) -> Sequence[Said]:
    """A change that was typed: shown, or asked about, as a list that was sent is; `lines` are how it was read."""
    shown = await _shown(incoming, session, roster, await keep(session, incoming, roster), lines)
    return [replace(shown, buttons=[*shown.buttons, *buttons])]


def _only(incoming: Incoming, roster: Roster) -> int | None:
    """The class that may be touched, of somebody who may not touch all."""
    return None if roster.typed is None or incoming.asker.has(*OFFICE) else roster.typed.klass


async def _shown(
    incoming: Incoming,
    session: AsyncSession,
    roster: Roster,
    upload: int,
    lines: Sequence[str] = (),
    files: Sequence[File] = (),
) -> Outgoing:
    """The next question, or what would change with the button that does it."""
    try:
        changes = await _tried(incoming, session, roster)
    except Unmatched as unmatched:
        return Outgoing(text="\n".join([*lines, *_unmatched(unmatched)]), files=files)
    except (NotYours, StillNeeded) as other:
        return Outgoing(text=other.sentence())
    except Doubtful as doubtful:
        text, buttons = _asked(doubtful.questions, upload)
        return Outgoing(text="\n".join([*lines, text]), files=files, buttons=buttons)
    await keep_as(session, upload, replace(roster, shown=_digest(changes)))  # nothing else is done by the tap
    if roster.typed is not None:
        return _shown_typed(changes, roster.typed, upload, lines)
    would = [*in_short(changes), *_bullets(change_lines(changes))]
    if not changes.come():
        return Outgoing(text="\n".join([*lines, *would, _("The roster is up to date: nothing changed.")]), files=files)
    if changes.waiting:
        would += [_("Not in the file, and asked about before anything is done:"), *_bullets(summary(changes.waiting))]
    if changes.returning:
        would += [_("Had left, and is in the file; asked about before anybody comes back:")]
        would += _bullets(summary(changes.returning))
    would += _bullets(summary(changes.odd))  # right above the button, where a phone shows the end of a long message
    button = Button(_("Make these changes"), says.make_changes(upload))
    return Outgoing(text="\n".join([*lines, *would]), files=files, buttons=[[button]])


def _digest(changes: Changes) -> str:
    return sha256(msgspec.json.encode([changes, changes.waiting, changes.returning])).hexdigest()


def _shown_typed(changes: Changes, typed: Typed, upload: int, lines: Sequence[str]) -> Outgoing:
    """What was typed is shown with the day it begins; all of it is meant, and nothing is asked twice."""
    if not changes:
        return Outgoing(text=joined([_("Nothing changes: the lists say so already."), *summary(changes.remarks)]))
    head = _("**From {day} on**").format(day=day_words(typed.day))
    if typed.until is not None:
        head = _("**From {day} to {last}**").format(day=day_words(typed.day), last=day_words(typed.until))
    button = Button(_("Make it so"), says.make_changes(upload))
    return Outgoing(text="\n".join([head, *_bullets([*change_lines(changes), *lines])]), buttons=[[button]])


async def _tried(incoming: Incoming, session: AsyncSession, roster: Roster) -> Changes:
    """What applying it would change, found by doing it and taking it back."""
    school, moment = local(incoming)
    savepoint = await session.begin_nested()
    try:
        meant = roster.typed is not None
        agreed = {"let_go": meant, "bring_back": meant}
        only = _only(incoming, roster)
        with doing(N_("Looking what would change")):
            return await apply_roster(session, school.id, roster, moment.date(), only=only, **agreed)
    finally:
        await savepoint.rollback()


def _asked(questions: Sequence[Question], upload: int) -> tuple[str, list[list[Button]]]:
    """The first question with its answers; the others come after it."""
    question, left = questions[0], len(questions) - 1

    def button(label: str, who: int) -> list[Button]:
        return [Button(label, says.answer_line(upload, of=question.of, index=question.index, who=who))]

    several = len(question.choices) > 1
    buttons = [button(words if several else question.yes(), id_) for id_, words in question.choices]
    buttons.append(button(question.none_of_them(), 0))
    more = [_("After this, at most {count} more questions.").format(count=left)] if left else []
    return "\n".join([question.sentence(), *more]), buttons


@command("nhập danh sách", help=N_("make the changes of a roster that was sent"), who=SENDERS | ROLL, hidden=True)
async def apply(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The roster this chat sent and saw is imported, or the answer to what was asked of it is kept."""
    said, line = says.read_make_changes(incoming.rest), says.read_answer_line(incoming.rest)
    roster = await kept(session, incoming, said.upload_id) if said is not None else None
    if said is None or roster is None:
        return [Outgoing(text=_("This file is no longer kept. Please send it again."))]
    if not _may(incoming, roster):
        return [_admins_only()]
    if line is not None and line.index < lines_asked_of(roster, line.of):
        roster = answered(roster, line.of, line.index, line.who)
        await keep_as(session, said.upload_id, roster)
        return [await _shown(incoming, session, roster, said.upload_id)]
    return await _apply(incoming, session, roster, said)


async def _apply(incoming: Incoming, session: AsyncSession, roster: Roster, said: says.Changes) -> Sequence[Said]:
    school, moment = local(incoming)
    try:
        would = await _tried(incoming, session, roster)
    except (Unmatched, Doubtful, NotYours, StillNeeded):  # the school's people changed since the file was shown
        return [await _shown(incoming, session, roster, said.upload_id)]
    if head := await _why_again(incoming, session, roster, would, said):
        shown = await _shown(incoming, session, roster, await keep(session, incoming, roster))  # its own tap
        return [replace(shown, text=f"{head}\n{shown.text}")]
    if would.waiting and said.leaving is Leaving.ASK:
        return [_do_they_leave(summary(would.waiting), said)]
    if would.returning and said.returning is Returning.ASK:
        return [_do_they_come_back(summary(would.returning), said)]
    del would  # thousands of changes, and as many to come
    told = await newly_told(session, school.id, moment)
    before = await image(session, school.id)
    by, meant = incoming.asker.person_id, roster.typed is not None
    agreed = {
        "let_go": meant or said.leaving is Leaving.GO,
        "bring_back": meant or said.returning is Returning.BACK,
    }
    with doing(N_("Writing the list")):
        only = _only(incoming, roster)
        changes = await apply_roster(session, school.id, roster, moment.date(), by=by, only=only, **agreed)
    if not changes:
        return [Outgoing(text=_("The roster is up to date: nothing changed."))]
    number = await keep_import(session, school.id, before, by, incoming.when)
    lines = [_("Done."), *_bullets(change_lines(changes))]
    undo = _("Take this change back") if roster.typed else _("Take this import back")
    back = Button(undo, says.take_back_import(number))
    hear = await _hear(incoming, session, roster, changes, number)
    on = await handed_on(session, school, roster.parting, roster.typed) if roster.parting and roster.typed else []
    done = Outgoing(text="\n".join(lines), buttons=[*on, [back]])
    return [done, Act("roster.imported", number), told, *hear]


async def _why_again(
    incoming: Incoming, session: AsyncSession, roster: Roster, would: Changes, said: says.Changes
) -> str:
    """Why what stands above the button is read once more before it is done; "" if nothing speaks for it."""
    if would.come() and roster.shown != _digest(would):
        return _("**The lists have been changed since this was shown.** Now it would change:")
    if not await replaced_since(session, incoming, said.upload_id, roster):
        return ""
    if roster.typed is not None:
        return _("**You have written another change of this since.** This is the older one:")
    return _("**You have sent a newer list since.** This is the older one; it would change:")


async def _hear(
    incoming: Incoming, session: AsyncSession, roster: Roster, changes: Changes, number: int
) -> list[Notices]:
    """The teachers it concerns; of what a homeroom teacher has typed, the office."""
    (school, moment), by = local(incoming), incoming.asker.person_id
    hear = await teachers_told(session, school.id, number, moment, by)
    hear += await closings_told(session, number, moment, by)
    hear += await heads_told(session, school.id, number, moment, by)
    if changes.phones:
        hear.append(phone_notices(school.id, changes.phones, moment, number, by))
    if roster.typed is not None:
        hear += await homerooms_told(session, number, moment, by)
        hear += [] if incoming.asker.has(*OFFICE) else [office_told(school.id, number, moment)]
    return hear


def _do_they_leave(lines: Sequence[str], said: says.Changes) -> Outgoing:
    """Many leave, or somebody loses a role: asked once more, plainly, before anything is done."""
    text = "\n".join([_("**These are not in the file. Do they leave?**"), *_bullets(lines)])
    stay = Button(_("No, they stay"), says.make_changes(said.upload_id, Leaving.STAY, said.returning))
    leave = Button(_("Yes, they leave"), says.make_changes(said.upload_id, Leaving.GO, said.returning))
    return Outgoing(text=text, buttons=[[stay], [leave]])


def _do_they_come_back(lines: Sequence[str], said: says.Changes) -> Outgoing:
    """An old list names who has left since: nobody is back in class by a list alone."""
    text = "\n".join([_("**These pupils had left and are in the file. Are they back at school?**"), *_bullets(lines)])
    away = Button(_("No, the list is an old one"), says.make_changes(said.upload_id, said.leaving, Returning.AWAY))
    back = Button(_("Yes, they are back"), says.make_changes(said.upload_id, said.leaving, Returning.BACK))
    return Outgoing(text=text, buttons=[[away], [back]])
