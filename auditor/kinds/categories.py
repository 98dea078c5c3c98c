"""Outcomes by names that the form does not have: what they are, and the row in which they are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.document import CellAddress, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Result, Setting
from auditor.kinds.two_years import cells_at
from auditor.rulebook.specs.numbers import Category, CategoryCheck
from auditor.text.phrases import any_of, holds
from auditor.text.quantities import Quantity, find_quantities
from auditor.text.sentences import Sentence, plain_sentences

_CLAUSE = re.compile("[^，,、；;：:（）()。]+")


def check(report: Report, spec: CategoryCheck, setting: Setting) -> Iterator[Result]:
    """A hit at the first place where a category of that name has a number of its own."""
    read = list(_sentences(report, spec))
    for category in spec.category:
        address = CellAddress(spec.table, category.row, spec.column)
        counted, _ = setting.layout.value_of(report.tables, address)
        for sentence, place, quantity in _found(read, category, spec):
            if not category.told_if_counted and counted is not None and counted >= quantity.value:
                continue
            yield _hit(report, setting, category, sentence.cut(*place), address, counted)
            break


def _sentences(report: Report, spec: CategoryCheck) -> Iterator[Sentence]:
    """The sentences that may tell the outcomes of applications."""
    for key in spec.sections:
        for block in report.prose(key):
            goes_on = False
            for sentence in plain_sentences(report.lines, block):
                if not goes_on and not holds(sentence.text, spec.none_of):
                    yield sentence
                goes_on = holds(sentence.text, spec.none_of_before)


def _found(
    read: list[Sentence], category: Category, spec: CategoryCheck
) -> Iterator[tuple[Sentence, tuple[int, int], Quantity]]:
    """The clauses in which the category has a number, with it; without those that say where it is counted."""
    words = any_of(category.words)
    for sentence in read:
        if not words.search(sentence.text) or holds(sentence.text, category.mapped):
            continue
        for clause in _CLAUSE.finditer(sentence.text):
            if not words.search(clause.group()) or holds(clause.group(), spec.none_of_clause):
                continue
            numbers = find_quantities(clause.group(), spec.units)
            counting = [item for item in numbers if item.unit in spec.units and item.value > 0]
            if len(counting) == 1:
                yield sentence, clause.span(), counting[0]


def _hit(
    report: Report,
    setting: Setting,
    category: Category,
    clause: Sentence,
    address: CellAddress,
    counted: Decimal | None,
) -> Hit:
    params: dict[str, Param] = {
        "name": category.name.phrase,
        "quote": clause.text,
        "row": setting.layout.row_label(address),
        "value": counted if counted is not None else "—",
    }
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells_at(report, setting, [address]))
    return Hit(clause.whole, params, evidence, cell=str(address))
