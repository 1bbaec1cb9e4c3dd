"""Words that are alarming about a child, whatever else they may be: told, and not asked."""

import re

from rules.asking.words import plain_words
from rules.people.called import CHILD
from rules.people.names import clean

_CHILD = rf"(?:(?!thang (?:nay|truoc|sau|\d))(?:{'|'.join((*CHILD, 'no'))}))"  # thằng, and no tháng
_ADDRESS = "a|em|co|thay|vay|nhi|the|nhe|ban|ah|oi|ha|anh|chi|minh|roi|ta|hen|hong|nha|dau"
_NOT_ASKED = rf"(?!.*(?:khong|chua|nao|sao)(?: (?:{_ADDRESS}))*(?: \?)*$)"
_TOLD = rf"\b(?!.*(?:khong|sao)(?: (?:{_ADDRESS}))*$)"  # and no `chưa về sao`
_OF_NOBODY = r"^(?!.*\b(?:nao|ai|may|bao nhieu|danh sach|nguy co)\b)"
_NOT_COUNTED = r"(?<!may )(?<!bao nhieu )"  # `mấy em lấy chồng`
_OF_OWN = r"(?:(?!chi\b|anh\b|co\b|xin\b|nghi\b|gia\b)\w+ ){0,3}"  # and no `xin nghỉ vì chị sắp cưới`
_GONE = [
    "tron nha", "bo nha", "di khoi nha", "(?<!theo )(?<!voi )(?<!cung )(?<!nho )bo di", "tron di(?! choi)", "mat tich",
    "mat tieu", "lac mat", "bi bat coc", "bi lua", "bi ep", "bi bao hanh", "(?:dinh|muon|doi) (?:chet|tu tu)",
    "khong ve nha", "(?:di|bi) lac", "lac duong",
    "doi (?:theo|di) (?:(?:anh|chi|ban|chu|cau|nguoi|cha|bo|me) )?(?:\\w+ ){0,2}(?:di )?(?:lam|cong ty|vao nam|vo nam)",
    "khong (?:chiu|muon) (?:di |den )?hoc", "doi (?:bo|nghi) hoc", "khong (?:di )?hoc nua",
    "(?:lay|cuoi|theo) (?:chong|vo)",
]  # fmt: skip
_DONE_TO = [
    "danh", "bat nat", "choc", "treu", "cho cuoi", "co lap", "tay chay", "tran lot", "tran tien", "xam hai", "de doa",
    "doa", "quay roi", "sam so", "hanh ha",
]  # fmt: skip
_BY_WHOM = r"(?:(?!khong\b|chua\b)\w+ ){0,4}"  # `bị tụi nó đánh hoài`
_LOST = r"\b(?:chua|khong) (?:ve|toi|den|thay)\b"
_ALARMS = [
    rf"{_NOT_COUNTED}\b{_CHILD}(?: \w+){{0,4}} (?:{'|'.join(_GONE)})\b{_NOT_ASKED}",
    rf"\b{_CHILD}(?: \w+){{0,2}} so (?:ban|thay|co|bi)\b{_NOT_ASKED}",
    rf"\bbi {_BY_WHOM}(?:{'|'.join(_DONE_TO)})\b{_NOT_ASKED}",
    rf"\bbat nat\b{_NOT_ASKED}",
    rf"{_OF_NOBODY}.*\b{_CHILD}(?: \w+){{0,4}} (?:nghi (?:hoc )?(?:luon|han)|bo hoc|thoi hoc)\b{_NOT_ASKED}",
    rf"{_OF_NOBODY}(?!.*\b(?:khong|chua|tien)\b).*\bcho (?:{_CHILD} )?(?:\w+ )?nghi (?:hoc )?(?:luon|han)\b",
    rf"{_OF_NOBODY}(?!.*\b(?:noi tru|ban tru)\b).*\b{_CHILD}(?: \w+){{0,3}} chua (?:ve nha|ve|thay ve|thay dau){_TOLD}",
    rf"\b(?:bat|ep|ga)(?: \w+){{0,3}} {_CHILD}(?: \w+){{0,3}} (?:lay chong|lay vo|nghi hoc|bo hoc|cuoi)\b",
    r"\b(?:bi|dinh|ep|doi) ga\b(?! (?:mo|ruong|nuong))",
    rf"\b{_CHILD} {_OF_OWN}sap (?:cuoi|lay (?:chong|vo))\b{_NOT_ASKED}",
    rf"\b(?:bo|cha|ba|me|duong|chu|cau) (?:\w+ )?danh (?:khong cho|dau|dap|nhieu|hoai|chau|con|em|no)\b{_NOT_ASKED}",
    r"\bdi hoc (?:\w+ ){0,4}(?:khong|chua) (?:thay )?ve\b(?! (?:luc|som|kip))",
    r"\b(?:tim|kiem) (?:giup |ho |dum |lai )?(?:con|chau)\b",
    rf"\b(?:khong|chua) (?:thay|tim thay|biet) {_CHILD}(?: \w+){{0,4}} (?:dau|ve)\b",
    rf"{_LOST}.*\bdi tim\b|\bdi tim\b.*{_LOST}",
]
_OFF_TOO = re.compile(  # `mai cháu nghỉ luôn`: that day as well, and no word of ever
    rf"(?:(?:{_ADDRESS}|da|thi|ngay|sang|chieu|roi) )*(?:mai|mot|kia|thu \w+|hom nay|chieu nay)"
    rf"(?: (?:{_CHILD}|cho|cung))* nghi (?:hoc )?luon(?: (?:{_ADDRESS}))*"
)
_ALARMING = re.compile("|".join(f"(?:{one})" for one in _ALARMS))


