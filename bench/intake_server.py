"""The two servers that `bench.intake` measures, in processes of their own: python -m bench.intake_server ours."""

import asyncio
import socket
import sqlite3
import sys
import tempfile
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bench.intake_client import SECRET
from bot.engine.database import Database
from bot.engine.incoming.intake import Intake
from bot.engine.migrate import upgrade
from bot.engine.timekeeping import Time
from channels.telegram import Channel
from channels.telegram.arriving import arrived

PATH = "/telegram/bench"


async def _ours(folder: Path) -> list[BaseRoute]:
    """The product's channel and intake; nobody handles what is taken in."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'ours.db'}")
    await upgrade(database)
    intake = Intake(database, Time(), lambda: None)
    channel = Channel(token="123456:bench", mode="webhook", webhook_url=f"https://bench.example{PATH}", secret=SECRET)
    return list(channel.routes(partial(intake.take, "telegram")))


async def _bare(folder: Path) -> list[BaseRoute]:
    """What one would write: each request commits its row through the standard library, where it stands."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, external_id TEXT UNIQUE, address TEXT, body BLOB)")

    async def take(request: Request) -> Response:
        body = await request.body()
        arrival = arrived(body)
        row = (arrival.raw.external_id, arrival.raw.address, body)
        connection.execute(
            "INSERT INTO inbox (external_id, address, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row
        )
        return Response()

    return [Route(PATH, take, methods=["POST"])]


async def _up(_request: Request) -> Response:
    return PlainTextResponse("up")


async def serve(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        routes = await {"ours": _ours, "bare": _bare}[name](Path(folder))
        print(f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}", flush=True)
        app = Starlette(routes=[*routes, Route("/up", _up)])
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        await uvicorn.Server(config).serve([listening])


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
