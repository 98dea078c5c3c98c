"""``audit decide``: what people wrote into the workbook of a round goes into its store, with who wrote it and when."""

from __future__ import annotations

from dataclasses import dataclass

from auditor import delivery
from auditor.errors import UsageError
from auditor.messages import words
from auditor.reporters.checks import RESULTS, Check, read_checks
from auditor.store.accounts import is_name
from auditor.store.decisions import Decision, Said, decide, last_decisions
from auditor.store.opening import open_store, writing

_NOT_TAKEN = 1


@dataclass(frozen=True, slots=True)
class Request:
    """One call of ``audit decide``, as typed."""

    workbook: str
    store: str
    who: str
    language: str = "zh"


def run(request: Request) -> int:
    """Add what is new; 0, or 1 where a row could not be taken. Raises UsageError and StoreError."""
    if not request.who.strip():
        raise UsageError("who_missing")
    if not is_name(request.who.strip()):
        raise UsageError("account_name", name=request.who.strip())
    checks = [check for check in read_checks(request.workbook) if check.fingerprint and (check.result or check.note)]
    engine = open_store(request.store, must_exist=True)
    refused = added = 0
    with writing(engine) as connection:
        before = {
            (item.agency, item.year, item.fingerprint): (item.said, item.why) for item in last_decisions(connection)
        }
        for check in checks:
            decision = _decision(check, request.who.strip())
            if decision is None:
                refused += 1
                delivery.warn(_refusal(check, request))
                continue
            if before.get((decision.agency, decision.year, decision.fingerprint)) == (decision.said, decision.why):
                continue
            try:
                added += decide(connection, [decision])
            except KeyError:
                refused += 1
                delivery.warn(words("decision_agency", request.language, path=request.workbook, row=check.row))
    engine.dispose()
    same = len(checks) - added - refused
    delivery.tell(words("decided", request.language, added=added, same=same, refused=refused))
    return _NOT_TAKEN if refused else 0


def _decision(check: Check, who: str) -> Decision | None:
    """The decision that a row is; None for a result in words that are not of the list, or of nobody's report."""
    if check.agency is None or check.year is None or (check.result and check.verdict is None):
        return None
    said: Said = check.verdict or "noted"
    return Decision(check.agency, check.year, check.rule, check.fingerprint, said, check.note, who)


def _refusal(check: Check, request: Request) -> str:
    key = "decision_agency" if check.agency is None or check.year is None else "decision_word"
    allowed = words("between_names", request.language).join(
        words(f"check_{item}", request.language) for item in RESULTS
    )
    told = {"path": request.workbook, "row": check.row, "result": check.result, "allowed": allowed}
    return words(key, request.language, **told)
