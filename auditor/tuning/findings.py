"""Findings of many reports against their labels and against those of another rulebook.

A report is parsed once (the slow part, about a quarter of a second) and audited as often as rules change
(some hundredths of a second). Tables that come back name a report by its file without the ending, and
places by 1-based lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from auditor.api import Options, chosen_rules, judge, rulebook
from auditor.corpus import DEVELOPMENT, REPORTS, Labels, counted, labels_of, place
from auditor.document import Report
from auditor.engine import audit
from auditor.errors import RuleCrash, UnreadableReport, UsageError
from auditor.finding import Audit, Finding
from auditor.messages import with_words
from auditor.parsing.report import Language, parse
from auditor.reading import read
from auditor.rulebook import Rule, Rulebook

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A parsed report, and its labels if it has any."""

    name: str
    report: Report
    labels: Labels | None


def read_reports(folder: Path = REPORTS, book: Rulebook | None = None, processes: int = 1) -> list[ReadReport]:
    """The reports (``.txt``) of a folder, parsed, in the order of their names, without those of the test half.

    ``book`` gives other words or another form to read with. Labels are those of the ``.toml`` file beside a
    report; of a file that holds several reports they are the first one's. With several ``processes`` a script
    that is no notebook must keep to ``if __name__ == "__main__"``. Raises UsageError if a folder holds no report
    or labels do not fit, UnreadableReport for a file that is no report.
    """
    paths = [path for path in sorted(folder.glob("*.txt")) if _is_open(labels_of(path))]
    if not paths:
        raise with_words(UsageError("folder_empty", path=str(folder)))
    reading = partial(_read_file, book=book)
    if processes == 1:
        return [item for path in paths for item in reading(path)]
    with ProcessPoolExecutor(processes) as pool:
        return [item for of_file in pool.map(reading, paths, chunksize=4) for item in of_file]


def _is_open(labels: Labels | None) -> bool:
    """Whether a report may be looked at: it is not of the test half."""
    return labels is None or labels.split == DEVELOPMENT


def _read_file(path: Path, book: Rulebook | None) -> list[ReadReport]:
    used = book or rulebook()
    try:
        first, *further = parse(read(str(path)), Language(used.forms, used.vocabulary, judge()))
    except UnreadableReport as error:
        with_words(error)
        raise
    others = [ReadReport(f"{path.stem}#{report.part}", report, None) for report in further]
    return [ReadReport(path.stem, first, labels_of(path)), *others]


def audit_reports(
    reports: Iterable[ReadReport], book: Rulebook | None = None, select: tuple[str, ...] = ()
) -> list[Audit]:
    """The audits of parsed reports, by the shipped rulebook or another; ``select`` as on the command line.

    Raises RuleCrash when a check cannot do with the values that it was given.
    """
    used = book or rulebook()
    rules = chosen_rules(used, Options(select=select))
    try:
        return [audit(item.report, used, rules) for item in reports]
    except RuleCrash as error:
        with_words(error)
        raise


# ---- changed rules ----


def parameters(book: Rulebook | None = None) -> pd.DataFrame:
    """What can be tuned without words: rule, kind of check, parameter and value of each number in a ``[check]``."""
    import pandas as pd

    rows = [
        [rule.id, rule.title.zh, name, value]
        for rule in (book or rulebook()).rules
        for name, value in msgspec.structs.asdict(rule.check).items()
        if isinstance(value, int | float)
    ]
    return pd.DataFrame(rows, columns=["rule", "title", "parameter", "value"])


def with_parameters(code: str, values: Mapping[str, object], book: Rulebook | None = None) -> Rulebook:
    """A rulebook in which parameters of one rule's ``[check]`` have other values; nothing else changes.

    Raises UsageError for a rule or parameter that does not exist and for a value of another type.
    """
    shipped = book or rulebook()
    rule = shipped.rule(code)
    if rule is None:
        close = "".join(shipped.suggestions(code))
        raise with_words(UsageError("rule_unknown", code=code, close=close))
    known = rule.check.__struct_fields__
    for name in values:
        if name not in known:
            raise with_words(UsageError("parameter_unknown", rule=code, name=name, known="、".join(known) or "—"))
    table = msgspec.to_builtins(rule)
    table["check"].update(values)
    try:
        changed = msgspec.convert(table, Rule)
    except msgspec.ValidationError as error:
        raise with_words(UsageError("parameter_invalid", rule=code, detail=str(error))) from error
    rules = tuple(changed if item.id == code else item for item in shipped.rules)
    return replace(shipped, rules=rules, version=f"{shipped.version}+{code}")


