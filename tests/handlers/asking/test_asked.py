"""What is no report is answered from what is known and allowed: by whoever asks, whatever is asked."""

from pathlib import Path

import pytest

from rules.asking.wish import OF_PARENTS, Intent
from tests.campaign import CAMPAIGN
from tests.conversation import Play, playing
from tests.handlers.asking.asked import ASKED
from tests.handlers.said_in_class import marked, reported
from tests.rights.of_roles import cast
from tests.rules.asking.samples import SAMPLES

pytestmark = pytest.mark.anyio

NOT_UNDERSTOOD = "chưa hiểu"


@pytest.mark.slow
async def test_everybody_is_answered_whatever_is_asked_and_nothing_is_recorded(tmp_path: Path) -> None:
    """Who asks most is asked everything; of the other roles each an eighth, and all of it in the campaign."""
    async with playing(tmp_path) as play:
        phones = {role: phone for (role, when), phone in (await cast(play)).items() if when == "now"}
        del phones["stranger"]
        dead = [
            (role, text, said)
            for number, (role, phone) in enumerate(phones.items())
            for turn, intent in enumerate(Intent)
            if intent not in OF_PARENTS or role == "guardian"
            if CAMPAIGN or (number + turn) % 8 == 0 or role in {"homeroom", "guardian"}
            for text in SAMPLES[intent][:1]
            if (said := await dead_end(play, phone, text))
        ]
        assert dead == []
        assert await marked(play) == {}
        assert await reported(play) == 0


async def dead_end(play: Play, phone: str, text: str) -> str:
    """The answer, where it is neither one nor leads on: no words at all, or not understood without a tap."""
    said = "\n".join(await play.say(phone, text))
    if not said:
        return "(silence)"
    without = NOT_UNDERSTOOD in said or "không có quyền" in said
    return said if without and not play.labels(phone) else ""


