"""Where the roll does not add up, in words."""

from locales import N_, _
from models.figures.roll import Drift, Fault

_WHAT = {
    Fault.TWICE: N_("{name} ({klass}) is on two class lists on the same day"),
    Fault.UNTOLD: N_("{name} is no longer on the list of {klass}, and nothing says why"),
    Fault.HALF: N_("{name} has moved out of {klass} and into no class"),
    Fault.COUNT: N_("class {klass} differs by {count}"),
}


def drift_words(drift: Drift) -> str:
    """By name."""
    return _(_WHAT[drift.fault]).format(name=drift.name, klass=drift.class_name, count=drift.count)
