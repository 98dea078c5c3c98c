"""The tables of the form: there, labelled as required, and filled with plain numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from auditor.document import Cell, CellState, Phrase, PrintedLabel, Reason, Report, Table
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.places import heading_of
from auditor.layout import ColumnSpec, GroupSpec, RowSpec, TableSpec
from auditor.rulebook.specs.form import ReadingCheck
from auditor.rulebook.specs.numbers import CellStateCheck
from auditor.text.numerals import digits_apart
from auditor.text.spans import Span
from auditor.text.widths import bare, skeleton

_PICTURE_WORDS = ("[图片]", "【图片】", "![", "<img", "<iframe", "<object", "见附表", "附件", "如图", "详见图", "点击")
_ROW_OF_NUMBERS = re.compile(r"^[^\d\n]*\d[\d.]*(?:[ \t　,;，；]+\d[\d.]*){4,}[ \t　]*$", re.MULTILINE)
"""What is left of a table whose edges did not come through."""
_HARMLESS = re.compile(r"[()\[\]]|20\d\d|度")


def check_presence(report: Report, setting: Setting) -> Iterator[Result]:
    """A hit at each table section that holds no table; a picture, an attachment or rows of numbers leave it open."""
    for spec in setting.layout.section:
        section = report.section(spec.key)
        if spec.table is None or section is None or spec.table in report.tables:
            continue
        if any(word in section.body.of(report.text) for word in _PICTURE_WORDS):
            yield Reason("table_not_text", {"table": setting.layout.table_label(spec.table)})
        elif _ROW_OF_NUMBERS.search(section.body.of(report.text)):
            yield Reason("numbers_without_table", {"table": setting.layout.table_label(spec.table)})
        else:
            yield Hit(section.title, {"table": setting.layout.table_label(spec.table)})


def check_labels(report: Report, setting: Setting) -> Iterator[Result]:
    """Hits at labels that differ from the form's, and for rows that the form has and the table has not."""
    for spec, table in tables_of(report, setting):
        if table.doubt is not None:
            yield table.doubt
            continue
        for label in table.rows:
            wanted = spec.row(label.key)
            if wanted is not None and not label.wrapped and _altered(label, wanted):
                yield Hit(label.span, {"printed": label.text, "due": wanted.label.phrase})
        for label in table.columns:
            column = spec.column(label.key)
            if column is not None and not label.wrapped and _altered(label, column):
                yield Hit(label.span, {"printed": label.text, "due": column.label.phrase})
        for label in table.extra_rows:
            yield Hit(label.span, {"printed": label.text}, grade="row_extra")
        yield from _missing_rows(report, spec, table, setting)


def _altered(label: PrintedLabel, wanted: RowSpec | GroupSpec | ColumnSpec) -> bool:
    printed = _HARMLESS.sub("", bare(label.text))
    due = _HARMLESS.sub("", bare(wanted.label.zh))
    return printed != due and skeleton(label.text) != skeleton(wanted.label.zh)


def _missing_rows(report: Report, spec: TableSpec, table: Table, setting: Setting) -> Iterator[Result]:
    printed_groups = {label.key for label in table.rows} & {group.key for group in spec.groups}
    for label in table.rows:
        if label.key in printed_groups and not any(row.key in spec.leaf_rows(label.key) for row in table.rows):
            yield Hit(label.span, {"printed": label.text}, grade="rows_merged")
    if spec.shape == "line":
        return
    missing: dict[Span, list[RowSpec]] = {}
    for row in (row for row in spec.rows if row.key in table.missing_rows):
        missing.setdefault(_place_of_missing_row(report, spec, table, row.key, setting), []).append(row)
    for place, rows in missing.items():
        yield Hit(place, {"rows": _named(rows), "count": len(rows)}, grade="row_missing")


def _named(rows: list[RowSpec]) -> Phrase:
    return Phrase("、".join(f"“{row.label.zh}”" for row in rows), ", ".join(f"“{row.label.phrase.en}”" for row in rows))


def _place_of_missing_row(report: Report, spec: TableSpec, table: Table, key: str, setting: Setting) -> Span:
    order = [row.key for row in spec.rows]
    later = [label for label in table.rows if label.key in order and order.index(label.key) > order.index(key)]
    return later[0].span if later else heading_of(report, spec.key, setting.layout)


def check_cells(report: Report, spec: CellStateCheck, setting: Setting) -> Iterator[Result]:
    """Hits at cells in a state; blanks and placeholders of one row are one hit."""
    for table_spec, table in tables_of(report, setting):
        if table.doubt is not None:
            yield table.doubt
        rows: dict[str, list[Cell]] = {}
        for (key, _), cell in table.cells.items():
            rows.setdefault(key, []).append(cell)
        for cells in rows.values():
            yield from _row_hits(cells, spec, table, table_spec, setting)


