"""A year of a store as workbook and page tell of it: what both ask for is asked once, in the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import fmean, quantiles

from sqlalchemy import Connection

from auditor.errors import RuleFileError
from auditor.reporters.run import Run
from auditor.rulebook.profiles import Profiles, profile_of, stated_in
from auditor.scoring import ScorecardSpec, load_scorecard
from auditor.store import questions
from auditor.store.questions import Standing

BIN = 5
"""Points of quality that one bar of the spread stands for."""
_LEVELS = "国省市州县区乡镇街村"
"""The first sign of a level, from the top."""

KEY_CELLS = {
    "new_received": "applications.new_received.total",
    "carried_in": "applications.carried_in.total",
    "handled_total": "applications.handled_total.total",
    "carried_out": "applications.carried_out.total",
    "in_force": "disclosure.normative_documents.in_force",
}
"""The cells that are followed over the years, by the key of their words."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the quality of some reports spreads: least, quartiles and most, and the means."""

    by: str
    """What its reports have in common: nothing, ``tier`` or ``kind``."""
    name: str
    reports: int
    mean: float
    points: tuple[float, float, float, float, float]
    mean_compliance: float


@dataclass(frozen=True, slots=True)
class League:
    """The reports of one level and kind, best first, each with its place among them; equals have one place."""

    name: str
    ranked: list[tuple[int, Standing]]


@dataclass(frozen=True)
class YearOfRound:
    """A year of a store. ``run`` gives rulebook, model and language; it has no audits."""

    connection: Connection
    year: int
    run: Run

    @cached_property
    def standings(self) -> list[Standing]:
        return questions.standings(self.connection, self.year)

    @cached_property
    def card(self) -> ScorecardSpec:
        return load_scorecard(self.run.rulebook.folder / "scorecard.toml")

    @cached_property
    def profiles(self) -> dict[int, str]:
        """By report, the title of the profile that it is audited by; nothing of those that are by none."""
        own, rounds = Profiles(), self.run.rulebook.profile
        titles: dict[str | None, str] = {None: rounds.title.phrase.of(self.run.language) if rounds else ""}
        found = {}
        for item in questions.asked_of(self.connection, self.year):
            file = own.of(item.path, item.profile)
            if file not in titles:
                titles[file] = _title_in(Path(file or ""), self.run.language)
            if titles[file]:
                found[item.report] = titles[file]
        return found

    @property
    def profiles_of_their_own(self) -> bool:
        """Whether some are audited by another profile than that of the round."""
        rounds = self.run.rulebook.profile
        return bool({*self.profiles.values()} - ({rounds.title.phrase.of(self.run.language)} if rounds else set()))

    @cached_property
    def profiles_told(self) -> str:
        """The profiles with how many reports are audited by each; empty where none is in force."""
        counted = Counter(self.profiles[item.report] for item in self.standings if item.report in self.profiles)
        told = [self.run.say("profile_count", profile=title, count=count) for title, count in counted.most_common()]
        return self.run.say("between_names").join(told)

    def kind(self, kind: str | None) -> str:
        """A kind of agency in words; blank where it is not known."""
        return self.run.say(f"kind_{kind}") if kind else ""

    def numbers(self) -> Iterator[tuple[str, int | float | str]]:
        """The year in numbers, by the key of their words; shares are from 0 to 1."""
        connection, standings = self.connection, self.standings
        total = questions.totals(connection, self.year)
        due = questions.listed(connection)
        if due:
            yield "due", due
        yield "reports", total.reports
        if due:
            yield "missing", len(questions.missing(connection, self.year))
        yield "double", sum(not item.counted for item in questions.doubles(connection, self.year))
        yield "unread", len(questions.unread(connection))
        yield "unplaced", len(questions.unplaced(connection))
        yield "errors", total.errors
        yield "warnings", total.warnings
        yield "infos", total.infos
        if self.profiles_told:
            yield "profiles", self.profiles_told
        if standings:
            yield "error_share", sum(item.errors > 0 for item in standings) / len(standings)
            yield "rules_share", fmean(item.decided_rules for item in standings)
            yield "claims_share", fmean(item.decided_claims for item in standings)
        last = questions.last_run(connection)
        if last:
            yield "started", last.started
            yield "tool", last.tool
            yield "rulebook", last.rulebook
            yield "model", last.model

    def spreads(self) -> Iterator[Spread]:
        """The spread over all, by level, and by kind."""
        if self.standings:
            yield _spread("", self.run.say("batch_all"), self.standings)
        by: tuple[tuple[str, Callable[[Standing], str]], ...] = (
            ("tier", lambda item: item.level or ""),
            ("kind", lambda item: self.kind(item.kind)),
        )
        for shared, key in by:
            for name, some in grouped(self.standings, key):
                if name:
                    yield _spread(shared, name, some)

    @cached_property
    def leagues(self) -> list[League]:
        """The league tables by level and kind."""

        def group(item: Standing) -> str:
            return "　".join(dict.fromkeys(part for part in (item.level, self.kind(item.kind)) if part))

        unknown = self.run.say("kind_unknown")
        return [League(name or unknown, list(_placed(some))) for name, some in grouped(self.standings, group)]

    def bins(self) -> list[tuple[str, int]]:
        """How many reports have how much quality, from 0 to 100."""
        counts = [0] * (100 // BIN)
        for item in self.standings:
            counts[min(int(item.quality // BIN), len(counts) - 1)] += 1
        return [(f"{place * BIN}～{(place + 1) * BIN}", count) for place, count in enumerate(counts)]


def _title_in(file: Path, language: str) -> str:
    """What a profile is called; its file where it was spoilt since."""
    try:
        return profile_of(stated_in(file), file).title.phrase.of(language)
    except RuleFileError:
        return file.name


def grouped(standings: Sequence[Standing], key: Callable[[Standing], str]) -> Iterator[tuple[str, list[Standing]]]:
    """Standings by a word of theirs, the highest level first, each group in the order of the standings."""
    for name in dict.fromkeys(
        key(item) for item in sorted(standings, key=lambda item: (height(item.level), key(item)))
    ):
        yield name, [item for item in standings if key(item) == name]


def _placed(members: Sequence[Standing]) -> Iterator[tuple[int, Standing]]:
    """Reports with their places; those of the same points share one."""
    first: dict[tuple[float, float], int] = {}
    for place, item in enumerate(members, start=1):
        yield first.setdefault((item.quality, item.compliance), place), item


def height(level: str | None) -> int:
    """How far below the top a level stands; unknown ones stand last."""
    place = _LEVELS.find((level or " ")[0])
    return place if place >= 0 else len(_LEVELS)


def _spread(by: str, name: str, some: Sequence[Standing]) -> Spread:
    scores = sorted(item.quality for item in some)
    low, middle, high = quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else scores * 3
    points = (scores[0], low, middle, high, scores[-1])
    return Spread(by, name, len(scores), fmean(scores), points, fmean(item.compliance for item in some))
