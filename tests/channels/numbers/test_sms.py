"""SMS gateways over real HTTP: what each refusal proves, and that a lost answer is no second paid message."""

from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from channels import ChannelDown, Gone, NotSent, Parcel, Raw, Refused, SendError, Throttled, Uncertain
from channels.sms import Channel
from models.shapes.letter import Brief
from models.shapes.receipt import Receipt
from tests.channels.local_chat import serving
from tests.fakes.gateways import FakeEsms, FakeSpeedsms

pytestmark = pytest.mark.anyio

BRIEF = Brief(template="absent", short="em A (lop 6A) vang khong phep sang 16/11.", fields={})
WORDS = Parcel(address="+84910000001/7", text="…", brief=BRIEF, reference="siso-1")

ESMS: dict[str, type[SendError]] = {
    "101": ChannelDown,
    "140": ChannelDown,
    "103": Refused,
    "104": Refused,
    "118": Refused,
    "146": Refused,
    "99": Refused,
    "108": Gone,
    "177": Gone,
    "555": Uncertain,
    "html 502": Uncertain,
    "html 429": Throttled,
    "drop before": Uncertain,
    "drop after": Uncertain,
}
SPEEDSMS: dict[str, type[SendError]] = {
    "007": ChannelDown,
    "009": ChannelDown,
    "101": Refused,
    "105": Gone,
    "113": Refused,
    "300": Refused,
    "500": Uncertain,
    "html 429": Throttled,
    "html 502": Uncertain,
    "drop before": Uncertain,
    "drop after": Uncertain,
}


def esms(fake: FakeEsms, **more: Any) -> Channel:
    return Channel("esms", "key", "TRUONGTHU", "secret", fake.url, **more)


def speedsms(fake: FakeSpeedsms) -> Channel:
    return Channel("speedsms", "key", "TRUONGTHU", base_url=fake.url)


def test_speedsms_takes_a_secret_that_was_left_over_and_refuses_only_a_sandbox() -> None:
    for secret in ("", "of eSMS"):
        Channel("speedsms", "key", "TRUONGTHU", secret)
    with pytest.raises(ValueError, match="sandbox"):
        Channel("speedsms", "key", "TRUONGTHU", sandbox=True)


@pytest.mark.parametrize("mood", ESMS)
async def test_what_esms_answers_proves_what_it_proves(mood: str) -> None:
    async with FakeEsms() as fake:
        channel = esms(fake)
        fake.moods.append(mood)
        with pytest.raises(SendError) as caught:
            await channel.send(WORDS)
        assert type(caught.value) is ESMS[mood]
        assert "secret" not in str(caught.value)
        assert await channel.send(WORDS), "the next try goes"
        assert len(fake.sent) == 1, "one message, also where the first answer was lost: the same request id"
        await channel.stop()


@pytest.mark.parametrize("mood", SPEEDSMS)
async def test_what_speedsms_answers_proves_what_it_proves(mood: str) -> None:
    async with FakeSpeedsms() as fake:
        channel = speedsms(fake)
        assert not channel.can.idempotent, "so a lost answer is never sent again by itself"
        fake.moods.append(mood)
        with pytest.raises(SendError) as caught:
            await channel.send(WORDS)
        assert type(caught.value) is SPEEDSMS[mood]
        await channel.stop()


async def test_a_letter_without_a_short_form_is_refused_before_it_costs_anything() -> None:
    async with FakeEsms() as fake:
        channel = esms(fake)
        with pytest.raises(Refused):
            await channel.send(Parcel(address="+84910000001/7", text="dài"))
        assert not fake.sent
        await channel.stop()


async def test_a_sandbox_is_said_to_the_gateway() -> None:
    async with FakeEsms() as fake:
        channel = esms(fake, sandbox=True)
        await channel.send(WORDS)
        assert (fake.sent[0]["Sandbox"], fake.sent[0]["Phone"]) == ("1", "84910000001")
        await channel.stop()


