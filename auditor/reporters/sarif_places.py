"""Places of findings as SARIF locations: regions in text files, words by which to find them in all others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from auditor.document import Report
from auditor.reading.files import STANDARD_INPUT
from auditor.reporters import lines
from auditor.reporters.run import Run
from auditor.reporters.uris import uri_of
from auditor.text.spans import Span

Node: TypeAlias = dict[str, Any]
"""An object of the log."""
_TEXT = "text"
_STANDARD_INPUT = "stdin:"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")
_MEDIA_TYPES: Mapping[str, str] = {
    _TEXT: "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html",
}


def told(text: str) -> Node:
    """A message. What a reader of SARIF would take for a placeholder or a link is marked as plain text."""
    plain = _PLACEHOLDER.sub(r"{{\1}}", text)
    return {"text": _LINK.sub(r"\\[\1\\]", plain)}


class Places:
    """The files of a run, each told once, and the locations in them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._numbers: dict[tuple[str, str], int] = {}
        self._artifacts: list[Node] = []
        for audit in run.audits:
            source = audit.report.source
            media = _MEDIA_TYPES.get(source.format)
            self._add(source.path, source.sha256, {"mimeType": media} if media else {})
        for path, _ in run.errors:
            self._add(path, "", {})

    def _add(self, path: str, digest: str, more: Node) -> None:
        if (uri_of(path), digest) in self._numbers:
            return
        self._numbers[uri_of(path), digest] = len(self._artifacts)
        hashes = {"hashes": {"sha-256": digest}} if digest else {}
        location = self.file(path, digest)
        self._artifacts.append({"location": location, "roles": ["analysisTarget"], **more, **hashes})

    def artifacts(self) -> Sequence[Node]:
        """The files, each with its hash where it was read."""
        return self._artifacts

    def file(self, path: str, digest: str = "") -> Node:
        """A reference to a file. Standard input is none, but code hosts refuse a place without an address."""
        named: Node = {"uri": uri_of(path)}
        if path == STANDARD_INPUT:
            named = {"uri": _STANDARD_INPUT, "description": told(self._run.say("standard_input"))}
        return {**named, "index": self._numbers[uri_of(path), digest]}

    def whole(self, report: Report) -> Node:
        """The file of a report as a location."""
        return {"physicalLocation": {"artifactLocation": self.file(report.source.path, report.source.sha256)}}

    def location(self, report: Report, span: Span) -> Node:
        """Where a span stands. Lines of a document's text mean nothing in the document: no region is made up."""
        found = self.whole(report)
        if report.source.format == _TEXT:
            found["physicalLocation"]["region"] = _region(report, span)
            return found
        page = report.source.page_of(span.start)
        found["logicalLocations"] = [{"fullyQualifiedName": lines.place(report, span, self._run)}]
        found["properties"] = {"quote": span.of(report.text), **({"page": page} if page else {})}
        return found


def _region(report: Report, span: Span) -> Node:
    (line, column), (end_line, end_column) = report.lines.place(span.start), report.lines.place(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
        "snippet": {"text": span.of(report.text)},
    }
