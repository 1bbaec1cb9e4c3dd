"""/ngonngu: the language this chat is answered in."""

from collections.abc import Sequence

from babel import Locale
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, command
from handlers.service import menu
from letters.says import Code
from letters.says.people import own_language
from locales import N_, _, languages, speaking
from models import Chats
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.people.names import fold


@command("ngôn ngữ", "language", help=N_("the language of this chat"), usage=" | ".join(languages()), who=ANYONE)
async def language(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    wanted = fold(incoming.rest.strip())
    chosen = next((code for code in languages() if wanted in {code, fold(_own_name(code))}), None)
    if chosen is None:
        buttons = [[Button(_own_name(code), own_language(Code(code))) for code in languages()]]
        return [Outgoing(text=_("Which language should this chat be answered in?"), buttons=buttons)]
    await session.execute(update(Chats).where(Chats.id == incoming.asker.chat_id).values(language=chosen))
    with speaking(chosen):
        return [Outgoing(text=_("From now on this chat is answered in English."), menu=menu(incoming.asker))]


def _own_name(code: str) -> str:
    """What a language calls itself: Tiếng Việt, English."""
    name = Locale.parse(code).display_name or code
    return name[0].upper() + name[1:]
