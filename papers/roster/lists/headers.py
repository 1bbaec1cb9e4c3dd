"""Column headings, recognised as schools write them: with or without marks, in any case, order and wording."""

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Literal, TypeAlias

from papers.roster.lists.classes import class_of_tab, class_of_title
from papers.roster.lists.english import english_field, without_english
from papers.roster.text import folded
from rules.people.names import clean

Kind: TypeAlias = Literal["pupils", "staff", "hamlets", "sponsors"]

_PHONE = re.compile(r"\b(sdt|(?<!gd )dt|dien thoai|di dong|phone|zalo)\b")
_FATHER = re.compile(r"\b(cha|bo|ba)\b")
_MOTHER = re.compile(r"\bme\b")
_GUARDIAN = re.compile(r"\b(phu huynh|ph|phhs|cmhs|giam ho|nguoi than|nguoi nuoi|nguoi lien he|nguoi dai dien)\b")
_WORDS_AROUND_A_GUARDIAN = re.compile(
    r"((ho|va|ten|chu|day|du|cua|nguoi|giam|cha|bo|ba|me|phu|huynh|ph|phhs|cmhs|than|gia|dinh|nuoi|duong|lien|he|dai|"
    r"dien|khac|hoc|sinh|hs|em|hoac|thong|tin|thu|so|[123])(\s|$))+"
)
_LONGEST = 80  # what is longer is a paragraph, not a heading
_PLACE = r"(thon|lang|ban|buon|ap|xom|to dan pho|khu pho)"
_HAMLET = r"(noc|cum dan cu|diem dan cu|cum)"

_NAME = (
    r"\bho( va)?( chu)? ten\b|\bho (chu|ten) (dem|lot)( va)? ten\b|"
    r"^(ten )?(hoc sinh|hs|tre|be)( day du)?$|^ten day du$|^ten (giao vien|gv|can bo|nhan vien)$|"
    r"^(ten )?(giao vien|gv|can bo|cb|nguoi)( (giao vien|gv))* (phu trach|van dong|duoc phan cong)$"
)
_CARER = (
    r"^((ho( va)? )?ten )?(giao vien|gv|can bo|cb ?gv|cb|thanh vien|nguoi)( (phu trach|van dong|duoc phan cong))?"
    r"( (thu|so))?"
)
_CLASS = (
    r"^(chuyen )?(sang|den) lop( moi)?$|"
    r"^((con|chau|em) )?(dang )?hoc lop( nao)?$|^(xep |duoc )?vao (hoc )?lop$|^lop( nam)?( hoc)? 20\d\d( 20)? ?\d\d$|"
    r"^(thong tin |hoc sinh |hs )*(ten |ma |(dang )?hoc )?(nhom )?lop( nhom)?( (dang )?hoc|"
    r" hien tai| moi| nam nay)?$"
)

