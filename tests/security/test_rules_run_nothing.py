"""A rule file of somebody else says things; it reaches nothing of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.api import rulebook
from auditor.errors import RuleFileError

RULE = """id = "LOC001"
name = "said"
kind = "phrase"
severity = "warning"
status = "stable"
title = { zh = "甲", en = "a" }
message = { zh = "<message>", en = "<message>" }
suggestion = { zh = "<suggestion>", en = "<suggestion>" }
basis = { kind = "local", document = "乙" }
[check]
phrases = ["<phrases>"]
"""
FIELDS = ("message", "suggestion", "phrases")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "placeholder",
    ["{phrase.__class__}", "{phrase[0]}", "{phrase!r}", "{phrase:>999999999}", "{.x}", "{0.__init__}", "{phrase:{x}}"],
)
def test_a_placeholder_is_a_name_and_no_more(field: str, placeholder: str, tmp_path: Path) -> None:
    text = RULE.replace(f"<{field}>", placeholder)
    (tmp_path / "LOC001-said.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        rulebook((tmp_path,))
    assert refused.value.code == "rule_words_unknown"


def test_a_name_in_braces_is_one(tmp_path: Path) -> None:
    (tmp_path / "LOC001-said.toml").write_text(RULE.replace("<message>", "“{phrase}”"), encoding="utf-8")
    rule = rulebook((tmp_path,)).rule("LOC001")
    assert rule is not None
    assert rule.message.phrase.zh == "“{phrase}”"
