"""The school's templates, tried with made-up words before somebody needs them; and the built-in ones, to be edited."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from locales import _
from papers.templates.builtin import BODY, FIELDS, Template, built_in
from papers.templates.filling import FaultyTemplateError, fill, own_content

ROWS = {"noi_nhan", "chuc_vu_ky", "da_lam"}
PUPIL = {"tt": "1", "ten": "Nguyễn Văn A", "lop": "6A", "noi_o": "Thôn 1", "nghi": "", "da_lam": ""}


def faults(folder: str) -> list[str]:
    """A sentence for each of the school's templates that cannot be used, and for files that are none."""
    return [*_faulty(folder), *_strange(folder)] if folder else []


def _faulty(folder: str) -> Iterator[str]:
    for template in Template:
        file = Path(folder, template.file)
        for one in (True, False) if file.is_file() else ():
            try:
                fill(
                    file.name, own_content(file), sample(template, one=one), BODY if template is Template.FRAME else ""
                )
            except FaultyTemplateError as fault:
                yield str(fault)
                break


def _strange(folder: str) -> Iterator[str]:
    known = {template.file for template in Template}
    if not Path(folder).is_dir():
        yield _("[papers] templates: there is no folder {folder}.").format(folder=folder)
        return
    for file in sorted(Path(folder).glob("*.docx")):
        if file.name not in known and not file.name.startswith("~$"):
            text = _("The template {file} is used by nothing; templates are called {names}.")
            yield text.format(file=file.name, names=", ".join(sorted(known)))


def sample(template: Template, *, one: bool = True) -> dict[str, Any]:
    """Words for every field that there is."""
    fields: dict[str, Any] = {name: f"({name})" for name in FIELDS[template]}
    fields |= {name: [f"({name})"] for name in ROWS & fields.keys()}
    fields |= {"cac_em": [PUPIL]} if "cac_em" in fields else {}
    return fields | ({"mot_em": one} if "mot_em" in fields else {})


def write_built_in(folder: Path) -> list[Path]:
    """The built-in templates as files; what is there already stays, for it may be the school's work."""
    folder.mkdir(exist_ok=True)
    made = []
    for template in Template:
        file = folder / template.file
        if not file.exists():
            file.write_bytes(built_in(template))
            made.append(file)
    notes = folder / "DOC-TRUOC.txt"
    notes.write_text(_notes(), encoding="utf-8")
    return [*made, notes]


def _notes() -> str:
    lines = [NOTES.format(body=BODY)]
    for template in Template:
        lines += ["", f"{template.file}:", *(f"  {{{{ {name} }}}}" for name in FIELDS[template])]
    return "\n".join([*lines, ""])


NOTES = """\
Mẫu văn bản của Sĩ Số. Mở bằng Word, sửa chữ, phông, lề, thêm bớt câu tuỳ trường; giữ nguyên tên tệp.
Chỗ nằm giữa {{{{ }}}} được điền tự động; chỗ {{%p for … %}} … {{%p endfor %}} và {{%p if … %}} … {{%p endif %}} là phần
lặp lại, hay có khi mới hiện, mỗi dòng ấy một đoạn riêng. Trong khung-van-ban.docx, đoạn {body} là chỗ của nội dung.
Ghi tên thư mục này vào config.toml: [papers] templates = "…". Mẫu nào hỏng thì Sĩ Số dùng mẫu có sẵn và báo hỏng ở đâu;
lệnh doctor cũng xem thử mọi mẫu. Các trường có thể dùng trong từng mẫu:"""
