"""The form of the report as data: sections, aspects, tables, rows, columns and their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from auditor.document import CellAddress, CellSum, Phrase, Reason, Table
from auditor.errors import RuleFileError
from auditor.toml import converted, table_in

KINDS = ("department", "government", "township", "subdistrict")
"""What an agency can be."""


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label in both languages."""

    zh: str
    en: str

    @property
    def phrase(self) -> Phrase:
        return Phrase(self.zh, self.en)


class TitleSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the report is to be called, and what else is recognised as its title."""

    required: str
    recognised: tuple[str, ...]
    other_documents: tuple[str, ...] = ()
    """How a line ends that only speaks of such reports: a notice, a contract, a guide."""


class KindSuffixes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names of agencies end, by kind of agency."""

    subdistrict: tuple[str, ...]
    township: tuple[str, ...]
    government: tuple[str, ...]
    department: tuple[str, ...]

    def kind_of(self, agency: str) -> str | None:
        """The kind whose longest suffix ends the name; None if none does."""
        best = max(
            ((len(suffix), kind) for kind in KINDS for suffix in getattr(self, kind) if agency.endswith(suffix)),
            default=(0, ""),
        )
        return best[1] or None


class TitleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What titles in own words are made of: one of ``subjects``, and nothing else than these and ``others``."""

    subjects: tuple[str, ...]
    others: tuple[str, ...] = ()


class SectionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of the form; its ordinal is its place in the layout.

    A heading with the number of the section is its title too where it is made of ``words``.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    words: TitleWords | None = None
    table: str | None = None


class AspectSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the aspects that section 一 must cover."""

    key: str
    label: Label
    headings: tuple[str, ...]
    topics: tuple[str, ...]


class ColumnSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a table; ``group`` names the column group that it belongs to, ``number`` what its cells hold."""

    key: str
    label: Label
    aliases: tuple[str, ...] = ()
    group: str | None = None
    number: Literal["count", "decimal", "change"] = "count"


class RowSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a table. ``columns`` narrows the columns that the row has.

    ``heading`` is what the form prints in a line of its own above the row and those that follow it.
    """

    key: str
    label: Label
    ordinal: str = ""
    aliases: tuple[str, ...] = ()
    group: str | None = None
    columns: tuple[str, ...] = ()
    heading: str = ""


class GroupSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sum of rows or columns that narratives speak of and the form does not print as numbers."""

    key: str
    label: Label
    ordinal: str = ""
    aliases: tuple[str, ...] = ()


class TableSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A table. ``shape`` is ``rows`` (a row a line) or ``line`` (all rows side by side in one line)."""

    key: str
    label: Label
    shape: str
    anchors: tuple[str, ...]
    header_words: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    groups: tuple[GroupSpec, ...] = ()
    column_groups: tuple[GroupSpec, ...] = ()

    def row(self, key: str) -> RowSpec | GroupSpec | None:
        """The row or row group of that key."""
        return self._rows.get(key)

    @cached_property
    def _rows(self) -> dict[str, RowSpec | GroupSpec]:
        labelled: tuple[RowSpec | GroupSpec, ...] = (*self.groups, *self.rows)
        return {row.key: row for row in labelled}

    def column(self, key: str) -> ColumnSpec | GroupSpec | None:
        """The column or column group of that key."""
        return self._columns.get(key)

    @cached_property
    def _columns(self) -> dict[str, ColumnSpec | GroupSpec]:
        labelled: tuple[ColumnSpec | GroupSpec, ...] = (*self.column_groups, *self.columns)
        return {column.key: column for column in labelled}

    def columns_of(self, row: RowSpec) -> tuple[str, ...]:
        """Keys of the columns that a row has."""
        return row.columns or self._column_keys

    def columns_at(self, key: str) -> tuple[str, ...]:
        """Keys of the columns of the row or row group of that key."""
        row = self.row(key)
        return self.columns_of(row) if isinstance(row, RowSpec) else self._column_keys

    @cached_property
    def _column_keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    def leaf_rows(self, key: str) -> tuple[str, ...]:
        """The printed rows that a row or row group stands for, in the order of the form."""
        members = tuple(row.key for row in self.rows if row.group == key)
        return members or (key,)

    def leaf_columns(self, key: str) -> tuple[str, ...]:
        """The printed columns that a column or column group stands for."""
        members = tuple(column.key for column in self.columns if column.group == key)
        return members or (key,)

    def cell_count(self) -> int:
        """How many cells the form prints in this table."""
        return sum(len(self.columns_of(row)) for row in self.rows)


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True, eq=False):
    """A form: all that parsers and rules may name. Compared by identity."""

    id: str
    document: str
    """The notice that prescribes the form."""
    first_year: int
    last_year: int
    title: TitleSpec
    kinds: KindSuffixes
    section: tuple[SectionSpec, ...]
    aspect: tuple[AspectSpec, ...]
    table: tuple[TableSpec, ...]
    statutory: tuple[str, ...] = ()
    """Wording that the form and the law make everybody use: who uses it has copied from nobody."""
    beside: tuple[TableSpec, ...] = ()
    """The tables of the other forms: how people name the cells that this one has not."""

    def section_spec(self, key: str) -> SectionSpec | None:
        return next((section for section in self.section if section.key == key), None)

    def ordinal(self, key: str) -> int:
        """The 1-based place of a section in the form."""
        return self._ordinals[key]

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return {section.key: place for place, section in enumerate(self.section, start=1)}

    def following(self, key: str) -> str | None:
        """The section that the form has behind another one; None behind the last."""
        return next((after.key for before, after in pairwise(self.section) if before.key == key), None)

    def table_spec(self, key: str) -> TableSpec | None:
        return self._tables.get(key)

    @cached_property
    def _tables(self) -> dict[str, TableSpec]:
        return {table.key: table for table in self.table}

    def aspect_spec(self, key: str) -> AspectSpec | None:
        return next((aspect for aspect in self.aspect if aspect.key == key), None)

    def expand(self, address: CellAddress) -> tuple[CellAddress, ...]:
        """The printed cells that an address stands for: itself, or the leaves of its groups; none of another form."""
        expanded = self._expanded.get(address)
        if expanded is None:
            table = self.table_spec(address.table)
            known = table and table.row(address.row) and table.column(address.column)
            expanded = self._expanded[address] = (
                tuple(
                    CellAddress(table.key, row, column)
                    for row in table.leaf_rows(address.row)
                    for column in table.leaf_columns(address.column)
                )
                if table and known
                else ()
            )
        return expanded

    @cached_property
    def _expanded(self) -> dict[CellAddress, tuple[CellAddress, ...]]:
        """What was expanded so far; a form has some hundred cells and groups of them."""
        return {}

    def value_of(self, tables: Mapping[str, Table], address: CellAddress) -> tuple[Decimal | None, Reason | None]:
        """The value of a printed cell or of a group of cells; or None and the reason why it cannot be told.

        A row group that the form prints as one row of its own (（六）其他处理) answers for its leaves.
        """
        table = tables.get(address.table)
        if table is None:
            return None, Reason("table_absent", {"table": self.table_label(address.table)})
        if table.doubt is not None:
            return None, table.doubt
        direct = table.cells.get((address.row, address.column))
        if direct is not None:
            reason = None if direct.value is not None else Reason(f"cell_{direct.state}", {"cell": address})
            return direct.value, reason
        leaves = self.expand(address)
        if not leaves:
            return None, Reason("cell_not_in_form", {"cell": address})
        if leaves == (address,):
            return None, Reason("cell_not_found", {"cell": address})
        return self.total_of(tables, leaves)

    def total_of(
        self, tables: Mapping[str, Table], addresses: Iterable[CellAddress]
    ) -> tuple[Decimal | None, Reason | None]:
        """The sum of cells and groups of cells; or None and the reason of the first that cannot be told."""
        total = Decimal(0)
        for address in addresses:
            value, reason = self.value_of(tables, address)
            if value is None:
                return None, reason
            total += value
        return total, None

    def table_label(self, key: str) -> Phrase:
        """The name of a table, for people."""
        table = self.table_spec(key)
        return table.label.phrase if table else Phrase(key, key)

    def _naming(self, address: CellAddress) -> TableSpec | None:
        """The table that has words for a cell: this form's own, or where it has no such cell another form's."""
        own = self.table_spec(address.table)
        others = (table for table in self.beside if table.key == address.table)
        named = (table for table in (own, *others) if table and table.row(address.row))
        return next((table for table in named if not address.column or table.column(address.column)), own)

    def row_label(self, address: CellAddress) -> Phrase:
        """The label of a cell's row, for people."""
        table = self._naming(address)
        row = table.row(address.row) if table else None
        if row is None:
            return Phrase(address.row, address.row)
        return Phrase(row.ordinal + row.label.zh, row.label.en)

    def cell_label(self, address: CellAddress) -> Phrase:
        """How a person would name a cell: its row and, where the row has several, its column."""
        table = self._naming(address)
        row = self.row_label(address)
        column = table.column(address.column) if table else None
        row_spec = table.row(address.row) if table else None
        single = isinstance(row_spec, RowSpec) and len(row_spec.columns) == 1
        if table is None or column is None or single:
            return row
        return Phrase(f"{row.zh}／{column.label.zh}", f"{row.en} / {column.label.en}")

    def sum_label(self, cells: CellSum) -> Phrase:
        """How a person would name a sum of cells."""
        labels = [self.cell_label(address) for address in cells.addresses]
        return Phrase(" ＋ ".join(label.zh for label in labels), " + ".join(label.en for label in labels))


