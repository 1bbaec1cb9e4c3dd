"""Lists that systems export as a web page or as XML and call “.xls”: read as what they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from papers.roster import Roster, Unreadable
from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import TODAY

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Lớp")
ROWS = ((1, "Kiều Văn Ban", "14/03/2015", "6A"), (2, "Siu H'Sua", "22/08/2015", "6A"))


def page(rows: str) -> str:
    title = '<tr><td colspan="4"><b>DANH SÁCH HỌC SINH</b></td></tr>'
    heads = "".join(f"<th>{one}<br></th>" for one in HEAD)
    style = "<style>td{mso-number-format:'\\@'}</style>"
    return f"<html><head>{style}</head><body><table border=1>{title}<tr>{heads}</tr>{rows}</table></body></html>"


def cells(row: tuple[object, ...], hidden: str = "") -> str:
    return f"<tr{hidden}>{''.join(f'<td>&nbsp;{one}</td>' for one in row)}</tr>"


def xml(*rows: str) -> str:
    schema = "urn:schemas-microsoft-com:office:spreadsheet"
    sheets = f'<Worksheet ss:Name="HS"><Table>{"".join(rows)}</Table></Worksheet>'
    head = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    return f'{head}<Workbook xmlns="{schema}" xmlns:ss="{schema}">{sheets}</Workbook>'


def xml_row(row: tuple[object, ...], said: str = "") -> str:
    def cell(one: object) -> str:
        kind = "Number" if isinstance(one, int) else "DateTime" if str(one).startswith("2015-") else "String"
        return f'<Cell><Data ss:Type="{kind}">{one}</Data></Cell>'

    return f"<Row{said}>{''.join(map(cell, row))}</Row>"


WHOLE = page("".join(map(cells, ROWS)))
DATED = (2, "Siu H'Sua", "2015-08-22T00:00:00.000", "6A")
OLD_XML = xml(xml_row(HEAD), xml_row(ROWS[0]), xml_row(DATED, ' ss:Index="5"'))
SINGLE = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="utf-8"'
)
MHTML = f"{SINGLE}\n\n{WHOLE}\n--x--\n"
ONE_CLASS = page(
    "<tr><td>1<td>Kiều Văn Ban<td>14/03/2015<td rowspan=2>6A</tr><tr><td>2<td>Siu H'Sua<td>22/08/2015</tr>"
)
READ: dict[str, bytes] = {
    "a page": WHOLE.encode(),
    "a page with a mark": b"\xef\xbb\xbf" + WHOLE.encode(),
    "a page of two bytes a letter": WHOLE.encode("utf-16"),
    "a page in a single file": MHTML.encode(),
    "a class over several rows": ONE_CLASS.encode(),
    "XML of Excel 2003": OLD_XML.encode(),
}


@pytest.mark.parametrize("what", READ)
def test_it_is_read_whatever_it_is_called(tmp_path: Path, what: str) -> None:
    assert told(read(tmp_path, READ[what])) == [
        ("Kiều Văn Ban", "2015-03-14", "6A"),
        ("Siu H'Sua", "2015-08-22", "6A"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        page(cells(ROWS[0]) + cells(ROWS[1], ' style="display: none"')),
        xml(xml_row(HEAD), xml_row(ROWS[0]), xml_row(ROWS[1], ' ss:Hidden="1"')),
    ],
)
def test_its_hidden_rows_are_left_out_and_said(tmp_path: Path, content: str) -> None:
    roster = read(tmp_path, content.encode())
    assert [pupil.full_name for pupil in roster.pupils] == ["Kiều Văn Ban"]
    assert any("hidden or filtered rows" in fault.advice() for fault in roster.warnings())


HARM: dict[str, Callable[[], str]] = {
    "a cell in the millionth row": lambda: xml(xml_row(ROWS[0], ' ss:Index="1000000"')),
    "rows without an end": lambda: page("<tr><td>6A" * 20_000),
    "an entity within entities": lambda: '<!DOCTYPE a [<!ENTITY b "cc">]>' + xml(xml_row(ROWS[0])),
    "XML that ends in the middle": lambda: xml(xml_row(ROWS[0]))[:-30],
}


@pytest.mark.parametrize("what", HARM)
def test_one_that_means_harm_is_refused(tmp_path: Path, what: str) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path, HARM[what]().encode())


def read(path: Path, content: bytes) -> Roster:
    (path / "Danh sách.xls").write_bytes(content)
    return read_roster(path / "Danh sách.xls", TODAY)


def told(roster: Roster) -> list[tuple[str, str, str]]:
    return [(pupil.full_name, str(pupil.birth_date), pupil.class_name) for pupil in roster.pupils]
