"""The tables of a report in a page: the form's layout with the values as printed, and what does not add up drawn in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.document import Cell, CellAddress, CellState, PrintedLabel, Table
from auditor.messages import reason_text
from auditor.reporters.broken_sums import BrokenSum, broken_sums
from auditor.reporters.form_tables import FormCell
from auditor.reporters.page.sheet import Sheet, Sign
from auditor.rulebook.specs.numbers import MinimalRepair
from auditor.text.widths import bare

_NARROW = 6


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell of a drawn table: what is printed, what is remarked on it, and the signs that lead from it."""

    form: FormCell
    id: str
    look: str
    text: str
    scope: str = ""
    """Whether a label is of a row or a column, or of several."""
    remarks: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A sum that does not hold, at the end of its row or below its columns; without words it fills a gap."""

    colspan: int
    text: str = ""
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row of the form and the sums at its end."""

    cells: tuple[DrawnCell, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """A row below the form: the sums of one rule that do not hold, each below its columns."""

    title: str
    colspan: int
    """How many columns the title takes: those of the labels."""
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table that was read."""

    id: str
    title: str
    remarks: tuple[str, ...]
    """Why the table, or a part of it, was left undecided."""
    sure: bool
    broad: bool
    """Whether it is too broad for a phone."""
    rows: tuple[DrawnRow, ...]
    feet: tuple[Foot, ...]


def drawn_tables(sheet: Sheet) -> dict[str, DrawnTable]:
    """The tables of a report by their keys."""
    signs = _signs_by_id(sheet)
    return {key: _drawn(sheet, table, signs) for key, table in sheet.report.tables.items()}


def _drawn(sheet: Sheet, table: Table, signs: Mapping[str, Sequence[Sign]]) -> DrawnTable:
    pen, form = _Pen(sheet, table, signs), sheet.forms[table.key]
    return DrawnTable(
        id=sheet.id(table.key),
        title=sheet.form.table_label(table.key).of(sheet.run.language),
        remarks=tuple(_remarks(sheet, table)),
        sure=table.doubt is None,
        broad=form.width > _NARROW,
        rows=tuple(
            DrawnRow(tuple(map(pen.cell, row)), tuple(pen.edges(place))) for place, row in enumerate(form.rows())
        ),
        feet=tuple(pen.feet()),
    )


def _remarks(sheet: Sheet, table: Table) -> Iterator[str]:
    """What was not read of a table, and what it has beyond the form."""
    run, layout = sheet.run, sheet.form
    if table.doubt is not None:
        yield run.say("page_table_doubt", reason=reason_text(table.doubt, run.language, layout))
    missing = [layout.row_label(CellAddress(table.key, row, "")).of(run.language) for row in table.missing_rows]
    for key, rows in (
        ("page_rows_loose", [label.text for label in table.loose_rows]),
        ("page_rows_missing", missing),
        ("page_rows_extra", [label.text for label in table.extra_rows]),
    ):
        if rows:
            yield run.say(key, rows="、".join(f"“{row}”" for row in rows))


class _Pen:
    """Draws the cells of one table and the sums at its edges."""

    def __init__(self, sheet: Sheet, table: Table, signs: Mapping[str, Sequence[Sign]]) -> None:
        self._sheet = sheet
        self._say = sheet.run.say
        self._table = table
        self._form = sheet.forms[table.key]
        self._signs = signs
        self._broken = broken_sums(sheet.audit, sheet.run.rulebook, table.key)
        self._roles = {
            "sum": {address for broken in self._broken for address in broken.right},
            "part-row": {address for broken in self._broken if broken.by_row for address in broken.left},
            "part-column": {address for broken in self._broken if not broken.by_row for address in broken.left},
            "suspect": set(_suspects(sheet)),
        }
        self._loose = {label.key for label in table.loose_rows}
        self._given: set[str] = set()
        numbers = [cell for cell in self._form.cells if cell.address is not None]
        self._first = min(cell.column for cell in numbers)
        self._in_line = len({cell.row for cell in numbers}) == 1

    def cell(self, form: FormCell) -> DrawnCell:
        address = form.address
        if address is None:
            return self._label(form)
        name = self._sheet.cell_id(address)
        cell = self._table.cells.get((address.row, address.column))
        state = self._state(cell, address)
        look = ["number", state, *(role for role, cells in self._roles.items() if address in cells)]
        return DrawnCell(
            form,
            name,
            " ".join(filter(None, look)),
            cell.raw if cell else "",
            remarks=(self._say(f"page_cell_{state}"),) if state else (),
            signs=tuple(self._signs.get(name, ())),
        )

    def _state(self, cell: Cell | None, address: CellAddress) -> str:
        """What keeps a cell from being a plain number; empty if nothing does."""
        if cell is None:
            return "loose" if address.row in self._loose else "unread"
        if cell.state is CellState.NUMBER:
            return "" if cell.plain else "annotated"
        return cell.state.value

    def _label(self, form: FormCell) -> DrawnCell:
        """A label. One that is printed several times has its id and its signs where it is printed first."""
        axis, key = ("row", form.of_row) if form.of_row else ("column", form.of_column)
        name = self._sheet.label_id(self._table.key, axis, key) if key else ""
        if name in self._given:
            name = ""
        self._given.add(name)
        remarks = tuple(self._remarks(form)) if name else ()
        signs = tuple(self._signs.get(name, ())) if name else ()
        return DrawnCell(form, name, "label", form.text, self._scope(form), remarks, signs)

    def _remarks(self, form: FormCell) -> Iterator[str]:
        """What a label means, for those who do not read it, and how the report words it, where that differs."""
        if form.gloss and self._sheet.run.language == "en":
            yield form.gloss
        key, printed = (form.of_row, self._table.rows) if form.of_row else (form.of_column, self._table.columns)
        label = next((label for label in printed if label.key == key), None)
        if label is not None and _differs(label, form.text):
            yield self._say("page_label_printed", label=label.text)

    def _scope(self, form: FormCell) -> str:
        if form.of_row and not self._in_line:
            return "rowgroup" if form.rowspan > 1 else "row"
        return "colgroup" if form.colspan > 1 else "col"

    def edges(self, row: int) -> Iterator[Edge]:
        """The sums of a row that do not hold."""
        for broken in self._broken:
            if broken.by_row and not self._in_line and self._places(broken)[0].row == row:
                yield self._edge(broken, 1)

    def feet(self) -> Iterator[Foot]:
        """The sums of columns that do not hold, a row a rule; also those of rows that stand side by side."""
        by_rule: dict[str, list[BrokenSum]] = defaultdict(list)
        for broken in self._broken:
            if self._in_line or not broken.by_row:
                by_rule[broken.rule.id].append(broken)
        for group in by_rule.values():
            title = group[0].rule.title.phrase.of(self._sheet.run.language)
            yield Foot(title, self._first, tuple(self._below(group)))

    def _below(self, group: Sequence[BrokenSum]) -> Iterator[Edge]:
        place = self._first
        for broken in sorted(group, key=lambda item: self._places(item)[0].column):
            cells = self._places(broken)
            if cells[0].column > place:
                yield Edge(cells[0].column - place)
            place = max(cell.right for cell in cells)
            yield self._edge(broken, place - cells[0].column)

    def _places(self, broken: BrokenSum) -> list[FormCell]:
        """The cells of an identity, from left to right."""
        places = [self._form.place(address) for address in (*broken.left, *broken.right)]
        return sorted((place for place in places if place is not None), key=lambda cell: cell.column)

    def _edge(self, broken: BrokenSum, colspan: int) -> Edge:
        values = {"left": broken.left_total, "right": broken.right_total, "difference": broken.difference}
        text = self._say("page_sum_unequal", **{name: f"{value:f}" for name, value in values.items()})
        return Edge(colspan, text, self._sheet.sign_of(broken.finding))


def _differs(label: PrintedLabel, due: str) -> bool:
    """Whether a report words a label in its own way; of one that is broken over lines a part is enough."""
    printed, wanted = bare(label.text), bare(due)
    return printed not in wanted if label.wrapped else printed != wanted


def _suspects(sheet: Sheet) -> Iterator[CellAddress]:
    """The cells that are named as most likely wrong."""
    for numbered in sheet.findings:
        rule = sheet.run.rulebook.rule(numbered.finding.rule)
        if rule is not None and isinstance(rule.check, MinimalRepair):
            yield from numbered.cells


def _signs_by_id(sheet: Sheet) -> Mapping[str, Sequence[Sign]]:
    """The signs in each cell and at each label, by its id: of the findings there, then of the numbers tied to it."""
    found: dict[str, list[Sign]] = defaultdict(list)
    for numbered in sheet.findings:
        for place in dict.fromkeys([numbered.target, *map(sheet.cell_id, numbered.cells)]):
            found[place].append(sheet.sign_of(numbered.finding))
    for said in sheet.said:
        for place in dict.fromkeys(place for claim in said.claims for place in sheet.ties(claim)):
            found[place].append(Sign(said.sign, f"tie {said.look}", said.id, sheet.told(said)))
    return found
