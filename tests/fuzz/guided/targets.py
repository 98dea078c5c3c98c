"""What is attacked: one function a target, from bytes to nothing. Whatever it raises is a fault of the product."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from auditor.api import Options, audit_among, chosen_rules, judge, rulebook
from auditor.document import NO_NEIGHBOURS, Report, Source
from auditor.engine import audit
from auditor.errors import AuditError, RuleCrash, RuleFileError, UnreadableReport
from auditor.layout import load_layout
from auditor.messages import LANGUAGES, error_text
from auditor.parsing.report import Language, parse
from auditor.reading import source_of_bytes, source_of_text
from auditor.rulebook import Rulebook
from auditor.rulebook.loading import with_rule

from tests.fuzz.guided import mutators, seeds
from tests.fuzz.guided.mutators import Mutate
from tests.fuzz.running import whole_reports

_CODE = re.compile(rb'^id = "([A-Z]{3}\d{3})"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Target:
    """A way in: what is done with the bytes, what the fuzzing begins with, how long the bytes may be (in bytes)."""

    attack: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    longest: int
    mutate: Mutate | None = None
    """How the bytes are changed where changed bytes alone would be refused at the door."""


def text(raw: bytes) -> None:
    """A text file: read, parsed and audited by all rules."""
    source = _read(raw, "报告.txt")
    if source is None:
        return
    book = rulebook()
    try:
        reports = parse(source, Language(book.forms, book.vocabulary, judge(), fragment=True))
    except UnreadableReport as refused:
        _told(refused)
        return
    for report in reports:
        _within(report)
        audit_among(report, NO_NEIGHBOURS, book, chosen_rules(book, Options(preview=True)))


def html(raw: bytes) -> None:
    """A web page, read."""
    _read(raw, "报告.html")


def docx(raw: bytes) -> None:
    """A Word file, read."""
    _read(raw, "报告.docx")


def pdf(raw: bytes) -> None:
    """A printed file, read."""
    _read(raw, "报告.pdf")


def rule(raw: bytes) -> None:
    """A rule file in the place of a shipped one; where it is accepted, it runs on reports."""
    book = rulebook()
    code = _CODE.search(raw)
    path = book.files.get(code.group(1).decode() if code else "", Path("规则.toml"))
    try:
        changed = with_rule(book, path, raw)
    except RuleFileError as refused:
        _told(refused)
        return
    new = next(rule for rule, old in zip(changed.rules, book.rules, strict=True) if rule is not old)
    for report in _reports():
        try:
            audit(report, changed, [new])
        except RuleCrash as crash:
            # A message that names what its check does not tell is the author's fault, and is told in one line.
            if not isinstance(crash.__cause__, KeyError | IndexError | ValueError | AttributeError):
                raise
            _told(crash)


def layout(raw: bytes) -> None:
    """A form; where it is accepted, reports are parsed by it."""
    book = rulebook()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layout.toml"
        path.write_bytes(raw)
        try:
            form = load_layout.__wrapped__(path)
        except RuleFileError as refused:
            _told(refused)
            return
    for report in _reports():
        parse(report.source, Language((form,), book.vocabulary, judge(), fragment=True))


TARGETS: Mapping[str, Target] = {
    "text": Target(text, seeds.texts, 12_000),
    "html": Target(html, seeds.pages, 40_000),
    "docx": Target(docx, seeds.word_files, 200_000, mutators.package),
    "pdf": Target(pdf, seeds.printed, 60_000),
    "rule": Target(rule, seeds.rule_files, 6_000, mutators.lines),
    "layout": Target(layout, seeds.layout_files, 40_000, mutators.lines),
}


def _read(raw: bytes, path: str) -> Source | None:
    """What was read; None where it was refused in words. Every place that it names lies in its text."""
    try:
        source = source_of_bytes(raw, path)
    except UnreadableReport as refused:
        _told(refused)
        return None
    places = [place for place, _ in source.pages]
    assert all(before <= after for before, after in pairwise(places))
    places += [omission.place for omission in source.omissions] + [part.start for part in source.parts]
    assert all(0 <= place <= len(source.text) for place in places)
    assert "\r" not in source.text or source.format == "text"
    return source


def _within(report: Report) -> None:
    whole = report.extent
    spans = [section.body for section in report.sections] + [claim.span for claim in report.claims]
    spans += [cell.span for table in report.tables.values() for cell in table.cells.values()]
    assert all(whole.start <= span.start <= span.end <= whole.end for span in spans)


def _told(error: AuditError) -> None:
    """An error that has its words in both languages, each on one line."""
    assert all("\n" not in error_text(error, language) for language in LANGUAGES)


@lru_cache(maxsize=1)
def _reports() -> tuple[Report, ...]:
    """Three short reports: a whole one, a broken one and one of nothing but its title."""
    book: Rulebook = rulebook()
    language = Language(book.forms, book.vocabulary, judge(), fragment=True)
    whole = next(whole_reports()).text
    texts = (whole, whole[: len(whole) // 3].replace("件", "件件"), whole[:40])
    parsed = [parse(source_of_text(text), language)[0] for text in texts]
    return tuple(replace(report, kind="government", year=2024) for report in parsed)
