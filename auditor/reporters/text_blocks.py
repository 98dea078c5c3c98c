"""The text of a report in blocks for showing it: title, headings, paragraphs, tables. None is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from auditor.document import Report
from auditor.text.numbering import numbering_of
from auditor.text.spans import Span

_WRAPPED_LINE = 20
_PARAGRAPH_ENDS = "。！？：:；;"
Kind: TypeAlias = Literal["title", "heading", "paragraph", "table", "blank"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with its line ends. ``tables`` are those whose text begins in it."""

    kind: Kind
    span: Span
    tables: tuple[str, ...] = ()


def text_blocks(report: Report) -> list[Block]:
    """The blocks of a report, end to end: paragraphs, tables; blank lines belong to what stands above them."""
    starts = [table.span.start for table in report.tables.values()]
    found: list[Block] = []
    for piece in _pieces(report):
        begun = any(piece.span.start <= start < piece.span.end for start in starts)
        if found and not begun and _goes_on(found[-1], piece, report.text):
            found[-1] = replace(found[-1], span=Span(found[-1].span.start, piece.span.end))
        else:
            found.append(piece)
    return _with_tables(found, report)


def _goes_on(above: Block, piece: Block, text: str) -> bool:
    """Whether a piece belongs to the block above: blank lines, further table lines, and a hard-wrapped paragraph."""
    if piece.kind == "blank" or piece.kind == above.kind == "table":
        return True
    said = above.span.of(text)
    return (
        piece.kind == above.kind == "paragraph"
        and not said.endswith(("\n\n", "\n\r\n"))
        and len(said.rstrip().rsplit("\n", 1)[-1].strip()) >= _WRAPPED_LINE
        and said.rstrip()[-1:] not in _PARAGRAPH_ENDS
        and not piece.span.of(text)[:1].isspace()
        and numbering_of(piece.span.of(text)).style == "none"
    )


def _pieces(report: Report) -> Iterator[Block]:
    """Each line with its line end, cut where a heading ends and prose goes on behind it."""
    heads: list[tuple[Span, Kind]] = [(section.title, "heading") for section in report.sections]
    if report.title:
        heads.append((report.title, "title"))
    for region in _lines(report):
        place = region.start
        for head, kind in sorted(head for head in heads if head[0].overlaps(region)):
            start, end = max(head.start, place), min(head.end, region.end)
            if report.text[place:start].strip():
                yield _plain(report, Span(place, start))
                place = start
            if not report.text[end : region.end].strip():
                end = region.end
            yield Block(kind, Span(place, end))
            place = end
        if place < region.end:
            yield _plain(report, Span(place, region.end))


def _lines(report: Report) -> Iterator[Span]:
    extent, lines = report.extent, report.lines
    place = extent.start
    while place < extent.end:
        number = lines.line_number(place)
        end = extent.end
        if number < lines.line_number(extent.end):
            end = lines.line(number + 1).span.start
        yield Span(place, end)
        place = end


def _plain(report: Report, span: Span) -> Block:
    """A piece without a heading: what no narrative holds belongs to a table."""
    if not span.of(report.text).strip():
        return Block("blank", span)
    told = any(block.start <= span.start < block.end for block in report.narrative)
    return Block("paragraph" if told else "table", span)


def _with_tables(found: list[Block], report: Report) -> list[Block]:
    """The blocks with the keys of the tables that begin in them; each table is in exactly one."""
    for table in sorted(report.tables.values(), key=lambda table: table.span.start):
        ending = [number for number, block in enumerate(found) if block.span.end > table.span.start]
        place = next((number for number in ending if found[number].kind == "table"), ending[0] if ending else -1)
        found[place] = replace(found[place], tables=(*found[place].tables, table.key))
    return found
