"""What stored bytes say, and what of it is for us."""

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from channels.telegram import Channel
from channels.telegram.arriving import arrived
from channels.telegram.reading import read
from models.shapes.message import Incoming

WHEN = 1_795_000_000
LAN = {"id": 1001, "is_bot": False, "first_name": "Lan", "last_name": "Hồ Thị"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Lan"}
GROUP = {"id": -55, "type": "supergroup", "title": "6A"}


def message(**more: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": WHEN, "chat": PRIVATE, "from": LAN, **more}


def body(**update: Any) -> bytes:
    return json.dumps({"update_id": 5, **update}).encode()


def said(**more: Any) -> Incoming | None:
    return read(body(message=message(**more)), "SiSoTestBot")


def test_a_message_is_read_whole() -> None:
    assert said(text="/vang 6A Hồ Văn A") == Incoming(
        channel="telegram",
        address="1001",
        text="/vang 6A Hồ Văn A",
        when=datetime.fromtimestamp(WHEN, UTC),
        message_id="7",
        sender_name="Lan Hồ Thị",
    )


def test_letters_are_composed_on_the_way_in() -> None:
    found = said(text=unicodedata.normalize("NFD", "vắng Hoà"))
    assert found is not None
    assert found.text == unicodedata.normalize("NFC", "vắng Hoà")


def test_a_deep_link_is_left_as_it_is() -> None:
    found = said(text="/start 7K2P-XY")
    assert found is not None
    assert found.text == "/start 7K2P-XY"


@pytest.mark.parametrize(
    ("typed", "username", "text"),
    [
        ("/vang@SiSoTestBot 6A  An\nBình", "SiSoTestBot", "/vang 6A  An\nBình"),
        ("/vang@sisotestbot", "SiSoTestBot", "/vang"),
        ("/vang@AnotherBot 6A", "SiSoTestBot", None),
        ("/vang@AnyBot 6A", "", "/vang 6A"),
        ("gửi lan@truong.vn nhé", "SiSoTestBot", "gửi lan@truong.vn nhé"),
        ("lan@truong.vn", "SiSoTestBot", "lan@truong.vn"),
    ],
)
def test_a_command_for_us_loses_our_name_and_one_for_another_bot_is_not_ours(
    typed: str, username: str, text: str | None
) -> None:
    found = read(body(message=message(text=typed, chat=GROUP)), username)
    assert (found.text if found else None) == text


def test_a_document_is_an_attachment_to_fetch_later() -> None:
    document = {"file_id": "f1", "file_unique_id": "u", "file_name": "Danh sách.xlsx", "file_size": 900}
    found = said(document=document, caption="/nhap")
    assert found is not None
    assert found.text == "/nhap"
    assert found.attachment is not None
    assert (found.attachment.name, found.attachment.reference, found.attachment.size) == ("Danh sách.xlsx", "f1", 900)


def test_a_photo_is_a_picture_in_its_largest_size() -> None:
    sizes = [{"file_id": name, "file_unique_id": name, "width": 9, "height": 9, "file_size": 9} for name in ("s", "l")]
    found = said(photo=sizes, caption="/tham 12 gặp mẹ")
    assert found is not None
    assert found.text == "/tham 12 gặp mẹ"
    assert found.attachment is not None
    assert (found.attachment.reference, found.attachment.is_picture) == ("l", True)


@pytest.mark.parametrize(
    ("contact", "phone"),
    [
        ({"phone_number": "84 912-345-678", "user_id": 1001}, "+84912345678"),
        ({"phone_number": "+84912345678", "user_id": 1001}, "+84912345678"),
        ({"phone_number": "84912345678", "user_id": 1002}, ""),
        ({"phone_number": "84912345678"}, ""),
        ({"phone_number": "", "user_id": 1001}, ""),
        ({"user_id": 1001}, ""),
    ],
)
def test_a_contact_is_a_number_only_where_it_is_the_senders_own(contact: dict[str, Any], phone: str) -> None:
    found = said(contact={"first_name": "Lan", **contact})
    assert found is not None
    assert (found.phone, found.text) == (phone, "")
    edited = read(body(edited_message=message(contact=contact)), "SiSoTestBot")
    assert edited is None or edited.phone == ""
    group = said(contact={"first_name": "Lan", **contact}, chat=GROUP)
    assert group is None or group.phone == ""


def test_what_is_passed_on_was_written_when_it_was_written_and_in_a_group_by_nobody_there() -> None:
    origin = {"type": "hidden_user", "date": WHEN - 86400, "sender_user_name": "Ai đó"}
    found = said(text="6A vắng Bình", forward_origin=origin)
    assert found is not None
    assert found.when == datetime.fromtimestamp(WHEN - 86400, UTC)
    assert said(text="6A vắng Bình", forward_origin=origin, chat=GROUP) is None


def test_an_edited_message_keeps_its_day_and_its_id() -> None:
    found = read(body(edited_message=message(text="/vang 6B", edit_date=WHEN + 90_000)), "")
    assert found is not None
    assert (found.edited, found.message_id, found.when.timestamp()) == (True, "7", WHEN)


def test_a_press_is_the_token_under_the_message_s_own_id() -> None:
    query = {"id": "q1", "from": LAN, "message": message(), "chat_instance": "1", "data": "token"}
    found = read(body(callback_query=query), "")
    assert found is not None
    assert (found.pressed, found.text, found.address, found.message_id) == (True, "token", "1001", "7")


@pytest.mark.parametrize("kind", ["contact", "photo", "sticker", "voice", "location", "video"])
def test_what_has_no_words_is_answered_in_private_and_passed_over_among_others(kind: str) -> None:
    found = said(**{kind: {}})
    assert found is not None
    assert (found.text, found.private) == ("", True)
    assert said(**{kind: {}}, chat=GROUP) is None
    assert read(body(edited_message=message(**{kind: {}})), "") is None


@pytest.mark.parametrize("kind", ["voice", "video_note", "video", "audio"])
def test_what_is_heard_or_seen_is_a_file_unless_it_is_too_large_to_be_fetched(kind: str) -> None:
    found = said(**{kind: {"file_id": "f1", "file_size": 1000}})
    assert found is not None
    assert found.attachment is not None
    assert (found.attachment.reference, found.attachment.is_picture) == ("f1", False)
    large = said(**{kind: {"file_id": "f1", "file_size": 21 * 1024 * 1024}})
    assert large is not None
    assert (large.text, large.attachment) == ("", None)


def test_a_place_is_words_that_open_a_map_and_one_that_moves_is_told_once() -> None:
    place = {"location": {"latitude": 15.1, "longitude": 108.25}}
    found = said(**place)
    assert found is not None
    assert found.text == "Vị trí: https://maps.google.com/?q=15.100000,108.250000"
    assert read(body(edited_message=message(**place)), "") is None
    assert said(**place, chat=GROUP) is None


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_a_chat_of_many_is_not_private(kind: str) -> None:
    found = said(text="/vang 6A", chat={"id": -55, "type": kind, "title": "6A"})
    assert found is not None
    assert not found.private


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(text="/du 6A", sender_chat=GROUP)},
        {"message": message(text="/du 6A", **{"from": {"id": 1087968824, "first_name": "Group"}})},
        {"message": message(text="/du 6A", **{"from": {"id": 136817688, "first_name": "Channel"}})},
        {"message": message(pinned_message={})},
        {"message": message(chat=GROUP, new_chat_members=[])},
        {"my_chat_member": {"chat": PRIVATE, "from": LAN, "date": WHEN, "new_chat_member": {"status": "kicked"}}},
        {"callback_query": {"id": "q", "from": LAN, "chat_instance": "1", "data": "token"}},
        {
            "callback_query": {
                "id": "q",
                "from": LAN,
                "chat_instance": "1",
                "message": message(),
                "game_short_name": "g",
            }
        },
        {"something_new": {"chat": 5}},
    ],
)
def test_this_is_not_for_us(update: dict[str, Any]) -> None:
    assert read(body(**update), "SiSoTestBot") is None


