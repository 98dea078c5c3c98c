"""Which cells of the tables the findings of a report point to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.document import Cell, CellAddress, Report
from auditor.finding import Audit, Evidence, Finding
from auditor.layout import Layout
from auditor.text.spans import Span


@dataclass(slots=True)
class Pointed:
    """The findings that point to a cell, and whether one of them stands in it or all only draw on it."""

    findings: list[Finding] = field(default_factory=list)
    direct: list[Finding] = field(default_factory=list)

    @property
    def worst(self) -> Finding:
        """The gravest of the findings that stand in the cell, or of all."""
        return max(self.direct or self.findings, key=lambda finding: finding.severity)


def pointed_cells(audit: Audit, layout: Layout) -> dict[CellAddress, Pointed]:
    """The cells that findings stand in or draw on."""
    found: dict[CellAddress, Pointed] = {}
    for finding in audit.findings:
        here = {cell.address for cell in _standing_at(audit.report, finding.span)}
        there = {address for item in finding.evidence for address in _evident(audit.report, item, layout)}
        for address in sorted(here | there):
            pointed = found.setdefault(address, Pointed())
            pointed.findings.append(finding)
            if address in here:
                pointed.direct.append(finding)
    return found


def _cells(report: Report) -> Iterator[Cell]:
    for table in report.tables.values():
        yield from table.cells.values()


def _standing_at(report: Report, span: Span) -> Iterator[Cell]:
    """The cell that a place stands in. A blank cell has no extent: it is found by its address only."""
    if span.start < span.end:
        yield from (cell for cell in _cells(report) if cell.span.covers(span))


def _evident(report: Report, item: Evidence, layout: Layout) -> Iterator[CellAddress]:
    """The cells that stand at a piece of evidence: not those of which the narrative speaks there."""
    if item.cell is None:
        yield from (cell.address for cell in _standing_at(report, item.span))
        return
    named = {address for text in item.cell.split(" + ") for address in _expanded(text, layout)}
    yield from (cell.address for cell in _cells(report) if cell.address in named and cell.span == item.span)


def _expanded(text: str, layout: Layout) -> tuple[CellAddress, ...]:
    parts = text.split(".")
    if len(parts) != 3:
        return ()
    address = CellAddress(*parts)
    return (address, *layout.expand(address))
