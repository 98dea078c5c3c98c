"""总览.html: what a year of a round says on its page, and that everybody can read it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from auditor.api import model_version, rulebook
from auditor.batch.outputs import made_with
from auditor.reporters import batch_page
from auditor.reporters.batch_page.charts import bar, box, columns, line_chart
from auditor.reporters.batch_page.copies import groups
from auditor.reporters.batch_page.leagues import signed
from auditor.reporters.run import Run
from auditor.reporters.year_of_round import YearOfRound
from auditor.store import questions, schema
from auditor.store.questions import Alike
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import Engine, update

from tests.batch.conftest import round_of
from tests.batch.test_round import LIST
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

TAG = '"><b>局'
SCRIPT = "<script>渡船停在柳树底下等人敲钟"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Three towns with one text, an agency and a text that would be tags, reports missing, double and unread."""
    top = tmp_path_factory.mktemp("county")
    for name, text in {
        "2022/县政府.txt": report("青芦县人民政府", 2022, "全年开会三次。", new=50),
        "2023/县政府.txt": report("青芦县人民政府", 2023, "全年开会四次。", new=30),
        "2022/水务局.txt": report("青芦县水务局", 2022, FERRIES, new=9, carried_out=2),
        "2023/水务局.txt": report("青芦县水务局", 2023, TEA_FACTORY, new=41, carried_in=1),
        "2023/石笕镇.txt": report("青芦县石笕镇人民政府", 2023, STALLS + SCRIPT),
        "2023/渡口镇.txt": report("青芦县渡口镇人民政府", 2023, STALLS.replace("十四处", "九处") + SCRIPT),
        "2023/高坪镇.txt": report("青芦县高坪镇人民政府", 2023, STALLS.replace("十四处", "六处")),
        "2023/高坪镇（重报）.txt": report("青芦县高坪镇人民政府", 2023, STALLS.replace("十四处", "六处"), new=4),
        f"2023/{TAG}/年报.txt": report("", 2023, FERRIES),
        "2023/教育.txt": report("青芦县教育局", 2023, "校门口的公开栏换了三块。"),
        "2023/空.txt": "",
    }.items():
        path = top / "年报" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    hostile = f'"{TAG.replace(chr(34), chr(34) * 2)}",县,青芦县人民政府,部门,\n'
    (top / "名单.csv").write_text(LIST + hostile, encoding="utf-8")
    engine, _, _ = round_of(top / "年报", str(top / "store.db"), str(top / "名单.csv"))
    return engine


def page_of(engine: Engine, year: int, language: str = "zh") -> str:
    with engine.connect() as connection:
        told = YearOfRound(connection, year, Run([], [], rulebook(), model_version(), language))
        return batch_page.render(told)


@pytest.fixture(scope="module")
def text(county: Engine) -> str:
    return page_of(county, 2023)


@pytest.fixture(scope="module")
def page(text: str) -> HtmlElement:
    return html.fromstring(text.encode())


def section(page: HtmlElement, heading: str) -> list[HtmlElement]:
    """The elements below a heading of the second level, up to the next one."""
    (found,) = page.xpath("//h2[@id=$id]", id=heading)
    below = []
    for element in found.itersiblings():
        if element.tag == "h2":
            break
        below.append(element)
    return below


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def dead_links(page: HtmlElement) -> set[str]:
    """Links to what the page does not have."""
    there = {f"#{number}" for number in page.xpath("//@id")}
    return {str(link) for link in page.xpath("//a/@href")} - there


def table(page: HtmlElement, caption: str) -> list[list[str]]:
    """The rows of the table with a caption, its head first."""
    (found,) = page.xpath("//table[caption=$caption]", caption=caption)
    return [[words(cell) for cell in row if cell.tag in {"td", "th"}] for row in found.iter("tr")]


def test_the_head_says_how_many_there_are_and_leads_to_them(page: HtmlElement) -> None:
    shown = {words(line.find("dt")): line.find("dd") for line in page.xpath("//dl/div")}
    assert {name: words(shown[name]) for name in ("应报机关", "已报（计入排名）", "未报送", "重复报送")} == {
        "应报机关": "7",
        "已报（计入排名）": "6",
        "未报送": "1",
        "重复报送": "1",
    }
    assert words(shown["读不出的文件"]) == "1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", words(shown["审核时间（UTC）"]))
    assert {"工具版本", "规则版本", "模型版本"} <= set(shown)
    assert shown["未报送"].find("a").get("href") == "#missing"


def test_the_page_asks_nobody_for_anything(text: str) -> None:
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<script|<link|<img|<iframe|\bsrc=", text)


