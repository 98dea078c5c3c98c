"""Outputs: one module a format, each with one function ``render(run)``; imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from auditor.reporters.run import Run

TEXT_FORMATS = ("text", "json", "csv", "html", "sarif", "markdown", "github")
"""They may go to the screen. CSV is bytes all the same: it bears the mark by which Excel knows its encoding."""
EACH_ITS_FILE = ("docx", "letter")
"""Of these a file holds one report."""
BINARY_FORMATS: tuple[str, ...] = ("xlsx", *EACH_ITS_FILE)
"""They go to a file, never to a terminal."""
FORMATS = (*TEXT_FORMATS, *BINARY_FORMATS)
ON_SCREEN = "text"
"""The format for terminals, in their encoding; all others are UTF-8 wherever they go."""


def render(run: Run, output_format: str) -> str | bytes:
    """The output of a run: text, or the bytes of a file."""
    rendered: str | bytes = _module(output_format).render(run)
    return rendered


def render_each(run: Run, output_format: str) -> Iterator[tuple[str, bytes | None]]:
    """The files of a run in one of ``EACH_ITS_FILE``, one for each audit, each with a name; None where none is due."""
    files: Iterator[tuple[str, bytes | None]] = _module(output_format).render_each(run)
    return files


def _module(output_format: str) -> ModuleType:
    return import_module(f"auditor.reporters.{output_format}_report")
