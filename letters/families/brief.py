"""What a family is told where only a number is known: in a few words without marks, and as the blanks of a template."""

from collections.abc import Sequence

from locales import _
from locales.words import listed, part_words, short_day
from models.figures.tally import Tally
from models.ladder.facts import Fact
from models.people.roles import Contact
from models.shapes.asker import School
from models.shapes.letter import Brief
from rules.people.names import given_name, unmarked
from rules.people.phones import shown

LONGEST = 160  # letters of one SMS


def absence_in_brief(
    template: str,
    facts: Sequence[Fact],
    figures: dict[int, Tally],
    teacher: Contact | None,
    school: School,
    *,
    known: bool,
) -> Brief:
    """Of several children by name, with the days of the one who has been away longest. `known`: the school has heard
    why, and does not say that leave is missing.
    """
    days = max(figures[fact.pupil_id].days for fact in facts)
    names = listed(given_name(fact.name) for fact in facts)
    classes = listed(dict.fromkeys(fact.class_name for fact in facts))
    day = f"{part_words(facts[0].parts)} {short_day(facts[0].day)}".strip()
    fields = {
        "pupil": names,
        "class": classes,
        "day": day,
        "days": str(max(days, 1)),
        "teacher": teacher.name if teacher else "",
        "phone": shown(teacher.phone or "").replace(" ", "") if teacher else "",
        "school": school.name,
    }
    return Brief(template=template, short=_short(fields, days, known=known), fields=fields)


def _short(fields: dict[str, str], days: int, *, known: bool) -> str:
    """The fullest form that fits: the school's name is what may be left out, the child's never."""
    told = _("child {pupil} (class {class}) absent {day}, the reason not known.")
    if known:
        told = _("child {pupil} (class {class}) absent {day}.")
    elif days > 1:
        told = _("child {pupil} (class {class}) absent {days} days running, last {day}, the reason not known.")
    teacher = (
        _("Please tell the homeroom teacher {teacher} {phone}") if fields["phone"] else _("Please tell the school.")
    )
    greeting = _("{school}:")
    forms = ((greeting, told, teacher), (told, teacher), (told,))
    texts = [unmarked(" ".join(form).format(**fields)) for form in forms]
    return next((text for text in texts if len(text) <= LONGEST), texts[-1][:LONGEST])
