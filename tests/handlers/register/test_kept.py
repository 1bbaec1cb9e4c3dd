"""Where a school has agreed, reports are kept with stand-ins for all names, and what came of them; else nothing is."""

import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cli.export.samples import _message, _school
from models import Pupils, Schools
from models.samples import Sample, samples
from rules.people.classes import ClassRef
from rules.reading.outcome import verdict
from rules.reading.report import read_report
from rules.reading.who.roster import ClassRoster, Pupil, build_index
from tests.conversation import Play, playing
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

SAID = (
    "6A vắng Bình k, Sáng p",
    "6a vang hung, binh kp",
    "Dạ cô Yên ơi, 6A vắng Lan (Mơ) ạ, mẹ Lan số 0912 345 678",
    "6A vắng Trần Minh Hưng ốm",
    "6A đủ",
    "6A vắng Sóc",
)


async def kept(play: Play) -> list[Sample]:
    async with play.app.database.read() as session:
        return await samples(session, await session.scalar(select(Schools.id)) or 0)


async def test_what_is_kept_names_nobody_and_reads_as_it_was_read(tmp_path: Path) -> None:
    async with playing(tmp_path, learn_together=True) as play:
        for text in SAID:
            await play.say("gvcn", text)
        found = await kept(play)
        assert len(found) == len(SAID)
        for sample, text in zip(found, SAID, strict=True):
            (only,) = sample.lists
            names = [name for _id, name in only.pupils]
            assert len(set(names)) == 8
            assert set(names).isdisjoint(one.full_name for one in small_roster().pupils)
            for word in ("Bình", "binh", "hung", "Hưng", "Lan", "Yên", "Mơ", "Sóc", "0912", "678"):
                assert word not in sample.text, (word, sample.text)
            roster = tuple(Pupil(id_, place, name) for place, (id_, name) in enumerate(only.pupils, 1))
            index = build_index(ClassRoster(only.id, only.name, 1, roster))
            moment = sample.said_at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
            again = read_report(sample.text, moment, [ClassRef(only.id, only.name)], only.id, {only.id: index})
            assert verdict(again).outcome == sample.outcome, (text, sample.text)


async def test_what_a_tap_or_a_correction_settles_is_told_with_it_and_what_is_taken_back_is_not(tmp_path: Path) -> None:
    async with playing(tmp_path, learn_together=True) as play:
        await play.say("gvcn", "6A vắng Lan kp")
        await play.press("gvcn", next(one for one in play.labels("gvcn") if "Hồ Thị Lan" in one))
        await play.say("gvcn", "6A vắng Bình p")
        await play.say("gvcn", "/huy")
        first, second = await kept(play)
        lan = await _number(play, "Hồ Thị Lan")
        assert [(one.pupil_id, one.kind, one.day) for one in first.settled] == [(lan, "K", date(2026, 11, 16))]
        assert second.settled == ()
        written = json.dumps([_school(first), _message(first, "2026-11-16T07:05")], ensure_ascii=False)
        assert "Hồ Thị Lan" not in written
        assert _message(first, "2026-11-16T07:05")["settled"] == [{"id": "c1-2", "kind": "K", "day": 0, "part": "S"}]


async def _number(play: Play, name: str) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(Pupils.id).where(Pupils.full_name == name)) or 0


async def test_what_a_group_hears_as_a_report_is_kept_too_and_its_talk_is_not(tmp_path: Path) -> None:
    async with playing(tmp_path, learn_together=True) as play:
        for text in ("6A vắng Bình k", "6A quét sân giúp cô", "Bình trả vở cho Sáng"):
            await play.say("gvcn", text, private=False)
        (sample,) = await kept(play)
        assert "Bình" not in sample.text
        assert [one.kind for one in sample.settled] == ["K"]


async def test_without_the_schools_consent_nothing_is_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k")
        assert await kept(play) == []
