"""The local chat over real HTTP: what is taken, what is told, and who is refused."""

import asyncio
from datetime import UTC, timedelta
from io import BytesIO

import aiohttp
import msgspec
import pytest

from channels import NotSent, Parcel, Raw, Refused
from channels.pages.stage import Move, spoken
from channels.pages.stream import WAITING, Stream
from channels.web import KEPT_FILES, Channel
from models.shapes.message import Attachment, File
from tests.channels.local_chat import MONDAY, TEACHER, SmallSchool, small_story
from tests.channels.web.house import House, listening, post, stage_of, text_of
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

VANG = {"address": "gvcn", "text": "/vang 6A Ho Van Nia"}


async def test_what_is_typed_is_stored_before_it_is_acknowledged(house: House) -> None:
    async with house.play() as (school, browser), browser.post("/web/say", json=VANG) as answer:
        assert answer.status == 202
        [raw] = school.raws

        assert raw.address == "gvcn"
        assert raw.external_id == (await answer.json())["id"]


async def test_what_could_not_be_stored_is_not_acknowledged_and_not_shown(house: House) -> None:
    class Broken(SmallSchool):
        async def take(self, raw: Raw) -> None:
            raise OSError("disk full")

    school = Broken(Channel(), {})
    async with house.play(school) as (_school, browser), listening(browser) as page:
        await page.next("resync")
        assert await post(browser, "/web/say", VANG) == 500
        await school.tell(Parcel(address="gvcn", text="tin sau"), alert=True)

        assert (await page.next("shown"))["text"] == "tin sau"


async def test_a_stored_message_reads_back_as_what_was_said_and_when(house: House) -> None:
    async with house.play() as (school, browser):
        await post(browser, "/web/say", VANG)
        incoming = school.channel.read(school.raws[0].body)

    assert (incoming.channel, incoming.address, incoming.text) == ("web", "gvcn", "/vang 6A Ho Van Nia")
    assert (incoming.when, incoming.when.tzinfo) == (MONDAY, UTC)
    assert incoming.message_id == school.raws[0].external_id
    assert not incoming.pressed


async def test_a_pressed_button_carries_its_token_and_is_shown_by_its_words(house: House) -> None:
    async with house.play() as (school, browser):
        await post(browser, "/web/press", {"address": "phuhuynh", "token": "t-om", "label": "Cháu ốm"})
        body = school.raws[0].body

    assert (school.channel.read(body).text, school.channel.read(body).pressed) == ("t-om", True)
    assert (spoken(body).text, spoken(body).pressed, spoken(body).mine) == ("Cháu ốm", "t-om", True)


async def test_every_open_page_hears_what_was_said_and_the_answer_in_that_order(house: House) -> None:
    async with house.play() as (_school, browser), listening(browser) as one, listening(browser) as other:
        for page in (one, other):
            await page.next("resync")
        await post(browser, "/web/say", VANG)

        for page in (one, other):
            said, answered = await page.next("shown"), await page.next("shown")
            assert (said["mine"], said["address"], said["text"]) == (True, "gvcn", "/vang 6A Ho Van Nia")
            assert (answered["mine"], answered["address"], answered["alert"]) == (False, "gvcn", False)
            assert answered["at"] == "2026-11-16T07:05:01+07:00"


async def test_what_nobody_asked_for_is_an_alert_also_while_others_are_answered(house: House) -> None:
    async with house.play() as (_school, browser), listening(browser) as page:
        await page.next("resync")
        await post(browser, "/web/press", {"address": "phuhuynh", "token": "t-om", "label": "Cháu ốm"})
        heard = [await page.next("shown") for _time in range(3)]

    assert [(one["address"], one["alert"]) for one in heard if not one["mine"]] == [("phuhuynh", False), ("gvcn", True)]


async def test_a_page_that_comes_back_is_told_what_it_missed(house: House) -> None:
    async with house.play() as (school, browser):
        async with listening(browser) as page:
            await page.next("resync")
        await school.tell(Parcel(address="gvcn", text="một"), alert=True)
        await school.tell(Parcel(address="gvcn", text="hai"), alert=True)

        async with listening(browser, page.last_id) as again:
            assert [(await again.next("shown"))["text"], (await again.next("shown"))["text"]] == ["một", "hai"]


