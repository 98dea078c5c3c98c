"""A round over a folder: whose reports they are, what is missing, double, unreadable, copied, summed up."""

from __future__ import annotations

import os
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from auditor.api import Options
from auditor.batch.clearing import file_name
from auditor.batch.work import ReadPiece, WritePiece
from auditor.errors import UnreadableReport
from auditor.store import questions, results, schema
from auditor.store.decisions import Decision, Said, decide
from auditor.store.opening import writing
from sqlalchemy import Engine, select

from tests.batch.conftest import round_of
from tests.batch.texts import FERRIES, STALLS, TEA_FACTORY, report

pytestmark = pytest.mark.slow

LIST = """机关名称,层级,上级机关,类别,联系方式
青芦县人民政府,县,,政府,
青芦县水务局,县,青芦县人民政府,部门,0000-1112223
青芦县石笕镇人民政府,乡,青芦县人民政府,乡镇,
青芦县渡口镇人民政府,乡,青芦县人民政府,,
青芦县高坪镇人民政府,乡,青芦县人民政府,,
青芦县民政局,县,青芦县人民政府,,张某 0000-4445556
"""
TOWN = "青芦县石笕镇人民政府"
SUMS_UP = "本报告数据汇总县政府各部门和各镇的情况。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two years of a county, with everything that happens to such folders."""
    top = tmp_path / "年报"
    for name, text in {
        "2022/县政府.txt": report("青芦县人民政府", 2022, "全年开会三次。", new=50, preamble=SUMS_UP),
        "2023/县政府.txt": report("青芦县人民政府", 2023, "全年开会四次。", new=30, preamble=SUMS_UP),
        "2022/水务局.txt": report("青芦县水务局", 2022, FERRIES, new=9, carried_out=2),
        "2023/水务局.txt": report("水务局", 2023, FERRIES.replace("二百", "三百"), new=41, carried_in=2),
        "2022/石笕镇.txt": report("青芦县石笕镇", 2022, TEA_FACTORY),
        "2023/石笕镇.txt": report("青芦县石笕镇人民政府", 2023, STALLS),
        "2023/青芦县渡口镇人民政府年报.txt": report("", 2023, STALLS.replace("十四处", "九处")),
        "2023/重复/石笕镇.txt": report("青芦县石笕镇人民政府", 2023, STALLS),
        "2023/民政.txt": report("青芦县民正局", 2023, TEA_FACTORY),
        "2023/通知.txt": "关于填报的通知：请各单位按时报送。",
        "2023/空.txt": "",
    }.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("gb18030" if "渡口" in name else "utf-8"))
    with ZipFile(top / "补报.zip", "w") as archive:
        archive.writestr("高坪镇.txt", report("青芦县高坪镇人民政府", 2022, TEA_FACTORY.replace("三百多", "五百多")))
    (tmp_path / "名单.csv").write_text(LIST, encoding="utf-8")
    return top


def fired(engine: Engine, *rules: str) -> set[tuple[str | None, int | None, str]]:
    with engine.connect() as connection:
        return {(item.agency, item.year, item.rule) for item in questions.found_in_year(connection, None, rules)}


def test_a_round_says_whose_reports_there_are_and_which_are_not(folder: Path, store: str) -> None:
    engine, heard, _ = round_of(folder, store, str(folder.parent / "名单.csv"))
    with engine.connect() as connection:
        assert results.years(connection) == [2022, 2023]
        assert [(item.agency, item.contact) for item in questions.missing(connection, 2023)] == [
            ("青芦县高坪镇人民政府", None),
            ("青芦县民政局", "张某 0000-4445556"),
        ]
        assert [item.agency for item in questions.missing(connection, 2022)] == ["青芦县渡口镇人民政府", "青芦县民政局"]
        doubles = questions.doubles(connection)
        assert [(item.agency, item.year, item.same) for item in doubles] == [("青芦县石笕镇人民政府", 2023, True)] * 2
        assert [item.counted for item in doubles] == [True, False]
        assert [Path(item.path).name for item in questions.unread(connection)] == ["空.txt", "通知.txt"]
        assert [(item.printed, item.near) for item in questions.unplaced(connection)] == [
            ("青芦县民正局", "青芦县民政局")
        ]
        assert questions.totals(connection).reports == 8
        sources = dict(
            connection.execute(
                select(schema.agencies.c.name, schema.reports.c.agency_source)
                .join(schema.agencies, schema.agencies.c.id == schema.reports.c.agency)
                .where(schema.reports.c.counted, schema.reports.c.year == 2023)
            ).all()
        )
    assert sources["青芦县渡口镇人民政府"] == "file"
    assert sources["青芦县水务局"] == "text"
    assert len(heard.faults) == 2


