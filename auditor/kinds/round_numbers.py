"""Numbers of the narrative that are all round: estimated rather than counted."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.document import Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.rulebook.specs.numbers import RoundNumbers
from auditor.text.quantities import Quantity, find_quantities
from auditor.text.sentences import plain_sentences
from auditor.text.spans import Span

_SHOWN = 8
_ROUNDED = "万亿千百"
"""Signs of a number that says itself that it is rounded: 1.2万."""


def check(report: Report, spec: RoundNumbers, setting: Setting) -> Iterator[Result]:
    """One hit at the first number where all are round; the first that is not ends the search."""
    units = setting.rulebook.vocabulary.units
    counting = {unit for unit, kind in units.items() if kind in spec.counting}
    found: list[tuple[Span, Quantity]] = []
    for key in spec.sections:
        for block in report.prose(key):
            for sentence in plain_sentences(report.lines, block):
                for quantity in find_quantities(sentence.text, tuple(units)):
                    if quantity.unit not in counting or not _is_counted(quantity, sentence.text):
                        continue
                    if quantity.value % spec.multiple:
                        return
                    found.append((sentence.span(quantity.span.start, quantity.span.end), quantity))
    different = {quantity.value for _, quantity in found}
    if len(found) < spec.fewest or len(different) < spec.fewest_different:
        raise Inapplicable("too_few_numbers", found=len(found))
    shown = [f"{quantity.value:f}{quantity.unit}" for _, quantity in found]
    more = "…" if len(shown) > _SHOWN else ""
    params: dict[str, Param] = {"count": len(found), "shown": "、".join(shown[:_SHOWN]) + more}
    yield Hit(found[0][0], params, tuple(Evidence(place) for place, _ in found))


def _is_counted(quantity: Quantity, text: str) -> bool:
    """Whether a number gives itself out as counted: in digits, exact, and more than none."""
    printed = quantity.number.of(text)
    exact = quantity.interval.exact and not quantity.approximate
    return exact and quantity.value > 0 and printed[0].isdigit() and not any(sign in printed for sign in _ROUNDED)
