"""Whole reports and the whole text that a person reads of them.

A case is a folder with ``report.txt``, ``case.toml`` (options), ``expected.txt`` and, where the report is
read beside others, ``previous.txt`` (last year's), ``peer-….txt`` and ``child-….txt``. After a change
that is meant, ``python -m tests.golden.test_cases`` writes the expected texts anew; read the diff.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import auditor
import pytest
from auditor.api import audit_among, chosen_rules, parse_source, rulebook
from auditor.document import Neighbours, Report
from auditor.finding import Audit
from auditor.reading import source_of_text
from auditor.reporters.run import Run
from auditor.reporters.text_report import render

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/report.txt"))


def audit_case(case: Path) -> list[Audit]:
    settings = case / "case.toml"
    chosen = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.is_file() else {}
    options = auditor.Options(**chosen)
    (report,) = parsed(case, "report.txt", options)
    neighbours = Neighbours(
        next(iter(parsed(case, "previous.txt", options)), None),
        tuple(parsed(case, "peer-*.txt", options)) or None,
        tuple(parsed(case, "child-*.txt", options)) or None,
    )
    rules = chosen_rules(rulebook(), options)
    return [audit_among(report, neighbours, rulebook(), rules, published=options.published)]


def parsed(case: Path, pattern: str, options: auditor.Options) -> list[Report]:
    return [
        report
        for path in sorted(case.glob(pattern))
        for report in parse_source(source_of_text(path.read_text(encoding="utf-8"), path.name), options)
    ]


def rendered(case: Path) -> str:
    """The text, without the hash that every change of a rule changes."""
    return render(Run(audit_case(case), [], replace(rulebook(), version="…"), "")) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_is_the_one_that_was_read_and_approved(case: Path) -> None:
    assert rendered(case) == (case / "expected.txt").read_text(encoding="utf-8")


def test_a_flawless_report_draws_nothing() -> None:
    clean = [case for case in CASES if case.name in ("flawless", "trial-form-clean")]
    assert [len(audit_case(case)) for case in clean] == [1, 1]
    assert [finding.rule for case in clean for audit in audit_case(case) for finding in audit.findings] == []


def test_a_wrong_cell_of_the_trial_form_is_named() -> None:
    (case,) = [case for case in CASES if case.name == "trial-form-broken"]
    (audit,) = audit_case(case)
    assert audit.report.form == "gov-disclosure-annual-2019"
    assert [finding.rule for finding in audit.findings] == ["XRF007", "TAB006", "TAB012", "TAB007"]
    named = [item.cell for finding in audit.findings if finding.rule == "TAB012" for item in finding.evidence]
    assert named == ["applications.other.total"]


def test_together_the_wrong_ones_fire_every_stable_rule() -> None:
    wrong = [case for case in CASES if case.name.startswith("everything-wrong")]
    fired = {finding.rule for case in wrong for audit in audit_case(case) for finding in audit.findings}
    assert {rule.id for rule in rulebook().rules if rule.status == "stable"} - fired == set()


if __name__ == "__main__":
    for folder in CASES:
        (folder / "expected.txt").write_text(rendered(folder), encoding="utf-8")
