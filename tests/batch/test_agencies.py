"""The list of agencies, and which of them a report is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.api import rulebook
from auditor.batch.agencies import AgencyList, Match, read_agencies, year_of_folders
from auditor.errors import AuditError, UsageError
from auditor.store.intake import Agency
from openpyxl import Workbook

LISTED = [
    Agency("青芦县人民政府"),
    Agency("青芦县水务局", kind="department"),
    Agency("青芦县石笕镇人民政府"),
    Agency("白洼县水务局"),
    Agency("白洼县城关镇人民政府"),
    Agency("青芦县城关镇人民政府"),
]


@pytest.mark.parametrize(
    ("printed", "path", "agency", "source"),
    [
        ("青芦县水务局", "x.txt", "青芦县水务局", "text"),
        ("青芦县 石笕镇", "x.txt", "青芦县石笕镇人民政府", "text"),
        ("桃林渡市青芦县水务局", "x.txt", "青芦县水务局", "text"),
        ("石笕镇人民政府", "x.txt", "青芦县石笕镇人民政府", "text"),
        ("青芦县人民政府办公室", "x.txt", "青芦县人民政府", "text"),
        ("城关镇人民政府", "x.txt", None, None),
        ("水务局", "白洼县水务局2023.docx", "白洼县水务局", "file"),
        (None, "2023/青芦县石笕镇人民政府/年报.pdf", "青芦县石笕镇人民政府", "folder"),
        ("青芦县教育局", "年报.txt", None, None),
        (None, "年报.txt", None, None),
    ],
)
def test_a_report_is_of_the_agency_that_its_text_names_else_its_file_else_its_folder(
    printed: str | None, path: str, agency: str | None, source: str | None
) -> None:
    found = AgencyList(LISTED, rulebook().layout.kinds).match(printed, path)
    assert (found.agency, found.source) == (agency, source)


def test_names_that_are_only_near_are_asked_about_and_never_taken() -> None:
    agencies = AgencyList(LISTED, rulebook().layout.kinds)
    assert agencies.match("青芦县水利局", "x.txt") == Match(None, None, None, ("青芦县水务局",))
    assert agencies.match("城关镇人民政府", "x.txt").near == ("白洼县城关镇人民政府", "青芦县城关镇人民政府")


@pytest.mark.parametrize(
    ("printed", "path", "agency"),
    [
        ("青芦县 水务局", "x.txt", "青芦县水务局"),
        (None, "2023/青芦县水务局2023年政府信息公开工作年度报告.txt", "青芦县水务局"),
        (None, "2023/年报.txt", None),
    ],
)
def test_without_a_list_an_agency_is_taken_as_it_is_named(printed: str | None, path: str, agency: str | None) -> None:
    assert AgencyList([], rulebook().layout.kinds).match(printed, path).agency == agency


@pytest.mark.parametrize(("path", "year"), [("2022/2023年/a.txt", 2023), ("年报/a2021.txt", None), ("x20231/a", None)])
def test_the_year_of_a_folder(path: str, year: int | None) -> None:
    assert year_of_folders(path) == year


def test_a_list_is_read_from_a_workbook_whatever_the_order_of_its_columns(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["类别", "单位名称", "联系方式", "上级机关"],
        ["乡镇", "青芦县石笕镇 人民政府", 13800000000, "青芦县人民政府"],
        [None, None, None, None],
        [None, "青芦县水务局", None, None],
    ):
        book.worksheets[0].append(row)
    book.save(tmp_path / "名单.xlsx")
    assert read_agencies(str(tmp_path / "名单.xlsx")) == [
        Agency("青芦县石笕镇人民政府", None, "青芦县人民政府", "township", "13800000000"),
        Agency("青芦县水务局"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("单位,层级\n", "agencies_empty"),
        ("编号,层级\n1,县\n", "agencies_header"),
        ("机关名称\n甲局\n甲局\n", "agency_twice"),
        ("机关名称,类别\n甲局,企业\n", "agency_kind"),
        ("", "agencies_unreadable"),
    ],
)
def test_a_list_that_does_not_say_what_it_must_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_agencies(str(path))
    assert refused.value.code == code


@pytest.mark.parametrize(("name", "code"), [("名单.xlsx", "agencies_no_workbook"), ("名单.csv", "file_missing")])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "名单.xlsx").write_bytes(b"\x00\x01 no workbook")
    path = tmp_path / name
    with pytest.raises(AuditError) as refused:
        read_agencies(str(path))
    assert (refused.value.code, refused.value.params["path"]) == (code, str(path))
