"""The question why a pupil is missing: one pupil at a time, a tap a reason."""

from collections.abc import Sequence

from letters.says import Code
from letters.says.campaign import give_reason
from locales import _
from locales.reasons import REASONS
from locales.words import day_words, listed, opening
from models.campaign.returning import Absentee
from models.shapes.message import Button

CODES = (
    "theo_cha_me", "di_lam", "di_ray", "om", "viec_nha", "le_tet", "lay_vo_chong", "duong_xa", "thoi_tiet", "khac",
)  # fmt: skip
NAMED = 8  # names after the first, before they become a number


def reason_question(wanted: Sequence[Absentee]) -> tuple[str, list[list[Button]]]:
    """What is asked about the first of those without a reason, and its taps. `wanted` is not empty."""
    first, others = wanted[0], [one.name for one in wanted[1:]]
    text = _("Why is **{name}** (class {klass}) missing on {day}?").format(
        name=first.name, klass=first.class_name, day=day_words(first.day)
    )
    if others:
        shown = others[:NAMED]
        if rest := len(others) - len(shown):
            shown.append(_("{count} more").format(count=rest))
        text += "\n" + _("Then still without a reason: {names}.").format(names=listed(shown))
    buttons = [Button(opening(_(REASONS[code])), give_reason(first.pupil_id, first.day, Code(code))) for code in CODES]
    return text, [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
