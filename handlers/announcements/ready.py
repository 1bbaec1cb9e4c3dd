"""Texts that a school sends every year: ready, and to be changed."""

from locales import N_, _

READY = (
    N_("Day of bringing children to school"),
    N_("Back after Tết"),
    N_("Heavy rain and floods"),
)
# The reader of announcements knows Vietnamese only, and so do the families.
_WORDS = (
    """phụ huynh: Ngày 05/9 là Ngày toàn dân đưa trẻ đến trường. Nhà trường kính mời gia đình đưa các em đến trường \
đúng giờ, mang theo sách vở. Gia đình nào còn khó khăn xin nhắn cho thầy/cô chủ nhiệm, để nhà trường cùng tìm cách \
giúp.""",
    """phụ huynh: Kì nghỉ Tết đã hết, các em trở lại trường học bình thường. Nhờ gia đình nhắc các em đi học đều từ \
buổi đầu. Em nào chưa đến lớp được, xin gia đình nhắn cho thầy/cô chủ nhiệm.""",
    """phụ huynh: Trời mưa to, nước suối dâng cao. Nhờ gia đình không để các em tự qua suối, qua ngầm tràn. Đường đi \
không an toàn thì các em ở nhà, và gia đình nhắn cho thầy/cô chủ nhiệm biết.""",
)


def ready(number: int) -> str:
    """The text of this number, with whom it is for; the first where there is none of it."""
    return _WORDS[number - 1] if 1 <= number <= len(_WORDS) else _WORDS[0]


def titles() -> list[tuple[int, str]]:
    return [(number, _(title)) for number, title in enumerate(READY, 1)]
