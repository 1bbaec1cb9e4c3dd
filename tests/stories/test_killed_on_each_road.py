"""kill -9 on each road: Zalo, template messages, SMS and the sign-in die with the program at the worst moment, in a
process of its own over real HTTP. Nothing is lost, and there are at most as many copies more as there were ends.
"""

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import pytest
from aiohttp import web
from typing_extensions import override

from tests.campaign import CAMPAIGN
from tests.conversation import ZONE
from tests.fakes.gateways import FakeEsms, FakeSpeedsms, FakeZbs, Loopback
from tests.fakes.zalo import FakeZalo
from tests.patience import PATIENCE
from tests.program import NUMBERS, Program

pytestmark = pytest.mark.anyio

LAN, BINH, SANG = "Hồ Thị Lan", "Hồ Văn Bình", "Lê Thị Sáng"  # a chat at Zalo; a number with Zalo; one without
WITHOUT_ZALO = "84910000005"
CUT_OFF = "Khoảng {} máy của trường tắt đột ngột"
# replies, and what families are told; that the program was killed may be told later
THEIRS = "(kind = '' OR (kind <> 'cut_off' AND person_id IN (SELECT person_id FROM guardians)))"

TABLES = """
[channels.zalo]
token = "{zalo.token}"
base_url = "{zalo.base_url}"
users = 0
messages = 0
[channels.zalo_template]
app_id = "app"
app_secret = "app-secret"
refresh_token = "refresh-0"
base_url = "{zbs.url}"
oauth_url = "{zbs.url}/oauth"
[channels.zalo_template.templates.absent]
id = "4711"
parameters = ["pupil", "class", "day"]
[channels.sms]
provider = "{provider}"
key = "key"
secret = "secret"
sender = "TRUONG"
base_url = "{sms.url}"
"""

GATEWAYS: dict[str, Callable[[], Loopback]] = {"esms": FakeEsms, "speedsms": FakeSpeedsms}
ROADS = ("sendMessage", "template", "sms")
MONDAYS = [date(2026, 11, 16) + timedelta(weeks=week) for week in range(10)]
Moment: TypeAlias = tuple[str, str]  # road, and when


class Reaper:
    """Ends the program at the moments of its `plan`, whichever comes first: when a road has been asked and does nothing
    yet (`before`), or has acted and its answer is on the way (`after`).
    """

    def __init__(self, *plan: Moment) -> None:
        self.plan, self.pid, self.came = list(plan), 0, Counter[Moment]()

    def meets(self, road: str, moment: str) -> bool:
        if not self.pid or (road, moment) not in self.plan:
            return False
        self.plan.remove((road, moment))
        self.came[road, moment] += 1
        os.kill(self.pid, signal.SIGKILL)
        self.pid = 0
        return True


class DeadlyZalo(FakeZalo):
    reaper = Reaper()

    @override
    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.path.rpartition("/")[2]
        if self.reaper.meets(method, "before"):
            return web.Response(status=500)
        answer = await super()._serve(request)
        if method != "getUpdates" or b"message_id" in (getattr(answer, "body", b"") or b""):
            self.reaper.meets(method, "after")
        return answer


