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
SHOWN = """async def _ethnicity(session: AsyncSession, pupil: Pupil) -> list[str]:
    of = await session.scalar(select(Pupils.ethnicity).where(Pupils.id == pupil.id))
    return [_("Ethnicity: {people}").format(people=of)] if of else []


"""
STEPS, WORDS = "rules/ladder/steps.py", "papers/ladder/words.py"
CARD = "handlers/figures/pupil.py"
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
    "a table": Recipe(new=("models/people/favourites.py",), most=1),  # and the migration
    "a column of the pupil": Recipe(
        new=(),
        lines=(
            Line(
                "models/people/tables.py",
                "    boarding",
                "    ethnicity: Mapped[str | None] = mapped_column(String(40))\n",
            ),
            Line("papers/roster/lists/headers.py", '        ("boarding"', '        ("ethnicity", r"^dan toc$"),\n'),
            Line(
                "papers/roster/__init__.py",
                "    part: int",
                "    ethnicity: str | None = None\n",
                after="class PupilRow",
            ),
            Line(
                "papers/roster/lists/pupils.py",
                "            boarding=",
                '            ethnicity=line.read("ethnicity", read_text),\n',
            ),
            Line("papers/roster/applying/changes.py", '    "boarding"', '    "ethnicity": N_("ethnicity"),\n'),
            Line(CARD, "        await _teacher(", "        *await _ethnicity(session, pupil),\n"),
            Line(CARD, "async def _teacher", SHOWN),
        ),
        most=6,  # and the migration, which `tests.check_migrations` writes
    ),
}
