"""What the template asks of one report: head, findings, text, section 五, and what was left open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.document import Reason, Verdict
from auditor.finding import Deduction, Outcome, OutcomeKind, Severity
from auditor.messages import reason_text
from auditor.reporters.page.lights import lights
from auditor.reporters.page.sheet import SEVERITIES, Numbered, Sheet
from auditor.reporters.page.statements import ShownPromise, ShownStatement, shown_promises, shown_statements
from auditor.reporters.page.tables import DrawnTable, drawn_tables
from auditor.reporters.page.text import ShownBlock, shown_blocks
from auditor.reporters.places import place_of
from auditor.reporters.signs import VERDICTS, tied
from auditor.scoring import load_scorecard
from auditor.text.sentences import clause_around
from auditor.text.spans import Span

_LONGEST_QUOTE = 160
_Grouped = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something that has a sign."""

    sign: str
    look: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Score:
    """One figure of the score; ``share`` is its part of the whole."""

    name: str
    points: str
    share: float


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """One dimension of the score in figures."""

    name: str
    weight: str
    compliance: str
    quality: str
    deductions: str


@dataclass(frozen=True, slots=True)
class ListedFinding:
    """A finding as the list tells it."""

    item: Numbered
    severity: str
    place: str
    quote: str
    advice: str
    basis: str
    cells: tuple[tuple[str, str], ...]
    """Names and ids of the cells that bear it out."""


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """A claim as a list tells it."""

    link: str
    place: str
    quote: str
    look: str
    sign: str
    verdict: str
    told: tuple[str, ...]


