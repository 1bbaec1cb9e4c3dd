"""How the guardians of a pupil are put into words for who has to call them."""

from collections.abc import Sequence

from locales import _
from models.people.guardians import GuardianLine
from rules.people.phones import masked


def contact_words(guardians: Sequence[GuardianLine]) -> list[str]:
    """`mẹ Hồ Thị Lý, 091•••5678`: numbers are masked, whoever has to call asks for them."""
    return [
        " ".join(part for part in (line.relation, line.name) if part)
        + ", "
        + (masked(line.phone) if line.phone else _("no phone"))
        for line in guardians
    ]