def test_names_and_texts_that_would_be_tags_are_text(page: HtmlElement) -> None:
    assert TAG in [words(cell) for cell in page.xpath("//th[@scope='row']")]
    assert any(SCRIPT in mark.text_content() for mark in page.iter("mark"))
    assert page.xpath("//script | //b[contains(., '局')]") == []


def test_the_columns_have_every_report_and_the_words_say_the_same(page: HtmlElement, county: Engine) -> None:
    with county.connect() as connection:
        qualities = [item.quality for item in questions.standings(connection, 2023)]
    bins = Counter(min(int(quality // 5) * 5, 95) for quality in qualities)
    (chart,) = page.find_class("columns")
    counts = [text.text for text in chart.iterfind("text[@class='number']")]
    assert counts == [str(count) for _, count in sorted(bins.items())]
    heard = "；".join(f"{start}～{start + 5} 分 {count} 份" for start, count in sorted(bins.items()))
    assert chart.get("aria-label") == f"质量分（份数）：{heard}"
    sentence = words(section(page, "spread")[0])
    assert sentence.startswith(f"6 份报告，质量分中位数 {median(qualities):.1f}，一半报告在 ")
    assert sentence.endswith(f"最低 {min(qualities):.1f}，最高 {max(qualities):.1f}。")


def test_boxes_are_of_all_then_by_level_from_the_top_then_by_kind(page: HtmlElement) -> None:
    rows = table(page, "质量分按层级和类别")[1:]
    assert [row[:2] for row in rows] == [
        ["全部", "6"],
        ["层级：县", "3"],
        ["层级：乡", "3"],
        ["类别：政府", "1"],
        ["类别：部门", "2"],
        ["类别：乡镇", "3"],
    ]
    labels = [chart.get("aria-label") for chart in page.find_class("boxplot")]
    assert str(labels[2]).startswith("层级：乡：3 份报告，质量分中位数 ")


def test_equals_share_a_place_and_change_is_on_last_year(page: HtmlElement, county: Engine) -> None:
    towns = table(page, "排名：乡　乡镇")[1:]
    assert sorted(row[1] for row in towns) == [
        "青芦县渡口镇人民政府",
        "青芦县石笕镇人民政府",
        "青芦县高坪镇人民政府",
    ]
    points = [(row[2], row[4]) for row in towns]
    assert [row[0] for row in towns] == [str(points.index(each) + 1) for each in points]
    assert {row[3] for row in towns} == {"—"}
    (bureau,) = [row for row in table(page, "排名：县　部门")[1:] if row[1] == "青芦县水务局"]
    with county.connect() as connection:
        (item,) = [each for each in questions.standings(connection, 2023) if each.agency == "青芦县水务局"]
        reached = [each.quality for each in questions.by_dimension(connection, 2023) if each.report == item.report]
    assert item.quality_before is not None
    assert bureau[2:7] == [
        f"{item.quality:.1f}",
        signed(item.quality - item.quality_before),
        f"{item.compliance:.1f}",
        str(item.errors),
        str(item.warnings),
    ]
    assert [float(cell) for cell in bureau[7:-2] if cell != "—"] == pytest.approx(reached, abs=0.05)
    assert bureau[-2:] == [f"{item.decided_rules * 100:.0f}%", f"{item.decided_claims * 100:.0f}%"]


def test_each_dimension_has_a_bar_for_each_of_two_years(page: HtmlElement, county: Engine) -> None:
    rows = table(page, "各项目得分")[1:]
    place = next(number for number, row in enumerate(rows) if row[0].startswith("结构规范"))
    now, before = rows[place], rows[place + 1]
    with county.connect() as connection:
        means = {}
        for year in (2023, 2022):
            some = [item for item in questions.by_dimension(connection, year) if item.key == "structure"]
            means[year] = (sum(item.quality for item in some) / len(some), len(some))
    assert (now[1], now[3], now[5]) == ("2023", f"{means[2023][0]:.1f}", str(means[2023][1]))
    assert (before[0], before[2], before[4]) == ("2022", f"{means[2022][0]:.1f}", str(means[2022][1]))


def test_common_defects_have_their_share_and_examples_that_lead_to_the_ranking(
    page: HtmlElement, county: Engine
) -> None:
    with county.connect() as connection:
        common = questions.common_defects(connection, 2023)
    found = page.xpath("//tbody[starts-with(@id, 'rule-')]")
    assert [body.get("id") for body in found] == [f"rule-{item.rule}" for item in common]
    for body, item in zip(found, common, strict=True):
        cells = [words(cell) for cell in body[0]]
        assert cells[0].endswith(item.rule)
        assert cells[3:] == [f"{item.reports / 6 * 100:.1f}%", str(item.reports)]
        assert len(body.findall(".//li")) == min(item.reports, 3)
    (copied,) = [body for body in found if body.get("id") == "rule-BOI001"]
    assert "自己写的" in words(copied)


def test_who_is_missing_may_be_among_the_unread(page: HtmlElement) -> None:
    (missing,) = page.xpath("//details[@id='missing']")
    assert words(missing.find("summary")) == "未报送（1）"
    assert "青芦县民政局" in words(missing)
    assert "可能有列为未报送的机关的" in words(section(page, "not-ranked")[0])
    (doubles,) = page.xpath("//details[@id='doubles']")
    assert words(doubles.find("summary")) == "重复报送（1）"
    (unplaced,) = page.xpath("//details[@id='unplaced']")
    assert words(unplaced.find("summary")) == "待认领（1）"
    assert "青芦县教育局" in words(unplaced)
    (unread,) = page.xpath("//details[@id='unread']")
    assert "空.txt" in words(unread)


def test_copied_passages_stand_side_by_side_with_the_same_words_marked(page: HtmlElement) -> None:
    pairs = page.find_class("pair")
    assert len(pairs) == 3
    for pair in pairs:
        marked = ["".join(mark.text_content() for mark in side.iter("mark")) for side in pair.iterchildren("div")]
        assert len(marked) == 2
        for passages in marked:
            assert passages.startswith("每逢集日")
            assert "结果贴在栏里" in passages
    below = " ".join(words(element) for element in section(page, "copied"))
    assert "谁先写的、谁照抄谁，这里不作判断" in below
    assert "3 家：青芦县渡口镇人民政府、青芦县石笕镇人民政府、青芦县高坪镇人民政府（3 对，" in below


def test_words_kept_from_last_year_stand_beside_those_of_last_year(tmp_path: Path) -> None:
    for year in (2022, 2023):
        text = report("青芦县水务局", year, FERRIES.replace("二百", "三百") if year == 2023 else FERRIES)
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    engine, _, _ = round_of(tmp_path, str(tmp_path / "store.db"))
    page = html.fromstring(page_of(engine, 2023).encode())
    (pair,) = page.find_class("pair")
    assert [words(side) for side in pair.iter("h5")] == ["青芦县水务局 2023", "青芦县水务局 2022"]
    (row,) = page.xpath("//tr/@id")
    assert [side.xpath("h5/a/@href") for side in pair.iterchildren("div")] == [[f"#{row}"], []]
    for side, number in zip(pair.iterchildren("div"), ("三百", "二百"), strict=True):
        kept = "".join(mark.text_content() for mark in side.iter("mark"))
        assert kept.startswith("渡口停航")
        assert f"全年报了{number}多次" in kept
    assert dead_links(page) == set()


def test_years_are_lines_and_rows_of_the_same_numbers(page: HtmlElement, county: Engine) -> None:
    with county.connect() as connection:
        years = questions.by_year(connection)
        for item in years:
            standings = questions.standings(connection, item.year)
            assert item.reports == len(standings)
            assert item.quality == pytest.approx(sum(each.quality for each in standings) / len(standings))
            assert item.errors == sum(each.errors for each in standings)
            assert item.warnings == sum(each.warnings for each in standings)
        broken = [item for item in questions.found_in_year(connection, 2023, ("YOY", "BOI002")) if not item.preview]
    rows = table(page, "历年报告数、质量分和错误")[1:]
    assert [row[:4] for row in rows] == [
        [str(item.year), str(item.reports), f"{item.quality:.1f}", str(item.errors)] for item in years
    ]
    charts = page.find_class("lines")
    assert [[text.text for text in chart.iterfind("text[@class='number']")] for chart in charts] == [
        [row[column] for row in rows] for column in (1, 2, 3)
    ]
    assert charts[0].get("aria-label") == "已报（计入排名）：2022 2；2023 6"
    assert [row[:2] for row in table(page, "跨年问题")[1:]] == [[item.agency or "", item.rule] for item in broken]
    assert broken


@pytest.mark.parametrize(("year", "language"), [(2023, "zh"), (2022, "zh"), (2023, "en")])
def test_everybody_can_read_the_page(county: Engine, year: int, language: str) -> None:
    page = html.fromstring(page_of(county, year, language).encode())
    numbers = Counter(element.get("id") for element in page.xpath("//*[@id]"))
    assert {number: count for number, count in numbers.items() if count > 1} == {}
    assert dead_links(page) == set()
    assert [found for found in page.iter("table") if found.find("caption") is None] == []
    for chart in page.iter("svg"):
        assert chart.get("aria-hidden") == "true" or (chart.get("role") == "img" and chart.get("aria-label"))
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert [element for element in page.find_class("scroll") if element.get("tabindex") != "0"] == []


def test_a_year_without_one_before_has_no_changes(county: Engine) -> None:
    page = html.fromstring(page_of(county, 2022).encode())
    assert {row[3] for row in table(page, "排名：县　部门")[1:]} == {"—"}
    assert {row[1] for row in table(page, "各项目得分")[1:]} == {"2022"}
    (kept,) = page.xpath("//h3[@id='kept']")
    below = [words(element) for element in kept.itersiblings()][:2]
    assert below == ["2 份报告里有 0 份有本机关上年的报告，别的没有对照。", "跨年"]
    assert words(section(page, "years")[-1]) == below[0]


def test_without_a_list_nobody_is_said_to_be_missing_or_not(tmp_path: Path) -> None:
    (tmp_path / "水务局.txt").write_text(report("青芦县水务局", 2023, FERRIES), encoding="utf-8")
    engine, _, _ = round_of(tmp_path, str(tmp_path / "store.db"))
    page = html.fromstring(page_of(engine, 2023).encode())
    (missing,) = page.xpath("//details[@id='missing']")
    assert words(missing.find("summary")) == "未报送"
    assert words(missing).endswith("没有给机关名单，看不出谁没有报送。")
    assert "未报送" not in {words(name) for name in page.iter("dt")}


def test_places_in_charts_are_shares_of_the_width() -> None:
    drawn = html.fromstring(box("全部", (60.0, 80.0, 90.0, 95.0, 100.0), 60))
    (inner,) = drawn.find_class("box")
    assert (inner.get("x"), inner.get("width")) == ("50%", "37.5%")
    assert [line.get("x1") for line in drawn.find_class("median")] == ["75%"]
    assert [line.get("x1") for line in drawn.find_class("axis")] == ["0%", "0%", "100%"]
    drawn = html.fromstring(columns("份数", [("90", 3), ("95", 0), ("<b>", 12)], "念"))
    tall = [float(part.get("height", "0")) for part in drawn.find_class("part")]
    assert tall[1] == pytest.approx(tall[0] * 4)
    assert [text.text for text in drawn.iterfind("text")] == ["3", "90", "95", "12", "<b>"]
    assert html.fromstring(bar(0.375))[0].get("width") == "37.5%"


def test_words_in_charts_are_escaped_and_characters_that_turn_text_are_named() -> None:
    drawn = str(box('层级：<i>县"\u202e', (60.0, 80.0, 90.0, 95.0, 100.0), 60))
    assert 'aria-label="层级：&lt;i&gt;县&#34;〔U+202E〕"' in drawn


def test_lines_begin_at_nothing_so_that_small_changes_look_small() -> None:
    drawn = html.fromstring(line_chart("平均", "念", [("2022", 98.0, "98.0"), ("2023", 99.0, "99.0")]))
    heights = [float(dot.get("cy", "0")) for dot in drawn.iterfind("circle")]
    assert 0 < heights[0] - heights[1] < 1
    assert [line.get("x1") for line in drawn.find_class("line")] == ["25%"]


@pytest.mark.parametrize(
    ("points", "shown"), [(1.24, "↑ +1.2"), (-3.0, "↓ −3.0"), (0.04, "→ 0.0"), (-0.04, "→ 0.0"), (0.0, "→ 0.0")]
)
def test_a_change_has_arrow_and_sign(points: float, shown: str) -> None:
    assert signed(points) == shown


def test_pairs_join_to_groups_of_three_and_more() -> None:
    pairs = [
        Alike(2023, one, f"机关{one}", "", other, f"机关{other}", "", share, 100, "[]")
        for one, other, share in ((1, 2, 0.5), (3, 4, 0.9), (2, 5, 0.7), (6, 7, 0.4), (7, 8, 0.3), (8, 9, 0.2))
    ]
    assert [(group.agencies, group.pairs, group.most) for group in groups(pairs)] == [
        (["机关6", "机关7", "机关8", "机关9"], 3, 0.4),
        (["机关1", "机关2", "机关5"], 2, 0.7),
    ]


def test_a_level_that_says_the_same_as_the_kind_is_named_once(county: Engine) -> None:
    with county.connect() as connection:
        connection.execute(update(schema.agencies).where(schema.agencies.c.level == "乡").values(level="乡镇"))
        names = [league.name for league in YearOfRound(connection, 2023, made_with((), "zh")).leagues]
        connection.rollback()
    assert "乡镇" in names
    assert "乡镇　乡镇" not in names
