"""How something is said here: the commands of what the question is about, with an example; else the help."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import by_word, may
from handlers.asked import own_class_name
from handlers.asking.about import About
from handlers.service import help_line
from letters.says import Word
from letters.says.service import meant
from locales import N_, _
from locales.words import joined
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.topics import how_typed
from rules.asking.words import plain_words
from rules.people.roles import REPORTERS, STAFF

_PART = re.compile(r"\b(?:tron|bo|cup) (?:tiet|hoc tiet|gio)\b|\bve som\b|\bve giua\b")
_IN_WORDS = (
    (
        r"\b(?:bo mon)\b",
        REPORTERS,
        N_("• The homeroom teacher reports the class; who teaches it may report whom they miss: {klass} Lan absent"),
    ),
    (
        r"\b(?:chup|hinh|anh chup)\b",
        REPORTERS,
        N_("• A home visit needs no picture: whom you met, why the pupil was away and what was promised is enough"),
    ),
    (
        r"\b(?:trung ten|cung ten|hai em ten)\b",
        STAFF,
        N_("• Two pupils of one name: it is asked which; more of the name or the list number says it at once"),
    ),
    (
        r"\b(?:nhom|group)\b",
        STAFF,
        N_("• Groups: a leader adds Sĩ Số to it and taps whose it is; until then please write here in private"),
    ),
    (
        r"\b(?:di thi|hoi thi|van nghe|cong tac|doi tuyen|lam nhiem vu)\b",
        REPORTERS,
        N_("• {klass} Lan on duty for the school, for a contest: that is no absence"),
    ),
)
MOST = 3


async def how_to(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """None: the help itself answers."""
    said, asker = plain_words(about.text), incoming.asker
    known = [by_word()[word] for word in how_typed(about.text)]
    found = [one for one in known if may(asker, one.who)][:MOST]
    lines = [f"• {help_line(one)}" for one in found]
    if _PART.search(said) and may(asker, REPORTERS):
        text = _("• {klass} Hùng skipped lesson 3 (kept apart, no absence; for the homeroom teacher and the leaders)")
        lines = [text.format(klass=about.klass.name if about.klass else await own_class_name(incoming, session))]
    for pattern, who, text in _IN_WORDS:
        if re.search(pattern, said) and may(asker, who):
            lines.append(_(text).format(klass=await own_class_name(incoming, session)))
    if not lines:
        return None
    more = [[Button(_("What can be done here"), meant(Word("trogiup")))]]
    return [Outgoing(text=joined([_("It is written like this:"), *lines]), buttons=more)]
