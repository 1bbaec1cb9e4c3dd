"""What people ask about Sĩ Số itself and their own phones: a short true answer, and who helps further."""

import re
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import local, own_class_name
from handlers.asking.about import About
from handlers.asking.colleagues import holding, named_colleagues, to_call
from handlers.asking.orders.instructions import told_the_teacher
from handlers.asking.subjects.courtesy import COURTESIES
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family
from letters.says import Word
from letters.says.figures import pupil_card
from letters.says.service import meant
from locales import _
from locales.words import joined
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.wish import Intent
from rules.asking.words import plain_words
from rules.people.roles import CHANGERS, EMPLOYED, OFFICE, ROLL, Role


async def data_kept(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said]:
    """Where what is written here stays, and who reads it."""
    text = _(
        "What is recorded is kept in the database of the machine on which the school has Sĩ Số run. Everybody reads "
        "only what their task at the school needs; who read of a pupil is written down."
    )
    if only_a_family(incoming):
        text += " " + _("The families' numbers are those on the school's list of pupils.")
    who = to_call(await holding(incoming, session, {Role.ADMIN})) if may(incoming.asker, EMPLOYED) else ""
    more = _("For more please ask: {who}.").format(who=who) if who else ""
    return [with_taps(incoming.asker, " ".join(filter(None, (text, more))))]


async def hours_changed(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said]:
    """`từ mai báo sĩ số lùi 15 phút`: nothing is changed by words; what holds now, and who can change it."""
    text = _("Nothing was changed: the hours of lessons and of reports stand in the settings of Sĩ Số. Now:")
    who = to_call(await holding(incoming, session, {Role.ADMIN})) if may(incoming.asker, EMPLOYED) else ""
    more = _("Who can change it: {who}.").format(who=who) if who else ""
    now = [one.text for one in await COURTESIES[Intent.DUE](incoming, session) if isinstance(one, Outgoing)]
    return [Outgoing(text=joined([text, *now, more]))]


async def own_systems(incoming: Incoming, _session: AsyncSession, _about: About) -> Sequence[Said]:
    text = _(
        "Sĩ Số is not connected with the ministry's database, vnEdu or SMAS. A list exported there can be sent here as "
        "a file; figures and registers of here come as files to take over by hand."
    )
    return [with_taps(incoming.asker, text)]


async def call_wanted(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said]:
    """A machine calls nobody; the teacher reads the wish by one tap."""
    text = _("Sĩ Số cannot call. One tap asks the homeroom teacher to call; or please call:")
    return [await told_the_teacher(incoming, session, why=text)]


async def no_reminders(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """`mai nhắc em coi nó có đi không`: what is due is reminded of by itself, and nothing else is."""
    text = _(
        "Sĩ Số sets no reminders of one's own. A class that has not reported and tasks that are due are reminded of by "
        "themselves; what is due stands under “My tasks”."
    )
    see = [Button(_("See {name}").format(name=one.name), pupil_card(one.id)) for one in about.pupils[:1]]
    return [with_taps(incoming.asker, text, more=see)]


async def quiet_hours(incoming: Incoming, _session: AsyncSession, _about: About) -> Sequence[Said]:
    school, _moment = local(incoming)
    text = _(
        "From {first} to {last} Sĩ Số sends nothing by itself, but for what cannot wait; an answer to a message of "
        "yours comes at once."
    )
    said = text.format(first=f"{school.quiet_from:%H:%M}", last=f"{school.quiet_until:%H:%M}")
    return [with_taps(incoming.asker, said, more=[Button(_("Stop the messages"), meant(Word("ngung")))])]


async def more_phones(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said]:
    """A code that does not work, another phone, a second relative who wants the letters too."""
    here = _("This phone is linked already: {name}. No code is needed here.").format(name=incoming.linked.name)
    if only_a_family(incoming):
        other = _(
            "For another phone or another relative the homeroom teacher gives a slip with a code; it is typed on that "
            "phone."
        )
        said = await told_the_teacher(incoming, session, why=joined([here, other]))
        return [said]
    other = _("Another phone is linked with a new code; the administrator makes it: {who}.")
    who = to_call(await holding(incoming, session, {Role.ADMIN}))
    if may(incoming.asker, OFFICE) and (asked := await as_if_typed(incoming, session, meant(Word("moi")))):
        return [Outgoing(text=here), *asked]
    return [with_taps(incoming.asker, joined([here, other.format(who=who) if who else ""]))]


_LOST = re.compile(r"\b(?:mat|roi|hong|hu|doi|vo|bi (?:mat|trom|lay cap)|cuop)\b.*\b(?:dien thoai|may|sim)\b|"
                   r"\b(?:dien thoai|may|sim)\b.*\b(?:mat|roi mat|hong|hu|vo|moi|trom)\b")  # fmt: skip


async def colleagues_phone(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`thầy Phúc mất điện thoại rồi`: a new code for the one who is named. None: by who makes no codes."""
    if not may(incoming.asker, CHANGERS) or not _LOST.search(plain_words(incoming.text)):
        return None
    named = await named_colleagues(incoming, session)
    if len(named) != 1:
        return None
    code = meant(Word("moi"), named[0].name)
    text = _(
        "Shall a new code be made for {name}'s other phone? Nothing was done yet. Whoever has lost a phone ends it "
        "under /{word} once the other one is linked."
    )
    return [Outgoing(text=text.format(name=named[0].name, word="thietbi"), buttons=[[Button(code, code)]])]


async def correcting(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said] | None:
    """The own last report with a tap for each pupil, and how it is put right in words."""
    shown = await as_if_typed(incoming, session, meant(Word("sua")))
    if not shown or not isinstance(shown[0], Outgoing):
        return None
    text = _(
        "A report is put right at any time by the right words: “{klass} Lan with leave”, “{klass} Lan is in class”."
    )
    said = text.format(klass=await own_class_name(incoming, session))
    more = [[Button(_("Take back the last change of the lists"), meant(Word("huynhap")))]]
    more = more if may(incoming.asker, ROLL) and not shown[0].buttons else []
    text = joined([shown[0].text, said])
    return [structs.replace(shown[0], text=text, buttons=[*shown[0].buttons, *more]), *shown[1:]]
