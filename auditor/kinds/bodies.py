"""Whether an agency is one of those that a rule means, by its kind and its name."""

from __future__ import annotations

from auditor.document import Report
from auditor.rulebook.specs.options import Bodies
from auditor.text.phrases import holds, without
from auditor.text.widths import squeeze


def is_meant(report: Report, bodies: Bodies) -> bool | None:
    """Whether the agency is one of them; None where the report does not tell its name."""
    if report.kind is not None and report.kind in bodies.kinds:
        return True
    if report.kind is not None and report.kind in bodies.not_kinds:
        return False
    if report.agency is None:
        return None
    name = without(squeeze(report.agency), bodies.none_of)
    return name.endswith(bodies.endings) or holds(name, bodies.names)
