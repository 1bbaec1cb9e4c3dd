"""The whole program from start to stop."""

import asyncio
import gc
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from bot.engine.app import App, keep_configured_school, refuse_real_school, running
from bot.engine.config import ConfigError, NoSchool
from bot.engine.database import only_one
from bot.engine.outcomes.watch import Watch
from bot.engine.server import Server, server
from bot.sample.school import is_empty, make_sample_school, resume_time
from bot.sample.stage import SampleStage
from locales import _
from models.calendar.held import open_day
from models.people.askers import schools


async def run_until_stopped(app: App, stop: asyncio.Event, console: Console) -> None:
    """Prepare the school, start everything, wait for the signal, stop within 14 seconds."""
    with only_one(app.database), _port(app) as port:
        _loaded()
        await _prepare(app, console)
        web = server(app)
        async with running(app):
            serving = asyncio.create_task(web.serve([port]))
            if await _answers(web, serving):
                console.print(_where(app), markup=False)
            watching = [asyncio.create_task(one.run()) for one in (Watch(app, app.config.watch.ping_url), app.auditor)]
            await _first_of(stop, serving)
            for one in watching:
                one.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            web.should_exit = True
            await serving


def _loaded() -> None:
    """What is there now stays for good. From here on rubbish is looked for at Python's own pace, among what the work
    makes: a program that runs for months must not keep it.
    """
    gc.freeze()
    gc.set_threshold(700, 10, 10)


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
    where = f"http://{host}:{port}"
    if "web" not in app.channels:
        where = f"{', '.join(app.channels)}; /health {where}"
    return _("Sĩ Số: {where}  (Ctrl-C to stop)").format(where=where)


async def _prepare(app: App, console: Console) -> None:
    """A database with the sample school goes on with it; a new one without any other channel begins it. Where a school
    is configured it is that school or none.
    """
    web: Any = app.channels.get("web")
    sample = isinstance(app.config.school, NoSchool)
    if sample and web is not None and len(app.channels) == 1 and not web.allow_real and await is_empty(app):
        console.print(_("Making the sample school …"))
        await make_sample_school(app)
    await refuse_real_school(app)
    if not sample:
        await keep_configured_school(app)  # which a database with the sample school refuses
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
        raise ConfigError(_("[server] host must be 127.0.0.1 while [channels.web] is on: it has no passwords."))


async def _open_today(app: App) -> None:
    async with app.database.write() as session:
        for school in (await schools(session)).values():
            await open_day(session, [school.id], school.day(app.now()))
