"""The local chat: several phones side by side on one page of this machine, live, and a clock that can be moved."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC
from functools import partial
from typing import Annotated, Any, TypeVar
from urllib.parse import quote
from uuid import uuid4

import msgspec
from msgspec import Meta, Struct
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from channels import NotSent, Parcel, Raw, Refused, Take
from channels.pages import FILES, FOLDER, page
from channels.pages.guard import Loopback
from channels.pages.stage import Move, Shown, Stage, Typed, spoken
from channels.pages.stream import Stream
from locales import DEFAULT, _, speaking
from models.shapes.message import EVERYTHING, Attachment, Incoming

LONGEST_TEXT = 4096
LARGEST_REQUEST = 64 * 1024
LARGEST_FILE = 5 * 1024 * 1024
KEPT_FILES = 50
PNG = b"\x89PNG\r\n"

Line = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT)]


class _Say(Struct):
    address: Line
    text: Text


class _Press(Struct):
    address: Line
    token: Text
    label: Line


class _Clock(Struct):
    to: Move


Asked = TypeVar("Asked", _Say, _Press, _Clock)


class Channel:
    name = "web"
    can = EVERYTHING
    per_second = 0.0
    per_chat = 0.0

    def __init__(self, *, allow_real: bool = False) -> None:
        self.allow_real = allow_real
        self._stage: Stage | None = None
        self._school = ""
        self._moving = asyncio.Lock()  # what is said while the clock moves is said when it stands again
        self._stream = Stream()
        self._files: OrderedDict[tuple[str, str], bytes] = OrderedDict()  # by message id and name, the newest last

    def show(self, stage: Stage, school: str = "") -> None:
        self._stage, self._school = stage, school

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        local = [Middleware(Loopback)]
        return [
            Route("/", self._page, middleware=local),
            *(Route(f"/web/{name}", partial(_page_file, name), middleware=local) for name in FILES),
            Route("/web/stage", self._everything, middleware=local),
            Route("/web/events", self._events, middleware=local),
            Route("/web/file/{id}/{name}", self._file, middleware=local),
            *(
                Route(f"/web/{path}", endpoint, methods=["POST"], middleware=local, max_body_size=limit)
                for path, endpoint, limit in (
                    ("say", partial(self._say, take), LARGEST_REQUEST),
                    ("press", partial(self._press, take), LARGEST_REQUEST),
                    ("upload", partial(self._upload, take), LARGEST_FILE),
                    ("clock", self._clock, LARGEST_REQUEST),
                )
            ),
        ]

    async def start(self, take: Take) -> None:
        """There is nothing to listen to: the page comes to us, by the routes."""

    async def stop(self) -> None:
        self._stream.close()

    def read(self, body: bytes) -> Incoming:
        typed = msgspec.json.decode(body, type=Typed)
        file = Attachment(name=typed.file, reference=typed.id, size=typed.size) if typed.file else None
        return Incoming(
            channel=self.name,
            address=typed.address,
            text=typed.text,
            when=typed.when.astimezone(UTC),
            message_id=typed.id,
            pressed=bool(typed.label),
            attachment=file,
        )

    async def send(self, parcel: Parcel) -> str:
        shown = Shown(
            id=parcel.replaces or uuid4().hex,
            mine=False,
            text="\n".join([parcel.text, *(f"{label}: {link}" for label, link in parcel.links)]),
            at=await self._on_stage().now(),
            buttons=parcel.buttons,
            files=[file.name for file in parcel.files],
            alert=parcel.alert,
            board=parcel.board,
            replaces=bool(parcel.replaces),
        )
        for file in parcel.files:
            self._keep(shown.id, file.name, file.content)
        self._stream.tell("shown", self._drawn(parcel.address, shown))
        return shown.id

    async def fetch(self, attachment: Attachment) -> bytes:
        content = self._files.get((attachment.reference, attachment.name))
        if content is None:
            raise Refused("the file was kept in memory only and is gone")
        return content

    async def probe(self) -> None:
        """This page is always there."""

    def deep_link(self, payload: str) -> str:
        return ""

    async def problem(self) -> str | None:
        return None if self._stage else _("The local chat has no school to show.")

    def _on_stage(self) -> Stage:
        if self._stage is None:
            raise NotSent("the local chat has no school to show yet")
        return self._stage

    def _keep(self, message: str, name: str, content: bytes) -> None:
        self._files[message, name] = content
        while len(self._files) > KEPT_FILES:
            self._files.popitem(last=False)

    def _drawn(self, address: str, shown: Shown) -> dict[str, Any]:
        """The message as the page wants it: each file with the address it is kept under, None if it is gone."""
        kept = {name: f"/web/file/{shown.id}/{quote(name, safe='')}" for name in shown.files}
        files = [(name, url if (shown.id, name) in self._files else None) for name, url in kept.items()]
        return msgspec.structs.asdict(shown) | {"address": address, "files": files}

    async def _page(self, request: Request) -> Response:
        with speaking(request.query_params.get("lang", DEFAULT)):
            return HTMLResponse(page(self._school))

    async def _everything(self, request: Request) -> Response:
        """The clock and every phone with all it shows, for a page that starts or starts again."""
        stage = self._on_stage()
        with speaking(request.query_params.get("lang", DEFAULT)):
            phones = [msgspec.structs.asdict(phone) for phone in await stage.phones()]
        for phone in phones:
            shown = await stage.history(phone["address"])
            phone["shown"] = [self._drawn(phone["address"], message) for message in shown]
        return _json({"clock": await self._clock_face(), "phones": phones})

    async def _events(self, request: Request) -> Response:
        stream = self._stream.listen(request.headers.get("last-event-id", ""))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = self._files.get((request.path_params["id"], name))
        if content is None:
            raise HTTPException(404, "This file is no longer kept.")
        disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}"
        kind = "image/png" if content.startswith(PNG) else "application/octet-stream"
        return Response(content, media_type=kind, headers={"Content-Disposition": disposition})

    async def _say(self, take: Take, request: Request) -> Response:
        said = await _read_json(request, _Say)
        return await self._take(take, await self._typed(said.address, text=said.text))

    async def _press(self, take: Take, request: Request) -> Response:
        pressed = await _read_json(request, _Press)
        return await self._take(take, await self._typed(pressed.address, text=pressed.token, label=pressed.label))

    async def _upload(self, take: Take, request: Request) -> Response:
        """The body is the file itself; `address` and `name` stand in the query."""
        _expect(request, "application/octet-stream")  # a type that no form of another site can send unasked
        content = await request.body()
        name = request.query_params.get("name", "")
        if not content or not name or "/" in name or len(name) > 200:
            raise HTTPException(422, "A file with a name and content is expected.")
        typed = await self._typed(request.query_params.get("address", ""), file=name, size=len(content))
        self._keep(typed.id, name, content)
        return await self._take(take, typed)

    async def _typed(self, address: str, *, text: str = "", label: str = "", file: str = "", size: int = 0) -> Typed:
        stage = self._on_stage()
        if address not in {phone.address for phone in await stage.phones()}:
            raise HTTPException(404, "There is no such phone.")
        async with self._moving:
            when = await stage.now()
        return Typed(id=uuid4().hex, address=address, when=when, text=text, label=label, file=file, size=size)

    async def _take(self, take: Take, typed: Typed) -> Response:
        body = msgspec.json.encode(typed)
        await take(Raw(external_id=typed.id, address=typed.address, body=body))
        self._stream.tell("shown", self._drawn(typed.address, spoken(body)))
        return _json({"id": typed.id}, status=202)

    async def _clock(self, request: Request) -> Response:
        asked = await _read_json(request, _Clock)
        if not await self._on_stage().may_move():
            raise HTTPException(403, "Only a demonstration school's clock is moved.")
        if self._moving.locked():
            raise HTTPException(409, "The clock is moving already.")
        try:
            async with self._moving:
                self._stream.tell("clock", await self._clock_face())
                await self._on_stage().move(asked.to)
        finally:
            self._stream.tell("clock", await self._clock_face())
        return _json(await self._clock_face())

    async def _clock_face(self) -> dict[str, Any]:
        stage = self._on_stage()
        return {"now": await stage.now(), "moving": self._moving.locked(), "fixed": not await stage.may_move()}


async def _page_file(name: str, request: Request) -> Response:  # noqa: ARG001, Starlette hands every endpoint the request
    return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})


async def _read_json(request: Request, shape: type[Asked]) -> Asked:
    _expect(request, "application/json")
    try:
        return msgspec.json.decode(await request.body(), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HTTPException(422, str(error)) from error


def _expect(request: Request, media_type: str) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise HTTPException(415, f"Only {media_type} is read here.")


def _json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, {"Cache-Control": "no-store"}, "application/json")
