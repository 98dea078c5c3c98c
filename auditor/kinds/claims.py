"""Claims of the narrative against the tables: contradictions, open lists, and what stayed unresolved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.document import CellAddress, CellSum, Claim, Phrase, Reason, Report, Table, Verdict
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting
from auditor.rulebook.specs.numbers import ClaimCheck, Closure, ScopeCheck
from auditor.text.phrases import holds
from auditor.text.sentences import clause_around, in_one_line
from auditor.text.spans import Span
from auditor.text.widths import count_cjk, narrow

_SHOWN = 5
_FEWEST_WORDS = 3
_FEWEST_NOT_BY_CHANCE = 10
_RECEIVED = ("received", "new_received")
_WHOLE = ("new_received", "handled_total")
_COUNTED = ("件", "宗", "份", "起", "条")
_PERSONS = ("人次", "人", "名")
_OUTCOMES = ("outcome_leaf", "outcome_subtotal")
_NOTHING_LEFT_OUT = ("其余", "余下", "剩余", "分为")
_LISTS_ALL = re.compile("依次[为是]|分别[为是]|(?:结果|情况)(?:如下|为)?[：:]")
"""Words before the first part that announce all of them."""
_TABLE_REASONS = ("cell_", "table_", "rows_not_found", "columns_not_found", "values_miscounted")


def check(report: Report, spec: ClaimCheck, setting: Setting) -> Iterator[Result]:
    """A hit at each claim that a cell contradicts; a claim whose cell cannot be read stays open.

    What has no cell is contradicted by the text's own arithmetic, which NAR tells.
    """
    claims = [claim for claim in report.claims if claim.topic in spec.topics and claim.form in spec.forms]
    if not claims:
        raise Inapplicable("no_claims")
    foreign = [claim.reason for claim in claims if claim.reason and _of_other_form(claim.verdict, claim.reason)]
    if len(foreign) == len(claims):
        raise Inapplicable(foreign[0].code, **dict(foreign[0].params))
    for claim in claims:
        if spec.other_matter and _of_other_matter(claim, report, spec):
            continue
        if claim.verdict is Verdict.CONTRADICTED and claim.candidates and claim.topic not in spec.only_sum:
            yield _contradiction(claim, report, setting)
        elif claim.verdict is Verdict.AMBIGUOUS and claim.reason and claim.reason.code.startswith(_TABLE_REASONS):
            yield claim.reason
        elif claim.topic in spec.only_sum and claim.reason and claim.reason.code == "only_with_carried_in":
            yield _hit(claim, report, setting, grade="only_sum")


def _of_other_matter(claim: Claim, report: Report, spec: ClaimCheck) -> bool:
    """Whether what is said ahead of a number makes it one of another matter: 收费通知1件，收费金额800元."""
    if holds(narrow(claim.span.of(report.text)), spec.own_name):
        return False
    before = ""
    for sentence in report.plain_sentences():
        if sentence.whole.start <= claim.span.start < sentence.whole.end:
            ahead = report.plain[sentence.whole.start : claim.span.end]
            return holds(before + narrow(ahead), spec.other_matter)
        before = sentence.text
    return False


def _of_other_form(verdict: Verdict, reason: Reason) -> bool:
    """Whether the words fix a cell that the report's form has not."""
    return verdict is Verdict.NO_CELL and reason.code == "cell_not_in_form"


def _contradiction(claim: Claim, report: Report, setting: Setting) -> Hit:
    doubt = claim.reason is not None and claim.reason.code.startswith("doubt_")
    return _hit(claim, report, setting, grade="doubtful" if doubt else None)


def _hit(claim: Claim, report: Report, setting: Setting, grade: str | None) -> Hit:
    named = claim.cell or claim.candidates[0]
    cells = [
        report.tables[leaf.table].cells.get((leaf.row, leaf.column))
        for address in named.addresses
        for leaf in setting.layout.expand(address)
        if leaf.table in report.tables
    ]
    difference = abs((claim.value or Decimal(0)) - (claim.expected or Decimal(0)))
    params: dict[str, Param] = {
        "quote": _quoted(report.text, claim.span),
        "stated": claim.value if claim.value is not None else "—",
        "cell": named,
        "expected": claim.expected if claim.expected is not None else "—",
        "difference": difference,
        "elsewhere": _elsewhere(claim, report, setting),
        "reason": claim.reason or "",
        "table": setting.layout.table_label(named.addresses[0].table),
    }
    evidence = tuple(Evidence(cell.span, str(cell.address)) for cell in cells if cell is not None)
    return Hit(claim.span, params, evidence, grade=grade, cell=str(named))


