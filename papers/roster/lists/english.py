"""Headings in English, alone or below the Vietnamese ones, as international schools and foreign systems write them."""

import re

_PARENT = r"(?P<who>father|dad|mother|mum|mom|guardian|parent|carer)s?"
_SLOTS = {"father": "father", "dad": "father", "mother": "mother", "mum": "mother", "mom": "mother"}
_PHONE = r"(phone|mobile|telephone|tel|cell)( (no|number))?"
_PUPIL = r"(students?|pupils?)"
_FIELDS = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("list_no", r"no|nr|number|order|s no|sn|serial( no| number)?|index"),
        (
            "code",
            rf"({_PUPIL} )?(id|code)( no| number)?|{_PUPIL} (no|number)|(moet|ministry|national|personal) (id|code)",
        ),
        ("name", rf"(full|{_PUPIL}( full)?|complete) ?names?|names?( of {_PUPIL})?|{_PUPIL}"),
        ("surname", r"(last|family|sur) ?names?|(last|family) and middle names?"),
        ("given", r"(first|given) ?names?"),
        ("birth", r"(date of birth|birth ?date|birth ?day|d ?o ?b|born( on)?)"),
        ("gender", r"gender|sex"),
        ("class", rf"({_PUPIL} )?(class|classroom|grade class|class name|homeroom class|current class|form)"),
        ("village", r"village"),
        ("hamlet", r"hamlet"),
        ("address", r"(home |current |permanent )?address|residence"),
        ("state", r"(student |enrol?lment )?status"),
        ("note", r"notes?|remarks?|comments?"),
        ("boarding", r"boarding|boarders?"),
        ("role", r"position|role|job( title)?|title|duty"),
        ("homeroom", r"homeroom( teacher)?|form teacher|class teacher"),
        ("group", r"department|subject group"),
        ("name", r"(teachers?|staff|employee)( full)? names?"),
        ("phone1", rf"(contact )?{_PHONE}|contact( (no|number))?"),
        ("of_staff", r"qualifications?|subjects?( taught)?"),
    )
)
_OF_PARENT = re.compile(rf"({_PUPIL} )?{_PARENT}( guardians?| carers?)?( full)?( names?)?")
_PHONE_OF_PARENT = re.compile(
    rf"{_PARENT}( guardians?| carers?)? (contact )?{_PHONE}|{_PHONE} of {_PARENT.replace('who', 'of')}"
)
_RELATION = re.compile(r"(guardian |parent )?relation(ship)?( to .*)?")
_TAIL = re.compile(
    r"( (no|nr|number|order|full|name|names|student|students|pupil|date|of|birth|birthday|dob|gender|sex|class|grade|"
    r"id|code|address|village|phone|mobile|tel|telephone|father|fathers|mother|mothers|parent|parents|guardian|guardians|"
    r"status|note|notes|remark|remarks|boarding|position|title|role|homeroom|teacher|relationship))+$"
)


def english_field(text: str) -> str | None:
    """The field a folded heading names in English."""
    if found := _PHONE_OF_PARENT.fullmatch(text):
        return f"{_slot(found['who'] or found['of'])}.phone"
    if found := _OF_PARENT.fullmatch(text):
        return f"{_slot(found['who'])}.name"
    if _RELATION.fullmatch(text):
        return "guardian1.relation"
    return next((field for field, pattern in _FIELDS if pattern.fullmatch(text)), None)


def _slot(who: str) -> str:
    return _SLOTS.get(who, "guardian1")


def without_english(text: str) -> str:
    """`ho va ten full name` is `ho va ten`: what stands below in English says the same."""
    return _TAIL.sub("", text)
