"""What one year hands on to the next: applications carried over, documents in force, cases pending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from auditor.document import CellAddress, Phrase, Reason, Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.two_years import (
    TwoYears,
    both,
    cells_at,
    explaining,
    of_previous,
    other_bodies,
    other_name,
    previous_of,
    quoted,
    speaking_of,
)
from auditor.rulebook.specs.options import Explanation
from auditor.rulebook.specs.years import CarryChain, PendingCases, PendingStage, StockChain
from auditor.text.phrases import holds
from auditor.text.quantities import find_quantities
from auditor.text.sentences import Sentence
from auditor.text.widths import narrow, squeeze

_APPLICATIONS, _CARRIED_IN, _CARRIED_OUT, _TOTAL = "applications", "carried_in", "carried_out", "total"
_DISCLOSURE, _ISSUED, _REPEALED, _IN_FORCE = "disclosure", "issued", "repealed", "in_force"
_CLAUSE_MARKS = "，,；;、：:（）()。"


# ---- applications carried over ----


def check_carried(report: Report, spec: CarryChain, setting: Setting) -> Iterator[Result]:
    """One hit for the columns whose carried-in number is not what last year's report carried out."""
    previous_of(setting)
    read = {column: _carried(report, setting, column) for column in spec.columns}
    yield from {str(item): item for item in read.values() if isinstance(item, Reason)}.values()
    wrong = {column: item for column, item in read.items() if isinstance(item, TwoYears) and item.change}
    if not wrong or (_TOTAL not in wrong and _follows(wrong, _carried(report, setting, _TOTAL))):
        return
    told = explaining(report, spec.explained)
    reason = Reason("difference_explained", {"quote": quoted(told[0])}) if told else None
    yield reason or other_bodies(report, setting, spec.whose) or _carried_hit(report, wrong, setting)


def _carried(report: Report, setting: Setting, column: str) -> TwoYears | Reason:
    return both(
        report,
        setting,
        before=CellAddress(_APPLICATIONS, _CARRIED_OUT, column),
        now=CellAddress(_APPLICATIONS, _CARRIED_IN, column),
    )


def _follows(wrong: Mapping[str, TwoYears], total: TwoYears | Reason) -> bool:
    """Whether applicants differ only as the totals do: where all are off one way, the total tells it."""
    if isinstance(total, Reason) or not total.change:
        return False
    return all((item.change > 0) == (total.change > 0) for item in wrong.values())


def _carried_hit(report: Report, wrong: Mapping[str, TwoYears], setting: Setting) -> Hit:
    addresses = [CellAddress(_APPLICATIONS, _CARRIED_IN, column) for column in wrong]
    first = wrong[addresses[0].column]
    doubt = other_name(report, setting) or _slip_of_last_year(first.now, addresses[0].column, setting)
    params: dict[str, Param] = {
        "now": first.now,
        "before": first.before,
        "difference": abs(first.change),
        "columns": _listed(wrong, setting),
        "doubt": doubt or "",
    }
    cells = cells_at(report, setting, addresses)
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells)
    return Hit(cells[0].span, params, evidence, "doubtful" if doubt else None, cell=str(addresses[0]))


def _slip_of_last_year(now: Decimal, column: str, setting: Setting) -> Reason | None:
    """The doubt that last year's own table gives this year's number, by its other cells, so that its slip it is."""
    previous = previous_of(setting)
    form, tables = setting.rulebook.form_of(previous), previous.tables
    table = form.table_spec(_APPLICATIONS)
    applicants = [spec.key for spec in table.columns if spec.key != _TOTAL] if table and column == _TOTAL else []
    by_columns = [CellAddress(_APPLICATIONS, _CARRIED_OUT, key) for key in applicants]
    came_in = [CellAddress(_APPLICATIONS, row, column) for row in ("new_received", _CARRIED_IN)]
    total, _ = form.total_of(tables, by_columns)
    caseload, _ = form.total_of(tables, came_in)
    handled, _ = form.value_of(tables, CellAddress(_APPLICATIONS, "handled_total", column))
    left = caseload - handled if caseload is not None and handled is not None else None
    if (by_columns and now == total) or now == left:
        return Reason("previous_off", {"value": f"{now:f}"})
    return None


def _listed(wrong: Mapping[str, TwoYears], setting: Setting) -> Phrase:
    table = setting.layout.table_spec(_APPLICATIONS)
    labels = {column: spec.label for column in wrong if table and (spec := table.column(column))}
    return Phrase(
        "，".join(f"{labels[column].zh} {item.before} 件变成 {item.now} 件" for column, item in wrong.items()),
        ", ".join(f"{labels[column].en} {item.before} became {item.now}" for column, item in wrong.items()),
    )


# ---- documents in force ----