def deadly(fake: Loopback, reaper: Reaper, road: str) -> Any:
    """The same gateway, in the hands of the reaper."""
    serve = fake.answer

    async def answer(request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        here = "sign in" if request.path == "/oauth" else road
        if reaper.meets(here, "before"):
            return web.Response(status=500)
        said = await serve(request, body, mood)
        reaper.meets(here, "after")
        return said

    fake.answer = answer  # type: ignore[method-assign]
    return fake


class School:
    """The program on one morning after the other, and the three roads its letters take."""

    def __init__(self, program: Program, zalo: FakeZalo, zbs: FakeZbs, sms: Loopback, reaper: Reaper) -> None:
        self.program, self.zalo, self.zbs, self.sms, self.reaper = program, zalo, zbs, sms, reaper
        self.reports = 0

    async def report(self, day: str, *pupils: str) -> None:
        """Without pupils, that nobody is away."""
        at = datetime.fromisoformat(f"{day} 07:10").replace(tzinfo=ZONE)
        words = f"/vang 6A {', '.join(pupils)}" if pupils else "/du 6A"
        await self.zalo.say(str(NUMBERS["gvcn"]), words, date=int(at.timestamp() * 1000))
        self.reports += 1

    async def all_back(self, day: date) -> None:
        """A day in peace on which nobody is away, so that the next absence is a first one."""
        await self.report(f"{day}")
        await self.settles(f"{day} 08:05")

    def start(self, moment: str) -> Any:
        """Whose clock begins at this moment."""
        ahead = datetime.fromisoformat(moment).replace(tzinfo=ZONE).timestamp() - datetime.now(ZONE).timestamp()
        self.program._way_in = (sys.executable, "-m", "tests.school_time", str(ahead))
        process = self.program.command("run")
        self.reaper.pid = process.pid
        return process

    async def dies(self, moment: str) -> None:
        process = self.start(moment)
        ended = await asyncio.to_thread(process.wait, PATIENCE)
        assert ended == -signal.SIGKILL, self.program.log.read_text()

    async def health(self, moment: str) -> str:
        """What the program says of itself."""
        before = self.program.starts()
        process = self.start(moment)
        await asyncio.to_thread(self.program.wait_for_start, process, before)
        said = await self._health()
        assert await asyncio.to_thread(self.program.stop, process) == 0
        return said

    async def _health(self) -> str:
        address = f"http://127.0.0.1:{self.program.port}/health"
        async with aiohttp.ClientSession() as browser, browser.get(address) as reply:
            return await reply.text()

    async def settles(self, moment: str) -> str:
        """It runs in peace until all is answered and nothing waits any more; what it says of itself."""
        before = self.program.starts()
        process = self.start(moment)
        inbox = "SELECT count(*) FROM inbox WHERE state = 'done'"
        await asyncio.to_thread(self.program.until, inbox, [(self.reports,)])
        waits = f"SELECT count(*) FROM outbox WHERE state IN ('pending', 'leased') AND {THEIRS}"
        await asyncio.to_thread(self.program.until, waits, [(0,)])
        await asyncio.to_thread(self.program.wait_for_start, process, before)
        said = await self._health()
        assert await asyncio.to_thread(self.program.stop, process) == 0
        return said

    def check(self, days: int) -> None:
        """0 lost, and 1 + ends at most of each letter, whatever road it took."""
        most = 1 + self.reaper.came.total()
        receipts = Counter(_plain(text) for text in self.zalo.said[str(NUMBERS["gvcn"])] if "Đã ghi 6A" in text)
        assert len(receipts) == self.reports, receipts
        assert max(receipts.values()) <= most
        chats = Counter(_plain(text) for text in self.zalo.said.get(str(NUMBERS["mẹ Lan"]), []))
        assert len(chats) >= days
        assert max(chats.values()) <= most
        copies = Counter(sent["tracking_id"] for sent in self.zbs.sent)
        assert max(copies.values(), default=0) <= most
        told = Counter(sent.get("RequestId") or sent["content"] for sent in self.sms.sent)
        assert max(told.values(), default=0) <= 1, "eSMS knows a copy, and SpeedSMS gets none"
        lost = f"SELECT kind, why FROM outbox WHERE state IN ('failed', 'expired') AND {THEIRS}"
        lost += " AND coalesce(why, '') <> 'no_brief'"  # thanks are not paid for
        assert not self.program.rows(lost)
        came = {f"z{number}" for number in range(1, len(self.zbs.sent) + 1)}
        came |= self._by_sms()
        numbers = "SELECT message_id FROM outbox JOIN number_roads USING (chat_id) WHERE state = 'sent'"
        said = {message for (message,) in self.program.rows(numbers)}
        assert said
        assert said <= came, "what is said to have been sent has arrived"

    def _by_sms(self) -> set[str]:
        """By which numbers the gateway knows what it was given; of a copy eSMS tells none."""
        if isinstance(self.sms, FakeEsms):
            return {sent["RequestId"] + end for sent in self.sms.sent for end in ("-id", "")}
        return {str(number) for number in range(1, len(self.sms.sent) + 1)}

    def consent(self, token: str) -> None:
        """A person consents again and writes the new token into the configuration."""
        written = self.program._config.read_text()
        self.zbs.refresh = token
        self.program._config.write_text(re.sub(r'(refresh_token = )"[^"]+"', rf'\1"{token}"', written))


def _plain(text: str) -> str:
    """Without its choices and the word that it is a copy."""
    return text.partition("\n\n1. ")[0].partition("\n(tin này gửi lại")[0]


@asynccontextmanager
async def school(folder: Path, *plan: Moment, provider: str = "esms") -> AsyncIterator[School]:
    async with AsyncExitStack() as stack:
        reaper = Reaper(*plan)
        zalo = await stack.enter_async_context(DeadlyZalo())
        zbs = deadly(await stack.enter_async_context(FakeZbs()), reaper, "template")
        sms = deadly(await stack.enter_async_context(GATEWAYS[provider]()), reaper, "sms")
        zalo.reaper, zalo.replays = reaper, True
        zbs.lost.add(WITHOUT_ZALO)
        tables = TABLES.format(zalo=zalo, zbs=zbs, sms=sms, provider=provider)
        program = await asyncio.to_thread(Program.on, "zalo", folder, tables)
        yield School(program, zalo, zbs, sms, reaper)


@pytest.mark.slow
async def test_killed_while_a_letter_is_with_zalo_a_template_or_an_sms_nothing_is_lost(tmp_path: Path) -> None:
    async with school(tmp_path, *[(road, "after") for road in ROADS]) as there:
        await there.report("2026-11-16", LAN, BINH, SANG)
        while there.reaper.plan:
            await there.dies("2026-11-16 07:50")
        await there.settles("2026-11-16 07:52")
        there.check(1)


@pytest.mark.slow
@pytest.mark.skipif(not CAMPAIGN, reason="a campaign of some minutes")
@pytest.mark.parametrize("provider", list(GATEWAYS))
async def test_killed_on_every_road_week_after_week_nothing_is_lost(tmp_path: Path, provider: str) -> None:
    async with school(tmp_path, provider=provider) as there:
        meant = Counter[Moment]()
        for week, monday in enumerate(MONDAYS):
            await there.all_back(monday - timedelta(days=4))
            plan = [(road, moment) for road in (*ROADS, "getUpdates") for moment in ("before", "after")]
            if provider == "speedsms":  # it gets no second try, so it ends the program once a week
                plan.remove(("sms", ("before", "after")[week % 2]))
            there.reaper.plan += plan
            meant.update(plan)
            await there.report(f"{monday}", LAN, BINH, SANG)
            while there.reaper.plan:
                await there.dies(f"{monday} 07:50")
            await there.settles(f"{monday} 08:05")
            await there.settles(f"{monday} 08:10")  # what the clock did as that one was told to stop
        assert there.reaper.came == meant
        assert len({sent["phone"] for sent in there.zbs.sent}) == 1
        there.check(len(MONDAYS))


@pytest.mark.slow
@pytest.mark.parametrize("mondays", [MONDAYS[:1], pytest.param(MONDAYS, marks=pytest.mark.campaign)])
async def test_killed_while_its_token_changes_it_says_what_to_do_and_a_new_consent_is_taken(
    tmp_path: Path, mondays: Sequence[date]
) -> None:
    async with school(tmp_path) as there:
        there.zbs.life = 1
        for monday in mondays:
            await there.all_back(monday - timedelta(days=4))
            there.reaper.plan += [("sign in", "before"), ("sign in", "after")]
            await there.report(f"{monday}", BINH)
            while there.reaper.plan:
                await there.dies(f"{monday} 07:50")
            assert "đồng ý lại" in await there.settles(f"{monday} 07:51")
            assert there.sms.sent[-1]["Phone"] == "84910000004", "meanwhile by the next road"
            there.consent(f"consented-{monday}")
            assert "đồng ý lại" not in await there.health(f"{monday} 07:53")
        assert len(there.sms.sent) == len(mondays)