_WITH_MARKS = re.compile(r"\btự (?:tử|sát|vẫn)\b", re.IGNORECASE)  # and no `từ Tu Ro`


def alarms(text: str) -> bool:
    if _WITH_MARKS.search(clean(text)) is not None:
        return True
    said = plain_words(text)
    return _ALARMING.search(said) is not None and _OFF_TOO.fullmatch(said.strip()) is None


_MONEY = r"(?:tien|phi|\d+ ?(?:k|trieu|nghin|ngan|tr)\b|tai khoan|ma otp|otp)"
_BY_A_STRANGER = (
    r"\b(?:bao la|xung(?: la)?|tu xung|noi la|noi minh la|gia (?:danh|lam)) (?:\w+ )?"
    r"(?:truong|co|thay|giao vien|nha truong|ben truong|bao hiem|si so)\b"
    r"|\b(?:co nguoi|so la|nguoi la|ai do|tin nhan la)\b"
)
_DEMANDED = re.compile(rf"\b(?:chuyen|dong|nop|gui|doi|xin|doc)\b(?s:.*?){_MONEY}")
_A_STRANGER = re.compile(_BY_A_STRANGER)


def demands_money(text: str) -> bool:
    """`có người gọi bảo chuyển 500k, xưng là trường`."""
    said = plain_words(text)
    return _A_STRANGER.search(said) is not None and _DEMANDED.search(said) is not None


_KIN = "ong|ba|bo|me|cha|ma|chu|bac|di|cau|mo|thim|anh|chi|noi|ngoai|nguoi nha"
_BESIDE = r"(?: (?:noi|ngoai|no|chau|toi|em|ca|hai|ma|thoi|do|day|roi|co|thay|a|nay|luon)\b(?! duong| ghe))*"
_AT_HOME = re.compile(
    rf"(?<!khong )(?<!thay )(?<!biet )\b{_CHILD} (?:(?:toi|em|no|chau|minh|nha|dang|nay|van|con|hom nay|gio) )*o "
    r"(?:(?:nha|ray|nuong|tren|duoi|que|chung|cung|voi|ben) )*"
    rf"(?:(?:{_KIN})\b(?! duong| ghe)|(?<=nha )(?=ma\b|$)){_BESIDE}"
)
_COMES = re.compile(
    r"(?:\b(?:no|chau|con|em) (?:noi|hua|bao|ke)(?: (?:voi|cho) \w+)?(?: (?:la|rang))? )?"
    r"\b(?:mai|mot|thu (?:\w+)|tuan sau|dau tuan|ngay kia)\b(?: (?!khong|chua|chang|dau)\w+){0,4} "
    r"(?:di hoc|(?:den|toi|ra|vao|vo|xuong) (?:truong|lop))\b(?! (?:khong|sao|nua)\b)"
    r"(?: (?:lai|roi|co|thay|a|nhe|nha)\b)*"
)


def without_coming(text: str) -> str:
    """What else is said where a family tells that its child comes to school (`mai nó chịu đi học rồi cô ạ`)."""
    return " ".join(_COMES.sub(" ", plain_words(text)).split())


_PARENTS_AT_WORK = re.compile(
    rf"\b(?:toi|em|minh|{_KIN})(?: (?:me|bo|chong|vo|chau|no|toi|thi|dang|deu|phai|ca|hai|dua|ma|con)){{0,3}} "
    r"(?:di (?:lam|nam|xa|vang|bien|rung|ray)|lam (?:an|xa|thue|cong ty)|o (?:xa|cong ty|nam))"
    r"(?: (?:an|xa|thue|ca|het|roi|nha|co|thay|a|vang|ray|cong ty|ban ron|luon|chua ve|thang|moi ve|trong nam))*\b"
)


def without_whereabouts(text: str) -> str:
    """What else is said where a family tells with whom its child is (`con ở nhà với bà mà, tôi đi làm xa`): the text as
    `plain_words` leaves it; as it is where it tells nothing of the kind, or something else of the child.
    """
    said = plain_words(text)
    left = _AT_HOME.sub(" ", said)
    more = left == said or re.search(rf"\b{_CHILD}\b", left) is not None
    return said if more else " ".join(_PARENTS_AT_WORK.sub(" ", left).split())
