"""What a rule file may say. The set of kinds of check is closed: a new rule is a file, a new kind is code."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from auditor.layout import Label
from auditor.rulebook.specs import form, improvements, language, neighbours, numbers, originality, years

SeverityWord: TypeAlias = Literal["error", "warning", "info"]
LOCAL = "local"
GRADES = {
    LOCAL: "against what a local notice asks, not against the law",
    "most_missing": "three or more of the things are missing",
    "without_result": "the thing is named, its result is not",
    "annotated": "a number with a note behind it",
    "rows_merged": "sub-rows are printed as one row",
    "row_missing": "a row of the form is missing",
    "row_extra": "a row that the form does not have",
    "doubtful": "a doubt stands in the message",
    "only_sum": "agrees only with the sum of new and carried in",
    "unlisted": "agrees with the table if what was left out is counted",
    "direction": "said to rise where it falls, or to fall where it rises",
    "truncated": "right when the further digits are cut off",
    "near": "off by one in the last digit",
    "far": "off by more than one percentage point",
    "alone": "told by its size alone",
    "over_asked": "more was paid than was asked for",
    "own_whole": "a rate is not that of the two numbers before it in its sentence",
    "no_such_date": "a date that no calendar has",
    "over": "a deadline that was over before the year began",
    "rank": "a rank is beyond the number of those ranked",
    "no_base": "the figure that it is compared with is not given",
    "several": "more than one cell could be wrong",
    "subdistrict": "the agency is a subdistrict",
    "before_year_end": "the period ends before 31 December",
    "begins_late": "the first item is not number one",
    "repeated": "the same words as last year",
    "nearly_all": "nearly all of it",
    "section": "one section of it",
    "explained": "the report gives a reason",
    "fewer": "a little less than there should be",
    "without_notice": "something was paid although no notice was sent",
    "implied": "follows from what is stated",
    "differs": "is not the sum of its parts",
    "too_fine": "more decimals than there can be",
    "yuan": "looks like yuan",
    "told_in_yuan": "the text gives the same number in yuan",
    "vanished": "there are none left",
    "nothing_said": "it only says that there is nothing",
    "no_number": "blanks stand where a number should",
    "published_early": "published before the year of the report was over",
    "no_such_day": "the calendar does not have the day",
    "office_number": "the number seems to be that of an office",
    "orders": "the name is of a place that gives orders and is not above the agency",
    "element_left_out": "something that the law names is left out",
}
"""The named conditions that ``[[grade]]`` may weigh, closed like the kinds."""

Check: TypeAlias = (
    form.SectionPresence
    | form.SectionOrder
    | form.SectionOrdinal
    | form.SectionExtra
    | form.SectionTitle
    | form.Aspects
    | form.AspectFigure
    | form.TitleCheck
    | form.PartList
    | form.YearAgreement
    | form.PeriodCheck
    | form.NumberingScheme
    | form.Enumerators
    | form.DeclaredCount
    | form.Phrase
    | form.Repetition
    | language.LanguageCheck
    | form.TablePresence
    | form.TableLabels
    | form.SectionLength
    | form.SectionBlank
    | form.StatementCheck
    | form.Deadline
    | form.PublicationDetails
    | form.PersonalData
    | form.ReadingCheck
    | numbers.CellStateCheck
    | numbers.DigitForm
    | numbers.AmountCheck
    | numbers.GroupRows
    | numbers.IdentityCheck
    | numbers.MinimalRepair
    | numbers.ClaimCheck
    | numbers.Closure
    | numbers.CellsTold
    | numbers.RelationCheck
    | numbers.ChargeCheck
    | numbers.ChargeReport
    | numbers.ScopeCheck
    | numbers.CellComparison
    | numbers.CategoryCheck
    | numbers.RoundNumbers
    | improvements.ImprovementPresence
    | improvements.SpecificityCheck
    | improvements.Correspondence
    | improvements.MeasureFacet
    | improvements.PraiseShare
    | improvements.RiskReflection
    | years.YearsCheck
    | neighbours.Copying
    | neighbours.OwnCopying
    | neighbours.RollUp
    | originality.ForeignNames
    | originality.TemplateBlanks
    | originality.GenericText
    | originality.SloganShare
    | originality.StatutePasting
)


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named condition under which the rule weighs differently."""

    when: str
    severity: SeverityWord
    message: Label | None = None
    suggestion: Label | None = None
    """Words for this case, where those of the rule do not fit."""


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds of agency and years for which a rule holds; empty means all."""

    kinds: tuple[str, ...] = ()
    first_year: int = 0
    last_year: int = 9999


class Basis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the rule rests on. Errors rest on law, format or logic only."""

    kind: Literal["law", "format", "local", "standard", "logic", "tool"]
    document: str
    clause: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One obligation, as its file states it."""

    id: str
    name: str
    severity: SeverityWord
    status: Literal["preview", "stable", "local"]
    """``local``: what no law asks for; it runs where a profile or ``--select`` has it run."""
    title: Label
    message: Label
    suggestion: Label
    basis: Basis
    check: Check
    applies: Applies = Applies()
    grade: tuple[Grade, ...] = ()
    replaces: bool = False
    """Whether it stands for the rule of its code in a folder given before, which is the shipped one as a rule."""

    @property
    def family(self) -> str:
        return self.id[:3]

    @property
    def preview(self) -> bool:
        return self.status == "preview"
