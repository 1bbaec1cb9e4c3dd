"""Nothing is said to have been told that has not left: every composer, with all other letters in every state."""

import re
from pathlib import Path

import pytest
from sqlalchemy import update

from letters import told
from letters.told import Claim
from locales import speaking
from models import Outbox
from models.people.askers import schools
from models.post.tables import (
    CANCELLED,
    EXPIRED,
    FAILED,
    HANDED,
    HELD,
    LEASED,
    PENDING,
    SENT,
    STOPPED,
    UNCERTAIN,
)
from models.shapes.letter import Due, Reader
from models.told import Fate, fate_of
from tests.campaign import CAMPAIGN
from tests.check_catalogues import in_code, read
from tests.conversation import Play, playing
from tests.letters.right_of_readers import HIM, everything
from tests.letters.test_readers import Owed, wait

pytestmark = pytest.mark.anyio

CLAIMS = {name: claim for name, claim in vars(told).items() if isinstance(claim, Claim)}
ENGLISH = re.compile(
    r"\b((has|have|had) been|was|were) (also |already )?(told|reminded|informed|asked|passed on)\b", re.IGNORECASE
)
VIETNAMESE = re.compile(
    r"(đã|cũng|cùng|vừa|đều) (đã )?được (báo|nhắc|hỏi|chuyển|mời|nhờ)"
    r"|đã (nhắn|nhắc|nhờ|hỏi|gửi tin|chuyển đến|chuyển tới)"
    r"|đã báo (gia đình|nhà|hiệu trưởng|phó|GVCN|thầy|người|lãnh đạo|tổ|cho)|đều (đã )?nhận được|đều có tin",
    re.IGNORECASE,
)
STATES = [
    (PENDING, None),
    (HELD, None),
    (STOPPED, "stop 1"),
    (LEASED, None),
    (SENT, None),
    (UNCERTAIN, None),
    (HANDED, None),
    (HANDED, "gone"),
    (HANDED, "uncertain"),
    (FAILED, "refused"),
    (EXPIRED, None),
    (CANCELLED, "corrected"),
]


def test_only_one_file_says_that_somebody_was_told() -> None:
    """Whatever else wants to say so writes it with `told_words`, from what has become of the letters."""
    words = {str(message.id): str(message.string) for message in read("vi")}
    elsewhere = {
        message: places
        for message, places in in_code().items()
        if {file for file, _line in places} != {"letters/told.py"}
        and (ENGLISH.search(message) or VIETNAMESE.search(words[message]))
    }
    assert elsewhere == {}


def test_every_claim_would_be_found() -> None:
    words = {str(message.id): str(message.string) for message in read("vi")}
    assert CLAIMS
    assert all(VIETNAMESE.search(words[claim.reached]) for claim in CLAIMS.values())
    assert not any(VIETNAMESE.search(words[text]) for one in CLAIMS.values() for text in (one.waiting, one.missed))


def test_every_state_of_a_letter_has_its_words() -> None:
    fates = {fate_of(state, why, resting=False) for state, why in STATES} | {fate_of(PENDING, None, resting=True)}
    fates |= {fate_of(SENT, None, resting=False, seen=True), fate_of(HANDED, None, resting=False, has_chat=True)}
    assert fates - {None} == set(Fate) - {Fate.NOBODY}
    for fate in Fate:
        with speaking("vi"):
            assert "An" in told.told_line(told.TOLD, [("An", fate)])


@pytest.mark.slow
async def test_no_letter_says_more_than_has_arrived(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        letters = await wait(play, await everything(play), None)
        claims = {}
        for state, why in STATES if CAMPAIGN else one_of_each_fate():
            async with play.app.database.write() as session:
                owed = update(Outbox).where(Outbox.id.in_(letters.values()))
                await session.execute(owed.values(state=state, why=why))
            said = await composed(play, letters)
            claims[state, why] = {letter for letter, text in said.items() if VIETNAMESE.search(text)}
            assert len(said) > 40, "most letters are written"
        assert len(claims[SENT, None]) >= 6, "the test would see a claim"
        assert {state for state, kinds in claims.items() if kinds} == {(SENT, None)}


def one_of_each_fate() -> list[tuple[str, str | None]]:
    """What says of itself the same, says it in each letter."""
    return list({fate_of(state, why, resting=False): (state, why) for state, why in STATES}.values())


async def test_no_letter_says_of_whoever_may_have_leave_that_it_is_without(tmp_path: Path) -> None:
    """A reason was said and nobody has settled the leave: every composer says so, or does not speak of leave."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", f"6A vắng {HIM} đau bụng")
        said = await composed(play, await wait(play, await everything(play), None))
        assert sum("chưa rõ phép" in text for text in said.values()) >= 6, "the test would see it said"
        flat = {
            f"{letter}: {line}"
            for letter, text in said.items()
            for line in text.splitlines()
            if "không phép" in line and "chưa rõ phép" not in line
        }
        assert flat == set()


async def composed(play: Play, letters: dict[Owed, int]) -> dict[str, str]:
    """What each letter of the table would say if it left now, by kind and phone."""
    found = {}
    async with play.app.database.read() as session:
        school = (await schools(session))[play.school_id]
        for one, row in letters.items():
            due = (await session.execute(Outbox.__table__.select().where(Outbox.id == row))).one()
            reader = Reader(person_id=due.person_id, school=school, now=play.app.now())
            with speaking("vi"):
                compose = play.app.book.composers[one.kind].compose
                letter = await compose([Due(row, due.about, due.day)], reader, session)
            if letter is not None:
                found[f"{one.kind} {one.phone}"] = letter.text
    return found
