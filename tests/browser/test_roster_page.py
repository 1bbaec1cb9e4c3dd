"""The office in a real browser: a list of any format is sent, read, made so and taken back, with taps alone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.conftest import CHROMIUM, WITHOUT
from tests.browser.test_three_days import program
from tests.papers.roster.formats import FORMATS
from tests.patience import AT_A_PAGE

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.campaign,  # told on paper in tests/papers/roster/going; the page and files: test_chat_page.py
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT),
]
ROWS = [("STT", "Họ và tên", "Ngày sinh", "Lớp"), (40, "Kiều Văn Lạ", "14/03/2015", "6A")]


@pytest.mark.parametrize("form", [".xlsx", ".csv in Windows-1258", ".fods", ".docx"])
async def test_the_last_import_is_taken_back_with_a_tap(chromium: Browser, tmp_path: Path, form: str) -> None:
    source = FORMATS[form](tmp_path / "list", ROWS)
    async with program(tmp_path) as url:
        page = await chromium.new_page(viewport={"width": 1700, "height": 950})
        page.set_default_timeout(AT_A_PAGE * 1000)
        await page.goto(url)
        head = page.locator(".phone[data-address=ht]")
        office = page.locator(".phone[data-address=quantri]")
        await office.locator("input[type=file]").set_input_files(source)
        await _tap(office, "Thực hiện thay đổi")
        await expect(office.get_by_text("Đã xong.").last).to_be_visible()
        await _ask(head, "/hocsinh Kiều Văn Lạ")
        await expect(head.get_by_text("6A số 40")).to_be_visible()
        await _tap(office, "Huỷ lần nhập này")
        await expect(office.get_by_text("Đã huỷ").last).to_be_visible()
        await _ask(head, "/hocsinh Kiều Văn Lạ")
        await expect(head.get_by_text("Không tìm thấy em nào tên")).to_be_visible()
        await page.close()


async def _tap(phone: Locator, label: str) -> None:
    await phone.get_by_role("button", name=label).last.click()


async def _ask(phone: Locator, text: str) -> None:
    await phone.locator("textarea").fill(text)
    await phone.locator("textarea").press("Enter")
