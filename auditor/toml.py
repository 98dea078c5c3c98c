"""TOML files that people write: rules, layouts, vocabularies and scorecards, read within limits.

tomllib is at the mercy of what it reads: it takes hours for a key of many parts, gives up with a RecursionError on
deep nesting and with a plain ValueError on a long number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import inspect

from auditor.errors import RuleFileError

Wanted = TypeVar("Wanted")

MOST_BYTES = 512 * 1024
"""The largest shipped file has 40 KiB."""
DEEPEST = 20
"""Tables and lists in each other; the shipped files have 6."""
_MOST_DOTS = 100
"""On one line outside of its strings; a key has one between its parts."""
_LARGEST = 2**53
"""Up to here a number is the same in all that reads it."""
_FAULT = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<place>.*)`)?", re.DOTALL)
_STEP = re.compile(r"[^.\[\]]+")
_MISSPELT = re.compile(r"Object contains unknown field `(.+)`|Invalid (?:enum )?value '(.+)'", re.DOTALL)
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


def converted(table: object, wanted: type[Wanted], path: Path) -> Wanted:
    """What a table of a file says, as a type has it. Raises RuleFileError with place and what may stand there."""
    try:
        return msgspec.convert(table, wanted)
    except msgspec.ValidationError as error:
        detail = _explained(str(error), table, inspect.type_info(wanted))
        raise RuleFileError("rule_file_invalid", path=str(path), detail=detail) from error


def _explained(fault: str, table: object, wanted: inspect.Type) -> str:
    """A fault with the names that are known at its place, if a name is what is wrong: the nearest, or else all."""
    told = _FAULT.fullmatch(fault)
    if told is None:
        return fault
    place, misspelt = told["place"] or "", _MISSPELT.fullmatch(told["what"])
    what = told["what"] + (f" - at `{place}`" if place else "")
    if misspelt is None:
        return what
    known = _known(_STEP.findall(place), table, wanted)
    close = get_close_matches(misspelt[1] or misspelt[2], known, n=1)
    listed = f"; known: {', '.join(known)}" if known else ""
    return f"{what} (did you mean `{close[0]}`?)" if close else what + listed


def _known(steps: Sequence[str], value: object, wanted: inspect.Type) -> list[str]:
    """The names of fields, the words or the kinds that may stand at a place of a table."""
    for step in steps:
        match _chosen(wanted, value):
            case inspect.StructType(fields=fields):
                named = [field.type for field in fields if field.encode_name == step]
                if not named:  # the word that tells of which kind a table is
                    return _tags(wanted)
                wanted, value = named[0], value.get(step) if isinstance(value, dict) else None
            case inspect.DictType(value_type=each):
                wanted, value = each, None
            case inspect.VarTupleType(item_type=each) | inspect.ListType(item_type=each):
                wanted, value = each, value[int(step)] if isinstance(value, list) and step.isdecimal() else None
            case _:
                return _tags(wanted)
    match _chosen(wanted, value):
        case inspect.StructType(fields=fields):
            return [field.encode_name for field in fields]
        case inspect.LiteralType(values=values):
            return [str(word) for word in values]
        case _:
            return []


def _chosen(wanted: inspect.Type, value: object) -> inspect.Type:
    """Of several types the one that a value is to be: that of its kind, or else the first that has parts."""
    if not isinstance(wanted, inspect.UnionType):
        return wanted
    told = value if isinstance(value, dict) else {}
    tagged = [each for each in wanted.types if isinstance(each, inspect.StructType) and each.tag_field is not None]
    if tagged:
        return next((each for each in tagged if told.get(each.tag_field) == each.tag), wanted)
    return next((each for each in wanted.types if not isinstance(each, inspect.NoneType)), wanted)


def _tags(wanted: inspect.Type) -> list[str]:
    """The kinds that a union of tables has."""
    types = wanted.types if isinstance(wanted, inspect.UnionType) else ()
    return [str(each.tag) for each in types if isinstance(each, inspect.StructType) and each.tag is not None]


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
