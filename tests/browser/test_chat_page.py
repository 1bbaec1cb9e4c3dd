"""The page of the local chat in a real Chromium: a story lived on it, on a wide screen and on a phone's width."""

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from channels import Parcel
from channels.web import Channel
from models.shapes.message import File
from tests.browser.chat_pages import opened, phone, say, tab
from tests.browser.conftest import CHROMIUM, WITHOUT
from tests.channels.local_chat import MONDAY, Scene, SmallSchool, playing, small_story

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT),
]


def content_of(path: Path) -> bytes:
    return path.read_bytes()


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


async def test_a_chart_is_seen_in_the_chat_and_the_newest_message_stays_in_sight(chromium: Browser) -> None:
    school = small_story(Channel())
    async with playing(school) as url, opened(chromium, url) as page:
        chart = Path(__file__).parents[2].joinpath("docs/local-chat.png").read_bytes()
        await school.tell(Parcel(address="ht", text="Tuần này", files=[File("bieu-do.png", chart)]), alert=True)
        picture = phone(page, "ht").get_by_role("img", name="bieu-do.png")
        await expect(picture).to_be_in_viewport()
        assert await picture.evaluate("one => one.naturalWidth") > 0
        log = phone(page, "ht").locator(".log")
        await page.wait_for_function(
            "one => one.scrollHeight - one.scrollTop - one.clientHeight < 2", arg=await log.element_handle()
        )


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
