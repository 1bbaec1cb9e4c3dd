"""A strict Telegram on a loopback port: real HTTP, real acknowledgement, and faults on request."""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.bot_api import call_faults, faults, typed
from tests.fakes.telegram_chats import RefusedCall
from tests.fakes.telegram_people import PeopleOfTelegram
from tests.fakes.telegram_wire import FaultKind, broken, params_of, refusal
from tests.patience import PATIENCE

FIRST_PAUSE = 0.05  # seconds before a webhook is tried again; it doubles


@dataclass
class Call:
    method: str
    params: dict[str, Any]
    at: float


@dataclass
class Trouble:
    """A fault waiting for its call: a broken connection, or a refusal in Telegram's words."""

    method: str
    kind: FaultKind | RefusedCall
    times: int


class FakeTelegram(PeopleOfTelegram):
    """`async with FakeTelegram() as fake` in the test's loop, or `with FakeTelegram.in_thread() as fake` beside it.

    Leaving it fails the test if any call broke the Bot API's description. `say`, `press` and the like may be called
    from any thread.
    """

    def __init__(self, token: str = "123456:CANARY-token_of-a-test", latency: float = 0.0) -> None:
        super().__init__()
        self.token, self.latency = token, latency
        self.port = 0
        self.calls: list[Call] = []
        self.pushes: list[tuple[int, int]] = []  # update_id, the webhook's status (0: no connection)
        self.updates: list[dict[str, Any]] = []  # not acknowledged yet
        self.next_update_id = 700_000_000
        self._troubles: list[Trouble] = []
        self._pollers = 0
        self._pushing: dict[int, asyncio.Task[None]] = {}

    # opening and closing

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        return f"{self.root}/bot"

    async def open(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._client = aiohttp.ClientSession()
        await self.come_up()

    async def close(self) -> None:
        for task in self._pushing.values():
            task.cancel()
        await asyncio.gather(*self._pushing.values(), return_exceptions=True)
        await self.go_down()
        await self._client.close()

    async def come_up(self) -> None:
        self._runner = web.ServerRunner(
            web.Server(self._serve, handler_cancellation=True, access_log=None), shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def go_down(self) -> None:
        """Refuse every connection until `come_up`."""
        await self._runner.cleanup()
        await asyncio.sleep(0.02)  # for clients to notice that their open connections are gone

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        await self.close()
        if kind is None:
            self.verify()

    def verify(self) -> None:
        assert not self.mistakes, "calls that break the Bot API's description:\n" + "\n".join(self.mistakes)

    @classmethod
    @contextmanager
    def in_thread(cls, token: str = "123456:CANARY-token_of-a-test", latency: float = 0.0) -> Iterator[Self]:
        """The same in a loop of its own: for programs under test that run elsewhere."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        fake = cls(token, latency)
        fake._loop = loop
        fake.run(fake.open())
        try:
            yield fake
        finally:
            fake.run(fake.close())
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
        fake.verify()

    def run(self, work: Any) -> Any:
        """From another thread: run a coroutine (`go_down`, `come_up`) in the fake's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def until(self, condition: Callable[[], object], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109, says so
        deadline = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < deadline, f"not within {timeout} s; mistakes so far: {self.mistakes}"
            await asyncio.sleep(0.005)

    def wait(self, condition: Callable[[], object], timeout: float = PATIENCE) -> None:
        """`until` for a test without a loop."""
        deadline = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < deadline, f"not within {timeout} s; mistakes so far: {self.mistakes}"
            time.sleep(0.01)

    # what arrives

    def push(self, update: dict[str, Any]) -> int:
        """Any update at all, without its id. Kinds the bot did not ask for never arrive, as with Telegram."""
        kind = next(iter(update))
        numbered = {"update_id": self.next_update_id, **update}
        self.next_update_id += 1
        found = faults(numbered, "Update", "update")
        assert not found, f"the fake itself breaks the Bot API: {found}"
        if not self._allowed or kind in self._allowed:
            self.updates.append(numbered)
            self._loop.call_soon_threadsafe(self.notify)
        return int(numbered["update_id"])

    # what goes wrong

    def fail(self, kind: FaultKind, method: str = "sendMessage", times: int = 1) -> None:
        """Break the next `times` calls of `method`, -1 for all until `heal`; "" means any method. "before" and "after"
        it was carried out.
        """
        self._troubles.append(Trouble(method, kind, times))

    def refuse(
        self, status: int, description: str, method: str = "sendMessage", times: int = 1, **parameters: int
    ) -> None:
        self._troubles.append(Trouble(method, RefusedCall(status, description, **parameters), times))

    def heal(self) -> None:
        self._troubles.clear()

    def _trouble(self, method: str) -> FaultKind | RefusedCall | None:
        found = next((each for each in self._troubles if each.method in ("", method)), None)
        if found is None:
            return None
        found.times -= 1
        if found.times == 0:
            self._troubles.remove(found)
        return found.kind

    # serving

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith(f"/file/bot{self.token}/"):
            content = self.files.get(request.path.rpartition("/")[2])
            return refusal(RefusedCall(404, "Not Found")) if content is None else web.Response(body=content)
        account, _, method = request.path.removeprefix("/bot").partition("/")
        params = typed(method, await params_of(request))
        self.calls.append(Call(method, params, time.monotonic()))
        if account != self.token:
            return refusal(RefusedCall(401, "Unauthorized"))
        if self.latency and method != "getUpdates":
            await asyncio.sleep(self.latency)
        return await self._answer(request, method, params)

    async def _answer(self, request: web.BaseRequest, method: str, params: dict[str, Any]) -> web.StreamResponse:
        trouble = self._trouble(method)
        if isinstance(trouble, RefusedCall):
            return refusal(trouble)
        if trouble in ("reset_before", "502_before", "429_before"):
            return await broken(request, trouble)
        try:
            result = await self._carry_out(method, params)
        except RefusedCall as refused:
            return refusal(refused)
        if trouble:
            return await broken(request, trouble)
        return web.Response(body=json.dumps({"ok": True, "result": result}), content_type="application/json")

    async def _carry_out(self, method: str, params: dict[str, Any]) -> Any:
        found = call_faults(method, params)
        if found:
            self.mistakes += found
            raise RefusedCall(400, f"Bad Request: {found[0]}")
        if method == "getUpdates":
            return await self._get_updates(**params)
        return self.carry_out(method, params)

    async def _get_updates(
        self,
        offset: int = 0,
        timeout: int = 0,  # noqa: ASYNC109, the Bot API's name
        limit: int = 100,
        allowed_updates: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        if self.webhook:
            raise RefusedCall(409, "Conflict: can't use getUpdates method while webhook is active")
        self._allowed = self._allowed if allowed_updates is None else allowed_updates
        if offset <= self.next_update_id + 10:  # an offset from before the numbers began anew confirms nothing
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self._pollers += 1
        mine, deadline = self._pollers, time.monotonic() + timeout
        self._arrived.set()  # whoever polls already is cut off
        while True:
            self._arrived.clear()
            left = deadline - time.monotonic()
            if self.updates or left <= 0:
                return self.updates[:limit]
            with suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), left)
            if mine != self._pollers:
                rival = (
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
                )
                raise RefusedCall(409, rival)

    # delivering to a webhook, in order per chat

    def notify(self) -> None:
        self._arrived.set()
        for update in self.updates if self.webhook else ():
            chat_id = _chat_of(update)
            if chat_id not in self._pushing:
                self._pushing[chat_id] = asyncio.create_task(self._push_all(chat_id))

    async def _push_all(self, chat_id: int) -> None:
        pause = FIRST_PAUSE
        while self.webhook and (mine := [each for each in self.updates if _chat_of(each) == chat_id]):
            status = await self._push_one(mine[0])
            self.pushes.append((mine[0]["update_id"], status))
            if 200 <= status < 300:
                self.updates.remove(mine[0])
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(1.0, 2 * pause)
        del self._pushing[chat_id]

    async def _push_one(self, update: dict[str, Any]) -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        try:
            async with self._client.post(self.webhook["url"], json=update, headers=headers) as reply:
                return reply.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


def _chat_of(update: dict[str, Any]) -> int:
    body = next(value for key, value in update.items() if key != "update_id")
    return int(body.get("message", body)["chat"]["id"])


async def _serve_until_stopped(latency: float) -> None:
    async with FakeTelegram(latency=latency) as fake:
        print(fake.base_url, flush=True)  # noqa: T201, how the caller learns the port
        await asyncio.Event().wait()


if __name__ == "__main__":  # in a process of its own, for measuring: python -m tests.fakes.telegram 0.05
    asyncio.run(_serve_until_stopped(float(sys.argv[1])))
