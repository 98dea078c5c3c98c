"""Which places of a page belong to a finding: they are lit together when it is touched."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.document import CellAddress
from auditor.reporters.page.sheet import Numbered, Sheet


def lights(sheet: Sheet, item: Numbered) -> list[str]:
    """The ids of the words and cells that bear a finding out, its own place first, each once."""
    return list(dict.fromkeys(_places(sheet, item)))


def _places(sheet: Sheet, item: Numbered) -> Iterator[str]:
    yield item.target
    yield item.mark
    for place in item.finding.evidence:
        if place.cell is not None:
            address = CellAddress.of(place.cell)
            form = sheet.forms.get(address.table)
            if form is not None and form.place(address):
                yield sheet.cell_id(address)
    spans = (item.finding.span, *(place.span for place in item.finding.evidence))
    for said in sheet.said:
        if any(said.span.overlaps(span) for span in spans):
            yield said.id
            for claim in said.claims:
                yield from sheet.ties(claim)