# Folded heading → field; the first that matches wins, so the narrow ones stand before the wide ones.
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("list_no", r"^(stt|tt|t t|s t t|so tt|so thu tu|thu tu)$"),
        ("code", r"(?<!lop )\bma( so)?( dinh danh)?( bo| bo gd ?dt)?( hoc sinh| hs)?$"),
        ("sponsors", r"\bdo dau\b"),
        ("circumstances", r"\bhoan canh\b"),
        ("conduct", r"\b(su )?ren luyen\b"),
        ("group", r"^(thuoc )?to( chuyen mon| bo mon| cm| khoi)?$"),
        ("homeroom", r"\b(chu nhiem|gvcn|cn lop|lop cn)\b"),
        ("charge", rf"\b(phu trach|van dong|phan cong)\b.*\b({_PLACE}|{_HAMLET}|dia ban)\b"),
        ("charge", rf"\b({_PLACE}|{_HAMLET}|dia ban)\b.*\b(phu trach|van dong|phan cong)\b|^dia ban$"),
        ("came_on", r"\bngay (chuyen )?(den|vao|nhap hoc|tiep nhan)( truong| lop| hoc)?$"),
        ("came_from", r"^(chuyen (den )?tu|(ten )?truong (cu|truoc( day)?|chuyen di))( truong)?$"),
        (
            "left_on",
            (
                r"\b(ngay|thoi (gian|diem)|tu ngay)( bat dau)? "
                r"(chuyen|thoi hoc|nghi hoc|bo hoc|nghi|ra truong|roi truong)\b|^tu ngay$"
            ),
        ),
        ("left_to", r"\b(chuyen|noi|truong)( chuyen)? (den|toi|ve)\b"),
        ("reason", r"^(ly|li) do\b|^nguyen nhan\b"),
        ("when", r"\bthoi gian\b|^khi nao$"),
        ("note", r"^ghi chu$"),
        ("birth_day", r"^(ngay (thang nam )?sinh )?ngay( sinh)?$(?<!^ngay sinh)"),
        ("birth_month", r"^(ngay (thang nam )?sinh )?thang( sinh)?$"),
        ("birth", r"\b(ngay( thang)?( nam)?|nam|n) sinh\b|^sinh (ngay|nam)\b|^ns$"),
        ("female", r"^(hoc sinh |hs )?nu$"),
        ("gender", r"\bgioi tinh\b|^gt$|^phai$|^nam nu$"),
        ("day_boarding", r"\bban tru\b"),
        ("boarding", r"\bnoi tru\b"),
        ("state", r"^(trang thai|tinh trang|bien dong|dien bien)( (hs|hoc sinh|hoc tap|hien tai|hoc))*$"),
        ("site", r"^(ten |thuoc )?(diem truong( le)?|diem le|phan hieu|phan truong|co so)( (hoc|dao tao))?$"),
        ("class", _CLASS),
        ("grade", r"^khoi$|^(nhom )?trinh do lop$|^nhom trinh do$"),
        ("village", rf"^(ten )?{_PLACE}( {_PLACE})*$"),
        ("hamlet", rf"^(ten )?{_HAMLET}$"),
        ("place", rf"\b(thon|noc|lang|buon|xom)\b|^(ten )?({_PLACE}|{_HAMLET})( ({_PLACE}|{_HAMLET}))*$"),
        ("address", r"\b(cho o|noi o|noi cu tru|thuong tru|tam tru|dia chi)\b"),
        ("of_staff", r"\b(giang day|so tiet)\b"),
        ("role", r"\b(chuc vu|chuc danh|vai tro|nhiem vu|cong viec|vi tri|kiem nhiem)\b"),
        ("role", r"^(?!.*\b(ten|nguoi)\b).*\bphan cong\b"),
        ("surname", r"\bho( va)?( chu)?( ten)? (dem|lot)$|^ho$"),
        ("middle", r"^((ten|chu) )?(dem|lot)$"),
        ("given", r"^ten$"),
        ("carer1", rf"{_CARER} (1|nhat|i)$|^(nhom|to) truong$|^cap( (giao vien|gv|can bo))?( phu trach)?$"),
        ("carer2", rf"{_CARER} (2|hai|ii)$|^(nhom|to) pho$|^thanh vien$"),
        ("carer3", rf"{_CARER} (3|iii)$"),
        ("name", _NAME),
        (
            "of_staff",
            r"\b(trinh do|chuyen mon|bo mon|mon day|giang day|he so|luong|bien che|vao nganh|ngay vao dang)\b",
        ),
    )
)
_ANOTHERS = re.compile(  # somebody's name, but not of whom the list is
    r"\b(ky|nhan|chu ho|don|dua|xac nhan|duyet|lap|khac|cu|thuong goi|nguoi(?! phu trach| van dong| duoc phan))\b"
)
_SQUEEZED = {  # as systems write them
    "hoten": "ho ten", "hovaten": "ho va ten", "hodem": "ho dem", "hotenhs": "ho ten hs", "ngaysinh": "ngay sinh",
    "gioitinh": "gioi tinh", "malop": "ma lop", "tenlop": "ten lop", "mahs": "ma hs", "mahocsinh": "ma hoc sinh",
    "madinhdanh": "ma dinh danh", "trangthai": "trang thai", "trangthaihs": "trang thai hs", "diachi": "dia chi",
    "dienthoai": "dien thoai", "sodienthoai": "so dien thoai", "hotencha": "ho ten cha", "hotenme": "ho ten me",
    "sdtcha": "sdt cha", "sdtme": "sdt me", "bantru": "ban tru", "noitru": "noi tru", "chucvu": "chuc vu",
}  # fmt: skip


