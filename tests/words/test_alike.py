"""The table of characters that are mistaken for others belongs to the terms that it is for."""

from __future__ import annotations

import tomllib

from tests.words.alike import RULE, table


def test_the_rule_has_the_table_of_its_terms() -> None:
    check = tomllib.loads(RULE.read_text(encoding="utf-8"))["check"]
    assert check["alike"] == table(check["terms"])
