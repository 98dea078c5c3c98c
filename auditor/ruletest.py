"""Rule pages as tests: every fenced ``report`` block of a page is run with that rule alone.

A mark ``⇐ TAB008`` at the end of a line says that the rule must fire on that line; a block
without marks must be silent; ``⇐ miss TAB008`` marks a known miss and fails once it is found.
Marks are stripped before parsing. ``%table applications new_received=12 …`` writes out a whole
table of the form of its year. Front matter between ``---`` lines sets kind, year and published. Fenced blocks
before a ``report`` block are reports that it is compared with: ``previous`` is last year's, each ``peer``
one of another agency, each ``child`` one of a body below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from auditor.api import audit_among, judge, rulebook
from auditor.bounds import bounded
from auditor.document import Neighbours
from auditor.errors import RuleFileError, UsageError
from auditor.forms import form_of
from auditor.formtext import table_text
from auditor.layout import KINDS, Layout
from auditor.messages import words
from auditor.parsing.report import Language, parse
from auditor.reading import source_of_text
from auditor.resources import PACK, rules_folder
from auditor.rulebook import Rule, Rulebook, load_rulebook
from auditor.rulebook.pages import page_text

_FENCE = re.compile(r"^```(report|previous|peer|child)\s*$")
_MARK = re.compile(r"\s*⇐\s*(miss\s+)?([A-Z]{3}\d{3})\s*$")
_SETTING = re.compile(r"(kind|year|published)\s*[:：]\s*(\S+)")
_FEWEST_OF_EACH = 2


@dataclass(frozen=True, slots=True)
class Example:
    """One block: its text, settings, and the page lines on which the rule must fire or is known to miss."""

    line: int
    text: str
    page_lines: tuple[int, ...]
    """For each line of ``text``, the line of the page that it comes from."""
    expected: frozenset[int]
    known_misses: frozenset[int]
    kind: str | None
    year: int | None
    published: str | None
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The texts of reports to compare with, by the word on their fence."""


def run(folder: Path, language: str) -> tuple[list[str], bool]:
    """Run all pages of a folder of rules; lines to print, and whether everything is as marked."""
    book = _book(folder)
    chosen = [rule for rule in book.rules if _inside(book.files[rule.id], folder)]
    if not chosen:
        raise UsageError("rules_folder_empty", path=str(folder))
    lines: list[str] = []
    blocks = failed = 0
    for rule in chosen:
        page = book.pages[rule.id]
        examples = read_examples(page, rule.id, book.forms)
        blocks += len(examples)
        for example in examples:
            with bounded(f"{page}:{example.line}"):
                problems = list(check_example(example, rule, book, language))
            failed += bool(problems)
            lines.extend(f"{page.name}: {problem}" for problem in problems)
        if not rule.preview and not _enough(examples):
            failed += 1
            lines.append(words("too_few_examples", language, code=rule.id))
    if failed:
        lines.append(words("test_failed", language, failed=failed))
    else:
        lines.append(words("test_passed", language, blocks=blocks, rules=len(chosen)))
    return lines, not failed


def no_longer_met(book: Rulebook, code: str, language: str) -> list[str]:
    """What the examples of a rule's page mark otherwise than a rulebook finds; nothing where there is no page.

    Raises RuleCrash, RuleFileError.
    """
    rule, page = book.rule(code), book.pages[code]
    if rule is None or not page.is_file():
        return []
    examples = read_examples(page, code, book.forms)
    return [problem for example in examples for problem in check_example(example, rule, book, language)]


def _book(folder: Path) -> Rulebook:
    """The shipped pack when the folder lies in it, else the pack with the folder's rules added."""
    if not folder.is_dir():
        raise RuleFileError("rules_folder_missing", path=str(folder))
    shipped = (rules_folder() / PACK).resolve()
    here = folder.resolve()
    if here == shipped or shipped in here.parents or here in shipped.parents:
        return rulebook()
    if (folder / "layout.toml").is_file():
        return load_rulebook(folder)
    return rulebook((folder,))


def _inside(file: Path, folder: Path) -> bool:
    return folder.resolve() in file.resolve().parents


def _enough(examples: list[Example]) -> bool:
    firing = sum(1 for example in examples if example.expected)
    silent = sum(1 for example in examples if not example.expected and not example.known_misses)
    return firing >= _FEWEST_OF_EACH and silent >= _FEWEST_OF_EACH


