"""What every school owes: its reports and lists, by the dates of schools' own plans.

The month's report and the comments on sponsored pupils come before the 25th, the plan of outreach and sponsors before
20 November, the survey from 1 to 30 December, the reports on sponsors before 30 December and 25 May, those of terms
and of the year at their ends. "Before the 25th" is the 24th at the latest.
"""

from typing import Final

from rules.duties.deadlines import YEAR, Duty, When
from rules.papers import PaperKind
from rules.people.roles import Role

_DEPUTY: Final = Role.VICE_PRINCIPAL
STANDING: Final = (
    Duty(key="risk", when=When(day=5), role=_DEPUTY, lead=4, paper=PaperKind.RISK),
    Duty(key="month", when=When(day=24), role=_DEPUTY, lead=5, paper=PaperKind.MONTH),
    Duty(key="sponsors", when=When(day=24), role=_DEPUTY, lead=5, paper=PaperKind.SPONSORS),
    Duty(key="register", when=When(day=31), role=Role.REGISTRAR, lead=2, paper=PaperKind.REGISTER),
    Duty(key="plan", when=When(day=19, month=11), role=_DEPUTY, lead=14, paper=PaperKind.PLAN),
    Duty(key="survey", when=When(day=30, month=12), role=Role.HOMEROOM, lead=29, paper=PaperKind.SURVEY),
    Duty(key="sponsors_hk1", when=When(day=29, month=12), role=_DEPUTY, lead=10, paper=PaperKind.SPONSORS),
    Duty(key="sponsors_year", when=When(day=24, month=5), role=_DEPUTY, lead=10, paper=PaperKind.SPONSORS),
    Duty(key="hk1", when=When(ends="hk1"), role=_DEPUTY, paper=PaperKind.HK1),
    Duty(key="hk2", when=When(ends="hk2"), role=_DEPUTY, paper=PaperKind.HK2),
    Duty(key="year", when=When(ends=YEAR), role=_DEPUTY, paper=PaperKind.YEAR),
)
