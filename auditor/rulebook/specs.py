"""What a rule file may say. The set of kinds of check is closed: a new rule is a file, a new kind is code."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from auditor.layout import Label

SeverityWord: TypeAlias = Literal["error", "warning", "info"]
GRADES = {
    "most_missing": "three or more of the things are missing",
    "without_result": "the thing is named, its result is not",
    "annotated": "a number with a note behind it",
    "rows_merged": "sub-rows are printed as one row",
    "row_missing": "a row of the form is missing",
    "row_extra": "a row that the form does not have",
    "doubtful": "a doubt stands in the message",
    "only_sum": "agrees only with the sum of new and carried in",
    "unlisted": "agrees with the table if what was left out is counted",
    "elsewhere": "the figure that it is compared with stands in another document",
    "direction": "said to rise where it falls, or to fall where it rises",
    "truncated": "right when the further digits are cut off",
    "near": "off by one in the last digit",
    "far": "off by more than one percentage point",
    "alone": "told by its size alone",
    "no_base": "the figure that it is compared with is not given",
    "several": "more than one cell could be wrong",
    "subdistrict": "the agency is a subdistrict",
    "before_year_end": "the period ends before 31 December",
    "repeated": "the same words as last year",
}
"""The named conditions that ``[[grade]]`` may weigh, closed like the kinds."""


class _CheckBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Options of a check; the tag is the rule's ``kind``."""


class SectionPresence(_CheckBase, frozen=True, tag="section-presence"):
    """Every section of the form has a heading."""


class SectionOrder(_CheckBase, frozen=True, tag="section-order"):
    """The sections stand in the order of the form."""


class SectionOrdinal(_CheckBase, frozen=True, tag="section-ordinal"):
    """The number printed before a heading is its place in the form."""


class SectionExtra(_CheckBase, frozen=True, tag="section-extra"):
    """No level-1 heading beyond those of the form."""


class Aspects(_CheckBase, frozen=True, tag="aspects"):
    """The aspects of the overview: present (``missing``), or with facts in them (``empty``)."""

    look_for: Literal["missing", "empty"]
    shortest: int = 30
    factless_up_to: int = 120
    most: int = 3


class TitleCheck(_CheckBase, frozen=True, tag="title"):
    """The title names agency, year and report as required."""


class PartList(_CheckBase, frozen=True, tag="part-list"):
    """The number of parts that the preamble announces is the number that it lists."""


class YearAgreement(_CheckBase, frozen=True, tag="year-agreement"):
    """Title, statistical period and text speak of the same year."""


class PeriodCheck(_CheckBase, frozen=True, tag="period"):
    """The report states its statistical period, 1 January to 31 December."""


class NumberingScheme(_CheckBase, frozen=True, tag="numbering-scheme"):
    """Levels are numbered 一、 （一） 1. （1）, each level in one style."""


class Phrase(_CheckBase, frozen=True, tag="phrase"):
    """Phrases that must not stand in the text, unless a word of ``unless`` stands in the same sentence.

    ``#`` in a phrase is a number, ``…`` up to fifteen characters of the same clause group.
    """

    phrases: tuple[str, ...]
    where: Literal["text", "tables"] = "text"
    unless: tuple[str, ...] = ()


class TablePresence(_CheckBase, frozen=True, tag="table-presence"):
    """Each table section holds its table."""


class TableLabels(_CheckBase, frozen=True, tag="table-labels"):
    """Row and column labels are those of the form."""


class StatementCheck(_CheckBase, frozen=True, tag="statement"):
    """Some sentence of ``sections`` names the thing and says its result.

    ``mention`` are groups of words of which each must give one in the same sentence; ``result`` is
    one more group that must be met there or in the next sentence. What ``none_of`` names does not count
    as a mention. ``#`` in a word is a number, ``…`` up to fifteen characters of the same clause group.
    """

    what: Label
    sections: tuple[str, ...]
    mention: tuple[tuple[str, ...], ...]
    result: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    home: str = "overview"
    """The section at whose heading a missing statement is reported."""
    aspect: str = ""
    """The aspect of the overview at whose passage it is reported, where there is one."""


class ImprovementPresence(_CheckBase, frozen=True, tag="improvement-presence"):
    """Section 五 names problems, or measures."""

    of: Literal["problems", "measures"]
    perhaps: tuple[str, ...] = ()
    """Where one of these stands in section 五, what was not recognised may be there: left undecided."""
    none_of: tuple[str, ...] = ()
    """What does not count as one of them: 没有发现问题."""


class CellStateCheck(_CheckBase, frozen=True, tag="cell-state"):
    """Cells hold numbers: none is blank, a placeholder, or something else than a plain count."""

    state: Literal["blank", "placeholder", "not_a_count"]


class IdentityCheck(_CheckBase, frozen=True, tag="identity"):
    """A linear identity over keys of the layout, for each row or each column of a table."""

    table: str
    for_each: Literal["row", "column"]
    identity: str


class MinimalRepair(_CheckBase, frozen=True, tag="minimal-repair"):
    """The smallest change of cells that restores the identities of other rules."""

    table: str
    identities: tuple[str, ...]


class Enumerators(_CheckBase, frozen=True, tag="enumerators"):
    """一是, 二是 and the like count without gaps from one."""


class Repetition(_CheckBase, frozen=True, tag="repetition"):
    """No word is written twice in a row."""

    single: str
    allowed: tuple[str, ...] = ()


class Deadline(_CheckBase, frozen=True, tag="deadline"):
    """Published by the day of the following year that binds this kind of agency, ``MM-DD``."""

    days: dict[str, str]


