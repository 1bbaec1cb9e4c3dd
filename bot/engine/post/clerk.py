"""Papers on their way out: written from what is so as the message leaves, in a transaction that only reads."""

from collections.abc import Sequence

import msgspec
import structlog

from bot.engine.database import Database
from channels import Parcel
from locales import _, speaking
from locales.words import joined
from models.people.askers import schools
from models.shapes.message import File, Paper
from papers.making import Made, NoPaperError, make

log = structlog.get_logger()


class Clerk:
    """Writes what letters and replies carry. A paper that cannot be made keeps no message back: that says so."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def complete(self, parcel: Parcel, papers: Sequence[Paper]) -> Parcel:
        files, remarks = list(parcel.files), [parcel.text]
        with speaking(parcel.language):
            for paper in papers:
                made, remark = await self._made(paper)
                files += [File(made.name, made.content)] if made else []
                remarks.append(remark)
        if not papers:
            return parcel
        return msgspec.structs.replace(parcel, files=files, text=joined(dict.fromkeys(remarks)))

    async def _made(self, paper: Paper) -> tuple[Made | None, str]:
        """The file, and what is to be said of it."""
        try:
            async with self._database.read() as session:
                school = (await schools(session, [paper.school_id]))[paper.school_id]
                made = await make(session, school, paper)
        except NoPaperError as reason:
            return None, _("There is no draft: {reason}").format(reason=reason)
        except Exception:
            log.exception("sender.paper_failed", kind=paper.kind)
            return None, _("The draft could not be written; the administrator finds why in the log.")
        return made, made.remark
