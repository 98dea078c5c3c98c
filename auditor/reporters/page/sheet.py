"""One report as a page shows it: the order of its findings, its claims by place, and an id for each thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.document import CellAddress, Claim, Report, Verdict
from auditor.finding import Audit, Evidence, Finding, Severity
from auditor.layout import Layout
from auditor.reporters.form_tables import FormTable, form_table
from auditor.reporters.places import cell_at
from auditor.reporters.run import Run
from auditor.reporters.signs import VERDICTS, tied
from auditor.rulebook.specs.numbers import IdentityCheck
from auditor.text.sentences import clause_around
from auditor.text.spans import Span

SEVERITIES = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
_GRAVEST_FIRST = (
    Verdict.CONTRADICTED,
    Verdict.AMBIGUOUS,
    Verdict.SUPPORTED,
    Verdict.SUPPORTED_BY_ROUNDING,
    Verdict.DERIVED,
    Verdict.OUT_OF_SCOPE,
    Verdict.NO_CELL,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A small sign that leads to another place in the page."""

    text: str
    look: str
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with its number in the list and the ids of both its places: in the list and in the report."""

    number: int
    finding: Finding
    title: str
    """What its rule is called."""
    message: str
    id: str
    mark: str
    """The id of its words in the text."""
    target: str
    """The id to which the list leads: a cell or a label of the drawn tables, or its words in the text."""
    cells: tuple[CellAddress, ...]
    """The drawn cells that bear it out; those of an identity are drawn as such."""

    @property
    def sign(self) -> str:
        return f"{SEVERITIES[self.finding.severity]}{self.number}"

    @property
    def look(self) -> str:
        return self.finding.severity.word


@dataclass(frozen=True, slots=True)
class Said:
    """A number or statement of the narrative with all that is claimed by it, the gravest verdict first."""

    id: str
    span: Span
    claims: tuple[Claim, ...]

    @property
    def verdict(self) -> Verdict:
        return self.claims[0].verdict

    @property
    def look(self) -> str:
        return self.verdict.value.replace("_", "-")

    @property
    def sign(self) -> str:
        return VERDICTS[self.verdict]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report with what its parts of the page share."""

    run: Run
    audit: Audit
    number: int
    forms: Mapping[str, FormTable]
    """The tables that were read, in the form's layout."""
    findings: tuple[Numbered, ...]
    """The gravest first."""
    said: tuple[Said, ...]

    @property
    def report(self) -> Report:
        return self.audit.report

    @property
    def form(self) -> Layout:
        """The form by which the report was read."""
        return self.run.rulebook.form_of(self.report)

    def id(self, *parts: object) -> str:
        """An id of this report's: no other report in the page has it."""
        return _id(self.number, *parts)

    def cell_id(self, address: CellAddress) -> str:
        return _cell_id(self.number, address)

    def label_id(self, table: str, axis: str, key: str) -> str:
        return _id(self.number, table, axis, key)

    def sign_of(self, finding: Finding) -> Sign:
        """The sign of a finding, which leads to the list."""
        numbered = next(item for item in self.findings if item.finding is finding)
        return Sign(numbered.sign, f"badge {numbered.look}", numbered.id, numbered.message)

    def told(self, said: Said) -> str:
        """What a pointer that rests on a number is told: its clause, and each claim with verdict, cell and reason."""
        claims = (
            "｜".join([self.run.say(f"verdict_{claim.verdict}"), *tied(claim, self.report, self.run)])
            for claim in said.claims
        )
        return "\n".join([clause_around(self.report.text, said.span), *claims])

    def ties(self, claim: Claim) -> Iterator[str]:
        """The ids of the cells that a claim speaks of: of a group of rows its label, of other sums each cell."""
        for address in claim.cell.addresses if claim.cell else ():
            form = self.forms.get(address.table)
            if form is None:
                continue
            if form.place(address) is not None:
                yield self.cell_id(address)
            elif _is_group(form, address):
                yield self.label_id(address.table, "row", address.row)
            else:
                yield from (self.cell_id(leaf) for leaf in self.form.expand(address))


