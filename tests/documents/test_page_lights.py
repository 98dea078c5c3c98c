"""Which places of a page are lit when a finding is touched: both sides of what is broken."""

from __future__ import annotations

from auditor.reporters.page.part import Part
from auditor.reporters.page.sheet import sheet_of

from tests.documents.runs import UNBALANCED, corpus_audit, run_of

_ROW = "r1-applications-denied_process_info"


def test_both_sides_of_an_identity_and_of_a_contradiction_are_lit() -> None:
    audit = corpus_audit(UNBALANCED)
    part = Part(sheet_of(run_of(audit), audit, 1))
    lit = {listed.item.finding.rule: (listed.item.mark, part.lights(listed.item)) for listed in part.findings}
    mark, places = lit["TAB006"]
    applicants = ("natural_person", "company", "research_institute", "public_interest", "legal_service", "other_org")
    assert places == [f"{_ROW}-total", mark, *(f"{_ROW}-{key}" for key in applicants)]
    mark, places = lit["XRF010"]
    (said,) = (place for place in places if place.startswith("r1-n-"))
    assert places == [mark, "r1-disputes-review-total", said]
    (block,) = (block for block in part.blocks if f'id="{said}"' in block.markup)
    assert "11宗" in block.markup.partition(f'id="{said}"')[2][:200]