def test_a_round_finds_last_year_the_others_and_those_below_by_itself(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store, str(folder.parent / "名单.csv"))
    assert fired(engine, "BOI", "PLA") == {
        ("青芦县石笕镇人民政府", 2023, "BOI001"),
        ("青芦县渡口镇人民政府", 2023, "BOI001"),
        ("青芦县石笕镇人民政府", 2022, "BOI001"),
        ("青芦县高坪镇人民政府", 2022, "BOI001"),
        ("青芦县水务局", 2023, "BOI002"),
        ("青芦县水务局", 2022, "PLA001"),
        ("青芦县水务局", 2023, "PLA001"),
        ("青芦县人民政府", 2023, "PLA007"),
    }
    with engine.connect() as connection:
        pairs = questions.alike(connection, 2023)
    assert [{pair.agency, pair.other_agency} for pair in pairs] == [{"青芦县石笕镇人民政府", "青芦县渡口镇人民政府"}]


def test_a_title_without_a_name_is_told_though_the_file_tells_whose_it_is(folder: Path, store: str) -> None:
    engine, _, _ = round_of(folder, store, str(folder.parent / "名单.csv"))
    assert fired(engine, "STR008") == {("青芦县渡口镇人民政府", 2023, "STR008")}


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All that a store holds but for the times and numbers of runs and rows."""
    found = {}
    with engine.connect() as connection:
        paths = {
            number: (path, part)
            for number, path, part in connection.execute(
                select(schema.reports.c.id, schema.documents.c.path, schema.reports.c.part).join(
                    schema.documents, schema.documents.c.id == schema.reports.c.document
                )
            )
        }
        for table in schema.RESULTS:
            rows = [row._asdict() for row in connection.execute(select(table))]
            found[table.name] = sorted(
                tuple(
                    paths[value] if name in ("report", "other") and table.c[name].foreign_keys else value
                    for name, value in row.items()
                    if name != "run"
                )
                for row in rows
            )
    return found


def test_a_round_that_was_stopped_goes_on_where_it_was(folder: Path, store: str, tmp_path: Path) -> None:
    agencies = str(folder.parent / "名单.csv")
    whole, _, workers = round_of(folder, str(tmp_path / "whole.db"), agencies)
    pieces = len(workers.worked_on)
    for most in range(1, pieces):
        with pytest.raises(KeyboardInterrupt):
            round_of(folder, store, agencies, most=1)
        assert most < pieces
    engine, _, rest = round_of(folder, store, agencies)
    assert len(rest.worked_on) == 1
    assert contents(engine) == contents(whole)


def test_a_second_round_does_nothing_and_changes_nothing(folder: Path, store: str) -> None:
    agencies = str(folder.parent / "名单.csv")
    engine, _, _ = round_of(folder, store, agencies)
    before = contents(engine)
    again, heard, workers = round_of(folder, store, agencies)
    assert (contents(again), workers.worked_on, heard.reports) == (before, [], [])


def test_what_changed_is_read_again_and_what_hangs_on_it_is_audited_again(folder: Path, store: str) -> None:
    agencies = str(folder.parent / "名单.csv")
    round_of(folder, store, agencies)
    (folder / "2022" / "水务局.txt").write_text(report("青芦县水务局", 2022, TEA_FACTORY, new=9), encoding="utf-8")
    engine, heard, _ = round_of(folder, store, agencies)
    assert {done.name.split("　")[0] + done.name.split("　")[1] for done in heard.reports} == {
        "青芦县水务局2022",
        "水务局2023",
        "青芦县人民政府2022",
        "青芦县石笕镇2022",
        "青芦县高坪镇人民政府2022",
    }
    assert ("青芦县水务局", 2023, "BOI002") not in fired(engine, "BOI")


def test_a_file_that_is_gone_no_longer_counts(folder: Path, store: str) -> None:
    agencies = str(folder.parent / "名单.csv")
    round_of(folder, store, agencies)
    (folder / "2022" / "水务局.txt").unlink()
    engine, _, _ = round_of(folder, store, agencies)
    with engine.connect() as connection:
        assert "青芦县水务局" in [item.agency for item in questions.missing(connection, 2022)]
    assert ("青芦县水务局", 2023, "BOI002") not in fired(engine, "BOI")


def test_each_agency_gets_its_document_and_letter_anew_only_when_its_report_was_audited_anew(
    folder: Path, tmp_path: Path
) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    round_of(folder, store, agencies, documents=out)
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.docx")) == [
        "青芦县人民政府/2023/县政府-审核.docx",
        "青芦县人民政府/2023/县政府-整改意见.docx",
        "青芦县水务局/2023/水务局-审核.docx",
        "青芦县水务局/2023/水务局-整改意见.docx",
        "青芦县渡口镇人民政府/2023/青芦县渡口镇人民政府年报-审核.docx",
        "青芦县渡口镇人民政府/2023/青芦县渡口镇人民政府年报-整改意见.docx",
        "青芦县石笕镇人民政府/2023/石笕镇-审核.docx",
        "青芦县石笕镇人民政府/2023/石笕镇-整改意见.docx",
    ]
    letter = words_in(out / "青芦县水务局" / "2023" / "水务局-整改意见.docx", "word/document.xml")
    assert "青芦县水务局：" in letter  # it calls itself 水务局
    _, _, workers = round_of(folder, store, agencies, documents=out)
    assert workers.worked_on == []
    changed = report("青芦县石笕镇人民政府", 2023, TEA_FACTORY)
    for path in ("2023/石笕镇.txt", "2023/重复/石笕镇.txt"):
        (folder / path).write_text(changed, encoding="utf-8")
    _, _, workers = round_of(folder, store, agencies, documents=out)
    written = [
        [place.folder for _, place in piece.reports] for piece in workers.worked_on if isinstance(piece, WritePiece)
    ]
    # 渡口镇 lost the one that it was compared with, and the county has another report below it.
    assert [[Path(name).parent.name for name in names] for names in written] == [
        ["青芦县人民政府", "青芦县渡口镇人民政府", "青芦县石笕镇人民政府"]
    ]


def test_a_column_of_the_list_that_nothing_is_known_of_is_told(folder: Path, store: str) -> None:
    path = folder.parent / "名单.csv"
    agencies = path.read_text(encoding="utf-8").splitlines()
    assert round_of(folder, store, str(path))[1].left_out == []
    path.write_text("\n".join((agencies[0].replace("类别", "类別") + ",备注", *agencies[1:])), encoding="utf-8")
    assert round_of(folder, store, str(path))[1].left_out == [
        f"{path}：名单里的“类別、备注”列不认识，没有用；认识的列名有 机关名称、层级、上级机关、类别、联系方式、要求"
    ]


def test_what_people_dismissed_is_in_no_document_until_they_say_otherwise(folder: Path, tmp_path: Path) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    engine = round_of(folder, store, agencies, documents=out)[0]
    with engine.connect() as connection:
        found = next(
            item for item in questions.found_in_year(connection, 2023) if item.agency == TOWN and item.severity == 3
        )
    place = out / TOWN / "2023"

    def after(said: Said) -> tuple[int, bool, bool, bool]:
        """How many reports are written anew; whether letter and comments have the finding, and the letter's page."""
        with writing(engine) as connection:
            decide(connection, [Decision(TOWN, 2023, found.rule, found.fingerprint, said, "看过", "张三")])
        _, _, workers = round_of(folder, store, agencies, documents=out)
        written = [report for piece in workers.worked_on if isinstance(piece, WritePiece) for report in piece.reports]
        letter = words_in(place / "石笕镇-整改意见.docx", "word/document.xml")
        comments = words_in(place / "石笕镇-审核.docx", "word/comments.xml")
        left_out = "另有 1 条审核结果经核查判为不属实，没有写入本函。"
        return len(written), found.message in letter, found.message in comments, left_out in letter

    assert after("confirmed") == (0, True, True, False)
    assert after("unfounded") == (1, False, False, True)
    assert after("noted") == (0, False, False, True)
    assert after("confirmed") == (1, True, True, False)