async def test_a_page_from_before_a_restart_is_told_to_read_everything_again(house: House) -> None:
    async with house.play() as (_school, browser), listening(browser, "0badcafe-7") as page:
        assert await page.next("resync") == {}


async def test_a_page_that_does_not_keep_up_reads_again_and_holds_nobody_up() -> None:
    stream = Stream()
    page = stream.listen("")
    await anext(page)
    for number in range(WAITING + 1):
        stream.tell("shown", number)

    assert b"event: resync" in await anext(page)
    stream.tell("shown", "tin mới")
    assert "tin mới" in (await anext(page)).decode()
    await page.aclose()


async def test_the_stage_shows_the_clock_and_what_every_phone_shows(house: House) -> None:
    async with house.play() as (school, browser):
        await post(browser, "/web/say", VANG)
        await school.tell(Parcel(address="ht", text="xong", buttons=[[("Xem", "x")]]), alert=True)
        stage = await stage_of(browser)

    assert stage["clock"] == {"now": "2026-11-16T07:05:02+07:00", "moving": False, "fixed": False}
    assert [(phone["address"], phone["name"]) for phone in stage["phones"]] == [
        (phone.address, phone.name) for phone in school.cast
    ]
    assert stage["phones"][0]["hint"] == TEACHER.hint
    assert stage["phones"][0]["shown"][0]["text"] == VANG["text"]
    assert stage["phones"][2]["shown"][0]["buttons"] == [[["Xem", "x"]]]


async def test_what_was_told_live_has_the_id_it_has_in_the_history(house: House) -> None:
    async with house.play() as (school, browser), listening(browser) as page:
        await page.next("resync")
        await post(browser, "/web/say", VANG)
        live = [(await page.next("shown"))["id"] for _time in range(2)]

    assert live == [shown.id for shown in school.shown["gvcn"]]


async def test_what_takes_a_messages_place_comes_under_its_id(house: House) -> None:
    async with house.play() as (school, browser), listening(browser) as page:
        await page.next("resync")
        board = Parcel(address="gvcn", text="Điểm danh", buttons=[[("5. Nia", "t5")]], board=True)
        sent = await school.channel.send(board)
        changed = msgspec.structs.replace(board, buttons=[[("✗ K 5. Nia", "t5")]], replaces=sent)
        assert await school.channel.send(changed) == sent
        first, second = await page.next("shown"), await page.next("shown")

    assert (first["id"], first["board"], first["replaces"]) == (sent, True, False)
    assert (second["id"], second["board"], second["replaces"]) == (sent, True, True)
    assert second["buttons"] == [[["✗ K 5. Nia", "t5"]]]


async def test_the_clock_moves_and_everybody_sees_it_move(house: House) -> None:
    async with house.play() as (school, browser), listening(browser) as page:
        await page.next("resync")
        async with browser.post("/web/clock", json={"to": "check"}) as answer:
            assert (await answer.json())["now"] == "2026-11-16T07:35:01+07:00"

        assert school.moves == ["check"]
        assert (await page.next("clock"))["moving"] is True
        assert (await page.next("shown"))["address"] == "phuhuynh"
        assert await page.next("clock") == {"now": "2026-11-16T07:35:01+07:00", "moving": False, "fixed": False}


async def test_one_move_at_a_time(house: House) -> None:
    async with house.play() as (school, browser), listening(browser) as page:
        school.gate.clear()
        first = asyncio.create_task(post(browser, "/web/clock", {"to": "day"}))
        await page.next("clock")
        assert await post(browser, "/web/clock", {"to": "day"}) == 409
        school.gate.set()

        assert await first == 200
        assert school.moves == ["day"]


async def test_the_clock_of_a_real_school_is_not_moved(house: House) -> None:
    async with house.play() as (school, browser):
        assert (await stage_of(browser))["clock"]["fixed"] is False
        school.movable = False
        assert (await stage_of(browser))["clock"]["fixed"] is True
        assert await post(browser, "/web/clock", {"to": "day"}) == 403
        assert school.moves == []


