"""In a round the list of agencies, or else a file in the folder of reports, says by which profile one is audited."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor import Options
from auditor.api import rulebook
from auditor.batch.agencies import read_agencies
from auditor.batch.reopening import looked_up, reopened
from auditor.errors import RuleFileError, UsageError
from auditor.resources import rules_folder
from auditor.rulebook.profiles import profile_of
from auditor.store import questions, results
from auditor.toml import raw_in
from lxml import html
from sqlalchemy import Engine

from tests.batch.conftest import Heard, round_of
from tests.batch.test_outputs import column, sheets
from tests.batch.texts import STALLS, report
from tests.unit.test_command_line import run

pytestmark = pytest.mark.slow

SHIPPED = rules_folder() / "profiles" / "yuanlan-province.toml"
LATE = "发布日期：2024-01-25\n一、"
MILD = 'title = { zh = "甲", en = "a" }\ndocument = "乙"\n[rules.PUB001.check.earlier]\ndepartment = "01-10"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three departments that published on 25 January, one of them in a folder with a profile of its own."""
    top = tmp_path / "年报"
    for name, agency in {
        "水务局.txt": "青芦县水务局",
        "民政局.txt": "青芦县民政局",
        "区/财政局.txt": "白洼区财政局",
    }.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(report(agency, 2023, STALLS).replace("一、", LATE, 1), encoding="utf-8")
    return top


def late(engine: Engine) -> dict[str | None, str]:
    """By agency, how it is told that it published late."""
    with engine.connect() as connection:
        return {item.agency: item.message for item in questions.found_in_year(connection, 2023, ("PUB001",))}


def test_the_profile_of_the_list_comes_before_that_of_the_folder_and_that_before_the_round_s(
    folder: Path, store: str, tmp_path: Path
) -> None:
    yuanlan = rules_folder() / "profiles" / "yuanlan-province.toml"
    assert late(round_of(folder, store)[0]) == {}
    (folder / "区" / "要求.toml").write_text(MILD, encoding="utf-8")
    told = late(round_of(folder, store)[0])
    assert told == {"白洼区财政局": "2024-01-25 公布，本地要求的期限为 2024-01-10"}
    options = Options(rules=(yuanlan,))
    told = late(round_of(folder, store, options=options)[0])
    assert {agency: message[-10:] for agency, message in told.items()} == {
        "青芦县水务局": "2024-01-20",
        "青芦县民政局": "2024-01-20",
        "白洼区财政局": "2024-01-10",
    }
    (tmp_path / "名单.csv").write_text(
        "机关名称,要求\n青芦县水务局,\n青芦县民政局,自己.toml\n白洼区财政局,yuanlan-province\n", encoding="utf-8"
    )
    (tmp_path / "自己.toml").write_text(MILD.replace("01-10", "01-15"), encoding="utf-8")
    told = late(round_of(folder, store, str(tmp_path / "名单.csv"))[0])
    assert {agency: message[-10:] for agency, message in told.items()} == {
        "青芦县民政局": "2024-01-15",
        "白洼区财政局": "2024-01-20",
    }


def test_a_profile_that_is_changed_is_followed_and_others_are_not_audited_again(folder: Path, store: str) -> None:
    own = folder / "区" / "要求.toml"
    own.write_text(MILD, encoding="utf-8")
    round_of(folder, store)
    own.write_text(MILD.replace("01-10", "01-15"), encoding="utf-8")
    engine, heard, _ = round_of(folder, store)
    assert [done.name.split("\u3000")[0] for done in heard.reports] == ["白洼区财政局"]
    assert late(engine) == {"白洼区财政局": "2024-01-25 公布，本地要求的期限为 2024-01-15"}


def kinds(engine: Engine, options: Options) -> dict[str | None, str | None]:
    """By agency, as what it is audited; the store has what it is."""
    with engine.connect() as connection:
        numbers = results.current_reports(connection)
    found = [reopened(engine, looked_up(engine, number, options), options) for number in numbers]
    assert all((rulebook(item.rules).version == item.audit.rulebook_version) for item in found)
    return {item.audit.report.agency: item.audit.report.kind for item in found}


