"""The invented province: a seed gives the same bytes, and what is wrong is what the manifest says."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import get_args
from zipfile import ZipFile

import pytest
from auditor.api import audit_text, parse_source
from auditor.finding import Severity
from auditor.layout import KINDS
from auditor.reading import read, source_of_text

from tests.bench.province import manifest
from tests.bench.province.chance import dice
from tests.bench.province.figures import breaks, broken
from tests.bench.province.files import rendered, text_of
from tests.bench.province.names import Agency
from tests.bench.province.planning import Plan, plan
from tests.bench.province.writing import drafted, write_province

YEARS = (2021, 2022, 2023)
ROOT = Path(__file__).resolve().parents[2]


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made() -> Plan:
    return plan(300, YEARS, 7)


def _slots(made: Plan) -> list[tuple[Agency, int]]:
    return [(agency, year) for agency in made.province.agencies for year in made.years]


def _files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_seed_gives_the_same_bytes_in_any_number_of_processes(tmp_path: Path) -> None:
    write_province(tmp_path / "one", 10, YEARS, 3, processes=1)
    command = [sys.executable, "-m", "tests.bench.province", str(tmp_path / "two"), "--agencies", "10", "--seed", "3"]
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run([*command, "--processes", "2"], cwd=ROOT, env=environment, check=True, capture_output=True)
    one = _files(tmp_path / "one")
    assert len(one) == 10 * len(YEARS) + 4  # the list twice, and two files about the others
    assert one == _files(tmp_path / "two")


def test_every_line_of_the_manifest_is_of_a_file_or_of_none(tmp_path: Path) -> None:
    write_province(tmp_path, 60, YEARS, 7, processes=1)
    there = set(_files(tmp_path))
    for path in [path for path in there if path.endswith(".zip")]:
        there |= {f"{path}/{member}" for member in ZipFile(tmp_path / path).namelist()}
    written, planted = manifest.written(tmp_path), manifest.planted(tmp_path)
    assert {file.path for file in written} == {
        path for path in there if path.startswith("年报") and path[-4:] != ".zip"
    }
    missing = {(line.agency, line.year) for line in planted if line.what == "missing"}
    assert {(line.agency, line.year) for line in planted if not line.path} == missing
    assert missing
    assert not missing & {(file.agency, file.year) for file in written}
    assert {line.path for line in planted if line.path} <= {file.path for file in written}


def test_a_province_of_some_size_has_every_kind_of_defect(made: Plan) -> None:
    planted = {defect.what for defect in made.defects.values()}
    assert planted == set(get_args(manifest.What)) - {"unlisted"}  # whose files stand beside the plan


def test_tables_are_wrong_where_it_is_planted_and_nowhere_else(made: Plan) -> None:
    found, due = set(), set()
    for agency, year in _slots(made):
        figures = made.figures(agency, year)
        found |= {(agency.name, year, *one) for one in broken(figures)}
        if year > YEARS[0]:
            found |= {(agency.name, year, *one) for one in breaks(made.figures(agency, year - 1), figures)}
        defect = made.defects.get((agency.name, year))
        due |= {(agency.name, year, one.rule, one.place) for one in defect.due} if defect else set()
    families = ("TAB", "YOY001", "YOY002", "YOY003", "YOY004")
    with_totals = {one for one in found if one[2] != "YOY002" or (*one[:2], "YOY001") not in {two[:3] for two in found}}
    assert with_totals == {one for one in due if one[2].startswith(families)}


def test_who_sums_up_is_the_sum_of_all_below_but_where_it_is_planted(made: Plan) -> None:
    smaller = set()
    for agency, year in _slots(made):
        children = made.province.children.get(agency.name, ())
        if not made.ledger.sums_up.get(agency.name) or not children:
            continue
        figures = made.figures(agency, year)
        below = [made.ledger.of(child, year) for child in children]
        assert made.ledger.of(agency, year).total("new_received") >= sum(one.total("new_received") for one in below)
        most = [max(made.figures(child, year).decisions[place] for child in children) for place in range(3)]
        if any(own < other for own, other in zip(figures.decisions, most, strict=True)):
            smaller.add((agency.name, year))
    assert smaller == {slot for slot, defect in made.defects.items() if defect.what == "small-sum"}


def test_reports_without_a_defect_are_clean(made: Plan) -> None:
    clean = [(agency, year) for agency, year in _slots(made) if (agency.name, year) not in made.defects]
    chosen = [next(slot for slot in clean[start:] if slot[0].kind == kind) for start in (0, 150) for kind in KINDS]
    found = []
    for agency, year in chosen:
        audit = audit_text(text_of(drafted(made, agency, year)[0]))
        found += [(agency.name, one.rule) for one in audit.findings if one.severity is not Severity.INFO]
    assert found == []


@pytest.mark.parametrize("family", ["TAB", "XRF", "ELM", "STR", "SPC001", "BOI004"])
def test_what_one_report_shows_alone_is_found_in_it(made: Plan, family: str) -> None:
    found, due = set(), set()
    for slot, defect in made.defects.items():
        draft, dues = drafted(made, defect.agency, defect.year)
        rules = {one.rule for one in dues if one.rule.startswith(family)}
        due |= {(*slot, rule) for rule in rules}
        if rules:
            found |= {(*slot, one.rule) for one in audit_text(text_of(draft)).findings if one.rule in rules}
    assert due
    assert found == due


@pytest.mark.parametrize("suffix", ["docx", "html", "txt", "pdf"])
def test_a_report_reads_the_same_in_every_format(made: Plan, suffix: str, tmp_path: Path) -> None:
    agency, year = next(slot for slot in _slots(made) if slot[0].kind == "department")
    draft, _ = drafted(made, agency, year)
    path = tmp_path / f"report.{suffix}"
    path.write_bytes(rendered(draft, suffix, dice("format", suffix)))
    (report,) = parse_source(read(str(path)))
    (plain,) = parse_source(source_of_text(text_of(draft)))
    cells = {
        key: {name: cell.value for name, cell in table.cells.items()} for key, table in sorted(report.tables.items())
    }
    assert cells == {
        key: {name: cell.value for name, cell in table.cells.items()} for key, table in sorted(plain.tables.items())
    }
    assert cells["disclosure"]["fees", "amount"] == draft.figures.fees
    assert cells["applications"]["new_received", "total"] == Decimal(draft.figures.total("new_received"))
    told = ["".join(one.text.split()) for one in (report, plain)]
    for paragraph in draft.sections["overview"]:
        assert [paragraph.text in text for text in told] == [True, True]
