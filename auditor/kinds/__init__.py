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
    categories,
    cell_forms,
    cells_told,
    charges,
    charges_told,
    claims,
    comparisons,
    copying,
    correspondence,
    foreign,
    generic_text,
    group_rows,
    identities,
    improvements,
    marks,
    masthead,
    numbering,
    overview,
    personal,
    promises,
    publication,
    relations,
    residue,
    rollup,
    round_numbers,
    sections,
    statements,
    statutes,
    tables,
    terms,
    wording,
    year_chain,
    year_quotes,
    year_tables,
)
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.rulebook import specs
from auditor.rulebook.specs import Check

__all__ = ["Inapplicable", "Result", "Setting", "Undecided", "check"]


def check(spec: Check, report: Report, setting: Setting) -> Iterator[Result]:  # noqa: C901, PLR0912, PLR0915 - one case a kind
    """Run one check on one report."""
    match spec:
        case specs.form.SectionPresence():
            return sections.check_presence(report, setting)
        case specs.form.SectionOrder():
            return sections.check_order(report, setting)
        case specs.form.SectionOrdinal():
            return sections.check_ordinals(report, setting)
        case specs.form.SectionExtra():
            return sections.check_extra(report)
        case specs.form.SectionTitle():
            return sections.check_titles(report, spec, setting)
        case specs.form.Aspects():
            return overview.check(report, spec, setting)
        case specs.form.AspectFigure():
            return overview.check_figure(report, spec, setting)
        case specs.form.TitleCheck():
            return masthead.check_title(report, setting)
        case specs.form.PartList():
            return masthead.check_parts(report, setting)
        case specs.form.YearAgreement():
            return masthead.check_year(report)
        case specs.form.PeriodCheck():
            return masthead.check_period(report)
        case specs.form.NumberingScheme():
            return numbering.check_scheme(report)
        case specs.form.Enumerators():
            return numbering.check_enumerators(report, spec, setting)
        case specs.form.Phrase():
            return wording.check_phrase(report, spec)
        case specs.form.Repetition():
            return wording.check_repetition(report, spec)
        case (
            specs.language.Signs()
            | specs.language.Pairs()
            | specs.language.NestedMarks()
            | specs.language.DocumentNumbers()
            | specs.language.Terms()
            | specs.language.ShortForms()
        ):
            return _check_language(spec, report)
        case specs.form.TablePresence():
            return tables.check_presence(report, setting)
        case specs.form.TableLabels():
            return tables.check_labels(report, setting)
        case specs.numbers.CellStateCheck():
            return tables.check_cells(report, spec, setting)
        case specs.numbers.DigitForm():
            return cell_forms.check_digits(report, setting)
        case specs.numbers.AmountCheck():
            return cell_forms.check_amounts(report, spec, setting)
        case specs.numbers.GroupRows():
            return group_rows.check(report, setting)
        case specs.numbers.IdentityCheck():
            return identities.check(report, spec, setting)
        case specs.numbers.MinimalRepair():
            return identities.repair(report, spec, setting)
        case specs.form.StatementCheck():
            return statements.check(report, spec, setting)
        case specs.improvements.ImprovementPresence():
            return improvements.check_presence(report, spec)
        case specs.improvements.SpecificityCheck():
            return improvements.check_specificity(report, spec)
        case specs.improvements.Correspondence():
            return correspondence.check(report, spec)
        case specs.improvements.RiskReflection():
            return correspondence.check_risks(report, spec, setting)
        case specs.improvements.MeasureFacet():
            return improvements.check_facet(report, spec)
        case specs.improvements.PraiseShare():
            return improvements.check_praise(report, spec)
        case (
            specs.years.LastYear()
            | specs.years.PromiseCheck()
            | specs.years.CarryChain()
            | specs.years.StockChain()
            | specs.years.PendingCases()
            | specs.years.QuotedYear()
            | specs.years.VolumeJump()
            | specs.years.IdenticalTables()
        ):
            return _check_years(spec, report, setting)
        case specs.neighbours.Copying():
            return copying.check(report, spec, setting)
        case specs.neighbours.OwnCopying():
            return copying.check_own(report, spec, setting)
        case specs.neighbours.RollUp():
            return rollup.check(report, spec, setting)
        case specs.form.SectionBlank():
            return sections.check_blank(report, spec)
        case specs.form.SectionLength():
            return improvements.check_length(report, spec, setting)
        case specs.numbers.ClaimCheck():
            return claims.check(report, spec, setting)
        case specs.numbers.Closure():
            return claims.check_closure(report, spec)
        case specs.numbers.CellsTold():
            return cells_told.check(report, spec, setting)
        case specs.numbers.RelationCheck():
            return relations.check(report, spec, setting)
        case specs.numbers.CellComparison():
            return comparisons.check(report, spec, setting)
        case specs.numbers.CategoryCheck():
            return categories.check(report, spec, setting)
        case specs.numbers.RoundNumbers():
            return round_numbers.check(report, spec, setting)
        case specs.form.DeclaredCount():
            return numbering.check_declared(report, spec)
        case specs.numbers.ChargeCheck():
            return charges.check(report, spec, setting)
        case specs.numbers.ChargeReport():
            return charges_told.check(report, spec)
        case specs.numbers.ScopeCheck():
            return claims.check_scope(report, spec)
        case specs.form.Deadline():
            return publication.check(report, spec)
        case specs.form.PublicationDetails():
            return publication.check_details(report, spec, setting)
        case specs.form.PersonalData():
            return personal.check(report, spec)
        case specs.form.ReadingCheck():
            if spec.of == "claims":
                return claims.check_unresolved(report)
            return tables.check_reading(report, spec, setting)
        case specs.originality.ForeignNames():
            return foreign.check(report, spec)
        case specs.originality.TemplateBlanks():
            return residue.check(report, spec)
        case specs.originality.GenericText():
            return generic_text.check(report, spec)
        case specs.originality.SloganShare():
            return generic_text.check_slogans(report, spec)
        case specs.originality.StatutePasting():
            return statutes.check(report, spec)
        case _:
            assert_never(spec)


def _check_years(spec: specs.years.YearsCheck, report: Report, setting: Setting) -> Iterator[Result]:
    """Run one check of a report against last year's."""
    match spec:
        case specs.years.LastYear():
            return promises.check_last_year(report, spec, setting)
        case specs.years.PromiseCheck():
            return promises.check(report, setting)
        case specs.years.CarryChain():
            return year_chain.check_carried(report, spec, setting)
        case specs.years.StockChain():
            return year_chain.check_stock(report, spec, setting)
        case specs.years.PendingCases():
            return year_chain.check_pending(report, spec, setting)
        case specs.years.QuotedYear():
            return year_quotes.check(report, spec, setting)
        case specs.years.VolumeJump():
            return year_tables.check_jumps(report, spec, setting)
        case specs.years.IdenticalTables():
            return year_tables.check_identical(report, spec, setting)
        case _:
            assert_never(spec)


def _check_language(spec: specs.language.LanguageCheck, report: Report) -> Iterator[Result]:
    """Run one check of marks and words."""
    match spec:
        case specs.language.Signs():
            return marks.check_signs(report, spec)
        case specs.language.Pairs():
            return marks.check_pairs(report, spec)
        case specs.language.NestedMarks():
            return marks.check_nested(report, spec)
        case specs.language.DocumentNumbers():
            return marks.check_document_numbers(report, spec)
        case specs.language.Terms():
            return terms.check_terms(report, spec)
        case specs.language.ShortForms():
            return terms.check_short_forms(report, spec)
        case _:
            assert_never(spec)
