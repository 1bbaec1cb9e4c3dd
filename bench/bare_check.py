"""The daily check as plain SQL on the standard library's sqlite3: the ceiling, for the same rows in the same tables.

It keeps the same rules (half days, silent classes, changes of class, days declared off later, dated roles), for all
schools at once, with what is needed twice in temporary tables. Only quiet hours and holds are those of this data.
"""

import sqlite3
from datetime import date, datetime, timedelta

from bench.district import morning
from jobs.ladder.told import STAFF_DAYS

HOLD = timedelta(minutes=3)


def bare_check(connection: sqlite3.Connection, day: date) -> None:
    """One transaction: close, fire, open, go up, and tell everybody."""
    now = morning(day)
    evening = datetime.fromisoformat(f"{day} 13:30:00+00:00")
    given = {
        "day": day.isoformat(),
        "now": _moment(now),
        "held": _moment(now + HOLD),
        "longer": _moment(now + STAFF_DAYS),
        "evening": _moment(evening),
    }
    connection.execute("BEGIN IMMEDIATE")
    for statement in CHECK + TELL:
        connection.execute(statement, given)
    connection.execute("COMMIT")
    connection.executescript("DROP TABLE runs; DROP TABLE fired")


def _moment(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


PREVIOUS = """(SELECT max((SELECT max(c.day) FROM class_parts AS c WHERE c.class_id = e.class_id AND c.day < w.day
        AND c.held AND c.reported_at IS NOT NULL AND c.day >= e.starts AND (e.ends IS NULL OR c.day <= e.ends)))
    FROM enrolments AS e JOIN classes AS k ON k.id = e.class_id WHERE e.pupil_id = w.pupil_id
    AND k.year_id = (SELECT year_id FROM classes AS o WHERE o.id = w.class_id))"""
COUNTED = """EXISTS (SELECT 1 FROM class_parts AS c WHERE c.class_id = m.class_id AND c.day = m.day
    AND c.part = m.part AND c.held AND c.reported_at IS NOT NULL)"""
WHOLE = """NOT EXISTS (SELECT 1 FROM class_parts AS c WHERE c.class_id = m.class_id AND c.day = m.day AND c.held
    AND c.reported_at IS NOT NULL AND c.part <> m.part AND NOT EXISTS (SELECT 1 FROM marks AS a
        WHERE a.pupil_id = m.pupil_id AND a.day = m.day AND a.part = c.part AND a.kind IN ('K', 'P')
        AND a.struck_at IS NULL))"""
ATTENDED = """EXISTS (SELECT 1 FROM enrolments AS e JOIN class_parts AS c ON c.class_id = e.class_id
    WHERE e.pupil_id = f.pupil_id AND c.day BETWEEN f.day AND r.last_day AND c.day >= e.starts
    AND (e.ends IS NULL OR c.day <= e.ends) AND c.held AND c.reported_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM marks AS m WHERE m.pupil_id = f.pupil_id AND m.day = c.day
        AND m.part = c.part AND m.struck_at IS NULL AND m.kind IN ('K', 'P')))"""
CHECK = [
    """UPDATE cases SET closed_on = :day, closed_why = 'returned' WHERE closed_on IS NULL AND EXISTS (
        SELECT 1 FROM enrolments AS e JOIN class_parts AS c ON c.class_id = e.class_id
        WHERE e.pupil_id = cases.pupil_id AND c.day BETWEEN cases.opened_on AND :day AND c.day >= e.starts
        AND (e.ends IS NULL OR c.day <= e.ends) AND c.held AND c.reported_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM marks AS m WHERE m.pupil_id = cases.pupil_id AND m.day = c.day
            AND m.part = c.part AND m.struck_at IS NULL AND m.kind IN ('K', 'P')))""",
    """UPDATE cases SET closed_on = :day, closed_why = 'corrected' WHERE closed_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM firings AS f WHERE f.case_id = cases.id AND f.step = 2 AND f.struck_at IS NULL)
        AND EXISTS (SELECT 1 FROM firings AS f WHERE f.case_id = cases.id AND f.step = 2)""",
    f"""CREATE TEMP TABLE runs AS
        WITH RECURSIVE seed AS (
            SELECT m.* FROM marks AS m WHERE day = :day AND kind = 'K' AND struck_at IS NULL
            UNION ALL
            SELECT m.* FROM class_parts AS q JOIN marks AS m ON m.class_id = q.class_id AND m.kind = 'K'
                AND m.struck_at IS NULL AND m.day = (SELECT max(c.day) FROM class_parts AS c
                    WHERE c.class_id = q.class_id AND c.day < :day AND c.held AND c.reported_at IS NOT NULL)
            WHERE q.day = :day AND q.held AND q.reported_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM class_parts AS c WHERE c.class_id = q.class_id AND c.day = :day AND c.held
                AND c.reported_at IS NOT NULL)),
        w(pupil_id, class_id, school_id, place_id, first, day, days) AS (
            SELECT pupil_id, class_id, school_id, place_id, day, day, {WHOLE} FROM seed AS m WHERE {COUNTED}
            UNION
            SELECT w.pupil_id, m.class_id, w.school_id, w.place_id, w.first, m.day, w.days + 1 FROM w
            JOIN marks AS m ON m.pupil_id = w.pupil_id AND m.day = {PREVIOUS} AND m.kind = 'K' AND m.struck_at IS NULL
            WHERE w.days > 0 AND {COUNTED} AND {WHOLE})
        SELECT pupil_id, max(class_id) AS class_id, max(school_id) AS school_id, max(place_id) AS place_id,
            max(first) AS last_day, min(day) AS run_start, max(days) AS days FROM w GROUP BY pupil_id""",
    f"""INSERT INTO firings (school_id, pupil_id, class_id, place_id, step, day, run_start, days, ladder_id)
        SELECT r.school_id, pupil_id, class_id, place_id, 1, last_day, run_start, days, l.id FROM runs AS r
        JOIN ladders AS l ON l.school_id = r.school_id AND l.name = 'absence' AND l.ended_at IS NULL
        WHERE NOT EXISTS (SELECT 1 FROM firings AS f WHERE f.pupil_id = r.pupil_id AND f.step = 1
            AND f.struck_at IS NULL AND (f.day >= r.run_start OR NOT {ATTENDED}))""",
    f"""INSERT INTO firings (school_id, pupil_id, class_id, place_id, step, day, run_start, days, ladder_id)
        SELECT r.school_id, pupil_id, class_id, place_id, 2, last_day, run_start, days, l.id FROM runs AS r
        JOIN ladders AS l ON l.school_id = r.school_id AND l.name = 'absence' AND l.ended_at IS NULL
        JOIN ladder_steps AS s ON s.ladder_id = l.id AND s.step = 2
        WHERE l.unit = 'days' AND l.within IS NULL AND l.leave_breaks AND days >= s.after
        AND NOT EXISTS (SELECT 1 FROM firings AS f WHERE f.pupil_id = r.pupil_id
            AND f.step = 2 AND f.struck_at IS NULL AND (f.day >= r.run_start OR NOT {ATTENDED}))
        AND NOT EXISTS (SELECT 1 FROM cases AS c WHERE c.pupil_id = r.pupil_id AND c.closed_on IS NULL)""",
    """INSERT INTO cases (school_id, pupil_id, class_id, place_id, opened_on, run_start, days, ladder_id, step)
        SELECT school_id, pupil_id, class_id, place_id, day, run_start, days, ladder_id, 2 FROM firings
        WHERE day = :day AND step = 2 AND case_id IS NULL AND struck_at IS NULL""",
    """UPDATE firings
        SET case_id = (SELECT id FROM cases AS c WHERE c.pupil_id = firings.pupil_id AND closed_on IS NULL)
        WHERE day = :day AND step = 2 AND case_id IS NULL AND struck_at IS NULL""",
    """INSERT INTO firings (school_id, pupil_id, class_id, place_id, step, day, run_start, days, case_id, ladder_id)
        SELECT c.school_id, c.pupil_id, m.class_id, c.place_id, 3, m.day, c.run_start, c.days, c.id, c.ladder_id
        FROM cases AS c JOIN ladder_steps AS v ON v.ladder_id = c.ladder_id AND v.step = 2
        JOIN ladder_steps AS u ON u.ladder_id = c.ladder_id AND u.step = 3
        JOIN marks AS m ON m.pupil_id = c.pupil_id AND m.day = :day AND m.kind = 'K' AND m.struck_at IS NULL
        WHERE c.closed_on IS NULL AND c.step = 2 AND c.opened_on < :day
            AND u.after + iif(c.visited_on IS NULL, v.due, 0) <= (SELECT count(*) FROM class_parts AS h
                WHERE h.class_id = m.class_id AND h.day > coalesce(c.visited_on, c.opened_on) AND h.day <= m.day
                AND h.held)""",
    """UPDATE cases SET step = 3 WHERE closed_on IS NULL AND step = 2
        AND id IN (SELECT case_id FROM firings WHERE day = :day AND step = 3 AND struck_at IS NULL)""",
    """CREATE TEMP TABLE fired AS SELECT id, school_id, pupil_id, class_id, place_id, step, day, ladder_id FROM firings
        WHERE day = :day AND struck_at IS NULL""",
]


def _tell(kind: str, key: str, leaves: str, until: str, chosen: str) -> str:
    return f"""INSERT INTO outbox (school_id, person_id, chat_id, priority, kind, "key", about, day, state, created_at,
            not_before, valid_until, tries, doubts)
        SELECT x.school_id, x.person_id, t.id, 1, '{kind}', '{key}:' || x.about, x.about, :day,
            iif(t.id IS NULL, 'handed', 'pending'), :now, :{leaves}, :{until}, 0, 0
        FROM ({chosen}) AS x LEFT JOIN chats AS t ON t.id = (SELECT id FROM chats AS o WHERE o.person_id = x.person_id
            AND o.closed_at IS NULL ORDER BY linked_at DESC, id DESC LIMIT 1)
        WHERE true ON CONFLICT DO NOTHING"""


HELD = "r.starts <= :day AND (r.ends IS NULL OR r.ends >= :day)"


def _fired(step: int, asked: str, which: str) -> str:
    """What fired at a step whose ladder asks that of these."""
    return f"""FROM fired AS f JOIN ladder_tells AS t ON t.ladder_id = f.ladder_id AND t.step = {step}
        AND t.asked = '{asked}' AND {which} AND f.step = {step}"""


PLACED = "t.role IN ('hamlet_staff', 'village_head')"
NOWHERE_ELSE = f"(t.role IS NULL OR NOT ({PLACED} OR t.role IN ('guardian', 'mentor', 'homeroom')))"
OFFICE = f"JOIN roles AS r ON r.school_id = f.school_id AND {HELD} AND "
NO_DEPUTY = """NOT EXISTS (SELECT 1 FROM roles AS d WHERE d.school_id = f.school_id AND d.name = 'vice_principal'
    AND d.starts <= :day AND (d.ends IS NULL OR d.ends >= :day))"""
DEPUTY = f"(r.name = 'vice_principal' OR (r.name = 'principal' AND {NO_DEPUTY}))"
ROLE = "IN (t.role, iif(t.role = 'vice_principal', 'principal', NULL))"
UNTOLD = f"""r.name = t.role AND {HELD} AND NOT EXISTS (SELECT 1 FROM marks AS m WHERE m.pupil_id = f.pupil_id
    AND m.day = f.day AND m.kind = 'K' AND m.struck_at IS NULL AND m.person_id = r.person_id)"""


def _office(step: int, asked: str) -> str:
    """Those with the role, found by its name, and those in the post."""
    return f"""SELECT f.school_id, r.person_id, f.id AS about {_fired(step, asked, NOWHERE_ELSE)}
        {OFFICE} r.name {ROLE} AND (r.name = t.role OR {NO_DEPUTY})
        UNION SELECT f.school_id, r.person_id, f.id {_fired(step, asked, "t.role IS NULL")}
        {OFFICE} (r.position = t.position OR r.person_id = t.person_id)"""


TELL = [
    _tell(
        "absent_hamlet", "absent", "now", "longer",
        f"""SELECT f.school_id, r.person_id, f.id AS about {_fired(1, "ask_family", PLACED)}
        JOIN roles AS r ON r.place_id = f.place_id WHERE {UNTOLD}
        UNION SELECT f.school_id, r.person_id, f.id {_fired(1, "ask_family", PLACED)}
        JOIN places AS p ON p.id = f.place_id JOIN roles AS r ON r.place_id = p.parent_id WHERE {UNTOLD}""",
    ),
    _tell(
        "hamlet_gap", "gap", "now", "evening",
        f"""SELECT DISTINCT f.school_id, r.person_id, p.id AS about
        {_fired(1, "ask_family", "t.role = 'hamlet_staff'")} {OFFICE} {DEPUTY}
        JOIN places AS p ON p.id = f.place_id
        WHERE p.id IN (SELECT g.id FROM places AS g WHERE g.id IN (SELECT place_id FROM fired)
            AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.name = 'hamlet_staff' AND r.place_id = g.id AND {HELD})
            AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.name = 'hamlet_staff' AND r.place_id = g.parent_id
                AND {HELD}))""",
    ),
    _tell(
        "absent_guardian", "guardian", "held", "evening",
        f"""SELECT DISTINCT f.school_id, g.person_id, f.id AS about {_fired(1, "reason", "t.role = 'guardian'")}
        JOIN guardians AS g ON g.pupil_id = f.pupil_id""",
    ),
    _tell(
        "case_homeroom", "step2", "now", "longer",
        f"""SELECT f.school_id, r.person_id, f.id AS about {_fired(2, "visit", "t.role = 'homeroom'")}
        JOIN roles AS r ON r.class_id = f.class_id WHERE r.name = 'homeroom' AND {HELD}""",
    ),
    _tell(
        "case_guardian", "guardian", "held", "evening",
        f"""SELECT DISTINCT f.school_id, g.person_id, f.id AS about {_fired(2, "reason", "t.role = 'guardian'")}
        JOIN guardians AS g ON g.pupil_id = f.pupil_id
        WHERE NOT EXISTS (SELECT 1 FROM firings AS o WHERE o.pupil_id = f.pupil_id AND o.step = 1
        AND o.day = :day AND o.struck_at IS NULL)""",
    ),
    _tell("case_leader", "step2", "now", "longer", _office(2, "know")),
    _tell("up_head", "step3", "now", "longer", _office(3, "decide")),
    _tell("up_leader", "step3", "now", "longer", _office(3, "know")),
    _tell(
        "ladder_gap", "unfilled", "now", "longer",
        f"""WITH f AS MATERIALIZED (
            SELECT f.id, f.school_id FROM fired AS f
            CROSS JOIN ladder_tells AS t ON t.ladder_id = f.ladder_id AND t.step = f.step
            WHERE (t.role = 'homeroom' AND NOT EXISTS (SELECT 1 FROM roles AS r
                WHERE r.class_id = f.class_id AND r.name = 'homeroom' AND {HELD}))
            OR (t.role IN ('vice_principal', 'principal', 'registrar', 'admin', 'teacher', 'commune_officer')
                AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.school_id = f.school_id AND {HELD}
                AND r.name {ROLE}))
            OR (t.role IS NULL AND NOT EXISTS (SELECT 1 FROM roles AS r WHERE r.school_id = f.school_id AND {HELD}
                AND (r.position = t.position OR r.person_id = t.person_id))))
        SELECT DISTINCT f.school_id, r.person_id, f.id AS about FROM f {OFFICE} {DEPUTY}""",
    ),
    _tell(
        "returned", "back", "now", "longer",
        """SELECT DISTINCT c.school_id, o.person_id, c.id AS about FROM (
            SELECT c.id, c.school_id, f.id AS firing FROM cases AS c JOIN firings AS f ON f.case_id = c.id
            WHERE c.closed_on = :day AND c.closed_why = 'returned'
            UNION SELECT c.id, c.school_id, f.id FROM cases AS c JOIN firings AS f ON f.pupil_id = c.pupil_id
            AND f.struck_at IS NULL AND f.run_start = c.run_start AND f.day <= c.opened_on
            WHERE c.closed_on = :day AND c.closed_why = 'returned') AS c
        JOIN outbox AS o ON o.about = c.firing AND o.state = 'sent' AND o.kind IN ('absent_hamlet', 'case_homeroom',
            'case_leader', 'up_head', 'up_leader')""",
    ),
]  # fmt: skip
