"""No letter reaches who may not read it any more: each kind, and each right ended while its letter waits."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.rights import WITHHELD
from models import Audit, Chats, Outbox, People, Roles
from models.post.tables import PENDING, SENT
from models.shapes.letter import Composition, Due, Letter, Reader, To, composes, dues_about
from rules.letters import Kind
from rules.people.roles import Role
from tests.conversation import Play, playing
from tests.letters.by_words import declarations, derived
from tests.letters.promised import would_be_read
from tests.letters.right_of_readers import End, end, everything

pytestmark = pytest.mark.anyio


class Owed(Struct, frozen=True):
    """A letter of a kind on this phone, about one of everything; `rests_on` are the rights any of which it needs."""

    kind: Kind
    phone: str
    about: str
    rests_on: frozenset[End]
    key: str = ""


STAFF, CLASS, PAIR = {End.ROLE}, {End.ROLE, End.CLASS}, {End.ROLE, End.PLACE}
PUPIL = {End.ROLE, End.CLASS, End.MOVED}  # it is about a pupil, not about what once happened in a class
FAMILY, ALARM = {End.GUARDIAN}, {End.GUARDIAN, End.STOPPED}
SPONSOR, OUTSIDE = {End.ROLE, End.SPONSOR}, {End.ROLE, End.HANDED_BACK}


def owed(kind: Kind, phone: str, about: str, rests_on: set[End], key: str = "") -> Owed:
    return Owed(kind, phone, about, frozenset({*rests_on, End.CHAT}), key)


TABLE = [
    owed(Kind.ABSENT_AGAIN, "mẹ A", "first", ALARM),
    owed(Kind.ABSENT_GUARDIAN, "mẹ A", "first", ALARM),
    owed(Kind.ABSENT_HAMLET, "nóc", "first", PAIR),
    owed(Kind.ABSENT_HAMLET, "bộ môn", "first", SPONSOR),
    owed(Kind.ABSENT_KNOWN, "gvcn", "out", CLASS),
    owed(Kind.DAYS_FAMILY, "nóc", "first", PAIR),
    owed(Kind.DAYS_FAMILY, "bộ môn", "first", SPONSOR),
    owed(Kind.DAYS_KNOWN, "gvcn", "out", CLASS),
    owed(Kind.ALARM_HELD, "tpt", "", STAFF),
    owed(Kind.ALSO_REPORTED, "gvcn", "message", CLASS, "also:{message}:{class}:{day}"),
    owed(Kind.ALSO_REPORTED, "bộ môn", "message", STAFF, "first:{message}:{class}:{day}"),
    owed(Kind.ANNOUNCEMENT, "bộ môn", "announcement", STAFF),
    owed(Kind.ANNOUNCEMENT, "mẹ A", "announcement", FAMILY),
    owed(Kind.ANNOUNCEMENT, "gvcn", "announcement there", CLASS),
    owed(Kind.ANNOUNCEMENT, "nóc", "announcement there", PAIR),
    owed(Kind.ANSWERED, "gvcn", "answer", PUPIL),
    owed(Kind.ANSWERED, "pht", "answer", STAFF),
    owed(Kind.ANSWER_REFUSED, "mẹ A", "answer", FAMILY),
    owed(Kind.AWAY_HAMLET, "nóc", "away", PAIR),
    owed(Kind.AWAY_HOMEROOM, "gvcn", "away", CLASS),
    owed(Kind.AWAY_KNOWN, "pht", "not back", {End.ROLE, End.POSITION}),
    owed(Kind.BOARDERS, "gvcn", "class", CLASS),
    owed(Kind.BOARDERS_ALL, "tpt", "", STAFF),
    owed(Kind.BOARDERS_LIST, "tpt", "", STAFF),
    owed(Kind.BOARDER_MISSING, "nóc", "boarder", PAIR),
    owed(Kind.CALL, "gvcn", "pupil", PUPIL),
    owed(Kind.CALL_REPEAT, "gvcn", "first", PUPIL),
    owed(Kind.CASE_BY_HAND, "gvcn", "the case", CLASS),
    owed(Kind.CASE_CLOSED, "trưởng thôn", "the case", {*PAIR, End.HANDED_BACK}),
    owed(Kind.CASE_GUARDIAN, "mẹ A", "case", ALARM),
    owed(Kind.CASE_HOMEROOM, "gvcn", "case", CLASS),
    owed(Kind.CASE_LEADER, "pht", "case", STAFF),
    owed(Kind.CASE_NOTE, "gvcn", "note", CLASS),
    owed(Kind.CASE_SPONSOR, "bộ môn", "case", SPONSOR),
    owed(Kind.CHANNEL_DOWN, "admin", "", STAFF, "down:paper:silent:2026-11-16T07:00"),
    owed(Kind.CLOCK_SET, "admin", "", STAFF),
    owed(Kind.CORRECTED, "mẹ A", "first", FAMILY),
    owed(Kind.CORRECTED, "nóc", "first", PAIR),
    owed(Kind.CORRECTED, "bộ môn", "case", SPONSOR),
    owed(Kind.CORRECTED, "xã", "out", OUTSIDE),
    owed(Kind.CUT_OFF, "bộ môn", "linked", set(), "cut:2026-11-16T00:12"),
    owed(Kind.DROPPED_OUT, "ht", "", STAFF),
    owed(Kind.FAMILY_TAP, "gvcn", "pupil", PUPIL),
    owed(Kind.GUARDIAN_PHONE, "gvcn", "pupil", PUPIL),
    owed(Kind.HAMLET_GAP, "pht", "place", STAFF),
    owed(Kind.HANDED_ON, "gvcn", "relay", CLASS),
    owed(Kind.HANDOVER, "gvcn", "class", CLASS),
    owed(Kind.HELP_ASKED, "pht", "answer", STAFF),
    owed(Kind.HOLIDAYS, "admin", "", STAFF),
    owed(Kind.HOMEROOM_CHANGED, "gvcn", "role", set()),
    owed(Kind.LADDER_GAP, "admin", "first", STAFF),
    owed(Kind.LATE, "tổ trưởng", "lost", STAFF),
    owed(Kind.LEAVE_ASKED, "gvcn", "leave", PUPIL),
    owed(Kind.LEAVE_CALL, "mẹ A", "leave", FAMILY),
    owed(Kind.LEAVE_DECIDED, "mẹ A", "leave", FAMILY),
    owed(Kind.LEAVE_REVOKED, "mẹ A", "leave", FAMILY),
    owed(Kind.LEAVE_WITHDRAWN, "gvcn", "leave", PUPIL),
    owed(Kind.LINK_FROZEN, "admin", "", STAFF),
    owed(Kind.LINK_OBJECTED, "gvcn", "link", PUPIL),
    owed(Kind.LINK_REQUEST, "gvcn", "link", PUPIL),
    owed(Kind.LONG_AWAY, "gvcn", "pupil", PUPIL),
    owed(Kind.LONG_AWAY, "pht", "pupil", STAFF),
    owed(Kind.MARK_PROPOSED, "gvcn", "message", CLASS, "proposed:{message}:{class}:{day}"),
    owed(Kind.METER, "gvcn", "warning", CLASS),
    owed(Kind.METER, "pht", "warning", STAFF),
    owed(Kind.METER_CORRECTED, "gvcn", "warning", CLASS),
    owed(Kind.MISSED, "admin", "", STAFF),
    owed(Kind.MONTH_FIGURES, "pht", "", STAFF),
    owed(Kind.MORNING, "ht", "", STAFF),
    owed(Kind.NEW_PUPIL, "tpt", "question", STAFF),
    owed(Kind.NEXT_SCHOOL, "gvcn", "role", STAFF),
    owed(Kind.NOT_BACK_HEAD, "ht", "not back", STAFF),
    owed(Kind.NOT_BACK_HOMEROOM, "gvcn", "not back", CLASS),
    owed(Kind.NOT_BACK_LEADER, "pht", "not back", {End.ROLE, End.POSITION}),
    owed(Kind.NOT_BACK_SPONSOR, "bộ môn", "not back", SPONSOR),
    owed(Kind.OTHER_ANSWERED, "mẹ A", "answer", FAMILY),
    owed(Kind.OUTCOMES, "admin", "", STAFF),
    owed(Kind.OUTCOMES, "ht", "", STAFF),
    owed(Kind.OUT_COMMUNE, "xã", "out", OUTSIDE),
    owed(Kind.OUT_KNOWN, "gvcn", "out", CLASS),
    owed(Kind.OUT_VILLAGE, "trưởng thôn", "out", {*PAIR, End.HANDED_BACK}),
    owed(Kind.OUT_VILLAGE, "nóc", "out", PAIR),
    owed(Kind.PARTNER_ASKED, "bộ môn", "partner ask", STAFF),
    owed(Kind.PARKED, "admin", "", STAFF),
    owed(Kind.PROMISE_BROKEN, "gvcn", "the case", CLASS),
    owed(Kind.QUESTION, "bộ môn", "question", STAFF),
    owed(Kind.QUESTION_LEFT, "bộ môn", "question", STAFF),
    owed(Kind.RALOP_EVENING, "ht", "", STAFF),
    owed(Kind.RALOP_HAMLET, "nóc", "", STAFF),
    owed(Kind.RALOP_REASONS, "gvcn", "class", CLASS),
    owed(Kind.RALOP_REPORT, "gvcn", "class", CLASS),
    owed(Kind.RELAY, "trưởng thôn", "relay", PAIR),
    owed(Kind.RELAYED, "gvcn", "relay", CLASS),
    owed(Kind.REMIND1, "gvcn", "class", CLASS),
    owed(Kind.REMIND2, "gvcn", "class", CLASS),
    owed(Kind.REPORT_WITHDRAWN, "gvcn", "message", CLASS, "withdrawn:{message}:{class}:{day}"),
    owed(Kind.REPORT_WITHDRAWN, "bộ môn", "message", STAFF, "own:{message}:{class}:{day}"),
    owed(Kind.REOPENED, "nóc", "the case", PAIR),
    owed(Kind.REOPENED, "bộ môn", "the case", SPONSOR),
    owed(Kind.REOPENED, "xã", "the case", OUTSIDE),
    owed(Kind.RETURNED, "nóc", "the case", PAIR),
    owed(Kind.RETURNED, "bộ môn", "the case", SPONSOR),
    owed(Kind.RETURNED, "xã", "the case", OUTSIDE),
    owed(Kind.ROLL_CHANGED, "gvcn", "seat", PUPIL),
    owed(Kind.ROLL_NOTED, "tpt", "", STAFF),
    owed(Kind.ROLL_TAKEN_BACK, "gvcn", "pupil", STAFF),
    owed(Kind.SIGNAL, "pht", "pupil", STAFF),
    owed(Kind.SILENT, "tpt", "half day", STAFF),
    owed(Kind.SPONSOR_ADOPTED, "gvcn", "sponsorship", PUPIL),
    owed(Kind.SPONSOR_ASK, "bộ môn", "sponsorship", SPONSOR),
    owed(Kind.SPONSOR_CHANGED, "bộ môn", "sponsorship", STAFF),
    owed(Kind.SPONSOR_LAST_YEAR, "pht", "", STAFF),
    owed(Kind.SPONSOR_MONTH, "tổ trưởng", "", STAFF),
    owed(Kind.SPONSOR_REMIND, "bộ môn", "sponsorship", SPONSOR),
    owed(Kind.SPONSOR_WISHED, "gvcn", "wish", PUPIL),
    owed(Kind.STAFF_LINKED, "pht", "linked", STAFF),
    owed(Kind.STAFF_REQUEST, "pht", "account", STAFF),
    owed(Kind.STOP_SAID, "tpt", "", STAFF),
    owed(Kind.THANKS, "mẹ A", "first", ALARM),
    owed(Kind.UNDELIVERED, "pht", "lost", STAFF),
    owed(Kind.UNDELIVERED_FAMILY, "gvcn", "lost", {*PUPIL, End.GUARDIAN}),
    owed(Kind.UNREAD, "pht", "lost", STAFF),
    owed(Kind.UP_HEAD, "ht", "up", STAFF),
    owed(Kind.UP_LEADER, "pht", "up", STAFF),
    owed(Kind.VISITED, "pht", "visit", STAFF),
    owed(Kind.VISIT_DUE, "gvcn", "the case", CLASS),
    owed(Kind.WEEK_FIGURES, "ht", "", STAFF),
    owed(Kind.WISH_REFUSED, "bộ môn", "wish", STAFF),
    owed(Kind.DUTY_DUE, "pht", "duty", STAFF),
    owed(Kind.DUTY_LATE, "ht", "", STAFF),
    owed(Kind.DUTY_REMIND, "pht", "duty", STAFF),
    owed(Kind.FAMILY_NOTE, "gvcn", "family note", PUPIL),
    owed(Kind.NOTE_REPLY, "mẹ A", "note reply", FAMILY),
    owed(Kind.WORRY, "gvcn", "worry", PUPIL),
    owed(Kind.WORRY, "pht", "worry", STAFF),
]


DECLARED = declarations()
WRITTEN = {one.kind for one in TABLE}
TABLE += [
    Owed(kind, row.phone, row.about, row.rests_on)
    for kind, to in DECLARED.items()
    if kind not in WRITTEN
    for row in derived(kind, to)
]


def test_every_kind_has_its_row() -> None:
    """Its own, where the words of its composer do not say by themselves whom they mean."""
    assert set(Kind) == {one.kind for one in TABLE}


def test_what_the_words_of_a_composer_say_is_what_the_rows_say_that_were_written_down() -> None:
    said = {
        (kind, row.phone): row.rests_on for kind in WRITTEN & DECLARED.keys() for row in derived(kind, DECLARED[kind])
    }
    both = {(one.kind, one.phone): one.rests_on for one in TABLE if (one.kind, one.phone) in said}
    assert both == {which: said[which] for which in both}
    assert len(both) > 50


def test_a_kind_that_does_not_say_whom_it_may_reach_cannot_be_declared() -> None:
    with pytest.raises(TypeError):
        composes(Kind.CALL)(plain)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="nobody"):
        composes(Kind.CALL, to=To(()), about="x")(plain)


@pytest.mark.parametrize("way", [None, *End], ids=lambda way: way.name.lower() if way else "nothing ended")
async def test_only_who_still_has_the_right_is_reached(
    database_url: str, way: End | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(url=database_url) as play:
        for kind, known in play.app.book.composers.items():
            monkeypatch.setitem(play.app.book.composers, kind, Composition(plain, known.to))
        letters = await wait(play, await everything(play), way)
        promised = await would_be_read(play, [row for one, row in letters.items() if one.about != "lost"])
        await play.settle()
        async with play.app.database.read() as session:
            states = dict((await session.execute(select(Outbox.id, Outbox.state))).all())
            audited = await session.scalar(select(func.count()).where(Audit.kind == WITHHELD))
    reached = {one for one, row in letters.items() if states[row] == SENT}
    assert reached == {one for one in TABLE if way not in one.rests_on}
    lost = [one for one in TABLE if way in one.rests_on and way not in {End.CHAT, End.STOPPED}]
    assert way is End.CHAT or audited == len(lost), "each letter that is withheld is in the audit"
    if way not in {End.CHAT, End.STOPPED}:  # those are told of by their reasons
        told = {letters[one] for one in reached if one.about != "lost"}
        assert promised == told, "what is said to be on its way is what leaves; of what was lost it is never said"


async def test_what_is_still_owed_reaches_the_new_homeroom_teacher(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(url=database_url) as play:
        known = dict(play.app.book.composers)
        for kind, one in known.items():
            monkeypatch.setitem(play.app.book.composers, kind, Composition(plain, one.to))
        found = await everything(play)
        await wait(play, found, None)
        async with play.app.database.write() as session:
            mine = Roles.name == Role.HOMEROOM, Roles.class_id == found["class"]
            await session.execute(update(Roles).where(*mine).values(person_id=await play.person("Vũ Đức Long")))
        await play.settle()
        reached = {kind for person, kind in await sent(play) if person == "Vũ Đức Long"}
        passed = {one.kind for one in TABLE if one.phone == "gvcn" and known[one.kind].to.heirs}
        assert reached == passed
        assert len(passed) > 20
        assert {kind for person, kind in await sent(play) if person == "Phạm Thu Hà"} == set()


async def sent(play: Play) -> list[tuple[str, str]]:
    async with play.app.database.read() as session:
        rows = select(People.full_name, Outbox.kind).join(Outbox, Outbox.person_id == People.id)
        return [(row.full_name, row.kind) for row in await session.execute(rows.where(Outbox.state == SENT))]


async def plain(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter:
    """Every kind's letter, so that nothing but its reader's right decides."""
    return Letter(text="một lá thư", told=dues_about(dues))


async def wait(play: Play, found: dict[str, int], way: End | None) -> dict[Owed, int]:
    """Owe every letter of the table; then end the right, before any leaves."""
    day, now = play.now.date(), play.app.now()
    numbers = {**found, "message": 77, "half day": 1, "": 0}
    async with play.app.database.write() as session:
        chats = {row.address: row for row in await session.execute(select(Chats.address, Chats.id, Chats.person_id))}
        rows = [
            {
                "school_id": play.school_id,
                "person_id": chats[one.phone].person_id,
                "chat_id": chats[one.phone].id,
                "kind": one.kind,
                "key": one.key.format(day=day, **numbers) or f"{one.kind}:{number}",
                "about": numbers[one.about],
                "day": day,
                "state": PENDING,
                "created_at": now,
                "not_before": now,
                "valid_until": now + timedelta(hours=3),
            }
            for number, one in enumerate(TABLE)
        ]
        in_order = insert(Outbox).returning(Outbox.id, sort_by_parameter_order=True)
        ids = (await session.scalars(in_order, rows)).all()
    if way is not None:
        await end(play, way, found)
    return dict(zip(TABLE, ids, strict=True))
