"""The office's ordinary year: whatever it sends, as often as it likes, nothing is lost, replaced or invented."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict, replace
from sqlalchemy import insert, select

from models import Cases, Chats, Classes, Enrolments, Guardians, People, Places, Pupils, Roles
from models.figures.roll import drifts, rolls
from models.figures.tally import tallies
from models.figures.totals import by_class, by_place
from models.people.class_lists import class_names
from papers.roster import Roster
from tests.conversation import Play, playing
from tests.handlers.roll.changed import made, nothing_went_wrong
from tests.handlers.school_days import on
from tests.jobs.checks import checked, heard
from tests.papers.roster.workbooks import Rows, write
from tests.small_school import small_roster
from tests.stories.plain_school import Kid, Plain

pytestmark = pytest.mark.anyio

FAMILIES = ("Hồ Văn", "Đinh Thị", "Nguyễn Hữu", "Trần Thị")
GIVEN = ["Bảo", "Công", "Dũng", "Giang", "Hạnh", "Khoa", "Liên", "Mạnh", "Nhân"]  # of 6A
GIVEN += ["Oanh", "Phúc", "Quyên", "Sơn", "Tâm", "Uyên", "Vinh"]  # of 6B
GIVEN += ["Xuân", "Yến", "Thảo", "Kiên", "Loan", "Nhung"]  # of 7A
HAMLETS = {"Takta": "Thôn 3", "Long Tro": "Thôn 3", "Tu Ro": "Thôn 4"}
CLASSES = ["6A"] * 9 + ["6B"] * 7 + ["7A"] * 6
TEACHERS = {"6A": "gvcn", "6B": "gvcn6b", "7A": "bộ môn"}
FIRST = date(2026, 9, 7)


def staff() -> Roster:
    """The people who work there, and no pupil yet; Cao Thị Yên has 7A."""
    roster = small_roster()
    people = [
        replace(one, roles=["homeroom"], role="homeroom", homeroom_class="7A")
        if one.full_name == "Cao Thị Yên"
        else one
        for one in roster.staff
    ]
    return replace(roster, pupils=[], staff=people)


def beginning() -> Plain:
    plain = Plain()
    for number, (given, klass) in enumerate(zip(GIVEN, CLASSES, strict=True), 1):
        kid = Kid(f"{FAMILIES[number % 4]} {given}", date(2015, 1 + number % 12, number), f"0911{number:06d}")
        plain.comes(number, kid, klass, list(HAMLETS)[number % 3], FIRST)
    return plain


def own_list(plain: Plain, day: date) -> Rows:
    """Without codes; the mother and her phone in two columns."""
    rows: list[Sequence[Any]] = [("STT", "Họ và tên", "Ngày sinh", "Lớp", "Thôn", "Nóc", "Họ tên mẹ", "SĐT mẹ")]
    for number, kid in plain.kids.items():
        home = kid.home(day)
        rows.append(
            (number, kid.name, f"{kid.born:%d/%m/%Y}", kid.klass(day), HAMLETS[home], home, f"Mẹ {kid.name}", kid.phone)
        )
    return rows


def export(plain: Plain, day: date, states: dict[int, str], left_out: set[int]) -> Rows:
    """As the ministry's system writes it: codes, capitals, states; no family, no place."""
    rows: list[Sequence[Any]] = [("STT", "Mã định danh", "HoTen", "NgaySinh", "GioiTinh", "MaLop", "TrangThaiHS")]
    for number, kid in plain.kids.items():
        if number not in left_out:
            state = states.get(number, "Đang học")
            rows.append(
                (number, f"49{number:08d}", kid.name.upper(), f"{kid.born:%d/%m/%Y}", "", kid.klass(day), state)
            )
    return rows


