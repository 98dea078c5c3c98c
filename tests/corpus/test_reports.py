"""The labelled reports that the rules were written against: exact sets, no false accusation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import auditor
import pytest
from auditor.finding import Audit, Severity

from tests.corpus.labels import Labels, labelled_reports
from tests.corpus.scores import Score, compare_claims

REPORTS = labelled_reports()
DEVELOPMENT = [(path, labels) for path, labels in REPORTS if labels.split == "development"]
LEAST_RECALL_OF_LINKS = 0.92
"""What the development half reached when this was written; it may only rise."""
KNOWN_MISSES = [
    "haohe-county-2023: 商业企业（30件）",
    "qingmuo-township-2024: 复议机关维持了乡政府的答复",
    "tangwu-agriculture-2025: 以“本机关不掌握”答复 8 件",
    "tanrang-city-2024: 行政机关败诉2件",
    "xiepu-county-2022: 其余案件法院全部判决维持",
    "xingpu-county-2025: 其余案件全部胜诉",
    "xunli-hrss-2022: 作出行政处罚决定78件",
    "yulan-subdistrict-2021: 办结率100%",
    "yuting-county-2024-threefaults: 行政处罚决定4961件",
    "zhenlin-finance-2022: 行政事业性收费35.16万元",
    "zidun-subdistrict-2025: 满意率92.6%",
]
"""Wrong statements that are not told yet; a test fails once they are."""


@cache
def audit_of(path: Path) -> Audit:
    return auditor.audit(path)


@pytest.mark.parametrize(("path", "labels"), DEVELOPMENT, ids=lambda value: getattr(value, "stem", ""))
def test_errors_and_warnings_are_those_of_the_labels(path: Path, labels: Labels) -> None:
    audit = audit_of(path)
    found = {
        (finding.rule, audit.report.lines.line_number(finding.span.start))
        for finding in audit.findings
        if finding.severity >= Severity.WARNING
    }
    due = [label for label in labels.findings if label.severity != "info" and not label.known_miss]
    assert found == {(label.rule, label.line) for label in due}


@pytest.mark.parametrize(("path", "labels"), REPORTS, ids=lambda value: getattr(value, "stem", ""))
def test_agency_kind_and_year_are_read(path: Path, labels: Labels) -> None:
    report = audit_of(path).report
    if any(label.rule == "STR008" for label in labels.findings):
        pytest.skip("the title is one of the defects")
    assert (report.agency, report.kind, report.year) == (labels.agency, labels.kind, labels.year)


@pytest.mark.parametrize(("path", "labels"), REPORTS, ids=lambda value: getattr(value, "stem", ""))
def test_labels_quote_the_report(path: Path, labels: Labels) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    assert [label.quote for label in labels.claims if label.quote not in text] == []
    assert [label.quote for label in labels.findings if label.quote not in lines[label.line - 1]] == []


def test_no_agreeing_number_is_contradicted_and_most_are_tied() -> None:
    links, contradictions = Score(), Score()
    for path, labels in DEVELOPMENT:
        compare_claims(audit_of(path), labels, path.stem, links, contradictions)
    assert contradictions.wrong == []
    assert [item.partition(" → ")[0] for item in contradictions.missed] == KNOWN_MISSES
    assert links.recall >= LEAST_RECALL_OF_LINKS
