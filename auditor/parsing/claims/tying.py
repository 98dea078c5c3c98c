"""Linked mentions against the cells: what agrees, what contradicts, what stays open and why.

A claim is contradicted only when every reading of its words is; approximate numbers are
intervals; a cell that cannot be read leaves the claim undecided. ``doubting`` looks again at
what is contradicted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from auditor.document import CellAddress, CellSum, Claim, Reason, Table, Verdict
from auditor.layout import Layout
from auditor.parsing.claims.links import Link, in_column
from auditor.parsing.claims.mentions import Mention
from auditor.text.intervals import Interval
from auditor.text.quantities import Quantity

_UNRESOLVED = frozenset({"unlabelled", "words_too_far", "no_act_named", "disputes_of_all_kinds"})
_YUAN_PER_FEE_UNIT = Decimal(10000)


class Tables:
    """Values of cells and sums of cells, each with the reason when there is none."""

    def __init__(self, tables: Mapping[str, Table], layout: Layout, kind: str | None) -> None:
        self.kind = kind
        """What the agency is; None leaves open whose numbers the tables hold."""
        self._tables = tables
        self._layout = layout

    def total(self, cells: CellSum) -> tuple[Decimal | None, Reason | None]:
        return self._layout.total_of(self._tables, cells.addresses)

    def cell(self, table: str, row: str, column: str) -> Decimal | None:
        return self._layout.value_of(self._tables, CellAddress(table, row, column))[0]


def tie(mention: Mention, link: Link, mentions: Sequence[Mention], tables: Tables) -> Claim:
    """The claim that a mention makes, with its verdict."""
    quantity = mention.quantity
    scale = _YUAN_PER_FEE_UNIT if link.topic == "fees" else Decimal(1)
    value = quantity.value / scale if quantity else _stated(mention, link, mentions, tables)
    interval = _interval(quantity, value, scale)
    verdict, cell, reason, expected = _judge(mention, link, value, interval, quantity, scale, tables)
    return Claim(
        span=mention.span,
        number=mention.number,
        value=value,
        interval=interval,
        unit=quantity.unit if quantity else "",
        period=mention.period,
        scope=mention.scope,
        form=mention.form,
        topic=link.topic,
        candidates=link.candidates,
        cell=cell,
        verdict=verdict,
        reason=reason,
        expected=expected,
        head=mention.head,
    )


def _stated(mention: Mention, link: Link, mentions: Sequence[Mention], tables: Tables) -> Decimal | None:
    """The number that a zero or a universal amounts to."""
    if mention.form == "zero" or mention.rows == ("finished",):
        return Decimal(0)
    if not link.candidates:
        return None
    if mention.whole:
        return tables.cell("applications", mention.whole, "total")
    head = mentions[mention.head] if mention.head is not None else None
    if head and head.quantity and set(head.objects) & set(mention.objects):
        return head.quantity.value
    first = link.candidates[0].addresses[0]
    if first.table == "disputes":
        return tables.total(in_column(link.candidates[0], "total"))[0]
    row = first.row if first.column != "total" else "handled_total"
    return tables.cell(first.table, row, "total")


def _interval(quantity: Quantity | None, value: Decimal | None, scale: Decimal) -> Interval | None:
    if quantity is None:
        return Interval(value, value) if value is not None else None
    told = quantity.interval
    return Interval(told.low / scale, told.high / scale, told.low_open, told.high_open)


_Judgement: TypeAlias = tuple[Verdict, CellSum | None, Reason | None, Decimal | None]


def _judge(
    mention: Mention,
    link: Link,
    value: Decimal | None,
    interval: Interval | None,
    quantity: Quantity | None,
    scale: Decimal,
    tables: Tables,
) -> _Judgement:
    if link.skipped and (value is None or not link.candidates):
        return _unlinked(mention, link), None, link.skipped, None
    known: list[tuple[CellSum, Decimal]] = []
    unknown: Reason | None = None
    foreign: Reason | None = None
    for cells in link.candidates:
        total, reason = tables.total(cells)
        if total is None and reason and reason.code == "cell_not_in_form":
            foreign = foreign or reason
        elif total is None:
            unknown = unknown or reason
        else:
            known.append((cells, total))
    if value is None or interval is None:
        return Verdict.AMBIGUOUS, link.candidates[0], unknown or foreign or Reason("head_not_found"), None
    for cells, total in known:
        agreed = _agreement(total, interval, quantity, scale)
        if agreed:
            only_sum = cells is not link.candidates[0] and link.topic == "received"
            return agreed, cells, Reason("only_with_carried_in") if only_sum else None, total
    if link.skipped:
        return _unlinked(mention, link), None, link.skipped, None
    if foreign and not (unknown or known):
        return Verdict.NO_CELL, None, foreign, None
    if unknown or not known:
        return Verdict.AMBIGUOUS, link.candidates[0], unknown, None
    cells, total = known[0]
    return Verdict.CONTRADICTED, cells, None, total


def _unlinked(mention: Mention, link: Link) -> Verdict:
    """The verdict on what is tied to no cell."""
    if link.skipped and link.skipped.code in _UNRESOLVED and _about(mention, link):
        return Verdict.AMBIGUOUS
    return Verdict.OUT_OF_SCOPE if link.outside else Verdict.NO_CELL


def _about(mention: Mention, link: Link) -> bool:
    """Whether an unresolved number is plainly about applications or disputes, so that it must be shown."""
    if link.topic in ("review_total", "litigation_total", "review_result", "litigation_result"):
        return mention.local_object or mention.head is not None or (mention.placed and bool(mention.path))
    return mention.local_object or (mention.located and bool(mention.rows))


def _agreement(total: Decimal, interval: Interval, quantity: Quantity | None, scale: Decimal) -> Verdict | None:
    if interval.exact and interval.low == total:
        return Verdict.SUPPORTED
    if interval.admits(total) and not interval.exact:
        return Verdict.SUPPORTED_BY_ROUNDING
    if quantity is None or not interval.exact:
        return None
    precision = quantity.precision / scale
    coarse = quantity.precision > 1 or scale > 1
    if coarse and (abs(total - interval.low) <= precision / 2 or 0 <= total - interval.low < precision):
        return Verdict.SUPPORTED_BY_ROUNDING
    return None