def _quoted(text: str, span: Span) -> str:
    """The words of a claim; its clause where they are little more than a number: 2件, 一件."""
    told = in_one_line(text, span)
    return told if count_cjk(told) >= _FEWEST_WORDS else clause_around(text, span)


def _elsewhere(claim: Claim, report: Report, setting: Setting) -> Phrase:
    """Where else in the same table the stated number stands, when it is just one total: the slip shows itself.

    A small number stands somewhere by chance, and is told only where it is in the next row or column.
    """
    table = report.tables.get(claim.candidates[0].addresses[0].table)
    if table is None or not claim.value or claim.verdict is not Verdict.CONTRADICTED:
        return Phrase("", "")
    found = [
        cell.address
        for cell in table.cells.values()
        if cell.value == claim.value and (cell.address.table != "applications" or cell.address.column == "total")
    ]
    own = claim.candidates[0].addresses[0]
    if len(found) != 1 or (claim.value < _FEWEST_NOT_BY_CHANCE and not _is_beside(found[0], own, table)):
        return Phrase("", "")
    label = setting.layout.sum_label(CellSum((found[0],)))
    return Phrase(
        f"；{claim.value:f} 是“{label.zh}”的数",
        f"; {claim.value:f} is the number of “{label.en}”",
    )


def _is_beside(one: CellAddress, other: CellAddress, table: Table) -> bool:
    """Whether two cells stand in rows next to each other in the same column, or the other way round."""
    rows = list(dict.fromkeys(cell.address.row for cell in table.cells.values()))
    columns = list(dict.fromkeys(cell.address.column for cell in table.cells.values()))
    if other.row not in rows or other.column not in columns:
        return False
    down = abs(rows.index(one.row) - rows.index(other.row))
    across = abs(columns.index(one.column) - columns.index(other.column))
    return down + across == 1


def check_closure(report: Report, spec: Closure) -> Iterator[Result]:
    """A hit at a head whose listed outcomes do not add up to it, where the list claims to be complete."""
    found = False
    of_head: dict[int, list[Claim]] = defaultdict(list)
    for claim in report.claims:
        if claim.head is not None:
            of_head[claim.head].append(claim)
    for place, below in sorted(of_head.items()):
        head = report.claims[place]
        parts = _each_once([claim for claim in below if _is_outcome(claim, head)])
        if head.form != "number" or head.value is None or len(parts) < spec.fewest:
            continue
        found = True
        if _holds_unread_number(report, head, parts[-1]) or _speaks_anew(report, head, parts[0]):
            continue
        total = sum((part.value for part in parts if part.value is not None), Decimal(0))
        stretch = report.text[head.span.start : parts[-1].span.end + 2]
        gap = head.value - total
        closed = any(str(part.cell).endswith(("other.total", "other_misc.total")) for part in parts)
        announced = _LISTS_ALL.search(report.text[head.span.end : parts[0].span.start])
        complete = closed or bool(announced) or any(word in stretch for word in _NOTHING_LEFT_OUT)
        if head.topic in _RECEIVED and total == _handled(report):
            continue
        if gap == 0 or (gap > 0 and (not complete or any(word in stretch for word in spec.open_words))):
            continue
        params: dict[str, Param] = {
            "head": in_one_line(report.text, head.span),
            "stated": head.value,
            "sum": total,
            "parts": "＋".join(str(part.value) for part in parts),
            "difference": abs(gap),
        }
        evidence = tuple(Evidence(part.span, str(part.cell)) for part in parts)
        yield Hit(head.span, params, evidence)
    if not found:
        raise Inapplicable("no_outcome_list")


def _each_once(parts: Sequence[Claim]) -> list[Claim]:
    """The parts of a list without those told again, sums of those told (前两项合计86件) and leaves of groups told."""
    kept: list[Claim] = []
    groups = {address.row for part in parts if part.cell for address in part.cell.addresses}
    for part in parts:
        told = {address for other in kept if other.cell for address in other.cell.addresses}
        own = set(part.cell.addresses) if part.cell else set()
        within = any(address.row.startswith(f"{row}_") for address in own for row in groups)
        if not own or not (own <= told or within):
            kept.append(part)
    return kept


