"""The list of children on no list as a workbook, for the leadership."""

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, leads, local
from locales import _
from models.people.signing import signed_letterhead
from models.shapes.message import Act, File, Incoming, Outgoing, Said
from models.unlisted.lines import lines
from papers.cases.unlisted import unlisted_list


async def children_file(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Raises Unclear for whoever does not lead the school."""
    if not leads(incoming.asker):
        raise Unclear(_("The file is for the leadership."))
    school, moment = local(incoming)
    found = await lines(session, school.id, moment.date())
    on_top = await signed_letterhead(session, school, moment.date())
    content = await asyncio.to_thread(unlisted_list, found, on_top, moment.date())
    text = _("Children on no list: {count}. The file has names: only for whoever goes to the families.")
    said = Outgoing(text=text.format(count=len(found)), files=[File("tre-ngoai-danh-sach.xlsx", content)])
    return [said, Act("unlisted.exported", len(found))]
