"""A few words that answer what was just asked, and nothing else: yes, no, leave it out, that is all."""

import re
from enum import Enum, auto

from rules.asking.words import plain_words
from rules.people.names import clean, fold, fold_in_place

LONGEST = 10  # words; whoever says more says something of its own


class Reply(Enum):
    YES = auto()
    NO = auto()
    LEAVE_OUT = auto()
    NO_MORE = auto()  # nobody else is to be named
    UNSURE = auto()
    READ = auto()  # `ok`, `dạ`: a yes, or only that it was read


_POLITE = r"(?:da|a|oi|co|thay|em|anh|chi|nhe|nha|nhen|nghe|hen|ne|nhi|ban|bot|e|vay|the|luon|giup|do|day|roi)"
_SAID = {
    Reply.YES: "vang|u|ua|uh|uhm|yes|dung|phai|co|chuan|chinh xac|sua|ghi|chuyen|gui|di|dong y|nhat tri",
    Reply.NO: "khong|khong phai|khong dung|khong he|sai|nham|dau co"
    "|(?:(?:em|ban|no) (?:ay )?)?(?:van|con)(?: con)? (?:vang|nghi|chua (?:den|toi|di|vao))",
    Reply.NO_MORE: "het|chi (?:the|vay|bay nhieu|co vay|co the|chung do)(?: thoi)?|(?:the|vay) (?:la )?(?:thoi|het)"
    r"|(?:chi |co |vang )*\d+ (?:em|ban|dua|chau|hs) (?:thoi|a)"
    r"(?: (?:toi|em|minh|co) (?:dem|ghi|bao|nham)(?: nham| lon)?)?"
    "|(?:toi |em |minh )?(?:dem|bao|ghi) (?:nham|lon)"
    "|khong con(?: ai| em nao)?(?: nua)?|khong them ai|du roi",
    Reply.UNSURE: "(?:khong|chua) (?:biet|ro|chac|thay bao)(?: nua| lam)?|doi (?:ti|chut|xiu|xem)|cho (?:ti|chut|xiu)"
    "|de (?:(?:toi|em|co|minh|thay) )?(?:xem|hoi)(?: lai| da)?|(?:ti|chut|lat) nua",
    Reply.LEAVE_OUT: "bo qua|bo|thoi|thoi bo qua|thoi khoi|khoi|khoi ghi|khong can|khong can ghi|khong ghi|dung ghi"
    "|huy",
    Reply.READ: "da|ok|oke|okie|um|duoc|lam|nhan|chot|roi|thay|co|em|a|nhe|nha|vay|the|luon|giup|vang|u|uh|dung|phai|di"
    "|gui|chuyen|ghi|dong y|nhat tri",
}
_PLAIN = {
    reply: re.compile(rf"(?:{_POLITE} )*(?:(?:{said})(?: (?:{_POLITE}|(?:{said})))*)") for reply, said in _SAID.items()
}


def read_reply(text: str) -> Reply | None:
    """None where something else is said, or more."""
    said = plain_words(text).strip()
    if len(said.split()) > LONGEST:
        return None
    return next((reply for reply, pattern in _PLAIN.items() if pattern.fullmatch(said)), None)


_SAYS_WHAT_IS_SO = frozenset(("huy", "sua", "sai", "nham", "du", "van", "con", "nghi"))


def is_only_an_answer(text: str) -> bool:
    """Whether this means nothing where nothing was asked: not `huỷ`, `đủ rồi` or `vẫn vắng`, which say what is so."""
    answers = read_reply(text) is not None or means_all(text)
    return answers and not _SAYS_WHAT_IS_SO & set(plain_words(text).split())


_ORDERS = frozenset(("gui", "ghi", "chuyen"))


def is_an_order(text: str) -> bool:
    """`gửi đi`: a yes that has something done."""
    return bool(_ORDERS & set(plain_words(text).split()))


_ALL_OF_THEM = re.compile(rf"(?:{_POLITE} )*(?:ca|tat ca|deu)\b(?: (?:{_POLITE}|hai|ba|bon|\d|nghi|vang|het))*")


def means_all(text: str) -> bool:
    """`cả hai`, `đều nghỉ`, where several were asked about."""
    return _ALL_OF_THEM.fullmatch(plain_words(text).strip()) is not None


_NAMING = frozenset(("ho", "ten", "em", "ban", "dua", "be", "chau", "la", "a", "co", "thay", "nhe", "ay"))


def naming_words(text: str) -> set[str]:
    """What of a reply may be part of a name: `họ Đinh ạ`."""
    return set(fold(clean(text)).split()) - _NAMING


_POINTING = re.compile(
    r"^\W*(?:(?:da|vang|u|ua|a|ok|dung|thua)\b\W*)*(?:(?:em|e|ban|chau|be|con|no|dua)\b(?: (?:ay|do|nay|nho))?\W*)?"
)


def of_whom_was_asked(text: str) -> str:
    """What is said of the pupil who was asked about: `vâng em ấy ốm` as `ốm`."""
    return text[_POINTING.match(fold_in_place(text)).end() :].strip()  # type: ignore[union-attr] # it may match nothing
