"""The bodies partners are of and what came of their going along, by the codes of `rules.partners`."""

from locales import N_

BODIES = {
    "women": N_("Women's Union"),
    "police": N_("commune police"),
    "justice": N_("justice officer"),
    "health": N_("health station"),
    "study": N_("Study Promotion Association"),
    "elder": N_("village elder"),
    "front": N_("Fatherland Front"),
    "youth": N_("Youth Union"),
    "farmers": N_("Farmers' Union"),
}
ANSWERS = {
    "met": N_("went and met the family"),
    "not_met": N_("went and met nobody yet"),
    "school": N_("needs the school to come along"),
}
