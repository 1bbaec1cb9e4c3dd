"""The web side: the channels' own routes, /health and /metrics."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import cast

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from typing_extensions import override

from bot.engine.app import App
from bot.engine.metrics import CHANNEL_MONTH, CHANNEL_PEOPLE, INBOX_AGE, INBOX_WAITING, OUTBOX_AGE, OUTBOX_DUE, PARKED
from bot.engine.outcomes.health import oldest_unsent, problems
from models import Inbox, Outbox
from models.people.usage import usage
from models.post.tables import PENDING, in_state


class Server(uvicorn.Server):
    """Signals belong to the program, which stops its channels before its web side."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def web_app(app: App) -> Starlette:
    routes: list[BaseRoute] = [
        Route("/health", partial(_health, app)),
        Route("/metrics", partial(_metrics, app)),
    ]
    for name, channel in app.channels.items():
        routes += channel.routes(app.taker(name))
    return Starlette(routes=routes)


def server(app: App) -> Server:
    """Listens where `[server]` says; the access log is off, for addresses of webhooks are secrets."""
    host, port = app.config.server.host, app.config.server.port
    config = uvicorn.Config(
        web_app(app),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        server_header=False,
    )
    return Server(config)


async def _health(app: App, _request: Request) -> Response:
    """200 while messages are being handled and sent; 503 with the reason otherwise. Built from outcomes, not from
    being alive: a process whose every send fails is not healthy.
    """
    try:
        found = await problems(app)
    except Exception as error:  # whatever keeps us from asking the database is the problem to report
        found = [f"database: {type(error).__name__}"]
    carried = {name: line.carried_at for name, line in app.sender.lines.items()}
    said = {
        "ok": not found,
        "problems": found,
        "watcher": app.not_watched,
        "last_sent": {name: at and at.isoformat() for name, at in carried.items()},
    }
    return JSONResponse(said, status_code=503 if found else 200)


async def _measure(app: App) -> None:
    """Set the gauges from the database, at the moment somebody asks."""
    now = app.now()
    async with app.database.read() as session:
        waiting = select(func.count(), func.min(Inbox.received_at)).where(Inbox.state == "new")
        count, oldest = cast("tuple[int, datetime | None]", (await session.execute(waiting)).one())
        due = select(func.count()).where(in_state(PENDING), Outbox.not_before <= now, Outbox.chat_id.is_not(None))
        owed, since = await session.scalar(due) or 0, await oldest_unsent(session, now)
        parked = await session.scalar(select(func.count()).where(Inbox.state == "parked"))
        used = {
            name: await usage(session, name, now, channel.can.text)
            for name, channel in app.channels.items()
            if channel.can.is_limited
        }
    for name, one in used.items():
        CHANNEL_PEOPLE.labels(name).set(one.people)
        CHANNEL_MONTH.labels(name).set(one.messages)
    INBOX_WAITING.set(count)
    INBOX_AGE.set((now - oldest).total_seconds() if oldest is not None else 0)
    OUTBOX_DUE.set(owed)
    OUTBOX_AGE.set((now - since).total_seconds() if since is not None else 0)
    PARKED.set(parked or 0)


async def _metrics(app: App, _request: Request) -> Response:
    await _measure(app)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
