"""Template messages over real HTTP: the token that works once, what refusals prove, and signed reports."""

import json
import time
from hashlib import sha256
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from channels import ChannelDown, Gone, NotSent, Parcel, Raw, Refused, SendError, Throttled, Uncertain
from channels.zalo_template import Channel
from channels.zalo_template.channel import Template
from models.shapes.letter import Brief
from models.shapes.receipt import Receipt
from tests.channels.local_chat import serving
from tests.fakes.gateways import FakeZbs

pytestmark = pytest.mark.anyio

FIELDS = {"pupil": "A", "class": "6A", "day": "sáng 16/11"}
WORDS = Parcel(
    address="+84910000001/7", text="…", brief=Brief(template="absent", short="", fields=FIELDS), reference="siso-1"
)


class KilledError(Exception):
    """The program ends here."""


class Drawer:
    """A safe in memory; while it is `broken`, nothing is kept: the program was killed."""

    def __init__(self) -> None:
        self.value, self.broken = b"", False

    async def read(self) -> bytes:
        return self.value

    async def write(self, value: bytes) -> None:
        if self.broken:
            raise KilledError
        self.value = value


def opened(fake: FakeZbs, safe: Drawer, refresh: str = "refresh-0", **more: Any) -> Channel:
    channel = Channel(
        "app",
        "app-secret",
        refresh,
        {"absent": Template("4711", ["pupil", "class", "day", "teacher"])},
        base_url=fake.url,
        **{"oauth_url": fake.url + "/oauth", **more},
    )
    channel.keep_in(safe)
    return channel


async def test_the_blanks_are_filled_and_one_nobody_knows_is_a_dash() -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        assert await channel.send(WORDS) == "z1"
        (sent,) = fake.sent
        assert (sent["phone"], sent["template_id"], sent["tracking_id"]) == ("84910000001", "4711", "siso-1")
        assert sent["template_data"] == {"pupil": "A", "class": "6A", "day": "sáng 16/11", "teacher": "–"}
        await channel.stop()


async def test_a_refresh_token_is_used_once_and_its_successor_is_found_after_a_restart() -> None:
    async with FakeZbs() as fake:
        safe = Drawer()
        for _start in range(3):
            channel = opened(fake, safe)
            await channel.send(WORDS)
            await channel.stop()
        assert fake.renewals == 1
        fake.access = "revoked"
        channel = opened(fake, safe)
        with pytest.raises(NotSent):
            await channel.send(WORDS)
        assert await channel.send(WORDS), "with the next token, by the refresh token that came with the last"
        assert fake.renewals == 2
        await channel.stop()


async def test_a_kill_between_the_answer_and_the_safe_costs_a_consent_and_a_new_token_is_taken() -> None:
    async with FakeZbs() as fake:
        safe = Drawer()
        safe.broken = True
        channel = opened(fake, safe)
        with pytest.raises(KilledError):
            await channel.send(WORDS)
        await channel.stop()
        safe.broken = False
        channel = opened(fake, safe)
        with pytest.raises(ChannelDown):
            await channel.send(WORDS)
        assert "consent again" in (await channel.problem() or "")
        await channel.stop()
        fake.refresh = "new-consent"
        channel = opened(fake, safe, refresh="new-consent")
        assert await channel.send(WORDS)
        await channel.stop()


async def test_a_sign_in_that_is_away_is_no_dead_token() -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        fake.moods.append("html 502")
        with pytest.raises(NotSent):
            await channel.send(WORDS)
        assert await channel.send(WORDS)
        await channel.stop()


async def test_beside_the_running_program_nobody_uses_up_a_refresh_token() -> None:
    async with FakeZbs() as fake:
        channel = Channel(
            "app", "app-secret", "refresh-0", {"absent": Template("1", [])}, oauth_url=fake.url + "/oauth"
        )
        assert await channel.problem() is None
        assert fake.renewals == 0
        await channel.stop()


PROVEN: dict[str, type[SendError]] = {
    "-118": Gone,
    "-114": Gone,
    "-108": Gone,
    "-105": ChannelDown,
    "-135": ChannelDown,
    "-131": Refused,
    "-115": Refused,
    "-144": Refused,
    "-133": Refused,
    "-9999": Uncertain,
    "html 502": Uncertain,
    "html 429": Throttled,
    "drop after": Uncertain,
}


@pytest.mark.parametrize("mood", PROVEN)
async def test_each_refusal_proves_what_it_proves(mood: str) -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        await channel.probe()
        fake.moods.append(mood)
        with pytest.raises(SendError) as caught:
            await channel.send(WORDS)
        assert type(caught.value) is PROVEN[mood]
        assert fake.access not in str(caught.value)
        await channel.stop()