def tables_of(report: Report, setting: Setting) -> Iterator[tuple[TableSpec, Table]]:
    """The tables that the report has, in the order of the form, each with what the form says of it.

    Raises Undecided where there is none.
    """
    if not report.tables:
        raise Undecided("no_tables")
    for spec in setting.layout.table:
        table = report.tables.get(spec.key)
        if table is not None:
            yield spec, table


def _row_hits(
    cells: list[Cell], spec: CellStateCheck, printed: Table, table: TableSpec, setting: Setting
) -> Iterator[Hit]:
    """Hits of one row. A blank is reported at its row's label, where there is something to see."""
    if spec.state == "not_a_count":
        for cell in cells:
            grade = _count_fault(cell, table)
            if grade is not None:
                shown: dict[str, Param] = {"cell": cell.address, "raw": cell.raw}
                yield Hit(cell.span, shown, grade=grade or None, cell=str(cell.address))
        return
    state = CellState.BLANK if spec.state == "blank" else CellState.PLACEHOLDER
    wrong = [cell for cell in cells if cell.state is state]
    if not wrong:
        return
    columns = [table.column(cell.address.column) for cell in wrong]
    names = Phrase.listed(column.label.phrase for column in columns if column)
    first = wrong[0]
    params: dict[str, Param] = {
        "row": setting.layout.row_label(first.address),
        "columns": names,
        "raw": first.raw or "空白",
        "count": len(wrong),
    }
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in wrong)
    label = next((label.span for label in printed.rows if label.key == first.address.row), None)
    at_label = state is CellState.BLANK and table.shape == "rows"
    place = label if label and at_label else first.span
    yield Hit(place, params, evidence, cell=str(first.address))


def holds_amount(cell: Cell, table: TableSpec) -> bool:
    """Whether the form has an amount in the column, not a count."""
    return _number(cell, table) == "decimal"


def holds_change(cell: Cell, table: TableSpec) -> bool:
    """Whether the form has a rise or fall in the column, which may have a sign."""
    return _number(cell, table) == "change"


def _number(cell: Cell, table: TableSpec) -> str:
    column = table.column(cell.address.column)
    return column.number if isinstance(column, ColumnSpec) else "count"


def _count_fault(cell: Cell, table: TableSpec) -> str | None:
    """None if a plain count stands there; else the grade, empty for the rule's own severity.

    Amounts, and digits that blanks keep apart, are for checks of their own.
    """
    if holds_amount(cell, table) or digits_apart(cell.raw):
        return None
    if cell.state is CellState.UNREADABLE:
        return ""
    if cell.value is None:
        return None
    if holds_change(cell, table):
        return None if _is_count(abs(cell.value)) else ""
    if not _is_count(cell.value):
        return ""
    if not cell.plain:
        return "annotated" if "(" in skeleton(cell.raw) else ""
    return None


@lru_cache(maxsize=1024)
def _is_count(value: Decimal) -> bool:
    """Whether a number is whole and not below zero."""
    return value >= 0 and value == value.to_integral_value(rounding="ROUND_FLOOR")


def check_reading(report: Report, spec: ReadingCheck, setting: Setting) -> Iterator[Result]:
    """What the tool could not read of the tables, or of a table section that holds only a picture."""
    if spec.of == "pictures":
        for section_spec in setting.layout.section:
            section = report.section(section_spec.key)
            if section_spec.table and section and section_spec.table not in report.tables:
                body = section.body.of(report.text)
                word = next((word for word in _PICTURE_WORDS if word in body), None)
                if word:
                    yield Hit(section.title, {"table": setting.layout.table_label(section_spec.table), "word": word})
        return
    if not report.tables:
        raise Inapplicable("no_tables")
    for table_spec in setting.layout.table:
        table = report.tables.get(table_spec.key)
        if table is None or (table.doubt is None and not table.loose_rows):
            continue
        found = sum(1 for (row, _), cell in table.cells.items() if cell.state is not CellState.UNREADABLE)
        place = table.loose_rows[0].span if table.doubt is None else heading_of(report, table_spec.key, setting.layout)
        rows = "、".join(label.text for label in table.loose_rows[:3]) or "—"
        params: dict[str, Param] = {
            "table": table_spec.label.phrase,
            "found": found,
            "all": table_spec.cell_count(),
            "rows": rows,
        }
        yield Hit(place, params)
