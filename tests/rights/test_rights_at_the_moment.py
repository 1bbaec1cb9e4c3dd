"""Rights are those of the moment: roles that ended, buttons pressed elsewhere or later, groups."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handlers import commands
from handlers.service import only_private
from locales import _
from models import Buttons, Chats, Marks, Outbox, Pupils, Roles, Uploads, Visits
from models.people.askers import recognise
from models.shapes.message import Incoming, Outgoing
from tests.conversation import Play, playing
from tests.handlers.answered import answered
from tests.rights.of_roles import ROLES, cast, id_of

pytestmark = pytest.mark.anyio
EXAMPLES = "Nguyễn Văn A"  # no pupil's: the help writes it so


async def test_a_teacher_whose_role_ended_yesterday_is_refused_and_records_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _end_role(play, "Phạm Thu Hà", play.now.date() - timedelta(days=1))
        (refusal,) = await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        assert refusal == _no_task()
        async with play.app.database.read() as session:
            assert (await session.scalars(select(Marks.id))).all() == []


async def test_a_teacher_somebody_stands_in_for_reads_when_her_task_begins_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("pht", "/daythay 6A Cao Thị Yên 17/11 đến 18/11")
        await play.press("pht", "Thực hiện")
        await play.clock_to("2026-11-17 08:00")
        play.new("gvcn")
        (told,) = await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        assert "nhiệm vụ của chủ máy này ở trường bắt đầu từ thứ Năm 19/11" in told


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
        assert await play.press("gvcn", _("Undo")) == [_no_task()]
        assert await _standing(play) == 1


async def test_a_button_pressed_in_another_chat_does_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        token = _token(play, "gvcn", _("Undo"))
        for phone in ("gvcn6b", "pht", "lạ"):
            assert await play.say(phone, token, pressed=True) == [_expired()]
        (told,) = await play.say("mẹ A", token, pressed=True)
        assert told.startswith("Câu chọn này đã hết hạn")
        assert "/" not in told.replace("thầy/cô", ""), "a family reads no command's name"
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
        (closed,) = await play.say("mẹ Lan", f"/lydo {asked} om")
        assert closed.startswith("Không có câu hỏi nào như vậy đang chờ gia đình trả lời.")
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
                        said = await answered(play.app.book, asked, session)
                        words = " ".join(part.text for part in said if isinstance(part, Outgoing))
                        known = text_ + EXAMPLES if one.words[0] == "trợ giúp" else text_
                        told += [(role, text_, name) for name in names if name in words and name not in known]
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
        await session.execute(update(Roles).where(Roles.person_id == await id_of(session, name)).values(ends=day))


async def _standing(play: Play) -> int:
    async with play.app.database.read() as session:
        return len((await session.scalars(select(Marks.id).where(Marks.struck_at.is_(None)))).all())


def _token(play: Play, phone: str, label: str) -> str:
    rows = play.channel.seen[phone][-1].buttons
    return next(token for row in rows for text, token in row if label in text)


def _no_task() -> str:
    return _(
        "By the school's list you have no task at the school now, so nothing can be seen or reported here. If the list "
        "is wrong, please tell the school's administrator."
    )


def _expired() -> str:
    return _("This button is no longer valid. Please type the command, or /trogiup to see what you can say.")