async def test_a_kind_without_a_template_costs_nothing() -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        other = Brief(template="case", short="", fields=FIELDS)
        with pytest.raises(Refused):
            await channel.send(Parcel(address="+84910000001/7", text="…", brief=other))
        assert not fake.sent
        await channel.stop()


async def test_reports_are_signed_over_the_raw_bytes_and_only_a_delivery_says_that_it_arrived() -> None:
    async with FakeZbs() as fake:
        channel, raws = opened(fake, Drawer(), webhook_secret="oa-secret"), list[Raw]()

        async def take(raw: Raw) -> None:
            raws.append(raw)

        def event(**more: Any) -> bytes:
            return json.dumps({"timestamp": "1700", **more}).encode()

        events = [
            event(event_name="user_received_message", message={"msg_id": "z1", "delivery_time": "1700"}),
            event(event_name="user_received_message", message={"msg_id": "z1"}),
            event(event_name="user_seen_message", message={"msg_ids": ["z1"]}),
            event(event_name="follow"),
        ]
        async with serving(Starlette(routes=[*channel.routes(take)])) as url, aiohttp.ClientSession() as browser:
            for number, body in enumerate(events):
                mac = sha256(b"app" + body + b"1700" + b"oa-secret").hexdigest()
                headers = {"X-ZEvent-Signature": ("mac=" if number % 2 else "") + mac}
                async with browser.post(f"{url}/channels/zalo_template", data=body, headers=headers) as reply:
                    assert reply.status == 200
            forged = {"X-ZEvent-Signature": sha256(b"guess").hexdigest()}
            async with browser.post(f"{url}/channels/zalo_template", data=events[0], headers=forged) as reply:
                assert reply.status == 403
        assert [channel.read(raw.body) for raw in raws] == [
            Receipt(message_id="z1", arrived=True),
            None,
            Receipt(message_id="z1", arrived=True, seen=True),
            None,
        ]
        await channel.stop()


@pytest.mark.parametrize(
    ("templates", "fault"), [({}, "template"), ({"absent": Template("1", ["pupil", "shoe_size"])}, "shoe_size")]
)
def test_what_is_wrong_in_the_table_is_named(templates: dict[str, Template], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Channel("app", "secret", "refresh", templates)


@pytest.mark.parametrize("end", ["", "/", "/v4/oa/access_token"])
async def test_a_sign_in_that_is_named_by_its_server_alone_is_found(end: str) -> None:
    async with FakeZbs(sign_in="/v4/oa/access_token") as fake:
        channel = opened(fake, Drawer(), oauth_url=fake.url + end)
        assert await channel.send(WORDS) == "z1"
        await channel.stop()


@pytest.mark.parametrize(
    ("answer", "proves"),
    [
        ('200 {"error": "-118", "message": null, "data": null}', Gone),
        ('200 {"error": -132, "data": null}', Refused),
        ('200 {"message": "Success"}', Uncertain),
        ('502 {"error": 0}', Uncertain),
    ],
)
async def test_an_answer_is_read_whatever_its_spelling_and_none_is_no_success(
    answer: str, proves: type[SendError]
) -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        await channel.probe()
        fake.moods.append(answer)
        with pytest.raises(SendError) as caught:
            await channel.send(WORDS)
        assert type(caught.value) is proves
        fake.moods.append('200 {"error": "0", "data": {"msg_id": 77, "quota": {"dailyQuota": "500"}}}')
        assert await channel.send(WORDS) == "77"
        await channel.stop()


@pytest.mark.parametrize("life", ['"300"', "300", "null"])
async def test_a_token_of_a_short_life_serves_more_than_one_letter(life: str) -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        fake.access = "short"
        fake.moods.append(f'200 {{"access_token": "short", "refresh_token": "next", "expires_in": {life}}}')
        for _letter in range(3):
            await channel.send(WORDS)
        assert fake.renewals == 0, "the first answer is good for all three"
        await channel.stop()


async def test_while_the_sign_in_is_ill_the_old_token_serves_and_the_administrator_is_told() -> None:
    async with FakeZbs() as fake:
        channel = opened(fake, Drawer())
        fake.access = "short"
        fake.moods.append('200 {"access_token": "short", "refresh_token": "refresh-0", "expires_in": "50"}')
        await channel.send(WORDS)
        channel._tokens._now = lambda: time.time() + 45
        fake.moods.append("html 502")
        assert await channel.send(WORDS)
        fake.moods.append("html 502")
        assert "does not renew" in (await channel.problem() or "")
        assert await channel.problem() is None, "it has renewed it now"
        await channel.stop()
