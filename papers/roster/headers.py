"""Column headings, recognised as schools write them: with or without marks, in any case, order and wording."""

import re
from collections.abc import Set as AbstractSet
from typing import Literal, TypeAlias

from papers.roster.text import folded

Kind: TypeAlias = Literal["pupils", "staff", "hamlets", "sponsors"]

_PHONE = re.compile(r"\b(sdt|(?<!gd )dt|dien thoai|di dong|phone|zalo)\b")
_FATHER = re.compile(r"\b(cha|bo|ba)\b")
_MOTHER = re.compile(r"\bme\b")
_GUARDIAN = re.compile(r"\b(phu huynh|ph|phhs|cmhs|giam ho|nguoi than|nguoi nuoi|nguoi lien he|nguoi dai dien)\b")
_WORDS_AROUND_A_GUARDIAN = re.compile(
    r"((ho|va|ten|chu|day|du|cua|nguoi|giam|cha|bo|ba|me|phu|huynh|ph|phhs|cmhs|than|gia|dinh|nuoi|duong|lien|he|dai|"
    r"dien|hoc|sinh|hs|em|hoac|thong|tin|thu|so|[123])(\s|$))+"
)
_LONGEST = 80  # what is longer is a paragraph, not a heading
_PLACE = r"(thon|lang|ban|buon|ap|xom|to dan pho|khu pho)"
_HAMLET = r"(noc|cum dan cu|diem dan cu|cum)"

# Folded heading → field; the first that matches wins, so the narrow ones stand before the wide ones.
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("list_no", r"^(stt|tt|so tt|so thu tu|thu tu)$"),
        ("code", r"\bma( so)?( dinh danh)?( bo| bo gd ?dt)?( hoc sinh| hs)?$"),
        ("sponsors", r"\bdo dau\b"),
        ("circumstances", r"\bhoan canh\b"),
        ("conduct", r"\b(su )?ren luyen\b"),
        ("group", r"^(thuoc )?to( chuyen mon| bo mon| cm| khoi)?$"),
        ("homeroom", r"\b(chu nhiem|gvcn|cn lop)\b"),
        ("charge", rf"\b(phu trach|van dong|phan cong)\b.*\b({_PLACE}|{_HAMLET}|dia ban)\b"),
        ("charge", rf"\b({_PLACE}|{_HAMLET}|dia ban)\b.*\b(phu trach|van dong|phan cong)\b|^dia ban$"),
        ("when", r"\bthoi gian\b|^khi nao$"),
        ("note", r"^ghi chu$"),
        ("birth", r"\b(ngay( thang)?( nam)?|nam) sinh\b"),
        ("female", r"^(hoc sinh |hs )?nu$"),
        ("gender", r"\bgioi tinh\b|^gt$|^phai$|^nam nu$"),
        ("day_boarding", r"\bban tru\b"),
        ("boarding", r"\bnoi tru\b"),
        ("class", r"^(thong tin )?(hoc sinh |hs )?(ten |hoc |dang hoc )?lop( hoc| dang hoc| hien tai)?$"),
        ("village", rf"^(ten )?{_PLACE}( {_PLACE})*$"),
        ("hamlet", rf"^(ten )?{_HAMLET}$"),
        ("place", rf"\b(thon|noc|lang|buon|xom)\b|^(ten )?({_PLACE}|{_HAMLET})( ({_PLACE}|{_HAMLET}))*$"),
        ("address", r"\b(cho o|noi o|noi cu tru|thuong tru|tam tru|dia chi)\b"),
        ("role", r"\b(chuc vu|chuc danh|vai tro|nhiem vu|cong viec|vi tri|phan cong)\b"),
        ("surname", r"\bho( va)?( chu)?( ten)? (dem|lot)$|^ho$"),
        ("given", r"^ten$"),
        ("name", r"\bho( va)?( chu)? ten\b|^ten (hoc sinh|hs|giao vien|gv|can bo|nhan vien)$"),
    )
)
_OF_A_PUPIL = frozenset({"class", "birth", "code", "gender", "female", "boarding", "day_boarding"})
_PLACES = frozenset({"village", "hamlet", "place", "address"})


def field_of(heading: str) -> str | None:
    """The field a heading names: `birth`, `class`, …; `father.phone`, `guardian2.name` for guardians."""
    if len(heading) > _LONGEST:
        return None
    text = folded(heading)
    slot = _slot(text)
    if slot and not text.startswith("ma "):  # "Mã định danh Bộ" is about no father
        return _guardian_field(slot, text)
    if _PHONE.search(text):
        return None if re.search(r"\b(hoc sinh|hs)\b", text) else f"phone{_number(text)}"
    if re.search(r"^(moi )?quan he\b", text):
        return f"guardian{_number(text)}.relation"
    return next((field for field, pattern in _FIELDS if pattern.search(text)), None)


def _guardian_field(slot: str, text: str) -> str | None:
    if _PHONE.search(text):
        return f"{slot}.phone"
    if re.search(r"\bquan he\b", text):
        return f"{slot}.relation"
    return f"{slot}.name" if _WORDS_AROUND_A_GUARDIAN.fullmatch(text) else None


def _slot(text: str) -> str | None:
    father, mother = bool(_FATHER.search(text)), bool(_MOTHER.search(text))
    if father != mother:
        return "father" if father else "mother"
    return f"guardian{_number(text)}" if father or _GUARDIAN.search(text) else None


def _number(text: str) -> int:
    return 2 if re.search(r"\b(2|hai)\b", text) else 1


def kind_of(fields: AbstractSet[str]) -> Kind | None:
    """What a table with these fields is about; None if it is not one of ours."""
    if not (fields >= {"surname", "given"} or "name" in fields):
        return None
    if "sponsors" in fields and not fields & {"code", "boarding", "day_boarding"}:
        return "sponsors"
    guardians = any(field.startswith(("father", "mother", "guardian")) for field in fields)
    if not guardians and not fields & {"code", "boarding", "day_boarding"}:
        if "role" in fields or ("homeroom" in fields and "class" not in fields):
            return "staff"
        if "charge" in fields or ("when" in fields and fields & _PLACES):
            return "hamlets"
    return "pupils" if guardians or fields & _OF_A_PUPIL or fields & _PLACES - {"address"} else None
