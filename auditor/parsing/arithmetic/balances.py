"""Totals behind what they add up: 上半年3033条、下半年3185条，全年6218条; 新增3个、撤销12个，由56个变为47个.

The four quarters or both halves make the whole year; what was added and what was taken away makes the
difference between before and after, where the sentence names no other way to come or go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.document import Relation
from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.parsing.arithmetic.pairs import OTHER_WAYS, is_change
from auditor.text.spans import Span

_YEAR_IN_PARTS = (("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"))
_OF_ALL = re.compile("全年|合计|共计|总计|总共|一共")
_SUMMED = re.compile("[合共总]计|累计|共")
_STAY = ("个", "人", "家", "户", "名", "位")
"""What is counted so may be there in both halves: without 合计 the whole year is no sum of its parts."""
_EMPTY = re.compile("全年度?|累计|合计|共计|总计|总共|一共|共|总|第?[一二三四]季度|[上下]半年|分别|为|达|了")
_ADDED = re.compile("(?:新增|增设|新设|新开设?|新建)(?:了|加)?$")
_TAKEN = re.compile("(?:撤销|撤并|关停|注销|删除|取消|清理|下线)(?:了)?$")
_FROM = re.compile("^[，,；;]?(?:总数|数量|总量|个数)?(?:由|从)$")
_BECAME = re.compile("^(?:[变减增降升调][^，,；;。\\d]{0,2})?[为到至]$")


_TOTAL_BEHIND = re.compile("^[，,](?:(?:以上|[两二三四]项)?(?:共计|合计|总计)(?:为|达)?|(?P<bare>共(?:有|计)?))$")
_NEXT_PART = re.compile("^(?:、|和|及|以及|，|,)[^，,；;。：:、（(]{0,16}$")
_NO_PARTS = re.compile(
    "其中|包括|含|另|等|重复|交叉|同步|同时|同一|转载|转发|涉及|约|累计|上年|去年|20\\d\\d年|[上下]半年|季度|月"
    # What changed in the year comes before a stock: 新增7个、注销10个，共38个.
    "|新增|新开|新建|新设|增设|注销|关停|关闭|撤销|修订|修改|调整|更新|合并|整合|取消|废止|改造|升级|优化|迁移|停用"
)
_ISSUED = re.compile("(?:制定|制发|出台|印发)(?:了)?$")
_REPEALED = re.compile("(?:废止|失效)(?:了)?$")
_AT_FIRST = re.compile("(?:年初|期初)(?:有|共有|现有|为|共)?$")
_AT_LAST = re.compile("(?:年[末底]|期末)(?:有|共有|现有|为|共|现行有效)?$")
_NET = re.compile("^[，,]净(?:增[加长]?|(?P<down>减少?))(?:了)?$")


def find_balances(passages: Sequence[Passage]) -> Iterator[Relation]:
    """Each total of a year's parts, and each number that became another by what was added and taken away."""
    for passage in passages:
        for names in _YEAR_IN_PARTS:
            yield from _year_added_up(passage, names)
        yield from _stock(passage)
        yield from _over_the_year(passage)
        yield from _net(passage)
        for place in range(2, len(passage.figures)):
            yield from _added_up(passage, place)


def _year_added_up(passage: Passage, names: Sequence[str]) -> Iterator[Relation]:
    count = len(names)
    for place in range(len(passage.figures) - count):
        parts, total = passage.figures[place : place + count], passage.figures[place + count]
        named = all(name in part.words for name, part in zip(names, parts, strict=True))
        numbers = (*parts, total)
        of_the_year = not any(figure.is_prior or is_change(figure) for figure in numbers)
        if not (named and of_the_year and _alike(numbers) and _OF_ALL.search(total.words)):
            continue
        if total.after[:1] in ("（", "("):  # it may add what the parts have not: 全年共412人次（含线上）
            continue
        if total.unit in _STAY and not _SUMMED.search(total.words):
            continue
        own = _EMPTY.sub("", total.words)
        if own in "".join(part.words for part in parts) and "其中" not in total.before:
            terms = [(Decimal(1), part) for part in parts]
            yield _relation(passage, total, terms)


def _alike(figures: Sequence[Figure]) -> bool:
    """Whether numbers count the same to the last one, in one stretch."""
    kinds = {(figure.unit, figure.depth, figure.group) for figure in figures}
    return len(kinds) == 1 and all(figure.exact and not (figure.is_share or figure.of_time) for figure in figures)


