"""How a check says that it has nothing to decide on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from auditor.document import NO_NEIGHBOURS, Neighbours, Reason, ReasonValue, Report
from auditor.finding import Hit
from auditor.layout import Layout
from auditor.rulebook import Rulebook


class Undecided(Exception):
    """The check cannot decide on this report, and why."""

    def __init__(self, code: str, /, **params: ReasonValue) -> None:
        super().__init__(code)
        self.reason = Reason(code, params)


class Inapplicable(Exception):
    """There is nothing on this report that the check could be about, and why."""

    def __init__(self, code: str, /, **params: ReasonValue) -> None:
        super().__init__(code)
        self.reason = Reason(code, params)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a check may know beside the report: the rulebook, the report's form and the reports to compare with."""

    rulebook: Rulebook
    layout: Layout
    """The form by which the report was read; that of another report is ``rulebook.form_of`` it."""
    neighbours: Neighbours = NO_NEIGHBOURS

    @property
    def previous(self) -> Report | None:
        """Last year's report of the same agency, where it was given."""
        return self.neighbours.previous


Result: TypeAlias = Hit | Reason
"""A check yields hits, and reasons for the parts that it could not decide."""
