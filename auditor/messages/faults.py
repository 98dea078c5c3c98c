"""What is wrong in a file of rules, told in Chinese: libraries and our own checks say it in English, piece by piece.

Place, known words and a near word stand around what is wrong, for which ``[details]`` of the catalogue has the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_PREFIX = re.compile(r"(?:section |table |row )?`([^`]+)`: ")
_NEAR = re.compile(r" \(did you mean `([^`]+)`\?\)$")
_KNOWN = re.compile(r"; known: (.+)$")
_PLACE = re.compile(r" - at `([^`]+)`$")
_LINE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NAME = re.compile(r"\{(\w+)\}")


def in_chinese(detail: str, catalogue: Mapping[str, Mapping[str, str]]) -> str:
    """A detail as the Chinese catalogue has it; what it has no words for stays in English."""
    told, near = _without(_NEAR, detail)
    told, known = _without(_KNOWN, told)
    told, place = _without(_PLACE, told)
    told, line = _without(_LINE, told)
    where = list(_places(told))
    if place:
        where.append(place[1])
    if line:
        where.append(f"第 {line[1]} 行第 {line[2]} 个字符" if line[1] else "文件末尾")
    told = _core(told, catalogue)
    if known:
        told += f"；可以写 {'、'.join(known[1].split(', '))}"
    if near:
        told += f"；是不是要写 {near[1]}？"
    return f"{'，'.join(where)}：{told}" if where else told


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    """A text without what a pattern finds at its end, and that."""
    found = pattern.search(text)
    return (text[: found.start()] if found else text), found


def _places(text: str) -> Iterator[str]:
    start = 0
    while found := _PREFIX.match(text, start):
        yield found[1]
        start = found.end()


def _core(text: str, catalogue: Mapping[str, Mapping[str, str]]) -> str:
    """What is wrong, without where."""
    start = 0
    while found := _PREFIX.match(text, start):
        start = found.end()
    text = text[start:]
    for pattern, words in _patterns(tuple(catalogue["details"].items())):
        if found := pattern.fullmatch(text):
            values = {name: _value(name, value, catalogue) for name, value in found.groupdict().items()}
            return words.format_map(values)
    return text


def _value(name: str, value: str, catalogue: Mapping[str, Mapping[str, str]]) -> str:
    if name not in ("wanted", "got"):
        return value
    kinds = catalogue["kinds_of_values"]
    return "或".join(kinds.get(kind, kind) for kind in value.split(" | "))


@lru_cache(maxsize=1)
def _patterns(details: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """What is looked for in English, and the Chinese words for it; what says most first."""
    ordered = sorted(details, key=lambda item: -len(_NAME.sub("", item[0])))
    return [(re.compile(_expression(english), re.DOTALL), chinese) for english, chinese in ordered]


def _expression(english: str) -> str:
    parts = _NAME.split(english)
    return "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
