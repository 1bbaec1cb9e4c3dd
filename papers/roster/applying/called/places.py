"""Villages and hamlets as the school calls them: what is nearly one of its names is asked about, once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import insert, select

from locales import N_
from models import PlaceAliases, Places
from models.people.places import Place, place_name, places
from papers.roster import HamletRow, PupilRow, Roster
from papers.roster.applying.work import Import
from rules.people.places import alike, place_key, same_sound

Pair: TypeAlias = tuple[str | None, str | None]  # village, hamlet
_RARE = 3  # times as many lines write it otherwise: then it may be a slip


class PlaceDoubt(Struct, frozen=True, kw_only=True):
    """What line `index` calls the place where these pupils live may be one of these: ids of the school's, or 1 for one
    of the file itself.
    """

    index: int
    said: str
    pupils: list[str]
    known: list[tuple[int, str]]
    village: bool


def lines_with_places(roster: Roster) -> list[HamletRow | PupilRow]:
    return [*roster.hamlets, *roster.pupils]


class _Named(Struct, kw_only=True):
    """One place of the file: where it is named first, and by how many lines."""

    pair: Pair
    index: int
    count: int = 0

    @property
    def own(self) -> str:
        return place_key(self.pair[1] or self.pair[0] or "")

    @property
    def said(self) -> str:
        return place_name(self.pair[1], self.pair[0])


async def places_as_called(work: Import, roster: Roster) -> tuple[Roster, list[PlaceDoubt]]:
    """With places as the school writes them where it was said which is meant, and what is still to be asked."""
    known = await places(work.session, work.school_id)
    doubts: list[PlaceDoubt] = []
    for village in (True, False):
        roster, asked = _settled(work, roster, known, village=village)
        doubts += asked
        if asked:
            break  # which hamlet it is may hang on the village
    return roster, doubts


def _settled(
    work: Import, roster: Roster, known: Mapping[int, Place], *, village: bool
) -> tuple[Roster, list[PlaceDoubt]]:
    answers = roster.villages if village else roster.places
    meant: dict[tuple[str, str], Pair] = {}
    doubts: list[PlaceDoubt] = []
    new: list[_Named] = []
    for one in _named(roster, village=village):
        if _is_known(one.pair, known):
            continue
        if elsewhere := _called_so(one.pair, known):
            meant[_key(one.pair)] = elsewhere
            continue
        there = [place for place in known.values() if _may_be(one.pair, place, known)]
        other = None if there else next((each for each in new if _is_slip(one, each)), None)
        answer = answers.get(one.index)
        target = next((_pair_of(place) for place in there if place.id == answer), None)
        target = other.pair if other is not None and answer else target
        if target is not None:
            meant[_key(one.pair)] = target
            work.aliases.append((target, one.pair))
        elif answer == 0 or not (there or other):
            new.append(one)
        else:
            choices = [(1, other.said)] if other is not None else [(place.id, place.said) for place in there]
            doubts.append(_doubt(roster, one, choices, village=village))
    return _rewritten(roster, meant, village=village), doubts


def _named(roster: Roster, *, village: bool) -> list[_Named]:
    """The most usual spelling first."""
    found: dict[tuple[str, str], _Named] = {}
    for index, row in enumerate(lines_with_places(roster)):
        pair: Pair = (row.village, None if village else row.hamlet)
        if row.village if village else row.hamlet:
            found.setdefault(_key(pair), _Named(pair=pair, index=index)).count += 1
    return sorted(found.values(), key=lambda one: -one.count)


def _key(pair: Pair) -> tuple[str, str]:
    return place_key(pair[0] or ""), place_key(pair[1] or "")


def _called_so(pair: Pair, known: Mapping[int, Place]) -> Pair | None:
    """What was said before of a hamlet with another village than its own."""
    whole = place_key(place_name(pair[1], pair[0])) if all(pair) else ""
    return next((_pair_of(place) for place in known.values() if whole in place.keys), None)


def _pair_of(place: Place) -> Pair:
    hamlet, dash, village = place.said.rpartition(" - ")
    return (village, hamlet) if dash else (village, None)


def _is_known(pair: Pair, known: Mapping[int, Place]) -> bool:
    """Or a hamlet without its village of which there is none: nothing stands in the way of its name."""
    village, hamlet = _key(pair)
    if not hamlet:
        return any(place.parent_id is None and village in place.keys for place in known.values())
    same = [place for place in known.values() if hamlet in place.keys and place.parent_id is not None]
    if village:
        return any(village in known[place.parent_id or 0].keys for place in same)
    return len(same) == 1 or any(place.parent_id is None and hamlet in place.keys for place in known.values())


def _may_be(pair: Pair, place: Place, known: Mapping[int, Place]) -> bool:
    """Of that name elsewhere, or nearly of that name at the same place."""
    village, hamlet = _key(pair)
    if (hamlet or village) in place.keys and any(map(str.isalpha, hamlet or village)):
        return True
    near = any(alike(hamlet or village, key) for key in place.keys)
    if not hamlet:
        return near and place.parent_id is None
    return near and (not village or place.parent_id is None or village in known[place.parent_id].keys)


def _is_slip(one: _Named, usual: _Named) -> bool:
    """Of two of one village that the school has neither of: heard the same, or one is rare."""
    if _key(one.pair)[0] != _key(usual.pair)[0] and one.pair[1] is not None:
        return False
    rare = one.count * _RARE <= usual.count
    return same_sound(one.own, usual.own) or (rare and alike(one.own, usual.own))


def _doubt(roster: Roster, one: _Named, choices: Sequence[tuple[int, str]], *, village: bool) -> PlaceDoubt:
    names = [
        row.full_name for row in roster.pupils if _key((row.village, None if village else row.hamlet)) == _key(one.pair)
    ]
    return PlaceDoubt(index=one.index, said=one.said, pupils=names, known=list(choices), village=village)


def _rewritten(roster: Roster, meant: Mapping[tuple[str, str], Pair], *, village: bool) -> Roster:
    if not meant:
        return roster

    def of(row: HamletRow | PupilRow) -> dict[str, str | None]:
        target = meant.get(_key((row.village, None if village else row.hamlet)))
        if target is None:
            return {}
        return {"village": target[0], "hamlet": target[1] or (row.hamlet if village else None)}

    return replace(
        roster,
        pupils=[replace(row, **of(row)) for row in roster.pupils],
        hamlets=[replace(row, **of(row)) for row in roster.hamlets],
    )


async def keep_places(work: Import, roster: Roster) -> None:
    """Those that are new, and what others were said to be called besides."""
    rows: Iterable[PupilRow | HamletRow] = lines_with_places(roster)
    pairs = dict.fromkeys((row.village, row.hamlet) for row in rows)
    statement = select(Places.id, Places.parent_id, Places.key, Places.name).where(Places.school_id == work.school_id)
    above: dict[int, int | None] = {}
    for row in await work.session.execute(statement):
        above[row.id] = row.parent_id
        work.places[row.parent_id, row.key] = work.places[row.parent_id, place_key(row.name)] = row.id
    called = select(PlaceAliases.place_id, PlaceAliases.key).where(PlaceAliases.place_id.in_(above))
    for place_id, key in await work.session.execute(called):
        work.places.setdefault((above[place_id], key), place_id)
    for village, hamlet in sorted(pairs, key=lambda pair: pair[0] is None):
        if village or hamlet:
            await _place(work, village, hamlet)
    for target, said in work.aliases:
        await _call(work, target, said)


async def _place(work: Import, village: str | None, hamlet: str | None) -> None:
    parent = await _one(work, None, village) if village else None
    if hamlet and work.place(village, hamlet) is None:
        await _one(work, parent, hamlet)


async def _one(work: Import, parent: int | None, name: str) -> int:
    key = (parent, place_key(name))
    if key not in work.places:
        values = {"school_id": work.school_id, "parent_id": parent, "name": name, "key": key[1]}
        statement = insert(Places).values(values).returning(Places.id)
        work.places[key] = await work.session.scalar(statement) or 0
        work.say(N_("new village or hamlet {name}"), name=name)
    return work.places[key]


async def _call(work: Import, target: Pair, said: Pair) -> None:
    """By the name alone where it is in the village that is meant, else with the village that was said."""
    place = work.place(*target)
    here = not said[0] or not target[1] or place_key(said[0]) == place_key(target[0] or "")
    name = (said[1] or said[0] or "") if here else place_name(said[1], said[0])
    key = place_key(name)
    if place is None or await work.session.scalar(
        select(PlaceAliases.id).where(PlaceAliases.place_id == place, PlaceAliases.key == key)
    ):
        return
    await work.session.execute(insert(PlaceAliases).values(place_id=place, name=name, key=key))
    work.say(N_("{name} is called {said} too"), name=place_name(target[1], target[0]), said=name)
