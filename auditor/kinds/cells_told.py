"""Numbers of the tables that the narrative has to give as well."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auditor.document import CellAddress, Phrase, Report
from auditor.finding import Evidence, Hit
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.kinds.overview import passage_of
from auditor.kinds.places import heading_of
from auditor.rulebook.specs.numbers import CellsTold, CellWords
from auditor.text.phrases import holds
from auditor.text.quantities import find_quantities


def check(report: Report, spec: CellsTold, setting: Setting) -> Iterator[Result]:
    """One hit for the cells that are not zero and that the narrative does not give; unread ones stay open."""
    counted: dict[CellAddress, Decimal] = {}
    untold: list[CellAddress] = []
    for item in spec.cells:
        address = CellAddress.of(item.cell)
        value, reason = setting.layout.value_of(report.tables, address)
        if reason:
            yield reason
        if value:
            counted[address] = value
            if not _told(report, item, spec, setting):
                untold.append(address)
    if not counted:
        raise Inapplicable("no_count_in_table")
    if not untold:
        return
    named = [(setting.layout.cell_label(address), counted[address]) for address in untold]
    what = Phrase.listed(Phrase(f"{label.zh} {value:f}", f"{label.en} {value:f}") for label, value in named)
    cells = [report.tables[leaf.table].cells.get((leaf.row, leaf.column)) for leaf in untold]
    aspect = setting.layout.aspect_spec(spec.aspect)
    place = (aspect and passage_of(report, aspect, setting.layout)) or heading_of(report, "overview", setting.layout)
    yield Hit(place, {"what": what}, tuple(Evidence(cell.span, str(cell.address)) for cell in cells if cell))


def _told(report: Report, item: CellWords, spec: CellsTold, setting: Setting) -> bool:
    """Whether a claim is about the cell, or a sentence has one of its words and a number.

    That sentence or the one before it names the subject.
    """
    address = CellAddress.of(item.cell)
    for claim in report.claims:
        for whole in (*claim.candidates, *([claim.cell] if claim.cell else ())):
            if any(address in setting.layout.expand(part) for part in whole.addresses):
                return True
    before = ""
    for sentence in report.plain_sentences():
        about = holds(before + sentence.text, spec.subject)
        if (
            about
            and holds(sentence.text, item.words)
            and any(q.unit for q in find_quantities(sentence.text, spec.units))
        ):
            return True
        before = sentence.text
    return False
