"""Every way in which one cell of balanced tables 三 and 四 is changed, and what the audit must say of it.

``python -m tests.properties`` counts them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import auditor
from auditor.document import CellAddress
from auditor.finding import Finding, OutcomeKind
from auditor.layout import TableSpec

from tests.bench.province.chance import dice
from tests.layouts import LAYOUT, Values, report, zeros

Place = tuple[str, str, str]
Writer = Callable[[TableSpec, Values], list[str]]
APPLICATIONS, DISPUTES = LAYOUT.table[1], LAYOUT.table[2]
_TAKEN_OVER = ("new_received", "carried_in", "carried_out")
_HANDLED, _TOTAL = "handled_total", "total"
OPTIONS = auditor.Options(select=("TAB", "PRS"))
SEEDS = range(1, 4)


def balanced(seed: int) -> dict[Place, str]:
    """Tables 三 and 四 of random numbers, from nought to five digits, in which every identity holds."""
    chance = dice("balanced", seed)
    values: dict[Place, int] = dict.fromkeys(zeros(), 0)
    columns = [column.key for column in APPLICATIONS.columns if column.key != _TOTAL]
    leaves = [row.key for row in APPLICATIONS.rows if row.key not in (*_TAKEN_OVER, _HANDLED)]
    for column in columns:
        for row in leaves:
            values["applications", row, column] = _number(chance)
        handled = sum(values["applications", row, column] for row in leaves)
        carried_out = _number(chance)
        carried_in = chance.randint(0, handled + carried_out)
        values["applications", _HANDLED, column] = handled
        values["applications", "carried_out", column] = carried_out
        values["applications", "carried_in", column] = carried_in
        values["applications", "new_received", column] = handled + carried_out - carried_in
    for row in (row.key for row in APPLICATIONS.rows):
        values["applications", row, _TOTAL] = sum(values["applications", row, column] for column in columns)
    outcomes = [column.key for column in DISPUTES.columns if column.key != _TOTAL]
    for row in (row.key for row in DISPUTES.rows):
        for column in outcomes:
            values["disputes", row, column] = _number(chance)
        values["disputes", row, _TOTAL] = sum(values["disputes", row, column] for column in outcomes)
    return {place: str(value) for place, value in values.items()}


def _number(chance: Random) -> int:
    return chance.randrange(10 ** chance.choice((0, 1, 1, 2, 3, 4)))


def changed(printed: str) -> dict[str, str]:
    """What may stand there instead of a number, by the name of the change."""
    number = int(printed)
    swapped = next(
        (
            printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
            for at in range(len(printed) - 1)
            if printed[at] != printed[at + 1] and (at > 0 or printed[1] != "0")
        ),
        printed,
    )
    made = {
        "one more": str(number + 1),
        "one less": str(number - 1),
        "swapped": swapped,
        "tenfold": str(number * 10),
        "doubled": str(number * 2),
        "zero": "0",
        "emptied": "",
        "slash": "/",
        "dash": "-",
    }
    return {name: text for name, text in made.items() if text != printed}


CHANGES = tuple(changed("12"))


@dataclass(frozen=True, slots=True)
class Case:
    """One cell of a report changed in one way."""

    seed: int
    write: Writer
    place: Place
    change: str


def cases(seed: int, write: Writer) -> Iterator[Case]:
    """Every change of every cell of both tables."""
    for place, printed in _base(seed).items():
        if place[0] != "disclosure":
            yield from (Case(seed, write, place, change) for change in changed(printed))


@lru_cache(maxsize=4)
def _base(seed: int) -> Mapping[Place, str]:
    return balanced(seed)


@dataclass(frozen=True, slots=True)
class Said:
    """What an audit says of the tables: findings with the cells that they name, and the identities left open."""

    findings: tuple[tuple[str, tuple[str | None, ...]], ...]
    """Rule and cells; of an identity only the rule, as its cells are all of a sum; of TAB003 what stands there."""
    undecided: tuple[str, ...]
    should_be: str | None = None
    """What TAB012 says that the cell should be."""


IDENTITIES = ("TAB006", "TAB007", "TAB008", "TAB009")


def said(case: Case) -> Said:
    """What the audit says of the report with that cell changed."""
    base = _base(case.seed)
    values = {**base, case.place: changed(base[case.place])[case.change]}
    audit = auditor.audit_text(report(values, case.write), OPTIONS)
    told = [(finding.rule, _named(finding, audit.report.text)) for finding in audit.findings]
    undecided = [
        code
        for code, outcome in audit.outcomes.items()
        if outcome.kind is OutcomeKind.UNDECIDED and code in (*IDENTITIES, "TAB012")
    ]
    repair = next((finding.message.zh for finding in audit.findings if finding.rule == "TAB012"), None)
    value = repair.partition(" 应为 ")[2].partition("，")[0] if repair else None
    return Said(tuple(sorted(told)), tuple(sorted(undecided)), value)


def _named(finding: Finding, text: str) -> tuple[str | None, ...]:
    if finding.rule in IDENTITIES:
        return ()
    return (finding.span.of(text),) if finding.rule == "TAB003" else tuple(item.cell for item in finding.evidence)


def due(case: Case) -> Said:
    """What it must say.

    A number in table 三: every identity that the cell stands in, and TAB012 names the cell and its value; in table 四
    TAB009. No number: TAB001 or TAB002 name the cell, and its identities and TAB012 are left open. Where the way of
    writing leaves nothing of an empty cell, PRS001 says that the table was not read.
    """
    table, row, column = case.place
    identities = _identities(table, row)
    cell = ".".join(case.place)
    if case.change not in ("emptied", "slash", "dash"):
        base = _base(case.seed)[case.place]
        below = int(changed(base)[case.change]) < 0
        found: list[tuple[str, tuple[str | None, ...]]] = [(code, ()) for code in identities]
        found += [("TAB003", ("-1",))] if below else []
        found += [("TAB012", (cell,))] if table == "applications" else []
        return Said(tuple(sorted(found)), (), base if table == "applications" else None)
    open_ones = (*identities, *(["TAB012"] if table == "applications" else []))
    if unseen(case.write.__name__, case.change, CellAddress(table, row, column)):
        return Said((("PRS001", ()),), open_ones)
    return Said((("TAB001" if case.change == "emptied" else "TAB002", (cell,)),), open_ones)


def _identities(table: str, row: str) -> tuple[str, ...]:
    if table == "disputes":
        return ("TAB009",)
    results = row not in _TAKEN_OVER
    balance = row in (*_TAKEN_OVER, _HANDLED)
    return ("TAB006", *(["TAB007"] if results else []), *(["TAB008"] if balance else []))


def unseen(writer: str, change: str, cell: CellAddress) -> bool:
    """Whether a way of writing shows nothing of a cell that holds nothing, so that its row has one cell too few.

    An empty line or a gap that is no wider than others is no cell; nor is nothing at the end of a line, or before its
    first bar.
    """
    spec = APPLICATIONS if cell.table == "applications" else DISPUTES
    columns = [column.key for column in spec.columns]
    first = cell.column == columns[0] and (cell.table == "applications" or cell.row == spec.rows[0].key)
    last = cell.column == columns[-1] and (cell.table == "applications" or cell.row == spec.rows[-1].key)
    very_last = last and cell.row == spec.rows[-1].key
    if change != "emptied":
        return False
    return {
        "bare_lines": True,
        "aligned": True,
        "numbers_in_line": first or last,
        "bare_pipes": last or (first and cell.table == "disputes"),
        "word_lines": very_last,
    }.get(writer, False)


COUNTED = ("changes", "found", "named", "not told")


def counted(told: Sequence[tuple[Case, Said]]) -> dict[str, dict[str, int]]:
    """How many changes of each kind there are in each table, are found, and are named or told to be undecided."""
    found: dict[str, dict[str, int]] = {}
    for case, saying in told:
        row = found.setdefault(f"{case.place[0]}, {case.change}", dict.fromkeys(COUNTED, 0))
        cells = [cells for code, cells in saying.findings if code in ("TAB001", "TAB002", "TAB012")]
        row["changes"] += 1
        row["found"] += bool(saying.findings)
        row["named"] += cells == [(".".join(case.place),)]
        row["not told"] += bool(saying.undecided)
    return found
