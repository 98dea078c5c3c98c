"""What each kind of check tells of a hit: the words in braces that messages and suggestions of its rules may name."""

from __future__ import annotations

from string import Formatter

from auditor.rulebook.specs import Rule

_TOLD = {
    "section-presence": "fault section",
    "section-order": "section",
    "section-ordinal": "due printed section",
    "section-extra": "heading",
    "section-title": "due lacks printed",
    "aspects": "aspect aspects count length",
    "aspect-figure": "aspect",
    "title": "lacks",
    "part-list": "declared found where",
    "year-agreement": "due other_year printed title_year what",
    "period": "found",
    "numbering-scheme": "found",
    "enumerators": "before due found",
    "declared-count": "declared listed quote",
    "phrase": "phrase",
    "repetition": "word",
    "signs": "count found quote",
    "pairs": "found quote",
    "nested-marks": "count found quote",
    "document-numbers": "due found",
    "terms": "due phrase",
    "short-forms": "count due found",
    "table-presence": "table",
    "table-labels": "count due printed rows",
    "section-length": "fewest length most",
    "section-blank": "printed",
    "statement": "what",
    "deadline": "deadline published",
    "publication-details": "what printed",
    "personal-data": "quote what",
    "reading": "all count found quotes rows table word",
    "cell-state": "cell columns count raw row",
    "digit-form": "count fault shown table",
    "amount": "cell raw",
    "group-rows": "row sum value",
    "identity": "difference left left_total name right right_total",
    "minimal-repair": "verdict",
    "claim": "cell difference elsewhere expected quote reason stated table",
    "closure": "difference head parts stated sum",
    "cells-told": "what",
    "relation": "difference expected formula quote stated",
    "charge": "amount quote unpaid",
    "charge-report": "lacks",
    "scope": "count quote",
    "comparison": "cell shown value",
    "category": "name quote row value",
    "round-numbers": "count shown",
    "improvement-presence": "",
    "specificity": "advice count levels mean",
    "correspondence": "problem",
    "measure-facet": "count quote year",
    "praise-share": "share",
    "risk-reflection": "risk shown",
    "last-year": "last",
    "promises": "count how of promise promises",
    "carry-chain": "before columns difference doubt now",
    "stock-chain": "difference direction doubt expected formula now quote row share",
    "pending-cases": "before now what",
    "last-year-quoted": "cells doubt formula quote",
    "volume-jump": "before cell factor now",
    "identical-tables": "count shown",
    "copying": "length passage peers percent words",
    "own-copying": "length passage percent words",
    "roll-up": "cell child most value",
    "foreign-names": "agency count name",
    "template-blanks": "phrase",
    "generic-text": "count length quotes",
    "slogan-share": "count of share",
    "statute-pasting": "length phrase",
}
GIVEN = {kind: tuple(names.split()) for kind, names in _TOLD.items()}


def unknown_placeholder(rule: Rule) -> tuple[str, str] | None:
    """The first field of a rule with a word in braces that its kind of check does not tell, and that word.

    A brace that is open alone is such a word as well.
    """
    known = GIVEN[kind_of(rule)]
    labels = {"message": rule.message, "suggestion": rule.suggestion}
    for place, grade in enumerate(rule.grade):
        labels |= {f"grade[{place}].message": grade.message or rule.message}
        labels |= {f"grade[{place}].suggestion": grade.suggestion or rule.suggestion}
    for field, label in labels.items():
        for language, text in (("zh", label.zh), ("en", label.en)):
            try:
                named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
            except ValueError:
                return f"{field}.{language}", "{" if text.count("{") > text.count("}") else "}"
            if wrong := [name for name in named if name not in known]:
                return f"{field}.{language}", f"{{{wrong[0]}}}"
    return None


def kind_of(rule: Rule) -> str:
    """The kind of check of a rule, as its file says it."""
    return str(rule.check.__struct_config__.tag)
