"""Tables whose cells came through as lines: what is read is right, and what is not sure is left undecided."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import auditor
import pytest
from auditor.finding import Audit
from auditor.layout import TableSpec

from tests.layouts import LAYOUT, pipes, report, zeros

Row = tuple[list[str], list[str]]
"""The labels of a printed row, and its numbers."""
Cells = dict[tuple[str, str, str], str]


def values() -> Cells:
    """Each number of a report once, so that no two rows are alike."""
    return {cell: str(place + 100) for place, cell in enumerate(zeros())}


def rows_of(table: TableSpec, cells: Cells) -> list[Row]:
    """The printed rows of table 三, each group's label before its first row."""
    seen: set[str | None] = {None}
    rows: list[Row] = []
    for row in table.rows:
        group = next((item for item in table.groups if item.key == row.group), None)
        lead = [group.ordinal + group.label.zh] if group and row.group not in seen else []
        seen.add(row.group)
        rows.append(
            ([*lead, row.ordinal + row.label.zh], [cells[table.key, row.key, c] for c in table.columns_of(row)])
        )
    return rows


HEADER = [
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "总计",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
]


def read(lines: Sequence[str], cells: Cells, key: str = "applications") -> Audit:
    """The audit of a report whose table ``key`` stands in ``lines``; the other tables are written with bars."""
    text = report(cells, lambda table, found: list(lines) if table.key == key else pipes(table, found))
    return auditor.audit_text(text, auditor.Options())


def wrong(audit: Audit, cells: Cells) -> dict[str, str]:
    """The cells that were read as another number than was written."""
    return {
        str(cell.address): cell.raw
        for table in audit.report.tables.values()
        for (row, column), cell in table.cells.items()
        if cell.value is not None and str(cell.value) != cells.get((table.key, row, column))
    }


def unread(audit: Audit, cells: Cells) -> list[tuple[str, str, str]]:
    """The cells that were not read."""
    found = {(table.key, *place) for table in audit.report.tables.values() for place in table.cells}
    return [cell for cell in cells if cell not in found]


def errors(audit: Audit, *rules: str) -> list[str]:
    """What the audit holds against the tables' structure."""
    return [f"{f.rule} {f.message.zh}" for f in audit.findings if f.rule in (rules or ("STR015", "STR016"))]


def broken(label: str, width: int) -> list[str]:
    return [label[start : start + width] for start in range(0, len(label), width)]


def labels_then_numbers(rows: Sequence[Row], width: int = 40) -> list[str]:
    lines = list(HEADER)
    for labels, numbers in rows:
        lines += [piece for label in labels for piece in broken(label, width)]
        lines.append(" ".join(numbers))
    return lines


@pytest.mark.parametrize("width", [3, 4, 7, 10, 13])
def test_labels_broken_over_lines_above_their_numbers(width: int) -> None:
    cells = values()
    audit = read(labels_then_numbers(rows_of(LAYOUT.table[1], cells), width), cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)
    assert not errors(audit)


def test_a_label_that_goes_on_behind_a_page_break_among_such() -> None:
    cells = values()
    lines = labels_then_numbers(rows_of(LAYOUT.table[1], cells), 4)
    place = lines.index(" ".join(rows_of(LAYOUT.table[1], cells)[13][1]))
    lines[place - 1], lines[place] = lines[place], lines[place - 1]
    audit = read(lines, cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)


def test_rows_in_another_order_above_their_numbers() -> None:
    cells = values()
    rows = rows_of(LAYOUT.table[1], cells)
    rows[7], rows[8] = rows[8], rows[7]
    audit = read(labels_then_numbers(rows), cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)
    assert not errors(audit)


def test_a_row_printed_twice_above_its_numbers() -> None:
    cells = values()
    rows = rows_of(LAYOUT.table[1], cells)
    rows.insert(8, rows[7])
    audit = read(labels_then_numbers(rows), cells)
    assert not wrong(audit, cells)
    assert not errors(audit)


def test_signs_that_are_no_numbers_lose_a_row_its_numbers_and_give_it_no_others() -> None:
    cells = values()
    rows = [
        ([*labels, "O"], numbers[1:]) if place % 2 else (labels, numbers)
        for place, (labels, numbers) in enumerate(rows_of(LAYOUT.table[1], cells))
    ]
    assert not wrong(read(labels_then_numbers(rows), cells), cells)


