"""Of which year a round is, and what it tells of reports that would make it another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from auditor.batch.astray import Astray, astray
from auditor.store.years import Dated, year_of_round

from tests.batch.conftest import round_of
from tests.batch.test_outputs import column, sheets
from tests.batch.texts import STALLS, report
from tests.unit.test_command_line import run

pytestmark = pytest.mark.slow

BUREAUS = [f"青芦县{name}局" for name in ("水务", "民政", "教育", "司法", "财政")]


def written(folder: Path, said: Mapping[str, tuple[str, int]]) -> Path:
    """A folder of reports: by path whose they are and which year they say; and the list beside it."""
    for name, (agency, year) in said.items():
        path = folder / "年报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(agency, year, STALLS), encoding="utf-8")
    (folder / "名单.csv").write_text("机关名称\n" + "\n".join(BUREAUS), encoding="utf-8")
    return folder / "年报"


def of(year: int, some: list[str], folder: str = "") -> dict[str, tuple[str, int]]:
    return {f"{folder or year}/{agency}.txt": (agency, year) for agency in some}


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ({**of(2022, BUREAUS), **of(2023, BUREAUS)}, 2023),
        ({**of(2022, BUREAUS), **of(2023, BUREAUS[:2])}, 2023),
        ({**of(2022, BUREAUS), **of(2023, BUREAUS[:1])}, 2022),
        ({**of(2023, BUREAUS[1:]), **of(2024, BUREAUS[:1], "2023")}, 2023),
        ({**of(2023, BUREAUS[:1]), **of(2024, BUREAUS[1:2], "2023")}, 2024),
        ({**of(2022, BUREAUS[:2]), **of(2023, ["甲局", "乙局", "丙局"])}, 2022),
        (of(2023, ["甲局"]), 2023),
    ],
)
def test_the_year_is_the_last_with_a_fair_part_of_the_reports_of_the_list(
    tmp_path: Path, said: Mapping[str, tuple[str, int]], year: int | None
) -> None:
    folder = written(tmp_path, said)
    engine, _, _ = round_of(folder, str(tmp_path / "store.db"), str(tmp_path / "名单.csv"))
    with engine.connect() as connection:
        assert year_of_round(connection) == year


@pytest.mark.parametrize(
    ("years", "folder", "expected"),
    [
        ([2023, 2023, 2024], "2023", [2024]),
        ([2024], "2023", [2024]),
        ([2023, 2023, 2022], "2024年收", [2022]),
        ([2023, 2023], "2024年收", []),
        ([2022, 2023, 2024], "", []),
    ],
)
def test_a_report_is_astray_where_its_folder_says_another_year(
    years: list[int], folder: str, expected: list[int]
) -> None:
    """Folders above the one that was named say nothing."""
    there = f"/2019项目/年报/{folder}".rstrip("/")
    said = [Dated(number, f"{there}/{number}.txt", year) for number, year in enumerate(years)]
    found = astray(said, ["/2019项目/年报"])
    assert [(item.year, item.folder) for item in found] == [(year, int(folder[:4])) for year in expected]
    assert astray([Dated(1, "/别处/2023/甲.txt", 2024)], ["/2019项目/年报"]) == []
    assert astray([Dated(1, "/年报/2023/甲.txt", 2024)], ["/年报/2023"]) == [Astray(1, "/年报/2023/甲.txt", 2024, 2023)]


def test_a_report_that_is_dated_ahead_turns_nothing_over_and_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, {**of(2023, BUREAUS[1:]), **of(2024, BUREAUS[:1], "2023")})
    command = ["batch", str(folder), "--agencies", str(tmp_path / "名单.csv"), "-o", str(tmp_path / "结果"), "-j", "1"]
    _, _, told = run(capsys, *command)
    place = folder / "2023" / f"{BUREAUS[0]}.txt"
    assert told.splitlines() == [
        f"1 份报告写的年度和所在文件夹的不同，按报告写的算，请核对：{place}（报告 2024，文件夹 2023）",
        "2024 年的报告只有 1 份，总表和文书是 2023 年的；要 2024 年的，加 --year 2024",
    ]
    title = sheets(tmp_path / "结果")["总览"]["A1"].value
    assert str(title).startswith("2023年")
    _, _, told = run(capsys, *command, "--year", "2024")
    assert len(told.splitlines()) == 1
    title = sheets(tmp_path / "结果")["总览"]["A1"].value
    assert str(title).startswith("2024年")


def test_the_last_line_is_of_the_year_of_the_workbook_and_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, {**of(2022, BUREAUS[:3]), **of(2023, BUREAUS[1:])})
    command = ["batch", str(folder), "--agencies", str(tmp_path / "名单.csv"), "-o", str(tmp_path / "结果"), "-j", "1"]
    for options, said, missing in (
        ((), "2023 年共 4 份报告（4 家机关）", 1),
        (("--year", "2022"), "2022 年共 3 份", 2),
    ):
        _, out, _ = run(capsys, *command, *options)
        (line,) = (line for line in out.splitlines() if "份报告（" in line)
        assert line.startswith(said)
        rows = sheets(tmp_path / "结果")["总览"].iter_rows(min_row=3, max_col=2, values_only=True)
        numbers = {row[0]: row[1] for row in rows}
        assert numbers["未报送"] == missing
        for name in ("错误", "警告", "提示", "未报送", "重复报送"):
            assert re.search(rf"{name} {numbers[name]}(?:，|；|$)", line)


def test_where_the_list_fits_no_report_the_workbook_says_whose_they_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, of(2023, ["天边县云外局", "天边县雾中局"]))
    out = tmp_path / "结果"
    _, told, _ = run(capsys, "batch", str(folder), "--agencies", str(tmp_path / "名单.csv"), "-o", str(out), "-j", "1")
    line, paths = told.splitlines()[-3:-1]
    assert line == ("2023 年共 0 份报告（0 家机关）：错误 0，警告 0，提示 0；未报送 5，重复报送 0，读不出 0，待认领 2")
    assert paths == f"已写：{out / '总表.xlsx'}、{out / '总览.html'}"
    assert sorted(map(str, column(sheets(out), "待认领", "报告里写的名称"))) == ["天边县云外局", "天边县雾中局"]
    assert "待认领（2）" in (out / "总览.html").read_text(encoding="utf-8")


def test_where_no_report_tells_a_year_there_is_a_line_in_place_of_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "年报").mkdir()
    (tmp_path / "年报" / "空.txt").write_text("", encoding="utf-8")
    _, told, faults = run(capsys, "batch", str(tmp_path / "年报"), "-o", str(tmp_path / "结果"), "-j", "1")
    assert faults.splitlines()[-1] == "没有一份报告认得出年度，没有写总表和总览"
    assert "共 0 份报告（0 家机关）" in told