def _apart(heading: str) -> str:
    """`HoTen` is two words."""
    if " " in heading:
        return heading
    pairs = pairwise(heading)
    return heading[:1] + "".join(f" {now}" if before.islower() and now.isupper() else now for before, now in pairs)


OF_A_PUPIL = frozenset(
    {"class", "birth", "code", "gender", "female", "boarding", "day_boarding", "birth_male", "birth_female"}
)
_PLACES = frozenset({"village", "hamlet", "place", "address"})


def field_of(heading: str) -> str | None:
    """The field a heading names: `birth`, `class`, …; `father.phone`, `guardian2.name` for guardians."""
    if len(heading) > _LONGEST:
        return None
    if found := _by_gender(heading):
        return found
    text = folded(_apart(heading))
    text = _SQUEEZED.get(text, text)
    return _vietnamese(text) or english_field(text) or _vietnamese(without_english(text))


def _vietnamese(text: str) -> str | None:
    slot = _slot(text)
    if slot and not text.startswith("ma "):  # "Mã định danh Bộ" is about no father
        return _guardian_field(slot, text)
    if _PHONE.search(text):
        return None if re.search(r"\b(hoc sinh|hs)\b", text) else f"phone{_number(text)}"
    if re.search(r"^(moi )?quan he\b(?!.*\bchu ho\b)", text):
        return f"guardian{_number(text)}.relation"
    found = next((field for field, pattern in _FIELDS if pattern.search(text)), None)
    return None if found == "name" and _ANOTHERS.search(text) else found


def _by_gender(heading: str) -> str | None:
    """A column of boys' and one of girls' birth dates. `Nam` is not `Năm`: here the mark decides."""
    words = clean(heading).lower()
    if words in {"nam", "hs nam", "học sinh nam"}:
        return "male"
    if re.search(r"\bsinh\b", words) and (found := re.search(r" (nam|nữ)$", words)):
        return "birth_male" if found[1] == "nam" else "birth_female"
    return None


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


def kind_of(fields: AbstractSet[str], above: str = "", tab: str = "", name: str = "") -> Kind | None:
    """What a table with these fields is about, by its title, its tab and the heading of its names; None if it is not
    one of ours.
    """
    if not (fields >= {"surname", "given"} or "name" in fields):
        return None
    if "sponsors" in fields and not fields & {"code", "boarding", "day_boarding"}:
        return "sponsors"
    guardians = any(field.startswith(("father", "mother", "guardian")) for field in fields)
    own = guardians or bool(fields & {"code", "boarding", "day_boarding"})
    if is_other_list(f"{above} {tab}", sure=own):
        return None
    if not own and not _has_class_offices(fields, above) and (kind := _not_pupils(fields, above, tab, name)):
        return kind
    if _is_class_list(above, tab):
        return "pupils"
    return "pupils" if own or fields & OF_A_PUPIL or fields & _PLACES - {"address"} else None


def _is_class_list(above: str, tab: str) -> bool:
    """Names alone are the pupils of a class if a title or the tab says which, and the title says nothing else."""
    lines = above.split("|")
    titled = any(_CLASS_LIST.search(folded(line)) for line in lines) and class_of_title(lines) is not None
    return titled or (class_of_tab(tab) is not None and not any(_TITLE_OF_A_LIST.search(folded(one)) for one in lines))


def _has_class_offices(fields: AbstractSet[str], above: str) -> bool:
    """`Chức vụ` on the list of one class is who its monitor is: with birth dates, under a title that is no staff's."""
    staff = _STAFF_TITLE.search(folded(above))
    return {"role", "birth"} <= fields and not staff and class_of_title(above.split("|")) is not None