def read_examples(page: Path, code: str, forms: Sequence[Layout]) -> list[Example]:
    """The report blocks of a page. Raises RuleFileError with page and line."""
    lines = page_text(page).splitlines()
    examples: list[Example] = []
    start: int | None = None
    fence = ""
    beside: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines, start=1):
        opening = _FENCE.match(line) if start is None else None
        if opening:
            start, fence = number, opening.group(1)
        elif start is not None and line.rstrip() == "```":
            example = _example(page, start, lines[start : number - 1], code, forms)
            if fence == "report":
                examples.append(replace(example, beside=beside))
                beside = {}
            else:
                beside = {**beside, fence: (*beside.get(fence, ()), example.text)}
            start = None
    if start is not None:
        raise RuleFileError("rule_page_invalid", path=str(page), line=start, detail="``` …")
    return examples


def _example(page: Path, start: int, block: list[str], code: str, forms: Sequence[Layout]) -> Example:
    settings: dict[str, str] = {}
    body = list(enumerate(block, start=start + 1))
    if body and body[0][1].strip() == "---":
        closing = next((place for place, (_, line) in enumerate(body[1:], start=1) if line.strip() == "---"), None)
        if closing is None:
            raise RuleFileError("rule_page_invalid", path=str(page), line=start, detail="--- …")
        for number, line in body[1:closing]:
            match = _SETTING.fullmatch(line.strip())
            if not match:
                raise RuleFileError("rule_page_invalid", path=str(page), line=number, detail=line.strip())
            settings[match.group(1)] = match.group(2)
        body = body[closing + 1 :]
    if settings.get("kind") not in (None, *KINDS):
        raise RuleFileError("rule_page_invalid", path=str(page), line=start, detail=f"kind: {settings['kind']}")
    year = int(settings["year"]) if "year" in settings else None
    form = form_of(forms, year, "")
    text: list[str] = []
    numbers: list[int] = []
    expected: set[int] = set()
    misses: set[int] = set()
    for number, line in body:
        mark = _MARK.search(line)
        bare = line[: mark.start()] if mark else line
        if mark:
            if mark.group(2) != code:
                raise RuleFileError("rule_page_invalid", path=str(page), line=number, detail=mark.group(2))
            (misses if mark.group(1) else expected).add(number)
        written = _written(page, number, bare, form)
        text.extend(written)
        numbers.extend([number] * len(written))
    return Example(
        start,
        "\n".join(text),
        tuple(numbers),
        frozenset(expected),
        frozenset(misses),
        settings.get("kind"),
        year,
        settings.get("published"),
    )


def _written(page: Path, number: int, line: str, form: Layout) -> list[str]:
    if not line.startswith("%table "):
        return [line]
    _, table, *rows = line.split()
    given = {}
    for row in rows:
        key, _, values = row.partition("=")
        given[key] = values.split(",")
    try:
        return table_text(form, table, given)
    except ValueError as error:
        raise RuleFileError("rule_page_invalid", path=str(page), line=number, detail=str(error)) from error


def check_example(example: Example, rule: Rule, book: Rulebook, language: str) -> Iterator[str]:
    """What differs between the marks of an example and what the rule finds."""
    source = source_of_text(example.text)
    words_known = Language(book.forms, book.vocabulary, judge(), example.kind, example.year, fragment=True)
    neighbours = _neighbours(example, replace(words_known, year=None))
    found: set[int] = set()
    for report in parse(source, words_known):
        for finding in audit_among(report, neighbours, book, [rule], published=example.published).findings:
            found.add(example.page_lines[report.lines.line_number(finding.span.start) - 1])
    for line in sorted(example.expected - found):
        yield words("example_expected", language, line=line)
    for line in sorted(found & example.known_misses):
        yield words("example_known_miss", language, line=line)
    for line in sorted(found - example.expected - example.known_misses):
        yield words("example_unexpected", language, line=line)


def _neighbours(example: Example, language: Language) -> Neighbours:
    """The reports that an example is compared with; where a page gives none of a sort, nobody looked for them."""
    read = {
        fence: tuple(report for text in texts for report in parse(source_of_text(text), language))
        for fence, texts in example.beside.items()
    }
    return Neighbours(next(iter(read.get("previous", ())), None), read.get("peer"), read.get("child"))
