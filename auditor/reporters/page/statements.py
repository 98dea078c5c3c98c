"""Section 五 in a page: problems, measures and last year's promises, each with what makes it specific."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.document import Facet, Statement
from auditor.reporters.marking import Mark, marked
from auditor.reporters.page.sheet import Sheet
from auditor.reporters.places import place_of
from auditor.reporters.signs import FATES


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A problem or a measure: its words with the facets marked, its level, and what is missing."""

    target: str
    place: str
    level: int
    meaning: str
    markup: str
    missing: tuple[str, ...]
    """Facets of a measure that would not raise it alone; nobody asks who and when of a problem."""
    gains: tuple[str, ...]
    """Facets that would raise it, with the level."""


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """A concrete measure of last year and what became of it."""

    sign: str
    look: str
    fate: str
    level: int
    quote: str
    told: str
    """The words of this year's report, where it speaks of it."""
    place: str
    target: str


def shown_statements(sheet: Sheet, of: str) -> list[ShownStatement]:
    """The problems or the measures of a report, in order."""
    report = sheet.report
    chosen, first = (report.problems, 1) if of == "problem" else (report.measures, 1 + len(report.problems))
    return list(_statements(sheet, of, chosen, first))


def _statements(sheet: Sheet, of: str, chosen: Sequence[Statement], first: int) -> Iterator[ShownStatement]:
    report, run = sheet.report, sheet.run
    for number, statement in enumerate(chosen, start=first):
        facets = [
            Mark(span, f"facet {facet}", note=run.say(f"facet_{facet}"))
            for facet, spans in statement.facets.items()
            for span in spans
        ]
        yield ShownStatement(
            target=sheet.id("s", number),
            place=place_of(report, statement.span, run.rulebook.form_of(report), run.language),
            level=statement.level,
            meaning=run.say(f"{of}_level_{statement.level}"),
            markup=marked(report.text, statement.span, facets),
            missing=tuple(
                run.say(f"facet_{facet}")
                for facet in statement.missing
                if of == "measure" and facet not in statement.gains
            ),
            gains=tuple(_gain(sheet, facet, level) for facet, level in statement.gains.items()),
        )


def _gain(sheet: Sheet, facet: Facet, level: int) -> str:
    return sheet.run.say("page_gain", facet=sheet.run.say(f"facet_{facet}"), level=level)


def shown_promises(sheet: Sheet) -> list[ShownPromise]:
    """Last year's concrete measures in order; none without last year's report."""
    report, run = sheet.report, sheet.run
    return [
        ShownPromise(
            sign=FATES[promise.fate],
            look=promise.fate,
            fate=run.say(f"fate_{promise.fate}"),
            level=promise.measure.level,
            quote=promise.quote,
            told=promise.place.of(report.text) if promise.place else "",
            place=place_of(report, promise.place, run.rulebook.form_of(report), run.language) if promise.place else "",
            target=sheet.id("t", number),
        )
        for number, promise in enumerate(report.promises, start=1)
    ]
