"""A report beside last year's: the values of both, and why the two may not compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.document import Cell, CellAddress, Phrase, Reason, Report, Verdict
from auditor.kinds.outcome import Inapplicable, Setting
from auditor.kinds.whose import Told, whose_numbers
from auditor.rulebook.specs.options import Explanation, Whose
from auditor.text.phrases import holds
from auditor.text.quoting import shortened
from auditor.text.sentences import Sentence
from auditor.text.widths import squeeze

_NAMES: Mapping[Told, Phrase] = {
    "alone": Phrase("本级", "the body alone"),
    "together": Phrase("汇总", "all bodies together"),
}
_BY_SCOPE: Mapping[str, set[Told]] = {"level": {"alone"}, "region": {"together"}, "system": {"together"}}
_AGREE = (Verdict.SUPPORTED, Verdict.SUPPORTED_BY_ROUNDING)
_QUOTED = 40
_GOVERNMENT = re.compile("(?:人民)?政府$")
_ENDING = 2


def previous_of(setting: Setting) -> Report:
    """Last year's report. Raises Inapplicable where it is not at hand."""
    if setting.previous is None:
        raise Inapplicable("previous_missing")
    return setting.previous


@dataclass(frozen=True, slots=True)
class TwoYears:
    """A number of last year and one of this year that are compared."""

    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.before


def both(report: Report, setting: Setting, before: CellAddress, now: CellAddress) -> TwoYears | Reason:
    """The value of a cell of last year and of one of this year; or why one of them cannot be told."""
    value, reason = setting.layout.value_of(report.tables, now)
    if value is None:
        return reason or Reason("cell_not_found", {"cell": now})
    previous = previous_of(setting)
    last, reason = setting.rulebook.form_of(previous).value_of(previous.tables, before)
    if last is None:
        return of_previous(reason or Reason("cell_not_found", {"cell": before}))
    return TwoYears(last, value)


def of_previous(reason: Reason) -> Reason:
    """A reason that lies in last year's report, not in this one."""
    return Reason("in_previous", {"reason": reason})


def cells_at(report: Report, setting: Setting, addresses: Sequence[CellAddress]) -> list[Cell]:
    """The printed cells of some addresses, groups by their leaves."""
    found: list[Cell] = []
    for address in addresses:
        table = report.tables.get(address.table)
        direct = table.cells.get((address.row, address.column)) if table else None
        leaves = [direct] if direct else [_leaf(report, leaf) for leaf in setting.layout.expand(address)]
        found.extend(cell for cell in leaves if cell is not None)
    return found


def _leaf(report: Report, address: CellAddress) -> Cell | None:
    table = report.tables.get(address.table)
    return table.cells.get((address.row, address.column)) if table else None


def other_name(report: Report, setting: Setting) -> Reason | None:
    """The doubt that last year's report is of an agency of another name, renamed or merged since."""
    previous = previous_of(setting)
    if report.agency and previous.agency and not _same_name(report.agency, previous.agency):
        return Reason("agencies_differ", {"previous": squeeze(previous.agency)})
    return None


def other_bodies(report: Report, setting: Setting, whose: Whose) -> Reason | None:
    """Why the tables of the two years do not compare: one says that it holds the body alone, the other all together."""
    before, now = _told(previous_of(setting), whose), _told(report, whose)
    if len(before) == len(now) == 1 and before != now:
        return Reason("scopes_differ", {"before": _NAMES[before.pop()], "now": _NAMES[now.pop()]})
    return None


def _same_name(one: str, other: str) -> bool:
    """Whether one name is the other with words left out: 自治区…厅 and 广西壮族自治区…厅, 某县 and 某县人民政府.

    What is added at the end makes another body: 某县人民政府办公室, 某市教育局高新区分局.
    """
    shorter, longer = sorted((_GOVERNMENT.sub("", squeeze(name)) for name in (one, other)), key=len)
    rest = iter(longer)
    return all(char in rest for char in shorter) and longer.endswith(shorter[-_ENDING:])


def _told(report: Report, whose: Whose) -> set[Told]:
    """Whose numbers the tables are said to hold, by sentences about them and by numbers that agree with them."""
    told = whose_numbers(report, whose)
    for claim in report.claims:
        if claim.verdict in _AGREE and claim.cell is not None and claim.cell.addresses[0].table == "applications":
            told |= _BY_SCOPE.get(claim.scope, set())
    return told


def _read(report: Report) -> Iterator[tuple[Sentence, str]]:
    return zip(report.sentences(), (plain.text for plain in report.plain_sentences()), strict=True)


def explaining(report: Report, explained: Explanation) -> list[Sentence]:
    """The sentences that give a reason for what the two years show; what is planned explains nothing that was."""
    return [
        sentence
        for sentence, text in _read(report)
        if holds(text, explained.about)
        and holds(text, explained.reasons)
        and (holds(text, explained.looks_back) or not _is_planned(sentence, report))
    ]


def _is_planned(sentence: Sentence, report: Report) -> bool:
    return any(measure.span.overlaps(sentence.whole) for measure in report.measures)


def speaking_of(report: Report, words: Sequence[str]) -> list[Sentence]:
    """The sentences that hold one of the words."""
    return [sentence for sentence, text in _read(report) if holds(text, words)]


def quoted(sentence: Sentence) -> str:
    """As much of a sentence as a reader needs to find it."""
    return shortened(sentence.text, _QUOTED)
