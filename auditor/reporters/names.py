"""Names of files for outputs of which each holds one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TypeVar

from auditor.errors import UsageError
from auditor.reading.files import STANDARD_INPUT
from auditor.reporters.run import Run
from auditor.text.filenames import safe_name

Content = TypeVar("Content", bytes, "bytes | None")


def each_with_name(documents: Iterable[tuple[str, Content]], run: Run, key: str) -> Iterator[tuple[str, Content]]:
    """Documents by the path of their report, each under a name of its own: a text of the interface with its stem."""
    taken: set[str] = set()
    for path, content in documents:
        stem = "" if path == STANDARD_INPUT else safe_name(PurePath(path).stem, "_")
        stem = stem or run.say("stem_of_input")
        number = 1
        while (name := _name(stem, number, run, key)).casefold() in taken:
            number += 1
        taken.add(name.casefold())
        yield name, content


def _name(stem: str, number: int, run: Run, key: str) -> str:
    return run.say(key, stem=stem if number == 1 else f"{stem}-{number}")


def single(documents: Iterable[tuple[str, bytes | None]], output_format: str) -> bytes:
    """The one document that there is. Raises UsageError where there are none or several."""
    contents = [content for _, content in documents if content is not None]
    if len(contents) != 1:
        raise UsageError("output_one_each", format=output_format, count=len(contents))
    return contents[0]
