"""The built-in templates as files, to be edited in Word."""

import asyncio
from pathlib import Path

from bot.cli.shared import console
from locales import _
from papers.templates.checking import write_built_in


async def export_templates(folder: Path) -> int:
    for file in await asyncio.to_thread(write_built_in, folder):
        console.print(_("Written: {file}").format(file=file), markup=False)
    console.print(_("Edit them in Word, and name the folder in config.toml: [papers] templates"), markup=False)
    return 0