async def test_a_wrong_key_and_a_gateway_that_is_away_are_told_apart() -> None:
    async with FakeEsms() as fake:
        wrong = Channel("esms", "other", "TRUONGTHU", "secret", fake.url)
        assert "key" in (await wrong.problem() or "")
        await wrong.stop()
        right = esms(fake)
        assert await right.problem() is None
        await right.stop()
        url = fake.url
    away = Channel("esms", "key", "TRUONGTHU", "secret", url)
    with pytest.raises(NotSent):
        await away.send(WORDS)
    assert "cannot be reached" in (await away.problem() or "")
    await away.stop()


async def test_a_delivery_report_is_stored_and_read() -> None:
    async with FakeEsms() as fake:
        channel, raws = esms(fake), list[Raw]()

        async def take(raw: Raw) -> None:
            raws.append(raw)

        async with serving(Starlette(routes=[*channel.routes(take)])) as url, aiohttp.ClientSession() as browser:
            for status in ("5", "4", "2"):
                async with browser.get(f"{url}/channels/sms", params={"SMSID": "abc", "SendStatus": status}) as reply:
                    assert reply.status == 200
        assert [channel.read(raw.body) for raw in raws] == [
            Receipt(message_id="abc", arrived=True),
            Receipt(message_id="abc", arrived=False),
            None,
        ]
        await channel.stop()


@pytest.mark.parametrize(("status", "arrived"), [(0, True), (1, None), (63, None), (64, False), (-1, None)])
async def test_a_report_of_speedsms_comes_as_json_and_a_fault_that_may_pass_says_nothing(
    status: int, *, arrived: bool | None
) -> None:
    async with FakeSpeedsms() as fake:
        channel, raws = speedsms(fake), list[Raw]()

        async def take(raw: Raw) -> None:
            raws.append(raw)

        async with serving(Starlette(routes=[*channel.routes(take)])) as url, aiohttp.ClientSession() as browser:
            said = {"type": "report", "tranId": 7, "phone": "84910000001", "status": status}
            for _copy in range(2):
                async with browser.post(f"{url}/channels/sms", json=said) as reply:
                    assert reply.status == 200
            async with browser.post(f"{url}/channels/sms", data=b"[torn") as reply:
                assert reply.status == 400
        assert len({raw.external_id for raw in raws}) == 1
        wanted = None if arrived is None else Receipt(message_id="7", arrived=arrived, number="84910000001")
        assert channel.read(raws[0].body) == wanted
        await channel.stop()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"provider": "esms", "key": "", "sender": "A"}, "key"),
        ({"provider": "esms", "key": "k", "sender": "A"}, "secret"),
        ({"provider": "speedsms", "key": "k", "sender": "A", "sandbox": True}, "sandbox"),
        ({"provider": "esms", "key": "k", "secret": "s", "sender": "A", "base_url": "x"}, "base_url"),
    ],
)
def test_what_is_wrong_in_the_table_is_named(options: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Channel(**options)


async def test_an_answer_is_read_whatever_its_spelling() -> None:
    async with FakeSpeedsms() as fake:
        channel = speedsms(fake)
        fake.moods.append('200 {"status": "success", "code": "00", "data": {"tranId": 7, "invalidPhone": null}}')
        assert await channel.send(WORDS) == "7"
        fake.moods.append('200 {"status": "success", "code": 0, "message": null, "data": null}')
        assert await channel.send(WORDS) == "siso-1", "it was taken, under whatever number"
        fake.moods.append('200 {"status": "error", "code": 105, "message": null}')
        with pytest.raises(Gone):
            await channel.send(WORDS)
        await channel.stop()
    async with FakeEsms() as other:
        channel = esms(other)
        other.moods.append('200 {"CodeResult": 100, "SMSID": 815, "ErrorMessage": null}')
        assert await channel.send(WORDS) == "815"
        await channel.stop()
