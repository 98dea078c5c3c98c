"""Words that go with a number: one cell, two cells; in the interface, in the messages of rules, in rules of others."""

from __future__ import annotations

import pytest
from auditor import api
from auditor.clauses import page as coverage_page
from auditor.errors import RuleFileError
from auditor.messages import filled, words
from auditor.reporters.rulehelp import help_of
from auditor.rulebook.loading import with_rule

REPORT = "清渚区审计局2023年政府信息公开工作年度报告\n一、总体情况\n发布１２条。\n{more}"


def test_a_number_has_the_word_that_goes_with_it() -> None:
    told = [filled("{n:cell is|cells are} blank, {n}", {"n": n}) for n in (0, 1, 2, "1", "11")]
    assert told == [
        "0 cells are blank, 0",
        "1 cell is blank, 1",
        "2 cells are blank, 2",
        "1 cell is blank, 1",
        "11 cells are blank, 11",
    ]


def test_the_summary_counts_in_english() -> None:
    told = words("summary", "en", reports=1, errors=1, warnings=0, infos=2, unread="")
    assert told == "1 audited: 1 error, 0 warnings, 2 infos"


def test_english_outputs_have_english_labels_and_marks() -> None:
    page = api.rulebook().pages["STR001"]
    headings = [line.removeprefix("## ") for line in help_of(page, "en").splitlines() if line.startswith("## ")]
    assert headings == ["What is checked", "Basis", "Why", "How to mend it", "Where the rule is silent", "Known gaps"]
    assert "；STR" not in coverage_page(api.rulebook(), "en")
    assert "；STR" in coverage_page(api.rulebook(), "zh")


@pytest.mark.parametrize(("more", "told"), [("", "1 place in all"), ("又发布３条。\n", "2 places in all")])
def test_a_finding_counts_in_english(more: str, told: str) -> None:
    found = [item for item in api.audit_text(REPORT.format(more=more)).findings if item.rule == "LNG003"]
    assert [item.message.en.partition("; ")[2] for item in found] == [told]


@pytest.mark.parametrize("placeholder", ["{count.real:a|b}", "{count!r:a|b}", "{count:>9}", "{count:a|b|c}"])
def test_a_placeholder_that_reaches_further_is_refused(placeholder: str) -> None:
    file = api.rulebook().files["LNG003"]
    raw = file.read_text(encoding="utf-8")
    assert "{count:place|places}" in raw
    with pytest.raises(RuleFileError, match="rule_words_unknown"):
        with_rule(api.rulebook(), file, raw.replace("{count:place|places}", placeholder).encode())
