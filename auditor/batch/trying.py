"""An edited rule on the reports of a year, those first in which it finds something, with what people said there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

import msgspec
from sqlalchemy import Engine

from auditor import api
from auditor.batch.auditing_stage import Due, bundled
from auditor.batch.pool import Limits
from auditor.batch.rounds import Workers, in_pieces, stopped
from auditor.batch.trial import Change, Differing, Tried
from auditor.batch.work import Bundle, Setup, TryDone, TryPiece, packed
from auditor.rulebook.editing import with_edited
from auditor.rulebook.profiles import Profiles
from auditor.rulebook.specs.options import Beside
from auditor.store import questions, results
from auditor.store.questions import Counted, Judged

_ALONE = 4
"""The first reports are pieces of their own, so that something is seen at once."""
MOST_KEPT = 500
"""How many findings of each change are kept to be shown; all are counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried: a rule as somebody edited it, on the reports of a year."""

    code: str
    year: int
    edited: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding that changes, whose it is, and what people said of it."""

    of: Counted
    finding: Differing
    judged: Judged | None


@dataclass(slots=True)
class Tally:
    """What has come out so far."""

    total: int = 0
    done: int = 0
    kept: int = 0
    silenced: int = 0
    """Reports on which the rule decided something and no longer does."""
    counts: dict[Change, Counter[str]] = field(default_factory=dict)
    """Findings by change and by what people said of them; ``open`` where nothing was said."""
    seen: list[Seen] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Why the rule could not be run on some reports, the first few."""
    failed: int = 0
    """On how many."""

    def of(self, change: Change) -> Counter[str]:
        """How many findings change so, by what was said of them."""
        return self.counts.get(change, Counter())

    def add(self, told: Tried, of: Counted, judged: dict[tuple[int, str], Judged]) -> None:
        """One more report is done."""
        self.done += 1
        self.kept += told.kept
        self.silenced += told.silenced
        if told.fault:
            self.fail(told.fault)
        for finding in told.found:
            word = judged.get((of.agency, finding.fingerprint))
            counter = self.counts.setdefault(finding.change, Counter())
            if counter.total() < MOST_KEPT:
                self.seen.append(Seen(of, finding, word))
            counter[word.said if word else "open"] += 1

    def snapshot(self) -> Tally:
        """What has come out, for others to read while more is added."""
        counts = {change: Counter(counter) for change, counter in self.counts.items()}
        return replace(self, counts=counts, seen=list(self.seen), faults=list(self.faults))

    def fail(self, fault: str) -> None:
        self.failed += 1
        if len(self.faults) < 3:
            self.faults.append(fault)


def setup_of(options: api.Options) -> bytes:
    """What workers need to know to try a rule."""
    return packed(Setup(rules=tuple(str(folder) for folder in options.rules)))


def try_rule(engine: Engine, asked: Asked, options: api.Options, crew: Workers, limits: Limits) -> Iterator[Tally]:
    """The tally as it grows. Raises RuleFileError where the loader refuses what was edited, UsageError."""
    rule = with_edited(api.rulebook(options.rules), asked.code, asked.edited).rule(asked.code)
    beside = rule.check.beside if rule else frozenset()
    with engine.connect() as connection:
        counted = questions.counted_in(connection, asked.year, asked.code)
        words = questions.judged_of(connection, asked.code, asked.year)
    judged = {(word.agency, word.fingerprint): word for word in words}
    by_number = {item.report: item for item in counted}
    tally = Tally(len(counted))
    yield tally
    numbers = iter(by_number)
    first = ([number] for number in islice(numbers, _ALONE))
    some_each = chain(first, in_pieces(numbers))
    profiles = Profiles()
    pieces = (TryPiece(_bundles(engine, some, beside, profiles), asked.code, asked.edited) for some in some_each)
    for piece, done in crew.done(pieces):
        if isinstance(done, TryDone):
            for told in done.reports:
                tally.add(told, by_number[told.report], judged)
        elif isinstance(piece, TryPiece) and isinstance(done, str):
            for bundle in piece.bundles:
                of = by_number[bundle.report]
                tally.add(Tried(bundle.report, fault=stopped(of.name, done, limits)[0]), of, judged)
        yield tally


def _bundles(
    engine: Engine, numbers: Sequence[int], beside: frozenset[Beside], profiles: Profiles
) -> tuple[Bundle, ...]:
    """Reports out of the store, with those beside them that the rule reads: the others would only take time."""
    with engine.connect() as connection:
        if not beside:
            filed = results.filed(connection, numbers)
            listed = results.listed_profiles(connection, list(filed))
            return tuple(
                Bundle(number, "", filed[number], None, (), (), "", profiles.of(*listed[number]), "")
                for number in numbers
                if number in listed
            )
        found = results.beside(connection, numbers)
    narrow = [
        msgspec.structs.replace(
            item,
            previous=item.previous if "previous" in beside else None,
            peers=item.peers if "peers" in beside else (),
            children=item.children if "children" in beside else (),
        )
        for item in found
    ]
    return bundled(engine, [Due(item, "", profiles.of(item.path, item.profile), "") for item in narrow])
