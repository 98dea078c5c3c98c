"""Outputs: one module a format, each with one function ``render(run)``; imported when its format is asked for."""

from __future__ import annotations

from importlib import import_module

from auditor.reporters.run import Run

TEXT_FORMATS = ("text", "json", "html")
BINARY_FORMATS: tuple[str, ...] = ()
"""They go to a file, never to a terminal."""
FORMATS = (*TEXT_FORMATS, *BINARY_FORMATS)


def render(run: Run, output_format: str) -> str | bytes:
    """The output of a run: text, or the bytes of a file for ``BINARY_FORMATS``."""
    rendered: str | bytes = import_module(f"auditor.reporters.{output_format}_report").render(run)
    return rendered
