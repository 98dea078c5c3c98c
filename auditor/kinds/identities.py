"""Identities of the tables, and the smallest change that restores those that fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from auditor.document import Cell, CellAddress, Phrase, Reason, Report, Table
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.layout import Layout, TableSpec
from auditor.rulebook.identities import Identity, parse_identity
from auditor.rulebook.specs.numbers import IdentityCheck, MinimalRepair
from auditor.text.spans import Span

_CANDIDATES_SHOWN = 4
_EVIDENCE_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Equation:
    """An identity for one row or column: addresses left and right, as the identity names them."""

    left: tuple[CellAddress, ...]
    right: tuple[CellAddress, ...]
    where: str
    """The key of the row or column that it is about."""


@lru_cache(maxsize=64)
def equations(layout: Layout, check: IdentityCheck) -> tuple[Equation, ...]:
    """The identity for each row or each column of its table; none if the form has no such table."""
    identity: Identity = parse_identity(check.identity)
    spec = layout.table_spec(check.table)
    if spec is None:
        return ()

    def addresses(terms: tuple[str, ...], key: str) -> tuple[CellAddress, ...]:
        if check.for_each == "row":
            return tuple(CellAddress(spec.key, key, term) for term in terms)
        return tuple(CellAddress(spec.key, term, key) for term in terms)

    keys = [row.key for row in spec.rows] if check.for_each == "row" else [column.key for column in spec.columns]
    return tuple([Equation(addresses(identity.left, key), addresses(identity.right, key), key) for key in keys])


def check(report: Report, spec: IdentityCheck, setting: Setting) -> Iterator[Result]:
    """A hit at each row or column whose identity fails; one that touches an unread cell stays open."""
    table_spec, table = _table(report, spec.table, setting)
    for equation in equations(setting.layout, spec):
        values = _values(report, equation, setting.layout)
        if isinstance(values, Reason):
            if (
                spec.for_each == "column"
                or any(row.key == equation.where for row in table.rows)
                or table_spec.shape == "line"
            ):
                yield values
            continue
        left, right = values
        if left != right:
            yield _hit(equation, left, right, table, table_spec, setting.layout, report)


def _table(report: Report, key: str, setting: Setting) -> tuple[TableSpec, Table]:
    spec = setting.layout.table_spec(key)
    table = report.tables.get(key)
    if spec is None or table is None:
        raise Undecided("table_absent", table=setting.layout.table_label(key))
    if table.doubt is not None:
        raise Undecided(table.doubt.code, **dict(table.doubt.params))
    return spec, table


def _values(report: Report, equation: Equation, layout: Layout) -> tuple[Decimal, Decimal] | Reason:
    totals = []
    for side in (equation.left, equation.right):
        total, reason = layout.total_of(report.tables, side)
        if total is None:
            return reason or Reason("cell_not_found", {"cell": side[0]})
        totals.append(total)
    return totals[0], totals[1]


def _hit(
    equation: Equation, left: Decimal, right: Decimal, table: Table, spec: TableSpec, layout: Layout, report: Report
) -> Hit:
    place = _place(equation.right[-1], table)
    by_row = all(address.row == equation.where for address in equation.left)
    name = layout.row_label(equation.left[0]) if by_row else _column_label(spec, equation.where)
    cells = [
        table.cells[leaf.row, leaf.column]
        for address in (*equation.left, *equation.right)
        for leaf in layout.expand(address)
        if (leaf.row, leaf.column) in table.cells
    ]
    params: dict[str, Param] = {
        "name": name,
        "left": _expression(equation.left, report, layout),
        "right": _expression(equation.right, report, layout),
        "left_total": left,
        "right_total": right,
        "difference": abs(left - right),
    }
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells)
    return Hit(place, params, evidence, cell=str(equation.right[0]))


def _place(address: CellAddress, table: Table) -> Span:
    cell = table.cells.get((address.row, address.column))
    if cell is not None:
        return cell.span
    label = next((label for label in table.rows if label.key == address.row), None)
    return label.span if label else table.span


def _column_label(spec: TableSpec, key: str) -> Phrase:
    column = spec.column(key)
    return column.label.phrase if column else Phrase(key, key)


def _expression(side: tuple[CellAddress, ...], report: Report, layout: Layout) -> str:
    """The numbers of one side as a person would write the sum; zeros of long sums are left out."""
    values = [layout.value_of(report.tables, address)[0] for address in side]
    shown = [value for value in values if value] if len(values) > 2 else values
    return "＋".join(f"{value}" for value in shown or values[:1])


@dataclass(frozen=True, slots=True)
class _System:
    """Equations over leaf cells: coefficient +1 left, -1 right, and the present gap (left minus right)."""

    coefficients: tuple[dict[CellAddress, int], ...]
    gaps: tuple[Decimal, ...]
    values: dict[CellAddress, Decimal]


def repair(report: Report, spec: MinimalRepair, setting: Setting) -> Iterator[Result]:
    """The cell that is most likely wrong: the smallest change that restores every identity."""
    _, table = _table(report, spec.table, setting)
    gaps = _gaps(report, spec, setting)
    if isinstance(gaps, Reason):
        yield gaps
        return
    if not any(gap for _, gap in gaps):
        raise Inapplicable("identities_hold")
    system = _system(report.tables[spec.table], gaps, setting.layout)
    solutions = _single_edits(system)
    if not solutions:
        solutions = _double_edits(system)
    if len(solutions) == 1:
        yield _edits_hit(solutions[0], table, setting.layout)
    else:
        yield _open_hit(solutions, system, table, setting.layout)


def _gaps(report: Report, spec: MinimalRepair, setting: Setting) -> list[tuple[Equation, Decimal]] | Reason:
    """Each equation of the identities with its left side minus its right one; or the reason why one is not known."""
    found: list[tuple[Equation, Decimal]] = []
    for code in spec.identities:
        rule = setting.rulebook.rule(code)
        if rule is None or not isinstance(rule.check, IdentityCheck):
            continue
        for equation in equations(setting.layout, rule.check):
            known = _values(report, equation, setting.layout)
            if isinstance(known, Reason):
                return known
            found.append((equation, known[0] - known[1]))
    return found


def _system(table: Table, gaps: Sequence[tuple[Equation, Decimal]], layout: Layout) -> _System:
    rows: list[dict[CellAddress, int]] = []
    values: dict[CellAddress, Decimal] = {}
    printed = table.cells
    for equation, _ in gaps:
        row: dict[CellAddress, int] = {}
        for side, sign in ((equation.left, 1), (equation.right, -1)):
            for address in side:
                direct = (address.row, address.column) in printed
                for leaf in (address,) if direct else layout.expand(address):
                    row[leaf] = row.get(leaf, 0) + sign
                    values[leaf] = printed[leaf.row, leaf.column].value or Decimal(0)
        rows.append(row)
    return _System(tuple(rows), tuple([gap for _, gap in gaps]), values)


_Edit = tuple[CellAddress, Decimal]


def _single_edits(system: _System) -> list[tuple[_Edit, ...]]:
    broken = {place for place, gap in enumerate(system.gaps) if gap}
    found: list[tuple[_Edit, ...]] = []
    for address in _cells_of(system, broken):
        touched = {place for place, row in enumerate(system.coefficients) if row.get(address)}
        if touched != broken:
            continue
        changes = {-system.gaps[place] / system.coefficients[place][address] for place in broken}
        if len(changes) == 1 and (value := system.values[address] + changes.pop()) >= 0:
            found.append(((address, value),))
    return found


def _cells_of(system: _System, places: set[int]) -> list[CellAddress]:
    return list(dict.fromkeys(address for place in sorted(places) for address in system.coefficients[place]))


def _double_edits(system: _System) -> list[tuple[_Edit, ...]]:
    """Two cells that together restore everything. Each must lie in a broken identity."""
    broken = {place for place, gap in enumerate(system.gaps) if gap}
    touching = {
        address: {place for place, row in enumerate(system.coefficients) if row.get(address)}
        for address in _cells_of(system, broken)
    }
    found: list[tuple[_Edit, ...]] = []
    for first, second in combinations(touching, 2):
        only_first = touching[first] - touching[second]
        only_second = touching[second] - touching[first]
        both = touching[first] & touching[second]
        if not broken <= touching[first] | touching[second]:
            continue
        change_first = _change(system, first, only_first)
        change_second = _change(system, second, only_second)
        if change_first is None or change_second is None:
            continue
        consistent = all(
            system.gaps[place]
            + system.coefficients[place][first] * change_first
            + system.coefficients[place][second] * change_second
            == 0
            for place in both
        )
        values = (system.values[first] + change_first, system.values[second] + change_second)
        if consistent and change_first and change_second and min(values) >= 0:
            found.append(((first, values[0]), (second, values[1])))
    return found


def _change(system: _System, address: CellAddress, places: set[int]) -> Decimal | None:
    changes = {-system.gaps[place] / system.coefficients[place][address] for place in places}
    return changes.pop() if len(changes) == 1 else None


def _edits_hit(edits: tuple[_Edit, ...], table: Table, layout: Layout) -> Hit:
    """The one smallest change, of one cell or of two."""
    cells = [table.cells[address.row, address.column] for address, _ in edits]
    changes = [
        (layout.cell_label(address), cell.raw, value) for (address, value), cell in zip(edits, cells, strict=True)
    ]
    verdict = Phrase(
        "；".join(f"“{label.zh}”的 {raw} 应为 {value}" for label, raw, value in changes) + "，改后表三全部勾稽成立",
        "; ".join(f"“{label.en}”, {raw} should be {value}" for label, raw, value in changes)
        + "; then all identities hold",
    )
    return _cells_hit(cells, verdict, grade=None)


def _open_hit(solutions: list[tuple[_Edit, ...]], system: _System, table: Table, layout: Layout) -> Hit:
    """More than one smallest change, or none of up to two cells: said, not guessed."""
    broken = {place for place, gap in enumerate(system.gaps) if gap}
    addresses = [edit[0] for solution in solutions for edit in solution] or _cells_of(system, broken)
    cells = [table.cells[a.row, a.column] for a in dict.fromkeys(addresses)]
    if not solutions:
        verdict = Phrase("至少三格，从表内看不出是哪几格", "three cells or more; the table does not tell which")
        return _cells_hit(cells, verdict, grade="several")
    labels = [layout.cell_label(cell.address) for cell in cells[:_CANDIDATES_SHOWN]]
    verdict = Phrase(
        f"{'、'.join(f'“{label.zh}”' for label in labels)}等 {len(cells)} 格中的几格，改法不止一种",
        f"some of {len(cells)} cells ({', '.join(label.en for label in labels)}); more than one change would do",
    )
    return _cells_hit(cells, verdict, grade="several")


def _cells_hit(cells: Sequence[Cell], verdict: Phrase, grade: str | None) -> Hit:
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells[:_EVIDENCE_SHOWN])
    return Hit(cells[0].span, {"verdict": verdict}, evidence, grade=grade, cell=str(cells[0].address))
