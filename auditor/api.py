"""What notebooks and scripts use: ``audit``, ``audit_text``, ``rate_measures``, ``read_checks`` and tables of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from auditor.bounds import bounded
from auditor.document import Facet, Neighbours, Report, Source
from auditor.engine import audit as run_rules
from auditor.errors import AuditError, RuleFileError, UsageError
from auditor.finding import Audit
from auditor.forms import form_files
from auditor.parsing.promises import follow
from auditor.parsing.report import Language, parse
from auditor.reading import read, source_of_text
from auditor.reading.archives import Skipped
from auditor.reading.files import real
from auditor.reading.gathering import readings
from auditor.reporters.checks import Check, read_checks
from auditor.resources import PACK, models_folder, rules_folder
from auditor.rulebook import Rule, Rulebook, load_rulebook
from auditor.rulebook.profiles import is_profile
from auditor.specificity import Judge, load_judge, rate, rate_measure
from auditor.text.spans import Span

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Check",
    "MeasureRating",
    "Options",
    "audit",
    "audit_among",
    "audit_paths",
    "audit_source",
    "audit_text",
    "audits",
    "audits_to_frame",
    "chosen_rules",
    "forget_rulebooks",
    "form_version",
    "judge",
    "model_version",
    "parse_paths",
    "parse_source",
    "rate_measures",
    "read_checks",
    "rulebook",
]
SPECIFICITY = "specificity"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of a run; the defaults are those of the command line."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    kind: str | None = None
    """What the agency is; as what it counts, a profile says."""
    published: str | None = None
    """ISO date of publication, for the deadline rule."""
    previous: str | None = None
    """Path of last year's report of the same agency, for what a report compares with the year before."""
    rules: tuple[Path, ...] = ()
    """Folders with further rule files, and at most one file of a profile (``auditor.rulebook.profiles``)."""

    def under(self, profile: str | None) -> Options:
        """The same choices by the profile in a file in place of the one that they name, if any."""
        return self if profile is None else replace(self, rules=(*self.without_profile.rules, Path(profile)))

    @property
    def without_profile(self) -> Options:
        """The same choices by no profile: agencies count as what they are."""
        return replace(self, rules=tuple(path for path in self.rules if not is_profile(path)))


def rulebook(extra: tuple[Path, ...] = ()) -> Rulebook:
    """The rulebook that ships with the tool, with the rules of further folders, as a profile among them has it.

    It is kept until the file of the profile changes, or ``forget_rulebooks``. Raises RuleFileError.
    """
    return _rulebook(extra, tuple(_stood(path) for path in extra if is_profile(path)))


@lru_cache(maxsize=64)
def _rulebook(extra: tuple[Path, ...], _profile: tuple[tuple[int, int], ...]) -> Rulebook:
    """One a profile: a round may have as many as there are districts."""
    return load_rulebook(rules_folder() / PACK, extra)