def _handled(report: Report) -> Decimal | None:
    """What was handled, with the cases carried in: results listed under a number received may add up to it."""
    table = report.tables.get("applications")
    cell = table.cells.get(("handled_total", "total")) if table else None
    return cell.value if cell else None


def _holds_unread_number(report: Report, head: Claim, last: Claim) -> bool:
    """Whether a number between the head and its last part was tied to no cell: it may be one more part."""
    return any(
        head.span.end <= claim.span.start <= last.span.end
        and claim.form == "number"
        and (claim.cell is None or (_read_from_afar(claim) and not _is_outcome(claim, head)))
        and claim.verdict is not Verdict.OUT_OF_SCOPE
        and claim.unit in _COUNTED
        for claim in report.claims
    )


def _speaks_anew(report: Report, head: Claim, first: Claim) -> bool:
    """自然人4件。均已办理完毕：公开4件: a sentence behind the last kind of applicant may list the results of all."""
    of_one_kind = any(all(address.column != "total" for address in cell.addresses) for cell in head.candidates)
    return of_one_kind and "。" in report.text[head.span.end : first.span.start]


def _read_from_afar(claim: Claim) -> bool:
    """答复“同意给”29件: words that were not read stand between the number and the word that names its cell."""
    return claim.reason is not None and claim.reason.code in ("words_too_far", "tied_by_value")


def _is_outcome(claim: Claim, head: Claim) -> bool:
    """Whether a number is a part of the head; cases carried on are parts of what came in, not of what was handled."""
    topics = _OUTCOMES if head.topic == "handled" else (*_OUTCOMES, "carried_out")
    return (
        claim.form == "number"
        and claim.value is not None
        and claim.topic in topics
        and claim.verdict is not Verdict.OUT_OF_SCOPE
    )


def check_scope(report: Report, spec: ScopeCheck) -> Iterator[Result]:
    """One hit where numbers about these topics are of other bodies only, and none is of the one whose table it is."""
    about = [claim for claim in report.claims if claim.topic in spec.topics and claim.form != "universal"]
    about = [claim for claim in about if claim.form == "zero" or claim.unit in _COUNTED]
    if not about:
        raise Inapplicable("no_claims")
    excluded = [claim for claim in about if claim.reason and claim.reason.code.startswith("scope_")]
    if any(_agrees_with_table_three(claim, report) for claim in report.claims):
        return
    added_up = any(clause_around(report.text, claim.span).startswith(spec.sums) for claim in excluded[2:])
    if excluded and len(excluded) == len(about) and not added_up:
        evidence = tuple(Evidence(claim.span) for claim in excluded[1:])
        yield Hit(
            excluded[0].span, {"quote": clause_around(report.text, excluded[0].span), "count": len(excluded)}, evidence
        )


def _agrees_with_table_three(claim: Claim, report: Report) -> bool:
    """Whether a number is told that is the table's own: tied to one of its cells, or the same as its whole number."""
    if claim.verdict is Verdict.SUPPORTED and claim.cell and claim.value:
        return any(address.table == "applications" for address in claim.cell.addresses)
    table = report.tables.get("applications")
    of_another = claim.reason is not None and claim.reason.code.startswith("scope_")
    if table is None or not of_another or not claim.value or claim.unit not in _COUNTED:
        return False
    return claim.value in [cell.value for row in _WHOLE if (cell := table.cells.get((row, "total")))]


def check_unresolved(report: Report) -> Iterator[Result]:
    """One summary of the numbers about applications and disputes that could not be tied to a cell."""
    unresolved = [claim for claim in report.claims if _is_unresolved(claim)]
    if not unresolved:
        return
    shown = (clause_around(report.text, claim.span) for claim in unresolved[:_SHOWN])
    quotes = "；".join(dict.fromkeys(shown))  # two numbers may stand in one clause
    evidence = tuple(Evidence(claim.span) for claim in unresolved[1:])
    yield Hit(unresolved[0].span, {"count": len(unresolved), "quotes": quotes}, evidence)


def _is_unresolved(claim: Claim) -> bool:
    """Words that fix no cell although the tables can be read, or persons counted where the tables count cases."""
    if claim.reason is None:
        return False
    if claim.verdict is Verdict.AMBIGUOUS:
        return not claim.reason.code.startswith(_TABLE_REASONS)
    return claim.reason.code == "unit_of_another_kind" and claim.unit in _PERSONS
