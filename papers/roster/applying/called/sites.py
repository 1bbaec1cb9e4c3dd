"""At which site (điểm trường) a class is; it is called by its site where another class has its name."""

from collections.abc import Callable, Iterable

from sqlalchemy import insert, select, update

from locales import N_
from models import Campuses, Classes
from papers.roster.applying.work import Import, class_alike, class_key
from rules.people.names import fold
from rules.people.sites import MAIN, apart


async def classes_as_called(work: Import, names: Iterable[str]) -> Callable[[str], str]:
    """How the school's own list writes a class that the file writes so: `6.1` is 6/1, and `1A điểm trường Khe Lọng` is
    1A where no other class is called that.
    """
    rows = select(Classes.name, Campuses.name).outerjoin(Campuses, Campuses.id == Classes.campus_id)
    found = (await work.session.execute(rows.where(Classes.year_id == work.year.id))).all()
    known = {class_alike(name): name for name, _site in found}
    sites = {class_alike(name): fold(site or "") for name, site in found}
    said = {(class_alike(bare), "" if site == MAIN else fold(site)) for bare, site in map(apart, names)}

    def is_alone(bare: str, site: str) -> bool:
        """Nothing else is called so. A class without a site is at the main one, once any class is at another."""
        there = {sites[bare]} if bare in sites else set()
        there = {site} if there == {""} and not any(sites.values()) else there
        return {one for name, one in said if name == bare} | there <= {site}

    def called(name: str) -> str:
        bare, site = apart(name)
        site = "" if (main := site == MAIN) else site
        if main or (site and class_alike(name) not in known and is_alone(class_alike(bare), fold(site))):
            name = bare
        name = known.get(class_alike(name), name) if name else name
        if site or main:
            work.sites[class_key(name)] = site
        return name

    return called


async def keep_sites(work: Import) -> None:
    """What the file says of sites; where it says nothing, a class stays where it is."""
    if not work.sites:
        return
    rows = select(Campuses.id, Campuses.name).where(Campuses.school_id == work.school_id)
    known: dict[str, int | None] = {fold(name): id_ for id_, name in await work.session.execute(rows)}
    known[""] = None
    for key, site in work.sites.items():
        if fold(site) not in known:
            known[fold(site)] = await _new(work, site)
        elsewhere = Classes.campus_id.is_distinct_from(known[fold(site)])
        moved = update(Classes).where(Classes.id == work.classes[key], elsewhere).values(campus_id=known[fold(site)])
        for name in (await work.session.scalars(moved.returning(Classes.name))).all():
            work.say(N_("class {name}: site {site}"), name=name, site=site or MAIN)


async def _new(work: Import, site: str) -> int:
    values = {"school_id": work.school_id, "name": site}
    return (await work.session.execute(insert(Campuses).values(values).returning(Campuses.id))).scalar_one()
