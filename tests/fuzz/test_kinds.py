"""Every kind of check on any text, alone and beside others: findings stand in the text and say whole sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from auditor.api import Options, audit_among, chosen_rules, model_version, parse_source, rulebook
from auditor.document import Neighbours, Report
from auditor.errors import UnreadableReport
from auditor.reading import source_of_text
from auditor.reporters import FORMATS, render
from auditor.reporters.run import Run
from auditor.rulebook.specs import Check
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.invariants import check_audit
from tests.fuzz.profiles import examples
from tests.fuzz.texts import ANYTHING, reports

BOOK = rulebook()
RULES = chosen_rules(BOOK, Options(select=tuple(rule.id for rule in BOOK.rules)))


def kinds_of(union: Any) -> Iterator[type]:
    """The kinds of check, out of the union of unions that the rulebook is typed with."""
    for member in get_args(union):
        yield from kinds_of(member) if get_args(member) else [member]


def test_every_kind_of_check_has_a_rule_that_is_run_here() -> None:
    assert {type(rule.check) for rule in RULES} == set(kinds_of(Check))


def parsed(text: str) -> list[Report]:
    try:
        return parse_source(source_of_text(text, "甲.txt"), Options())
    except UnreadableReport:
        return []


@examples(12)
@given(text=ANYTHING)
def test_findings_on_any_text_stand_in_it_and_are_whole_sentences(text: str) -> None:
    for report in parsed(text):
        check_audit(audit_among(report, Neighbours(), BOOK, RULES), BOOK, [rule.id for rule in RULES])


@examples(4)
@given(texts=st.lists(reports(), min_size=1, max_size=4), agencies=st.data())
def test_findings_beside_any_neighbours_do_so_too(texts: list[str], agencies: st.DataObject) -> None:
    found = [report for text in texts for report in parsed(text)]
    for report in found[:1]:
        previous = agencies.draw(st.sampled_from([None, *found]))
        others = tuple(found)
        audit = audit_among(report, Neighbours(previous, others, others), BOOK, RULES)
        check_audit(audit, BOOK, [rule.id for rule in RULES])


@pytest.mark.parametrize("output_format", [name for name in FORMATS if name not in ("docx", "letter")])
@examples(1)
@given(text=reports())
def test_every_output_takes_any_report(output_format: str, text: str) -> None:
    audits = [audit_among(report, Neighbours(), BOOK, RULES) for report in parsed(text)]
    for language in ("zh", "en"):
        content = render(Run(audits, [], BOOK, model_version(), language=language, claims=True), output_format)
        assert content if isinstance(content, bytes) else content.encode()
