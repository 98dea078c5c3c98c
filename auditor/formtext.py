"""A table of the form written out as text, for rule pages and tests: pipe rows, zero where nothing is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.layout import Layout, RowSpec, TableSpec


def table_text(layout: Layout, key: str, given: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines of a table with the given rows: values by column, or one value for the first column and the total.

    Raises ValueError for a table or row that the form does not have, or a wrong number of values.
    """
    spec = layout.table_spec(key)
    if spec is None:
        raise ValueError(f"no table {key!r}")
    unknown = [row for row in given if row not in {item.key for item in spec.rows}]
    if unknown:
        raise ValueError(f"no row {unknown[0]!r} in table {key!r}")
    rows = {row.key: _values(spec, row, given.get(row.key)) for row in spec.rows}
    if spec.shape == "line":
        return _line_table(spec, rows)
    return _disclosure(spec, rows) if any(row.columns for row in spec.rows) else _grouped(spec, rows)


def _values(spec: TableSpec, row: RowSpec, given: Sequence[str] | None) -> list[str]:
    columns = spec.columns_of(row)
    if given is None:
        return ["0"] * len(columns)
    if len(given) == len(columns):
        return list(given)
    if len(given) == 1 and columns[-1] == "total":
        return [given[0], *["0"] * (len(columns) - 2), given[0]]
    raise ValueError(f"row {row.key!r} takes {len(columns)} values, not {len(given)}")


def _pipe(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _disclosure(spec: TableSpec, rows: Mapping[str, list[str]]) -> list[str]:
    lines: list[str] = []
    header: tuple[str, ...] = ()
    for row in spec.rows:
        columns = spec.columns_of(row)
        if columns != header:
            labels = [column.label.zh for column in spec.columns if column.key in columns]
            lines.append(_pipe(["信息内容", *labels]))
            header = columns
        lines.append(_pipe([row.label.zh, *rows[row.key]]))
    return [_pipe([spec.anchors[0]]), *lines]


def _grouped(spec: TableSpec, rows: Mapping[str, list[str]]) -> list[str]:
    inner = [column.label.zh for column in spec.columns if column.group]
    outer = [column.label.zh for column in spec.columns if not column.group]
    group = spec.column_groups[0].label.zh
    lines = [
        _pipe([spec.anchors[0], "", "", "申请人情况", *[""] * (len(spec.columns) - 1)]),
        _pipe(["", "", "", outer[0], group, *[""] * (len(inner) - 1), outer[-1]]),
        _pipe(["", "", "", "", *inner, ""]),
    ]
    groups = {item.key: item for item in spec.groups}
    seen: set[str] = set()
    for row in spec.rows:
        label = row.ordinal + row.label.zh
        holder = groups.get(row.group or "")
        lead = holder.ordinal + holder.label.zh if holder and holder.key not in seen else ""
        seen.add(row.group or "")
        labels = ["", lead, label] if holder else [label, "", ""]
        lines.append(_pipe([*labels, *rows[row.key]]))
    return lines


def _line_table(spec: TableSpec, rows: Mapping[str, list[str]]) -> list[str]:
    columns = [column.label.zh for column in spec.columns]
    first, *others = spec.rows
    blank = [""] * (len(columns) - 1)
    return [
        _pipe([first.label.zh, *blank, spec.groups[0].label.zh, *[""] * (len(columns) * len(others) - 1)]),
        _pipe([*columns, *[cell for row in others for cell in (row.label.zh, *blank)]]),
        _pipe([*[""] * len(columns), *columns * len(others)]),
        _pipe([value for row in spec.rows for value in rows[row.key]]),
    ]