def _stock(passage: Passage) -> Iterator[Relation]:
    """新增3个、撤销12个，由56个变为47个."""
    for one, other, before, after in _runs(passage, 4):
        moved = _added_and_taken(passage, one, other)
        if moved and _FROM.match(before.before) and _BECAME.match(after.before) and _alike((one, other, before, after)):
            yield _relation(passage, after, [(Decimal(1), before), *moved])


def _over_the_year(passage: Passage) -> Iterator[Relation]:
    """年初54件，新制定7件，废止3件，年末58件."""
    for before, one, other, after in _runs(passage, 4):
        moved = _added_and_taken(passage, one, other)
        at_both_ends = _AT_FIRST.search(before.words) and _AT_LAST.search(after.words)
        if moved and at_both_ends and _alike((before, one, other, after)):
            yield _relation(passage, after, [(Decimal(1), before), *moved])


def _net(passage: Passage) -> Iterator[Relation]:
    """制定12件、废止26件，净减少14件."""
    for place, (one, other, net) in enumerate(_runs(passage, 3)):
        found, moved = _NET.match(net.before), _added_and_taken(passage, one, other)
        if not (found and moved and _alike((one, other, net))):
            continue
        if place and passage.figures[place - 1].group == one.group:
            continue
        change = sum((sign * figure.value for sign, figure in moved), Decimal(0))
        told = -net.value if found.group("down") else net.value
        terms = sorted(moved, key=lambda term: term[0], reverse=True)
        yield replace(_relation(passage, net, terms), kind="difference", holds=change == told)


def _runs(passage: Passage, length: int) -> Iterator[Sequence[Figure]]:
    """Each so many numbers in a row."""
    for place in range(len(passage.figures) - length + 1):
        yield passage.figures[place : place + length]


def _added_and_taken(passage: Passage, one: Figure, other: Figure) -> list[tuple[Decimal, Figure]]:
    """Two numbers with their signs, where one was added and one taken away and the sentence names no other way."""
    signs = (_sign(one), _sign(other))
    if not all(signs) or sum(signs) != 0 or OTHER_WAYS.search(passage.sentence.text):
        return []
    return [(Decimal(signs[0]), one), (Decimal(signs[1]), other)]


def _added_up(passage: Passage, place: int) -> Iterator[Relation]:
    """当面2件、网上30件、信函21件，共计53件: what stands before a total from the start of its stretch on."""
    figures, total = passage.figures, passage.figures[place]
    found = _TOTAL_BEHIND.match(total.before)
    if found is None or total.after[:1] not in (("", "。", "；", ";") if found.group("bare") else ("", *"，,。；;")):
        return
    start = place - 1
    while start and figures[start - 1].group == total.group and _NEXT_PART.match(figures[start].before):
        start -= 1
    parts = figures[start:place]
    opens = start == 0 or figures[start - 1].group != total.group
    ahead = passage.sentence.text[: total.quantity.span.start]
    if len(parts) < 2 or not opens or _NO_PARTS.search(ahead) or not _alike((*parts, total)) or not total.unit:
        return
    if any(figure.is_prior or is_change(figure) or figure.part or _is_of_tables(figure) for figure in parts):
        return
    sums = [sum((part.value for part in parts[first:]), Decimal(0)) for first in range(len(parts) - 1)]
    if total.value in sums[1:]:
        return
    yield _relation(passage, total, [(Decimal(1), part) for part in parts])


def _is_of_tables(figure: Figure) -> bool:
    return figure.claim is not None and figure.claim.cell is not None


def _sign(figure: Figure) -> int:
    """1 for what was added, -1 for what was taken away, 0 for anything else."""
    added = _ADDED.search(figure.words) or _ISSUED.search(figure.words)
    return bool(added) - bool(_TAKEN.search(figure.words) or _REPEALED.search(figure.words))


def _relation(passage: Passage, total: Figure, terms: Sequence[tuple[Decimal, Figure]]) -> Relation:
    expected = sum((sign * figure.value for sign, figure in terms), Decimal(0))
    formula = "".join(f"{'＋' if sign > 0 else '－'}{figure.value:f}" for sign, figure in terms).removeprefix("＋")
    first = min((figure for _, figure in terms), key=lambda figure: figure.span.start)
    return Relation(
        "sum",
        Span(passage.told(first).start, total.span.end),
        total.number,
        total.printed,
        total.quantity,
        expected,
        tuple(figure.span for _, figure in terms),
        formula,
        holds=expected == total.value,
    )