def staff_list() -> Rows:
    """The staff alone, with somebody new."""
    words = {
        "homeroom": "GVCN", "teacher": "Giáo viên", "registrar": "Tổng phụ trách", "admin": "Quản trị",
        "vice_principal": "Phó hiệu trưởng", "principal": "Hiệu trưởng",
    }  # fmt: skip
    rows: list[Sequence[Any]] = [("TT", "Họ và tên", "Chức vụ", "Lớp chủ nhiệm", "Số điện thoại")]
    for number, one in enumerate(staff().staff, 1):
        phone = f"0{(one.phone or '')[3:]}"
        rows.append((str(number), one.full_name, words[one.role], one.homeroom_class or "", phone))
    return [*rows, ("10", "Tô Thị Mười Một", "Giáo viên", "", "0900 000 777")]


class Office:
    """The school as it is played, beside the plain one."""

    def __init__(self, play: Play, plain: Plain, folder: Path) -> None:
        self.play, self.plain, self.folder = play, plain, folder
        self.ids: dict[int, int] = {}
        self.linked: dict[int, tuple[str, int]] = {}

    @property
    def day(self) -> date:
        return self.play.now.date()

    async def sends(self, sheet: str, rows: Rows, *answers: str) -> str:
        """The file, what is asked, and the taps; what was shown first."""
        path = write(self.folder / "ds.xlsx", {sheet: rows})
        self.play.channel.files["ds.xlsx"] = path.read_bytes()
        preview = (await self.play.say("admin", "", file="ds.xlsx"))[-1]
        while any("cùng một" in label for label in self.play.labels("admin")):
            await self.play.press("admin", "cùng một")
        await self.play.press("admin", "Thực hiện")
        for answer in answers:
            if any(answer in label for label in self.play.labels("admin")):
                await self.play.press("admin", answer)
        assert "Đã xong" in self.play.shown("admin"), (preview, self.play.shown("admin"))
        return preview

    async def school_day(self, moment: str, **away: set[int]) -> None:
        """All three classes report, and the day's check runs."""
        await on(self.play, moment)
        for klass, phone in TEACHERS.items():
            gone = away.get(f"_{klass}", set())
            names = ", ".join(self.plain.kids[one].name for one in sorted(gone))
            await self.play.say(phone, f"/vang {klass} {names}" if gone else f"/du {klass}")
            self.plain.reports(klass, self.day, gone)
        await checked(self.play)
        self.plain.evening(self.day)
        await self.all_is_as_counted()

    async def learn_ids(self) -> None:
        """Each child's own number in the database: it must be this one for ever."""
        async with self.play.app.database.read() as session:
            found = dict((await session.execute(select(Pupils.full_name, Pupils.id))).all())
        self.ids |= {
            n: found[kid.name] for n, kid in self.plain.kids.items() if n not in self.ids and kid.seats[-1].last is None
        }

    async def link(self, *numbers: int) -> None:
        """Mothers come to the chat."""
        async with self.play.app.database.write() as session:
            for number in numbers:
                mother = select(Guardians.person_id).where(Guardians.pupil_id == self.ids[number])
                person = (await session.scalars(mother)).one()
                phone, now = f"mẹ {number}", self.play.app.now()
                row = {"channel": "paper", "address": phone, "person_id": person, "created_at": now, "linked_at": now}
                await session.execute(insert(Chats).values(row))
                self.linked[number] = (phone, person)

    async def all_is_as_counted(self) -> None:
        async with self.play.app.database.read() as session:
            await self._people(session)
            await self._figures(session)
            await self._cases(session)
        await nothing_went_wrong(self.play)

    async def _people(self, session: Any) -> None:
        seat = Enrolments.starts <= self.day, Enrolments.ends.is_(None) | (Enrolments.ends >= self.day)
        seats = select(Enrolments.pupil_id, Classes.name).join(Classes, Classes.id == Enrolments.class_id).where(*seat)
        there = (await session.execute(seats)).all()
        assert {row[0]: row[1] for row in there} == {
            self.ids[n]: kid.klass(self.day) for n, kid in self.plain.kids.items() if kid.klass(self.day)
        }
        rows = select(Pupils.id, Pupils.full_name, Pupils.birth_date, Pupils.code, Places.name).outerjoin(
            Places, Places.id == Pupils.place_id
        )
        known = {row.id: tuple(row)[1:] for row in await session.execute(rows)}
        assert known == {
            self.ids[n]: (kid.name, kid.born, kid.code, kid.home(self.day)) for n, kid in self.plain.kids.items()
        }
        phones = select(Guardians.pupil_id, People.phone).join(People, People.id == Guardians.person_id)
        assert dict((await session.execute(phones)).all()) == {
            self.ids[n]: f"+84{kid.phone.replace(' ', '')[1:]}" for n, kid in self.plain.kids.items()
        }
        chats = dict(
            (await session.execute(select(Chats.address, Chats.person_id).where(Chats.closed_at.is_(None)))).all()
        )
        assert all(chats[phone] == person for phone, person in self.linked.values())
        mothers = dict((await session.execute(select(Guardians.pupil_id, Guardians.person_id))).all())
        assert all(mothers[self.ids[n]] == person for n, (_phone, person) in self.linked.items())
        held = set(await session.scalars(select(Roles.name).where(Roles.ends.is_(None))))
        assert held >= {"admin", "principal", "vice_principal", "registrar", "homeroom", "hamlet_staff"}

    async def _figures(self, session: Any) -> None:
        school, day = self.play.school_id, self.day
        names = await class_names(session, list(await session.scalars(select(Classes.id))))
        places = dict((await session.execute(select(Places.id, Places.name))).all())
        for first in {day, FIRST}:
            counted = {names[id_]: one for id_, one in (await by_class(session, list(names), first, day)).items()}
            assert {k: (v.possible, v.absent) for k, v in counted.items() if v.possible} == {
                k: (v.possible, v.absent) for k, v in self.plain.counts(first, day).items()
            }
            homes = {places[id_]: one for id_, one in (await by_place(session, school, first, day)).items()}
            assert {k: (v.possible, v.absent) for k, v in homes.items() if v.possible} == {
                k: (v.possible, v.absent) for k, v in self.plain.counts(first, day, by_home=True).items()
            }
        figures = await tallies(session, list(self.ids.values()), day, FIRST)
        for number, id_ in self.ids.items():
            assert figures[id_].total == self.plain.missed(number)
            assert figures[id_].days == self.plain.run(number, day), self.plain.kids[number].name
        assert await drifts(session, school, day) == []
        for id_, roll in (await rolls(session, school, day)).items():
            assert {k: v for k, v in asdict(roll).items() if v} == self.plain.roll(names[id_], day)

    async def _cases(self, session: Any) -> None:
        columns = (Cases.pupil_id, Cases.opened_on, Cases.closed_why, Classes.name, Places.name)
        rows = (
            select(*columns).join(Classes, Classes.id == Cases.class_id).outerjoin(Places, Places.id == Cases.place_id)
        )
        found = [tuple(row) for row in await session.execute(rows.order_by(Cases.id))]
        assert [row[:3] for row in found] == [
            (self.ids[one.kid], one.opened, one.closed or None) for one in self.plain.cases
        ]
        for row, one in zip(found, self.plain.cases, strict=True):
            kid = self.plain.kids[one.kid]
            if not one.closed and kid.klass(self.day):
                assert row[3:] == (kid.klass(self.day), kid.home(self.day)), kid.name


