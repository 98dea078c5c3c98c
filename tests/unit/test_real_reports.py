"""Real reports, where they are at hand (never in the repository): what the project was founded on."""

from __future__ import annotations

from pathlib import Path

import auditor
import pytest
from auditor.finding import Audit, Severity

REAL = Path(__file__).resolve().parents[3] / "shared" / "reports"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real reports are not here")


def codes(audit: Audit, least: Severity) -> list[str]:
    return sorted({finding.rule for finding in audit.findings if finding.severity >= least})


def claims(audit: Audit) -> dict[str, tuple[str, str]]:
    """Number as printed to cell and verdict, for numbers that are tied."""
    text = audit.report.text
    return {
        claim.number.of(text): (str(claim.cell), claim.verdict.value)
        for claim in audit.report.claims
        if claim.cell and claim.number
    }


def test_the_department_has_no_error_and_four_known_warnings() -> None:
    audit = auditor.audit(REAL / "gx_hrss_2022.txt")
    assert codes(audit, Severity.ERROR) == []
    assert codes(audit, Severity.WARNING) == ["LNG001", "SPC001", "SPC002", "SPC003"]
    assert claims(audit) == {
        "27": ("applications.new_received.total", "supported"),
        "3": ("disputes.review.total", "supported"),
    }
    assert sum(len(table.cells) for table in audit.report.tables.values()) == 200


def test_the_city_2024_disagrees_in_reviews_and_suits_with_a_doubt() -> None:
    audit = auditor.audit(REAL / "suqian_2024.txt")
    assert codes(audit, Severity.ERROR) == ["ELM006"]
    doubtful = {f.rule: f for f in audit.findings if f.rule in ("XRF010", "XRF014")}
    assert {rule: finding.severity.word for rule, finding in doubtful.items()} == {
        "XRF010": "warning",
        "XRF014": "warning",
    }
    tied = claims(audit)
    assert tied["3646"] == (
        "applications.new_received.total + applications.carried_in.total",
        "supported",
    )
    outcomes = ("1431", "471", "92", "941", "117", "469", "125")
    assert {tied[number][1] for number in outcomes} == {"supported"}


def test_the_city_2023_agrees_throughout() -> None:
    audit = auditor.audit(REAL / "suqian_2023.txt")
    assert codes(audit, Severity.ERROR) == ["ELM006"]
    assert {verdict for _, verdict in claims(audit).values()} == {"supported"}
    assert claims(audit)["3493"][0] == (
        "applications.new_received.natural_person + applications.carried_in.natural_person"
    )


def test_the_growth_of_the_city_2024_is_recomputed_from_its_report_of_2023() -> None:
    audit = auditor.audit(REAL / "suqian_2024.txt", auditor.Options(previous=str(REAL / "suqian_2023.txt")))
    found = [finding for finding in audit.findings if finding.rule.startswith("YOY")]
    assert [(item.rule, item.severity, item.message.zh) for item in found] == [
        (
            "YOY005",
            Severity.WARNING,
            "正文“3646件，同比增长1.05%”与上年报告的数对不上：（3646－3607）÷3607＝1.081%",
        )
    ]


def test_the_city_hands_on_to_2024_what_its_report_of_2023_says() -> None:
    audit = auditor.audit(REAL / "suqian_2024.txt", auditor.Options(previous=str(REAL / "suqian_2023.txt")))
    codes = ("YOY001", "YOY002", "YOY003", "YOY004", "YOY006", "YOY007")
    assert {audit.outcomes[code].kind.value for code in codes} == {"passed"}


@pytest.mark.figures
def test_a_printout_of_two_years_is_two_reports_with_every_cell_and_word() -> None:
    printed = auditor.audits(REAL / "suqian_2023_2024_comparison.pdf", auditor.Options(kind="government"))
    texts = [auditor.audit(REAL / f"suqian_{year}.txt") for year in (2023, 2024)]
    for part, text in zip(printed, texts, strict=True):
        assert part.report.year == text.report.year
        assert cells(part) == cells(text)
        assert narrative(part) == narrative(text)
    assert [audit.report.part for audit in printed] == [1, 2]
    assert all(audit.outcomes[code].kind.value == "passed" for audit in printed for code in IDENTITIES)
    pages = [omission.reason.params["page"] for omission in printed[1].report.omissions]
    assert pages == [1, 5, 7, 8, 11, 13, 14, 15, 16, 17, 18]


IDENTITIES = ("TAB006", "TAB007", "TAB008", "TAB009")


def cells(audit: Audit) -> dict[tuple[str, str, str], object]:
    return {
        (key, *place): cell.value for key, table in audit.report.tables.items() for place, cell in table.cells.items()
    }


def narrative(audit: Audit) -> str:
    report = audit.report
    return "".join("".join(span.of(report.text).split()) for span in report.narrative)
