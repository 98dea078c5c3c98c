"""Audits annual reports on government information disclosure.

The names below are loaded on first use, so that importing one module does not drag in the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.version import __version__

if TYPE_CHECKING:
    from auditor.api import (
        Check,
        Options,
        audit,
        audit_source,
        audit_text,
        audits,
        audits_to_frame,
        rate_measures,
        read_checks,
    )

__all__ = [
    "Check",
    "Options",
    "__version__",
    "audit",
    "audit_source",
    "audit_text",
    "audits",
    "audits_to_frame",
    "rate_measures",
    "read_checks",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from auditor import api

    return getattr(api, name)