def test_a_channel_reads_before_it_has_ever_been_connected() -> None:
    found = Channel("1:a").read(body(message=message(text="/vang@SiSoTestBot 6A")))
    assert found is not None
    assert found.text == "/vang 6A"


@pytest.mark.parametrize(
    ("update", "external_id", "address", "press"),
    [
        ({"message": message()}, f"5:{WHEN}", "1001", ""),
        ({"edited_message": message()}, f"5:{WHEN}", "1001", ""),
        ({"callback_query": {"id": "q9", "from": LAN, "message": message()}}, f"5:{WHEN}", "1001", "q9"),
        ({"my_chat_member": {"chat": GROUP, "date": WHEN}}, f"5:{WHEN}", "-55", ""),
        ({"something_new": {"chat": 5}}, "5:0", "", ""),
        ({"message": "not even an object"}, "5:0", "", ""),
    ],
)
def test_what_arrives_is_known_by_number_and_date(
    update: dict[str, Any], external_id: str, address: str, press: str
) -> None:
    arrival = arrived(body(**update))
    assert (arrival.raw.external_id, arrival.raw.address, arrival.press) == (external_id, address, press)
    assert arrival.raw.body == body(**update)


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"{}", b'{"update_id":"5"}', b"\xff", b'{"update_id":1.5}'])
def test_what_has_no_number_is_not_an_update(junk: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        arrived(junk)
