"""The same quantity twice: 政务微博发布信息312条 … 政务微博共发布289条.

Two numbers speak of the same quantity when their clauses are the same but for words that change
nothing (全年, 共, 信息). Numbers of the tables are left to the rules about the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Relation
from auditor.parsing.arithmetic.figures import Figure, Passage

_EMPTY = re.compile(
    "20\\d\\d年度?|今年|本年度?|全年度?|年内|一年来|累计|总共|共计|合计|一共|共|总计|已|了|通过|利用|依托|我[市县区局镇乡厅委]|本[市县区局镇乡厅委]|本单位|本机关"
    "|发布|公开|推送|发出|各类|政府信息|政务信息|信息|数量|为|达到|达|有|的|在|上|等"
)
_CHANNELS = re.compile(
    "网站|网|平台|公众号|微博|微信|新媒体|视频号|抖音|头条|公报|客户端|APP|专栏|栏目|粉丝|关注|用户|账号"
)
_ACCOUNT = re.compile("“[^”]{1,12}”(?:微信)?(?:公众号|视频号|抖音号|微博|客户端|小程序)")
_WHOLE_YEAR = re.compile("全年|共|累计|合计|总|年内|本年")
_PART = re.compile(
    "其中|包括|含|另|再|又|还|新增|每|平均|日均|月均|截至|比|较|超过|分别|各(?![类项种])|前|后|年初|期初|期末|累计(?!.*本年|.*全年)"
)
_SINCE = re.compile("以来|自.{2,12}起|开通至今")
_OCCASIONS = ("次", "场", "期", "场次")
_MAIN = "公开信息"
_YEAR_AHEAD = re.compile(r"(?:^|[，,；;：:。（(])\s*(20\d\d)年度?")
"""2022年度：收费通知1件，总金额110元: what follows is of that year."""
_SHORTEST = 3
_DISTINCT = 100


def find_repeats(passages: Sequence[Passage]) -> Iterator[Relation]:
    """Later numbers whose quantity was given before, with another value or in another unit."""
    seen: dict[str, Figure] = {}
    counted: dict[Decimal, Figure] = {}
    for passage in passages:
        for figure in passage.figures:
            if figure.exact and figure.value >= _DISTINCT:
                first = counted.setdefault(figure.value, figure)
                if _drifts(figure.unit, first.unit) and _alike(figure, first):
                    yield _relation("unit", passage, figure, first, holds=False)
            key = None if _SINCE.search(passage.sentence.text) else _key(passage, figure)
            if key is None:
                continue
            first = seen.setdefault(key, figure)
            if first is not figure and figure.unit == first.unit:
                yield _relation("repeat", passage, figure, first, holds=figure.value == first.value)


def _drifts(unit: str, before: str) -> bool:
    """篇 and 篇次, 条 and 条次: a number large enough to be the same one, counted otherwise."""
    return unit != before and unit.removesuffix("次") == before.removesuffix("次") != ""


def _alike(figure: Figure, first: Figure) -> bool:
    """Whether the words of two figures may be of one quantity: they share some, or one says nothing of its own."""
    one, other = (_EMPTY.sub("", item.words) for item in (figure, first))
    if not figure.words or not first.words:
        return False
    return not one or not other or bool(set(one) & set(other))


def _subject_of(passage: Passage, figure: Figure) -> str:
    """The one account named by its title earlier in the sentence: “…”公众号关注1.3万人，全年推送421篇."""
    if _CHANNELS.search(figure.words):
        return ""
    named = set(_ACCOUNT.findall(passage.sentence.text[: figure.quantity.span.start]))
    return named.pop() if len(named) == 1 else ""


def _key(passage: Passage, figure: Figure) -> str | None:
    """What is counted, without the words that change nothing; None where that is not the total of a year."""
    tied = figure.claim is not None and figure.claim.cell is not None
    if tied or figure.is_share or not figure.exact or figure.depth or not figure.is_of_the_year:
        return None
    named = _YEAR_AHEAD.findall(passage.sentence.text[: figure.quantity.span.start])
    if named and figure.year is not None and int(named[-1]) != figure.year:
        return None
    clause = _subject_of(passage, figure) + figure.words
    ends = not figure.after or figure.after[0] in "。；;"
    whole_year = _WHOLE_YEAR.search(clause) and (ends or figure.unit not in _OCCASIONS)
    if _PART.search(figure.before) or not (_CHANNELS.search(clause) or whole_year):
        return None
    behind = re.split("[，,；;：:。（(）)、]", figure.after)[0]
    plain = _EMPTY.sub("", clause + behind)
    if plain in ("", "主动") and whole_year and re.search("公开.*信息", clause) and "发布" not in clause:
        return _MAIN
    return plain if len(plain) >= _SHORTEST else None


def _relation(kind: str, passage: Passage, figure: Figure, first: Figure, *, holds: bool) -> Relation:
    return Relation(
        kind,
        passage.told(figure),
        figure.number,
        figure.printed,
        figure.quantity,
        first.value,
        (first.span,),
        first.printed,
        holds,
    )
