"""What people change of a rule file: cut out of the file and put back, it is the same rule."""

from __future__ import annotations

import msgspec
import pytest
from auditor.api import rulebook
from auditor.rulebook import Rulebook
from auditor.rulebook.editing import difference, editable, rejoined, with_edited


@pytest.mark.parametrize("code", [rule.id for rule in rulebook().rules])
def test_what_is_cut_out_of_a_rule_file_can_be_put_back(code: str) -> None:
    book = rulebook()
    text = book.files[code].read_text(encoding="utf-8")
    whole = rejoined(book.files[code], text, editable(text))
    assert [str(line) for line in difference(text, whole) if line.sign != " "] == ["+ replaces = true"]
    assert with_edited(book, code, editable(text)).rule(code) == _replacing(book, code)


def _replacing(book: Rulebook, code: str) -> object:
    rule = book.rule(code)
    assert rule is not None
    return msgspec.structs.replace(rule, replaces=True)
