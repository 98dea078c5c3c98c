"""``audit``: which rules apply to a report, what they found, and what became of each."""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from auditor.bounds import MOST_SECONDS, TimeUp
from auditor.document import NO_NEIGHBOURS, Neighbours, Phrase, Reason, Report
from auditor.errors import RuleCrash
from auditor.finding import Audit, Finding, Hit, Outcome, OutcomeKind, Param, Severity
from auditor.kinds import Inapplicable, Setting, Undecided, check
from auditor.messages import filled, spoken, words
from auditor.rulebook import Rule, Rulebook
from auditor.scoring import load_scorecard, score
from auditor.text.widths import narrow

_NOT_IN_FORM = "cell_not_in_form"
_DIGITS = re.compile(r"\d[\d,.]*")


def audit(report: Report, rulebook: Rulebook, rules: Sequence[Rule], neighbours: Neighbours = NO_NEIGHBOURS) -> Audit:
    """Run the chosen rules on a report, with the reports that it is compared with where they are at hand.

    The order in which rules are given changes nothing of what is told. Raises RuleCrash when a check fails through a
    fault of ours, and for the rule at which the time for a report is up: where nobody bounds it from outside, the
    clock is looked at between rules.
    """
    setting = Setting(rulebook, rulebook.form_of(report), neighbours)
    began = time.thread_time()
    outcomes: dict[str, Outcome] = {}
    findings: list[Finding] = []
    for rule in sorted(rules, key=lambda rule: rule.id):
        outcome, hits = _run(rule, report, setting)
        outcomes[rule.id] = outcome
        findings.extend(_findings(rule, hits, report, setting))
        if time.thread_time() - began > MOST_SECONDS:
            raise _too_slow(rule, report, MOST_SECONDS)
    findings.sort(key=lambda finding: (finding.span.start, -finding.severity, finding.rule))
    card = score(report, findings, outcomes, rules, load_scorecard(rulebook.folder / "scorecard.toml"))
    return Audit(report, tuple(findings), outcomes, card, rulebook.version)


def _run(rule: Rule, report: Report, setting: Setting) -> tuple[Outcome, list[Hit]]:
    inapplicable = _inapplicable(rule, report)
    if inapplicable:
        return inapplicable, []
    hits: list[Hit] = []
    doubts: list[Reason] = []
    try:
        for result in check(rule.check, report, setting):
            if isinstance(result, Hit):
                hits.append(result)
            else:
                doubts.append(result)
    except Undecided as undecided:
        return _open([undecided.reason]), []
    except Inapplicable as inapplicable_here:
        return Outcome(OutcomeKind.NOT_APPLICABLE, inapplicable_here.reason), []
    except TimeUp as up:
        raise _too_slow(rule, report, up.seconds) from up
    except Exception as error:  # any fault in a check is ours: told as a crash, never a pass
        raise RuleCrash(
            "rule_crash", path=report.source.path, rule=rule.id, detail=f"{type(error).__name__}: {error}"
        ) from error
    if hits:
        return Outcome(OutcomeKind.FAILED, doubts[0] if doubts else None), hits
    if doubts:
        return _open(doubts), []
    return Outcome(OutcomeKind.PASSED), []


def _open(doubts: Sequence[Reason]) -> Outcome:
    """The outcome of a rule that found nothing and has doubts: it does not apply to cells that the form has not."""
    kept = next((doubt for doubt in doubts if doubt.code != _NOT_IN_FORM), None)
    return Outcome(OutcomeKind.UNDECIDED, kept) if kept else Outcome(OutcomeKind.NOT_APPLICABLE, doubts[0])


def _too_slow(rule: Rule, report: Report, seconds: float) -> RuleCrash:
    return RuleCrash("rule_too_slow", path=report.source.path, rule=rule.id, seconds=round(seconds))


def _inapplicable(rule: Rule, report: Report) -> Outcome | None:
    """The outcome of a rule that does not hold for this kind of agency or this year; None if it runs."""
    applies = rule.applies
    if applies.kinds and report.kind is None:
        return Outcome(OutcomeKind.UNDECIDED, Reason("kind_unknown"))
    if applies.kinds and report.kind not in applies.kinds:
        return Outcome(OutcomeKind.NOT_APPLICABLE, Reason("kind_not_bound"))
    bounded = applies.first_year > 0 or applies.last_year < 9999
    if bounded and report.year is None:
        return Outcome(OutcomeKind.UNDECIDED, Reason("year_unknown"))
    if bounded and not applies.first_year <= (report.year or 0) <= applies.last_year:
        return Outcome(OutcomeKind.NOT_APPLICABLE, Reason("year_not_bound"))
    return None


def _findings(rule: Rule, hits: Iterable[Hit], report: Report, setting: Setting) -> list[Finding]:
    """Hits with identity, severity and words. Rules weigh; checks cannot forge a code."""
    found: list[Finding] = []
    seen: Counter[str] = Counter()
    for hit in hits:
        grade = next((grade for grade in rule.grade if grade.when in (hit.grade, report.kind)), None)
        severity = Severity[(grade.severity if grade else rule.severity).upper()]
        message = _worded(((grade and grade.message) or rule.message).phrase, hit, rule, report, setting)
        if report.source.recognised:
            severity, message = min(severity, Severity.WARNING), _doubted(message)
        basis = _anchor_text(rule, hit, report)
        seen[basis] += 1
        anchor = _digest(f"{basis}|{seen[basis]}")
        values = "|".join(item.span.of(report.text) for item in hit.evidence)
        fingerprint = _digest(f"{anchor}|{hit.span.of(report.text)}|{values}")
        found.append(
            Finding(
                rule.id,
                severity,
                rule.preview,
                message,
                _worded(((grade and grade.suggestion) or rule.suggestion).phrase, hit, rule, report, setting),
                hit.span,
                hit.evidence,
                anchor,
                fingerprint,
                grade.when if grade else None,
            )
        )
    return found


def _doubted(message: Phrase) -> Phrase:
    """The message with the doubt that its words were recognised in a picture."""
    return Phrase(*(message.of(language) + words("recognised_doubt", language) for language in ("zh", "en")))


def _anchor_text(rule: Rule, hit: Hit, report: Report) -> str:
    """What follows a finding from year to year: rule, section, cell or quote without digits."""
    section = next(
        (item.key for item in report.sections if item.title.start <= hit.span.start < item.body.end), "preamble"
    )
    place = hit.cell or _DIGITS.sub("#", narrow(hit.span.of(report.text)))
    return f"{rule.id}|{section}|{place}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _worded(template: Phrase, hit: Hit, rule: Rule, report: Report, setting: Setting) -> Phrase:
    """Words of a rule for a hit. Raises RuleCrash where they name what the check does not tell."""
    try:
        return _render(template, hit.params, setting)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise RuleCrash("rule_crash", path=report.source.path, rule=rule.id, detail=detail) from error


def _render(template: Phrase, params: Mapping[str, Param], setting: Setting) -> Phrase:
    zh, en = (
        {key: spoken(value, language, setting.layout) for key, value in params.items()} for language in ("zh", "en")
    )
    return Phrase(filled(template.zh, zh), filled(template.en, en))