# ---- against the labels ----


def compare_with_labels(reports: Sequence[ReadReport], audits: Sequence[Audit]) -> pd.DataFrame:
    """One row a place of the labelled reports: ``right``, ``wrong`` (not labelled) or ``missed``.

    Errors and warnings only, as (report, rule, line). Columns: report, rule, line, outcome, quote, words
    (the message, or why the label stands).
    """
    import pandas as pd

    rows: list[list[object]] = []
    for item, found in zip(reports, audits, strict=True):
        if item.labels is None:
            continue
        due = {(label.rule, label.line): label for label in item.labels.due}
        told = {place(finding, found): finding for finding in counted(found)}
        for rule, line in sorted(due.keys() | told.keys()):
            finding, label = told.get((rule, line)), due.get((rule, line))
            outcome = "missed" if finding is None else "wrong" if label is None else "right"
            quote = finding.span.of(item.report.text) if finding else label.quote if label else ""
            words = finding.message.zh if finding else label.why if label else ""
            rows.append([item.name, rule, line, outcome, quote, words])
    return pd.DataFrame(rows, columns=["report", "rule", "line", "outcome", "quote", "words"])


def by_rule(compared: pd.DataFrame) -> pd.DataFrame:
    """Right, wrong, missed, precision and recall of each rule, and of ``all``; NaN where nothing was told or due."""
    import pandas as pd

    outcomes = ["right", "wrong", "missed"]
    counts = pd.crosstab(compared["rule"], compared["outcome"]).reindex(columns=outcomes, fill_value=0)
    counts.loc["all"] = counts.sum()
    counts["precision"] = counts["right"] / (counts["right"] + counts["wrong"])
    counts["recall"] = counts["right"] / (counts["right"] + counts["missed"])
    return counts.rename_axis(index="rule", columns=None)


def try_values(reports: Sequence[ReadReport], code: str, parameter: str, values: Sequence[object]) -> pd.DataFrame:
    """A rule's findings on the labelled reports for each value of one parameter: the columns of ``by_rule`` by value.

    Raises UsageError as ``with_parameters`` does.
    """
    import pandas as pd

    rows = {}
    for value in values:
        audits = audit_reports(reports, with_parameters(code, {parameter: value}), (code,))
        compared = compare_with_labels(reports, audits)
        rows[value] = by_rule(compared[compared["rule"] == code]).loc["all"]
    counts = pd.DataFrame(rows).T.rename_axis(parameter)
    return counts.astype({"right": int, "wrong": int, "missed": int})


# ---- against another rulebook ----


def changes(reports: Sequence[ReadReport], before: Sequence[Audit], after: Sequence[Audit]) -> pd.DataFrame:
    """The findings that only one of two audits of the same reports made, sorted by rule, report and line.

    Columns: rule, change (``appeared``, ``vanished``), report, line, severity, labelled (``yes``, ``no``, or
    ``unknown`` where a report has no labels or labels do not cover hints), quote, message. A finding that
    weighs differently vanishes and appears.
    """
    import pandas as pd

    rows: list[list[object]] = []
    for item, old, new in zip(reports, before, after, strict=True):
        found = {_identity(finding): finding for finding in old.findings}
        found_now = {_identity(finding): finding for finding in new.findings}
        for one, other, change, of in ((found, found_now, "vanished", old), (found_now, found, "appeared", new)):
            for finding in (one[key] for key in one.keys() - other.keys()):
                told = finding.span.of(item.report.text), finding.message.zh
                rule, line = place(finding, of)
                rows.append([rule, change, item.name, line, finding.severity.word, _labelled(finding, of, item), *told])
    columns = ["rule", "change", "report", "line", "severity", "labelled", "quote", "message"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["rule", "change", "report", "line", "quote"], ignore_index=True)


def _identity(finding: Finding) -> tuple[str, int, int, int]:
    return finding.rule, finding.severity, finding.span.start, finding.span.end


def _labelled(finding: Finding, found: Audit, item: ReadReport) -> str:
    """Whether labels bear a finding out."""
    if item.labels is None or finding not in counted(found):
        return "unknown"
    due = {(label.rule, label.line) for label in item.labels.due}
    return "yes" if place(finding, found) in due else "no"
