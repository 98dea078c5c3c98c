"""Section 五 as a table: problems in one column and measures in another, or each row named by its first cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.parsing.clauses import Clause, parts, pieces
from auditor.parsing.grids import Piece, cell_rows
from auditor.text.sentences import Sentence, sentences
from auditor.text.spans import Line, LineIndex, Span
from auditor.text.widths import count_cjk

_ROW = re.compile(r"[|｜│┃]|\S[^\S\n]*\t\s*\S")
_WORD = re.compile(r"[^ \t\u3000\xa0]+")
_PROBLEM = re.compile("问题|不足|短板|薄弱|差距")
_MEASURE = re.compile("改进|整改|改正|措施|举措|对策|打算|做法|落实|成效")
_BOTH = re.compile("[及和与、/]")
_BESIDE = re.compile("责任|单位|部门|科室|牵头|人员|负责|时限|时间|期限|完成|频次|进度")
"""The columns that say of a measure who takes it and by when."""
_OF_A_YEAR = re.compile(r"20\d\d年?(?:度|的|存在)*(?:主要)?问题|[上去今本]年度?(?:的|存在)*(?:主要)?问题")
"""What tells a second header, of another year's problems, from a row."""
_COUNT = re.compile(r"\d+(?:\.\d+)?%?[件个项条]?")
"""Where problems or measures are counted, none is told."""
_LONGEST_NAME, _FEWEST_SIGNS = 14, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A clause of a cell, its kind by the name of its column or row, and the item that its row belongs to."""

    clause: Clause
    kind: str
    item: int


@dataclass(frozen=True, slots=True)
class ImprovementTable:
    """A table of section 五: the lines that it takes, and what its cells tell."""

    span: Span
    told: tuple[Told, ...]


def find_tables(lines: LineIndex, block: Span) -> list[ImprovementTable]:
    """The tables of a block whose columns or rows are named problems and measures; others are read as prose."""
    filled = [line for line in lines.lines_in(block) if line.text.strip()]
    found: list[ImprovementTable] = []
    for is_table, run in groupby(filled, key=lambda line: bool(_ROW.search(line.text))):
        inside = list(run)
        if is_table:
            rows = cell_rows(inside) or []
            found += _table(inside, _by_columns(rows, lines) or _by_rows(rows, lines))
        else:
            found += _spaced(inside, lines)
    return found


def outside(block: Span, tables: Sequence[ImprovementTable]) -> Iterator[Span]:
    """What of a block is no table."""
    start = block.start
    for table in tables:
        if start < table.span.start:
            yield Span(start, table.span.start)
        start = table.span.end
    if start < block.end:
        yield Span(start, block.end)


def _table(inside: Sequence[Line], told: Sequence[Told]) -> list[ImprovementTable]:
    return [ImprovementTable(Span(inside[0].span.start, inside[-1].span.end), tuple(told))] if told else []


def _spaced(inside: Sequence[Line], lines: LineIndex) -> list[ImprovementTable]:
    """The tables whose cells stand blanks apart: a header that names both columns, and rows of as many cells."""
    rows = [[_piece(line, match) for match in _WORD.finditer(line.text)] for line in inside]
    found: list[ImprovementTable] = []
    end = 0
    for place, header in enumerate(rows):
        if place >= end and _names_both(header):
            end = next((later for later in range(place, len(rows)) if len(rows[later]) != len(header)), len(rows))
            found += _table(inside[place:end], _by_columns(rows[place:end], lines))
    return found


def _piece(line: Line, match: re.Match[str]) -> Piece:
    return Piece(match.group(), Span(line.span.start + match.start(), line.span.start + match.end()))


def _names_both(row: Sequence[Piece]) -> bool:
    """Whether one cell of a row names problems and another one measures."""
    return {"problem", "measure"} <= {_kind(cell.text) for cell in row}


def _kind(name: str) -> str | None:
    """The kind that a column or a row is of by its name, if it is of one."""
    if count_cjk(name) > _LONGEST_NAME:
        return None
    problem, measure = _PROBLEM.search(name), _MEASURE.search(name)
    if problem and measure and _BOTH.search(name, problem.end(), measure.start()):
        return None
    return "measure" if measure else "problem" if problem else None


def _by_columns(rows: Sequence[Sequence[Piece]], lines: LineIndex) -> list[Told]:
    """What the rows below a header tell, up to the next header; a row without a problem goes on with the one above."""
    told: list[Told] = []
    header: Sequence[Piece] = ()
    kinds: list[str | None] = []
    item = 0
    for row in rows:
        named = [_kind(cell.text) for cell in row]
        is_header = not header or any(_OF_A_YEAR.search(cell.text) for cell in row)
        if is_header and _names_both(row):
            header, kinds = row, named
            continue
        cells = list(zip(kinds, row, strict=False))
        if any(kind and _COUNT.fullmatch(cell.text) for kind, cell in cells):
            return []
        item += any(kind == "problem" and _says(cell) for kind, cell in cells)
        for kind, cell in cells:
            if kind and _says(cell):
                told += _of_cell(cell, kind, item, lines, _beside(header, row) if kind == "measure" else ())
    return told


def _beside(header: Sequence[Piece], row: Sequence[Piece]) -> list[Piece]:
    """The cells behind the measure of a row that say who takes it and by when."""
    last = max(place for place, cell in enumerate(header) if _kind(cell.text) == "measure")
    behind = zip(header[last + 1 :], row[last + 1 :], strict=False)
    return [cell for name, cell in behind if _BESIDE.search(name.text) and not cell.blank]


def _by_rows(rows: Sequence[Sequence[Piece]], lines: LineIndex) -> list[Told]:
    """What rows tell whose first cell that is not a number names them: 问题 | …, 改进措施 | …."""
    told: list[Told] = []
    item = 0
    for row in rows:
        named = next((place for place, cell in enumerate(row) if _says(cell)), None)
        kind = _kind(row[named].text) if named is not None else None
        if named is None or kind is None:
            continue
        item += kind == "problem"
        for cell in row[named + 1 :]:
            if _says(cell):
                told += _of_cell(cell, kind, item, lines, ())
    return told if {one.kind for one in told} == {"problem", "measure"} else []


def _says(cell: Piece) -> bool:
    return count_cjk(cell.text) >= _FEWEST_SIGNS


def _of_cell(cell: Piece, kind: str, item: int, lines: LineIndex, beside: Sequence[Piece]) -> list[Told]:
    """The clauses of a cell; who and when, told in cells beside it, go with the last."""
    found = [
        clause
        for sentence in sentences(lines, cell.span)
        for piece, mark in pieces(sentence)
        for clause in parts(piece, mark, ())
    ]
    if found and beside:
        more = Sentence.of(sentence for other in beside for sentence in sentences(lines, other.span))
        found[-1] = Clause(found[-1].sentence.joined(more), found[-1].mark, found[-1].announces)
    return [Told(clause, kind, item) for clause in found]
