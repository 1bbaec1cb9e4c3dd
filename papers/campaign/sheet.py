"""The return campaign's daily sheet as .xlsx: who was missing on each day and why. Text cells only, no formulas."""

from collections.abc import Sequence
from io import BytesIO

from locales import _
from models.campaign.returning import DayFigure, Picture
from papers.campaign.words import rate_words, title, why

WIDTHS = (12, 8, 28, 24, 28, 12)


def sheet(picture: Picture) -> bytes:
    """One sheet a pupil and day, in the order of days and classes; one with the figures of each day."""
    from xlsxwriter import Workbook  # noqa: PLC0415, only whoever asks for the file waits for it

    made = BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title(picture.campaign)})
        bold = book.add_format({"bold": True})
        for name, rows in ((_("Not in class"), _pupil_rows(picture)), (_("By day"), _day_rows(picture))):
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for column, width in enumerate(WIDTHS):
                page.set_column(column, column, width)
            for number, row in enumerate(rows):
                for column, words in enumerate(row):
                    page.write_string(number, column, words, bold if number == 0 else None)
    return made.getvalue()


def _pupil_rows(picture: Picture) -> Sequence[Sequence[str]]:
    head = (_("Date"), _("Class"), _("Name"), _("Hamlet"), _("Reason"), _("School days missed"))
    rows = [
        (f"{one.day:%d/%m/%Y}", one.class_name, one.name, one.place, f"{one.kind}, {why(one)}", str(one.days))
        for one in picture.absentees
    ]
    return [head, *rows]


def _day_rows(picture: Picture) -> Sequence[Sequence[str]]:
    head = (_("Date"), _("Back in class"), _("On the list"), _("Share"), _("Classes reported"), _("Classes"))
    return [head, *(_day_row(one) for one in picture.figures)]


def _day_row(one: DayFigure) -> Sequence[str]:
    counts = (str(one.back), str(one.enrolled), rate_words(one), str(one.reported), str(one.classes))
    return (f"{one.day:%d/%m/%Y}", *counts)
