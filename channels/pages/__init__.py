"""The page of the local chat: its files, and every word it says, in the reader's language."""

from collections.abc import Mapping
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader

from locales import _, language, languages

FOLDER = Path(__file__).parent
FILES = tuple(sorted(one.name for one in FOLDER.iterdir() if one.suffix in {".css", ".js", ".svg"}))


def page(school: str) -> str:
    """The whole page in the language being spoken."""
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)
    return environment.get_template("chat.html").render(
        school=school, language=language(), others=_other_languages(), say=_words()
    )


def _other_languages() -> Mapping[str, str]:
    return {name: Locale(name).get_display_name(name) or name for name in languages() if name != language()}


def _words() -> Mapping[str, str]:
    return {
        "product": _("Sĩ Số"),
        "about": _("Local chat"),
        "clock": _("The school's clock"),
        "check": _("To the next check"),
        "part": _("Next session"),
        "day": _("Next school day"),
        "working": _("Working…"),
        "stuck": _("The clock could not be moved. Please look at the program's log."),
        "told": _("Letters that left"),
        "nobody": _("No letter has left yet. Report an absence on the teacher's phone, then move the clock."),
        "phones": _("Phones"),
        "messages": _("Messages of {name}"),
        "silent": _("No messages yet."),
        "tap": _("Tap a suggestion to begin."),
        "suggestions": _("Suggestions"),
        "write": _("Write on the phone of {name}"),
        "type": _("Type a message…"),
        "send": _("Send"),
        "attach": _("Send a workbook"),
        "too_large": _("The file is larger than 5 MB."),
        "not_sent": _("Not sent. Please try again."),
        "chosen": _("Chosen: {label}"),
        "unread": _("{count} unread"),
        "file_gone": _("This file is no longer kept."),
        "lost": _("Connection lost, reconnecting…"),
        "close": _("Close"),
        "no_script": _("This page needs JavaScript."),
    }
