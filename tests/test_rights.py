"""Who may say what: every command tried by every role, today, the day after it ended and the day before it begins."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import insert, select, text, update

from bot.sample.stage import TITLES
from handlers import ANYONE, by_word, commands, match
from handlers.service import allowed, only_private, to_try
from locales import _
from models import Buttons, Chats, Guardians, Marks, Outbox, People, Pupils, Roles, Uploads, Visits
from models.people.askers import recognise
from models.shapes.asker import NOBODY
from models.shapes.message import Act, Incoming, Outgoing
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

ROLES = (
    "homeroom", "teacher", "hamlet_staff", "mentor", "registrar", "vice_principal", "principal", "admin",
    "village_head", "commune_officer", "province_officer", "group_head",
)  # fmt: skip
OPEN = {"start", "lienket", "trogiup", "ngonngu", "ngung", "gothietbi", "thietbi", "khonghieu", "khongduoc"}
ANSWERS = {"khonghieu", "khongduoc"}  # the two answers nobody asks for
WHEN = {"now": (-30, None), "ended yesterday": (-30, -1), "begins tomorrow": (1, None)}


async def cast(play: Play) -> dict[tuple[str, str], str]:
    """One person with a chat for every role and every moment of it, a guardian and a stranger; their addresses."""
    phones = {}
    async with play.app.database.write() as session:
        today = play.now.date()
        class_id = await session.scalar(text("SELECT id FROM classes WHERE name = '6A'"))
        place_id = await session.scalar(text("SELECT id FROM places WHERE name = 'Takta'"))
        for role in (*ROLES, "guardian"):
            for when, (first, last) in WHEN.items():
                phones[role, when] = await _person(session, play, f"{role} {when}")
                if role == "guardian":
                    continue
                values = {
                    "school_id": play.school_id,
                    "person_id": await _id(session, phones[role, when]),
                    "name": role,
                    "class_id": class_id if role == "homeroom" else None,
                    "place_id": place_id if role in {"hamlet_staff", "village_head"} else None,
                    "starts": today + timedelta(days=first),
                    "ends": None if last is None else today + timedelta(days=last),
                }
                await session.execute(insert(Roles).values(values))
        child = await session.scalar(select(Pupils.id).limit(1))
        parent = await _id(session, phones["guardian", "now"])
        await session.execute(insert(Guardians).values(pupil_id=child, slot=3, person_id=parent))
    return phones | {("stranger", "now"): "người lạ"}


async def _person(session: Any, play: Play, name: str) -> str:
    made = insert(People).values(school_id=play.school_id, key=name, full_name=name).returning(People.id)
    person_id = await session.scalar(made)
    now = play.app.now()
    values = {"channel": "paper", "address": name, "person_id": person_id, "created_at": now, "linked_at": now}
    await session.execute(insert(Chats).values(values))
    return name


async def _id(session: Any, name: str) -> int:
    return await session.scalar(select(People.id).where(People.full_name == name)) or 0


async def unlike_declared(play: Play, phone: str, holds: frozenset[str]) -> list[str]:
    """The commands that answer this phone otherwise than they declare for somebody who holds these roles."""
    found = []
    async with play.app.database.read() as session:
        now = play.app.now()
        asker = (await recognise(session, [("paper", phone)], now))["paper", phone]
        for one in commands():
            word = one.word
            asked = Incoming(channel="paper", address=phone, text=f"/{word}", when=now, message_id="1", asker=asker)
            said = await play.app.book.answer(asked, session)
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
    known = {*ROLES, "guardian"}
    assert [one.words[0] for one in commands() if not one.who <= known] == []


def test_guardians_and_officers_may_not_report_decide_or_invite() -> None:
    outside = {"guardian", "mentor", "commune_officer", "province_officer", "village_head"}
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
    """The roles whose people, holding them now, are answered with that part; nobody else may be."""
    heard = {who for who, phone in phones.items() if part in "".join(await play.say(phone, words))}
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


async def test_a_teacher_whose_role_ended_yesterday_is_refused_and_records_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _end_role(play, "Phạm Thu Hà", play.now.date() - timedelta(days=1))
        (refusal,) = await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        assert refusal == _refusal("vang")
        async with play.app.database.read() as session:
            assert (await session.scalars(select(Marks.id))).all() == []


async def test_a_teacher_whose_role_ends_today_may_still_report_today(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _end_role(play, "Phạm Thu Hà", play.now.date())
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        async with play.app.database.read() as session:
            assert len((await session.scalars(select(Marks.id))).all()) == 1


async def test_a_button_does_nothing_after_the_role_ended(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await _end_role(play, "Phạm Thu Hà", play.now.date() - timedelta(days=1))
        assert await play.press("gvcn", _("Undo")) == [_refusal("huy")]
        assert await _standing(play) == 1


async def test_a_button_pressed_in_another_chat_does_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        token = _token(play, "gvcn", _("Undo"))
        for phone in ("gvcn6b", "pht", "mẹ A", "lạ"):
            assert await play.say(phone, token, pressed=True) == [_expired()]
        assert await _standing(play) == 1
        await play.say("gvcn", token, pressed=True)
        assert await _standing(play) == 0


async def test_a_button_does_nothing_after_its_time(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            await session.execute(update(Buttons).values(expires_at=play.app.now() - timedelta(seconds=1)))
        assert await play.press("gvcn", _("Undo")) == [_expired()]
        assert await _standing(play) == 1


async def test_an_invented_button_does_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for forged in ("/huy", "/duyet 1", "", "A" * 22, "'; DROP TABLE marks; --"):
            assert await play.say("gvcn", forged, pressed=True) == [_expired()]


async def test_the_words_behind_a_button_are_checked_when_somebody_else_types_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        async with play.app.database.read() as session:
            says = await session.scalar(select(Buttons.says).where(Buttons.label == _("Undo")))
        for phone in ("gvcn6b", "nóc", "mẹ A", "admin", "lạ"):
            await play.say(phone, says or "")
            assert await _standing(play) == 1, phone


async def test_a_guardian_answers_for_the_own_child_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("08:30")
        assert any("Nguyễn Văn A" in text or "**A**" in text for text in play.new("mẹ A"))
        assert play.new("mẹ Lan") == []
        async with play.app.database.read() as session:
            asked = await session.scalar(select(Outbox.about).where(Outbox.kind == "absent_guardian"))
        closed = _("This question is no longer open. Please call the homeroom teacher if there is news.")
        assert await play.say("mẹ Lan", f"/lydo {asked} om") == [closed]
        async with play.app.database.read() as session:
            assert await session.scalar(select(Marks.reason_code)) is None
        await play.say("mẹ A", f"/lydo {asked} om")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Marks.reason_code)) == "om"


async def test_no_message_to_a_guardian_names_another_child(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan, Lê Thị Sáng")
        await play.clock_to("08:30")
        told = {phone: "".join(parcel.text for parcel in play.channel.seen[phone]) for phone in ("mẹ A", "mẹ Lan")}
        assert told["mẹ A"]
        assert told["mẹ Lan"]
        assert not any(name in told["mẹ A"] for name in ("Lan", "Sáng"))
        assert not any(name in told["mẹ Lan"] for name in ("Nguyễn Văn A", "Sáng"))


async def test_a_code_opens_one_account_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "/ngung đồng ý")
        said, _to_pass_on = await play.say("admin", "/moi Cao Thị Yên")
        code = said.split("**")[3]
        await play.say("máy 1", f"/lienket {code}")
        await play.say("máy 2", f"/lienket {code}")
        async with play.app.database.read() as session:
            linked = select(Chats.address).where(Chats.person_id.is_not(None), Chats.address.like("máy %"))
            assert list(await session.scalars(linked)) == ["máy 1"]


async def test_a_group_has_no_rights_even_if_everybody_in_it_has(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("nhóm 6A", "/vang 6A Nguyễn Văn A", private=False)
        await play.say("nhóm 6A", "/duyet 1", private=False)
        assert await _standing(play) == 0


async def test_in_a_group_no_command_names_a_child_whoever_asks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        phones = await cast(play)
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        told, tried = [], 0
        async with play.app.database.read() as session:
            names = list(await session.scalars(select(Pupils.full_name)))
            for role in (*ROLES, "guardian"):
                asker = (await recognise(session, [("paper", phones[role, "now"])], play.app.now()))[
                    "paper", phones[role, "now"]
                ]
                for one in commands():
                    for rest in ("", " 6A", " Takta", " 6A Nguyễn Văn A"):
                        text_ = f"/{one.word}{rest}"
                        asked = Incoming(
                            channel="paper", address="nhóm", text=text_, when=play.app.now(), message_id="1",
                            asker=asker, private=False,
                        )  # fmt: skip
                        said = await play.app.book.answer(asked, session)
                        words = " ".join(part.text for part in said if isinstance(part, Outgoing))
                        told += [(role, text_, name) for name in names if name in words and name not in text_]
                        tried += 1
                await session.rollback()
        assert told == []
        assert tried > 2000


async def test_no_file_is_taken_in_a_group_whoever_sends_it(tmp_path: Path) -> None:
    """Whatever takes files: nothing is fetched, read, kept or shown where others read along."""
    async with playing(tmp_path) as play:
        phones = await cast(play)
        await play.say("gvcn", "/ca mở 6A Nguyễn Văn A: nghỉ nhiều")
        tried = 0
        for handler in play.app.book.documents:
            for role in sorted(handler.who or ROLES):
                await play.say(phones[role, "now"], "/tham 1")
                for words in ("", "/trogiup"):
                    file = "ảnh.jpg" if handler.pictures else "danh sách.xlsx"
                    said = await play.say(phones[role, "now"], words, file=file, private=False)
                    assert said == [] or {only_private().text} == {*said} or (words and handler.pictures), (role, said)
                    tried += 1
        assert tried > 10
        async with play.app.database.read() as session:
            assert (await session.scalars(select(Uploads.id))).all() == []
            assert (await session.scalars(select(Visits.id).where(Visits.photo.is_not(None)))).all() == []


async def _end_role(play: Play, name: str, day: date) -> None:
    async with play.app.database.write() as session:
        await session.execute(update(Roles).where(Roles.person_id == await _id(session, name)).values(ends=day))


async def _standing(play: Play) -> int:
    async with play.app.database.read() as session:
        return len((await session.scalars(select(Marks.id).where(Marks.struck_at.is_(None)))).all())


def _token(play: Play, phone: str, label: str) -> str:
    rows = play.channel.seen[phone][-1].buttons
    return next(token for row in rows for text, token in row if label in text)


def _refusal(word: str) -> str:
    text = _("You do not have the right to use /{word}. If your work needs it, please ask the school's administrator.")
    return text.format(word=word)


def _expired() -> str:
    return _("This button is no longer valid. Please type the command, or /trogiup to see what you can say.")


def test_no_two_commands_claim_one_place_among_those_said_every_day() -> None:
    places = [one.daily for one in commands() if one.daily]
    assert len(places) == len(set(places))
