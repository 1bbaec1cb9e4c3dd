"""The three-day story lived in a minute: the whole program, its sample school, a real browser."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import CHROMIUM, WITHOUT
from tests.patience import AT_A_PAGE, PATIENCE
from tests.processes import spawn

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.campaign,  # told at Telegram in tests/test_whole_program.py; each part of the page in test_chat_page.py
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT),
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def program(folder: Path) -> AsyncIterator[str]:
    """`python -m bot run` on an empty database; it must stop within ten seconds of being asked."""
    port = _free_port()
    config = folder / "config.toml"
    config.write_text(f'[database]\nurl = "sqlite+aiosqlite:///{folder}/mau.db"\n[server]\nport = {port}\n')
    command = [sys.executable, "-m", "bot", "--config", str(config), "run"]
    log = folder / "log"
    with log.open("wb") as said:
        process = spawn(command, cwd=ROOT, stderr=said)
    async with asyncio.timeout(PATIENCE):
        while "http://" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            await asyncio.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    process.terminate()  # where a test has failed, what still runs is ended with it
    assert await asyncio.to_thread(process.wait, PATIENCE) == 0


def _phone(page: Page, role: str) -> Locator:
    return (
        page.locator("section, article")
        .filter(has=page.get_by_text(re.compile(role)))
        .filter(has=page.locator("textarea"))
        .first
    )


async def _say(page: Page, role: str, text: str) -> None:
    box = _phone(page, role).locator("textarea")
    await box.fill(text)
    await box.press("Enter")


async def _clock(page: Page, button: str) -> None:
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_role("button", name=button)).to_be_enabled()


async def test_three_days_without_leave_reach_everybody_who_must_act(chromium: Browser, tmp_path: Path) -> None:
    async with program(tmp_path) as url:
        page = await chromium.new_page(viewport={"width": 1700, "height": 950})
        page.set_default_timeout(AT_A_PAGE * 1000)
        await page.goto(url)

        await _say(page, "GVCN lớp 6A", "/vang 6A Nguyen Van A")
        await expect(_phone(page, "GVCN lớp 6A").get_by_text("vắng 1/28 (0P, 1K)")).to_be_visible()
        await _clock(page, "Tới giờ kiểm tra")
        await expect(_phone(page, "Phụ trách").get_by_text("Vắng không phép").first).to_be_visible()
        await expect(_phone(page, "Phụ huynh").get_by_text("xin báo gia đình").first).to_be_visible()

        for _day in range(2):
            await _clock(page, "Ngày học sau")
            await _say(page, "GVCN lớp 6A", "vắng Nguyễn Văn A")
            await expect(_phone(page, "GVCN lớp 6A").get_by_text("Đã ghi").nth(_day + 1)).to_be_visible()
        await _clock(page, "Tới giờ kiểm tra")
        await expect(_phone(page, "GVCN lớp 6A").get_by_text("Cần đến nhà vận động")).to_be_visible()
        await expect(_phone(page, "Phó hiệu trưởng").get_by_text("Hồ sơ mới")).to_be_visible()
        await expect(_phone(page, "Hiệu trưởng").get_by_text("lớp đã báo").first).to_be_visible()

        await _clock(page, "Ngày học sau")
        await _say(page, "GVCN lớp 6A", "/du 6A")
        await _clock(page, "Tới giờ kiểm tra")
        await expect(_phone(page, "Phụ trách").get_by_text("Đã trở lại lớp")).to_be_visible()
        await _clock(page, "Ngày học sau")
        await expect(_phone(page, "Phụ huynh").get_by_text("đã đi học lại")).to_be_visible()
        await page.close()