class ClaimCheck(_CheckBase, frozen=True, tag="claim"):
    """Claims of these topics and forms are not contradicted by the tables."""

    topics: tuple[str, ...]
    forms: tuple[Literal["number", "zero", "universal"], ...] = ("number",)
    only_sum: tuple[str, ...] = ()
    """Topics whose agreement with new and carried in together is worth saying."""


class Closure(_CheckBase, frozen=True, tag="closure"):
    """A list of outcomes that claims to be complete adds up to its head."""

    fewest: int = 3
    open_words: tuple[str, ...] = ()


class RelationCheck(_CheckBase, frozen=True, tag="relation"):
    """What numbers of the narrative say of each other holds: growth, shares, rates, sums of parts, repetitions.

    ``broken`` reports what does not hold, or holds only when digits are cut off or balanced; ``open``
    what the text gives no base for.
    """

    of: tuple[
        Literal[
            "growth",
            "difference",
            "share",
            "shares",
            "rate",
            "range",
            "sum",
            "part",
            "part_of_kind",
            "magnitude",
            "repeat",
            "unit",
        ],
        ...,
    ]
    report: Literal["broken", "open"] = "broken"


class DeclaredCount(_CheckBase, frozen=True, tag="declared-count"):
    """The number of points that a sentence announces is the number that it lists."""

    things: tuple[str, ...]
    open_words: tuple[str, ...] = ()


class ChargeCheck(_CheckBase, frozen=True, tag="charge"):
    """The information charge: within table 二 (``bound``), by the tariff (``tariff``), notified (``notice``)."""

    of: Literal["bound", "tariff", "notice"]


class ScopeCheck(_CheckBase, frozen=True, tag="scope"):
    """Whether any number about applications is of the body whose table it is."""

    topics: tuple[str, ...]


class SpecificityCheck(_CheckBase, frozen=True, tag="specificity"):
    """Problems or measures of section 五 are specific enough."""

    of: Literal["problems", "measures"]
    least_mean: float = 0.0
    least_best: int = 2


class Correspondence(_CheckBase, frozen=True, tag="correspondence"):
    """Each problem is answered by a measure of its topic."""

    topics: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...]


class MeasureFacet(_CheckBase, frozen=True, tag="measure-facet"):
    """At least one measure says when, or who: the model's judgement, or one of these words."""

    facet: Literal["time", "body"]
    words: tuple[str, ...] = ()


class PraiseShare(_CheckBase, frozen=True, tag="praise-share"):
    """Praise takes at most this share of the characters of section 五."""

    most: float
    words: tuple[str, ...]
    none_of: tuple[str, ...] = ()
    """A sentence with one of these tells what became of last year's problems; it is no praise."""


class Risk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What in the tables asks for a problem of this topic: cells that add up above a bound, or to a share of others."""

    name: Label
    cells: tuple[str, ...]
    topics: tuple[str, ...]
    above: float = 0.0
    of: tuple[str, ...] = ()
    """Cells whose sum is the whole that ``above`` is a share of; none means that ``above`` is a number."""
    fewest: int = 1
    """A whole smaller than this says nothing of shares."""


class RiskReflection(_CheckBase, frozen=True, tag="risk-reflection"):
    """What the tables show as a risk is among the problems of section 五."""

    risk: tuple[Risk, ...]


class LastYear(_CheckBase, frozen=True, tag="last-year"):
    """The report says what became of last year's problems: a sentence with a word of each list.

    ``{last}`` stands for last year's number, ``{numerals}`` for the same in Chinese numerals.
    """

    last_year: tuple[str, ...]
    followed: tuple[str, ...]
    followed_here: tuple[str, ...] = ()
    """Words that count in section 五 only."""
    first_report: tuple[str, ...] = ()
    """Words of an agency that has no report of last year."""


class PromiseCheck(_CheckBase, frozen=True, tag="promises"):
    """Last year's concrete measures are taken up this year, and not word for word. Needs last year's report."""


class SectionLength(_CheckBase, frozen=True, tag="section-length"):
    """A section has at least so many Chinese characters, by kind of agency."""

    section: str
    fewest: dict[str, int]


class ReadingCheck(_CheckBase, frozen=True, tag="reading"):
    """What could not be read: tables, tables as pictures, numbers."""

    of: Literal["tables", "pictures", "claims"]


Check: TypeAlias = (
    SectionPresence
    | SectionOrder
    | SectionOrdinal
    | SectionExtra
    | Aspects
    | TitleCheck
    | PartList
    | YearAgreement
    | PeriodCheck
    | NumberingScheme
    | Phrase
    | TablePresence
    | TableLabels
    | StatementCheck
    | ImprovementPresence
    | CellStateCheck
    | IdentityCheck
    | MinimalRepair
    | Enumerators
    | Repetition
    | Deadline
    | ClaimCheck
    | Closure
    | RelationCheck
    | DeclaredCount
    | ChargeCheck
    | ScopeCheck
    | SpecificityCheck
    | Correspondence
    | MeasureFacet
    | PraiseShare
    | RiskReflection
    | LastYear
    | PromiseCheck
    | SectionLength
    | ReadingCheck
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
    status: Literal["preview", "stable"]
    title: Label
    message: Label
    suggestion: Label
    basis: Basis
    check: Check
    applies: Applies = Applies()
    grade: tuple[Grade, ...] = ()

    @property
    def family(self) -> str:
        return self.id[:3]

    @property
    def preview(self) -> bool:
        return self.status == "preview"