def one_a_line(rows: Sequence[Row], lead: str = "") -> list[str]:
    """One cell a line; with ``lead`` a sign begins each cell and an empty line ends a row."""
    lines = [lead + cell for cell in HEADER] + [""] * bool(lead)
    for labels, numbers in rows:
        lines += [lead + cell for cell in (*labels, *numbers)] + [""] * bool(lead)
    return lines


@pytest.mark.parametrize("lead", ["", "\t"])
@pytest.mark.parametrize("after", [1, 2, 3, 5, 8])
def test_the_last_row_with_its_label_broken_behind_its_number(lead: str, after: int) -> None:
    cells = values()
    label = f"{lead}四、结转下年度继续办理"
    lines = one_a_line(rows_of(LAYOUT.table[1], cells), lead)
    place = lines.index(label)
    lines[place : place + 1] = [label[: len(lead) + after], label[len(lead) + after :]]
    audit = read(lines, cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)
    assert not errors(audit)


TOTAL_FIRST = ["申请人情况", "总计", "自然人", "法人或其他组织", *HEADER[4:]]


@pytest.mark.parametrize("write", [one_a_line, labels_then_numbers])
def test_a_header_with_the_total_first(write: Callable[[Sequence[Row]], list[str]]) -> None:
    cells = values()
    rows = [(labels, [numbers[-1], *numbers[:-1]]) for labels, numbers in rows_of(LAYOUT.table[1], cells)]
    lines = [*TOTAL_FIRST, *write(rows)[len(HEADER) :]]
    audit = read(lines, cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)


def test_a_header_with_the_total_first_and_no_label_above_the_organisations() -> None:
    cells = values()
    rows = [(labels, [numbers[-1], *numbers[:-1]]) for labels, numbers in rows_of(LAYOUT.table[1], cells)]
    header = [label for label in TOTAL_FIRST if label != "法人或其他组织"]
    audit = read([*header, *labels_then_numbers(rows)[len(HEADER) :]], cells)
    doubt = audit.report.tables["applications"].doubt
    assert doubt is not None
    assert doubt.code == "columns_not_found"
    assert not wrong(audit, cells)


@pytest.mark.parametrize("sign", ["-", "—", "——"])
def test_dashes_one_a_line_are_cells(sign: str) -> None:
    cells = values()
    rows = [(labels, [*numbers[:2], sign, sign, *numbers[4:]]) for labels, numbers in rows_of(LAYOUT.table[1], cells)]
    audit = read(one_a_line(rows), cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)
    assert not errors(audit)


def test_a_cell_on_a_line_of_its_own_leaves_the_order_of_its_row_open() -> None:
    cells = values()
    lines = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines += ["规章", "零", "100 102", "行政规范性文件", "103 104 105"]
    audit = read(lines, cells, "disclosure")
    assert not wrong(audit, cells)
    assert [label.key for label in audit.report.tables["disclosure"].loose_rows] == ["regulations"]


@pytest.mark.parametrize("write", [one_a_line, labels_then_numbers])
def test_a_printed_row_without_numbers_is_open_and_not_missing(write: Callable[[Sequence[Row]], list[str]]) -> None:
    cells = values()
    rows = [
        (labels, numbers if place != 8 else [])
        for place, (labels, numbers) in enumerate(rows_of(LAYOUT.table[1], cells))
    ]
    audit = read([line for line in write(rows) if line], cells)
    assert not wrong(audit, cells)
    assert not errors(audit)
    assert [label.key for label in audit.report.tables["applications"].loose_rows] == ["denied_internal_affairs"]


def test_a_row_that_is_not_printed_is_missing() -> None:
    cells = values()
    rows = rows_of(LAYOUT.table[1], cells)
    del rows[8]
    assert errors(read(labels_then_numbers(rows), cells)) == ["STR016 表格里没有“属于三类内部事务信息”"]


def test_a_label_with_that_of_its_group_between_its_pieces_is_printed() -> None:
    cells = values()
    lines = labels_then_numbers(rows_of(LAYOUT.table[1], cells))
    place = lines.index("（四）无法提供")
    lines[place : place + 3] = [f"（四） 1.本机 {lines[place + 2]}", "无法提", "供", "关不掌", "握相关", "政府信", "息"]
    audit = read(lines, cells)
    assert not wrong(audit, cells)
    assert not errors(audit)


