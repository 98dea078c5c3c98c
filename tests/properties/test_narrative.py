"""How a number is printed changes nothing of what is said about it: findings and verdicts stay the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import auditor
import pytest
from auditor.finding import Audit
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_claims import claims, tables

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
REPORTS = [
    GOLDEN / "everything-wrong-narrative" / "report.txt",
    GOLDEN / "everything-wrong-arithmetic" / "report.txt",
    CORPUS / "shuoxi-county-2021-unbalanced.txt",
    CORPUS / "xiting-finance-2024-threefaults.txt",
]
RULES = ("TAB006", "TAB007", "TAB008", "TAB009", "XRF", "NAR")
_COUNT = re.compile(r"(?<![\d.,年第〔（(\-])(\d+)(?=[件份条宗](?![、.]))")
_NUMERALS = "零一二三四五六七八九"


def full_width(text: str) -> str:
    return text.translate({ord(str(digit)): chr(ord("０") + digit) for digit in range(10)})


def with_separators(text: str) -> str:
    return _COUNT.sub(lambda match: f"{int(match.group()):,}", text)


def blanks_before_units(text: str) -> str:
    return _COUNT.sub(lambda match: f"{match.group()} ", text)


def line_ends_of_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def in_numerals(text: str) -> str:
    return _COUNT.sub(lambda match: numeral(int(match.group())), text)


def numeral(value: int) -> str:
    """A number below 100,000 in Chinese numerals as they are written in prose."""
    if value < 10:
        return _NUMERALS[value]
    found, gap = "", False
    for name, size in (("万", 10000), ("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            found += ("零" if gap and found else "") + (numeral(digit) if size == 10000 else _NUMERALS[digit]) + name
        gap = digit == 0
    return found.removeprefix("一") if found.startswith("一十") else found


def said(audit: Audit) -> tuple[Counter[str], Counter[str]]:
    """How often each rule fired, and how often each cell got each verdict."""
    rules = Counter(finding.rule for finding in audit.findings)
    verdicts = Counter(f"{claim.cell} {claim.verdict}" for claim in audit.report.claims if claim.cell)
    return rules, verdicts


@pytest.mark.parametrize(
    "change",
    [full_width, with_separators, blanks_before_units, line_ends_of_windows, in_numerals],
    ids=lambda change: change.__name__,
)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name if path.name == "report.txt" else path.stem)
def test_the_way_a_number_is_printed_changes_no_verdict(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    options = auditor.Options(select=RULES)
    assert said(auditor.audit_text(change(text), options)) == said(auditor.audit_text(text, options))


def test_numerals_are_those_of_prose() -> None:
    assert [numeral(value) for value in (7, 10, 19, 20, 105, 110, 1005, 2030, 10200)] == [
        "七", "十", "十九", "二十", "一百零五", "一百一十", "一千零五", "二千零三十", "一万零二百",
    ]  # fmt: skip


RESULTS = {
    "予以公开": "granted",
    "部分公开": "partial",
    "不予公开": "denied",
    "无法提供": "unable",
    "不予处理": "not_processed",
    "其他处理": "other",
}


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(list(RESULTS)), wrong=st.sampled_from(list(RESULTS)))
def test_the_order_of_a_list_changes_no_verdict(order: list[str], wrong: str) -> None:
    values = tables()
    totals = {name: _total(values, row) + (7 if name == wrong else 0) for name, row in RESULTS.items()}
    sentence = "全年办结申请628件，其中" + "、".join(f"{name}{totals[name]}件" for name in order) + "。"
    found = {str(claim.cell): claim.verdict.value for claim in claims(sentence) if claim.cell}
    told = {
        f"applications.{row}.total": "contradicted" if name == wrong else "supported" for name, row in RESULTS.items()
    }
    assert found == {"applications.handled_total.total": "supported", **told}


def _total(values: dict[tuple[str, str, str], str], row: str) -> int:
    """The total of a row, or of all rows of a group."""
    return sum(
        int(value)
        for (table, key, column), value in values.items()
        if table == "applications" and column == "total" and (key == row or key.startswith(f"{row}_"))
    )


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name if path.name == "report.txt" else path.stem)
def test_every_span_gives_back_what_is_quoted(path: Path) -> None:
    report = auditor.audit(path, auditor.Options(select=RULES)).report
    for claim in report.claims:
        if claim.number is not None:
            assert claim.number.of(report.text).strip() == claim.number.of(report.text) != ""
            assert claim.span.covers(claim.number)
    for relation in report.relations:
        assert relation.place.covers(relation.number)
        assert relation.stated.startswith(relation.number.of(report.text)) or relation.kind == "shares"
