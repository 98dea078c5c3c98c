"""What people decided in a store, as labels: where a rule was right and where it was wrong.

The page of ``audit web`` and the workbook of a round fill the store; here it is only read, but for the demonstration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from auditor import api
from auditor.corpus import counted, place
from auditor.document import Neighbours, Report
from auditor.errors import StoreError
from auditor.finding import Audit
from auditor.messages import with_words
from auditor.rulebook import Rulebook
from auditor.store import intake, questions, results
from auditor.store.decisions import Decision, decide
from auditor.store.filing import beside, put_away, taken_out
from auditor.store.intake import ReadFile, Tool
from auditor.store.opening import open_store, writing
from auditor.store.questions import Judgement
from auditor.store.rows import Audited, rows_of
from auditor.tuning.findings import ReadReport
from auditor.version import __version__

if TYPE_CHECKING:
    import pandas as pd

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class DecidedReport:
    """A report of a store with the findings that people found right or wrong, and the reports beside it."""

    name: str
    report: Report
    neighbours: Neighbours
    judgements: tuple[Judgement, ...]


def read_decided(store: str, year: int | None = None) -> list[DecidedReport]:
    """The reports of a store in which people found findings right or wrong that still stand, by number.

    Raises StoreError when there is no store at that place.
    """
    with _opened(store) as engine:
        with engine.connect() as connection:
            judged: dict[int, list[Judgement]] = {}
            for item in questions.judgements(connection, year):
                judged.setdefault(item.report, []).append(item)
        numbers = list(judged)
        found: list[DecidedReport] = []
        for start in range(0, len(numbers), _AT_ONCE):
            found.extend(_taken_out(engine, {number: judged[number] for number in numbers[start : start + _AT_ONCE]}))
        return found


def _taken_out(engine: Engine, judged: dict[int, list[Judgement]]) -> Iterator[DecidedReport]:
    with engine.connect() as connection:
        around = results.beside(connection, list(judged))
        numbers = {number for item in around for number in (item.report, item.previous, *item.peers, *item.children)}
        filed = results.filed(connection, [number for number in numbers if number is not None])
    for item in around:
        previous = filed[item.previous] if item.previous is not None else None
        neighbours = beside(previous, (filed[peer] for peer in item.peers), (filed[child] for child in item.children))
        labels = judged[item.report]
        name = f"{labels[0].agency} {labels[0].year}"
        yield DecidedReport(name, taken_out(filed[item.report]), neighbours, tuple(labels))


def decided_to_frame(decided: Sequence[DecidedReport]) -> pd.DataFrame:
    """One row a label: report, rule, line, quote, right, said, why, who, and the text of the line."""
    import pandas as pd

    rows = [
        [item.name, label.rule, label.line, label.quote, label.right, label.said, label.why, label.who, line]
        for item in decided
        for label in item.judgements
        for line in [item.report.text.split("\n")[label.line - 1]]
    ]
    columns = ["report", "rule", "line", "quote", "right", "said", "why", "who", "text"]
    return pd.DataFrame(rows, columns=columns)


def precision_by_rule(store: str) -> pd.DataFrame:
    """How right each rule was by the decisions of a store: right, wrong, precision, and its 95 % interval.

    As on the page of the rules: what is confirmed or corrected is right, unfounded is wrong, the rest is neither;
    findings that no longer stand count too. Raises StoreError when there is no store at that place.
    """
    import pandas as pd

    with _opened(store) as engine, engine.connect() as connection:
        found = questions.precisions(connection)
    rows = {item.rule: [item.right, item.wrong, item.share, *(item.interval or ())] for item in found}
    columns = ["right", "wrong", "precision", "low", "high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("rule")


def against_decisions(decided: Sequence[DecidedReport], code: str, book: Rulebook | None = None) -> pd.DataFrame:
    """What a rulebook makes of the decided findings of one rule: report, line, quote, right, and whether it is told.

    A place is the rule and its line, as with labels. A right one that is not told is a new miss, a wrong one that is
    told still a false alarm.
    """
    import pandas as pd

    used = book or api.rulebook()
    rules = [rule for rule in used.rules if rule.id == code]
    rows: list[list[object]] = []
    for item in decided:
        labels = [label for label in item.judgements if label.rule == code]
        if labels:
            audit = api.audit_among(item.report, item.neighbours, used, rules)
            told = {place(finding, audit) for finding in audit.findings}
            rows += [[item.name, each.line, each.quote, each.right, (code, each.line) in told] for each in labels]
    return pd.DataFrame(rows, columns=["report", "line", "quote", "right", "told"])


def demonstration(store: str, reports: Sequence[ReadReport], audits: Sequence[Audit]) -> None:
    """A store as a round would leave it, of labelled reports, in which somebody decided as the labels say.

    What labels do not bear out is unfounded; hints, of which labels are not complete, are left undecided.
    """
    labelled = [(item, found) for item, found in zip(reports, audits, strict=True) if item.labels and item.report.year]
    book = api.rulebook()
    with _opened(store, must_exist=False) as engine, writing(engine) as connection:
        made_with = Tool(__version__, book.version, api.model_version())
        run = intake.begin_run(connection, made_with, "{}")
        intake.take_in(connection, run, (_read_file(item) for item, _ in labelled))
        results.count_in(connection)
        for number, (item, found) in zip(results.current_reports(connection), labelled, strict=True):
            results.save_results(
                connection, run, Audited(number, item.name, "", rows_of(found, [], book.form_of(found.report)))
            )
            decide(connection, _decisions(item, found))
        intake.finish_run(connection, run)


def _decisions(item: ReadReport, found: Audit) -> Iterator[Decision]:
    due = {(label.rule, label.line) for label in item.labels.due} if item.labels else set()
    for finding in counted(found):
        said = "confirmed" if place(finding, found) in due else "unfounded"
        yield Decision(item.name, item.report.year or 0, finding.rule, finding.fingerprint, said, "", "labels")  # type: ignore[arg-type]


def _read_file(item: ReadReport) -> ReadFile:
    report = item.report
    agency = (item.name, report.agency, "text", ())
    of = (report.year, report.year_source, report.kind, report.published)
    read = intake.ReadReport(report.part, *agency, *of, len(report.text), 0, put_away(report), b"")
    return ReadFile(item.name, report.source.sha256, 0, 0, "", (read,))


@contextmanager
def _opened(store: str, *, must_exist: bool = True) -> Iterator[Engine]:
    try:
        engine = open_store(store, must_exist=must_exist)
    except StoreError as error:
        with_words(error)
        raise
    try:
        yield engine
    finally:
        engine.dispose()