def _not_pupils(fields: AbstractSet[str], above: str, tab: str, name: str) -> Kind | None:
    if "role" in fields or ("homeroom" in fields and "class" not in fields):
        return "staff"
    told = fields & {"when", "name2"} or _IN_CHARGE.search(folded(name))
    if "charge" in fields or (fields & _PLACES and told):
        return "hamlets"
    return "staff" if _of_staff(fields, above, tab, name) else None


_IN_CHARGE = re.compile(r"\b(phu trach|van dong|duoc phan cong)\b")
_STAFF_WORDS = r"(giao vien|gvcn|can bo|nhan vien|vien chuc|doi ngu|cb ?gv|gv)"
_STAFF_TITLE = re.compile(
    rf"\b(danh sach|danh ba) ((so )?(dien thoai|dt|sdt) |(cac|phan cong|toan bo|doi ngu|tong hop) )*{_STAFF_WORDS}\b|"
    r"\bphan cong ((cong tac|giao vien|gv) )*(chu nhiem|gvcn|cn lop)\b|\bdanh sach (lop )?chu nhiem\b"
)
_STAFF_TAB = re.compile(rf"^((danh sach|ds) )?{_STAFF_WORDS}\b")
_STAFF_NAME = re.compile(rf"\b{_STAFF_WORDS}\b")
_OTHER_LIST = re.compile(
    r"\b(doi tuyen|doi (bong|van nghe|co do|nghi thuc)|hsg|hs gioi|hoc sinh gioi|ban dai dien|ban can su|khen thuong|"
    r"ky luat|boi duong|phu dao|du thi|thi sinh|nop tien|ung ho|quyen gop|thu chi|"
    r"can do|kham (suc khoe|benh)|tiem (chung|phong|vac xin)|dong phuc|cau lac bo|clb|dai bieu)\b"
)
_OF_SOME = re.compile(
    r"\b(danh sach|ds)( \w+){0,6}? (bo hoc|thoi hoc|nghi hoc|vang (hoc|mat|tiet|buoi|ngay)|(khong|chua) ra lop|"
    r"chuyen di|chuyen truong|nguy co|ngheo|can ngheo|khuyet tat|hoa nhap|mo coi|mien giam|hoc bong|bao hiem|"
    r"(?<=hoc sinh )ban tru|(?<=hs )ban tru|(?<=hoc sinh )noi tru|(?<=hs )noi tru|(o|an) ban tru|"
    r"huong (che do|chinh sach|ho tro)|chua dat|yeu kem|luu ban|o lai lop|thi lai|tot nghiep)\b"
)
_CLASS_LIST = re.compile(r"\b(danh sach|ds)( (hoc sinh|hs|ten|ho ten|tre|chi tiet))* (lop|nhom)\b")
_TITLE_OF_A_LIST = re.compile(r"\b(danh sach|ds|bang|phieu|so|bien ban|theo doi|thong ke|tong hop|bao cao|ket qua)\b")
_OF_PARENTS = re.compile(r"\bdanh sach (cha me|phu huynh|cmhs|phhs)\b|^(cmhs|phhs|phu huynh)$")


def is_other_list(words: str, *, sure: bool = False) -> bool:
    """Whether a title says that these are chosen pupils, or no pupils: a team, a committee, a collection. A list with
    codes or guardians is that only if it is `sure`: every school has a list of its own for those.
    """
    text = folded(words)
    return bool(_OTHER_LIST.search(text)) or is_list_of_some(words) or (not sure and bool(_OF_PARENTS.search(text)))


def is_list_of_some(words: str) -> bool:
    """Whether a title says that only some pupils stand here, or those who have left: nobody else is missing, and who is
    named is not therefore in class.
    """
    return any(_OF_SOME.search(folded(line)) for line in words.split("|"))


def _of_staff(fields: AbstractSet[str], above: str, tab: str, name: str) -> bool:
    """A list of teachers without their titles."""
    if _STAFF_TITLE.search(folded(above)) or _STAFF_TAB.search(folded(tab)) or _STAFF_NAME.search(folded(name)):
        return True
    return bool(fields & {"of_staff", "group"}) and "class" not in fields
