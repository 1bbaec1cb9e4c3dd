"""Quiet hours: when nobody is written to unasked."""

from datetime import datetime, time, timedelta


def in_quiet(at: time, quiet_from: time, quiet_until: time) -> bool:
    """`quiet_from` is quiet, `quiet_until` no longer; equal times mean no quiet hours; may reach over midnight."""
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def next_allowed(at: datetime, quiet_from: time, quiet_until: time) -> datetime:
    """The first moment from `at` on that is not quiet, in the same local zone."""
    local = at.timetz().replace(tzinfo=None)
    if not in_quiet(local, quiet_from, quiet_until):
        return at
    day = at.date() if local < quiet_until else at.date() + timedelta(days=1)
    return datetime.combine(day, quiet_until, tzinfo=at.tzinfo)
