"""The page of the local chat in a real Chromium: a story lived on it, on a wide screen and on a phone's width."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from channels import Parcel
from channels.web import Channel
from models.shapes.message import File
from tests.browser.conftest import CHROMIUM, WITHOUT
from tests.channels.local_chat import MONDAY, Scene, SmallSchool, playing, small_story
from tests.patience import AT_A_PAGE

WIDE: Any = {"viewport": {"width": 1440, "height": 900}}
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT),
]


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


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def say(page: Page, address: str, text: str) -> None:
    box = phone(page, address).locator("textarea")
    await box.fill(text)
    await box.press("Enter")


async def test_the_story_is_lived_without_reloading(chromium: Browser) -> None:
    async with playing(small_story(Channel())) as url, opened(chromium, url) as page:
        await phone(page, "gvcn").locator(".hints").get_by_text("/vang").click()
        await expect(phone(page, "gvcn").locator("textarea")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(phone(page, "gvcn").locator(".mine .text")).to_have_text("/vang 6A Ho Van Nia")
        await expect(phone(page, "gvcn").locator(".theirs .text")).to_have_text(
            "Đã ghi 6A sáng 16/11: vắng 1/35 (0P, 1K)."
        )
        await expect(phone(page, "gvcn").locator("textarea")).to_have_value("")
        await expect(page.locator("#told-count")).to_have_text("0")

        await page.locator('[data-to="check"]').click()
        await expect(page.locator("#time")).to_have_text("07:35")
        await expect(page.locator("#day")).to_have_text("Thứ Hai, 16/11/2026")
        await expect(tab(page, "phuhuynh").locator(".count")).to_have_text("1")
        await expect(page.locator("#alerts li")).to_have_count(1)
        await expect(page.locator("#alerts li").first).to_contain_text("Hồ Thị Blúp")

        await phone(page, "phuhuynh").get_by_text("Cháu ốm").click()
        await expect(phone(page, "phuhuynh").locator(".theirs .text").last).to_contain_text("Chúc em mau khoẻ")
        await expect(tab(page, "phuhuynh").locator(".count")).to_be_hidden()
        await expect(tab(page, "gvcn").locator(".count")).to_have_text("1")
        await expect(page.locator("#alerts li").first).to_contain_text("Phụ huynh em Hồ Văn Nia báo: con ốm.")


async def test_a_pressed_button_is_marked_and_cannot_be_pressed_again(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page:
        await school.move("check")
        chosen = phone(page, "phuhuynh").locator('[data-token="t-om"]')
        await chosen.click()
        await expect(chosen).to_have_class("chosen")
        for token in ("t-om", "t-viec", "t-khong"):
            button = phone(page, "phuhuynh").locator(f'[data-token="{token}"]')
            await expect(button).to_have_attribute("aria-disabled", "true")
            await button.click(force=True)
        await expect(phone(page, "phuhuynh").locator(".mine .text")).to_have_text(["Cháu ốm"])

        assert len(school.raws) == 1


async def test_a_reload_shows_the_same_conversation(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page:
        await say(page, "gvcn", "/vang 6A Ho Van Nia")
        await page.locator('[data-to="check"]').click()
        await phone(page, "phuhuynh").get_by_text("Cháu ốm").click()
        await expect(page.locator("#alerts li")).to_have_count(2)
        before = await page.locator(".message, #alerts li").all_inner_texts()

        await page.reload()
        await expect(page.locator("#alerts li")).to_have_count(2)
        assert await page.locator(".message, #alerts li").all_inner_texts() == before
        await expect(phone(page, "phuhuynh").locator('[data-token="t-om"]')).to_have_class("chosen")


async def test_days_are_told_apart_and_the_newest_message_is_in_sight(chromium: Browser) -> None:
    scenes = [
        Scene(
            MONDAY + timedelta(days=day), [Parcel(address="ht", text="Tin dài. " * 60, buttons=[[("Xem", f"{day}")]])]
        )
        for day in range(1, 4)
    ]
    async with playing(SmallSchool(Channel(), {}, scenes)) as url, opened(chromium, url) as page:
        for day in ("17/11", "18/11", "19/11"):
            await page.locator('[data-to="day"]').click()
            await expect(page.locator("#day")).to_contain_text(day)

        await expect(phone(page, "ht").locator(".day")).to_have_text(
            ["Thứ Ba, 17/11/2026", "Thứ Tư, 18/11/2026", "Thứ Năm, 19/11/2026"]
        )
        await expect(phone(page, "ht").locator('[data-token="3"]')).to_be_in_viewport()
        await expect(phone(page, "ht").locator(".message").first).not_to_be_in_viewport()

        await phone(page, "ht").locator("textarea").fill("một\n" * 5)
        await expect(phone(page, "ht").locator('[data-token="3"]')).to_be_in_viewport(ratio=1)


async def test_shift_enter_makes_a_line_and_an_input_method_keeps_its_enter(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page:
        box = phone(page, "gvcn").locator("textarea")
        await box.fill("dòng một")
        await box.press("Shift+Enter")
        await box.press_sequentially("dòng hai")
        await box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
        await expect(box).to_have_value("dòng một\ndòng hai")
        assert not school.raws

        await box.press("Enter")
        await expect(phone(page, "gvcn").locator(".mine .text")).to_have_text("dòng một\ndòng hai")


async def test_what_arrives_is_words_and_only_strong_words_become_bold(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page:
        text = 'vắng **1/35** và **<img src=x onerror="alert(1)">**'
        button = "<b>Xem</b>"
        await school.tell(Parcel(address="ht", text=text, buttons=[[(button, "x")]]), alert=True)

        await expect(phone(page, "ht").locator(".text")).to_have_text('vắng 1/35 và <img src=x onerror="alert(1)">')
        await expect(phone(page, "ht").locator("strong")).to_have_text(["1/35", '<img src=x onerror="alert(1)">'])
        await expect(phone(page, "ht").locator(".buttons button")).to_have_text(button)
        assert await page.locator("main img").count() == 0


async def test_files_come_in_and_go_out(chromium: Browser, tmp_path: Path) -> None:
    school = small_story(Channel())
    workbook = tmp_path / "Danh sách 6A.xlsx"
    workbook.write_bytes(b"PK so sach")
    async with playing(school) as url, opened(chromium, url) as page:
        await expect(phone(page, "ht").locator(".clip")).to_be_hidden()
        await phone(page, "gvcn").locator("input[type=file]").set_input_files(workbook)
        await expect(phone(page, "gvcn").locator(".mine .file")).to_have_text("Danh sách 6A.xlsx")
        attachment = school.channel.read(school.raws[0].body).attachment
        assert attachment
        assert await school.channel.fetch(attachment) == b"PK so sach"

        await school.tell(Parcel(address="ht", text="", files=[File("Báo cáo.xlsx", b"so lieu")]), alert=True)
        async with page.expect_download() as download:
            await phone(page, "ht").locator(".file").click()
        assert (await download.value).suggested_filename == "Báo cáo.xlsx"
        assert content_of(await (await download.value).path()) == b"so lieu"


async def test_what_was_not_taken_can_be_said_or_pressed_again(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page:
        await school.move("check")
        button = phone(page, "phuhuynh").locator('[data-token="t-om"]')
        for path in ("**/web/say", "**/web/press"):
            await page.route(path, lambda route: route.abort())
        await say(page, "gvcn", "/du 6A")
        await button.click()

        for address in ("gvcn", "phuhuynh"):
            await expect(phone(page, address).locator(".trouble")).to_be_visible()
        await expect(phone(page, "gvcn").locator("textarea")).to_have_value("/du 6A")
        await expect(button).to_have_attribute("aria-disabled", "false")
        await page.unroute_all()
        await phone(page, "gvcn").locator("button[type=submit]").click()
        await expect(phone(page, "gvcn").locator(".mine")).to_have_count(1)
        await expect(phone(page, "gvcn").locator(".trouble")).to_be_hidden()


async def test_the_clock_cannot_be_moved_while_it_moves(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page, opened(chromium, url) as other:
        school.gate.clear()
        await page.locator('[data-to="part"]').click()
        for window in (page, other):
            for to in ("check", "part", "day"):
                await expect(window.locator(f'[data-to="{to}"]')).to_have_attribute("aria-disabled", "true")
        await expect(page.locator('[data-to="part"]')).to_have_class("busy")
        await page.locator('[data-to="day"]').click(force=True)
        school.gate.set()

        await expect(other.locator("#time")).to_have_text("07:35")
        await expect(page.locator('[data-to="day"]')).to_have_attribute("aria-disabled", "false")
        assert school.moves == ["part"]


async def test_a_restart_is_survived_with_what_was_told_meanwhile(chromium: Browser) -> None:
    school, after = small_story(Channel()), small_story(Channel())
    async with AsyncExitStack() as server:
        url = await server.enter_async_context(playing(school))
        async with opened(chromium, url) as page:
            await say(page, "gvcn", "/vang 6A Ho Van Nia")
            await expect(phone(page, "gvcn").locator(".message")).to_have_count(2)
            await phone(page, "gvcn").locator("textarea").fill("đang gõ dở")
            await server.aclose()
            await expect(page.locator("#lost")).to_be_visible()

            after.shown.update(school.shown)
            await after.tell(Parcel(address="ht", text="trong lúc mất kết nối"), alert=True)
            async with playing(after, port=int(url.rpartition(":")[2])):
                await expect(page.locator("#lost")).to_be_hidden()
                await expect(phone(page, "ht").locator(".text")).to_have_text("trong lúc mất kết nối")
                await expect(tab(page, "ht").locator(".count")).to_have_text("1")
                await expect(phone(page, "gvcn").locator(".message")).to_have_count(2)
                await expect(phone(page, "gvcn").locator("textarea")).to_have_value("đang gõ dở")


async def test_on_a_phones_width_one_phone_shows_at_a_time(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url, PHONE) as page:
        await expect(phone(page, "gvcn")).to_be_visible()
        await expect(phone(page, "phuhuynh")).to_be_hidden()
        await school.move("check")
        await expect(tab(page, "phuhuynh").locator(".count")).to_have_text("1")
        await tab(page, "phuhuynh").tap()
        await expect(phone(page, "gvcn")).to_be_hidden()
        await expect(tab(page, "phuhuynh").locator(".count")).to_be_hidden()
        await phone(page, "phuhuynh").get_by_text("Cháu ốm").tap()
        await expect(phone(page, "phuhuynh").locator(".theirs")).to_have_count(2)

        await page.locator("#open-told").tap()
        await page.locator("#alerts li button").first.tap()
        await expect(page.locator("#told")).to_be_hidden()
        await expect(phone(page, "gvcn")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        for button in await page.locator("[data-to], .tab, .composer button:visible").all():
            box = await button.bounding_box()
            assert box
            assert box["height"] >= 36


async def test_an_alert_in_the_list_leads_to_its_phone(chromium: Browser) -> None:
    school = small_story(Channel())
    screen = {"viewport": {"width": 1024, "height": 768}}
    async with playing(school) as url, opened(chromium, url, screen) as page:
        await school.move("check")
        await expect(page.locator("#told")).to_be_hidden()
        await page.locator("#open-told").click()
        await page.locator("#alerts button").click()

        await expect(page.locator("#told")).to_be_hidden()
        await expect(phone(page, "phuhuynh")).to_be_focused()
        await expect(tab(page, "phuhuynh").locator(".count")).to_be_hidden()


async def test_on_a_wide_screen_the_phones_stand_side_by_side(chromium: Browser) -> None:
    async with playing(small_story(Channel())) as url, opened(chromium, url) as page:
        boxes = [await phone(page, address).bounding_box() for address in ("gvcn", "phuhuynh", "ht")]

        assert len({box["y"] for box in boxes if box}) == 1
        assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes) if one and other)
        await expect(page.locator("#told")).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollHeight") == 900


CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const light = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
      value /= 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!speaks || !element.checkVisibility() || element.closest("svg")) continue;
    const grounds = [];
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    const [ground, ink] = [light(grounds), light([...grounds, getComputedStyle(element).color])];
    const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (ratio < 4.5) poor.push(`${element.className || element.tagName}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_can_be_read_against_its_ground(chromium: Browser, scheme: str) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url, color_scheme=scheme, reduced_motion="reduce") as page:
        await say(page, "gvcn", "/vang 6A Ho Van Nia")
        await page.locator('[data-to="check"]').click()
        await phone(page, "phuhuynh").get_by_text("Cháu ốm").click()
        await say(page, "ht", "/baocao")
        await expect(phone(page, "ht").locator(".file")).to_be_visible()
        await expect(tab(page, "gvcn").locator(".count")).to_be_visible()
        await page.mouse.move(700, 890)

        assert await page.evaluate(CONTRAST) == []


async def test_every_control_has_a_name_in_the_readers_language(chromium: Browser) -> None:
    async with playing(small_story(Channel())) as url:
        for query, weekday in (("/", "Thứ Hai"), ("/?lang=en", "Monday")):
            async with opened(chromium, url + query) as page:
                await expect(page.locator("#day")).to_contain_text(weekday)
                unnamed = await page.evaluate(
                    """[...document.querySelectorAll("button, textarea, input, a")].filter(
                    (one) => !one.textContent.trim() && !one.ariaLabel && !one.labels?.length).length"""
                )
                assert unnamed == 0