def check_stock(report: Report, spec: StockChain, setting: Setting) -> Iterator[Result]:
    """A hit where the documents in force are not last year's with those issued and without those repealed."""
    in_force = _document_cell(spec, _IN_FORCE)
    if not setting.layout.expand(in_force):
        raise Inapplicable("cell_not_in_form", cell=in_force)
    _require_same_form(report, spec, setting)
    stock = both(report, setting, in_force, in_force)
    if isinstance(stock, Reason):
        raise Undecided(stock.code, **dict(stock.params))
    flows = []
    for act in (_ISSUED, _REPEALED):
        value, reason = setting.layout.value_of(report.tables, _document_cell(spec, act))
        if value is None:
            yield reason or Reason("cell_not_found", {"cell": _document_cell(spec, act)})
            return
        flows.append(value)
    issued, repealed = flows
    gap = stock.change - issued + repealed
    told = explaining(report, spec.explained)
    if not gap or _accounted_for(abs(gap), told, spec, setting):
        return
    told = told or speaking_of(report, spec.anywhere)
    yield other_bodies(report, setting, spec.whose) or _stock_hit(
        report, spec, setting, stock, issued=issued, repealed=repealed, told=told
    )


def _document_cell(spec: StockChain, column: str) -> CellAddress:
    return CellAddress(_DISCLOSURE, spec.row, column)


def _require_same_form(report: Report, spec: StockChain, setting: Setting) -> None:
    """Raises Undecided where one of the tables counts other things under other labels."""
    previous = previous_of(setting)
    for item in (report, previous):
        table = item.tables.get(_DISCLOSURE)
        label = next((word for word in spec.other_form if table and word in squeeze(table.span.of(item.text))), None)
        if label is not None:
            reason = Reason("counted_by_other_form", {"label": label})
            reason = of_previous(reason) if item is previous else reason
            raise Undecided(reason.code, **dict(reason.params))


def _accounted_for(gap: Decimal, told: Sequence[Sentence], spec: StockChain, setting: Setting) -> bool:
    """Whether the report itself names the missing number: 到期自动失效3件."""
    units = tuple(setting.rulebook.vocabulary.units)
    numbers = [
        quantity.value
        for sentence in told
        for clause in _clauses(sentence)
        if holds(narrow(clause), spec.explained.reasons)
        for quantity in find_quantities(clause, units)
    ]
    return gap in (*numbers, sum(numbers, Decimal(0)))


def _clauses(sentence: Sentence) -> list[str]:
    return sentence.text.translate(dict.fromkeys(map(ord, _CLAUSE_MARKS), "\n")).split("\n")


def _stock_hit(
    report: Report,
    spec: StockChain,
    setting: Setting,
    stock: TwoYears,
    *,
    issued: Decimal,
    repealed: Decimal,
    told: Sequence[Sentence],
) -> Hit:
    due = stock.before + issued - repealed
    gap = stock.now - due
    doubt = other_name(report, setting)
    large = abs(gap) >= max(Decimal(str(spec.large)) * stock.before, Decimal(spec.large_from))
    grade = "fewer" if gap < 0 and not large else None
    grade = "doubtful" if doubt else "explained" if told else grade
    params: dict[str, Param] = {
        "row": setting.layout.row_label(_document_cell(spec, _IN_FORCE)),
        "formula": f"{stock.before}＋{issued}－{repealed}",
        "expected": due,
        "now": stock.now,
        "difference": abs(gap),
        "direction": Phrase("多", "more") if gap > 0 else Phrase("少", "fewer"),
        "share": _share(abs(gap), stock.before),
        "quote": quoted(told[0]) if told else "",
        "doubt": doubt or "",
    }
    addresses = [_document_cell(spec, act) for act in (_IN_FORCE, _ISSUED, _REPEALED)]
    cells = cells_at(report, setting, addresses)
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells)
    return Hit(cells[0].span, params, evidence, grade, cell=str(addresses[0]))


def _share(part: Decimal, whole: Decimal) -> str:
    if not whole:
        return "—"
    return f"{(part * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


# ---- pending cases ----


def check_pending(report: Report, spec: PendingCases, setting: Setting) -> Iterator[Result]:
    """A hit at each total of cases that is smaller than the number of those that last year left open."""
    previous_of(setting)
    read = [both(report, setting, CellAddress.of(stage.pending), CellAddress.of(stage.total)) for stage in spec.stages]
    yield from (item for item in read if isinstance(item, Reason))
    if all(isinstance(item, TwoYears) and not item.before for item in read):
        raise Inapplicable("nothing_pending")
    for stage, item in zip(spec.stages, read, strict=True):
        if isinstance(item, Reason) or item.before <= item.now:
            continue
        told = explaining(report, _of_last_year(stage, spec, report))
        reason = Reason("difference_explained", {"quote": quoted(told[0])}) if told else None
        reason = reason or other_name(report, setting) or other_bodies(report, setting, spec.whose)
        if reason is not None:
            yield reason
            continue
        cells = cells_at(report, setting, [CellAddress.of(stage.total)])
        params: dict[str, Param] = {"what": stage.name.phrase, "before": item.before, "now": item.now}
        evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells)
        yield Hit(cells[0].span, params, evidence, cell=stage.total)


def _of_last_year(stage: PendingStage, spec: PendingCases, report: Report) -> Explanation:
    """The words of a sentence that tells what last year's cases came to, with that year's number."""
    last = report.year - 1 if report.year is not None else ""
    return Explanation(tuple(word.format(last=last) for word in stage.about), spec.followed)
