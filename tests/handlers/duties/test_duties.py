"""The leadership decides what the school owes; everybody reads what is theirs."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_an_own_deadline_is_added_given_to_somebody_else_and_taken_away(database_url: str) -> None:
    async with playing(url=database_url) as play:
        said = await ask(play, "pht", "/hannop thêm báo cáo thư viện, hằng tháng ngày 25, TPT")
        assert said == "**Đã thêm**\nBáo cáo thư viện: ngày 25 hằng tháng, Tổng phụ trách Đội"
        again = await ask(play, "ht", "/hannop thêm Báo cáo thư viện, TPT, hằng tháng ngày 25")
        assert "đã có trong danh mục" in again
        (said,) = await play.press("pht", "giáo viên chủ nhiệm")
        assert said.endswith("Báo cáo thư viện: ngày 25 hằng tháng, giáo viên chủ nhiệm")
        assert "12. Báo cáo thư viện" in await ask(play, "ht", "/hannop danh mục")
        (said,) = await play.press("pht", "Bỏ khỏi danh mục")
        assert said.startswith("**Trường không phải nộp nữa:** Báo cáo thư viện.")
        assert "Báo cáo thư viện" not in await ask(play, "ht", "/hannop danh mục")
        (said,) = await play.press("pht", "Lấy lại")
        assert "Báo cáo thư viện: ngày 25 hằng tháng, giáo viên chủ nhiệm" in said


async def test_a_standing_one_is_given_away_by_its_number_and_keeps_its_day(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "ht", "/hannop giao 2 PHT2")
        assert said.endswith("Báo cáo tháng về duy trì sĩ số: ngày 24 hằng tháng, PHT2")
        assert "Danh mục của trường không có việc này" in await ask(play, "ht", "/hannop bỏ 99")
        assert "Giao cho ai ạ?" in await ask(play, "ht", "/hannop giao 2 bác bảo vệ")


async def test_any_deadline_is_moved_by_its_number_and_is_prepared_for_then(database_url: str) -> None:
    async with playing(url=database_url, at="2026-11-05 09:00") as play:
        for words, said in {
            "2 ngày 20 hằng tháng": "Báo cáo tháng về duy trì sĩ số: ngày 20 hằng tháng",
            "2 hằng tháng ngày 18": "ngày 18 hằng tháng",
            "3 28/12": ": 28/12 hằng năm",
            "2 khi nào rảnh": "Hạn đến ngày nào ạ?",
            "2 31/2": "Hạn đến ngày nào ạ?",
            "99 28/12": "Danh mục của trường không có việc này",
        }.items():
            assert said in await ask(play, "ht", f"/hannop hạn {words}"), words
        assert "quyết định" in await ask(play, "gvcn", "/hannop hạn 2 ngày 20 hằng tháng")
        await on(play, "2026-11-16 09:00")
        near = await ask(play, "pht", "/hannop")
        assert "18/11" in near
        assert "24/11" not in near


async def test_what_cannot_be_a_deadline_is_asked_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Hạn nộp là khi nào" in await ask(play, "ht", "/hannop thêm báo cáo thư viện")
        assert "không có ngày như vậy" in await ask(play, "ht", "/hannop thêm báo cáo hạn 31/2")
        assert "Phải nộp gì" in await ask(play, "ht", "/hannop thêm hạn 15/12")
        said = await ask(play, "ht", "/hannop thêm {{7*7}} **=cmd|calc** <w:p>, hạn 15/12")
        assert "{{7*7}}" in said, "words are words"


async def test_who_decides_nothing_reads_only_what_is_theirs(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-12-02 09:00")
        for words in ("thêm báo cáo, hạn 15/12", "bỏ 2", "giao 2 TPT", "danh mục"):
            assert "do phó hiệu trưởng, hiệu trưởng quyết định" in await ask(play, "gvcn", f"/hannop {words}")
        mine = await ask(play, "gvcn", "/hannop")
        assert "Khảo sát học sinh cần giúp đỡ của lớp" in mine
        assert "Báo cáo tháng" not in mine
        assert "Danh mục của trường" not in play.labels("gvcn")
        (said, *_rest) = await play.press("gvcn", "Bản nháp lúc này")
        assert said.startswith("Bản nháp")
        assert [file.name for file in play.seen("gvcn")[-1].files] == ["khao-sat-6A.xlsx"]
        assert "chưa có gì đến hạn" in await ask(play, "bộ môn", "/hannop")


async def test_only_one_in_charge_hands_in_and_only_the_own_mark_is_taken_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-20 09:00")
        await play.say("pht", "/hannop")
        for phone in ("gvcn", "tpt"):
            for words in ("xong 1", "nháp 1"):
                assert "không phụ trách việc này" in await ask(play, phone, f"/hannop {words}")
        assert "chưa báo nộp việc này" in await ask(play, "ht", "/hannop chưa 1")
        assert "Mai Văn Chín nộp lúc" in await ask(play, "ht", "/hannop xong 1"), "the principal may, for the school"
        assert "Đã có người báo nộp rồi" in await ask(play, "pht", "/hannop xong 1")
        assert "chưa báo nộp việc này" in await ask(play, "pht", "/hannop chưa 1")
        assert "Đã ghi lại" in await ask(play, "ht", "/hannop chưa 1")
        for words in ("xong 99", "xong abc", "nháp 99999999999999"):
            assert "không (còn) trong danh mục" in await ask(play, "ht", f"/hannop {words}")
