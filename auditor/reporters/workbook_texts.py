"""The sheets of a workbook as texts, as a person sees them, whichever program saved it."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from auditor.errors import UsageError

Rows: TypeAlias = "dict[int, list[str]]"
"""The rows of a sheet that hold something, by number."""
_TOO_LARGE = 100 * 1024 * 1024
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError),
    *(SyntaxError, NotImplementedError, RuntimeError),
)
"""What a file that is no workbook, or is broken or encrypted, makes the reader raise; bad XML is a SyntaxError."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheets_of(path: Path) -> dict[str, Rows]:
    """All sheets by title. Formulas are their results, merged cells hold their text down to the last row.

    Raises UsageError.
    """
    try:
        if not path.exists():
            raise UsageError("file_missing", path=str(path))
        if path.stat().st_size > _TOO_LARGE:
            raise UsageError("checks_unreadable", path=str(path))
        return _read(path)
    except _BROKEN as error:
        raise UsageError("checks_unreadable", path=str(path)) from error
    except OSError as error:
        raise UsageError("file_unreadable", path=str(path), detail=error.strerror or str(error)) from error


def _read(path: Path) -> dict[str, Rows]:
    from openpyxl import load_workbook

    found: dict[str, Rows] = {}
    with path.open("rb") as file, warnings.catch_warnings():
        # What another program saved may hold extensions that the reader does not know: they are not for us.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
            rows = ([_text(value) for value in row] for row in sheet.iter_rows(values_only=True))
            found[sheet.title] = {number: row for number, row in enumerate(rows, start=1) if any(row)}
        file.seek(0)
        with zipfile.ZipFile(file) as package:
            for title, column, first, last in _merged_down(package):
                _fill(found.get(title, {}), column, first, last)
    if not found:
        raise ValueError(path)  # the reader sees no sheets in the strict variant of the format
    return found


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
