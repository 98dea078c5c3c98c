"""The three tables of a report written out in each way in which offices' text files hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from auditor.api import rulebook
from auditor.layout import Layout, RowSpec, TableSpec

Values = Mapping[tuple[str, str, str], str]
"""Raw text by (table, row, column)."""

LAYOUT = rulebook().layout
HEADINGS = {
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}


def zeros(form: Layout = LAYOUT) -> dict[tuple[str, str, str], str]:
    """Every cell of a form as ``0``."""
    return {
        (table.key, row.key, column): "0"
        for table in form.table
        for row in table.rows
        for column in table.columns_of(row)
    }


def report(values: Values, write: Callable[[TableSpec, Values], list[str]]) -> str:
    """A complete report around the three tables, written with one of the writers below."""
    lines = [
        "青石县水务局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "（一）主动公开。全年公开信息120条。",
    ]
    for table in LAYOUT.table:
        lines.append(HEADINGS[table.key])
        lines.extend(write(table, values))
    lines += [
        "五、存在的主要问题及改进情况",
        "图解偏少，全年只有2期。",
        "六、其他需要报告的事项",
        "未收取信息处理费。",
        "",
    ]
    return "\n".join(lines)


def _rows(table: TableSpec, values: Values) -> list[tuple[RowSpec, list[str]]]:
    return [(row, [values[table.key, row.key, c] for c in table.columns_of(row)]) for row in table.rows]


def _header(table: TableSpec) -> list[list[str]]:
    if table.key == "applications":
        return [
            [table.anchors[0], "申请人情况"],
            ["自然人", "法人或其他组织", "总计"],
            ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ]
    return [["行政复议", "行政诉讼"], ["未经复议直接起诉", "复议后起诉"]]


def _labels(table: TableSpec, row: RowSpec, seen: set[str]) -> list[str]:
    group = next((item for item in table.groups if item.key == row.group), None)
    labels = [row.ordinal + row.label.zh]
    if group and group.key not in seen:
        labels.insert(0, group.ordinal + group.label.zh)
        seen.add(group.key)
    return labels


def _blocks(table: TableSpec) -> list[tuple[list[str], list[RowSpec]]]:
    """Header labels and the rows below them, in the order of table 二."""
    blocks: list[tuple[list[str], list[RowSpec]]] = []
    for row in table.rows:
        header = ["信息内容", *[c.label.zh for c in table.columns if c.key in table.columns_of(row)]]
        if not blocks or blocks[-1][0] != header:
            blocks.append((header, []))
        blocks[-1][1].append(row)
    return blocks


def _outcomes(table: TableSpec) -> list[str]:
    return [column.label.zh for column in table.columns]


def _with_cells(table: TableSpec, values: Values, line: Callable[[Sequence[str]], list[str]]) -> list[str]:
    """A table as rows of cells, each put down by ``line``."""
    lines: list[str] = []
    if table.key == "disclosure":
        for header, rows in _blocks(table):
            lines += line([table.anchors[0]]) + line(header)
            for row in rows:
                lines += line([row.label.zh, *[values[table.key, row.key, c] for c in table.columns_of(row)]])
        return lines
    for cells in _header(table):
        lines += line(cells)
    if table.key == "disputes":
        lines += line(_outcomes(table) * len(table.rows))
        return lines + line([value for _, found in _rows(table, values) for value in found])
    seen: set[str] = set()
    for row, found in _rows(table, values):
        lines += line([*_labels(table, row, seen), *found])
    return lines


def pipes(table: TableSpec, values: Values) -> list[str]:
    """``| 规章 | 0 | 0 | 0 |``."""
    return _with_cells(table, values, lambda cells: ["| " + " | ".join(cells) + " |"])


def bare_pipes(table: TableSpec, values: Values) -> list[str]:
    """``规章 | 0 | 0 | 0`` without outer bars."""
    return _with_cells(table, values, lambda cells: [" | ".join(cells)])


def tabs(table: TableSpec, values: Values) -> list[str]:
    """Cells parted by tabs."""
    return _with_cells(table, values, lambda cells: ["\t".join(cells)])


def word_lines(table: TableSpec, values: Values) -> list[str]:
    """One cell a line, led by a tab, long labels broken, an empty line after each row."""

    def broken(cell: str) -> str:
        return f"\t{cell[:2]}\n{cell[2:]}" if len(cell) == 4 and not cell.isdigit() else f"\t{cell}"

    return _with_cells(table, values, lambda cells: [*"\n".join(map(broken, cells)).split("\n"), ""])


def bare_lines(table: TableSpec, values: Values) -> list[str]:
    """One cell a line, nothing between the rows."""
    return _with_cells(table, values, list)


def numbers_in_line(table: TableSpec, values: Values) -> list[str]:
    """``（一）予以公开 10 0 0 0 0 0 10``."""
    return _with_cells(table, values, lambda cells: [" ".join(cells)])


def aligned(table: TableSpec, values: Values) -> list[str]:
    """Columns aligned by blanks; a long label is wrapped around its numbers, as a PDF prints it."""

    def line(cells: Sequence[str]) -> list[str]:
        first = next((i for i, cell in enumerate(cells) if cell[:1].isdigit() and "." not in cell[:3]), len(cells))
        labels, numbers = cells[:first], cells[first:]
        if not numbers or not labels or len(labels[-1]) <= 20:
            return ["    ".join([*labels, *numbers])]
        label, lead = labels[-1], "    ".join(labels[:-1])
        half = len(label) // 2
        return [f"          {label[:half]}", f"{lead}          {'    '.join(numbers)}", f"          {label[half:]}"]

    return _with_cells(table, values, line)


WRITERS = (pipes, bare_pipes, tabs, word_lines, bare_lines, numbers_in_line, aligned)
