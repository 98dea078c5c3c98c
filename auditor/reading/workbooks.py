"""The sheets of a workbook as texts, as a person sees them, whichever program saved it."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from auditor.reading.files import MAX_FILE_BYTES
from auditor.reading.packages import check_sizes

Rows: TypeAlias = "dict[int, list[str]]"
"""The rows of a sheet that hold something, by number."""
_MOST_BYTES = 300 * 1024 * 1024
"""Of all parts, unpacked."""
_MOST_ROWS, _MOST_CELLS = 2**20, 10_000_000
"""Of all sheets; the program has so many rows on one. Two hundred thousand findings are four million cells."""
_DECLARATION, _HEAD = b"<!DOCTYPE", 4_096
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError),
    *(SyntaxError, NotImplementedError, RuntimeError),
)
"""What a file that is no workbook, or is broken or encrypted, makes the reader raise; bad XML is a SyntaxError."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class UnreadableWorkbook(Exception):
    """A file that is no workbook, is broken, encrypted, or larger than a workbook of ours or a list of agencies."""


def sheets_of(path: Path) -> dict[str, Rows]:
    """All sheets by title. Formulas are their results, merged cells hold their text down to the last row.

    Raises UnreadableWorkbook, and OSError where the file cannot be opened.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableWorkbook(path)
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
                raise UnreadableWorkbook(path)
            check_sizes(package)
            _refuse_declarations(package)
        return _read(path)
    except _BROKEN as error:
        raise UnreadableWorkbook(path) from error


def _refuse_declarations(package: zipfile.ZipFile) -> None:
    """Parts of a workbook declare no entities (ECMA-376, part 2): one that does is made by hand. Raises BadZipFile."""
    for name in package.namelist():
        with package.open(name) as part:
            if _DECLARATION in part.read(_HEAD):
                raise zipfile.BadZipFile(name)


def _read(path: Path) -> dict[str, Rows]:
    from openpyxl import load_workbook

    found: dict[str, Rows] = {}
    with path.open("rb") as file, warnings.catch_warnings():
        # What another program saved may hold extensions that the reader does not know: they are not for us.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True)
        left = _Left(_MOST_ROWS, _MOST_CELLS)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
            rows = ([_text(value) for value in left.taken(row)] for row in sheet.iter_rows(values_only=True))
            found[sheet.title] = {number: row for number, row in enumerate(rows, start=1) if any(row)}
        file.seek(0)
        with zipfile.ZipFile(file) as package:
            for title, column, first, last in _merged_down(package):
                _fill(found.get(title, {}), column, first, last)
    if not found:
        raise ValueError(path)  # the reader sees no sheets in the strict variant of the format
    return found


@dataclass(slots=True)
class _Left:
    """What may still be read: a few bytes may say that they stand in the last row and column that there can be."""

    rows: int
    cells: int

    def taken(self, row: tuple[object, ...]) -> tuple[object, ...]:
        """The row, of which there was room for. Raises ValueError where there was none."""
        self.rows -= 1
        self.cells -= len(row)
        if self.rows < 0 or self.cells < 0:
            raise ValueError(row)
        return row


def _text(value: object) -> str:
    """What a cell shows, as text."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(" ").removesuffix(" 00:00:00")
        case _:
            return str(value).replace("_x000D_", "").strip()


def _merged_down(package: zipfile.ZipFile) -> Iterator[tuple[str, int, int, int]]:
    """The cells that are merged over several rows: sheet, column from 0, first row, last row."""
    from lxml import etree
    from openpyxl.utils import range_boundaries

    parser = etree.XMLParser(resolve_entities=False)
    relations = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    for sheet in etree.fromstring(package.read("xl/workbook.xml"), parser).iter(f"{_MAIN}sheet"):
        target = targets[sheet.get(_RELATION)]
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        with package.open(name) as content:
            for _, cell in etree.iterparse(content, tag=f"{_MAIN}mergeCell", resolve_entities=False):
                column, first, _, last = range_boundaries(str(cell.get("ref")))
                if column and first and last and last > first:
                    yield str(sheet.get("name")), column - 1, first, last


def _fill(rows: Rows, column: int, first: int, last: int) -> None:
    text = rows.get(first, [])[column : column + 1]
    for number, row in rows.items():
        if text and first < number <= last:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = text[0]
