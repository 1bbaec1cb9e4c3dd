"""The parts of the school that a report is asked about: classes, grades, places, sites, girls and boys, campaigns."""

import re
from collections.abc import Collection, Sequence

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import AsOf, Unclear, known_classes, local, period_asked, which_place
from letters.says import figures as says
from locales import _
from locales.words import listed
from models.campaign.campaigns import Campaign, campaigns
from models.people.places import Place, named, places
from models.school.tables import Campuses, Classes
from models.shapes.message import Button, Incoming
from rules.calendar.periods import Period
from rules.people.classes import ClassRef, find_classes
from rules.people.grades import read_grades
from rules.people.names import fold_in_place
from rules.people.places import place_key

_PLACE = re.compile(r"\b(?:thon|noc|ban|lang|buon|bon|plei|ap|xom|soc|phum|khom|to dan pho|khu pho)\b")
_NO_COUNT = re.compile(r"\d+ (?:tuan|thang|hom|ngay) (?:nay|truoc|roi)\b")
_CAMPAIGN = re.compile(r"\b(?:dot|chien dich)(?: (?:van dong|ra lop|huy dong))*\b")
_NUMBER = re.compile(r"\d+")
_SITE = re.compile(r"\b(?:diem truong|diem|phan hieu|co so|khu)(?= |$)")
_GIRLS = re.compile(r"\b(?:(?:cac )?(?:hoc sinh|hs|em|ban|chau) )?(?:nu(?: sinh)?|gai)\b")
_BOYS = re.compile(
    r"\b(?:cac )?(?:hoc sinh|hs|em|ban|chau) (?:nam(?! (?:nay|hoc|truoc|ngoai|roi))|trai)\b|\bnam sinh\b"
)
_BOY, _GIRL = r"(?:(?:hoc sinh|hs|em|ban) )?(?:nam|trai)", r"(?:(?:hoc sinh|hs|em|ban) )?(?:nu|gai)"
_OR = r" ?(?:hay|hoac|va|voi|cung|so voi|,|/|-)? ?"
_BOTH = re.compile(rf"\b(?:{_BOY}{_OR}{_GIRL}|{_GIRL}{_OR}{_BOY})\b")
GIRLS, BOYS = "nữ", "nam"  # as lists have them
BOTH = f"{BOYS}, {GIRLS}"
_AND = re.compile(r"[,;&]|\b(?:va|voi|cung)\b")


class Site(Struct, frozen=True):
    """`id` None: the main one."""

    id: int | None
    name: str


def sex_in(text: str) -> tuple[str, str]:
    """`nữ`, `học sinh nam`, `nam hay nữ`; without its word `nam` may be a year."""
    for pattern, said in ((_BOTH, BOTH), (_GIRLS, GIRLS), (_BOYS, BOYS)):
        found, left = cut(pattern, text)
        if found:
            return said, left
    return "", text


async def one_place(incoming: Incoming, session: AsyncSession, text: str) -> tuple[Place | None, bool, str]:
    """As `_place`. Raises Unclear where two are named: each has figures of its own."""
    place, said, left = await _place(incoming, session, text)
    if place is None:
        return place, said, left
    other, _said, rest = await _place(incoming, session, left)
    if other is None or other == place:
        return place, said, left
    days = says.period_written((await period_asked(incoming, session, rest))[0])
    buttons = [[Button(one.said, says.report_of_hamlet(one.id, days))] for one in (place, other)]
    raise Unclear(_("One place at a time, please. Which one first?"), buttons)


def sex_words(sex: str) -> str:
    return _("girls") if sex == GIRLS else _("boys")


async def no_such_site(incoming: Incoming, session: AsyncSession, words: str) -> None:
    """Raises Unclear for a site that the school does not have."""
    if not _SITE.match(fold_in_place(words)):
        return
    known = [site.name for site in await _sites(incoming, session)]
    text = _("The school has no site called “{words}”. Known: {known}") if known else _("The school has no sites.")
    raise Unclear(text.format(words=words, known=listed(known)))


