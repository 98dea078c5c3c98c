"""What a round leaves for people: the workbook and the page."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from auditor.batch.deciding import Request, run
from auditor.batch.outputs import write_outputs
from auditor.errors import UsageError
from auditor.store import questions
from auditor.store.decisions import last_decisions
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine

from tests.batch.conftest import round_of
from tests.batch.test_round import LIST, SUMS_UP
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report
from tests.unit.test_command_line import run as audit_command

HOSTILE = '=HYPERLINK("x")<b>局'


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Path]:
    """A round over two years, with a report of an agency whose name would be a formula and a tag."""
    top = tmp_path_factory.mktemp("county")
    for name, text in {
        "2022/县政府.txt": report("青芦县人民政府", 2022, "全年开会三次。", new=50, preamble=SUMS_UP),
        "2023/县政府.txt": report("青芦县人民政府", 2023, "全年开会四次。", new=30, preamble=SUMS_UP),
        "2022/水务局.txt": report("青芦县水务局", 2022, FERRIES, new=9, carried_out=2),
        "2023/水务局.txt": report("青芦县水务局", 2023, TEA_FACTORY, new=41, carried_in=1),
        "2023/石笕镇.txt": report("青芦县石笕镇人民政府", 2023, STALLS),
        "2023/渡口镇.txt": report("青芦县渡口镇人民政府", 2023, STALLS.replace("十四处", "九处")),
        "2023/渡口镇(重报).txt": report("青芦县渡口镇人民政府", 2023, STALLS, new=4),
        f"2023/{HOSTILE.replace('/', '')}/年报.txt": report("", 2023, FERRIES),
        "2023/空.txt": "",
    }.items():
        path = top / "年报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (top / "名单.csv").write_text(f'{LIST}"{HOSTILE.replace(chr(34), chr(34) * 2)}",县,,部门,\n', encoding="utf-8")
    engine, _, _ = round_of(top / "年报", str(top / "store.db"), str(top / "名单.csv"))
    out = top / "结果"
    out.mkdir()
    write_outputs(engine, out, None, (), "zh")
    return engine, out


def sheets(out: Path) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the reader does not know data bars
        return load_workbook(out / "总表.xlsx")


def column(book: Workbook, sheet: str, heading: str) -> list[object]:
    rows = list(book[sheet].iter_rows(values_only=True))
    place = rows[0].index(heading)
    return [row[place] for row in rows[1:]]


def test_the_workbook_has_its_sheets_in_order(county: tuple[Engine, Path]) -> None:
    assert sheets(county[1]).sheetnames == [
        *("总览", "排名", "扣分明细", "共性问题", "问题清单", "未报送", "重复报送", "读不出", "待认领", "雷同", "跨年")
    ]


def test_the_ranking_is_by_quality_with_the_change_on_last_year(county: tuple[Engine, Path]) -> None:
    engine, out = county
    book = sheets(out)
    with engine.connect() as connection:
        standings = questions.standings(connection, 2023)
    assert column(book, "排名", "机关") == [item.agency for item in standings]
    assert column(book, "排名", "名次") == [item.place for item in standings]
    qualities = [float(str(value)) for value in column(book, "排名", "质量分")]
    assert qualities == sorted(qualities, reverse=True)
    agencies = column(book, "排名", "机关")
    before = column(book, "排名", "上年质量分")
    changes = column(book, "排名", "变化")
    place = agencies.index("青芦县水务局")
    assert changes[place] == pytest.approx(qualities[place] - float(str(before[place])), abs=0.05)
    assert before[agencies.index("青芦县石笕镇人民政府")] is None
    among = dict(zip(agencies, column(book, "排名", "同层级同类别名次"), strict=True))
    # Both copied from each other, and have the same points.
    assert [among["青芦县石笕镇人民政府"], among["青芦县渡口镇人民政府"]] == [1, 1]


def test_every_point_that_is_taken_is_listed(county: tuple[Engine, Path]) -> None:
    book = sheets(county[1])
    agencies = column(book, "扣分明细", "机关")
    points = [float(str(value)) for value in column(book, "扣分明细", "扣分")]
    taken = sum(value for agency, value in zip(agencies, points, strict=True) if agency == "青芦县水务局")
    ranking = list(book["排名"].iter_rows(values_only=True))
    row = next(row for row in ranking if row[1] == "青芦县水务局")
    weights = [float(match.group(1)) for title in ranking[0] if (match := re.search(r"（(\d+)）$", str(title)))]
    reached = row[10 : 10 + len(weights)]
    left = sum(weight - float(str(value)) for weight, value in zip(weights, reached, strict=True) if value is not None)
    assert taken == pytest.approx(left, abs=0.05)


def test_what_is_missing_double_or_unreadable_stands_on_sheets_of_its_own(county: tuple[Engine, Path]) -> None:
    book = sheets(county[1])
    assert column(book, "未报送", "机关") == ["青芦县高坪镇人民政府", "青芦县民政局"]
    assert column(book, "重复报送", "计入排名") == ["是", None]
    assert column(book, "重复报送", "与计入的一份") == [None, "内容不同"]
    assert [Path(str(path)).name for path in column(book, "读不出", "文件")] == ["空.txt"]
    assert column(book, "读不出", "原因") == ["文件是空的，请换上写好的报告"]
    assert column(book, "雷同", "机关") + column(book, "雷同", "另一机关") == [
        "青芦县渡口镇人民政府",
        "青芦县石笕镇人民政府",
    ]


def test_a_chain_that_breaks_is_marked(county: tuple[Engine, Path]) -> None:
    rows = list(sheets(county[1])["跨年"].iter_rows())
    marked = [(row[0].value, row[1].value) for row in rows[1:] if row[3].fill.fgColor.rgb == "FFFFC7CE"]
    assert marked == [("青芦县水务局", 2023)]


def test_a_name_that_would_be_a_formula_is_text(county: tuple[Engine, Path]) -> None:
    book = sheets(county[1])
    cells = [cell for row in book["排名"].iter_rows() for cell in row if cell.value == HOSTILE]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_year_without_reports_is_refused_with_those_that_there_are(
    county: tuple[Engine, Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as refused:
        write_outputs(county[0], tmp_path, 2019, (), "zh")
    assert (refused.value.code, refused.value.params["years"]) == ("year_empty", "2022、2023")
    assert list(tmp_path.iterdir()) == []


def test_what_people_write_into_the_workbook_goes_into_the_store_and_comes_back(
    county: tuple[Engine, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine, out = county
    book = sheets(out)
    sheet = book["问题清单"]
    places = {cell.value: cell.column or 0 for cell in sheet[1]}
    for row, (result, note) in {
        2: ("属实", "已电话核实"),
        3: ("不属实", ""),
        4: ("也许", ""),
        5: ("", "等回复"),
    }.items():
        sheet.cell(row, places["核查结果"]).value = result
        sheet.cell(row, places["备注"]).value = note
    book.save(tmp_path / "填过.xlsx")
    store = str(out.parent / "store.db")
    assert run(Request(str(tmp_path / "填过.xlsx"), store, "张三")) == 1
    printed = capsys.readouterr()
    assert "记入 3 条核查结果，0 条与上次相同，1 条没有记入" in printed.out
    assert "不能用，没有记入；请从 属实、不属实、已整改、待核实 中选一个" in printed.err
    assert run(Request(str(tmp_path / "填过.xlsx"), store, "张三")) == 1
    assert "记入 0 条核查结果，3 条与上次相同，1 条没有记入" in capsys.readouterr().out
    write_outputs(engine, out, None, (), "zh")
    assert column(sheets(out), "问题清单", "核查结果")[:4] == ["属实", "不属实", None, None]
    assert column(sheets(out), "问题清单", "备注")[:4] == ["已电话核实", None, None, "等回复"]
    with engine.connect() as connection:
        said = [(item.said, item.who, item.why, item.holds) for item in last_decisions(connection, 2023)]
    assert said == [
        ("confirmed", "张三", "已电话核实", True),
        ("unfounded", "张三", "", True),
        ("noted", "张三", "等回复", True),
    ]


@pytest.mark.parametrize("inside", [".", "年报"])
def test_results_are_never_written_around_the_reports(
    inside: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / inside
    folder.mkdir(exist_ok=True)
    (folder / "水利局2023.txt").write_text(report("青芦县水利局", 2023, STALLS), encoding="utf-8")
    code, _, told = audit_command(capsys, "batch", str(folder), "-o", str(tmp_path))
    due = f"{tmp_path}：要审核的报告在这个文件夹里，结果要写到另一个文件夹，例如 -o {tmp_path}/结果\n"
    assert (code, told) == (2, due)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["水利局2023.txt"]
