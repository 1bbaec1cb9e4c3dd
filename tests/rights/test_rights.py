"""Who may say what: every command tried by every role, today, the day after it ended and the day before it begins."""

from pathlib import Path

import pytest
from msgspec import structs

from bot.sample.stage import TITLES
from handlers import ANYONE, by_word, commands, match
from handlers.service import allowed, to_try
from models.people.askers import recognise
from models.shapes.asker import NOBODY
from models.shapes.message import Act, Incoming
from tests.campaign import CAMPAIGN
from tests.conversation import Play, playing
from tests.handlers.answered import answered
from tests.rights.of_roles import ROLES, cast

pytestmark = pytest.mark.anyio


OPEN = {"start", "lienket", "trogiup", "ngonngu", "ngung", "gothietbi", "thietbi", "khonghieu", "khongduoc", "luachon"}
ANSWERS = {"khonghieu", "khongduoc", "luachon"}  # the answers nobody asks for


async def unlike_declared(play: Play, phone: str, holds: frozenset[str]) -> list[str]:
    """The commands that answer this phone otherwise than they declare for somebody who holds these roles."""
    found = []
    async with play.app.database.read() as session:
        now = play.app.now()
        asker = (await recognise(session, [("paper", phone)], now))["paper", phone]
        for one in commands():
            word = one.word
            asked = Incoming(channel="paper", address=phone, text=f"/{word}", when=now, message_id="1", asker=asker)
            said = await answered(play.app.book, asked, session)
            refusal = await by_word()["khongduoc"].run(structs.replace(asked, rest=word), session)
            refused = [one for one in said if not isinstance(one, Act)] == list(refusal)
            if word not in ANSWERS and refused is (not one.who or not one.who.isdisjoint(holds)):
                found.append(word)
    return found


async def test_every_role_is_answered_as_its_command_declares_and_refused_otherwise(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        phones = await cast(play)
        wrong = {}
        for (role, when), phone in phones.items():
            holds = frozenset({role}) if when == "now" else frozenset()
            wrong[role, when] = await unlike_declared(play, phone, holds)
        assert {who: words for who, words in wrong.items() if words} == {}
        assert len(phones) * len(commands()) > 500


def test_only_these_commands_are_open_to_people_nobody_knows() -> None:
    assert {one.word for one in commands() if one.who == ANYONE} == OPEN


def test_no_command_is_for_a_role_that_does_not_exist() -> None:
    known = {*ROLES, "guardian", "unit_officer"}
    assert [one.words[0] for one in commands() if not one.who <= known] == []


def test_guardians_and_officers_may_not_report_decide_or_invite() -> None:
    outside = {"guardian", "mentor", "commune_officer", "province_officer", "village_head", "unit_officer"}
    for word in (
        "vang",
        "du",
        "comat",
        "phep",
        "huy",
        "sua",
        "duyet",
        "tuchoi",
        "moi",
        "tham",
        "quyetdinh",
        "diemdanh",
        "luudiemdanh",
        "duyetlydo",
        "duyetnghi",
    ):
        assert by_word()[word].who.isdisjoint(outside), word


CASE_ROLES = {
    "viec": {
        "homeroom",
        "teacher",
        "hamlet_staff",
        "registrar",
        "vice_principal",
        "principal",
        "admin",
        "village_head",
        "commune_officer",
    },
    "tham": {"homeroom", "hamlet_staff", "registrar", "vice_principal", "principal"},
    "ca": {"homeroom", "hamlet_staff", "registrar", "vice_principal", "principal", "village_head", "commune_officer"},
    "quyetdinh": {"principal"},
}
CARD = {"homeroom", "hamlet_staff", "registrar", "vice_principal", "principal"}  # of 6A, of Takta
HANDED = {"village_head", "commune_officer"}


def test_these_roles_and_no_others_work_on_cases() -> None:
    assert {word: set(by_word()[word].who) for word in CASE_ROLES} == CASE_ROLES


@pytest.mark.slow
async def test_each_role_sees_of_a_case_what_is_its_to_see_and_only_while_it_lasts(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        phones = await cast(play)
        await play.say("gvcn", "/ca mở 6A Nguyễn Văn A: bố mẹ ly hôn")
        await play.say("gvcn", "/tham 1 gặp mẹ, sắp lấy chồng, không hứa")
        assert await _told(play, phones, "/ca 1", "Nguyễn Văn A") == CARD
        assert await _told(play, phones, "/ca 1", "ly hôn") == CARD - {"hamlet_staff"}
        assert await _told(play, phones, "/ca 1", "ảo hôn") == CARD - {"hamlet_staff"}
        assert await _told(play, phones, "/ca", "Nguyễn Văn A") == CARD
        assert await _told(play, phones, "/viec", "Nguyễn Văn A") == CARD
        await play.say("ht", "/quyetdinh 1 gửi")
        assert await _told(play, phones, "/ca 1", "Nguyễn Văn A") == CARD | HANDED
        assert await _told(play, phones, "/ca 1", "mẹ") == CARD, "what the family said is not handed over"
        assert await _told(play, phones, "/ca 1 ảnh", "Không có ảnh") == {"homeroom", "vice_principal", "principal"}
        assert await _told(play, phones, "/ca đóng 1 chuyển", "Đã đóng") == {"vice_principal"}, "who came first"


async def _told(play: Play, phones: dict[tuple[str, str], str], words: str, part: str) -> set[str]:
    """The roles whose people, holding them now, are answered with that part; nobody else may be. Of those who held one,
    or will, a third asks each time.
    """
    turn = len(words) + len(part)
    asked = [who for at, who in enumerate(phones) if CAMPAIGN or who[1] == "now" or (at + turn) % 3 == 0]
    heard = {who for who in asked if part in "".join(await play.say(phones[who], words))}
    assert {when for _role, when in heard} <= {"now"}
    return {role for role, _when in heard}


def test_what_a_guardian_says_of_a_child_is_for_guardians_alone() -> None:
    for word in ("lydo", "xinphep", "con", "nhantin"):
        assert by_word()[word].who == {"guardian"}, word


def test_what_the_local_chat_suggests_to_a_role_its_command_is_for() -> None:
    suggested = [(role, says) for role in TITLES for says in to_try(role, "6A")]
    assert {role for role, _says in suggested} == {*TITLES}
    for role, says in suggested:
        found = match(says)
        assert found is not None, says
        assert found[0].who == ANYONE or role in found[0].who, (role, says)


def test_the_help_of_nobody_names_nothing_but_what_is_open() -> None:
    assert {one.word for one in allowed(NOBODY)} <= OPEN


def test_no_two_commands_claim_one_place_among_those_said_every_day() -> None:
    places = [one.daily for one in commands() if one.daily]
    assert len(places) == len(set(places))
