"""The return campaign as a chart: the share back by day, and by class on the newest day. No names of pupils."""

from locales import _
from locales.words import day_words, short_day
from models.campaign.returning import ClassDay, Picture
from papers.campaign.words import back_words, title
from rules.pictures import Chart

MOST_CLASSES = 40  # more bars than that are no picture: then by grade


def chart_of(picture: Picture) -> Chart | None:
    """The chart in the language being spoken; None while nothing has been reported. Its figures are the text's."""
    if not picture.figures:
        return None
    newest = picture.figures[-1]
    classes = picture.classes_on(newest.day)
    by_grade = len(classes) > MOST_CLASSES
    heading = _("By grade, {day}: pupils back in class") if by_grade else _("By class, {day}: pupils back in class")
    return Chart(
        name=f"ra-lop-{newest.day.isoformat()}.png",
        title=title(picture.campaign),
        note=_("{day}: {count} in class; {reported}/{classes} classes have reported").format(
            day=day_words(newest.day),
            count=back_words(newest),
            reported=newest.reported,
            classes=newest.classes,
        ),
        days_title=_("Pupils back in class, by day (%)"),
        days=[(short_day(one.day), one.back, one.enrolled) for one in picture.figures],
        bars_title=heading.format(day=short_day(newest.day)),
        bars=_by_grade(classes) if by_grade else [(one.class_name, one.back, one.enrolled) for one in classes],
        unknown=_("not reported"),
    )


def _by_grade(classes: list[ClassDay]) -> list[tuple[str, int, int]]:
    found: dict[int | None, list[ClassDay]] = {}
    for one in classes:
        found.setdefault(one.grade, []).append(one)
    return [
        (
            _("grade {grade}").format(grade=grade or "–"),
            sum(one.back for one in some),
            sum(one.enrolled for one in some),
        )
        for grade, some in found.items()
    ]