async def test_a_question_whether_a_class_is_complete_does_not_make_it_complete(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in ("lớp 6B có đủ không", "6A 6B đủ hết chưa", "6A đủ chưa", "6A đủ không ạ"):
            for phone in ("ht", "gvcn", "bộ môn"):
                await play.say(phone, words)
                assert await reported(play) == 0, (phone, words)


POINTED = {
    "em Hồ Văn Bình nghỉ mấy buổi": "**Hồ Văn Bình**, 6A",
    "nhà em ấy ở đâu": "**Hồ Văn Bình**, 6A\nTu Ro",
    "nó sinh ngày nào": "Ngày sinh: 04/01/2015",
    "còn Nguyễn Văn A?": "**Nguyễn Văn A**, 6A",
    "thế hôm qua?": "**Nguyễn Văn A**, 6A, tháng 11",
    "còn 6B?": "**Lớp 6B",
}
FOLLOWED = {
    ("ht", "/lop 6A"): {
        "còn tuần trước?": "**Lớp 6A, từ 09/11 đến 15/11**",
        "còn 6B thì sao": "**Lớp 6B, từ 09/11 đến 15/11**",
        "thế tháng 10": "**Lớp 6B, tháng 10/2026**",
        "còn hôm thứ 6": "**Lớp 6B, thứ Sáu 13/11**",
        "hôm qua nữa": "**Lớp 6B, Chủ nhật 15/11**",
        "từ đầu năm": "**Lớp 6B, từ đầu năm học**",
    },
    ("ht", "/baocao tuần"): {
        "tháng trước thì sao": "**Báo cáo toàn trường, ",
        "còn khối 6": "**Báo cáo khối 6, ",
        "thế tuần trước": "**Báo cáo khối 6, từ",
        "còn toàn trường quý trước": "**Báo cáo toàn trường",
        "quý này": "**Báo cáo toàn trường, từ 01/10",
    },
    ("gvcn", "/hocsinh 6A Hồ Văn Bình"): {"còn em Hùng": "**Trần Minh Hùng**, 6A", "tháng 10?": "**Trần Minh Hùng**"},
    ("gvcn", "/lop tuần"): {"còn em Hồ Văn Bình": "**Hồ Văn Bình**", "vậy Lê Thị Sáng?": "**Lê Thị Sáng**"},
    ("mẹ A", "/con"): {
        "tháng trước thì sao": "**Nguyễn Văn A**",
        "còn tháng 9": "tháng 09/2026",
        "từ đầu năm": "**Nguyễn Văn A**, 6A số 1",
    },
}
QUESTIONS = (
    "e Bình 6A nghỉ có phép k", "em Bình hôm nay vắng là lý do gì 6A nhé", "6A Bình nghỉ có phép không ạ",
    "em Bình 6A k có tên trong ds", "đơn xin nghỉ của em Bình 6A đâu", "vì sao Bình 6A vắng", "hôm nay 6A đủ k",
    "6A vắng Bình khi nào", "sao em Bình 6A hay nghỉ thế",
    "em Bình 6A nghỉ nhiều không", "6A Bình vắng hôm nay phải không",
    "em Bình 6A nghỉ buổi nào chưa", "ai ghi em Bình 6A nghỉ",
    "em Bình 6A sao hôm qua nghỉ", "6A đủ k bot",
    "sao phụ huynh em Bình 6A k nhận được tin",
)  # fmt: skip


async def test_the_answer_is_the_command_s_own(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for (phone, text), part in ASKED.items():
            said = "\n".join(await play.say(phone, text))
            assert part in said, (phone, text, said)
        assert await marked(play) == {}


async def test_who_points_means_whom_the_last_answer_was_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Thầy/cô hỏi về em nào ạ?" in "\n".join(await play.say("ht", "nó ở đâu"))
        for text, part in POINTED.items():
            assert part in "\n".join(await play.say("ht", text)), text
        await play.say("gvcn", "6A vắng Bình k")
        assert "**Hồ Văn Bình**, 6A" in "\n".join(await play.say("gvcn", "em đó sinh năm mấy")), "of the report"
        assert "Bình" not in "\n".join(await play.say("bộ môn", "nó ở đâu")), "another person has read of nobody"


async def test_another_name_or_time_is_asked_of_what_was_looked_at_last_and_records_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "**Hồ Văn Bình**" in "\n".join(await play.say("gvcn", "còn em Hồ Văn Bình")), "of nothing before it"
        for (phone, looked), then in FOLLOWED.items():
            await play.say(phone, looked)
            for text, part in then.items():
                said = "\n".join(await play.say(phone, text))
                assert part in said, (phone, text, said)
        assert (await marked(play), await reported(play)) == ({}, 0)
        await play.say("gvcn", "6A vắng Bình k")
        await play.say("gvcn", "còn em Sáng k")
        assert len(await marked(play)) == 2, "behind a report it is more of it"
        await play.clock_to("2026-11-17 08:00")
        await play.say("gvcn", "/lop")
        assert "Sáng" in "\n".join(await play.say("gvcn", "như hôm qua")), "a report, whatever was looked at"


async def test_a_question_writes_nothing_and_asks_nobody_whether_a_pupil_is_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("ht", "gvcn", "bộ môn"):
            for text in QUESTIONS:
                said = "\n".join(await play.say(phone, text))
                assert "có nghỉ" not in said, (phone, text)
                assert (await marked(play), await reported(play)) == ({}, 0), (phone, text)


async def test_a_family_s_words_reach_the_teacher_by_one_tap_whatever_they_are_taken_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for text in (
            "hôm nay cháu có đi học không", "cháu học hành thế nào", "cháu quên vở ở nhà", "trời mưa to quá",
        ):  # fmt: skip
            await play.say("mẹ A", text)
            assert [label for label in play.labels("mẹ A") if "thầy/cô" in label], text


async def test_a_parent_asks_only_about_the_own_child(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for text in ("em Hồ Văn Bình nghỉ mấy buổi", "xem em Lan 6A", "ai vắng hôm nay", "6A vắng những ai"):
            said = "\n".join(await play.say("mẹ A", text))
            assert "Bình" not in said, text
            assert "Lan" not in said, text


async def test_an_instruction_leads_to_the_command_with_its_blanks_filled_and_does_nothing_itself(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.say("ht", "mai toàn trường nghỉ vì bão")
        assert play.labels("ht") == ["/lich nghỉ 17/11 bão"]
        assert "Không có ngày nghỉ" in "".join(await play.say("ht", "/lich"))
        await play.say("ht", "mai toàn trường nghỉ vì bão")
        assert "17/11, toàn trường: bão" in "".join(await play.press("ht", "/lich nghỉ 17/11 bão"))
        assert "chỉ" in "".join(await play.say("gvcn", "mai toàn trường nghỉ vì bão")).lower()


async def test_the_help_is_one_screen_of_tasks_and_more_is_behind_a_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "ht", "mẹ A", "nóc", "bộ môn", "admin"):
            (said,) = await play.say(phone, "/trogiup")
            assert len(said.split("\n")) <= 6, said
            assert play.labels(phone)[-1] == "Thêm"
            assert 2 <= len(play.labels(phone)) <= 7
            for label in play.labels(phone)[:-1]:
                await play.say(phone, "/trogiup")
                assert "không có quyền" not in "".join(await play.press(phone, label)), label
        assert "6A vắng" in "".join(await play.say("gvcn", "/trogiup")), "with her own class"
        assert "/muon 6A" in "".join(await play.press("gvcn", "Thêm"))
        assert "6A vắng" in "".join(await play.say("gvcn", "/trogiup")), "with her own class"


async def test_a_family_that_tells_of_an_illness_is_offered_to_ask_leave_and_nothing_is_sent_before_the_tap(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        for text in (
            "cháu ốm",
            "con tôi sốt cao từ tối qua",
            "hôm nay cháu không đi học được ạ",
            "nhà có đám cưới cô ạ",
        ):
            said = "".join(await play.say("mẹ A", text))
            assert "chưa gửi" in said, text
            assert play.labels("mẹ A") == ["Xin phép cho cháu A"], text
        for text in ("hôm qua cháu ốm", "cháu có ốm không cô?", "con thích ăn cơm trường"):
            await play.say("mẹ A", text)
            assert "Xin phép cho cháu A" not in play.labels("mẹ A"), text


async def test_a_family_that_says_the_child_is_in_class_sees_what_is_recorded_and_whom_to_call(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng A")
        for text in ("con tôi đi học rồi mà", "cháu có đi học mà cô", "sao lại ghi con tôi vắng", "nó vẫn đi học mà"):
            said = "\n".join(await play.say("mẹ A", text))
            assert "chưa thay đổi gì" in said, text
            assert "0900 000 002" in said, text
            assert "(6A): " in said, text
        assert list((await marked(play)).values()) == ["16/11S K"]
