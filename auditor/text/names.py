"""The places that the name of an agency tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LONGEST_STEM = 6
BEGINS = (
    r"(?:^|(?<=[,;:。]))(?:[一二三四五六七八九十]是|[(][一二三四五六七八九十\d]{1,2}[)]|[一二三四五六七八九十\d]{1,2}[.、])?"
    r"(?:20\d\d年(?:度|以?来|底|末)?|本年度?|今年|全年|年内|(?:过去)?的?一年来?)?(?:以来)?"
)
"""Where a name stands as the subject: behind a mark, the number of an item and a time, in a narrowed text."""
LARGER = (
    "自治区", "自治州", "自治县", "开发区", "新区", "园区", "度假区", "示范区", "管理区", "风景区",
    "省", "市", "州", "盟", "县", "区", "旗",
)  # fmt: skip
"""Endings of places that have others within them. A zone is no district: what is above it differs."""
_NOBODY = re.compile("[我本].{1,4}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a name: 柳河 and 镇 of 柳河镇人民政府."""

    stem: str
    ending: str

    def stands_in(self, text: str) -> bool:
        """Whether a text names it, with its ending where the stem alone says too little."""
        return (self.stem if len(self.stem) > 1 else self.stem + self.ending) in text


def names_nobody(agency: str) -> bool:
    """Whether a title says 我局 or 本机关 where the agency's name should stand."""
    return _NOBODY.fullmatch(agency) is not None


def places_of(name: str, endings: Sequence[str]) -> tuple[tuple[Place, ...], str]:
    """The places that a name begins with, the largest first, and what is left of it.

    A single character is a place only at the very beginning: 滑县, but not the 城市 of 云川区城市管理局.
    """
    pattern = _place_with(tuple(endings))
    found: list[Place] = []
    start = 0
    while match := pattern.match(name, start):
        if found and len(match["stem"]) == 1:
            break
        found.append(Place(match["stem"], match["ending"]))
        start = match.end()
    return tuple(found), name[start:]


@lru_cache(maxsize=64)
def _place_with(endings: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    return re.compile(rf"(?!自治|特别)(?P<stem>[^\W\da-zA-Z和与及]{{1,{_LONGEST_STEM}}}?)(?P<ending>{longest_first})")
