"""What people see who open the bot for the first time, in each language; a stranger's menu is harmless."""

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from channels.telegram.polling import until_reached
from channels.telegram.writing import commands
from locales import DEFAULT, _, languages, speaking

log = structlog.get_logger()


async def introduce(bot: Bot) -> None:
    """As soon as Telegram can be reached; that it refuses a word of it harms nobody."""
    try:
        await until_reached(bot.get_me)
        for language in languages():
            with speaking(language):
                await _introduce(bot, None if language == DEFAULT else language)
    except InvalidToken:
        return  # whoever fetches or registers says so
    except TelegramError as error:
        log.warning("telegram.not_introduced", error=error.message)


async def _introduce(bot: Bot, language: str | None) -> None:
    description = _(
        "Sĩ Số tells schools and families when a pupil is absent. You talk to a computer program of the school. "
        "It never asks for a password, an OTP code or money. To begin, type /lienket and the code on your slip."
    )
    short = _("A school's attendance: teachers report by message, families are told.")
    menu = [("lienket", _("link this chat with the code on your slip")), ("trogiup", _("what you can say here"))]
    await bot.set_my_description(description, language)
    await bot.set_my_short_description(short, language)
    await bot.set_my_commands(commands(menu), language_code=language)
