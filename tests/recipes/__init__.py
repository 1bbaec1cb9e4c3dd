"""The recipes of CONTRIBUTING.md, each followed in a copy of the program: what is new, and where lines are added.

The new files lie here as they would in the house, but called `.new`, so that no walker takes them for a part of it.
"""

from msgspec import Struct


class Line(Struct, frozen=True):
    """What is added to a file of the house, before the first line that begins so behind the place `after`."""

    file: str
    before: str
    text: str
    after: str = ""


class Recipe(Struct, frozen=True, kw_only=True):
    new: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    most: int  # files, beside its test and the catalogues

    @property
    def files(self) -> set[str]:
        return {*self.new, *(line.file for line in self.lines)}


NATURE = """
    StepKind.OF_THE_YEAR: Nature(
        ladder=ABSENCE,
        word="days_of_year",
        asks={Ask.FAMILY: Kind.DAYS_FAMILY, Ask.KNOW: Kind.DAYS_KNOWN},
        optional=True,
    ),
"""
CASE = """        case StepKind.OF_THE_YEAR:
            return _("{{count}} days without leave in the school year").format(count={count})
"""
STEPS, WORDS = "rules/ladder/steps.py", "papers/ladder/words.py"
RECIPES = {
    "a command": Recipe(new=("handlers/calendar/due_hours.py",), most=1),
    "a job with a letter": Recipe(
        new=("jobs/figures/friday.py",),
        lines=(Line("rules/letters.py", "    GUARDIAN_PHONE", '    FRIDAY = "friday"\n'),),
        most=2,
    ),
    "a channel": Recipe(new=("channels/pigeon.py",), most=1),
    "a kind of step of the ladder": Recipe(
        new=("models/ladder/of_the_year.py",),
        lines=(
            Line(STEPS, "    AWAY = 11", "    OF_THE_YEAR = 5\n"),
            Line(STEPS, "}", NATURE.lstrip("\n"), after="KINDS: "),
            Line(WORDS, "        case StepKind.OUT", CASE.format(count="step.after"), after="def when_words"),
            Line(WORDS, "        case StepKind.OUT", CASE.format(count="days"), after="def fired_words"),
        ),
        most=3,
    ),
}
