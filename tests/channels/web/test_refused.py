"""What the local page does not take, and from whom: other sites, other machines, other shapes."""

import re
from typing import Any

import msgspec
import pytest
from starlette.routing import Route

from channels.pages import FILES
from channels.web import LARGEST_FILE, Channel
from locales import _, speaking
from tests.channels.local_chat import small_story
from tests.channels.web.house import JSON, House, post, text_of
from tests.channels.web.test_page import VANG, upload

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"x" * (LARGEST_FILE + 1), "a.xlsx", 413),
        (b"", "a.xlsx", 422),
        (b"x", "", 422),
        (b"x", "a/../b.xlsx", 422),
        (b"x", "a" * 201, 422),
    ],
)
async def test_a_file_too_large_or_without_name_or_content_is_not_taken(
    house: House, content: bytes, name: str, status: int
) -> None:
    async with house.play() as (school, browser):
        assert await upload(browser, content, name) == status
        assert not school.raws


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/web/say", {"address": "nguoi-la", "text": "/du 6A"}, 404),
        ("/web/say", {"address": "gvcn", "text": ""}, 422),
        ("/web/say", {"address": "gvcn", "text": "a" * 4097}, 422),
        ("/web/say", {"address": "gvcn", "text": "a" * 70_000}, 413),
        ("/web/say", {"address": "gvcn"}, 422),
        ("/web/press", {"address": "gvcn", "token": "t", "label": ""}, 422),
        ("/web/clock", {"to": "yesterday"}, 422),
    ],
)
async def test_what_no_page_of_ours_would_send_is_not_taken(
    house: House, path: str, body: dict[str, str], status: int
) -> None:
    async with house.play() as (school, browser):
        assert await post(browser, path, body) == status
        assert not school.raws
        assert not school.moves


async def test_a_form_of_another_site_cannot_speak(house: House) -> None:
    async with house.play() as (school, browser):
        body = msgspec.json.encode(VANG)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            for path in ("/web/say", "/web/press", "/web/clock", "/web/upload"):
                async with browser.post(path, data=body, headers={"Content-Type": kind}) as answer:
                    assert answer.status == 415
        assert not school.raws


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "truong.example:8080"},
        {"Host": "127.0.0.1.truong.example"},
        {"Origin": "http://truong.example"},
        {"Origin": "null"},
        {"Host": "localhost:1", "Origin": "http://localhost:2"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
    ],
)
async def test_no_route_answers_to_another_name_or_another_page(house: House, headers: dict[str, str]) -> None:
    async with house.play() as (school, browser):
        for route in school.channel.routes(school.take):
            assert isinstance(route, Route)
            assert route.methods is not None
            path = re.sub(r"\{\w+\}", "x", route.path)
            method = "POST" if "POST" in route.methods else "GET"
            async with browser.request(method, path, headers=JSON | headers, data=b"{}") as answer:
                assert answer.status == 403, path
        assert not school.raws


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "[::1]:8080"])
async def test_this_machine_by_any_of_its_names_is_answered(house: House, host: str) -> None:
    async with house.play() as (_school, browser):
        headers = {"Host": host, "Origin": f"http://{host}"}
        async with browser.get("/", headers=headers) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(("client", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.9", 403), (None, 403)])
async def test_another_machine_is_refused_whatever_it_says_it_asked_for(client: str | None, status: int) -> None:
    school = small_story(Channel())
    [home, *_others] = school.channel.routes(school.take)
    statuses: list[int] = []

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": (client, 5) if client else None,
    }
    await home.handle(scope, receive, send)
    assert statuses[0] == status


async def test_the_page_may_load_its_own_files_only_and_nothing_in_it_runs_by_itself(house: House) -> None:
    async with house.play() as (_school, browser):
        async with browser.get("/") as answer:
            html, policy = await answer.text(), answer.headers["Content-Security-Policy"]
        loaded = re.findall(r'(?:src|href)="(/[^"]*)"', html)

        assert policy.startswith("default-src 'self';")
        assert set(loaded) == {"/web/chat.css", "/web/phone.css", "/web/chat.js", "/web/chat.svg"}
        assert not re.search(r'https?:|style="|\son\w+=', html)
        assert {path.rpartition("/")[2] for path in loaded} <= set(FILES)
        for name in FILES:
            async with browser.get(f"/web/{name}") as answer:
                assert answer.status == 200
                assert answer.content_type.partition("/")[2] in {"css", "javascript", "svg+xml"}


async def test_the_page_speaks_the_language_it_is_asked_for(house: House) -> None:
    async with house.play() as (_school, browser):
        for query, language in (("", "vi"), ("?lang=en", "en"), ("?lang=xx", "vi")):
            html = await text_of(browser, f"/{query}")
            with speaking(language):
                assert f'<html lang="{language}">' in html
                assert f">{_('Next school day')}</button>" in html


async def test_a_name_is_words_and_never_a_tag(house: House) -> None:
    school = small_story(Channel())
    school.channel.show(school, "<script>alert(1)</script>")
    async with house.play(school) as (_school, browser):
        html = await text_of(browser, "/")

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