def test_an_agency_counts_as_one_profile_says_and_once(tmp_path: Path, store: str) -> None:
    """Neither does that of the round reach reports with one of their own, nor are two kinds taken for one another."""
    top = tmp_path / "年报"
    for name, agency in {
        "水务局.txt": "青芦县水务局",
        "街道.txt": "青芦县柳桥街道办事处",
        "区/街道.txt": "白洼区竹里街道办事处",
        "区/财政局.txt": "白洼区财政局",
    }.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(report(agency, 2023, STALLS), encoding="utf-8")
    (top / "区" / "要求.toml").write_text(MILD, encoding="utf-8")
    path = tmp_path / "本县.toml"
    path.write_text(f'counts_as = {{ subdistrict = "department", department = "township" }}\n{MILD}', encoding="utf-8")
    options = Options(rules=(path,))
    engine = round_of(top, store, options=options)[0]
    assert kinds(engine, options) == {
        "青芦县水务局": "township",
        "青芦县柳桥街道办事处": "department",
        "白洼区竹里街道办事处": "subdistrict",
        "白洼区财政局": "department",
    }
    assert kinds(engine, Options()) == {
        "青芦县水务局": "department",
        "青芦县柳桥街道办事处": "subdistrict",
        "白洼区竹里街道办事处": "subdistrict",
        "白洼区财政局": "department",
    }


