"""What an office may not ask by a profile: a later day than the law sets, or an error of its own."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import RuleFileError
from auditor.rulebook.specs import Rule
from auditor.rulebook.specs.form import Deadline


def check_overreach(rule: Rule, asked: Rule, profile: Path) -> None:
    """Refuse what a profile makes of a rule where it is graver than the rule itself, or moves a day of the law.

    Raises RuleFileError.
    """
    whens = {"", *(grade.when for grade in (*rule.grade, *asked.grade))}
    if any(_severity(asked, when) == "error" != _severity(rule, when) for when in whens):
        raise RuleFileError("profile_graver", path=str(profile), code=rule.id)
    if not isinstance(rule.check, Deadline) or not isinstance(asked.check, Deadline):
        return
    if asked.check.days != rule.check.days:
        raise RuleFileError("profile_day_of_law", path=str(profile), code=rule.id)
    for kind, day in asked.check.earlier.items():
        by_law = rule.check.days.get(kind)
        if by_law is not None and day > by_law:
            raise RuleFileError("profile_day_late", path=str(profile), code=rule.id, kind=kind, day=day, by_law=by_law)


def _severity(rule: Rule, when: str) -> str:
    """How much a finding weighs in a case."""
    return next((grade.severity for grade in rule.grade if grade.when == when), rule.severity)