def table_rows(table: TableSpec, cells: Cells) -> list[list[str]]:
    """The cells of a table, row by row."""
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in pipes(table, cells)]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda row: "┃" + "│".join(row) + "┃", id="box"),
        pytest.param(lambda row: "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>", id="tags"),
        pytest.param(lambda row: "| " + " | ".join([*row[:1], "&nbsp;", *row[1:]]) + " |", id="blank-entities"),
        pytest.param(",".join, id="commas"),
        pytest.param(";".join, id="semicolons"),
    ],
)
def test_other_signs_between_cells(write: Callable[[list[str]], str]) -> None:
    cells = values()
    text = report(cells, lambda table, found: [write(row) for row in table_rows(table, dict(found))])
    audit = auditor.audit_text(text, auditor.Options())
    assert not wrong(audit, cells)
    assert not [cell for cell in unread(audit, cells) if cell[0] == "applications"]
    assert not errors(audit)
    assert not [finding.rule for finding in audit.findings if finding.rule.startswith("XRF")]


OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
MERGED = [["行政复议"] * 5 + ["行政诉讼"] * 10, OUTCOMES + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5]


def numbers_of_disputes(cells: Cells) -> list[str]:
    return [value for (table, _, _), value in cells.items() if table == "disputes"]


@pytest.mark.parametrize("lead", [[""] * 5, OUTCOMES])
@pytest.mark.parametrize("rule", [[], ["+------+------+"]])
def test_merged_cells_of_the_disputes_written_out(lead: list[str], rule: list[str]) -> None:
    cells = values()
    rows = [*MERGED, [*lead, *OUTCOMES, *OUTCOMES], numbers_of_disputes(cells)]
    audit = read([line for row in rows for line in ("| " + " | ".join(row) + " |", *rule)], cells, "disputes")
    assert not wrong(audit, cells)
    assert not unread(audit, cells)


@pytest.mark.parametrize(
    "broken_label", [["未经复议直接", "起诉", "复议后起诉"], ["未经复议直接起诉", "复议后", "起诉"]]
)
def test_a_label_of_the_disputes_broken_over_lines(broken_label: list[str]) -> None:
    cells = values()
    lines = ["行政复议", "行政诉讼", *OUTCOMES, *broken_label, *OUTCOMES, *OUTCOMES, *numbers_of_disputes(cells)]
    audit = read(lines, cells, "disputes")
    assert not wrong(audit, cells)
    assert not unread(audit, cells)


def test_the_label_of_a_group_with_a_loose_number_below_is_no_unread_row() -> None:
    cells = values()
    lines = one_a_line(rows_of(LAYOUT.table[1], cells))
    place = next(place for place, line in enumerate(lines) if line.startswith("1.申请人"))
    lines[place : place + 1] = ["1", lines[place][1:]]
    audit = read(lines, cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)
    assert not errors(audit, "PRS001")


def test_the_beginning_of_a_numbered_label_beside_a_row_does_not_end_the_table() -> None:
    cells = values()
    rows = rows_of(LAYOUT.table[1], cells)
    lines = labels_then_numbers(rows[:2], 7)
    lines += [" ".join(["三、本", *labels, *numbers]) for labels, numbers in rows[2:3]] + ["年度办理结果"]
    lines += labels_then_numbers(rows[3:], 7)[len(HEADER) :]
    audit = read(lines, cells)
    assert not wrong(audit, cells)
    assert not unread(audit, cells)
    assert not errors(audit, "LNG001")


def test_the_numbers_of_rows_in_a_table_that_was_not_read_are_no_list_of_items() -> None:
    pieces = [
        "一、本年新收政府信息",
        "            15   3   0   0   1   0   19",
        "  公开申请数量",
        "",
        "  8.属于行政",
        "            1    0   0   0   0   0    1",
        "   查询事项",
        "",
        "   2.没有现成   3   0    0   0   0   0   3",
        "   信息需要另",
        "    行制作",
        "",
        "  3.补正后申",
        "  请内容仍不     2    0   0    0   0   0    2",
        "     明确",
        "",
        "  5.要求行政",
        "  机关确认或     1    0    0   0    0    0    1",
    ]
    assert errors(read(pieces, values()), "LNG001") == []
