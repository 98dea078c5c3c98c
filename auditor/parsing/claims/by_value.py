"""The last look at a number that its words tied to no cell: is it the number of a cell that its sentence speaks of?

Offices find new words faster than a vocabulary does. Where a sentence names a cell's labels and one
of its numbers, of this year and this body, stands with no cell though its words say nothing else, it
is that cell's number if it is equal to it and to no other cell that the sentence could mean. Such a
number is supported, with the reason that the value told; a number that agrees with nothing stays as
it was, so that nobody is ever accused by this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from auditor.document import CellSum, Claim, Reason, Verdict
from auditor.parsing.claims.linking import columns_read, dispute_row, rows_read
from auditor.parsing.claims.links import cells_of
from auditor.parsing.claims.mentions import ACTS, DECISIONS, DISPUTES, DOCUMENTS, FOREIGN, Mention, is_outcome
from auditor.parsing.claims.tying import Tables

_WORDS_ONLY = frozenset({"unlabelled", "words_too_far", "no_act_named", "not_of_the_tables", "sorting_of_documents"})
"""Reasons that speak of words which were not understood, not of another year, body or thing."""
_LEAST = 10
"""Smaller numbers are equal to some cell by chance too often."""


def tie_by_value(claims: Sequence[Claim], mentions: Sequence[Mention], tables: Tables) -> tuple[Claim, ...]:
    """The claims, those without a cell tied where their value tells it; claims and mentions are in the same order."""
    settled = list(claims)
    for place, (claim, mention) in enumerate(zip(claims, mentions, strict=True)):
        if _open(claim, mention):
            cells = _cell_of_value(place, settled, mentions, tables)
            if cells is not None:
                reason = Reason("tied_by_value")
                settled[place] = replace(
                    claim,
                    verdict=Verdict.SUPPORTED,
                    cell=cells,
                    candidates=(cells,),
                    reason=reason,
                    expected=claim.value,
                )
    return tuple(settled)


def _open(claim: Claim, mention: Mention) -> bool:
    """Whether a number of this year and body has no cell only because its words were not understood."""
    quantity = mention.quantity
    plain = quantity is not None and quantity.value > 0 and not quantity.approximate and mention.period == "year"
    if not plain or claim.cell is not None or claim.reason is None or mention.difference:
        return False
    ours = mention.objects != (FOREIGN,) and not mention.of_another_thing and "other_unit" not in mention.cues
    return ours and claim.reason.code in _WORDS_ONLY and mention.scope == "own"


def _cell_of_value(place: int, claims: Sequence[Claim], mentions: Sequence[Mention], tables: Tables) -> CellSum | None:
    """The one cell that the sentence's labels could give and that has the number's value, if no other number has it."""
    claim, mention = claims[place], mentions[place]
    beside = _of_sentence(place, mentions)
    taken = {
        str(other.cell)
        for other in claims[beside.start : beside.stop]
        if other.form == "number" and other.cell is not None
    }
    elsewhere = frozenset().union(*(mentions[other].labels_told for other in beside if other != place))
    equal = {
        cells: None
        for cells in _readings(mention, elsewhere - mention.labels_told)
        if str(cells) not in taken and tables.total(cells)[0] == claim.value and _told(cells, claim, mention)
    }
    return next(iter(equal)) if len(equal) == 1 else None


def _of_sentence(place: int, mentions: Sequence[Mention]) -> range:
    """The places of the mentions of the same sentence, which follow each other."""
    start, end = place, place + 1
    while start and mentions[start - 1].said is mentions[place].said:
        start -= 1
    while end < len(mentions) and mentions[end].said is mentions[place].said:
        end += 1
    return range(start, end)


def _told(cells: CellSum, claim: Claim, mention: Mention) -> bool:
    """Whether the number is large enough to be nothing else by chance, or its own words name a label of the cell."""
    own = {*mention.rows, *mention.columns, *mention.things_told, mention.result, mention.path}
    labels = {label for address in cells.addresses for label in (address.row, address.column)}
    return (claim.value or 0) >= _LEAST or bool(own & labels)


def _readings(mention: Mention, taken: frozenset[str]) -> Iterator[CellSum]:
    """The cells that the labels of a sentence can name, in the form's keys; ``taken`` are results of other numbers."""
    said = mention.said
    free = [row for row in said.rows if not (row in taken and is_outcome(row))]
    rows = [reading for row in free for reading in rows_read(row)]
    if said.columns:
        rows.append(("new_received",))
    for reading, column in product(rows, (*said.columns, "total")):
        yield cells_of("applications", reading, (column,))
    kinds = [*map(dispute_row, DISPUTES & set(said.objects)), *said.paths]
    for row, result in product(kinds, columns_read(said.results)):
        yield cells_of("disputes", (row,), (result,))
    for kind in said.objects:
        if kind in DECISIONS:
            yield cells_of("disclosure", (kind,), ("decisions",))
        elif kind in DOCUMENTS:
            for act in ACTS:
                yield cells_of("disclosure", (kind,), (act,))
