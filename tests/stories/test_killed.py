"""The program is killed between sending and writing it down, on each channel, and while a token changes: nothing is
lost, there is at most one more copy, and nobody is locked out for good.
"""

import asyncio
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from typing_extensions import override

from bot.engine.app import App
from bot.engine.post.settle import Outcome, settle
from tests.fakes.gateways import FakeZbs
from tests.fakes.telegram import FakeTelegram
from tests.patience import PATIENCE
from tests.program import Program
from tests.stories.test_three_families import BINH, NUMBER, Roads, roads


class PowerCutError(Exception):
    """The program ends here."""


async def killed_after_sending_on(school: Roads, channel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A morning that ends when a letter has left on this channel and nothing is written down; then it starts again."""

    async def cut(session: Any, outcomes: Sequence[Outcome], now: Any) -> None:
        if any(outcome.channel == channel for outcome in outcomes):
            raise PowerCutError
        await settle(session, outcomes, now)

    with monkeypatch.context() as patched:
        patched.setattr("bot.engine.post.sender.settle", cut)
        with pytest.raises(PowerCutError):
            await school.told(BINH)
    before = school.play.app
    school.play.app = App(before.config, before.now, before.channels)
    await school.play.app.sender.take_over()
    await school.play.clock_to("08:30")
    await before.database.close()


@pytest.mark.anyio
async def test_a_template_that_left_before_the_end_comes_once_more_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with roads(tmp_path) as school:
        await killed_after_sending_on(school, "zalo_template", monkeypatch)
        assert 1 <= len(school.zbs.sent) <= 2
        assert len({str(sent["template_data"]) for sent in school.zbs.sent}) == 1
        assert len({sent["tracking_id"] for sent in school.zbs.sent}) == 1
        assert not school.sms.sent, "and by no other road besides"
        assert (await school.letter(BINH)).state == "sent"


@pytest.mark.anyio
async def test_an_sms_that_left_before_the_end_is_the_same_one_to_its_gateway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        await killed_after_sending_on(school, "sms", monkeypatch)
        assert len(school.sms.sent) == 1, "eSMS knows the request, and charges it once"
        assert (await school.letter(BINH)).state == "sent"


class Deadly(FakeZbs):
    """Its sign-in has used up the refresh token when the program dies, before it has heard the new one."""

    victim = 0

    @override
    async def _sign_in(self, request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        answer = await super()._sign_in(request, body, mood)
        if self.victim:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = 0
        return answer


async def health(program: Program) -> str:
    async with aiohttp.ClientSession() as browser, browser.get(f"http://127.0.0.1:{program.port}/health") as reply:
        return await reply.text()


@pytest.mark.slow
@pytest.mark.anyio
async def test_killed_while_its_token_changes_it_says_what_to_do_and_a_new_consent_is_taken(tmp_path: Path) -> None:
    with FakeTelegram.in_thread() as telegram:
        program = await asyncio.to_thread(Program, tmp_path, telegram)
        async with Deadly() as fake:
            written = program._config.read_text()
            table = (
                f'[channels.zalo_template]\napp_id = "app"\napp_secret = "app-secret"\nrefresh_token = "{{refresh}}"\n'
                f'base_url = "{fake.url}"\noauth_url = "{fake.url}/oauth"\n'
                '[channels.zalo_template.templates.absent]\nid = "1"\nparameters = ["pupil"]\n'
            )
            program._config.write_text(written + table.format(refresh="refresh-0"))
            process = await asyncio.to_thread(program.start)
            fake.victim = process.pid
            with pytest.raises(aiohttp.ClientError):
                await health(program)
            assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL
            process = await asyncio.to_thread(program.start)
            assert "consent again" in await health(program)
            assert await asyncio.to_thread(program.stop, process) == 0
            fake.refresh = "consented"
            program._config.write_text(written + table.format(refresh="consented"))
            process = await asyncio.to_thread(program.start)
            assert "consent" not in await health(program)
            renewed = fake.renewals
            assert await asyncio.to_thread(program.stop, process) == 0
            process = await asyncio.to_thread(program.start)
            assert "consent" not in await health(program)
            assert await asyncio.to_thread(program.stop, process) == 0
            assert fake.renewals == renewed, "what was stored before it was used is found again"