def _stood(path: Path) -> tuple[int, int]:
    """Time of change and size of a file; loading tells why one cannot be read."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def forget_rulebooks() -> None:
    """Files in folders of rules have changed: they are read anew."""
    _rulebook.cache_clear()


def judge() -> Judge:
    """The words and weights of specificity."""
    return load_judge(models_folder() / SPECIFICITY)


def chosen_rules(book: Rulebook, options: Options) -> tuple[Rule, ...]:
    """The rules that a run uses. Raises UsageError for a code or family that does not exist, or if none is left."""
    for option, codes in (("select", options.select), ("ignore", options.ignore)):
        for code in codes:
            if not any(_matches(rule, code) for rule in book.rules):
                close = book.suggestions(code)
                raise UsageError("select_unknown", option=option, code=code, close=close[0] if close else "")
    selected = [
        rule
        for rule in book.rules
        if (not options.select or any(_matches(rule, code) for code in options.select))
        and not any(_matches(rule, code) for code in options.ignore)
        and (_in_force(rule, options) or any(rule.id == code.upper() for code in options.select))
    ]
    if not selected:
        raise UsageError("nothing_selected")
    return tuple(selected)


def _in_force(rule: Rule, options: Options) -> bool:
    """Whether a rule runs without being named."""
    return rule.status == "stable" or (rule.preview and options.preview)


def _matches(rule: Rule, code: str) -> bool:
    return rule.id == code.upper() or rule.family == code.upper()


def audit_source(source: Source, options: Options = Options()) -> list[Audit]:
    """The audits of the reports in a source. Raises UnreadableReport, RuleFileError, RuleCrash, UsageError."""
    book = rulebook(options.rules)
    rules = chosen_rules(book, options)
    before = parse_source(read(options.previous), options) if options.previous else []
    return [
        audit_among(report, Neighbours(_previous(report, before, options)), book, rules, published=options.published)
        for report in parse_source(source, options)
    ]


def audit_paths(
    paths: Sequence[str], options: Options, without: frozenset[Path] = frozenset()
) -> Iterator[tuple[str, list[Audit] | AuditError | Skipped]]:
    """What became of each file that paths name; one bad file never stops the rest, nor one that takes too much.

    Raises RuleFileError, UsageError.
    """
    return _each(paths, options, without, audit_source)


def parse_paths(paths: Sequence[str], options: Options) -> Iterator[tuple[str, list[Report] | AuditError | Skipped]]:
    """The same with the reports of each file, parsed and not audited."""
    return _each(paths, options, frozenset(), parse_source)


def _each(
    paths: Sequence[str], options: Options, without: frozenset[Path], made: Callable[[Source, Options], list[Made]]
) -> Iterator[tuple[str, list[Made] | AuditError | Skipped]]:
    profiles = {real(path) for path in options.rules if is_profile(path)}
    for path, reading in readings(paths, without | profiles):
        if isinstance(reading, AuditError | Skipped):
            yield path, reading
            continue
        try:
            with bounded(path):
                made_of_file = made(reading(), options)
        except (RuleFileError, UsageError):
            raise
        except AuditError as fault:
            yield path, fault
        else:
            yield path, made_of_file


def parse_source(source: Source, options: Options = Options()) -> list[Report]:
    """The reports in a source, parsed and not audited. Raises UnreadableReport, RuleFileError."""
    book = rulebook(options.rules)
    counts_as = book.profile.counts_as if book.profile else {}
    return parse(source, Language(book.forms, book.vocabulary, judge(), options.kind, counts_as=counts_as))


def audit_among(
    report: Report,
    neighbours: Neighbours,
    book: Rulebook,
    rules: Sequence[Rule],
    *,
    published: str | None = None,
) -> Audit:
    """The audit of a parsed report beside those that it is compared with. Raises RuleCrash."""
    followed = follow(report, neighbours.previous, judge())
    dated = replace(followed, published=published, published_span=None) if published else followed
    return run_rules(dated, book, rules, neighbours)


def _previous(report: Report, before: Sequence[Report], options: Options) -> Report | None:
    """The report of the year before, of those in the file that was given. Raises UsageError if none is."""
    if not before or report.year is None:
        return None
    found = next((item for item in before if item.year == report.year - 1), None)
    if found is None:
        years = "、".join(str(item.year or "?") for item in before)
        raise UsageError("year_mismatch", path=options.previous or "", found=years, due=report.year - 1)
    return found


def audit(path: str | Path, options: Options = Options()) -> Audit:
    """The audit of a report file; of the first report where a file holds several (see ``audits``)."""
    return audits(path, options)[0]


def audits(path: str | Path, options: Options = Options()) -> list[Audit]:
    """The audits of all reports in a file."""
    return audit_source(read(str(path)), options)


def audit_text(text: str, options: Options = Options()) -> Audit:
    """The audit of a report that is at hand as text."""
    return audit_source(source_of_text(text), options)[0]


class MeasureRating(msgspec.Struct, frozen=True, gc=False):
    """The rating of a sentence as an improvement measure; spans are positions in the sentence."""

    text: str
    is_measure: bool
    level: int
    score: float
    facets: Mapping[Facet, tuple[Span, ...]]
    missing: tuple[Facet, ...]

    @property
    def gains(self) -> dict[Facet, int]:
        """The level that a missing facet would raise a measure to, where it would; worked out when asked for."""
        return dict(rate_measure(self.text, judge()).gains) if self.is_measure else {}


def rate_measures(texts: Iterable[str]) -> list[MeasureRating]:
    """Rate sentences of section 五 as improvement measures, 0 to 3."""
    model = judge()
    ratings = []
    for text in texts:
        kind, found = rate(text, model)
        ratings.append(MeasureRating(text, kind == "measure", found.level, found.score, found.facets, found.missing))
    return ratings


def audits_to_frame(found: Sequence[Audit]) -> pd.DataFrame:
    """One row a finding: path, agency, year, rule, severity, line, quote, message."""
    import pandas as pd

    columns = ["path", "part", "agency", "kind", "year", "rule", "severity", "preview", "line", "quote", "message"]
    rows = [
        [
            item.report.source.path,
            item.report.part,
            item.report.agency,
            item.report.kind,
            item.report.year,
            finding.rule,
            finding.severity.word,
            finding.preview,
            item.report.lines.line_number(finding.span.start),
            finding.span.of(item.report.text),
            finding.message.zh,
        ]
        for item in found
        for finding in item.findings
    ]
    return pd.DataFrame(rows, columns=columns)


def form_version(extra: tuple[str, ...] = ()) -> str:
    """A hash of the forms and their words: what reading and parsing depend on beside the model."""
    book = rulebook(tuple(Path(name) for name in extra))
    content = b"".join(path.read_bytes() for path in (*form_files(book.folder), book.folder / "claims.toml"))
    return hashlib.sha256(content).hexdigest()[:12]


@lru_cache(maxsize=1)
def model_version() -> str:
    """A hash of the words and weights of specificity, which stay as they are while a process runs."""
    folder = models_folder() / SPECIFICITY
    content = b"".join((folder / name).read_bytes() for name in ("lexicon.toml", "weights.json"))
    return hashlib.sha256(content).hexdigest()[:12]
