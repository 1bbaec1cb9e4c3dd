"""Words of danger about a child: a person hears of them at once, and the writer whom to call."""

from collections.abc import Collection, Sequence

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.asked import local
from handlers.asking.colleagues import holding, to_call
from handlers.families.awaiting import awaited_of
from handlers.leave.asking import own_children
from handlers.whom_to_call import only_a_family
from letters.says import Word
from letters.says.service import meant
from letters.told import line_for
from locales import _
from locales.words import joined
from models import Worries
from models.families.worries import LONGEST, last_worry
from models.people.askers import reachable
from models.people.holders import deciders, leaders
from models.post.awaited import expect_nothing
from models.shapes.message import Act, Incoming, Notice, Outgoing, Said
from rules.leave import which_child
from rules.letters import Kind


async def worried(incoming: Incoming, session: AsyncSession, pupils: Collection[int], first: str = "") -> list[Said]:
    """Nothing is decided or recorded by it. Words that were asked for are the answer they were asked for as well.
    `pupils` are those that are spoken of, if that is known; `first` is what the writer reads before all else.
    """
    found = await _children(incoming, session, list(pupils))
    notices = [one for pupil_id, class_id in found for one in await _told(incoming, session, pupil_id, class_id)]
    answered: Sequence[Said] = ()
    if says := await awaited_of(incoming, session):
        await expect_nothing(session, incoming.asker.chat_id)
        answered = await as_if_typed(incoming, session, f"{says} {' '.join(incoming.text.split())}") or ()
    teachers = [] if answered else await as_if_typed(incoming, session, meant(Word("chunhiem"))) or []
    readers = {one.person_id for one in notices if isinstance(one, Notice)}
    heads = [] if found or only_a_family(incoming) else await holding(incoming, session)
    call = _("Please call right now: {who}").format(who=to_call(heads)) if heads else ""
    return [
        Outgoing(text=joined([first, _words(found=bool(found), heard=await _heard(session, readers)), call])),
        *answered,
        *teachers,
        *notices,
    ]


async def gone_on(incoming: Incoming, session: AsyncSession) -> list[Said]:
    """`cháu về rồi cô ạ` behind `cháu chưa về nhà`: whoever was alarmed reads it as quickly. Empty: nobody was."""
    last = await last_worry(session, incoming.asker.person_id, incoming.when)
    found = await _children(incoming, session, [last.pupil_id]) if last is not None else []
    notices = [one for pupil_id, class_id in found for one in await _told(incoming, session, pupil_id, class_id)]
    if not notices:
        return []
    line = await line_for(session, incoming.linked.school, incoming.when, notices)
    return [Outgoing(text=joined([_("Thank you; it is passed on to the school."), line])), *notices]


async def _heard(session: AsyncSession, readers: Collection[int]) -> bool:
    """Whether anybody is there to read it."""
    return any([await reachable(session, person_id) is not None for person_id in readers])


def _words(*, found: bool, heard: bool) -> str:
    danger = _("If the child is in danger now, please call 113, or 111 (child protection, free, day and night).")
    if heard:
        text = _("Thank you for telling us. Your words go to the homeroom teacher and the school's leadership.")
    elif found:
        text = _(
            "Thank you for telling us. No phone of the school is linked yet, so please call the school right away."
        )
    else:
        text = _(
            "It is not clear which pupil this is about: please write it again with the full name and class, or call "
            "the school."
        )
    return f"{text} {danger}"


async def _children(incoming: Incoming, session: AsyncSession, pupils: list[int]) -> list[tuple[int, int]]:
    """(pupil, class): the own child that is named, else every own child; for the staff the one pupil that is named."""
    _school, moment = local(incoming)
    if not pupils:
        known = await own_children(session, incoming.asker.children, moment.date())
        named, _left = which_child(incoming.text, {pupil: child.name for pupil, child in known.items()})
        pupils = named or list(known)
    elif len(pupils) > 1 and not set(pupils) <= set(incoming.asker.children):
        return []
    found = await own_children(session, pupils, moment.date())
    return [(pupil_id, child.class_id) for pupil_id, child in found.items()]


async def _told(incoming: Incoming, session: AsyncSession, pupil_id: int, class_id: int) -> list[Said]:
    school, moment = local(incoming)
    words = {"words": " ".join(incoming.text.split())[:LONGEST], "at": incoming.when}
    whose = {"school_id": school.id, "pupil_id": pupil_id, "person_id": incoming.linked.person_id}
    number = await session.scalar(insert(Worries).values(whose | words).returning(Worries.id)) or 0
    day = moment.date()
    people = {*await deciders(session, class_id, pupil_id, day), *await leaders(session, school.id, day)}
    told: list[Said] = [
        Notice(kind=Kind.WORRY, key=f"worry:{number}", school_id=school.id, person_id=person, about=number, day=day)
        for person in sorted(people - {incoming.asker.person_id})
    ]
    return [*told, Act("child.worry", number)] if told else []