def _is_group(form: FormTable, address: CellAddress) -> bool:
    """Whether a row is printed as a label only, with the numbers of its parts beside it."""
    numbered = {cell.address.row for cell in form.cells if cell.address is not None}
    return address.row not in numbered


def _id(number: int, *parts: object) -> str:
    return "-".join([f"r{number}", *map(str, parts)])


def _cell_id(number: int, address: CellAddress) -> str:
    return _id(number, address.table, address.row, address.column)


def sheet_of(run: Run, audit: Audit, number: int) -> Sheet:
    """The sheet of the ``number``-th report of a page."""
    report, layout = audit.report, run.rulebook.form_of(audit.report)
    forms = {}
    for spec in layout.table:
        table = report.tables.get(spec.key)
        if table is not None:
            printed = {row for row, _ in table.cells}
            forms[spec.key] = form_table(spec, [group.key for group in spec.groups if group.key in printed])
    ordered = sorted(audit.findings, key=lambda finding: -finding.severity)
    findings = tuple(_numbered(place, finding, run, report, number, forms) for place, finding in enumerate(ordered, 1))
    return Sheet(run, audit, number, forms, findings, tuple(_said(report, number)))


def _numbered(
    place: int, finding: Finding, run: Run, report: Report, number: int, forms: Mapping[str, FormTable]
) -> Numbered:
    mark = _id(number, "p", place)
    rule = run.rulebook.rule(finding.rule)
    title = rule.title.phrase.of(run.language) if rule else finding.rule
    identity = rule is not None and isinstance(rule.check, IdentityCheck)
    return Numbered(
        number=place,
        finding=finding,
        title=title,
        message=finding.message.of(run.language),
        id=_id(number, "f", place),
        mark=mark,
        target=_label_or_cell(report, finding.span, number, forms) or mark,
        cells=() if identity else tuple(_cells(finding.evidence, forms)),
    )


def _cells(evidence: tuple[Evidence, ...], forms: Mapping[str, FormTable]) -> Iterator[CellAddress]:
    for item in evidence:
        if item.cell is not None:
            address = CellAddress.of(item.cell)
            if address.table in forms and forms[address.table].place(address):
                yield address


def _label_or_cell(report: Report, span: Span, number: int, forms: Mapping[str, FormTable]) -> str | None:
    """The id of the drawn cell or label that a place of the text became. One of several like labels is none."""
    cell = cell_at(report, span)
    if cell is not None and forms[cell.address.table].place(cell.address):
        return _cell_id(number, cell.address)
    for key, table in report.tables.items():
        if span.covers(table.span):
            return _id(number, key)
        drawn = forms[key].cells
        for label in table.rows:
            if label.span.overlaps(span) and any(cell.of_row == label.key for cell in drawn):
                return _id(number, key, "row", label.key)
        for label in table.columns:
            if label.span.overlaps(span) and sum(cell.of_column == label.key for cell in drawn) == 1:
                return _id(number, key, "column", label.key)
    return None


def _said(report: Report, number: int) -> Iterator[Said]:
    """The claims by the words that make them; one number may speak of several cells."""
    by_place: dict[Span, list[Claim]] = {}
    for claim in report.claims:
        by_place.setdefault(claim.number or claim.span, []).append(claim)
    for place, (span, claims) in enumerate(by_place.items(), start=1):
        ordered = sorted(claims, key=lambda claim: _GRAVEST_FIRST.index(claim.verdict))
        yield Said(_id(number, "n", place), _with_unit(span, claims, report.text), tuple(ordered))


def _with_unit(span: Span, claims: Sequence[Claim], text: str) -> Span:
    """A number with the unit behind it, where that follows at once."""
    units = [claim.unit for claim in claims if claim.number and claim.unit and text.startswith(claim.unit, span.end)]
    return Span(span.start, span.end + len(units[0])) if units else span
