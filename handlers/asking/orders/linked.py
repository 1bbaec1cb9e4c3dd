"""Which families of a class nobody is linked for: no word of the school reaches them by chat."""

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import known_classes, local
from handlers.asking.about import About
from handlers.asking.colleagues import not_yours
from letters.says import Word
from letters.says.service import meant
from locales import _
from locales.words import joined, listed
from models.people.class_lists import class_list
from models.people.devices import devices
from models.people.guardians import guardians
from models.people.invitees import staff
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.words import plain_words
from rules.people.classes import ClassRef
from rules.people.roles import CHANGERS, LEADERS, Role
from rules.reading.who.roster import Pupil

MOST_CLASSES = 40
_OF_STAFF = re.compile(
    r"^(?!.*\b(?:phu huynh|gia dinh|nha nao)\b).*\b(?:thay co|giao vien|can bo|nhan vien|thay nao|co nao|"
    r"(?:co|thay) (?!giao)\w+ (?:da |co )?(?:lien ket|ket noi|cai|nhap ma))\b"
)


async def linked(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of the class that is named or the own one by name; of the school for each class how many; or of the staff."""
    if _OF_STAFF.search(plain_words(about.text)) and may(incoming.asker, LEADERS | CHANGERS):
        return [await _of_staff(incoming, session)]
    asker, known = incoming.asker, await known_classes(incoming, session)
    office = may(asker, LEADERS | CHANGERS)
    whose = [one for one in known if office or (asker.has(Role.HOMEROOM) and one.id in asker.classes())]
    own = [one for one in whose if one.id in asker.classes()]
    whose = [one for one in whose if one == about.klass] if about.klass is not None else own or whose
    if not whose:
        return [await not_yours(incoming, session)]
    if len(whose) == 1:
        return [await _of_class(incoming, session, whose[0])]
    lines = [await _count(incoming, session, one) for one in whose[:MOST_CLASSES]]
    return [Outgoing(text=joined([_("**Families that no chat reaches yet**"), *lines]))]


async def _of_staff(incoming: Incoming, session: AsyncSession) -> Outgoing:
    school, moment = local(incoming)
    everybody = {one.owner.person_id: one.name for one in await staff(session, school.id, moment.date())}
    there = {one.person_id for one in await devices(session, list(everybody))}
    missing = [name for person, name in everybody.items() if person not in there]
    head = _("**Staff**: {count} of {all} are not linked yet.").format(count=len(missing), all=len(everybody))
    codes = [[Button(_("Codes for the staff"), meant(Word("moi"), "cán bộ"))]] if incoming.asker.has(Role.ADMIN) else []
    return Outgoing(text=joined([head, listed(missing)]), buttons=codes if missing else [])


async def _of_class(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> Outgoing:
    pupils, missing = await _missing(incoming, session, klass)
    head = _("**{klass}**: of {pupils} pupils the families of {count} are not linked yet.").format(
        klass=klass.name, pupils=pupils, count=len(missing)
    )
    slips = Button(_("Slips for {klass}").format(klass=klass.name), meant(Word("moi"), klass.name))
    may_invite = missing and may(incoming.asker, CHANGERS | {Role.HOMEROOM})
    return Outgoing(text=joined([head, listed(one.name for one in missing)]), buttons=[[slips]] if may_invite else [])


async def _count(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> str:
    pupils, missing = await _missing(incoming, session, klass)
    return _("• {klass}: {count} of {pupils}").format(klass=klass.name, count=len(missing), pupils=pupils)


async def _missing(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> tuple[int, list[Pupil]]:
    """How many pupils there are, and those of whom nobody is linked."""
    school, moment = local(incoming)
    pupils = (await class_list(session, school, klass.id, moment.date())).index.roster.pupils
    reached = Counter(one.pupil_id for one in await guardians(session, [one.id for one in pupils]) if one.linked)
    return len(pupils), [one for one in pupils if not reached[one.id]]
