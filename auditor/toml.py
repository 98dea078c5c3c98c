"""TOML files that people write: rules, layouts, vocabularies and scorecards, read within limits.

tomllib is at the mercy of what it reads: it takes hours for a key of many parts, gives up with a RecursionError on
deep nesting and with a plain ValueError on a long number.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from auditor.errors import RuleFileError

MOST_BYTES = 512 * 1024
"""The largest shipped file has 40 KiB."""
DEEPEST = 20
"""Tables and lists in each other; the shipped files have 6."""
_MOST_DOTS = 100
"""On one line outside of its strings; a key has one between its parts."""
_LARGEST = 2**53
"""Up to here a number is the same in all that reads it."""
_STRING = re.compile(r""""(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+'""")


def table_in(path: Path) -> dict[str, object]:
    """What a file says. Raises RuleFileError with file and place."""
    return table_of(raw_in(path), path)


def raw_in(path: Path) -> bytes:
    """The bytes of a file. Raises RuleFileError for one that is too large, and for what is none, such as a pipe."""
    try:
        if path.exists() and not path.is_file():
            raise RuleFileError("rule_file_invalid", path=str(path), detail="not a file")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=error.strerror or str(error)) from error
    _check_size(raw, path)
    return raw


def table_of(raw: bytes, path: Path) -> dict[str, object]:
    """What the bytes of a file say. Raises RuleFileError with file and place."""
    _check_size(raw, path)
    try:
        text = raw.decode("utf-8-sig")  # an editor of Windows may put a mark before it
    except UnicodeDecodeError as error:
        raise RuleFileError("rule_file_invalid", path=str(path), detail="not UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.count(".") > _MOST_DOTS and _STRING.sub("", line).count(".") > _MOST_DOTS:
            raise RuleFileError("rule_file_too_deep", path=str(path), line=number, limit=DEEPEST)
    try:
        table = tomllib.loads(text)
    except RecursionError as error:
        raise RuleFileError("rule_file_too_deep", path=str(path), line=1, limit=DEEPEST) from error
    except ValueError as error:  # TOMLDecodeError is one, and so is what int says of a long number
        raise RuleFileError("rule_file_invalid", path=str(path), detail=str(error)) from error
    _check(table, path)
    return table


def _check_size(raw: bytes, path: Path) -> None:
    if len(raw) > MOST_BYTES:
        raise RuleFileError("rule_file_too_large", path=str(path), limit=MOST_BYTES // 1024)


def _check(table: dict[str, object], path: Path) -> None:
    """Refuse nesting in which a walk over it would be lost, and numbers that no rule can mean."""
    level: list[object] = [table]
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise RuleFileError("rule_file_too_deep", path=str(path), line=1, limit=DEEPEST)
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, int | float) and not abs(value) <= _LARGEST:  # nor is nan a number
                raise RuleFileError("rule_file_invalid", path=str(path), detail=f"a number above {_LARGEST}, or none")
        level = below
