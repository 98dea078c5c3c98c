"""Outputs: one module a format, each with one function ``render(run)``; imported when its format is asked for."""

from __future__ import annotations

from importlib import import_module

from auditor.reporters.run import Run

TEXT_FORMATS = ("text", "json", "csv", "html", "sarif", "markdown", "github")
"""They may go to the screen. CSV is bytes all the same: it bears the mark by which Excel knows its encoding."""
BINARY_FORMATS: tuple[str, ...] = ("xlsx",)
"""They go to a file, never to a terminal."""
FORMATS = (*TEXT_FORMATS, *BINARY_FORMATS)
ON_SCREEN = "text"
"""The format for terminals, in their encoding; all others are UTF-8 wherever they go."""


def render(run: Run, output_format: str) -> str | bytes:
    """The output of a run: text, or the bytes of a file."""
    rendered: str | bytes = import_module(f"auditor.reporters.{output_format}_report").render(run)
    return rendered
