"""What a browser sees of the local chat: its phones, their tabs, what is typed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from tests.patience import AT_A_PAGE

WIDE: Any = {"viewport": {"width": 1440, "height": 900}}
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@asynccontextmanager
async def opened(chromium: Browser, url: str, screen: Any = WIDE, **more: Any) -> AsyncIterator[Page]:
    """The page once its phones stand there. Nothing may go wrong in it unnoticed: its console has to stay clean."""
    context = await chromium.new_context(**screen, **more)
    page = await context.new_page()
    page.set_default_timeout(AT_A_PAGE * 1000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    await page.goto(url)
    await expect(page.locator(".phone").first).to_be_attached()
    yield page
    await context.close()
    # A browser logs every request that fails; those are what some of these tests are about.
    assert [one for one in complaints if "Failed to load resource" not in one] == []


def phone(page: Page, address: str) -> Locator:
    return page.locator(f'.phone[data-address="{address}"]')


def tab(page: Page, address: str) -> Locator:
    return page.locator(f'.tab[data-address="{address}"]')


async def say(page: Page, address: str, text: str) -> None:
    box = phone(page, address).locator("textarea")
    await box.fill(text)
    await box.press("Enter")
