"""The templates that come with the program, laid out by Decree 30/2020 as all papers are."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from locales import DEFAULT, speaking
from papers.official import (
    addressed_line,
    blocks,
    foot_blocks,
    head_blocks,
    line,
    new_paper,
    saved,
    say,
    table,
    title,
)


class Template(StrEnum):
    """By the word that its file is called by."""

    FRAME = "khung-van-ban"
    REQUEST = "de-nghi-ubnd"
    INVITATION = "giay-moi-phu-huynh"
    VISIT = "bien-ban-van-dong"

    @property
    def file(self) -> str:
        return f"{self.value}.docx"


HEAD = ("co_quan_chu_quan", "ten_truong", "so_ky_hieu", "dia_danh", "ngay_thang")
FOOT = ("noi_nhan", "chuc_vu_ky", "nguoi_ky")
FIELDS: dict[Template, Sequence[str]] = {
    Template.FRAME: (*HEAD, "ten_loai", "trich_yeu", "kinh_gui", *FOOT),
    Template.REQUEST: (
        *(*HEAD, "trich_yeu", "kinh_gui", "truong", "mot_em", "hoc_sinh", "cac_em", "da_lam", "de_nghi", "dia_ban"),
        *("em_cac_em", "ban_nganh", "lien_he", *FOOT),
    ),
    Template.INVITATION: (*HEAD, "kinh_gui", "truong", "cac_em", "noi_dung", "thoi_gian", "dia_diem", "lien_he", *FOOT),
    Template.VISIT: (
        *(*HEAD, "ngay_tham", "truong", "dai_dien_truong", "hoc_sinh", "lop", "noi_o", "gia_dinh", "nguoi_gap"),
        *("tinh_hinh", "y_kien", "cam_ket"),
    ),
}


@cache
def built_in(template: Template) -> bytes:
    with speaking(DEFAULT):
        document = new_paper()
        _MAKERS[template](document)
        return saved(document)


def _head(document: Any, *, subject: bool = False) -> None:
    head_blocks(
        document,
        superior="{{ co_quan_chu_quan }}",
        school="{{ ten_truong }}",
        number="{{ so_ky_hieu }}",
        subject="{{ trich_yeu }}" if subject else "",
        dated="{{ dia_danh }}, {{ ngay_thang }}",
    )


def _foot(document: Any) -> None:
    receivers = ["{%p for noi in noi_nhan %}", "- {{ noi }}", "{%p endfor %}"]
    titles = ["{%p for dong in chuc_vu_ky %}", "{{ dong }}", "{%p endfor %}"]
    foot_blocks(document, receivers, titles, "{{ nguoi_ky }}")


def _frame(document: Any) -> None:
    _head(document)
    title(document, "{{ ten_loai }}", "{{ trich_yeu }}")
    say(document, "{%p if kinh_gui %}")
    addressed_line(document, "Kính gửi: {{ kinh_gui }}")
    say(document, "{%p endif %}")
    say(document, BODY)
    _foot(document)


ALL_OF_THEM = "cán bộ địa bàn{{ dia_ban }} và các ban, ngành, đoàn thể liên quan"
BODY = "[[NỘI DUNG]]"  # a paragraph of its own: what the program writes stands in its place


def _request(document: Any) -> None:
    _head(document, subject=True)
    addressed_line(document, "Kính gửi: {{ kinh_gui }}")
    say(document, "{{ truong }} trân trọng báo cáo và đề nghị {{ kinh_gui }} quan tâm, phối hợp nội dung sau:")
    say(document, "{%p if mot_em %}")
    say(document, "{{ hoc_sinh }}")
    say(document, "Những việc nhà trường đã làm:")
    say(document, "{%p for viec in da_lam %}")
    say(document, "- {{ viec }}")
    say(document, "{%p endfor %}")
    say(document, "{%p else %}")
    say(document, "Các em có tên sau đây cần được vận động ra lớp:")
    row = ("{{ em.tt }}", "{{ em.ten }}", "{{ em.lop }}", "{{ em.noi_o }}", "{{ em.nghi }}", "{{ em.da_lam }}")
    rows = [["{%tr for em in cac_em %}", *[""] * 5], row, ["{%tr endfor %}", *[""] * 5]]
    headings = ("TT", "Học sinh", "Lớp", "Nơi ở", "Tình hình", "Nhà trường đã làm")
    table(document, (1, 3.6, 1.2, 3, 3.4, 4.2), headings, rows)
    say(document, "{%p endif %}")
    say(document, "{{ de_nghi }}")
    say(document, f"- Chỉ đạo {ALL_OF_THEM} cùng nhà trường đến gia đình vận động để {{{{ em_cac_em }}}} trở lại lớp;")
    say(document, "{%p if ban_nganh %}")
    say(document, "- Giao {{ ban_nganh }} hỗ trợ theo chức năng, nhiệm vụ;")
    say(document, "{%p endif %}")
    say(document, "- Thông tin kết quả cho nhà trường để cùng phối hợp thực hiện.")
    say(document, "Đầu mối của nhà trường: {{ lien_he }}.")
    say(document, "Nhà trường trân trọng cảm ơn sự quan tâm, giúp đỡ của {{ kinh_gui }}./.")
    _foot(document)


def _invitation(document: Any) -> None:
    _head(document)
    title(document, "GIẤY MỜI", "Trao đổi về việc học tập của học sinh")
    addressed_line(document, "Kính gửi: {{ kinh_gui }}")
    say(document, "{{ truong }} trân trọng kính mời ông (bà) là cha mẹ, người giám hộ của:")
    say(document, "{%p for em in cac_em %}")
    say(document, "- Em {{ em.ten }}, lớp {{ em.lop }}{{ em.nghi }}")
    say(document, "{%p endfor %}")
    say(document, "Đến trường để: {{ noi_dung }}.")
    say(document, "Thời gian: {{ thoi_gian }}")
    say(document, "Địa điểm: {{ dia_diem }}")
    say(document, "Nếu không đến được, xin gia đình cho nhà trường biết: {{ lien_he }}.")
    say(document, "Rất mong ông (bà) sắp xếp thời gian./.")
    _foot(document)


def _visit(document: Any) -> None:
    _head(document)
    title(document, "BIÊN BẢN", "Vận động học sinh ra lớp")
    say(document, "Hôm nay, {{ ngay_tham }}, tại gia đình học sinh, chúng tôi gồm:")
    say(document, "1. Đại diện {{ truong }}: {{ dai_dien_truong }}")
    say(document, "2. Đại diện địa phương, đoàn thể: ……………………………")
    say(document, "3. Gia đình học sinh: {{ nguoi_gap }}")
    say(
        document,
        "Đã đến vận động em {{ hoc_sinh }}, lớp {{ lop }}, ở {{ noi_o }}. Cha mẹ, người giám hộ: {{ gia_dinh }}.",
    )
    say(document, "Tình hình: {{ tinh_hinh }}")
    say(document, "Ý kiến của gia đình: {{ y_kien }}")
    say(document, "Gia đình cam kết: {{ cam_ket }}")
    say(document, "Biên bản đã đọc cho mọi người cùng nghe, nhất trí và ký tên./.")
    cells = blocks(document, 3)
    for cell, who in zip(cells, ("GIA ĐÌNH HỌC SINH", "ĐẠI DIỆN ĐỊA PHƯƠNG", "ĐẠI DIỆN NHÀ TRƯỜNG"), strict=True):
        line(cell.paragraphs[0], who, size=12, bold=True, centred=True)
        line(cell.add_paragraph(), "(ký, ghi rõ họ tên)", size=12, italic=True, centred=True)


_MAKERS: dict[Template, Callable[[Any], None]] = {
    Template.FRAME: _frame,
    Template.REQUEST: _request,
    Template.INVITATION: _invitation,
    Template.VISIT: _visit,
}
