"""Files for people whose channel takes addresses only: kept in memory for an hour, under a path nobody can guess."""

import secrets
import time
from collections import OrderedDict
from urllib.parse import quote

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from locales import _
from models.shapes.message import File

LIFE = 3600.0  # seconds
MOST = 200 * 1024 * 1024  # bytes; the oldest go first

KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".pdf": "application/pdf"}


class _Kept(Struct):
    file: File
    until: float


class Shelf:
    """`root` is our own server as others reach it."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def place(self, file: File) -> str:
        """The address under which the file lies for the next hour."""
        key = secrets.token_urlsafe(24)
        self._kept[key] = _Kept(file, time.monotonic() + LIFE)
        self._tidy()
        return f"{self._root}/channels/zalo/file/{key}/{quote(file.name)}"

    def app(self) -> ASGIApp:
        return Router([Route("/{key}/{name}", self._show)])

    async def _show(self, request: Request) -> Response:
        self._tidy()
        kept = self._kept.get(request.path_params["key"])
        if kept is None:
            raise HTTPException(404, _("This file is no longer kept here. Please ask Sĩ Số for it again."))
        kind = next((KINDS[end] for end in KINDS if kept.file.name.lower().endswith(end)), "application/octet-stream")
        headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "nosniff"}
        return Response(kept.file.content, media_type=kind, headers=headers)

    def _tidy(self) -> None:
        now = time.monotonic()
        size = sum(len(kept.file.content) for kept in self._kept.values())
        while self._kept and (size > MOST or next(iter(self._kept.values())).until < now):
            size -= len(self._kept.popitem(last=False)[1].file.content)
