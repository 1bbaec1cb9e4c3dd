"""What a school owes, in words: its standing duties, when something is due, and who is in charge."""

from letters.says import Code
from locales import N_, _
from rules.duties.deadlines import YEAR, Duty, When
from rules.people.roles import Role

TITLES = {
    "risk": N_("List of households with children at risk, for the commune"),
    "month": N_("Report of the month on pupil numbers and outreach"),
    "sponsors": N_("Report of the month on outreach and sponsors"),
    "register": N_("Register of absences by half day, printed and signed"),
    "plan": N_("Plan of outreach and sponsors of the school year"),
    "survey": N_("Survey of the class's pupils who need support"),
    "sponsors_hk1": N_("Report on outreach and sponsors, first of the year"),
    "sponsors_year": N_("Report on outreach and sponsors, second of the year"),
    "hk1": N_("Report of the first term"),
    "hk2": N_("Report of the second term"),
    "year": N_("Report of the school year"),
}
_ENDS = {"hk1": N_("at the end of the first term"), "hk2": N_("at the end of the second term")}
_ROLES = {
    Role.VICE_PRINCIPAL: N_("vice principal"),
    Role.PRINCIPAL: N_("principal"),
    Role.REGISTRAR: N_("youth leader"),
    Role.HOMEROOM: N_("homeroom teachers"),
    Role.GROUP_HEAD: N_("heads of subject groups"),
    Role.ADMIN: N_("administrator"),
}
IN_CHARGE = tuple(_ROLES)


def duty_words(duty: Duty) -> str:
    return duty.title or _(TITLES[duty.key])


def when_words(when: When) -> str:
    if when.on is not None:
        return _("once, {day}").format(day=f"{when.on:%d/%m/%Y}")
    if when.ends:
        return _(_ENDS[when.ends]) if when.ends != YEAR else _("at the end of the school year")
    if when.month:
        return _("every year on {day}").format(day=f"{when.day}/{when.month}")
    return _("every month, the last day") if when.day == 31 else _("every month on the {day}").format(day=when.day)


def in_charge_words(role: Role, position: str) -> str:
    return position or _(_ROLES[role])


def numbered(id_: int | None) -> Code:
    """A deadline's number as buttons name it."""
    return Code(str(id_ or 0))