@lru_cache(maxsize=4)
def load_layout(path: Path) -> Layout:
    """Read a layout file. Raises RuleFileError with file and field."""
    layout = converted(table_in(path), Layout, path)
    for problem in contradictions(layout):
        raise RuleFileError("rule_file_invalid", path=str(path), detail=problem)
    return layout


def contradictions(layout: Layout) -> Iterator[str]:
    """What parts of a form say against each other; parsers and rules find all that a form names."""
    tables = [table.key for table in layout.table]
    yield from _twice(tables, "table")
    yield from _twice([section.key for section in layout.section], "section")
    for section in layout.section:
        if section.table is not None and section.table not in tables:
            yield f"section `{section.key}`: no table `{section.table}`"
    for table in layout.table:
        rows, columns = [row.key for row in table.rows], [column.key for column in table.columns]
        yield from _twice([*rows, *(group.key for group in table.groups)], f"table `{table.key}`: row")
        yield from _twice([*columns, *(group.key for group in table.column_groups)], f"table `{table.key}`: column")
        yield from _groups_at_odds(table, table.rows, table.groups)
        yield from _groups_at_odds(table, table.columns, table.column_groups)
        for row in table.rows:
            for column in sorted(set(row.columns) - set(columns)):
                yield f"table `{table.key}`: row `{row.key}`: no column `{column}`"


def _groups_at_odds(
    table: TableSpec, members: Sequence[RowSpec | ColumnSpec], groups: Sequence[GroupSpec]
) -> Iterator[str]:
    """Members without their group, and groups without members."""
    named, known = {member.group for member in members if member.group}, {group.key for group in groups}
    yield from (f"table `{table.key}`: no group `{key}`" for key in sorted(named - known))
    yield from (f"table `{table.key}`: group `{key}` of nothing" for key in sorted(known - named))


def _twice(keys: Sequence[str], what: str) -> Iterator[str]:
    yield from (f"{what} `{key}` twice" for key, times in Counter(keys).items() if times > 1)
