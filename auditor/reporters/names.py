"""Names of files for outputs of which each holds one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TypeVar

from auditor.errors import UsageError
from auditor.messages import words
from auditor.reading.files import STANDARD_INPUT
from auditor.reporters.run import Run
from auditor.text.filenames import safe_name

Content = TypeVar("Content", bytes, "bytes | None")


_FOR_AGENCIES = ("docx_file_name", "letter_file_name")
"""The names of a commented document and of a letter, by the keys of their words."""


def names_for_agency(path: str) -> list[str]:
    """How a round calls what it writes on the report in a file."""
    return [words(key, "zh", stem=_stem(path, words("stem_of_input", "zh"))) for key in _FOR_AGENCIES]


def each_with_name(documents: Iterable[tuple[str, Content]], run: Run, key: str) -> Iterator[tuple[str, Content]]:
    """Documents by the path of their report, each under a name of its own: a text of the interface with its stem."""
    taken: set[str] = set()
    for path, content in documents:
        stem = _stem(path, run.say("stem_of_input"))
        number = 1
        while (name := _name(stem, number, run, key)).casefold() in taken:
            number += 1
        taken.add(name.casefold())
        yield name, content


def _stem(path: str, stand_in: str) -> str:
    stem = "" if path == STANDARD_INPUT else safe_name(PurePath(path).stem, "_")
    return stem or stand_in


def _name(stem: str, number: int, run: Run, key: str) -> str:
    return run.say(key, stem=stem if number == 1 else f"{stem}-{number}")


def single(documents: Iterable[tuple[str, bytes | None]], output_format: str) -> bytes:
    """The one document that there is. Raises UsageError where there are none or several."""
    contents = [content for _, content in documents if content is not None]
    if len(contents) != 1:
        raise UsageError("output_one_each", format=output_format, count=len(contents))
    return contents[0]
