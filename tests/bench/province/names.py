"""Who must report: the bodies of an invented province, their levels, kinds and parents.

Names of places are put together from syllables; pairs that are a county or a city in the real country are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Literal, TypeAlias

import msgspec

from tests.bench.province.chance import dice

Level: TypeAlias = Literal["省", "市", "县", "乡"]
Kind: TypeAlias = Literal["department", "government", "township", "subdistrict"]

PROVINCE = "岚汀"
_LEVEL_KEYS = {"省": "province", "市": "city", "县": "county"}
_FOLDER = Path(__file__).parent


class Sector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of government: what its departments are called, what they do and are asked for."""

    key: str
    short: str
    matters: tuple[str, ...]
    """What they publish, each a noun."""
    asked: tuple[str, ...]
    """What applicants ask for."""
    names: Mapping[str, str] = {}
    """The department's name at each level that has one."""
    licences: int = 0
    penalties: int = 0
    coercion: int = 0
    fees: int = 0
    """What a county's department does in a year, about; the fee in 10,000 yuan."""
    requests: float = 1.0
    """How much more than others it is asked."""


class _Sectors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sector: tuple[Sector, ...]


class _Syllables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: str
    second: str
    real: frozenset[str]
    village_first: str
    village_middle: str
    village_last: str
    roads: tuple[str, ...]
    road_ends: tuple[str, ...]
    unlisted_first: str
    unlisted_second: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that must report."""

    name: str
    """As on the list, with its county."""
    level: Level
    kind: Kind
    parent: str
    """The name of the body above; empty for the province."""
    sector: str
    stem: str
    """The name of its place without 县, 镇 …"""
    place: str
    """Its place with it: 石坞县."""
    city: str
    county: str
    """Where its files lie; empty where it stands above."""
    contact: str

    @property
    def plain(self) -> str:
        """The name without what stands above its own place."""
        return self.name.removeprefix(self.county) if self.level == "乡" else self.name


@dataclass(frozen=True, slots=True)
class Province:
    """All agencies, those above before those below."""

    agencies: tuple[Agency, ...]
    children: Mapping[str, tuple[Agency, ...]]
    """By the name of the body above."""
    named: Mapping[str, Agency]


@lru_cache(maxsize=1)
def sectors() -> dict[str, Sector]:
    """The fields of government by key."""
    found = msgspec.toml.decode((_FOLDER / "sectors.toml").read_bytes(), type=_Sectors)
    return {sector.key: sector for sector in found.sector}


@lru_cache(maxsize=1)
def _syllables() -> _Syllables:
    return msgspec.toml.decode((_FOLDER / "names.toml").read_bytes(), type=_Syllables)


def province(count: int, seed: int) -> Province:
    """A province of that many agencies. Raises ValueError if there are more than names."""
    agencies: list[Agency] = []
    for agency in _bodies(count, seed):
        agencies.append(agency)
        if len(agencies) == count:
            break
    else:
        raise ValueError(f"names are enough for {len(agencies)} agencies only")
    agencies.sort(key=lambda agency: "省市县乡".index(agency.level))
    children: dict[str, list[Agency]] = {}
    for agency in agencies:
        children.setdefault(agency.parent, []).append(agency)
    return Province(
        tuple(agencies),
        {name: tuple(found) for name, found in children.items()},
        {agency.name: agency for agency in agencies},
    )


def _shape(count: int) -> tuple[int, int, int, int]:
    """How many cities, counties a city, departments of a level, townships a county make about so many agencies."""
    if count >= 1000:
        return max(2, round(count / 300)), 8, 32, 10
    if count >= 100:
        return 2, max(3, round(count / 55)), 14, 9
    return 1, 2, max(2, count // 9), max(2, count // 6)


def _bodies(count: int, seed: int) -> Iterator[Agency]:
    """The province, then one city after the other with all that is in it."""
    cities, counties, departments, townships = _shape(count)
    stems = _stems(seed)
    whole = f"{PROVINCE}省"
    top = f"{whole}人民政府"
    yield Agency(top, "省", "government", "", "government", PROVINCE, whole, "", "", _contact(seed, top))
    yield from _departments(seed, "省", top, (PROVINCE, whole, "", ""), departments)
    for _ in range(cities * 2):
        city = next(stems)
        place = f"{city}市"
        name = f"{place}人民政府"
        yield Agency(name, "市", "government", top, "government", city, place, place, "", _contact(seed, name))
        yield from _departments(seed, "市", name, (city, place, place, ""), departments)
        for number in range(counties):
            yield from _county(
                seed, (name, place), stems, urban=number < counties // 3, counts=(departments, townships)
            )


def _county(
    seed: int, above: tuple[str, str], stems: Iterator[str], *, urban: bool, counts: tuple[int, int]
) -> Iterator[Agency]:
    parent, city = above
    stem = next(stems)
    place = stem + ("区" if urban else "县")
    name = f"{place}人民政府"
    yield Agency(name, "县", "government", parent, "government", stem, place, city, place, _contact(seed, name))
    yield from _departments(seed, "县", name, (stem, place, city, place), round(counts[0] * 0.7))
    draw = dice(seed, "townships", name)
    for _ in range(max(2, counts[1] + draw.randint(-2, 2))):
        below = next(stems)
        if draw.random() < (0.75 if urban else 0.15):
            full, kind, own = f"{place}{below}街道办事处", "subdistrict", f"{below}街道"
        else:
            own = below + ("镇" if draw.random() < 0.7 else "乡")
            full, kind = f"{place}{own}人民政府", "township"
        yield Agency(full, "乡", kind, name, kind, below, own, city, place, _contact(seed, full))  # type: ignore[arg-type]


def _departments(
    seed: int, level: Level, parent: str, where: tuple[str, str, str, str], count: int
) -> Iterator[Agency]:
    stem, place, city, county = where
    offered = [
        (sector, sector.names[_LEVEL_KEYS[level]])
        for sector in sectors().values()
        if _LEVEL_KEYS[level] in sector.names
    ]
    for sector, called in offered[:count]:
        name = place + called
        yield Agency(name, level, "department", parent, sector.key, stem, place, city, county, _contact(seed, name))


def _stems(seed: int) -> Iterator[str]:
    """Names of places, each once."""
    told = _syllables()
    pairs = [pair for pair in map("".join, product(told.first, told.second)) if pair not in told.real]
    dice(seed, "stems").shuffle(pairs)
    return iter(pairs)


def _contact(seed: int, name: str) -> str:
    draw = dice(seed, "contact", name)
    return f"0{draw.randint(990, 999)}-{draw.randint(2, 8)}{draw.randint(100000, 999999)}"


def locals_of(agency: Agency, seed: int) -> tuple[str, ...]:
    """Villages, communities and roads of an agency's place, a dozen, the same in all years."""
    draw = dice(seed, "locals", agency.place, agency.county)
    found: dict[str, None] = {}
    while len(found) < 12:
        if agency.kind == "township":
            found[_village(draw, "村")] = None
        elif agency.kind == "subdistrict" or draw.random() < 0.5:
            found[_village(draw, "社区")] = None
        else:
            found[draw.choice(_syllables().roads) + draw.choice(_syllables().road_ends)] = None
    return tuple(found)


def _village(draw: Random, end: str) -> str:
    told = _syllables()
    return "".join(map(draw.choice, (told.village_first, told.village_middle, told.village_last))) + end


def unlisted(seed: int, count: int) -> Sequence[Agency]:
    """Bodies of another place that no list has."""
    stems = list(map("".join, product(_syllables().unlisted_first, _syllables().unlisted_second)))
    dice(seed, "unlisted").shuffle(stems)
    found = []
    for stem in stems[:count]:
        place = f"{stem}县"
        name = f"{place}司法局"
        found.append(Agency(name, "县", "department", "", "justice", stem, place, "", "", _contact(seed, name)))
    return found
