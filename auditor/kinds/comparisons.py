"""Cells beside each other: what the numbers of a table, or of two years, do not go together with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import Cell, Phrase, Reason, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.bodies import is_meant
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.kinds.two_years import cells_at, explaining, of_previous, other_name, quoted, speaking_of
from auditor.rulebook.comparisons import Comparison, Term, parse_comparison
from auditor.rulebook.specs.numbers import Case, CellComparison
from auditor.text.widths import squeeze

_ZEROS_SHOWN_UP_TO = 2
"""Of a longer sum only what is not zero is shown."""


def check(report: Report, spec: CellComparison, setting: Setting) -> Iterator[Result]:
    """A hit at each case of which all comparisons hold; one that is explained, or cannot be read, stays open."""
    meant = [(case, case.bodies is None or is_meant(report, case.bodies)) for case in spec.case]
    if all(told is False for _, told in meant):
        raise Inapplicable("agency_not_meant")
    if spec.mentioned and speaking_of(report, spec.mentioned):
        return
    for case, told in meant:
        if told is False:
            continue
        comparisons = [parse_comparison(text) for text in case.when]
        result = _all_hold(comparisons, report, setting)
        if isinstance(result, Reason):
            yield result
        elif result and told is None:
            yield Reason("agency_not_told")
        elif result:
            yield _left_open(report, comparisons, spec, setting) or _hit(report, case, comparisons, setting)


def _all_hold(comparisons: Sequence[Comparison], report: Report, setting: Setting) -> bool | Reason:
    """Whether all hold; the reason why that cannot be told, where none is known to fail."""
    results = [_holds(comparison, report, setting) for comparison in comparisons]
    if any(result is False for result in results):
        return False
    return next((result for result in results if isinstance(result, Reason)), True)


def _holds(comparison: Comparison, report: Report, setting: Setting) -> bool | Reason:
    totals: list[Decimal] = []
    for side in (comparison.left, comparison.right):
        total = Decimal(0)
        for term in side:
            value = _value(term, report, setting)
            if isinstance(value, Reason):
                return value
            total += term.factor * value
        totals.append(total)
    return comparison.holds(*totals)


def _value(term: Term, report: Report, setting: Setting) -> Decimal | Reason:
    """The number of a term before its factor."""
    if term.cell is None:
        return Decimal(1)
    of = setting.previous if term.previous else report
    if of is None:
        return Reason("previous_missing")
    value, reason = setting.layout.value_of(of.tables, term.cell)
    if value is not None:
        return value
    reason = reason or Reason("cell_not_found", {"cell": term.cell})
    return of_previous(reason) if term.previous else reason


def _left_open(
    report: Report, comparisons: Sequence[Comparison], spec: CellComparison, setting: Setting
) -> Reason | None:
    """Why what the numbers show may still be right."""
    terms = [term for comparison in comparisons for term in comparison.cells]
    tables = dict.fromkeys(term.cell.table for term in terms if term.cell and not term.previous)
    text = squeeze("".join(report.tables[key].span.of(report.text) for key in tables)) if spec.other_form else ""
    label = next((label for label in spec.other_form if label in text), None)
    if label is not None:
        return Reason("counted_by_other_form", {"label": label})
    told = explaining(report, spec.explained) if spec.explained else []
    if told:
        return Reason("explained_in_text", {"quote": quoted(told[0])})
    return other_name(report, setting) if any(term.previous for term in terms) else None


def _hit(report: Report, case: Case, comparisons: Sequence[Comparison], setting: Setting) -> Hit:
    shown = _shown(comparisons, report, setting)
    addresses = [term.cell for term in shown if term.cell is not None and not term.previous]
    cells = cells_at(report, setting, addresses)
    first = {term.cell for term in comparisons[0].cells}
    place: Cell = next((cell for cell in cells if cell.value and cell.address in first), cells[0])
    params: dict[str, Param] = {
        "cell": place.address,
        "value": place.value if place.value is not None else "—",
        "shown": _listed(shown, report, setting),
    }
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells)
    return Hit(place.span, params, evidence, case.grade or None, cell=str(place.address))


def _shown(comparisons: Sequence[Comparison], report: Report, setting: Setting) -> list[Term]:
    """The cells that are shown, each once, in the order in which they are named."""
    shown: dict[tuple[object, bool], Term] = {}
    for comparison in comparisons:
        for side in (comparison.left, comparison.right):
            cells = [term for term in side if term.cell is not None]
            some = [term for term in cells if _value(term, report, setting)]
            for term in some if len(cells) > _ZEROS_SHOWN_UP_TO else cells:
                shown.setdefault((term.cell, term.previous), term)
    return list(shown.values())


def _listed(terms: Sequence[Term], report: Report, setting: Setting) -> Phrase:
    """Cells and their numbers, for people."""
    zh: list[str] = []
    en: list[str] = []
    for term in terms:
        if term.cell is None:
            continue
        label, value = setting.layout.cell_label(term.cell), _value(term, report, setting)
        zh.append(f"{'上年' if term.previous else ''}“{label.zh}”{value}")
        en.append(f"{'last year: ' if term.previous else ''}“{label.en}” {value}")
    return Phrase("，".join(zh), ", ".join(en))
