"""The text of a report in a page: its blocks as markup, with numbers, findings and gaps marked where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.document import Report, Verdict
from auditor.messages import reason_text
from auditor.parsing.grids import is_page_number
from auditor.reporters.marking import Mark, marked
from auditor.reporters.page.sheet import Numbered, Said, Sheet
from auditor.reporters.page.tables import DrawnTable
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
    blocks = text_blocks(sheet.report)
    ends = [block.span.end for block in blocks]
    marks: list[list[Mark]] = [[] for _ in blocks]
    for mark in _marks(sheet):
        first, last = _block_at(mark.span.start, ends), _block_at(max(mark.span.start, mark.span.end - 1), ends)
        for place in range(first, last + 1):
            marks[place].append(mark)
    notes: list[list[Numbered]] = [[] for _ in blocks]
    for item in sorted(sheet.findings, key=lambda item: item.finding.span):
        notes[_block_at(item.finding.span.start, ends)].append(item)
    drawn = sorted(_drawn_places(sheet.report))
    return [
        _shown(block, sheet.report.text, [tables[key] for key in block.tables], mine, beside, drawn)
        for block, mine, beside in zip(blocks, marks, notes, strict=True)
    ]


def _drawn_places(report: Report) -> Iterator[int]:
    """Where in the text the cells and labels begin that are drawn."""
    for table in report.tables.values():
        yield from (cell.span.start for cell in table.cells.values())
        yield from (label.span.start for label in (*table.rows, *table.columns))


def _untold(span: Span, text: str, drawn: Sequence[int]) -> bool:
    """Whether a stretch of table text has a line with digits of which nothing is drawn: a second copy, an odd row."""
    place = span.start
    for line in span.of(text).splitlines(keepends=True):
        begin, place = place, place + len(line)
        counts = any(map(str.isdigit, line)) and not is_page_number(line.rstrip("\r\n"))
        if counts and bisect_left(drawn, begin) == bisect_left(drawn, place):
            return True
    return False


def _block_at(place: int, ends: Sequence[int]) -> int:
    """The number of the block that a place stands in; the last one for the end of the text."""
    return min(bisect_right(ends, place), len(ends) - 1)


def _shown(
    block: Block,
    text: str,
    tables: Sequence[DrawnTable],
    marks: Sequence[Mark],
    notes: Sequence[Numbered],
    drawn: Sequence[int],
) -> ShownBlock:
    partly = any(table.remarks for table in tables) or any(note.target == note.mark for note in notes)
    return ShownBlock(
        kind=block.kind,
        markup=marked(text, block.span, marks),
        lines=sum(1 for line in block.span.of(text).splitlines() if line.strip()),
        tables=tuple(tables),
        notes=tuple(notes),
        open=not tables or partly or _untold(block.span, text, drawn),
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
    for place, omission in enumerate(report.omissions, start=1):
        if report.extent.start <= omission.place <= report.extent.end:
            reason = reason_text(omission.reason, run.language, sheet.form)
            yield Mark(Span(omission.place, omission.place), "gap", sheet.id("o", place), note=f"⊘ {reason}")


def _note(said: Said, sheet: Sheet) -> str:
    """The sign of a number; of one that the tables contradict also the cell and what stands there."""
    claim = said.claims[0]
    if claim.verdict is not Verdict.CONTRADICTED or claim.cell is None or claim.expected is None:
        return said.sign
    cell = sheet.form.sum_label(claim.cell).of(sheet.run.language)
    return f"{said.sign} {sheet.run.say('page_table_says', cell=cell, value=f'{claim.expected:f}')}"
