"""The text of a report in a page: its blocks as markup, with numbers, findings and gaps marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.document import Verdict
from auditor.messages import reason_text
from auditor.reporters.html_sheet import Numbered, Said, Sheet
from auditor.reporters.html_tables import DrawnTable
from auditor.reporters.marking import Mark, marked
from auditor.reporters.text_blocks import Block, text_blocks
from auditor.text.spans import Span


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the text with what stands beside it."""

    kind: str
    markup: str
    """The text with its marks; without tags it is the text of the block, line ends included."""
    lines: int
    tables: tuple[DrawnTable, ...]
    notes: tuple[Numbered, ...]
    """The findings that begin in it."""
    open: bool
    """Whether the text of a table is shown at once, because the drawn table does not tell all of it."""


def shown_blocks(sheet: Sheet, tables: Mapping[str, DrawnTable]) -> list[ShownBlock]:
    """The whole text of a report in order: the markup of all blocks together holds it to the character."""
    marks = list(_marks(sheet))
    return [_shown(block, sheet, tables, marks) for block in text_blocks(sheet.report)]


def _shown(block: Block, sheet: Sheet, tables: Mapping[str, DrawnTable], marks: Sequence[Mark]) -> ShownBlock:
    report = sheet.report
    last = block.span.end == report.extent.end

    def begins_here(place: int) -> bool:
        return block.span.start <= place < block.span.end or (last and place == block.span.end)

    mine = [mark for mark in marks if mark.span.start < mark.span.end or begins_here(mark.span.start)]
    drawn = tuple(tables[key] for key in block.tables)
    notes = [item for item in sheet.findings if begins_here(_inside(item.finding.span, report.extent).start)]
    return ShownBlock(
        kind=block.kind,
        markup=marked(report.text, block.span, mine),
        lines=len(block.span.of(report.text).split("\n")),
        tables=drawn,
        notes=tuple(sorted(notes, key=lambda item: item.finding.span)),
        open=not drawn or any(table.remarks for table in drawn) or any(note.target == note.mark for note in notes),
    )


def _inside(span: Span, extent: Span) -> Span:
    """A span as far as it lies in the report; a point at its edge if it does not."""
    start = min(max(span.start, extent.start), extent.end)
    return Span(start, min(max(span.end, start), extent.end))


def _marks(sheet: Sheet) -> Iterator[Mark]:
    """All that is marked in the text. Longer marks hold shorter ones, so that the numbers lie innermost."""
    report, run = sheet.report, sheet.run
    for place, statement in enumerate((*report.problems, *report.measures), start=1):
        yield Mark(statement.span, "spot", sheet.id("s", place))
    for place, promise in enumerate(report.promises, start=1):
        if promise.place is not None:
            yield Mark(promise.place, "spot", sheet.id("t", place))
    for item in sheet.findings:
        span = _inside(item.finding.span, report.extent)
        yield Mark(span, f"hit {item.look}", item.mark, title=item.message, note=item.sign)
    for said in sheet.said:
        link = next((place for claim in said.claims for place in sheet.ties(claim)), "")
        yield Mark(said.span, f"said {said.look}", said.id, link, sheet.told(said), _note(said, sheet))
    for place, omission in enumerate(report.source.omissions, start=1):
        if report.extent.start <= omission.place <= report.extent.end:
            reason = reason_text(omission.reason, run.language, run.rulebook.layout)
            yield Mark(Span(omission.place, omission.place), "gap", sheet.id("o", place), note=f"⊘ {reason}")


def _note(said: Said, sheet: Sheet) -> str:
    """The sign of a number; of one that the tables contradict also the cell and what stands there."""
    claim = said.claims[0]
    if claim.verdict is not Verdict.CONTRADICTED or claim.cell is None or claim.expected is None:
        return said.sign
    cell = sheet.run.rulebook.layout.sum_label(claim.cell).of(sheet.run.language)
    return f"{said.sign} {sheet.run.say('page_table_says', cell=cell, value=f'{claim.expected:f}')}"
