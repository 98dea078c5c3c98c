"""Which number was which a year ago: 收到52件，上年48件; 新收52件、办结51件，上年分别为48件、47件.

A number of an earlier year belongs to the nearest number of this year before it, or, in a list with
分别, to that of the same place. Behind 其中 it is that of the part; the whole before it has another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.text.agreement import ends

_UP = "增长|增加|上升|提高|提升|增幅|升幅|涨幅|净增|多出|扩大|(?<![最至许很较众诸增])多|(?<![新])增|上涨"
_DOWN = "减少|下降|降低|降幅|减幅|跌幅|回落|下滑|缩减|压减|核减|净减|(?<![至最较缺减不])少|(?<=[件份条个])减"
_CHANGE = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
    r"(?:率|幅度|比例|量|数)?(?:制作|发布|公开|收到|召开|组织|办理|推送|受理|编发|更新|举办|开展|新收|登记|收|发)?(?:了|约|近|为|达到?|超过?|仅|逾|将近|是|在|整)*$"
)
_IN_ORDER = re.compile("分别|依次|各")
_JOINED = re.compile("^(?:、|和|及|与|以及|，|,)$")
_LONGEST_LIST = 20
"""So many numbers on either side are looked at, where a list goes on and on."""
TIMES = ("倍",)
OTHER_WAYS = re.compile("合并|整合|归并|迁移|划转|拆分|更名|改版|恢复|另|还|等|上年|去年|其中")
"""Words of other ways to come or go than those that are counted."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What a change is a change from and to; one of both may follow from a difference that is printed."""

    base: Figure | None
    current: Figure | None
    difference: Figure | None = None
    foreign: bool = False
    """Whether a number nearer to the base has it for its own."""

    @property
    def figures(self) -> list[Figure]:
        return [figure for figure in (self.base, self.current, self.difference) if figure is not None]

    @property
    def of_shares(self) -> bool:
        return self.base is not None and self.base.is_share

    def values(self, *, down: bool) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
        """The values that base and current may have, from the printed digits."""
        return self._completed([None if item is None else ends(item.quantity) for item in self._both], down=down)

    def middles(self, *, down: bool) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
        """Base and current as printed."""
        return self._completed([None if item is None else (item.value,) for item in self._both], down=down)

    @property
    def _both(self) -> tuple[Figure | None, Figure | None]:
        return self.base, self.current

    def _completed(
        self, known: Sequence[tuple[Decimal, ...] | None], *, down: bool
    ) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
        base, current = known
        step = (-1 if down else 1) * (self.difference.value if self.difference else Decimal(0))
        if base is None:
            base = tuple(value - step for value in current or ())
        if current is None:
            current = tuple(value + step for value in base)
        return base, current


@dataclass(frozen=True, slots=True)
class Listed:
    """A change of a list: what it is reckoned from, and the first of its list, whose words say which way."""

    pair: Pair
    told: Figure


def is_change(figure: Figure) -> bool:
    """Whether a number is what something grew or shrank by."""
    return words_of_change(figure.before) is not None


@lru_cache(maxsize=1024)
def words_of_change(words: str) -> re.Match[str] | None:
    """The words that say before a number that something grew (``up``) or shrank (``down``) by it.

    Kept for a while: each number is asked for again by those behind it.
    """
    return _CHANGE.search(words)


def is_relative(stated: Figure) -> bool:
    """Whether a change is told as a part of what there was."""
    return stated.unit in TIMES or stated.unit == "%"


def pairs_of(figures: Sequence[Figure], stated: Figure) -> list[Pair]:
    """Every earlier figure with every figure of this year that counts the same thing by its unit.

    A part is what changed only where the earlier figure is its own: 其中企业6件，上年为4件.
    """
    usable = [figure for figure in figures if figure is not stated and not is_change(figure)]
    if is_relative(stated):
        usable = [figure for figure in usable if not figure.is_share]
    else:
        unit = "%" if stated.is_share else stated.unit
        usable = [figure for figure in usable if figure.unit == unit]
    bases = [figure for figure in usable if figure.is_prior]
    currents = [figure for figure in usable if figure.is_of_the_year]
    owners = {base.span: _owner(base, currents) for base in bases}
    return [
        Pair(base, current, foreign=_is_of_another(owners[base.span], base, current))
        for base in bases
        for current in currents
        if base.unit == current.unit and (not current.part or current is owners[base.span])
    ]


def _owner(base: Figure, currents: Sequence[Figure]) -> Figure | None:
    """The nearest number of this year before one of an earlier year; what a bracket holds before it is passed over."""
    ahead = [
        figure
        for figure in currents
        if figure.span.end <= base.span.start and figure.unit == base.unit and figure.depth <= base.depth
    ]
    return ahead[-1] if ahead else None


def _is_of_another(owner: Figure | None, base: Figure, current: Figure) -> bool:
    """Whether a number of an earlier year is that of a number nearer to it than one before both."""
    ahead = current.span.end <= base.span.start
    return ahead and owner is not None and owner is not current and owner.span.start > current.span.start


def in_order(passage: Passage, position: int) -> Listed | None:
    """收到52件，办结51件；上年分别为60件和58件，分别下降13.3%和12.1%: what stands at the same place of each list."""
    figures = passage.figures
    start = _start_of_list(figures, position)
    stop = _end_of_list(figures, position)
    length = stop - start
    first = start - length
    if length < 2 or first < length or not _IN_ORDER.search(figures[start].before):
        return None
    bases, currents = figures[first:start], figures[first - length : first]
    listed = _start_of_list(figures, start - 1) == first and bases[0].is_prior and _IN_ORDER.search(bases[0].words)
    counted = all(figure.is_of_the_year and not (figure.is_share or is_change(figure)) for figure in currents)
    place = position - start
    base, current = bases[place], currents[place]
    return Listed(Pair(base, current), figures[start]) if listed and counted and base.unit == current.unit else None


def _start_of_list(figures: Sequence[Figure], position: int) -> int:
    first = max(0, position - _LONGEST_LIST)
    while position > first and _goes_on(figures[position - 1], figures[position]):
        position -= 1
    return position


def _end_of_list(figures: Sequence[Figure], position: int) -> int:
    last = min(len(figures), position + _LONGEST_LIST)
    position += 1
    while position < last and _goes_on(figures[position - 1], figures[position]):
        position += 1
    return position


def _goes_on(last: Figure, figure: Figure) -> bool:
    return last.is_share == figure.is_share and bool(_JOINED.match(figure.before))
