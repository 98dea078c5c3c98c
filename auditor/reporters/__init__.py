"""Outputs: one module a format, each with one function ``render(run)``; imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from auditor.reporters.run import Run

TEXT_FORMATS = ("text", "json")
BINARY_FORMATS: tuple[str, ...] = ("docx", "letter")
"""They go to a file, never to a terminal."""
FORMATS = (*TEXT_FORMATS, *BINARY_FORMATS)


def render(run: Run, output_format: str) -> str | bytes:
    """The output of a run: text, or the bytes of a file for ``BINARY_FORMATS``."""
    rendered: str | bytes = _module(output_format).render(run)
    return rendered


def render_each(run: Run, output_format: str) -> Iterator[tuple[str, bytes]] | None:
    """The files of a run, each with a name, for formats of which a file holds one report; None for all others."""
    module = _module(output_format)
    files: Iterator[tuple[str, bytes]] | None = module.render_each(run) if hasattr(module, "render_each") else None
    return files


def _module(output_format: str) -> ModuleType:
    return import_module(f"auditor.reporters.{output_format}_report")
