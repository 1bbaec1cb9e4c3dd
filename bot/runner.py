"""The whole program from start to stop."""

import asyncio
import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.app import App, keep_configured_school, refuse_real_school, running
from bot.config import ConfigError
from bot.demo import is_empty, make_sample_school, resume_time
from bot.server import Server, server
from bot.stage import SampleStage
from bot.watch import Watch
from locales import _
from models.calendar import open_day
from models.who import schools


async def run_until_stopped(app: App, stop: asyncio.Event, console: Console) -> None:
    """Prepare the school, start everything, wait for the signal, stop within ten seconds."""
    with only_one(app), _port(app) as port:
        await _prepare(app, console)
        web = server(app)
        async with running(app):
            serving = asyncio.create_task(web.serve([port]))
            if await _answers(web, serving):
                console.print(_where(app), markup=False)
            watching = asyncio.create_task(Watch(app, app.config.watch.ping_url).run())
            await _first_of(stop, serving)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            web.should_exit = True
            await serving


@contextmanager
def _port(app: App) -> Iterator[socket.socket]:
    """Taken before anything else is done, so that a port in use is one sentence and changes nothing."""
    host, port = app.config.server.host, app.config.server.port
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        text = _("Port {port} of {host} cannot be used: {why}. Please stop the other program, or write another port "
                 "under [server] in config.toml.")  # fmt: skip
        raise ConfigError(text.format(port=port, host=host, why=os.strerror(error.errno or 0))) from error
    with listening:
        yield listening


async def _answers(web: Server, serving: asyncio.Task[None]) -> bool:
    """Whether the web side has begun to answer; it may end instead."""
    while not web.started and not serving.done():  # noqa: ASYNC110, uvicorn has no event to wait for
        await asyncio.sleep(0.01)
    return web.started


async def _first_of(stop: asyncio.Event, serving: asyncio.Task[None]) -> None:
    """Wait for the signal; or for the web side to end by itself, which is a fault."""
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({waiting, serving}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


def _where(app: App) -> str:
    host, port = app.config.server.host, app.config.server.port
    if "web" in app.channels:
        return f"Sĩ Số: http://{host}:{port}  (Ctrl-C để dừng)"
    return f"Sĩ Số: {', '.join(app.channels)}; /health http://{host}:{port}  (Ctrl-C để dừng)"


async def _prepare(app: App, console: Console) -> None:
    """A database with the sample school goes on with it; a new one without any other channel begins it."""
    web: Any = app.channels.get("web")
    if web is not None and len(app.channels) == 1 and not web.allow_real and await is_empty(app):
        console.print("Đang tạo trường mẫu…")
        await make_sample_school(app)
    await refuse_real_school(app)
    async with app.database.read() as session:
        known = await schools(session)
    if any(school.demo for school in known.values()):
        await resume_time(app)
    else:
        await keep_configured_school(app)
    await _open_today(app)
    if web is not None:
        _refuse_the_world(app)
        async with app.database.read() as session:
            school = next(iter((await schools(session)).values()))
        web.show(SampleStage(app), school.name)


def _refuse_the_world(app: App) -> None:
    if app.config.server.host not in {"127.0.0.1", "localhost", "::1"}:
        raise ConfigError("[server] host must be 127.0.0.1 while [channels.web] is on: it has no passwords.")


async def _open_today(app: App) -> None:
    async with app.database.write() as session:
        for school in (await schools(session)).values():
            await open_day(session, [school.id], app.now().astimezone(ZoneInfo(school.timezone)).date())


@contextmanager
def only_one(app: App) -> Iterator[None]:
    """On SQLite one process at a time: a second one would send and poll beside the first."""
    if not app.database.is_sqlite:
        yield
        return
    path = Path(f"{app.database.url.database}.lock")
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ConfigError("Sĩ Số is already running with this database.") from error
    finally:
        os.close(handle)
