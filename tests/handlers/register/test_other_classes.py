"""A subject teacher in a class that is not hers: she reports and proposes, reads no reasons and strikes nothing; its
homeroom teacher hears at once of whatever somebody else recorded.
"""

from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask
from tests.jobs.checks import checked, heard

pytestmark = pytest.mark.anyio

K = {"Hồ Văn Bình": "16/11S K"}


async def reported_by_the_teacher(play: Play, words: str = "/vang 6A Hồ Văn Bình K (sốt xuất huyết)") -> None:
    await play.say("gvcn", words)
    heard(play)


WAYS = {
    "/comat 6A Hồ Văn Bình": "có mặt",
    "/phep 6A Hồ Văn Bình": "P",
    "/muon 6A Hồ Văn Bình": "M",
    "6A vắng Hồ Văn Bình P": "P",
    "6A Hồ Văn Bình đi thi": "D",
}


@pytest.mark.parametrize("phone", ["bộ môn", "nóc", "gvcn6b"])
@pytest.mark.parametrize("words", WAYS)
async def test_what_says_otherwise_is_proposed_to_the_homeroom_teacher_and_not_done(
    tmp_path: Path, words: str, phone: str
) -> None:
    if phone == "gvcn6b" and not words.startswith("/"):
        words = f"/vang {words.removeprefix('6A vắng ')}".replace("/vang Hồ", "/vang 6A Hồ")
    async with playing(tmp_path) as play:
        await reported_by_the_teacher(play)
        await checked(play)
        heard(play)
        await play.say(phone, words)
        if words.endswith("đi thi"):  # asked first, as of anybody
            await play.press(phone, "Hồ Văn Bình")
        assert await marked(play) == K, "the mark stands"
        told = heard(play)
        assert not any("Đính chính" in text for text in told.values()), "nobody is corrected"
        assert "Có thầy cô cho biết khác với điều đã ghi" in told["gvcn"]
        (label,) = play.labels("gvcn")
        await play.press("gvcn", label)
        assert await marked(play) != K, "the homeroom teacher's tap does it"


async def test_nobody_absent_confirmed_by_a_subject_teacher_takes_no_mark_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported_by_the_teacher(play)
        await play.say("bộ môn", "/du 6A")
        answer = await play.press("bộ môn", "Đúng, lớp đủ")
        assert "do GVCN lớp 6A quyết định" in answer[0]
        assert await marked(play) == K
        assert "Hồ Văn Bình, 6A sáng 16/11: Cao Thị Yên cho biết có mặt; đang ghi K" in heard(play)["gvcn"]


async def test_the_guided_roll_call_of_a_subject_teacher_takes_no_mark_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported_by_the_teacher(play)
        await play.say("bộ môn", "/diemdanh 6A")
        await play.press("bộ môn", "4. Hồ Văn Bình")
        await play.press("bộ môn", "Lưu")
        assert await marked(play) == K


async def test_she_puts_her_own_report_right_and_takes_it_back_and_the_homeroom_teacher_hears_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "/vang 6A Hồ Văn Bình")
        assert "Cao Thị Yên đã báo lớp 6A sáng 16/11.\nThêm: Hồ Văn Bình (K)." in heard(play)["gvcn"]
        await play.say("bộ môn", "/phep 6A Hồ Văn Bình")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P"}
        assert "trước ghi K, nay ghi P" in heard(play)["gvcn"]
        await play.say("bộ môn", "/huy")
        letter = heard(play)["gvcn"]
        assert "Cao Thị Yên đã rút một báo cáo của lớp 6A" in letter
        assert "chưa có báo cáo" not in letter, "her first one is left"
        await play.say("bộ môn", "/huy")
        assert "Nay 6A sáng 16/11 chưa có báo cáo nào." in heard(play)["gvcn"]


async def test_reasons_are_for_those_in_charge_of_the_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported_by_the_teacher(play, "/vang 6A Hồ Văn Bình K (sốt xuất huyết), A Thút P (ốm)")
        for phone in ("gvcn", "pht", "ht", "tpt"):
            assert "sốt xuất huyết" in await ask(play, phone, "/lop 6A")
        for phone in ("bộ môn", "nóc"):
            answer = await ask(play, phone, "/lop 6A")
            assert "• Hồ Văn Bình (4): K\n" in answer
            assert "• A Thút (6): P" in answer
            assert "sốt" not in answer
            assert "ốm" not in answer


@pytest.mark.parametrize("first", ["", "bộ môn"])
async def test_of_a_report_on_two_classes_each_teacher_hears_of_the_own_one_only(tmp_path: Path, first: str) -> None:
    async with playing(tmp_path) as play:
        if first:
            await play.say(first, "/du 6B")
            heard(play)
        await play.say("tpt", "6A vắng Hồ Văn Bình, 6B vắng Hồ Văn Học")
        told = heard(play)
        assert ("6A" in told["gvcn"], "6B" in told["gvcn"]) == (True, False)
        for phone in ("gvcn6b", *([first] if first else [])):
            assert ("6A" in told[phone], told[phone].count("Hồ Văn Học")) == (False, 1), phone
        await play.say("ht", "/huy")
        await play.say("tpt", "/huy")
        told = heard(play)
        assert [(phone, "6A" in told[phone], "6B" in told[phone]) for phone in ("gvcn", "gvcn6b")] == [
            ("gvcn", True, False),
            ("gvcn6b", False, True),
        ]
        assert [label for phone in ("gvcn", "gvcn6b") for label in play.labels(phone)] == ["Xem lớp 6A", "Xem lớp 6B"]


OTHERS = {
    "bộ môn": ("/vang 6A Hồ Văn Bình", "Cao Thị Yên đã báo"),
    "tpt": ("/du 6A", "Không em nào vắng"),
    "pht": ("/vang 6A Hồ Văn Bình P", "Hồ Văn Bình (P)"),
    "ht": ("/muon 6A Hồ Văn Bình", "Mai Văn Chín"),
    "nóc": ("6A vắng Hồ Văn Bình", "Đỗ Thị Nga"),
}


@pytest.mark.parametrize("phone", OTHERS)
async def test_the_homeroom_teacher_is_told_at_once_what_anybody_else_recorded(tmp_path: Path, phone: str) -> None:
    words, said = OTHERS[phone]
    async with playing(tmp_path) as play:
        await play.say(phone, words)
        assert said in heard(play)["gvcn"]


async def test_what_a_leader_changes_the_homeroom_teacher_hears_and_can_put_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported_by_the_teacher(play)
        await play.say("pht", "/comat 6A Hồ Văn Bình")
        assert "Hồ Văn Bình: trước ghi K, nay ghi có mặt" in heard(play)["gvcn"]
        await play.press("gvcn", "Hồ Văn Bình: ghi lại K")
        assert await marked(play) == K


async def test_the_own_act_is_no_news_to_a_homeroom_teacher(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported_by_the_teacher(play)
        await checked(play)
        heard(play)
        for words in ("/phep 6A Hồ Văn Bình", "/comat 6A Hồ Văn Bình", "/vang 6A Hồ Văn Bình", "/huy"):
            said = await play.say("gvcn", words)
            assert len(said) == 1, words
            assert "Đính chính" not in said[0]
            assert "gvcn" not in heard(play)
