"""Why a child is on no list, in words, by the codes of `rules.unlisted.Origin`."""

from locales import N_

ORIGINS = {
    "never": N_("has never been at school"),
    "dropped": N_("dropped out earlier"),
    "sibling": N_("brother or sister of a pupil"),
}