@pytest.mark.covering
async def test_the_offices_ordinary_year(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url, roster=staff(), at="2026-09-07 06:30") as play:
        plain = beginning()
        office = Office(play, plain, tmp_path)
        kid = plain.kids
        # Its own list, without codes.
        await office.sends("HS", own_list(plain, FIRST))
        await office.learn_ids()
        await office.link(1, 5, 12)
        await office.all_is_as_counted()
        # Three days absent, and a case.
        await office.school_day("2026-11-16 07:10", _6A={1, 2}, _6B={14})
        await office.school_day("2026-11-17 07:10", _6A={1, 2, 3}, _6B={12})
        await office.school_day("2026-11-18 07:10", _6A={1, 2}, _6B={12})
        assert [one.kid for one in plain.cases] == [1, 2]
        # The ministry's export: codes, capitals, two who have left, and one whom it does not name.
        await on(play, "2026-11-19 06:50")
        states = {2: "Chuyển đi", 15: "Thôi học"}
        await office.sends("Danh sach", export(plain, office.day, states, {22}), "cho ra khỏi danh sách")
        for number, one in kid.items():
            one.code = f"49{number:08d}" if number not in {2, 15, 22} else None
        plain.leaves(2, office.day, "transferred")
        plain.leaves(15, office.day, "dropped")
        plain.leaves(22, office.day, "left")
        await office.all_is_as_counted()
        await office.school_day("2026-11-19 07:10", _6A={1}, _6B={12})
        # The staff alone: one comes, one phone is another.
        await office.sends("CB-GV-NV", staff_list())
        await office.school_day("2026-11-20 07:10", _6A={1}, _6B={12})
        # One class alone, with somebody new.
        await on(play, "2026-11-23 06:50")
        new = Kid("Tô Văn Mười", date(2015, 3, 3), "0913000023", "4900000023")
        listed = [one for number, one in kid.items() if one.klass(office.day) == "6B"]
        rows: list[Sequence[Any]] = [("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp", "Nóc", "Mẹ", "SĐT mẹ")]
        rows += [
            (str(n), one.code or "", one.name, f"{one.born:%d/%m/%Y}", "6B", "", "", "")
            for n, one in enumerate(listed, 1)
        ]
        rows.append(("9", new.code or "", new.name, "03/03/2015", "6B", "Tu Ro", "Tô Thị Chín", new.phone))
        await office.sends("6B", rows)
        plain.comes(23, new, "6B", "Tu Ro", office.day, "came")
        await office.learn_ids()
        await office.school_day("2026-11-23 07:10", _6A={1, 4}, _6B={12})
        # In the middle of their runs two move class, and one hamlet.
        await on(play, "2026-11-24 06:50")
        await made(play, "tpt", f"/chuyenlop 6A {kid[1].name} sang 6B")
        await made(play, "tpt", f"/chuyenlop 6A {kid[4].name} sang 6B")
        await made(play, "gvcn6b", f"/choo {kid[12].name} Tu Ro")
        plain.moves(1, "6B", office.day)
        plain.moves(4, "6B", office.day)
        kid[12].homes.append((office.day, "Tu Ro"))
        await office.all_is_as_counted()
        await office.school_day("2026-11-24 07:10", _6B={1, 4, 12})
        # A name and two phones put right: who is linked stays linked.
        await on(play, "2026-11-25 06:50")
        kid[5].name, kid[5].phone, kid[12].phone = "Đinh Thị Hạnh Nguyên", "0912555001", "0912555002"
        rows = [("Mã học sinh", "Họ và tên", "Lớp", "Họ tên mẹ", "SĐT mẹ")]
        rows += [(one.code or "", one.name, one.klass(office.day), "", one.phone) for one in (kid[5], kid[12])]
        await office.sends("Sửa", rows, "ở lại")
        await office.all_is_as_counted()
        await office.school_day("2026-11-25 07:10", _6B={1, 4})
        # A transfer in, and the last import taken back: whoever was told hears that it is so no more.
        await on(play, "2026-11-26 06:50")
        heard(play)
        await made(play, "tpt", "/hocsinhmoi 7A Lý Văn Chuyển, 5/9/2014, Takta, mẹ Lý Thị Mơ 0914 000 001")
        assert "Lý Văn Chuyển" in heard(play)["bộ môn"]
        await play.press("tpt", "Huỷ thay đổi này")
        assert "không còn" in heard(play)["bộ môn"]
        await office.all_is_as_counted()
        await office.school_day("2026-11-26 07:10", _6B={4})
        assert [(one.kid, one.closed) for one in plain.cases] == [
            (1, "returned"), (2, "transferred"), (12, "returned"), (4, ""),
        ]  # fmt: skip
