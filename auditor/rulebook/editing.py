"""The part of a rule file that people change without words: how grave the rule is, and the options of its check.

Text is cut and put back line by line, so that comments and order of the file stay as they are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import RuleFileError, UsageError
from auditor.rulebook.loading import Rulebook, with_rule
from auditor.rulebook.specs import Rule
from auditor.toml import table_of

_HEADER = re.compile(r"\[\[?\s*([A-Za-z_]+)\s*[\].]")
_EDITED_TABLES = ("check", "grade")
_EDITED = ("severity", *_EDITED_TABLES)
_SEVERITY = re.compile(r"severity\s*=")
_REPLACES = re.compile(r"replaces\s*=")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_COUNTED = re.compile(r":[^{}|]*\|[^{}|]*\}")
"""The words that go with a number: {count:cell|cells} names {count}."""
"""Something named, or a brace that stands alone."""
_NUMBER = r"(?m)^({name}\s*=\s*)(-?\d[\d_]*(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a file that another one does not have: ``-`` the old, ``+`` the new, blank around them."""

    sign: str
    text: str

    def __str__(self) -> str:
        return f"{self.sign} {self.text}".rstrip()


def text_of(book: Rulebook, code: str) -> str:
    """What of a rule can be changed, as its file has it. Raises UsageError for a code that does not exist."""
    return editable(file_of(book, code).read_text(encoding="utf-8"))


def whole_text(book: Rulebook, code: str, edited: str) -> str:
    """A rule's file as it would be with what was edited. Raises RuleFileError, UsageError."""
    file = file_of(book, code)
    return rejoined(file, file.read_text(encoding="utf-8"), edited)


def with_edited(book: Rulebook, code: str, edited: str) -> Rulebook:
    """A rulebook in which a rule says what was edited. Raises RuleFileError with what is wrong, UsageError."""
    file = file_of(book, code)
    changed = with_rule(book, file, whole_text(book, code, edited).encode())
    before, after = book.rule(code), changed.rule(code)
    unknown = sorted(_named(after) - _named(before)) if before and after else []
    if unknown:
        raise RuleFileError("rule_words_unknown", path=str(file), names="、".join(unknown))
    return changed


def _named(rule: Rule) -> set[str]:
    """What the words of a rule name in braces, as it is written there."""
    words = [rule.message, rule.suggestion]
    words += [label for grade in rule.grade for label in (grade.message, grade.suggestion) if label]
    texts = [text for label in words for text in (label.zh, label.en)]
    return {_COUNTED.sub("}", name) for text in texts for name in _BRACES.findall(text)}


def file_of(book: Rulebook, code: str) -> Path:
    """The file that a rule stands in. Raises UsageError for a code that does not exist."""
    if code not in book.files:
        raise UsageError("rule_unknown", code=code, close="".join(book.suggestions(code)))
    return book.files[code]


def editable(text: str) -> str:
    """What of a rule file can be changed: its severity, ``[check]`` and ``[[grade]]``."""
    top, tables = _cut(text)
    severity = [line for line in top if _SEVERITY.match(line)]
    edited = [line for name, lines in tables if name in _EDITED_TABLES for line in lines]
    return "\n".join((*severity, "", *edited)).strip() + "\n"


def rejoined(path: Path, text: str, edited: str) -> str:
    """A rule file that says what was edited, and that it replaces the one it was made of. Raises RuleFileError."""
    edited = "\n".join(edited.splitlines()) + "\n"  # browsers send two characters
    others = sorted(parsed(path, edited).keys() - set(_EDITED))
    if others:
        raise RuleFileError("rule_part_not_edited", path=str(path), names="、".join(others))
    top, tables = _cut(text)
    new_top, new_tables = _cut(edited)
    place = next((number for number, line in enumerate(top) if _SEVERITY.match(line)), len(top))
    kept = [line for line in top if not _SEVERITY.match(line) and not _REPLACES.match(line)]
    told = [line for line in new_top if line.strip()]
    lines = [*kept[:place], *told, "replaces = true", *kept[place:]]
    lines += [line for name, of in tables if name not in _EDITED_TABLES for line in of]
    if lines and lines[-1].strip():
        lines.append("")
    lines += [line for _, of in new_tables for line in of]
    return "\n".join(lines).rstrip() + "\n"


def parsed(path: Path, edited: str) -> dict[str, object]:
    """What an edited text says. Raises RuleFileError with the line in it."""
    return table_of(edited.encode("utf-8", "surrogatepass"), path)


def numbers(edited: str) -> dict[str, str]:
    """The numbers that are options of the check, as they are written; those within lists and tables are not."""
    found = {}
    for name, lines in _cut(edited)[1]:
        if name == "check" and re.match(r"\[check\]", lines[0]):
            for line in lines[1:]:
                match = re.match(r"([a-z_]+)\s*=\s*(-?\d[\d_]*(?:\.\d+)?)\s*(?:#.*)?$", line)
                if match:
                    found[match.group(1)] = match.group(2)
    return found


def with_numbers(edited: str, values: Mapping[str, str]) -> str:
    """The edited text with other numbers."""
    known = numbers(edited)
    for name, value in values.items():
        if name in known:
            old = re.compile(_NUMBER.format(name=re.escape(name)))
            edited = old.sub(lambda match, value=value: match.group(1) + value, edited, count=1)  # type: ignore[misc]
    return edited


def difference(before: str, after: str) -> Iterator[Change]:
    """The lines in which two rule files differ, each group with a line around it; empty lines say nothing."""
    for line in list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]:
        if not line.startswith("@@") and line[1:].strip():
            yield Change(line[0], line[1:])


def against_shipped(book: Rulebook, code: str) -> tuple[Change, ...]:
    """What a rule says otherwise than the shipped one that it replaces; nothing where it replaces none."""
    shipped = book.replaced.get(code)
    if shipped is None:
        return ()
    texts = (file.read_text(encoding="utf-8") for file in (shipped, book.files[code]))
    return tuple(line for line in difference(*texts) if not _REPLACES.match(line.text))


def _cut(text: str) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The lines before the first table, and those of each table by the first part of its name."""
    top: list[str] = []
    tables: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header:
            tables.append((header.group(1), [line]))
        else:
            (tables[-1][1] if tables else top).append(line)
    return top, tables
