"""The words of narratives as data: classes, meanings and words from ``claims.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from auditor.errors import RuleFileError
from auditor.text.widths import narrow
from auditor.toml import table_in

CLASSES = frozenset(
    {"object", "row", "column", "result", "path", "act", "channel", "scope", "period", "change", "cue", "units", "cut"}
)


class Meaning(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """What a word can mean: its class (``row``) and its key in that class (``granted``)."""

    class_: str
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words to meanings, and units to what they can count. Words are narrowed. Compared by identity."""

    words: Mapping[str, tuple[Meaning, ...]]
    units: Mapping[str, str]
    cuts: tuple[str, ...] = ()
    """Spellings in which one word ends at the bar and another begins: 未|结转 holds no 未结."""


@lru_cache(maxsize=4)
def load_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary file. Raises RuleFileError for an unknown class or an entry that is no list of words."""
    raw = table_in(path)
    words: dict[str, list[Meaning]] = {}
    units: dict[str, str] = {}
    cuts: list[str] = []
    for class_, keys in raw.items():
        if class_ not in CLASSES or not isinstance(keys, dict):
            raise RuleFileError("rule_file_invalid", path=str(path), detail=f"unknown class [{class_}]")
        for key, entries in keys.items():
            if not isinstance(entries, list) or not all(isinstance(word, str) and word for word in entries):
                raise RuleFileError("rule_file_invalid", path=str(path), detail=f"[{class_}] {key}: a list of words")
            for word in entries:
                if class_ == "units":
                    units[narrow(word)] = key
                elif class_ == "cut":
                    cuts.append(narrow(word))
                else:
                    words.setdefault(narrow(word), []).append(Meaning(class_, key))
    return Vocabulary({word: tuple(dict.fromkeys(meanings)) for word, meanings in words.items()}, units, tuple(cuts))
