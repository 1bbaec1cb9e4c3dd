"""Charts and pages on their way out: drawn once for everybody who gets the same one, and never inside a transaction."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import msgspec
import structlog

from channels import NotSent, Parcel
from models.shapes.message import File
from papers.charts.drawing import DrawingError, draw
from rules.pictures import Chart, Page

log = structlog.get_logger()

KEPT = 8  # pictures: the evening's chart goes to two or three people at once


class Drawer:
    """Draws what letters and replies carry; alike charts are one picture."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[bytes, asyncio.Task[bytes]] = OrderedDict()

    async def complete(self, parcel: Parcel, charts: Sequence[Chart | Page]) -> Parcel:
        """The parcel with its charts as files. Raises NotSent: nothing has left, and it is tried again."""
        if not charts:
            return parcel
        files = [File(chart.name, await self._picture(chart)) for chart in charts]
        return msgspec.structs.replace(parcel, files=[*parcel.files, *files])

    async def _picture(self, chart: Chart | Page) -> bytes:
        key = msgspec.msgpack.encode(chart)
        if key not in self._drawn:
            self._drawn[key] = asyncio.create_task(draw(chart))
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        try:
            return await asyncio.shield(self._drawn[key])
        except DrawingError as error:
            self._drawn.pop(key, None)
            log.exception("sender.chart_failed")
            raise NotSent(str(error)) from error
