"""The program is killed between sending and writing it down, on each channel, and while a token changes: nothing is
lost, there is at most one more copy, and nobody is locked out for good.
"""

import asyncio
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
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
from tests.fakes.zalo import FakeZalo
from tests.patience import PATIENCE
from tests.program import NUMBERS, Program, moment
from tests.stories.test_three_families import BINH, NUMBER, Roads, roads

REPORTED = ("Nguyễn Văn A", "Hồ Thị Lan", BINH)


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


def at_zalo(program: Program, fake: FakeZalo) -> None:
    """Everybody has gone over to Zalo."""
    with closing(sqlite3.connect(program.file)) as database, database:
        database.execute("UPDATE chats SET channel = 'zalo'")
    config = program._config
    config.write_text(config.read_text() + f'[channels.zalo]\ntoken = "{fake.token}"\nbase_url = "{fake.base_url}"\n')


@pytest.mark.slow
@pytest.mark.anyio
async def test_killed_again_and_again_zalo_loses_no_report_and_its_copies_say_so(tmp_path: Path) -> None:
    crashes = 2
    with FakeTelegram.in_thread() as telegram:
        program = await asyncio.to_thread(Program, tmp_path, telegram)
        async with FakeZalo() as fake:
            at_zalo(program, fake)
            teacher = str(NUMBERS["gvcn"])
            days = [f"2026-11-{16 + number}" for number in range(len(REPORTED))]
            for pupil, day in list(zip(REPORTED, days, strict=True))[:crashes]:
                await asyncio.sleep(
                    0.5
                )  # a poll of the dead program is over: what that is handed, Zalo hands out no more
                await fake.say(teacher, f"/vang 6A {pupil}", date=moment(day) * 1000)
                process = program.command("run", crash="send.after_reply:1")
                assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL
            process = await asyncio.to_thread(program.start)
            await fake.say(teacher, f"/vang 6A {REPORTED[-1]}", date=moment(days[-1]) * 1000)
            left = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'leased') AND kind = ''"
            await asyncio.to_thread(
                program.until, "SELECT count(*) FROM inbox WHERE state = 'done'", [(len(REPORTED),)]
            )
            await asyncio.to_thread(program.until, left, [(0,)])
            assert await asyncio.to_thread(program.stop, process) == 0
            told = [text for text in fake.said[teacher] if text.startswith("Đã ghi")]
            answers = Counter(text.splitlines()[0] for text in told)
            assert len(told) - len(answers) == sum("(tin gửi lại, mã" in text for text in told), "a copy says so"
            assert len(answers) == len(REPORTED), "no report is lost"
            assert max(answers.values()) <= 1 + crashes
            assert program.rows("SELECT count(*) FROM marks") == [(len(REPORTED),)], "each is acted on once"


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