def test_where_all_is_dismissed_the_letter_of_the_round_before_goes(folder: Path, tmp_path: Path) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    engine = round_of(folder, store, agencies, documents=out)[0]
    with engine.connect() as connection:
        found = [
            item for item in questions.found_in_year(connection, 2023) if item.agency == TOWN and item.severity > 1
        ]

    def after(said: Said) -> list[str]:
        decided = [Decision(TOWN, 2023, item.rule, item.fingerprint, said, "看过", "张三") for item in found]
        with writing(engine) as connection:
            decide(connection, decided)
        round_of(folder, store, agencies, documents=out)
        return sorted(path.name for path in (out / TOWN / "2023").iterdir())

    assert after("unfounded") == ["石笕镇-审核.docx"]
    assert after("confirmed") == ["石笕镇-审核.docx", "石笕镇-整改意见.docx"]


def test_what_is_written_on_a_report_goes_once_it_is_no_longer_true(folder: Path, tmp_path: Path) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    round_of(folder, store, agencies, documents=out)
    place, both = out / TOWN / "2023", ["石笕镇-审核.docx", "石笕镇-整改意见.docx"]
    notes = (place / "李四-整改意见.docx", out / TOWN / "电话记录.txt", out / "别处" / "2023" / "石笕镇-整改意见.docx")
    for path in notes:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("人写的", encoding="utf-8")

    def after(name: str, text: str) -> list[str]:
        (folder / name).write_text(text, encoding="utf-8")
        round_of(folder, store, agencies, documents=out)
        return sorted(path.name for path in place.iterdir() if path not in notes)

    faulty = (folder / "2023/石笕镇.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in place.iterdir() if path not in notes) == both
    (folder / "2023/重复/石笕镇.txt").unlink()
    assert after("2023/石笕镇.txt", report(TOWN, 2024, STALLS)) == []
    assert after("2023/石笕镇.txt", faulty) == both  # the text is one that was written on before
    assert after("2023/石笕镇.txt", report("青芦县高坪镇人民政府", 2023, STALLS)) == []
    assert (out / "青芦县高坪镇人民政府" / "2023" / both[0]).is_file()
    assert all(path.read_text(encoding="utf-8") == "人写的" for path in notes)


def test_what_people_changed_under_a_name_of_ours_is_kept_under_another(folder: Path, tmp_path: Path) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    (folder / "2023/重复/石笕镇.txt").unlink()
    round_of(folder, store, agencies, documents=out)
    place = out / TOWN / "2023"
    comments, letter = "石笕镇-审核.docx", "石笕镇-整改意见.docx"
    aside = ["石笕镇-整改意见（改过的）.docx", "石笕镇-整改意见（改过的2）.docx"]

    def after(text: str) -> tuple[list[str], list[str]]:
        """What the folder holds, and what the person was told."""
        (folder / "2023/石笕镇.txt").write_text(text, encoding="utf-8")
        told = round_of(folder, store, agencies, documents=out)[1].left_out
        return sorted(path.name for path in place.iterdir()), told

    faulty = (folder / "2023/石笕镇.txt").read_text(encoding="utf-8")
    (place / letter).write_text("改过，签过", encoding="utf-8")
    assert after(faulty) == (sorted((comments, letter)), [])
    assert (place / letter).read_text(encoding="utf-8") == "改过，签过"  # nothing is written anew
    kept = f"有人改过，没有覆盖，改名留着：{place / aside[0]}"
    assert after(faulty.replace("石笕镇", "石笕镇 ")) == (
        sorted((comments, letter, aside[0])),
        [kept],
    )
    assert (place / aside[0]).read_text(encoding="utf-8") == "改过，签过"
    assert after(faulty) == (sorted((comments, letter, aside[0])), [])  # ours is written over
    (place / letter).write_text("又改了", encoding="utf-8")
    assert after(report(TOWN, 2024, STALLS)) == (sorted(aside), [f"有人改过，没有覆盖，改名留着：{place / aside[1]}"])
    assert (place / aside[1]).read_text(encoding="utf-8") == "又改了"


def test_nothing_stands_of_a_report_that_has_no_finding_any_more(folder: Path, tmp_path: Path) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    round_of(folder, store, agencies, documents=out)
    assert (out / TOWN).is_dir()
    round_of(folder, store, agencies, documents=out, options=Options(select=("TAB",)))
    assert not (out / TOWN).exists()
    round_of(folder, store, agencies, documents=out)
    assert len(list((out / TOWN / "2023").iterdir())) == 2


def test_documents_of_another_year_stay_while_its_reports_do(folder: Path, tmp_path: Path) -> None:
    agencies, out, store = str(folder.parent / "名单.csv"), tmp_path / "各单位", str(tmp_path / "store.db")
    round_of(folder, store, agencies, documents=out, year=2022)
    old = sorted(out.rglob("2022/*.docx"))
    assert old
    Path(agencies).write_text(f"{LIST}青芦县司法局,县,,部门,\n", encoding="utf-8")  # everything is read anew
    round_of(folder, store, agencies, documents=out)
    assert sorted(out.rglob("2022/*.docx")) == old
    (folder / "2022/水务局.txt").unlink()
    round_of(folder, store, agencies, documents=out)
    assert sorted(out.rglob("2022/*.docx")) == [path for path in old if "水务局" not in path.name]
    assert any("水务局" in path.name for path in old)


def words_in(file: Path, part: str) -> str:
    with ZipFile(file) as package:
        return re.sub("<[^>]+>", "", package.read(part).decode())


@pytest.mark.parametrize(
    ("agency", "name"), [("甲/乙:局", "甲_乙_局"), ("..", "_"), ("甲" * 90, "甲" * 60), ("甲局 ", "甲局")]
)
def test_the_name_of_an_agency_is_a_folder_on_every_system(agency: str, name: str) -> None:
    assert file_name(agency) == name


def test_a_folder_that_is_not_there_or_has_nothing_to_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    for name, code in (("没有", "file_missing"), ("空", "folder_empty")):
        with pytest.raises(UnreadableReport) as refused:
            round_of(tmp_path / name, str(tmp_path / "store.db"))
        assert refused.value.code == code


def test_a_link_that_leads_nowhere_is_told_and_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "断.txt").symlink_to(tmp_path / "nowhere")
    _, heard, _ = round_of(folder, str(tmp_path / "store.db"))
    assert len([fault for fault in heard.faults if "断.txt" in fault]) == 1
    assert len(heard.reports) == 10


