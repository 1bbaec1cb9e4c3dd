"""The sentences of what is new, into the catalogues of the copy."""

from tests.check_catalogues import update

SENTENCES = {
    "until when reports are due": "giờ nào phải báo sĩ số",
    "When is it due?": "Mấy giờ phải báo?",
    "Reports are due at {morning} and {afternoon}.": "Sĩ số báo trước {morning} và {afternoon}.",
    "the count of Friday evening": "số học sinh chiều thứ Sáu",
    "the count of Friday": "số học sinh",
    "There are {count} pupils.": "Tuần này trường có {count} học sinh.",
    "ethnicity": "dân tộc",
    "Ethnicity: {people}": "Dân tộc: {people}",
    "{count} days without leave in the school year": "{count} ngày nghỉ không phép trong năm học",
}

update("vi", SENTENCES)
update("en", {})
