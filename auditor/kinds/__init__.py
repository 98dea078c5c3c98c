"""Kinds of check: one function each from a report and a spec to hits. The set is closed.

A check knows neither code nor severity nor words of its rule; it yields ``Hit`` for a place that
is wrong and ``Reason`` for a part that it could not decide, and raises ``Undecided`` or
``Inapplicable`` for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from auditor.document import Report
from auditor.kinds import (
    charges,
    claims,
    correspondence,
    identities,
    improvements,
    masthead,
    numbering,
    overview,
    promises,
    publication,
    relations,
    sections,
    statements,
    tables,
    wording,
)
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.rulebook import specs
from auditor.rulebook.specs import Check

__all__ = ["Inapplicable", "Result", "Setting", "Undecided", "check"]


def check(spec: Check, report: Report, setting: Setting) -> Iterator[Result]:  # noqa: C901, PLR0912 - one case a kind
    """Run one check on one report."""
    match spec:
        case specs.SectionPresence():
            return sections.check_presence(report, setting)
        case specs.SectionOrder():
            return sections.check_order(report, setting)
        case specs.SectionOrdinal():
            return sections.check_ordinals(report, setting)
        case specs.SectionExtra():
            return sections.check_extra(report)
        case specs.Aspects():
            return overview.check(report, spec, setting)
        case specs.TitleCheck():
            return masthead.check_title(report, setting)
        case specs.PartList():
            return masthead.check_parts(report, setting)
        case specs.YearAgreement():
            return masthead.check_year(report)
        case specs.PeriodCheck():
            return masthead.check_period(report)
        case specs.NumberingScheme():
            return numbering.check_scheme(report)
        case specs.Enumerators():
            return numbering.check_enumerators(report)
        case specs.Phrase():
            return wording.check_phrase(report, spec)
        case specs.Repetition():
            return wording.check_repetition(report, spec)
        case specs.TablePresence():
            return tables.check_presence(report, setting)
        case specs.TableLabels():
            return tables.check_labels(report, setting)
        case specs.CellStateCheck():
            return tables.check_cells(report, spec, setting)
        case specs.IdentityCheck():
            return identities.check(report, spec, setting)
        case specs.MinimalRepair():
            return identities.repair(report, spec, setting)
        case specs.StatementCheck():
            return statements.check(report, spec, setting)
        case specs.ImprovementPresence():
            return improvements.check_presence(report, spec)
        case specs.SpecificityCheck():
            return improvements.check_specificity(report, spec)
        case specs.Correspondence():
            return correspondence.check(report, spec)
        case specs.RiskReflection():
            return correspondence.check_risks(report, spec, setting)
        case specs.MeasureFacet():
            return improvements.check_facet(report, spec)
        case specs.PraiseShare():
            return improvements.check_praise(report, spec)
        case specs.LastYear():
            return promises.check_last_year(report, spec, setting)
        case specs.PromiseCheck():
            return promises.check(report, setting)
        case specs.SectionLength():
            return improvements.check_length(report, spec)
        case specs.ClaimCheck():
            return claims.check(report, spec, setting)
        case specs.Closure():
            return claims.check_closure(report, spec)
        case specs.RelationCheck():
            return relations.check(report, spec, setting)
        case specs.DeclaredCount():
            return numbering.check_declared(report, spec)
        case specs.ChargeCheck():
            return charges.check(report, spec, setting)
        case specs.ScopeCheck():
            return claims.check_scope(report, spec)
        case specs.Deadline():
            return publication.check(report, spec)
        case specs.ReadingCheck():
            if spec.of == "claims":
                return claims.check_unresolved(report)
            return tables.check_reading(report, spec, setting)
        case _:
            assert_never(spec)