class Part:
    """One report of the page."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._run = sheet.run
        self._say = sheet.run.say
        self._report = sheet.report
        self._score = sheet.audit.score

    @property
    def id(self) -> str:
        return self._sheet.id()

    @property
    def agency(self) -> str:
        return self._report.agency or self._say("agency_unknown")

    @property
    def year(self) -> str:
        return str(self._report.year) if self._report.year else self._say("year_unknown")

    @property
    def kind(self) -> str:
        return self._say(f"kind_{self._report.kind or 'unknown'}")

    @property
    def path(self) -> str:
        part = f"（{self._say('part', part=self._report.part)}）" if self._report.part > 1 else ""
        return f"{self._report.source.path}{part}"

    @property
    def heading(self) -> str:
        return self._say("page_heading", agency=self.agency, year=self.year)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of the report itself."""
        report = self._report
        period = f"{report.period.start} – {report.period.end}" if report.period else ""
        facts = [
            ("page_file", self.path),
            ("page_kind", self.kind),
            ("page_period", period),
            ("page_published", report.published or ""),
            ("page_fingerprint", report.source.sha256),
        ]
        return [(self._say(key), value) for key, value in facts if value]

    @property
    def compliance(self) -> str:
        return f"{self._score.compliance:g}"

    @property
    def quality(self) -> str:
        return f"{self._score.quality:g}"

    @property
    def scores(self) -> list[Score]:
        score = self._score
        return [
            Score(self._say("page_compliance"), self.compliance, score.compliance / 100),
            Score(self._say("page_quality"), self.quality, score.quality / 100),
            Score(self._say("page_decided_rules"), f"{score.decided_rules * 100:.0f}%", score.decided_rules),
            Score(self._say("page_decided_claims"), f"{score.decided_claims * 100:.0f}%", score.decided_claims),
        ]

    @property
    def dimensions(self) -> list[DimensionRow]:
        names = self._dimension_names()
        return [
            DimensionRow(
                names[dimension.key],
                f"{dimension.weight:g}",
                f"{dimension.compliance:g}",
                f"{dimension.quality:g}",
                self._say("page_and").join(_by_rule(dimension.deductions)),
            )
            for dimension in self._score.dimensions
        ]

    @property
    def dropped(self) -> str:
        """Names of the dimensions without input."""
        names = self._dimension_names()
        return self._say("page_and").join(names[key] for key in self._score.dropped)

    def _dimension_names(self) -> dict[str, str]:
        card = load_scorecard(self._run.rulebook.folder / "scorecard.toml")
        return {spec.key: spec.label.phrase.of(self._run.language) for spec in card.dimension}

    @property
    def counts(self) -> list[Count]:
        """The findings by severity, the gravest first."""
        found = [finding.severity for finding in self._sheet.audit.findings]
        return [
            Count(SEVERITIES[severity], severity.word, self._say(severity.word), found.count(severity))
            for severity in sorted(Severity, reverse=True)
        ]

    @property
    def legend(self) -> list[Count]:
        """The verdicts with how many numbers have them."""
        found = [said.verdict for said in self._sheet.said]
        return [
            Count(VERDICTS[verdict], verdict.value.replace("_", "-"), self._say(f"verdict_{verdict}"), number)
            for verdict in Verdict
            if (number := found.count(verdict))
        ]

    @property
    def findings(self) -> list[ListedFinding]:
        return [self._listed(item) for item in self._sheet.findings]

    def _listed(self, item: Numbered) -> ListedFinding:
        finding, layout = item.finding, self._sheet.form
        return ListedFinding(
            item=item,
            severity=self._say(item.look) + (self._say("preview_mark") if finding.preview else ""),
            place=self._place(finding.span),
            quote=_excerpt(finding.span.of(self._report.text)),
            advice=finding.suggestion.of(self._run.language),
            basis=self._run.basis_of(finding, self._report),
            cells=tuple(
                (layout.cell_label(cell).of(self._run.language), self._sheet.cell_id(cell)) for cell in item.cells
            ),
        )

    def _place(self, span: Span) -> str:
        return place_of(self._report, span, self._sheet.form, self._run.language)

    @property
    def blocks(self) -> list[ShownBlock]:
        """The whole text, with its tables drawn where they stand."""
        return shown_blocks(self._sheet, drawn_tables(self._sheet))

    @property
    def tables(self) -> list[DrawnTable]:
        """The tables that were read, in the order of the form."""
        return list(drawn_tables(self._sheet).values())

    def lights(self, item: Numbered) -> list[str]:
        """The ids of all places that bear a finding out, in text and tables."""
        return lights(self._sheet, item)

    @property
    def improvements(self) -> list[tuple[str, str, list[ShownStatement]]]:
        """Problems and measures, each with a title and what is said when there are none."""
        found = []
        for of in ("problem", "measure"):
            statements = shown_statements(self._sheet, of)
            title = self._say(f"page_{of}s", count=len(statements))
            found.append((title, self._reason(Reason(f"no_{of}s")), statements))
        return found

    @property
    def promises(self) -> list[ShownPromise]:
        return shown_promises(self._sheet)

    @property
    def omissions(self) -> list[tuple[str, str, str]]:
        """What the file shows and the text has not: place, reason, and where the text is marked."""
        extent = self._report.extent
        return [
            (
                self._place(Span(item.place, item.place)),
                self._reason(item.reason),
                self._sheet.id("o", number) if extent.start <= item.place <= extent.end else "",
            )
            for number, item in enumerate(self._report.omissions, start=1)
        ]

    @property
    def unread_tables(self) -> list[str]:
        """The tables of the form that were not found, and why those that were found are in doubt."""
        found = []
        for spec in self._sheet.form.table:
            table = self._report.tables.get(spec.key)
            if table is None:
                found.append(self._reason(Reason("table_absent", {"table": spec.label.phrase})))
            elif table.doubt is not None:
                found.append(self._reason(table.doubt))
        return found

    @property
    def undecided(self) -> list[tuple[str, Outcome]]:
        """Rules that were left open, wholly or at some place."""
        open_kinds = (OutcomeKind.UNDECIDED, OutcomeKind.FAILED)
        return [item for item in self._sheet.audit.outcomes.items() if item[1].reason and item[1].kind in open_kinds]

    @property
    def nothing_open(self) -> bool:
        return not (self.omissions or self.unread_tables or self.undecided or self.doubtful)

    @property
    def left_open(self) -> list[tuple[str, _Grouped]]:
        """The rules that did not decide, by reason: those left open, then those that do not apply."""
        outcomes = self._sheet.audit.outcomes.items()
        idle = [(code, outcome) for code, outcome in outcomes if outcome.kind is OutcomeKind.NOT_APPLICABLE]
        return [
            (self._say("undecided_title", count=len(self.undecided)), self._by_reason(self.undecided)),
            (self._say("page_inapplicable", count=len(idle)), self._by_reason(idle)),
        ]

    def _by_reason(self, outcomes: list[tuple[str, Outcome]]) -> _Grouped:
        grouped: _Grouped = {}
        for code, outcome in outcomes:
            reason = self._reason(outcome.reason) if outcome.reason else ""
            grouped.setdefault(reason, []).append((code, self._rule_name(code)))
        return grouped

    @property
    def doubtful(self) -> list[ListedClaim]:
        """The numbers that could not be decided."""
        return list(self._claims(Verdict.AMBIGUOUS))

    @property
    def claims(self) -> list[ListedClaim]:
        return list(self._claims(*Verdict))

    def _claims(self, *verdicts: Verdict) -> Iterator[ListedClaim]:
        for said in self._sheet.said:
            for claim in said.claims:
                if claim.verdict in verdicts:
                    yield ListedClaim(
                        link=said.id,
                        place=self._place(claim.span),
                        quote=clause_around(self._report.text, claim.span),
                        look=claim.verdict.value.replace("_", "-"),
                        sign=VERDICTS[claim.verdict],
                        verdict=self._say(f"verdict_{claim.verdict}"),
                        told=tuple(tied(claim, self._report, self._run)),
                    )

    def _reason(self, reason: Reason) -> str:
        return reason_text(reason, self._run.language, self._sheet.form)

    def _rule_name(self, code: str) -> str:
        rule = self._run.rulebook.rule(code)
        return rule.title.phrase.of(self._run.language) if rule else code


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…"


def _by_rule(deductions: Sequence[Deduction]) -> list[str]:
    """What each rule took, in the order of the first place."""
    taken: dict[str, float] = {}
    for deduction in deductions:
        taken[deduction.rule] = taken.get(deduction.rule, 0.0) + deduction.points
    return [f"{rule} −{points:.3g}" for rule, points in taken.items()]
