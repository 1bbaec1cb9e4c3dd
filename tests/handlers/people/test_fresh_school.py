"""A school that is not set up yet: every answer names what is missing, and none is an empty page."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from handlers import commands
from models import Chats
from papers.roster import Roster
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.jobs.checks import heard, school_day
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

ADMINISTRATOR = "người quản trị nhập"


def no_classes() -> Roster:
    roster = small_roster()
    staff = [one for one in roster.staff if one.homeroom_class is None]
    return replace(roster, pupils=[], staff=staff, hamlets=[])


def no_pupils() -> Roster:
    return replace(small_roster(), pupils=[])


def no_places_no_families() -> Roster:
    roster = small_roster()
    pupils = [replace(one, hamlet=None, village=None, guardians=[]) for one in roster.pupils]
    return replace(roster, pupils=pupils, hamlets=[])


def nobody_in_charge() -> Roster:
    """Neither homeroom teachers nor a vice principal or principal, and nobody who looks after a hamlet."""
    roster = small_roster()
    staff = [one for one in roster.staff if one.role in {"registrar", "admin"}]
    return replace(roster, staff=staff, hamlets=[])


@pytest.mark.parametrize(
    "words", ["/lop", "/hocsinh", "/baocao", "/baocao tuần", "/vang", "/du", "/diemdanh", "/chuyencan"]
)
async def test_row_22_without_classes_the_administrator_is_named(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path, roster=no_classes()) as play:
        assert (
            await ask(play, "ht", words)
            == "Năm học này chưa có danh sách lớp. Nhờ người quản trị nhập danh sách giúp ạ."
        )


async def test_row_22_an_empty_class_list_is_said_to_be_empty(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=no_pupils()) as play:
        for words in ("/lop", "/lop tuần"):
            assert "Danh sách lớp chưa có học sinh nào; nhờ người quản trị nhập" in await ask(play, "gvcn", words), (
                words
            )
        for words in ("/vang", "/vang 6A Nguyễn Văn A", "/du", "/phep", "/diemdanh", "6A đủ"):
            assert "Danh sách lớp 6A thứ Hai 16/11 chưa có học sinh nào" in await ask(play, "gvcn", words), words
        for phone in ("ht", "gvcn", "nóc"):
            assert ADMINISTRATOR in await ask(play, phone, "/hocsinh"), phone


async def test_row_22_without_hamlets_reports_say_where_they_would_come_from(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=no_places_no_families()) as play:
        for words in ("/noc", "/noc Takta", "/thon", "/baocao thôn"):
            assert "Chưa có thôn nào" in await ask(play, "ht", words), words
            assert ADMINISTRATOR in await ask(play, "ht", words), words


async def test_row_22_without_guardians_the_card_the_slips_and_the_call_list_say_so(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=no_places_no_families()) as play:
        assert "Gia đình: danh sách học sinh chưa ghi ai" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "danh sách chưa ghi phụ huynh" in await ask(play, "gvcn", "/moi 6A")
        assert "danh sách chưa ghi người nhà" in await ask(play, "gvcn", "/moi Nguyễn Văn A")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "Nguyễn Văn A, 6A: vắng chưa có phép sáng nay" in await ask(play, "gvcn", "/goi")
        (card,) = await play.press("gvcn", "Nguyễn Văn A, 6A")
        assert "Danh sách chưa có người nhà của em" in card


async def test_row_22_before_the_first_report_nothing_is_said_to_be_in_order(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        unknown = "chưa biết em nào vắng, cũng chưa biết em nào có mặt"
        for words in ("/baocao", "/baocao tuần", "/baocao thôn", "/baocao thôn tuần"):
            assert unknown in await ask(play, "ht", words), words
        for phone in ("gvcn", "ht"):
            assert "chưa biết phải gọi gia đình nào" in await ask(play, phone, "/goi"), phone
        await ask(play, "gvcn", "/du 6A")
        for phone in ("gvcn", "ht"):
            assert "Lúc này không phải gọi gia đình nào" in await ask(play, phone, "/goi"), phone


async def test_row_22_whoever_is_missing_is_named_when_somebody_should_have_been_told(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=nobody_in_charge(), days_to_case=1) as play:
        assert "Phụ trách: **chưa có người phụ trách**" in await ask(play, "tpt", "/noc Takta")
        assert "GVCN: chưa có" in await ask(play, "tpt", "/hocsinh Nguyễn Văn A")
        await play.say("tpt", "/vang 6A Nguyễn Văn A")
        heard(play)
        await school_day(play, "2026-11-16 07:45")
        told = heard(play)
        assert told.keys() == {"admin", "mẹ A"}
        assert "Takta - Thôn 3 chưa có người phụ trách: 1 em" in told["admin"]
        assert "lớp 6A chưa có GVCN" in told["admin"]
        assert "chưa có ai giữ chức phó hiệu trưởng" in told["admin"]


async def test_row_22_somebody_nobody_knows_is_told_how_to_link(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in ("/lop", "/con", "/baocao", "6A vắng Lan"):
            assert "/lienket" in await ask(play, f"lạ {words}", words), words


BARE = [no_classes(), no_pupils(), no_places_no_families(), nobody_in_charge()]
ASKERS = ("ht", "gvcn", "tpt", "admin")


@pytest.mark.covering
@pytest.mark.parametrize("phone", ASKERS)
@pytest.mark.parametrize("roster", BARE, ids=["no classes", "no pupils", "no places", "nobody in charge"])
async def test_row_22_no_command_is_answered_by_a_heading_alone(tmp_path: Path, roster: Roster, phone: str) -> None:
    async with playing(tmp_path, roster=roster) as play:
        bare = {f"{phone} /{word}": said for word, said in await _answers(play, phone) if _only_heading(said)}
        assert bare == {}


async def _answers(play: Play, phone: str) -> list[tuple[str, str]]:
    words = [one.word for one in commands() if not one.hidden] if phone in await _linked(play) else []
    return [(word, "\n".join(await play.say(phone, f"/{word}"))) for word in words]


async def _linked(play: Play) -> set[str]:
    async with play.app.database.read() as session:
        return set(await session.scalars(select(Chats.address).where(Chats.person_id.is_not(None))))


def _only_heading(said: str) -> bool:
    """Nothing, or one line in bold and no more."""
    text = said.strip()
    return not text or (text.count("\n") == 0 and text.startswith("**") and text.endswith("**"))
