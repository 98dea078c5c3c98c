"""The workbook of a round, 总表.xlsx: one module a group of sheets, each with functions ``write_…(book, round)``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from auditor.reporters.run import Run
from auditor.reporters.sheets.writing import Book
from auditor.scoring import ScorecardSpec, load_scorecard
from auditor.store import questions


@dataclass(frozen=True)
class YearOfRound:
    """A year of the store as the sheets tell of it; what several of them ask for is asked once."""

    connection: Connection
    year: int
    run: Run

    @cached_property
    def standings(self) -> list[questions.Standing]:
        return questions.standings(self.connection, self.year)

    @cached_property
    def card(self) -> ScorecardSpec:
        return load_scorecard(self.run.rulebook.folder / "scorecard.toml")

    def kind(self, kind: str | None) -> str:
        """A kind of agency in words; blank where it is not known."""
        return self.run.say(f"kind_{kind}") if kind else ""

    def rule_title(self, code: str) -> str:
        """What a rule is about."""
        rule = self.run.rulebook.rule(code)
        return rule.title.phrase.of(self.run.language) if rule else ""


def render(connection: Connection, year: int, run: Run) -> bytes:
    """The workbook of a year of a store. ``run`` gives rulebook, model and language; it has no audits."""
    from auditor.reporters.batch_sheets import absent, copied, defects, league, overview, years

    told = YearOfRound(connection, year, run)
    book = Book(run)
    for write in (
        overview.write,
        league.write_ranking,
        league.write_deductions,
        defects.write_common,
        defects.write_findings,
        absent.write_missing,
        absent.write_doubles,
        absent.write_unread,
        absent.write_unplaced,
        copied.write,
        years.write,
    ):
        write(book, told)
    return book.finished()
