"""Whose numbers the tables hold, by what the report says of them: the body's alone, or those below it as well."""

from __future__ import annotations

from typing import Literal, TypeAlias

from auditor.document import Report
from auditor.rulebook.specs.options import Whose
from auditor.text.phrases import holds

Told: TypeAlias = Literal["together", "alone"]


def whose_numbers(report: Report, words: Whose) -> set[Told]:
    """What the sentences about the report's numbers say; both where they contradict each other."""
    texts = [sentence.text for sentence in report.plain_sentences()]
    about = [text for text in texts if holds(text, words.speaks)]
    told: set[Told] = set()
    if any(holds(text, words.consolidates) and not holds(text, words.alone) for text in about):
        told.add("together")
    if any(holds(text, words.alone) for text in about):
        told.add("alone")
    return told