async def test_a_move_that_fails_frees_the_clock(house: House) -> None:
    class Stuck(SmallSchool):
        async def move(self, to: Move) -> None:
            raise RuntimeError("no calendar")

    async with house.play(Stuck(Channel(), {})) as (_school, browser):
        for _time in range(2):
            assert await post(browser, "/web/clock", {"to": "day"}) == 500
        assert (await stage_of(browser))["clock"]["moving"] is False


async def test_a_file_that_was_sent_downloads_under_its_vietnamese_name(house: House) -> None:
    async with house.play() as (_school, browser), listening(browser) as page:
        await page.next("resync")
        await post(browser, "/web/say", {"address": "ht", "text": "/baocao"})
        await page.next("shown")
        [[name, url]] = (await page.next("shown"))["files"]
        async with browser.get(url) as answer:
            assert await answer.read() == b"so lieu"
            assert answer.content_disposition is not None
            assert (name, answer.content_disposition.filename) == ("Báo cáo 16-11.xlsx", "Báo cáo 16-11.xlsx")
            assert answer.content_type == "application/octet-stream"


async def test_only_the_newest_files_are_kept_and_the_page_knows_which_are_gone(house: House) -> None:
    async with house.play() as (school, browser):
        parcel = Parcel(address="ht", text="", files=[File("a.xlsx", b"1")])
        first = await school.tell(parcel, alert=True)
        for _time in range(KEPT_FILES):
            await school.tell(parcel, alert=True)
        phone = (await stage_of(browser))["phones"][2]

        async with browser.get(f"/web/file/{first}/a.xlsx") as answer:
            assert answer.status == 404
        assert phone["shown"][0]["files"] == [["a.xlsx", None]]
        assert phone["shown"][-1]["files"][0][1].startswith("/web/file/")


async def upload(browser: aiohttp.ClientSession, content: bytes, name: str = "Danh sách 6A.xlsx") -> int:
    query = {"address": "gvcn", "name": name}
    kind = {"Content-Type": "application/octet-stream"}
    body = BytesIO(content)
    # Asking first is what lets the answer be read when the server does not want the body.
    async with browser.post("/web/upload", params=query, data=body, headers=kind, expect100=True) as answer:
        return answer.status


async def test_a_workbook_comes_in_as_an_attachment_that_can_be_fetched(house: House) -> None:
    async with house.play() as (school, browser):
        assert await upload(browser, b"PK...") == 202
        attachment = school.channel.read(school.raws[0].body).attachment

        assert attachment is not None
        assert (attachment.name, attachment.size) == ("Danh sách 6A.xlsx", 5)
        assert await school.channel.fetch(attachment) == b"PK..."


async def test_a_file_that_is_no_longer_in_memory_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="gone"):
        await Channel().fetch(Attachment(name="a.xlsx", reference="cũ", size=5))


async def test_stopping_ends_the_open_pages_and_keeps_new_ones_from_holding_the_server(house: House) -> None:
    async with house.play() as (school, browser), browser.get("/web/events") as page:
        await school.channel.stop()
        async with asyncio.timeout(PATIENCE):
            await page.read()
            assert await text_of(browser, "/web/events") == ""


async def test_without_a_school_nothing_is_sent_and_the_problem_has_a_name() -> None:
    channel = Channel(allow_real=True)

    assert channel.allow_real
    assert await channel.problem()
    with pytest.raises(NotSent):
        await channel.send(Parcel(address="gvcn", text="xin chào"))
    small_story(channel)
    assert await channel.problem() is None


async def test_a_phone_shows_what_it_said_at_the_schools_hour(house: House) -> None:
    async with house.play() as (school, browser):
        school.clock = MONDAY + timedelta(hours=6)
        await post(browser, "/web/say", VANG)

    shown = spoken(school.raws[0].body)
    assert (shown.id, shown.mine, shown.text) == (school.raws[0].external_id, True, VANG["text"])
    assert shown.at == MONDAY + timedelta(hours=6)
    assert shown.at.hour == 13
