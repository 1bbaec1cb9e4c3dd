"""Causes, the bodies that can help, and what came of a home visit, in words."""

from collections.abc import Collection, Sequence
from datetime import date

from locales import N_, _
from locales.words import day_words, listed, quoted

CAUSES = {
    "poverty": N_("hard family economy"),
    "labour": N_("gone to work early"),
    "fields": N_("work in the fields, at home"),
    "marriage": N_("early marriage"),
    "moved": N_("away with the family"),
    "parents_away": N_("the parents work far away"),
    "learning": N_("weak in class, tired of learning"),
    "far": N_("far away, hard to travel"),
    "disaster": N_("disaster, epidemic"),
    "sick": N_("the pupil is ill"),
    "family_sick": N_("somebody in the family is ill"),
    "papers": N_("papers are missing"),
    "games": N_("online games"),
    "custom": N_("festival, custom"),
    "no_value": N_("the family does not want schooling"),
    "other": N_("another cause"),
}
GROUPS = {
    1: N_("hard family economy"),
    2: N_("weak learning"),
    3: N_("far, hard to travel"),
    4: N_("disaster, epidemic"),
    5: N_("other"),
}
BODIES = {
    "study": N_("the Study Promotion Association"),
    "boarding": N_("the school (semi-boarding support)"),
    "women": N_("the commune's Women's Union"),
    "police": N_("the commune police"),
    "justice": N_("the commune's justice officer"),
    "health": N_("the health station"),
    "youth": N_("the Youth Union"),
    "farmers": N_("the Farmers' Union"),
    "social": N_("the commune's Culture and Society office"),
    "village": N_("the village head"),
    "class": N_("friends in class, subject teachers"),
}
MET = {
    "father": N_("father"),
    "mother": N_("mother"),
    "grandparent": N_("grandparents"),
    "relative": N_("other relatives"),
    "pupil": N_("the pupil"),
    "nobody": N_("nobody was there"),
}


def cause_words(codes: Collection[str]) -> str:
    return listed(_(CAUSES[code]) for code in CAUSES if code in codes)


def body_words(bodies: Sequence[str]) -> str:
    return listed(_(BODIES[body]) for body in bodies if body in BODIES)


def visit_words(
    met: str | None,
    promised_on: date | None,
    note: str | None = None,
    causes: Collection[str] = (),
    between: str = "; ",
) -> str:
    """`gặp mẹ; nguyên nhân: …; hứa trở lại lớp thứ Hai 23/11; “…”`; what is not known is left out."""
    people = [code for code in (met or "").split(",") if code in MET]
    said = []
    if people == ["nobody"]:
        said.append(_("nobody was there"))
    elif people:
        said.append(_("met {people}").format(people=listed(_(MET[code]) for code in people)))
    if causes:
        said.append(_("cause: {causes}").format(causes=cause_words(causes)))
    if promised_on:
        said.append(_("promised to be back on {day}").format(day=day_words(promised_on)))
    elif people and people != ["nobody"]:
        said.append(_("no date promised"))
    return between.join([*said, *([quoted(note)] if note else [])]) or "–"
