"""The order in which rules, folders of rules, files and neighbours come changes nothing of what is said of a report."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path

import auditor
import msgspec
import pytest
from auditor import checking
from auditor.api import audit_among, chosen_rules, model_version, rulebook
from auditor.document import Neighbours, Report
from auditor.finding import Audit
from auditor.forms import form_files
from auditor.reporters.json_report import render
from auditor.reporters.run import Run
from auditor.rulebook import Rulebook, load_rulebook
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.golden.test_cases import CASES, parsed

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
FILES = [
    *sorted(str(case / "report.txt") for case in CASES),
    str(CORPUS / "xiting-finance-2024-threefaults.txt"),
    str(CORPUS / "guizhen-county-2024.txt"),
]


def told(audit: Audit, book: Rulebook) -> str:
    return render(Run([audit], [], book, model_version()))


@cache
def beside(case: Path) -> tuple[Report, Neighbours]:
    """The report of a case and those beside it."""
    options = auditor.Options()
    [report] = parsed(case, "report.txt", options)
    return report, Neighbours(
        next(iter(parsed(case, "previous.txt", options)), None),
        tuple(parsed(case, "peer-*.txt", options)),
        tuple(parsed(case, "child-*.txt", options)),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_rules_changes_nothing(case: Path) -> None:
    book = rulebook()
    rules = chosen_rules(book, auditor.Options(preview=True))
    report, neighbours = beside(case)
    due = told(audit_among(report, neighbours, book, rules), book)
    for shuffled in (rules[::-1], (*rules[1::2], *rules[::2]), sorted(rules, key=lambda rule: rule.id[::-1])):
        assert told(audit_among(report, neighbours, book, shuffled), book) == due


def test_rules_are_the_same_out_of_folders_in_any_order(tmp_path: Path) -> None:
    """The pack itself, cut into folders: its rules, their order and its version are those of the pack in one piece."""
    pack = rulebook().folder
    homes = [tmp_path / name for name in ("core", "z", "a", "m")]
    for home in homes:
        home.mkdir()
    for path in (*form_files(pack), pack / "claims.toml", pack / "scorecard.toml"):
        shutil.copy(path, homes[0])
    # TAB012 speaks of rules that come in a later folder, or in an earlier one.
    for number, path in enumerate(sorted(pack.rglob("???[0-9][0-9][0-9]-*.toml"))):
        shutil.copy(path, homes[number % len(homes)])
    for extra in permutations(homes[1:]):
        book = load_rulebook(homes[0], extra)
        assert (book.rules, book.version) == (rulebook().rules, rulebook().version)


def test_a_rule_that_stands_for_another_makes_another_version(tmp_path: Path) -> None:
    [path] = rulebook().folder.rglob("NAR003-*.toml")
    own = tmp_path / path.name
    own.write_text(path.read_text("utf-8").replace("severity =", "replaces = true\nseverity =", 1), "utf-8")
    assert load_rulebook(rulebook().folder, [tmp_path]).version != rulebook().version


def reports_told(paths: Sequence[str], output: Path) -> dict[str, str]:
    """Each report of a call as its JSON, by its path."""
    checking.run(checking.Request(tuple(paths), output_format="json", output=str(output), with_text=True, claims=True))
    document = msgspec.json.decode(output.read_bytes())
    assert document["errors"] == []
    return {report["path"]: json.dumps(report, ensure_ascii=False) for report in document["reports"]}


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(order=st.permutations(FILES))
def test_the_order_of_files_changes_nothing_of_a_report(
    order: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = reports_told(order, tmp_path_factory.mktemp("order") / "told.json")
    assert list(found) == order
    assert {path: found[path] for path in FILES} == alone(tmp_path_factory)


_ALONE: dict[str, str] = {}


def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each of the files in a call of its own."""
    if not _ALONE:
        output = tmp_path_factory.mktemp("alone") / "told.json"
        _ALONE.update({path: reports_told([path], output)[path] for path in FILES})
    return _ALONE


@pytest.mark.slow
def test_the_order_of_a_listing_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems list folders in any order; an archive has one of its own."""
    folder = tmp_path / "年报"
    for number, path in enumerate(FILES):
        place = folder / f"{number % 3}" / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    due = (tmp_path / "due.json", tmp_path / "told.json")
    reports_told([str(folder)], due[0])
    walk = os.walk

    def backwards(
        top: str, onerror: Callable[[OSError], object] | None = None
    ) -> Iterator[tuple[str, list[str], list[str]]]:
        for place, folders, names in sorted(walk(top, onerror=onerror), reverse=True):
            yield place, folders[::-1], sorted(names, reverse=True)

    monkeypatch.setattr("auditor.reading.gathering.os.walk", backwards)
    reports_told([str(folder)], due[1])
    assert due[0].read_bytes() == due[1].read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_neighbours_changes_nothing(case: Path) -> None:
    """Also of those that have the same in common, or the same number in a cell."""
    book = rulebook()
    rules = chosen_rules(book, auditor.Options(preview=True))
    report, beside_it = beside(case)

    def twice(reports: tuple[Report, ...] | None) -> tuple[Report, ...]:
        kept = tuple(reports or ())
        return (*kept, *(replace(one, source=replace(one.source, path="另.txt"), agency="甲局") for one in kept))

    peers, children = twice(beside_it.peers), twice(beside_it.children)
    ways = [
        told(audit_among(report, Neighbours(beside_it.previous, *around), book, rules), book)
        for around in ((peers, children), (peers[::-1], children[::-1]))
    ]
    assert ways[0] == ways[1]
