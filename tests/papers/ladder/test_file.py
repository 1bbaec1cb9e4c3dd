"""The ladder's file: written and read back the same, and every fault in it named with what to do."""

from hypothesis import given, settings
from hypothesis import strategies as st

from locales import languages, speaking
from papers.ladder.file import read_ladders, write_ladders
from rules.ladder.faults import faults
from rules.ladder.recipients import Who
from rules.ladder.steps import (
    ABSENCE,
    CASE,
    MESSAGES,
    RETURN,
    STEPS,
    Ask,
    Counting,
    Ladder,
    LadderName,
    Step,
    StepKind,
    default_ladder,
    told_after,
)

STAFF = {"Lê Đình Khôi": [7], "Hồ Thị Hoa": [8, 9]}
WHO = [Who(role="vice_principal"), Who(position="PHT2"), Who(person="Lê Đình Khôi"), Who(role="registrar")]


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """A ladder without faults: the usual one, with other numbers, notes and people told, and steps that only tell."""
    names: list[LadderName] = [ABSENCE, RETURN]
    name = draw(st.sampled_from(names))
    usual = default_ladder(name)
    within = draw(st.one_of(st.none(), st.integers(30, 60)))
    counting = Counting(unit=draw(st.sampled_from(["days", "sessions"])), within=within)
    steps = [_step(draw, step) for step in usual.steps]
    if name == RETURN:
        return Ladder(name=name, steps=tuple(steps))
    days = draw(st.lists(st.integers(1, 30), unique=True, max_size=4))
    steps += [_step(draw, Step(number=told_after(n), after=n, tell=((WHO[2], Ask.FAMILY),))) for n in sorted(days)]
    return Ladder(name=name, counting=counting, steps=tuple(steps))


def _step(draw: st.DrawFn, step: Step) -> Step:
    more = draw(st.lists(st.sampled_from(WHO), unique=True))
    told = [(who, Ask.KNOW) for who in more if not step.told(who) and Ask.KNOW in MESSAGES[step.kind]]
    many = step.number == CASE
    return Step(
        number=step.number,
        after=draw(st.integers(1, 30)) if many else step.after,
        due=draw(st.integers(1, 30)),
        note=draw(st.sampled_from(["", 'Nhớ mang vở "Tiếng Việt" cho em \\ hỏi thăm ông bà'])),
        tell=(*step.tell, *told),
    )


@settings(deadline=None, database=None)
@given(st.lists(ladders(), min_size=1, max_size=2, unique_by=lambda ladder: ladder.name))
def test_what_is_written_is_read_back_the_same_in_either_language(known: list[Ladder]) -> None:
    assert [fault for ladder in known for fault in faults(ladder)] == []
    for language in languages():
        with speaking(language):
            text = write_ladders(known)
        found = read_ladders(text, STAFF)
        assert found.troubles == ()
        assert sorted(found.ladders, key=lambda one: one.name) == sorted(known, key=lambda one: one.name)


def test_every_fault_is_named_at_once_with_its_place_and_what_to_do() -> None:
    text = """
    [thang]
    [absence.counting]
    unit = "weeks"
    within = "mười"
    [[absence.step]]
    when = "days_away"
    after = 0
    due = 2
    color = "xanh"
    tell = { "GVCN" = "visit", "Hồ Thị Hoa" = "know", "Ông Không Ai" = "know", "PHT" = "sing" }
    [[absence.step]]
    when = "someday"
    """
    with speaking("vi"):
        troubles = "\n".join(read_ladders(text, STAFF).troubles)
    for said in (
        "[thang]: không có phần này",
        "unit = weeks",
        "within = mười: cần một số nguyên",
        "“color” không dùng được",
        "Bước 2: không thể là 0 ngày: hãy ghi số từ 1 đến 60",
        "có nhiều người tên “Hồ Thị Hoa”",
        "“Ông Không Ai” không phải vai trò",
        "“PHT” = sing",
        "“when” phải là một trong first_absence",
        "Bước 3: thiếu bước này",
    ):
        assert said in troubles, said


TWICE = """
[[absence.step]]
when = "days_away"
after = {first}
tell = {{ "GVCN" = "{asked}" }}
[[absence.step]]
when = "days_away"
after = {second}
tell = {{ "PHT2" = "{other}", "phụ huynh" = "know" }}
"""


def test_of_several_steps_for_days_away_the_one_with_a_visit_opens_the_case_and_the_others_only_tell() -> None:
    with speaking("vi"):
        found = read_ladders(TWICE.format(first=2, asked="ask_family", second=3, other="visit"), STAFF)
        assert [step.kind for step in found.ladders[0].steps] == [StepKind.CASE, StepKind.TOLD]
        found = read_ladders(TWICE.format(first=3, asked="visit", second=3, other="visit"), STAFF)
        assert "“visit”" in "\n".join(found.troubles)  # two cases for one absence are none
        found = read_ladders(TWICE.format(first=3, asked="visit", second=5, other="know"), STAFF)
        assert "phụ huynh" in "\n".join(found.troubles)  # who is written to each day already
        found = read_ladders(TWICE.format(first=3, asked="visit", second=-7, other="know"), STAFF)
        assert "-7" in "\n".join(found.troubles)


def test_a_file_that_is_no_toml_or_empty_is_answered_with_what_to_do() -> None:
    with speaking("vi"):
        assert "ladder export" in read_ladders("[[[", STAFF).troubles[0]
        assert "ladder export" in read_ladders("", STAFF).troubles[0]
        assert read_ladders("absence = 3", STAFF).troubles


def test_every_step_of_both_ladders_has_words_for_what_it_asks() -> None:
    assert set(MESSAGES) == set(StepKind)
    assert {kind for steps in STEPS.values() for kind in steps} == set(StepKind) - {StepKind.TOLD}
