"""The guided roll call on the page of the local chat: the whole program, tapped in a real browser."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chat_pages import PHONE, WIDE, opened, phone, say
from tests.browser.conftest import CHROMIUM, WITHOUT
from tests.browser.test_three_days import program

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT),
]


def name(board: Locator, number: int) -> Locator:
    return board.locator(f'button[data-label*="{number}. "]').first


async def test_a_board_is_tapped_in_place_stays_over_a_reload_and_fits_a_phone(
    chromium: Browser, tmp_path: Path
) -> None:
    async with program(tmp_path) as url, opened(chromium, url, WIDE) as page:
        await expect(phone(page, "quantri").locator(".clip")).to_be_visible()  # the office sends its lists
        await expect(phone(page, "thon").locator(".clip")).to_be_hidden()
        log = phone(page, "gvcn").locator(".log")
        board = log.locator(".board")
        await say(page, "gvcn", "/diemdanh 6A")
        await expect(board.locator("button").first).to_be_visible()
        for number in (1, 2, 2, 3):
            await name(board, number).click()
        await expect(name(board, 1)).to_contain_text("✗ K 1.")
        await expect(name(board, 2)).to_contain_text("P 2.")
        await expect(name(board, 3)).to_contain_text("✗ K 3.")
        await expect(log.locator(".message")).to_have_count(2)  # what was typed, and the board

        before = await log.locator(".message").all_inner_texts()
        await page.reload()
        await expect(name(board, 1)).to_contain_text("✗ K 1.")
        assert await log.locator(".message").all_inner_texts() == before

        await board.get_by_text("Lưu: vắng 3").click()
        await expect(log.locator(".theirs .text")).to_contain_text("Đã ghi 6A sáng")
        await expect(board).to_have_count(0)
        await log.get_by_text("Huỷ", exact=True).click()
        await expect(log.locator(".theirs .text").last).to_contain_text("Đã huỷ")
        await expect(log.locator(".message")).to_have_count(4)

        async with opened(chromium, url, PHONE) as small:
            await nothing_is_cut_off(small)


async def nothing_is_cut_off(page: Page) -> None:
    """Of a board on a phone."""
    await say(page, "gvcn", "/diemdanh 6A")
    buttons = phone(page, "gvcn").locator(".board button")
    await expect(buttons.first).to_be_visible()
    for number in range(1, 11):
        await name(phone(page, "gvcn").locator(".board"), number).click()
    await expect(buttons.filter(has_text="Lưu: vắng 10")).to_be_visible()
    cut = await buttons.evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth).length")
    assert cut == 0
