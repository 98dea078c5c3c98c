"""What the narrative says of the year before: 收到84件，上年为60件; 上一年度新收398件、办结402件.

Such a number speaks of a cell of last year's report. Which one, its own words say (their claim has
the readings), or the number of this year that it is set beside: that one is tied to its cell by its
words and agrees with it. Where a sentence sets it beside several, it may be of any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.document import Relation, Verdict
from auditor.parsing.arithmetic.changes import counts_receipts
from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.parsing.arithmetic.pairs import is_change
from auditor.text.widths import narrow

_LAST = re.compile(r"(?:上一?年度?|去年|前一年|同比(?=[（(])|(?P<year>20\d\d)年度?)")
_NOT_ALL_OF_IT = re.compile(
    "季度|半年|月|以前|之前|以来|以后|之后|结转|转来|遗留|印发|形成|出台|计划|累计|此时|在办|未结|未审结|尚未"
)
_BESIDE = re.compile(
    r"(?:而|其|与|较|比|同|和|由|从|相比|总数|总量|件数|数量|新收量|申请量|办结量|收件量|同期|一年|全年|年?[末底])*"
    r"(?:上一?年度?|去年|前一年|同比(?=[（(])|20\d\d年度?)(?:同期|相比|全年|总数|年?[末底]|的|为|是|则|则为|共|共有|仅|仅为|只有|有|总数为|数|[（(])*"
)
"""Words that name the year and nothing else: what is counted is what was counted before."""
_ARRIVES = re.compile(r"^[^，,；;。]{0,8}(?:增|升|降|减|提高|上升|下降|减少|增加|增长)[^，,；;。]{0,3}[到至为]")


def find_last_year(passages: Sequence[Passage]) -> Iterator[Relation]:
    """Each number that the narrative gives for the year before; its operands are what it is set beside.

    Where the first of a list is of another body (2022年县教育局处罚3件、许可21件), so are those behind it.
    """
    for place, passage in enumerate(passages):
        earlier = passages[place - 1] if place and passages[place - 1].paragraph == passage.paragraph else None
        listed = elsewhere = False
        for position, figure in enumerate(passage.figures):
            begins = _is_of_last_year(figure)
            listed = begins or (listed and figure.follows_prior)
            elsewhere = _is_of_another_body(figure) or (elsewhere and not begins)
            if not listed or elsewhere or figure.is_share or is_change(figure):
                continue
            beside = _beside(passage, position, earlier)
            if beside or _is_named(figure):
                yield _relation(figure, passage, beside)


def _is_of_last_year(figure: Figure) -> bool:
    """Whether its own words give it to the year before: close to it, or at the start where they tell its cell."""
    begins = _LAST.match(narrow(figure.words)) and _is_named(figure)
    if not (figure.is_prior or begins) or _NOT_ALL_OF_IT.search(figure.words):
        return False
    named = [match.group("year") for match in _LAST.finditer(narrow(figure.words))]
    return bool(named) and all(year is None or (figure.year and int(year) == figure.year - 1) for year in named)


def _is_of_another_body(figure: Figure) -> bool:
    """Whether a number is of a larger region (全市 in a county's report), or its words are more than name a cell."""
    claim = figure.claim
    if claim is None or _BESIDE.fullmatch(narrow(figure.words)):
        return False
    return claim.scope == "wider" or (claim.topic != "none" and claim.period == "prior" and not claim.candidates)


def _is_named(figure: Figure) -> bool:
    """Whether its own words tell which cells of last year's report it can be."""
    claim = figure.claim
    return claim is not None and claim.period == "prior" and bool(claim.candidates)


def _beside(passage: Passage, position: int, earlier: Passage | None) -> list[Figure]:
    """The numbers of this year that a bare number of last year is set beside; the nearest must be one of them."""
    figure = passage.figures[position]
    if not _BESIDE.fullmatch(narrow(figure.words)):
        return []
    behind = passage.figures[position + 1 : position + 2]
    if behind and _ARRIVES.search(behind[0].before):
        return [item for item in behind if _is_tied(item, figure)]
    ahead = passage.figures[:position]
    # A sentence on last year alone goes on with what came in.
    if not ahead and earlier and any(map(counts_receipts, earlier.figures)):
        ahead = earlier.figures
    counted = [item for item in ahead if not (item.is_share or is_change(item)) and item.unit == figure.unit]
    tied = [item for item in counted if _is_tied(item, figure)]
    return tied[::-1] if tied and tied[-1] is counted[-1] else []


def _is_tied(item: Figure, figure: Figure) -> bool:
    claim = item.claim
    agrees = claim is not None and claim.verdict is Verdict.SUPPORTED and claim.cell is not None
    return agrees and item.unit == figure.unit


def _relation(figure: Figure, passage: Passage, beside: Sequence[Figure]) -> Relation:
    return Relation(
        "last_year",
        passage.told(figure),
        figure.number,
        figure.printed,
        figure.quantity,
        None,
        tuple(item.number for item in beside),
        "",
        None,
    )
