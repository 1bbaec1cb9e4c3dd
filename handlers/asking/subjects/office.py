"""How the lists are changed, and whether the homeroom teacher has been told: answers without a command of their own."""

import re
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes, leads, local
from handlers.asking.about import About, class_of_pupil
from handlers.asking.colleagues import not_yours
from handlers.asking.subjects.facets import who_reported
from handlers.figures.wording import begun
from letters.says import Word, figures
from letters.says.service import meant
from letters.told import TOLD, people, told_line
from locales import _
from locales.words import joined
from models import Campaigns, Outbox
from models.campaign.campaigns import campaigns
from models.figures.summary import parts
from models.people.class_lists import class_of
from models.people.recent import recent_pupil
from models.report_keys import Why, is_told
from models.shapes.message import Button, Incoming, Outgoing, Said
from models.telling import told_so
from rules.asking.words import plain_words
from rules.letters import Kind
from rules.people.classes import ClassRef
from rules.people.roles import EMPLOYED, OFFICE, Role


async def roster_told(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said]:
    """Of lists as files: what they change, and how that is taken back."""
    if not may(incoming.asker, OFFICE):
        return [await not_yours(incoming, session)]
    text = _(
        "Lists of pupils and staff: send the Excel file here. Every change is shown before it is made. A column that "
        "is not in the file stays as it is; who is not in the file is listed by name and asked about, and nobody is "
        "taken off by itself. An import can be taken back whole."
    )
    text += " " + _("A list of pupils needs the columns “Họ và tên” and “Lớp”; what stops a file is said cell by cell.")
    rows = [[Button(_("Take back the last import"), meant(Word("huynhap")))]]
    if may(incoming.asker, frozenset({Role.ADMIN})):
        rows.append([Button(_("Codes for the staff"), meant(Word("moi"), "cán bộ"))])
    return [Outgoing(text=text, buttons=rows)]


_OPENS = re.compile(r"\b(?:mo|lap|tao|bat dau|ket thuc|dong|dot)\b")


async def out_of_class(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`còn bao nhiêu em chưa ra lớp`, where no campaign runs: the figures of the day. None: of a campaign."""
    school, moment = local(incoming)
    running = await campaigns(session, school.id, Campaigns.starts <= moment.date(), Campaigns.ends >= moment.date())
    if running or _OPENS.search(plain_words(about.text)) or not leads(incoming.asker):
        return None
    name = about.klass.name if about.klass is not None else ""
    return await as_if_typed(incoming, session, figures.report(name, about.days))


_NAGS = re.compile(r"\bnhac\b|\b(?:nhan|bao) (?:tin )?hoai\b")


async def own_report(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Whether it has arrived, when and from whom; then the class as it stands. None: of no class, or of other days."""
    known = await known_classes(incoming, session)
    mine = [one for one in known if one.id in incoming.asker.classes()]
    klass = about.klass or (mine[0] if len(mine) == 1 else None)
    today = local(incoming)[1].date()
    if klass is None or about.day not in (None, today) or not may(incoming.asker, EMPLOYED):
        return None
    (reported,) = await who_reported(incoming, session, klass)
    seen = await as_if_typed(incoming, session, figures.klass(klass.name)) or ()
    if not seen or not isinstance(seen[0], Outgoing):
        return None
    nagged = await _no_more_reminders(incoming, session, klass) if _NAGS.search(plain_words(about.text)) else ""
    return [structs.replace(seen[0], text=joined([reported.text, nagged, seen[0].text])), *seen[1:]]


async def _no_more_reminders(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> str:
    """To whom asks why there are reminders: of a class that has reported none are due."""
    school, moment = local(incoming)
    held = await parts(session, school.id, moment.date(), moment.date(), [klass.id])
    if not held or not all(one.reported for one in held if begun(one, school, moment)):
        return ""
    text = _("Of what is reported nobody is reminded any more today. Other reminders are of open tasks: /{word}.")
    return text.format(word="viec")


async def teacher_told(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of the pupil or class that is meant: what has become of today's letters to its homeroom teacher about what others
    recorded or changed, who has reported, and the number. None: of nobody.
    """
    klass = about.klass or await class_meant(incoming, session, about)
    if klass is None or not may(incoming.asker, EMPLOYED):
        return None
    school, moment = local(incoming)
    letters = (Outbox.kind == Kind.ALSO_REPORTED, is_told(Why.HOMEROOM, klass.id, moment.date()))
    line = told_line(TOLD, people(await told_so(session, school, incoming.when, *letters)))
    nothing = _("Nobody else has recorded or changed anything in {klass} today, so no letter to the teacher was due.")
    (reported,) = await who_reported(incoming, session, klass)
    teacher = await as_if_typed(incoming, session, meant(Word("chunhiem"), klass.name)) or ()
    whom = [one.text for one in teacher if isinstance(one, Outgoing)]
    text = joined([line or nothing.format(klass=klass.name), reported.text, *whom])
    return [structs.replace(reported, text=text), *(one for one in teacher if not isinstance(one, Outgoing))]


async def class_meant(incoming: Incoming, session: AsyncSession, about: About) -> ClassRef | None:
    """That of the pupil who is named, else of whom the last answer was about."""
    if len(about.pupils) == 1:
        return await class_of_pupil(incoming, session, about.pupils[0])
    if about.pupils:
        return None
    school, moment = local(incoming)
    last = await recent_pupil(session, school.id, incoming.linked.person_id, incoming.when)
    class_id = await class_of(session, school, last, moment.date()) if last is not None else None
    return next((one for one in await known_classes(incoming, session) if one.id == class_id), None)
