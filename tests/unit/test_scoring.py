"""The scorecard: what costs how much, what drops out, and that each point that is taken shows where."""

from __future__ import annotations

from pathlib import Path

import auditor
import pytest
from auditor.api import rulebook
from auditor.errors import RuleFileError
from auditor.finding import Audit, Dimension
from auditor.scoring import load_scorecard

from tests.batch.texts import STALLS, report

TOTAL = "| （七）总计 |  |  | 3 |"


def audited(text: str, *codes: str) -> Audit:
    return auditor.audit_text(text, auditor.Options(select=codes))


def dimension(audit: Audit, key: str) -> Dimension:
    return next(item for item in audit.score.dimensions if item.key == key)


def taken(item: Dimension) -> list[tuple[str, float]]:
    return [(deduction.rule, deduction.points) for deduction in item.deductions]


def test_errors_lower_both_figures_and_what_does_not_divide_is_cut_to_hundredths() -> None:
    text = report("青芦县水务局", 2023, STALLS).replace(TOTAL, TOTAL.replace("3", "2"))
    item = dimension(audited(text, "TAB"), "tables")
    rules = [rule for rule, _ in taken(item)]
    assert sorted(set(rules)) == ["TAB006", "TAB007", "TAB008"]
    assert (item.compliance, item.quality) == (20 - 4 * len(rules), 20 - 4 * len(rules))


def test_a_dimension_never_costs_more_than_it_weighs() -> None:
    text = report("青芦县水务局", 2023, STALLS).replace("| 0 |", "| / |")
    item = dimension(audited(text, "TAB"), "tables")
    assert item.quality == 0
    assert sum(points for _, points in taken(item)) == pytest.approx(20)


def test_problems_and_measures_cost_what_they_lack_to_the_best_level() -> None:
    text = report("青芦县水务局", 2023, STALLS)
    found = audited(text, "SPC")
    (measure,) = found.report.measures
    (problem,) = found.report.problems
    item = dimension(found, "improvements")
    expected = [("SPC001", 2.0 * (3 - problem.level)), ("SPC002", 2.0 * (3 - measure.level))]
    assert [pair for pair in taken(item) if pair[0] in ("SPC001", "SPC002")] == [pair for pair in expected if pair[1]]
    places = [deduction.span for deduction in item.deductions if deduction.rule == "SPC001"]
    assert places == ([problem.span] if problem.level < 3 else [])
    assert item.compliance == 15


def test_who_names_no_problem_at_all_gets_nothing_for_problems() -> None:
    text = report("青芦县水务局", 2023, STALLS).replace("公开栏更换不及时。", "")
    found = audited(text, "SPC", "ELM")
    assert [finding.rule for finding in found.findings if finding.rule == "ELM007"] == ["ELM007"]
    # Half of what is left of the dimension: without problems nothing can be said of whether measures answer them.
    assert ("ELM007", 7.5) in taken(dimension(found, "improvements"))


def test_parts_that_do_not_hold_for_an_agency_leave_their_points_to_the_others() -> None:
    """A department owes no assessment; what the fee costs weighs more."""
    text = report("青芦县水务局", 2023, STALLS).replace("没有收取信息处理费。", "没有其他需要报告的事项。")
    department = dimension(audited(text, "ELM010"), "elements")
    both = dimension(audited(text, "ELM010", "ELM015"), "elements")
    assert taken(department) == [("ELM010", 15.0)]
    assert ("ELM010", 9.0) in taken(both)  # three of the five points that are left


def test_a_dimension_without_input_drops_out_and_that_is_said() -> None:
    score = audited(report("青芦县水务局", 2023, STALLS), "TAB").score
    assert [item.key for item in score.dimensions] == ["tables"]
    assert score.dropped == (
        "publication",
        "structure",
        "elements",
        "consistency",
        "across_years",
        "improvements",
        "originality",
        "language",
    )
    assert (score.compliance, score.quality) == (100, 100)


def test_every_stable_rule_has_its_place_or_is_left_out_on_purpose() -> None:
    card = load_scorecard(rulebook().folder / "scorecard.toml")
    homeless = {rule.id for rule in rulebook().rules if card.home(rule.id) is None}
    by_levels = {"SPC001", "SPC002"}
    # What they ask for is in the levels already, or says something of the reader.
    assert homeless - by_levels == {"SPC004", "SPC005", "SPC006", "SPC007", "SPC008", "PRS001", "PRS002", "PRS003"}


def test_a_scorecard_that_does_not_say_what_it_must_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scorecard.toml").write_text("[[dimension]]\nkey = 'x'\nweigth = 5\n", encoding="utf-8")
    with pytest.raises(RuleFileError):
        load_scorecard(tmp_path / "scorecard.toml")