def test_a_kind_of_the_list_is_what_the_agency_is(folder: Path, store: str, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text(
        "机关名称,类别,要求\n青芦县水务局,街道,linyao-district\n青芦县民政局,街道,\n白洼区财政局,,\n",
        encoding="utf-8",
    )
    engine = round_of(folder, store, str(tmp_path / "名单.csv"))[0]
    assert kinds(engine, Options()) == {
        "青芦县水务局": "department",
        "青芦县民政局": "subdistrict",
        "白洼区财政局": "department",
    }


@pytest.mark.parametrize("named", ["没有这份", "没有.toml", "../外面.toml", "/etc/hosts.toml", "年报"])
def test_a_list_names_files_beside_it_and_what_ships_alone(named: str, tmp_path: Path) -> None:
    (tmp_path / "里").mkdir()
    (tmp_path / "外面.toml").write_text(MILD, encoding="utf-8")
    path = tmp_path / "里" / "名单.csv"
    path.write_text(f"机关名称,要求\n青芦县水务局,{named}\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_agencies(str(path))
    assert (refused.value.code, refused.value.params["row"]) == ("agency_profile", 2)


def test_a_profile_that_says_what_it_must_not_is_told_before_anything_is_done(
    folder: Path, store: str, tmp_path: Path
) -> None:
    (tmp_path / "名单.csv").write_text("机关名称,要求\n青芦县水务局,自己.toml\n", encoding="utf-8")
    (tmp_path / "自己.toml").write_text(MILD + 'on = ["ELM099"]', encoding="utf-8")
    with pytest.raises(RuleFileError):
        round_of(folder, store, str(tmp_path / "名单.csv"))


def state(engine: Engine) -> tuple[dict[str | None, str], list[tuple[str, str]]]:
    """What PUB001 finds by agency, and the reports that were not audited, by the name of their file."""
    with engine.connect() as connection:
        return late(engine), [(Path(item.path).stem, item.fault) for item in questions.unread(connection)]


def test_a_profile_of_a_folder_that_is_refused_stops_its_own_reports_alone(folder: Path, store: str) -> None:
    own = folder / "区" / "要求.toml"
    own.write_text(MILD, encoding="utf-8")
    (folder / "要求.toml").write_text(MILD.replace("01-10", "01-15"), encoding="utf-8")
    assert set(late(round_of(folder, store)[0])) == {"青芦县水务局", "青芦县民政局", "白洼区财政局"}
    own.write_text(MILD + "[rules.PUB001\n", encoding="utf-8")
    for _ in range(2):  # told again as long as it stands
        engine, heard, _ = round_of(folder, store)
        found, unread = state(engine)
        assert set(found) == {"青芦县水务局", "青芦县民政局"}
        [fault] = heard.faults
        assert fault.startswith(f"{own}：规则文件有误：")
        assert "第 5 行" in fault
        assert fault.endswith("；归这份要求管的 1 份报告没有审核，请改正或移走这个文件，再审核一遍")
        assert unread == [("财政局", fault)]
        assert heard.reports == []
    own.write_text(MILD, encoding="utf-8")
    engine, heard, _ = round_of(folder, store)
    assert (state(engine)[1], heard.faults) == ([], [])
    assert set(late(engine)) == {"青芦县水务局", "青芦县民政局", "白洼区财政局"}
    own.write_text('title = "甲"\n', encoding="utf-8")
    own.rename(folder / "要求.toml")  # a folder's own is spoilt and a folder in it has none: both wait
    engine, heard, _ = round_of(folder, store)
    assert len(state(engine)[1]) == 3
    assert len(heard.faults) == 1


def test_a_round_of_which_a_folder_has_a_refused_profile_says_so_at_its_end(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "区" / "要求.toml").write_text("on = [", encoding="utf-8")
    status, out, told = run(capsys, "batch", str(folder), "-o", str(tmp_path / "结果"), "--jobs", "1")
    assert (status, told.count("\n")) == (1, 1)
    assert "共 3 份报告" in out
    assert "读不出 1，待认领 0\n" in out


def test_a_profile_in_a_folder_of_reports_is_no_file_that_was_not_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Heard, "skipped", lambda self, told: self.faults.append(told))
    (folder / "区" / "要求.toml").write_text(MILD, encoding="utf-8")
    assert round_of(folder, f"{tmp_path}/库.db")[1].faults == []
    _, _, told = run(capsys, str(folder))
    assert told == (
        f"{folder}：里面有 1 份 要求.toml，只在 audit batch 里起作用，这次没有用；要用请写 --profile 和它的文件名\n"
    )
    _, _, told = run(capsys, str(folder), "--profile", str(folder / "区" / "要求.toml"))
    assert told == ""


def test_the_outputs_name_the_profile_of_each_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "区" / "要求.toml").write_text(MILD, encoding="utf-8")
    (tmp_path / "名单.csv").write_text(
        "机关名称,要求\n青芦县水务局,\n青芦县民政局,yuanlan-province\n白洼区财政局,\n", encoding="utf-8"
    )
    out, title = tmp_path / "结果", profile_of(raw_in(SHIPPED), SHIPPED).title.zh
    command = ["batch", str(folder), "--agencies", str(tmp_path / "名单.csv"), "-o", str(out), "--jobs", "1"]
    _, told, _ = run(capsys, *command)
    assert f"按本地要求审核的：{title} 1 份、甲 1 份" in told.replace(
        f"甲 1 份、{title} 1 份", f"{title} 1 份、甲 1 份"
    )
    named = dict(zip(column(sheets(out), "排名", "机关"), column(sheets(out), "排名", "要求"), strict=True))
    assert named == {"青芦县水务局": None, "青芦县民政局": title, "白洼区财政局": "甲"}
    page = html.fromstring((out / "总览.html").read_bytes())
    rows = {
        row.find("th").text_content(): row[-1].text_content()
        for row in page.xpath("//table[contains(@class,'ranks')]/tbody/tr")
    }
    assert rows == {"青芦县水务局": "", "青芦县民政局": title, "白洼区财政局": "甲"}
    _, told, _ = run(capsys, *command, "--profile", "tingbo-city")
    assert "汀泊市年报填报口径（虚构示例） 1 份" in told


def test_without_a_profile_nothing_is_said_of_any(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, told, _ = run(capsys, "batch", str(folder), "-o", str(tmp_path / "结果"), "--jobs", "1")
    assert "要求" not in told
    rows = next(sheets(tmp_path / "结果")["排名"].iter_rows(values_only=True))
    assert "要求" not in rows
