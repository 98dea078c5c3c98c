"""Shares: 其中图解12期，占解读的25%; 自然人142件、组织25件，分别占85.0%、15.0%.

A share is right if it is the part of any total that the text or table 三 offers. It accuses only
where its part and its whole stand in one sentence and the words leave no other whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import structs

from auditor.document import Relation, Report, Verdict
from auditor.layout import Layout
from auditor.parsing.arithmetic.figures import Figure, Passage
from auditor.parsing.arithmetic.totals import Totals, totals_of
from auditor.text.agreement import Agreement, agreement, ends, rounded, share_of
from auditor.text.intervals import Interval

_SHARE = re.compile(
    r"(?:所占(?:比例|比重)|占比(?![例重])|占(?!比)|比重|比例)(?P<whole>[^，,；;。:：]{0,16}?)(?:的比例|的比重|比例|比重|的)?(?:为|达到?|约为?|近|超过?|仅|是|高达|分别)*$"
)
_PAIRED = re.compile("分别|各占|依次")
_JOINED = re.compile("^(?:、|和|及|与|以及|，|,)$")
_TOTAL_WORDS = re.compile("总(?:数|量|计|额|体)|总(?=的)")
_SUMMED = re.compile("合计|共|总|两项|二者|两者|之和|前[两三]")
_SO_MANY = re.compile("^(?:以上|上述|前)?([两二三四])(?:项|者|类|种|部分|情形)(?:之和|合计|共|总计|相加)?占")
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4}
_NOT_OF_TOTAL = re.compile("考核|权重|分值|考评|绩效|得分|评分")
_SEVERAL_ANSWERS = re.compile("多选|多项|重复|多个|交叉|同时|兼|较|比上|上年|去年|20\\d\\d年|约")
_DIVIDED = re.compile("[按从][^，,]{1,10}[分看]|分为|分成|构成")
_ANOTHER_DIVISION = re.compile("[男女]性|岁|党员|学历|本科|以上|以下|原创|满意|率|占")
_NEXT_RESULT = re.compile("^[；;，,、](?!其中|含)[^，,；;。：:、（(]{2,12}$")
_BARE = re.compile("^[，,]?占比?$")
_NO_RESULTS = ("new_received", "carried_in", "carried_out", "handled_total")
_ONE_POINT = Decimal(1)


def find_shares(passages: Sequence[Passage], report: Report, layout: Layout) -> Iterator[Relation]:
    """Each stated share, and the shares of a list together."""
    totals = totals_of(report, layout)
    for place, passage in enumerate(passages):
        behind = [other for other in passages[max(0, place - 3) : place] if other.paragraph == passage.paragraph]
        earlier = [figure for other in behind for figure in other.figures]
        told: list[Figure] = []
        last: Relation | None = None
        for position, figure in enumerate(passage.figures):
            if figure.unit != "%" or _NOT_OF_TOTAL.search(passage.sentence.text):
                continue
            series = _series_start(passage, position)
            found = _SHARE.search(passage.figures[series].before)
            if found is None:
                continue
            told.append(figure)
            named = _base_words(found.group("whole"))
            relation = _share(passage, position, series, named, earlier, totals)
            last = _goes_on_with(passage, position, last, relation, totals) if last and not named else relation
            yield last
        yield from _together(passage, told)


def _goes_on_with(passage: Passage, position: int, last: Relation, open_: Relation, totals: Totals) -> Relation:
    """公开58件，占42.6%；无法提供31件，占22.8%: behind a right share of all handled, the next result's is one."""
    stated, before = passage.figures[position], passage.figures[position - 2 : position]
    handled = totals.handled
    if handled is None or not (last.holds and last.formula.endswith(f"÷{handled:f}")):
        return open_
    if open_.holds is not None or len(before) < 2 or before[0].number != last.number:
        return open_
    part = before[1]
    claim = part.claim
    if claim is None or claim.cell is None or claim.verdict is not Verdict.SUPPORTED or not part.exact:
        return open_
    if not (_NEXT_RESULT.match(part.before) and _BARE.match(stated.before)):
        return open_
    address = claim.cell.addresses[0]
    if (address.table, address.column) != ("applications", "total") or address.row in _NO_RESULTS:
        return open_
    result = agreement(stated.quantity, (ends(part.quantity), _ends(handled)), share_of)
    return _relation(passage, stated, part, handled, result is not Agreement.OFF, result)


def _series_start(passage: Passage, position: int) -> int:
    """The first share of a list of shares that is joined by 、."""
    while position and passage.figures[position - 1].unit == "%" and _JOINED.match(passage.figures[position].before):
        position -= 1
    return position


