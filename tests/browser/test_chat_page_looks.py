"""How the page looks: on a phone's width, on a wide screen, to whoever sees or hears it."""

from itertools import pairwise

import pytest
from playwright.async_api import Browser, expect

from channels.web import Channel
from tests.browser.chat_pages import PHONE, opened, phone, say, tab
from tests.browser.conftest import CHROMIUM, WITHOUT
from tests.channels.local_chat import playing, small_story

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT),
]


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
