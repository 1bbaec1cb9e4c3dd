"""The fake Telegram's HTTP: reading a call's parameters, refusing in Telegram's words, and breaking the connection."""

import asyncio
import json
import socket
import struct
from typing import Any, Literal

from aiohttp import BodyPartReader, web

from tests.fakes.bot_api import Upload
from tests.fakes.telegram_chats import RefusedCall

FaultKind = Literal[
    "stall", "reset_before", "reset_after", "502_before", "502_after", "429_before", "html", "half", "ok_false"
]


async def params_of(request: web.BaseRequest) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read()))
    found: dict[str, Any] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = b""
        while chunk := await part.read_chunk(1024 * 1024):  # read() would stop at a megabyte, Telegram takes fifty
            content += chunk
        found[str(part.name)] = Upload(part.filename, content) if part.filename else content.decode()
    return found


def refusal(refused: RefusedCall) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refused.status, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return web.json_response(body, status=refused.status)


async def broken(request: web.BaseRequest, kind: FaultKind) -> web.StreamResponse:
    if kind in ("502_before", "502_after"):
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
    if kind == "429_before":
        return web.Response(status=429, text="<html>nginx</html>", content_type="text/html")
    if kind == "html":
        return web.Response(text="<html>please log in to the network</html>", content_type="text/html")
    if kind == "ok_false":
        return web.json_response({"ok": False, "error_code": 500, "description": "Internal Server Error"})
    if kind == "stall":
        await asyncio.sleep(3600)
    transport = request.transport
    assert transport is not None
    if kind == "half":
        transport.write(
            b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"ok":true,"res'
        )
        transport.close()
        return web.Response()
    linger = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
    return web.Response()
