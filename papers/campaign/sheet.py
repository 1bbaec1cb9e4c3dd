"""The return campaign's daily sheet as .xlsx: who was missing on each day and why, and the figures of each day."""

from datetime import date

from models.campaign.returning import Absentee, DayFigure, Picture
from models.school.letterhead import Letterhead
from papers.campaign.words import kind_said, rate_words, title, why
from papers.figures.book import NAME, SIGN, SUM, WORDS, Book, new_book
from papers.figures.words import dated, signer

MISSING = ("Ngày", "Lớp", "Họ và tên", "Nơi ở", "Lý do", "Số ngày học vắng")
DAYS = ("Ngày", "Đã ra lớp", "Sĩ số", "Tỉ lệ", "Lớp đã báo", "Số lớp")


def sheet(picture: Picture, letterhead: Letterhead, day: date) -> bytes:
    """Two sheets, in the order of days and classes; `day` is that of the signature."""
    with new_book(letterhead, title(picture.campaign)) as (book, made):
        _missing(book, picture, day)
        _days(book, picture, day)
    return made.getvalue()


def _missing(book: Book, picture: Picture, day: date) -> None:
    page = book.page("Chưa ra lớp", (13, 9, 30, 28, 44, 14))
    page.opening("HỌC SINH CHƯA RA LỚP THEO NGÀY", _of(picture))
    page.head(MISSING)
    for one in picture.absentees:
        page.line(_cells(one), (SIGN, SIGN, NAME, NAME, WORDS, SIGN))
    if not picture.absentees:
        page.note("Không có học sinh nào vắng.")
    page.signed(dated(book.letterhead, day), ("NGƯỜI LẬP", ""), signer(book.letterhead))


def _cells(one: Absentee) -> list[str | int]:
    return [f"{one.day:%d/%m/%Y}", one.class_name, one.name, one.place, f"{kind_said(one)}, {why(one)}", one.days]


def _days(book: Book, picture: Picture, day: date) -> None:
    page = book.page("Theo ngày", (16, 16, 16, 16, 16, 16))
    page.opening("SỐ HỌC SINH RA LỚP TỪNG NGÀY", _of(picture))
    page.head(DAYS)
    for one in picture.figures:
        page.line(_figures(one), (SIGN, SUM, SIGN, SIGN, SIGN, SIGN))
    page.note("Chỉ tính những lớp đã báo trong ngày. Lớp chưa báo không tính có mặt cũng không tính vắng.")
    page.signed(dated(book.letterhead, day), ("NGƯỜI LẬP", ""), signer(book.letterhead))


def _figures(one: DayFigure) -> list[str | int]:
    return [f"{one.day:%d/%m/%Y}", one.back, one.enrolled, rate_words(one), one.reported, one.classes]


def _of(picture: Picture) -> str:
    begins, ends = picture.campaign.starts, picture.campaign.ends
    return f"{title(picture.campaign)}, {begins:%d/%m/%Y} – {ends:%d/%m/%Y}".upper()
