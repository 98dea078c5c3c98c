"""The forms of a rule pack, each for its years: the one in force, and what earlier ones had otherwise.

An earlier form is a file beside ``layout.toml`` that says only where it differs: its years, the tables that it had
instead, and the groups that it printed as one row. All else (title, sections, aspects) is that of the form in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.errors import RuleFileError
from auditor.layout import GroupSpec, Layout, RowSpec, TableSpec, contradictions, load_layout
from auditor.text.widths import skeleton
from auditor.toml import converted, table_in

_IN_FORCE, _EARLIER = "layout.toml", "layout-*.toml"
_FEWEST_LABELS = 2
"""Labels of a form of its own that show it plainly: one may be a slip or stand in a note."""


class EarlierForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form by what it had otherwise than the form in force."""

    id: str
    document: str
    """The notice that prescribed it."""
    first_year: int
    last_year: int
    one_row: tuple[str, ...] = ()
    """Groups of rows, as ``table.group``, that this form prints as one row."""
    table: tuple[TableSpec, ...] = ()
    """Tables that take the place of those of the same key."""


def form_files(folder: Path) -> list[Path]:
    """The files that say what the forms of a pack are, that of the form in force first."""
    return [folder / _IN_FORCE, *sorted(folder.glob(_EARLIER))]


def load_forms(folder: Path) -> tuple[Layout, ...]:
    """The forms of a pack, the one in force first. Raises RuleFileError with file and field."""
    current, *earlier = form_files(folder)
    in_force = load_layout(current)
    forms = [in_force, *(load_earlier_form(path, in_force) for path in earlier)]
    return tuple(
        msgspec.structs.replace(
            form, beside=tuple(table for other in forms if other is not form for table in other.table)
        )
        for form in forms
    )


def load_earlier_form(path: Path, in_force: Layout) -> Layout:
    """The form of a file that says what it had otherwise than the one in force. Raises RuleFileError."""
    told = converted(table_in(path), EarlierForm, path)
    own = {table.key: table for table in told.table}
    for problem in _problems(told, own, in_force):
        raise RuleFileError("rule_file_invalid", path=str(path), detail=problem)
    tables = [own.get(table.key, table) for table in in_force.table]
    form = msgspec.structs.replace(
        in_force,
        id=told.id,
        document=told.document,
        first_year=told.first_year,
        last_year=told.last_year,
        table=tuple(_with_one_row(table, told.one_row) for table in tables),
    )
    for problem in contradictions(form):
        raise RuleFileError("rule_file_invalid", path=str(path), detail=problem)
    return form


def _problems(told: EarlierForm, own: dict[str, TableSpec], in_force: Layout) -> list[str]:
    """What an earlier form names and the form in force has not."""
    known = {table.key: table for table in in_force.table} | own
    groups = {f"{key}.{group.key}" for key, table in known.items() for group in table.groups}
    foreign = [f"`table`: no table `{key}` in the form in force" for key in own if in_force.table_spec(key) is None]
    same = [f"`id`: `{told.id}` is the form in force"] if told.id == in_force.id else []
    return same + foreign + [f"`one_row`: no group `{name}`" for name in told.one_row if name not in groups]


def _with_one_row(table: TableSpec, merged: Sequence[str]) -> TableSpec:
    """The table with some of its groups as one row each, where their first row stood."""
    once = {group.key: group for group in table.groups if f"{table.key}.{group.key}" in merged}
    if not once:
        return table
    rows: list[RowSpec] = []
    for row in table.rows:
        group = once.get(row.group or "")
        if group is None:
            rows.append(row)
        elif all(known.key != group.key for known in rows):
            rows.append(_row_of(group))
    return msgspec.structs.replace(
        table, rows=tuple(rows), groups=tuple(group for group in table.groups if group.key not in once)
    )


def _row_of(group: GroupSpec) -> RowSpec:
    return RowSpec(group.key, group.label, group.ordinal, group.aliases)


def form_of(forms: Sequence[Layout], year: int | None, printed: str) -> Layout:
    """The form of a report for a year, whose tables say ``printed``; that of its labels where the year is unknown.

    The form in force binds the reports of its years whatever they print: an obsolete table is their fault, not their
    form. The table of a later form in a report for an earlier year says that the year is misprinted.
    """
    in_force = forms[0]
    due = next((form for form in forms if year is not None and form.first_year <= year <= form.last_year), None)
    if due is in_force:
        return in_force
    told = skeleton(printed)
    found = {form.id: sum(label in told for label in own_labels(form)) for form in forms}
    if due is not None and found[due.id]:
        return due
    likeliest = max(forms, key=lambda form: found[form.id])
    return likeliest if found[likeliest.id] >= _FEWEST_LABELS else due or in_force


@lru_cache(maxsize=16)
def own_labels(form: Layout) -> frozenset[str]:
    """The labels of rows and columns that no other form has, alone or within one of its own."""
    groups = {skeleton(group.label.zh) for table in form.beside for group in table.groups}
    others = _labels(form.beside) | groups
    return frozenset(label for label in _labels(form.table) if not any(label in other for other in others))


def _labels(tables: Sequence[TableSpec]) -> frozenset[str]:
    rows = {row.label.zh for table in tables for row in table.rows}
    columns = {column.label.zh for table in tables for column in table.columns}
    return frozenset(map(skeleton, rows | columns))
