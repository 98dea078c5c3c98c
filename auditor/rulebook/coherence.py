"""What a rule names and is not there: a table, a row, a cell, a section, an aspect of a form, a kind, a day.

It may speak of one form alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from auditor.document import CellAddress
from auditor.layout import KINDS, Layout
from auditor.rulebook.comparisons import cells_named
from auditor.rulebook.identities import parse_identity
from auditor.rulebook.specs import Check, years
from auditor.rulebook.specs.form import (
    AspectFigure,
    Deadline,
    SectionBlank,
    SectionLength,
    SectionTitle,
    StatementCheck,
)
from auditor.rulebook.specs.improvements import RiskReflection
from auditor.rulebook.specs.neighbours import RollUp
from auditor.rulebook.specs.numbers import (
    CategoryCheck,
    CellComparison,
    CellsTold,
    IdentityCheck,
    RoundNumbers,
)

_DAY = re.compile(r"[01]\d-[0-3]\d")


def form_problem(check: Check, forms: Sequence[Layout]) -> str | None:
    """The first thing that a check names and is not there, in words for whoever wrote it; None if there is none."""
    sections = {section.key for form in forms for section in form.section} | {"preamble"}
    for name in _sections_of(check):
        if name not in sections:
            return f"`check`: no section `{name}` in the layout"
    match check:
        case IdentityCheck():
            problems = [_identity_problem(check, form) for form in forms]
            return problems[0] if None not in problems else None
        case CellComparison(case=cases):
            try:
                return _unknown_cell(cells_named([text for item in cases for text in item.when]), forms)
            except ValueError as error:
                return f"`check.case`: {error}"
        case Deadline():
            return _deadline_problem(check)
        case _:
            return _unknown_cell(_cells_of(check), forms) or _unknown_aspect(check, forms)


def _sections_of(check: Check) -> Sequence[str]:
    """The keys of sections that the options of a check name."""
    match check:
        case StatementCheck(sections=named, home=home):
            return (*named, home)
        case SectionLength(section=name) | SectionBlank(section=name):
            return (name,)
        case SectionTitle(accepted=accepted, elements=elements):
            return (*accepted, *(item.section for item in elements))
        case CategoryCheck(sections=named) | RoundNumbers(sections=named) | AspectFigure(sections=named):
            return named
        case _:
            return ()


def _cells_of(check: Check) -> Sequence[str]:
    """The cells that the options of a check name, as ``table.row.column``."""
    match check:
        case years.CarryChain(columns=columns):
            return [f"applications.carried_in.{column}" for column in columns]
        case years.StockChain(row=row):
            return [f"disclosure.{row}.in_force"]
        case years.VolumeJump(cells=cells):
            return [item.cell for item in cells]
        case years.PendingCases(stages=stages):
            return [cell for stage in stages for cell in (stage.pending, stage.total)]
        case RiskReflection(risk=risks):
            return [cell for risk in risks for cell in (*risk.cells, *risk.of)]
        case CategoryCheck(table=key, column=column, category=categories):
            return [f"{key}.{category.row}.{column}" for category in categories]
        case CellsTold(cells=told):
            return [item.cell for item in told]
        case RollUp(cells=cells):
            return cells
        case _:
            return ()


def _identity_problem(check: IdentityCheck, form: Layout) -> str | None:
    table = form.table_spec(check.table)
    if table is None:
        return f"`check.table`: no table `{check.table}` in the layout"
    try:
        identity = parse_identity(check.identity)
    except ValueError as error:
        return f"`check.identity`: {error}"
    find = table.column if check.for_each == "row" else table.row
    wrong = [term for term in (*identity.left, *identity.right) if find(term) is None]
    return f"`check.identity`: no `{wrong[0]}` in table `{check.table}`" if wrong else None


def _deadline_problem(check: Deadline) -> str | None:
    for name, days in (("days", check.days), ("earlier", check.earlier)):
        for kind, day in days.items():
            if kind not in KINDS:
                return f"`check.{name}`: no kind `{kind}`; known: {', '.join(KINDS)}"
            if not _is_day(day):
                return f"`check.{name}.{kind}`: `{day}` is no day such as 01-31"
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(f"2001-{text}"))
    except ValueError:
        return False


def _unknown_cell(cells: Sequence[str], forms: Sequence[Layout]) -> str | None:
    for cell in cells:
        parts = cell.split(".")
        if len(parts) != 3 or not any(form.expand(CellAddress(*parts)) for form in forms):
            return f"`check`: no cell `{cell}` in the layout"
    return None


def _unknown_aspect(check: Check, forms: Sequence[Layout]) -> str | None:
    if not isinstance(check, CellsTold | AspectFigure) or any(form.aspect_spec(check.aspect) for form in forms):
        return None
    return f"`check.aspect`: no aspect `{check.aspect}` in the layout"
