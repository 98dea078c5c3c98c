"""The law clause by clause: every rule that rests on it stands in the page, and the page is the one that was made."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from auditor.api import rulebook
from auditor.clauses import page, read_coverage
from auditor.errors import RuleFileError
from auditor.rulepages import listing
from auditor.text.widths import columns_of

LAWS = ("中华人民共和国政府信息公开条例", "国办公开办函〔2021〕30号", "国办函〔2020〕109号")
_WORD = re.compile(r"\S+")
PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"


def test_each_rule_that_rests_on_the_law_stands_at_a_clause() -> None:
    book = rulebook()
    named = {code for document in read_coverage(book).document for clause in document.clause for code in clause.rules}
    resting = {rule.id for rule in book.rules if rule.basis.document in LAWS}
    assert resting - named == set()


def test_the_page_in_the_docs_is_the_one_that_the_command_makes() -> None:
    """``audit rules --coverage > docs/coverage.md`` makes it anew."""
    assert PAGE.read_text(encoding="utf-8") == page(rulebook(), "zh") + "\n"


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ('rules = ["TAB999"]\nunchecked = ""', "no rule `TAB999`"),
        ('rules = []\nunchecked = ""', "neither checked nor said why not"),
        ('rules = []\nunchecked = "甲"\nof = 1', "unknown field `of`"),
    ],
)
def test_a_clause_that_nobody_checks_says_why(clause: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "coverage.toml").write_text(
        f'[[document]]\ntitle = "甲"\n[[document.clause]]\nplace = "乙"\nsays = "丙"\nsource = "memory"\n{clause}\n',
        encoding="utf-8",
    )
    with pytest.raises(RuleFileError) as refused:
        read_coverage(replace(rulebook(), folder=tmp_path))
    assert told in str(refused.value)


def test_in_english_what_is_told_in_chinese_alone_says_so_in_its_heading() -> None:
    heading = next(line for line in page(rulebook(), "en").splitlines() if line.startswith("| clause"))
    marked = [cell.strip() for cell in heading.strip("|").split("|") if "(in Chinese)" in cell]
    assert marked == ["clause (in Chinese)", "what it asks (in Chinese)", "not for a machine (in Chinese)"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_columns_of_the_list_of_rules_stand_under_their_headings(language: str) -> None:
    lines = listing((), language).splitlines()
    starts = {tuple(columns_of(line[: match.start()]) for match in list(_WORD.finditer(line))[:4]) for line in lines}
    assert starts == {(0, 10, 19, 28)}
