"""What the new things of the recipes do, and the tables of the house with them. Run in the copy they were written into:
`python -m tests.recipes.followed URL`.
"""

import asyncio
import sys
import tempfile
from datetime import date
from pathlib import Path

import structlog
from sqlalchemy import text

from bot.engine.app import open_channels
from bot.engine.config import read_config
from bot.engine.log import bare_traceback
from channels import NotSent, Parcel
from handlers import commands
from handlers.service import to_try
from jobs import schedules
from locales import languages
from models.ladder.versions import in_force, keep_ladder
from papers.ladder.file import read_ladders, write_ladders
from papers.roster.lists.headers import field_of
from rules.ladder.faults import faults
from rules.ladder.recipients import read_who
from rules.ladder.steps import Ask, Ladder, Step, StepKind
from rules.people.roles import Role
from tests.check_catalogues import problems
from tests.conversation import Play, playing
from tests.jobs.checks import heard
from tests.letters import test_readers
from tests.papers.ladder import test_file
from tests.papers.roster.put_right import BINH, imported, with_pupil
from tests.rights import test_rights
from tests.small_school import small_roster


def the_tables_of_the_house_take_them_in() -> None:
    test_readers.test_every_kind_has_its_row()
    test_readers.test_what_the_words_of_a_composer_say_is_what_the_rows_say_that_were_written_down()
    test_rights.test_only_these_commands_are_open_to_people_nobody_knows()
    test_rights.test_no_command_is_for_a_role_that_does_not_exist()
    test_rights.test_no_two_commands_claim_one_place_among_those_said_every_day()
    test_rights.test_what_the_local_chat_suggests_to_a_role_its_command_is_for()
    test_file.test_every_step_of_both_ladders_has_words_for_what_it_asks()
    test_file.test_what_is_written_is_read_back_the_same_in_either_language()
    assert "hanbao" in {one.word for one in commands()}
    assert "/hanbao" in to_try(Role.HOMEROOM, "6A")
    assert schedules()["friday"].missed
    assert [problem for language in ("vi", "en") for problem in problems(language)] == []


async def a_command_is_answered_and_in_the_help(play: Play) -> None:
    (said,) = await play.say("gvcn", "/hanbao")
    assert said == "Sĩ số báo trước 07:30 và 13:30.", said
    await play.say("gvcn", "/trogiup")
    assert "/hanbao" in "\n".join(await play.press("gvcn", "Thêm"))


async def a_language_is_offered_and_spoken(play: Play) -> None:
    assert "de" in languages()
    await play.say("gvcn", "/ngonngu")
    assert "Deutsch" in play.labels("gvcn")
    await play.press("gvcn", "Deutsch")
    assert "Reports are due at" in "\n".join(await play.say("gvcn", "/hanbao")), "as it was copied"
    await play.say("gvcn", "/ngonngu vi")


async def a_channel_is_opened_by_its_table_and_says_what_is_proven() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_text('[school]\nname = "Trường Thử"\n[channels.pigeon]\ntoken = "x"\n', encoding="utf-8")
        channel = open_channels(read_config(file))["pigeon"]
    try:
        await channel.send(Parcel(address="1", text="…"))
    except NotSent:
        return
    raise AssertionError("nobody listens there")


def with_a_step_of_the_year(ladder: Ladder) -> Ladder:
    """As a school writes it into its file: it may do without, and has it from then on."""
    kind = StepKind["OF_THE_YEAR"]
    assert faults(ladder) == []
    new = ladder.with_step(Step(number=kind, after=2, tell=((read_who("PHT"), Ask.KNOW),)))
    reading = read_ladders(write_ladders([new]), {})
    assert reading.troubles == ()
    assert reading.ladders == (new,)
    assert new.with_step(Step(number=kind)) == ladder, "without anybody to tell it is gone again"
    return new


async def a_kind_of_step_fires_tells_and_is_taken_back(play: Play) -> None:
    async with play.app.database.write() as session:
        new = with_a_step_of_the_year((await in_force(session, play.school_id)).ladder)
        await keep_ladder(session, play.school_id, new, play.app.now())
    said = "2 ngày nghỉ không phép trong năm học"
    assert said in "\n".join(await play.say("ht", "/thang"))
    for day, words in (("16", "/vang 6A Nguyễn Văn A"), ("17", "/du 6A"), ("18", "/vang 6A Nguyễn Văn A")):
        await play.clock_to(f"2026-11-{day} 07:10")
        heard(play)
        await play.say("gvcn", words)
        await play.clock_to("08:30")
        told = heard(play).get("pht", "")
        assert (said in told) is (day == "18"), (day, told)
    await play.say("gvcn", "/comat 6A 16/11 Nguyễn Văn A")
    assert "Nguyễn Văn A" in heard(play).get("pht", ""), "who was told hears that it was not so"
    await play.say("ht", "/thang 5 sau 12 ngày")
    await play.press("ht", "Đúng, đổi như vậy")
    assert "12 ngày nghỉ không phép trong năm học" in "\n".join(await play.say("ht", "/thang"))


async def a_job_comes_due_and_its_letter_is_written(play: Play) -> None:
    await play.clock_to("2026-11-19 18:00")
    heard(play)
    await play.clock_to("2026-11-20 17:05")
    assert "Tuần này trường có" in heard(play).get("ht", "")


async def a_column_of_the_pupil_is_read_shown_and_not_emptied(play: Play) -> None:
    assert field_of("Dân tộc") == "ethnicity"
    changes = await imported(play, with_pupil(small_roster(), BINH, ethnicity="Ca Dong"))
    assert [field.words() for change in changes for field in change.fields] == ["dân tộc – → Ca Dong"]
    assert await imported(play, small_roster()) == [], "a list without the column"
    assert "Dân tộc: Ca Dong" in "\n".join(await play.say("gvcn", f"/hocsinh {BINH} 6A"))


async def a_table_is_there(play: Play) -> None:
    """By its file alone; what imports it, it finds by its room."""
    async with play.app.database.write() as session:
        await session.execute(text("INSERT INTO favourites (person_id, word) SELECT max(id), 'hanbao' FROM people"))
        assert await session.scalar(text("SELECT word FROM favourites")) == "hanbao"


async def main(url: str) -> None:
    await a_channel_is_opened_by_its_table_and_says_what_is_proven()
    async with playing(url=url) as play:
        assert play.now.date() == date(2026, 11, 16)
        await a_table_is_there(play)
        await a_column_of_the_pupil_is_read_shown_and_not_emptied(play)
        await a_command_is_answered_and_in_the_help(play)
        await a_language_is_offered_and_spoken(play)
        await a_kind_of_step_fires_tells_and_is_taken_back(play)
        await a_job_comes_due_and_its_letter_is_written(play)


if __name__ == "__main__":
    structlog.configure(processors=[bare_traceback, structlog.processors.KeyValueRenderer()])
    the_tables_of_the_house_take_them_in()
    asyncio.run(main(sys.argv[1]))