def _series_stop(passage: Passage, series: int) -> int:
    """The place behind the last share of such a list."""
    stop = series + 1
    figures = passage.figures
    while stop < len(figures) and figures[stop].unit == "%" and _JOINED.match(figures[stop].before):
        stop += 1
    return stop


def _share(
    passage: Passage, position: int, series: int, named: str, earlier: Sequence[Figure], totals: Totals
) -> Relation:
    stated = passage.figures[position]
    counts = [figure for figure in passage.figures[:series] if not figure.is_share]
    together = _together_with(stated, counts)
    part = together or _part_of(passage, position, series, counts)
    if part is None:
        return _relation(passage, stated, None, None, None, Agreement.OFF)
    governing = None if together else _governing(part, counts)
    certain = governing if governing is not None and _may_be_named(named, governing) else None
    bases = _bases(part, certain, named, (*earlier, *passage.figures), totals)
    heads = [] if together else _heads_of(part, counts)
    for of, whole in (*((part, base) for base in bases), *((head, total) for head in heads for total in totals.all)):
        result = agreement(stated.quantity, (ends(of.quantity), _ends(whole)), share_of)
        governs = result is Agreement.NEAR and whole is governing
        if governs or result in (Agreement.EXACT, Agreement.TRUNCATED):
            return _relation(passage, stated, of, whole, True, result)
    if not together and (_told_otherwise(stated, part) or not _is_named(passage.figures[series], part)):
        return _relation(passage, stated, part, None, None, Agreement.OFF)
    due = certain or totals.meant(part, named)
    if not due:
        return _relation(passage, stated, part, None, None, Agreement.OFF)
    result = agreement(stated.quantity, (ends(part.quantity), _ends(due)), share_of)
    return _relation(passage, stated, part, due, result is Agreement.NEAR and due is not certain, result)


def _bases(
    part: Figure, certain: Figure | None, named: str, figures: Sequence[Figure], totals: Totals
) -> list[Figure | Decimal]:
    """What the part may be a share of: the numbers before it and the totals; or only what 占 names."""
    if certain is not None and len(named) > 1 and named in certain.words:
        return [certain]
    possible = totals.possible(part, named)
    if named and totals.meant(part, named) is not None:
        return [*possible]
    told = [
        figure
        for figure in figures
        if not figure.is_share and figure is not part and figure.unit == part.unit and figure.value >= part.value
    ]
    return [*told, *possible]


def _ends(whole: Figure | Decimal) -> tuple[Decimal, ...]:
    return ends(whole.quantity) if isinstance(whole, Figure) else (whole,)


def _together_with(stated: Figure, counts: Sequence[Figure]) -> Figure | None:
    """予以公开7件、部分公开3件，两项占…: the numbers that a share says are taken together, as one."""
    said = _SO_MANY.search(stated.words)
    count = _NUMERALS[said.group(1)] if said else 0
    last = counts[-count:] if count else []
    if not last or len(last) < count:
        return None
    total = sum((figure.value for figure in last), Decimal(0))
    alike = len({(figure.unit, figure.group, figure.depth) for figure in last}) == 1
    if not alike or not all(figure.exact for figure in last):
        return None
    quantity = structs.replace(last[-1].quantity, value=total, interval=Interval(total, total))
    return structs.replace(last[-1], quantity=quantity)


def _part_of(passage: Passage, position: int, series: int, counts: Sequence[Figure]) -> Figure | None:
    """The number right before the share; in a list of shares the number of the same place in the list before.

    What a bracket holds is passed over: 公开类29件（予以公开23件、部分公开6件），占56.9%.
    """
    if not counts:
        return None
    paired = _PAIRED.search(passage.figures[series].before)
    length = len([figure for figure in passage.figures[series:] if figure.unit == "%"])
    length = length if paired else _series_stop(passage, series) - series
    if length > 1 or paired:
        return counts[-length:][position - series] if len(counts) >= length > position - series else None
    stated = passage.figures[position]
    outside = [figure for figure in counts if figure.depth <= stated.depth]
    near = counts[-1]
    return outside[-1] if outside and near.depth > stated.depth and near.group == outside[-1].group else near


def _heads_of(part: Figure, counts: Sequence[Figure]) -> Sequence[Figure]:
    """公开类59件，含予以公开44件、部分公开15件，占55.7%: behind a list the share may be of its head, or of its last."""
    place = counts.index(part)
    heads = [figure for figure in counts[:place] if part.part and not figure.part and figure.unit == part.unit]
    return [*heads, *counts[place + 1 :][-1:]]