def cut(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    """The first match in the folded text, and the text without it."""
    found = pattern.search(fold_in_place(text))
    return found, f"{text[: found.start()]} {text[found.end() :]}" if found else text


async def place_named(incoming: Incoming, session: AsyncSession, words: str, *, by_place: bool) -> Place:
    """What is left is a place; without a word that says so only by its whole name. Raises Unclear."""
    school, _moment = local(incoming)
    known = await places(session, school.id)
    if by_place:
        return which_place(named(known, words), words, says.report_of_hamlet)
    exact = [place for place in known.values() if place_key(words) in place.keys]
    if exact:
        return which_place(exact, words, says.report_of_hamlet)
    first = (await known_classes(incoming, session))[0].name
    text = _("“{words}” is not understood. For example: {day} or {week} or {klass} or {place}")
    examples = {
        "day": says.report("17/11"),
        "week": says.report(days=says.WEEK),
        "klass": says.report(first),
        "place": says.report("thôn"),
    }
    raise Unclear(text.format(words=words, **examples))


async def campaign_in(incoming: Incoming, session: AsyncSession, text: str) -> tuple[Campaign | None, str]:
    """The newest one that has begun, or the one named; its name says enough. Raises Unclear without any."""
    school, moment = local(incoming)
    said, left = cut(_CAMPAIGN, text)
    begun = [one for one in await campaigns(session, school.id) if one.starts <= moment.date()]
    for one in begun:
        name = fold_in_place(one.name).strip()
        if len(name) > 1 and (found := cut(re.compile(rf"\b{re.escape(name)}\b"), left))[0]:
            return one, found[1]
    if said and not begun:
        raise Unclear(_("There has been no return campaign yet. The leadership opens one with /ralop"))
    return (begun[0] if said else None), left


async def grades_in(incoming: Incoming, session: AsyncSession, text: str, as_of: AsOf) -> tuple[tuple[int, ...], str]:
    """`khối 6`, `khối 6 và 7`; also `lớp 6`, where that is no class's own name. Raises Unclear."""
    said = read_grades(text)
    if said is None:
        return (), text
    classes = await known_classes(incoming, session, as_of.day)
    if any(one.classes for one in find_classes(classes, text[said.start : said.end])):
        return (), text
    known = set((await grades_of(session, [klass.id for klass in classes])).values())
    here = tuple(grade for grade in said.numbers if grade in known)
    missing = [grade for grade in said.numbers if grade not in known]
    if missing and not (said.level and here):
        raise Unclear(_("There is no grade {grade} here.").format(grade=missing[0]))
    return here, f"{text[: said.start]} {text[said.end :]}"


async def grades_of(session: AsyncSession, ids: Collection[int]) -> dict[int, int | None]:
    statement = select(Classes.id, Classes.grade).where(Classes.id.in_(ids))
    return dict((await session.execute(statement.order_by(Classes.grade, Classes.name))).all())


async def _place(incoming: Incoming, session: AsyncSession, text: str) -> tuple[Place | None, bool, str]:
    """The place after `thôn` or `nóc`, whether there is such a word at all, and the text without both.

    A known name is taken whole before any day is looked for in it: a hamlet may be called Ông Năm.
    """
    match = _PLACE.search(fold_in_place(text))
    if match is None:
        return None, False, text
    school, _moment = local(incoming)
    known = await places(session, school.id)
    before, words = text[: match.start()], text[match.end() :].split()
    if (place_id := says.read_report_of_hamlet(" ".join(words))) is not None:
        return known.get(place_id), True, f"{before} {' '.join(words[1:])}"
    for count in range(len(words), 0, -1):
        key = place_key(" ".join(words[:count]))
        exact = [place for place in known.values() if key in place.keys]
        if exact:
            place = which_place(exact, " ".join(words[:count]), says.report_of_hamlet)
            return place, True, f"{before} {' '.join(words[count:])}"
    if _NO_COUNT.match(fold_in_place(" ".join(words))) and not before.strip().lower().endswith("theo"):
        which_place(
            [], f"{text[match.start() : match.end()]} {words[0]}", says.report_of_hamlet
        )  # `thôn 9 tuần này` is no nine weeks
    return None, True, f"{before} {' '.join(words)}"


async def site_in(incoming: Incoming, session: AsyncSession, text: str) -> tuple[Site | None, str]:
    """A site by its name, with or without a word for what it is; `điểm chính` is the one without a name."""
    sites = await _sites(incoming, session)
    for site in [*sites, *([Site(None, _("the main site"))] if sites else [])]:
        name = re.escape(_SITE.sub("", fold_in_place(site.name)).strip()) if site.id else "(?:truong )?chinh"
        bare = _NUMBER.fullmatch(name) is None  # a 2 alone is anything
        word = rf"(?:{_SITE.pattern} ?)?" if bare else rf"{_SITE.pattern} ?"
        found, left = cut(re.compile(rf"{word}\b{name}\b"), text)
        if found and name:
            return site, left
    return None, text


async def _sites(incoming: Incoming, session: AsyncSession) -> list[Site]:
    """Of the school, the longest names first."""
    school, _moment = local(incoming)
    known = select(Campuses.id, Campuses.name).where(Campuses.school_id == school.id)
    sites = [Site(*row) for row in (await session.execute(known)).all()]
    return sorted(sites, key=lambda site: -len(site.name))


def classes_in(known: Sequence[ClassRef], text: str) -> tuple[tuple[ClassRef, ...], str]:
    """Every class named, `6A, 6B`, and the text without them."""
    found = [one for one in find_classes(known, text) if len(one.classes) == 1]
    left = text
    for one in reversed(found):
        left = f"{left[: one.start]} {left[one.end :]}"
    return tuple(dict.fromkeys(one.classes[0] for one in found)), _AND.sub(" ", left) if len(found) > 1 else left


async def classes_then(
    incoming: Incoming, session: AsyncSession, classes: tuple[ClassRef, ...], left: str, period: Period
) -> tuple[tuple[ClassRef, ...], str]:
    """The classes of those names in the school year of those days: 6A of last year is no 6A of now. Raises Unclear."""
    then = await known_classes(incoming, session, period.last)
    if not classes:
        return classes_in(then, left) if left else ((), left)
    same = {one.name: one for one in then}
    missing = [one.name for one in classes if one not in then and one.name not in same]
    if missing:
        raise Unclear(_("There was no class {klass} in those days.").format(klass=missing[0]))
    return tuple(one if one in then else same[one.name] for one in classes), left
