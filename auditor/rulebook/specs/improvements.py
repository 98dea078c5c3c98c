"""Options of checks of section 五: problems, measures, how specific they are and whether they answer each other."""

from __future__ import annotations

from typing import Literal

import msgspec

from auditor.layout import Label
from auditor.rulebook.specs.options import CheckOptions


class ImprovementPresence(CheckOptions, frozen=True, tag="improvement-presence"):
    """Section 五 names problems, or measures."""

    of: Literal["problems", "measures"]
    perhaps: tuple[str, ...] = ()
    """Where one of these stands in section 五, what was not recognised may be there: left undecided."""
    none_of: tuple[str, ...] = ()
    """What does not count as one of them: 没有发现问题."""
    titles: tuple[str, ...] = ()
    """Titles under which they stand. What is told there is left undecided where it was not recognised."""
    other_titles: tuple[str, ...] = ()
    """Titles, or the beginnings of sentences, by which such a passage ends."""
    empty: tuple[str, ...] = ()
    """What tells none even under such a title: 取得明显成效."""
    done: tuple[str, ...] = ()
    """What tells none where it stands under no title: 按时办结. Other asides are left undecided."""


class SpecificityCheck(CheckOptions, frozen=True, tag="specificity"):
    """Problems or measures of section 五 are specific enough."""

    of: Literal["problems", "measures"]
    least_mean: float = 0.0
    least_best: int = 2


class Correspondence(CheckOptions, frozen=True, tag="correspondence"):
    """Each problem is answered by a measure of its topic."""

    topics: tuple[tuple[str, ...], ...]
    ignored: tuple[str, ...]
    looks_back: tuple[str, ...] = ()
    """By these a passage tells what became of last year's problems and measures; ``{last}`` is that year."""
    turns_to_now: tuple[str, ...] = ()
    """By these it speaks of this year's problems again; ``{year}`` is this year."""


class MeasureFacet(CheckOptions, frozen=True, tag="measure-facet"):
    """At least one measure says when, or who: the model's judgement, or one of these words."""

    facet: Literal["time", "body"]
    words: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    """How the names of bodies end: a name that opens a clause, or follows 由 or a day, says who does it."""
    no_names: tuple[str, ...] = ()
    """What ends like such a name and is none: 全部, 网站."""
    not_before: tuple[str, ...] = ()
    """What behind such a name makes it a place or a thing of the body: 办公室门口."""


class PraiseShare(CheckOptions, frozen=True, tag="praise-share"):
    """Praise takes at most this share of the characters of section 五."""

    most: float
    words: tuple[str, ...]
    none_of: tuple[str, ...] = ()
    """A sentence with one of these tells what became of last year's problems; it is no praise."""


class Risk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What in the tables asks for a problem of this topic: cells that add up above a bound, or to a share of others."""

    name: Label
    cells: tuple[str, ...]
    topics: tuple[str, ...]
    above: float = 0.0
    of: tuple[str, ...] = ()
    """Cells whose sum is the whole that ``above`` is a share of; none means that ``above`` is a number."""
    fewest: int = 1
    """A whole smaller than this says nothing of shares."""


class RiskReflection(CheckOptions, frozen=True, tag="risk-reflection"):
    """What the tables show as a risk is among the problems of section 五."""

    risk: tuple[Risk, ...]