def _told_otherwise(stated: Figure, part: Figure) -> bool:
    """Whether the share may be of several numbers together: any sum of neighbours, or words of a sum."""
    own = part.claim is not None and part.claim.cell is not None and len(part.claim.cell.addresses) > 1
    said = ("" if own else part.words) + "，" + _TOTAL_WORDS.sub("", stated.before)
    return bool(_SUMMED.search(said)) or stated.group != part.group


def _is_named(first: Figure, part: Figure) -> bool:
    """Whether the words before 占 are those of the part: 主动公开占69.9% behind other numbers is of none of them."""
    name = re.sub("^其中|分别|各", "", _SHARE.sub("", first.words))
    pairs = [name[at : at + 2] in part.words for at in range(len(name) - 1)]
    return not pairs or 2 * sum(pairs) >= len(pairs)


def _governing(part: Figure, counts: Sequence[Figure]) -> Figure | None:
    """The one number of the sentence that the part is said to be a part of: the head of 其中."""
    place = counts.index(part)
    heads = [figure for figure in counts[:place] if figure.unit == part.unit and not figure.part]
    if len(heads) != 1 or not part.part or heads[0].value < part.value or not heads[0].is_of_the_year:
        return None
    return heads[0]


def _may_be_named(named: str, whole: Figure) -> bool:
    """Whether the words behind 占 leave that number as the base: they name nothing else, or share a word with it."""
    return not named or any(named[at : at + 2] in whole.before for at in range(len(named) - 1))


def _base_words(named: str) -> str:
    """What the words behind 占 name: 新收申请 in 占全年新收申请总数的; empty where they only say 总数."""
    return re.sub("全部|总数|总量|总|数量|数|上述|这些|该|其中|当年|本年|全年", "", named)


def _relation(
    passage: Passage,
    stated: Figure,
    part: Figure | None,
    whole: Figure | Decimal | None,
    holds: bool | None,  # noqa: FBT001
    result: Agreement,
) -> Relation:
    place = passage.between(part, stated) if part else passage.told(stated)
    if part is None or whole is None:
        return Relation("share", place, stated.number, stated.printed, stated.quantity, None, (), "", None, "no_base")
    value = whole.value if isinstance(whole, Figure) else whole
    share = share_of(part.value, value) if value else Decimal(0)
    grade = None
    if holds and result is not Agreement.EXACT:
        grade = result.value
    elif holds is False and abs(share - stated.value) > _ONE_POINT:
        grade = "far"
    operands = (part.span, whole.span) if isinstance(whole, Figure) else (part.span,)
    formula = f"{part.value:f}÷{value:f}"
    expected = rounded(share, stated.quantity.precision)
    return Relation(
        "share", place, stated.number, stated.printed, stated.quantity, expected, operands, formula, holds, grade
    )


def _together(passage: Passage, told: Sequence[Figure]) -> Iterator[Relation]:
    """Shares of one list of kinds: together they are never more than 100."""
    if len(told) < 2 or any(figure.group != told[0].group or figure.depth != told[0].depth for figure in told):
        return
    if any(not figure.exact for figure in told) or "其中" in "".join(figure.before for figure in told[1:]):
        return
    if _SEVERAL_ANSWERS.search(passage.sentence.text) or not _of_one_division(told):
        return
    total = sum((figure.value for figure in told), Decimal(0))
    slack = sum((figure.quantity.precision for figure in told), Decimal(0))
    holds = total <= 100 + slack
    formula = "＋".join(f"{figure.value:f}" for figure in told)
    yield Relation(
        "shares",
        passage.between(told[0], told[-1]),
        told[0].number,
        f"{total:f}%",
        told[0].quantity,
        Decimal(100),
        tuple(figure.span for figure in told),
        formula,
        holds,
    )


def _of_one_division(told: Sequence[Figure]) -> bool:
    """Whether the shares divide one whole: their names end alike (咨询类, 建议类), or one 分别占 joins them.

    男性占58%，60岁以上占30% divide the same people in two ways and may well exceed 100 together.
    """
    names = [_SHARE.sub("", figure.words) for figure in told]
    if any(_JOINED.match(figure.before) for figure in told[1:]):
        return bool(_PAIRED.search(told[0].before))
    if any(not name or _ANOTHER_DIVISION.search(name) for name in names):
        return False
    said = bool(_DIVIDED.search(told[0].before))
    return said or len(told) > 2 or all(name[-1] == names[0][-1] for name in names)
