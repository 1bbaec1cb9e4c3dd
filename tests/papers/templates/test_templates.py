"""Templates that a school has edited: used where they work, named with the place where they do not."""

import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from locales import speaking
from papers.templates.builtin import BODY, FIELDS, Template, built_in
from papers.templates.checking import faults, sample, write_built_in
from papers.templates.filling import fill, filled, noticing

TAG = re.compile(r"\{\{ ?(\w+)")


def text_of(document: Any) -> str:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(one.text for part in (document, *cells) for one in part.paragraphs)


def edited(folder: Path, template: Template, old: str, new: str) -> None:
    """The school has changed the words of a paragraph in Word."""
    write_built_in(folder)
    document = Document(str(folder / template.file))
    paragraph = next(one for one in document.paragraphs if old in one.text)
    words = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = words
    document.save(str(folder / template.file))


@pytest.mark.parametrize("template", Template)
def test_the_built_in_ones_use_the_fields_that_are_listed(template: Template) -> None:
    for one in (True, False):
        said = text_of(fill(template.file, built_in(template), sample(template, one=one)))
        assert "{{" not in said
        assert "{%" not in said
    listed = set(FIELDS[template])
    assert set(TAG.findall(text_of(Document(BytesIO(built_in(template)))))) - {"noi", "dong", "em", "viec"} <= listed


@pytest.mark.parametrize(
    "payload", ["{{7*7}}", "{% for x in y %}", "=cmd|' /C calc'!A0", "<w:p>&amp;</w:t>", "a\x0bb\x00"]
)
def test_a_name_is_a_name(payload: str) -> None:
    fields = sample(Template.INVITATION) | {"cac_em": [{"ten": payload, "lop": "6A", "nghi": ""}]}
    said = text_of(fill("x", built_in(Template.INVITATION), fields))
    assert f"Em {payload.replace(chr(11), '').replace(chr(0), '')}, lớp 6A" in said
    assert "49" not in said


def test_the_schools_own_words_are_used(tmp_path: Path) -> None:
    edited(tmp_path, Template.INVITATION, "Rất mong ông (bà)", "Rất mong bà con ta")
    said = text_of(filled(Template.INVITATION, sample(Template.INVITATION), str(tmp_path)))
    assert "Rất mong bà con ta sắp xếp thời gian" in said
    assert faults(str(tmp_path)) == []
    before = (tmp_path / Template.INVITATION.file).read_bytes()
    write_built_in(tmp_path)
    assert (tmp_path / Template.INVITATION.file).read_bytes() == before, "the school's work is not written over"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("{{ ten_hoc_sinhh }}", ("ten_hoc_sinhh", "có trường không có")),
        ("{{ truong", ("không đọc được", "truong")),
        pytest.param("{% for x in %}", ("không đọc được",), marks=pytest.mark.campaign),
        ("{{ ''.__class__.__mro__ }}", ("không",)),
        pytest.param("{{ range(3) }}", ("range",), marks=pytest.mark.campaign),
    ],
)
def test_a_broken_one_is_named_with_its_place_and_the_built_in_one_is_used(
    tmp_path: Path, new: str, said: tuple[str, ...]
) -> None:
    edited(tmp_path, Template.INVITATION, "Rất mong ông (bà)", f"Rất mong {new}")
    with noticing() as remarks, speaking("vi"):
        document = filled(Template.INVITATION, sample(Template.INVITATION), str(tmp_path))
    assert "Rất mong ông (bà) sắp xếp thời gian" in text_of(document)
    (remark,) = remarks
    assert remark.startswith("Mẫu giay-moi-phu-huynh.docx")
    assert "Rất mong" in remark, "the paragraph it is in"
    assert all(part in remark for part in said)
    assert remark.endswith("Văn bản này dùng mẫu có sẵn.")
    assert len(faults(str(tmp_path))) == 1


def test_what_is_no_word_file_and_a_frame_without_its_place_are_refused(tmp_path: Path) -> None:
    write_built_in(tmp_path)
    (tmp_path / Template.VISIT.file).write_bytes(b"PK not a document")
    shutil.copy(tmp_path / Template.INVITATION.file, tmp_path / "giay moi cu.docx")
    edited(tmp_path, Template.FRAME, BODY, "hết")
    found = faults(str(tmp_path))
    assert len(found) == 3
    assert any("bien-ban-van-dong.docx không phải tệp Word" in one for one in found)
    assert any(BODY in one for one in found)
    assert any("giay moi cu.docx" in one for one in found)
    assert faults(str(tmp_path / "none")) != []
