"""The coloured copy that goes back to the school."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from papers.roster import Fault
from papers.roster.faults import write_faults
from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import GOOD_PUPILS, PUPIL_HEADINGS, TODAY, school, write

RED, AMBER = "00FFC7CE", "00FFE699"


def colour(sheet: Sheet, cell: str) -> str:
    return str(sheet[cell].fill.fgColor.rgb)


def said(sheet: Sheet, cell: str) -> str:
    comment = sheet[cell].comment
    return comment.text if comment else ""


def test_faulty_cells_are_coloured_and_say_what_to_do(tmp_path: Path) -> None:
    pupils = (
        PUPIL_HEADINGS,
        (1, "Hồ Văn Bình", "05/09/2015", ""),
        (1, "Lê Thị Lan", "31/02/2015", ""),
        (1, "Y Mơ", "", "6A"),
    )
    source = write(tmp_path / "a.xlsx", school(pupils=pupils))
    write_faults(source, read_roster(source, TODAY).faults, tmp_path / "b.xlsx")
    sheet = load_workbook(tmp_path / "b.xlsx")["Học sinh"]
    assert colour(sheet, "D2") == colour(sheet, "D3") == RED
    assert colour(sheet, "C3") == AMBER
    assert said(sheet, "D2") == "there is no class: write the pupil's class, for example 6A"
    assert colour(sheet, "B2") == "00000000"
    assert sheet["B2"].value == "Hồ Văn Bình"


def test_the_first_sheet_lists_every_fault(tmp_path: Path) -> None:
    source = write(tmp_path / "a.xlsx", {"Học sinh": (*GOOD_PUPILS, (3, "", "07/09/2015", "6A"))})
    faults = read_roster(source, TODAY).faults
    write_faults(source, faults, tmp_path / "b.xlsx")
    book = load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["To put right", "Học sinh"]
    rows = list(book["To put right"].iter_rows(values_only=True))
    assert rows[0] == ("Severity", "Sheet", "Row", "Column", "What to do")
    assert [row[4] for row in rows[1:]] == [fault.advice() for fault in faults]
    assert rows[-1][:4] == ("Error", "Học sinh", 4, "B “Họ và tên”")


def test_two_faults_of_a_cell_are_both_in_its_comment_and_the_worse_colours_it(tmp_path: Path) -> None:
    source = write(tmp_path / "a.xlsx", school())
    bad = Fault(sheet="Học sinh", row=2, column="B", message="bad")
    odd = Fault(sheet="Học sinh", row=2, column="B", message="odd", severity="warning")
    write_faults(source, [bad, odd], tmp_path / "b.xlsx")
    sheet = load_workbook(tmp_path / "b.xlsx")["Học sinh"]
    assert (said(sheet, "B2"), colour(sheet, "B2")) == ("bad\nodd", RED)


def test_a_merged_cell_is_marked_where_it_is_written_in(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        if sheet.name == "Phân công":
            sheet.merge_range("C2:C3", "Takta- 3")

    source = write(tmp_path / "a.xlsx", school(), merge)
    faults = read_roster(source, TODAY).faults
    assert {fault.row for fault in faults} == {2, 3}
    write_faults(source, faults, tmp_path / "b.xlsx")
    assert colour(load_workbook(tmp_path / "b.xlsx")["Phân công"], "C2") == AMBER


def test_nothing_in_the_copy_is_a_formula(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    with Workbook(source, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("=1+1")
        sheet.write_row(0, 0, ("Họ và tên", "Lớp", "SĐT PH"))
        sheet.write_row(1, 0, ("=cmd|' /C calc'!A1", "6A", "@SUM(1)"))
        sheet.write_formula(2, 0, '=HYPERLINK("http://x")', value="Hồ Văn Bình")
    faults = read_roster(source, TODAY).faults
    assert len(faults) > 2
    write_faults(source, faults, tmp_path / "b.xlsx")
    cells = [cell for sheet in load_workbook(tmp_path / "b.xlsx") for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert load_workbook(tmp_path / "b.xlsx")["=1+1"]["A3"].value == "Hồ Văn Bình"


def test_a_school_that_has_such_a_sheet_already_gets_another(tmp_path: Path) -> None:
    source = write(tmp_path / "a.xlsx", school() | {"to put right": (("x",),)})
    write_faults(source, [], tmp_path / "b.xlsx")
    assert load_workbook(tmp_path / "b.xlsx").sheetnames[0] == "To put right 2"
