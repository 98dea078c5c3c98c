"""Rule files to typed rules, validated against the layout."""

from auditor.rulebook.loading import Rulebook, load_rulebook
from auditor.rulebook.specs import Check, Rule

__all__ = ["Check", "Rule", "Rulebook", "load_rulebook"]