def test_the_list_that_was_given_once_holds_for_the_rounds_after_it(folder: Path, store: str) -> None:
    round_of(folder, store, str(folder.parent / "名单.csv"))
    engine, _, workers = round_of(folder, store)
    assert workers.worked_on == []
    with engine.connect() as connection:
        assert [item.agency for item in questions.missing(connection, 2023)] == ["青芦县高坪镇人民政府", "青芦县民政局"]


def test_what_could_not_be_read_is_tried_again_once_there_is_a_program_for_it(
    folder: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.reading.libreoffice.program", lambda: None)
    round_of(folder, store)
    _, _, workers = round_of(folder, store)
    assert workers.worked_on == []
    monkeypatch.setattr("auditor.reading.libreoffice.program", lambda: "/usr/bin/soffice")
    _, _, workers = round_of(folder, store)
    assert sum(piece.size for piece in workers.worked_on if isinstance(piece, ReadPiece)) == 12


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_no_text_are_told_and_the_others_are_done(tmp_path: Path) -> None:
    """Names in GB18030 come with old disks and archives; a store can hold text alone."""
    folder = tmp_path / "年报"
    old = os.fsdecode("甲县".encode("gb18030"))
    (folder / old).mkdir(parents=True)
    text = report("甲县水务局", 2023, STALLS)
    for name in ("乙.txt", f"{old}.txt", f"{old}/丙.txt"):
        (folder / name).write_text(text, encoding="utf-8")
    _, heard, _ = round_of(folder, str(tmp_path / "库.db"))
    assert [Path(item.name).name for item in heard.reports] == ["乙.txt"]
    told = "文件名或文件夹名不是 UTF-8（多半是 GB18030），汇总里记不下来，没有审核；请改名，或用 convmv 转换文件名"
    shown = f"{folder}/\\xbc\\xd7\\xcf\\xd8"
    assert sorted(heard.faults) == [f"{shown}.txt：{told}", f"{shown}/丙.txt：{told}"]
