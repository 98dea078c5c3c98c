"""The files that paths name, each read as soon as it is at hand."""

from collections.abc import Iterator, Sequence

from auditor.document import Source
from auditor.errors import AuditError
from auditor.reading.archives import Skipped
from auditor.reading.gathering import readings


def sources(paths: Sequence[str]) -> Iterator[tuple[str, Source | AuditError | Skipped]]:
    """The sources of paths, in order, with what cannot be read and what was left out."""
    for path, reading in readings(paths):
        if isinstance(reading, AuditError | Skipped):
            yield path, reading
            continue
        try:
            yield path, reading()
        except AuditError as refused:
            yield path, refused
