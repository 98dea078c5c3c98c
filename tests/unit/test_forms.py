"""The forms of 2019 and of 2021: told apart by year and labels, and each read to its last cell."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from auditor.api import audit_among, audit_text, parse_source, rulebook
from auditor.document import CellAddress, Neighbours, Reason, Report
from auditor.errors import RuleFileError
from auditor.finding import Audit, OutcomeKind
from auditor.forms import form_files, form_of, load_forms
from auditor.layout import Layout, TableSpec
from auditor.messages import reason_text
from auditor.reading import source_of_text
from auditor.reporters import render
from auditor.reporters.form_tables import form_table
from auditor.reporters.run import Run
from auditor.resources import PACK, rules_folder
from openpyxl import load_workbook

from tests import layouts

IN_FORCE, TRIAL = rulebook().forms
Write = Callable[[TableSpec, layouts.Values], list[str]]


def written(form: Layout, year: int | str, values: layouts.Values, write: Write = layouts.pipes) -> str:
    """A whole report for a year with the tables of a form."""
    lines = [f"苇塘县统计局{year}年政府信息公开工作年度报告" if year else "苇塘县统计局政府信息公开工作年度报告"]
    lines += ["一、总体情况", "（一）主动公开。公布统计公报1期。"]
    for table in form.table:
        lines += [layouts.HEADINGS[table.key], *write(table, values)]
    lines += [
        "五、存在的主要问题及改进情况",
        "公报里的名词没有解释。",
        "六、其他需要报告的事项",
        "没有收取信息处理费。",
        "",
    ]
    return "\n".join(lines)


def read(text: str) -> Report:
    (report,) = parse_source(source_of_text(text))
    return report


def numbered(form: Layout) -> dict[tuple[str, str, str], str]:
    """Every cell of a form with a number of its own."""
    return {key: str(place) for place, key in enumerate(layouts.zeros(form), start=1)}


@pytest.mark.parametrize("form", [IN_FORCE, TRIAL], ids=lambda form: form.id)
@pytest.mark.parametrize("write", layouts.WRITERS, ids=lambda write: write.__name__)
def test_each_form_is_read_to_its_last_cell(form: Layout, write: Write) -> None:
    values = numbered(form)
    report = read(written(form, form.first_year, values, write))
    assert report.form == form.id
    found = {(key, *at): cell.raw for key, table in report.tables.items() for at, cell in table.cells.items()}
    assert found == values
    assert [(table.doubt, table.missing_rows, table.loose_rows) for table in report.tables.values()] == [
        (None, (), ())
    ] * len(form.table)


@pytest.mark.parametrize(
    ("year", "printed", "due"),
    [
        (2019, TRIAL, TRIAL),
        (2020, TRIAL, TRIAL),
        (2021, IN_FORCE, IN_FORCE),
        (2024, IN_FORCE, IN_FORCE),
        ("", TRIAL, TRIAL),
        ("", IN_FORCE, IN_FORCE),
        (2020, IN_FORCE, IN_FORCE),  # no report was written so: the year is misprinted
        (2021, TRIAL, IN_FORCE),  # a fault of the report: its tables are held against the form that binds it
        (2016, TRIAL, TRIAL),
        (2016, IN_FORCE, IN_FORCE),
    ],
    ids=lambda value: getattr(value, "id", None) or str(value),
)
def test_a_report_gets_its_form_by_year_and_else_by_labels(year: int | str, printed: Layout, due: Layout) -> None:
    assert read(written(printed, year, layouts.zeros(printed))).form == due.id


@pytest.mark.parametrize(
    ("year", "printed", "due"),
    [
        (2020, "", TRIAL),
        (2020, "行政规范性文件", TRIAL),  # a name that many wrote before the form had it
        (2020, "本年制发件数 本年废止件数 对外公开总数量", TRIAL),
        (2020, "本年制发件数 本年废止件数 现行有效件数", IN_FORCE),
        (None, "", IN_FORCE),
        (None, "政府集中采购", IN_FORCE),  # one label may stand in a note
        (None, "（六）其他处理 规范性文件 处理决定数量 其他", IN_FORCE),  # in both
        (None, "上一年项目数量\n本年增／减", TRIAL),
        (None, "上一年 项目数量|本年增/减", TRIAL),
    ],
)
def test_one_label_is_no_form(year: int | None, printed: str, due: Layout) -> None:
    assert form_of(rulebook().forms, year, printed).id == due.id


def outcome(audit: Audit, code: str) -> tuple[OutcomeKind, str | None]:
    found = audit.outcomes[code]
    return found.kind, found.reason.code if found.reason else None


def test_an_obsolete_table_stays_a_fault_from_2021_on() -> None:
    audit = audit_text(written(TRIAL, 2021, layouts.zeros(TRIAL)))
    assert outcome(audit, "STR013")[0] is OutcomeKind.FAILED
    audit = audit_text(written(TRIAL, 2020, layouts.zeros(TRIAL)))
    assert outcome(audit, "STR013") == (OutcomeKind.NOT_APPLICABLE, "year_not_bound")


def test_the_trial_form_sums_its_single_row_of_other_results() -> None:
    values = layouts.zeros(TRIAL)
    for row, number in (("new_received", "9"), ("granted", "5"), ("other", "3"), ("handled_total", "9")):
        values |= {("applications", row, column): number for column in ("natural_person", "total")}
    audit = audit_text(written(TRIAL, 2020, values))
    assert sum(finding.rule == "TAB007" for finding in audit.findings) == 2
    values |= {("applications", "other", column): "4" for column in ("natural_person", "total")}
    audit = audit_text(written(TRIAL, 2020, values))
    assert [finding.rule for finding in audit.findings if finding.rule.startswith("TAB")] == []
    assert [outcome(audit, code) for code in ("TAB006", "TAB007", "TAB008", "TAB009")] == [
        (OutcomeKind.PASSED, None)
    ] * 4


def test_what_only_the_form_of_2021_has_does_not_apply_to_the_trial_form() -> None:
    text = written(TRIAL, 2020, layouts.zeros(TRIAL)).replace(
        "公布统计公报1期。", "制发规范性文件3件，行政事业性收费2万元。"
    )
    audit = audit_text(text)
    assert outcome(audit, "XRF016") == (OutcomeKind.NOT_APPLICABLE, "cell_not_in_form")
    assert outcome(audit, "XRF018") == (OutcomeKind.NOT_APPLICABLE, "cell_not_in_form")
    assert {finding.rule for finding in audit.findings if finding.rule.startswith("XRF")} == set()


@pytest.mark.parametrize("change", ["-2", "+3", "0", "－4", "增2", "减少3", "减1个"])
def test_more_or_fewer_is_a_number_with_a_sign(change: str) -> None:
    audit = audit_text(written(TRIAL, 2020, {**layouts.zeros(TRIAL), ("disclosure", "licensing", "change"): change}))
    assert outcome(audit, "TAB003") == (OutcomeKind.PASSED, None)
    audit = audit_text(written(TRIAL, 2020, {**layouts.zeros(TRIAL), ("disclosure", "licensing", "decisions"): change}))
    assert outcome(audit, "TAB003")[0] is (OutcomeKind.PASSED if change in ("0", "+3") else OutcomeKind.FAILED)


# ---- the files ----


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("applications.other", "applications.others", "`one_row`: no group `applications.others`"),
        ('key = "disclosure"', 'key = "publication"', "`table`: no table `publication` in the form in force"),
        ('columns = ["purchases", "spent"]', 'columns = ["amount"]', "no column `amount`"),
        ('key = "procurement"', 'key = "fees"', "table `disclosure`: row `fees` twice"),
        ("one_row =", "one_rows =", "unknown field `one_rows`"),
        ("annual-2019", "annual-2021", "`id`: `gov-disclosure-annual-2021` is the form in force"),
        ("first_year = 2019", 'first_year = "2019"', "first_year"),
    ],
)
def test_an_earlier_form_at_odds_is_refused_by_name(old: str, new: str, problem: str, tmp_path: Path) -> None:
    for path in form_files(rules_folder() / PACK):
        text = path.read_text(encoding="utf-8")
        changed = text.replace(old, new) if path.name == "layout-2019.toml" else text
        assert path.name == "layout.toml" or changed != text
        (tmp_path / path.name).write_text(changed, encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        load_forms(tmp_path)
    assert refused.value.params["path"] == str(tmp_path / "layout-2019.toml")
    assert problem in str(refused.value.params["detail"])


def test_a_cell_that_a_form_has_not_is_named_as_the_other_form_names_it() -> None:
    fees, made = ("disclosure", "fees", "amount"), ("disclosure", "regulations", "made")
    assert [TRIAL.cell_label(CellAddress(*fees)).zh, IN_FORCE.cell_label(CellAddress(*made)).zh] == [
        "行政事业性收费",
        "规章／本年新制作数量",
    ]


# ---- two years by two forms ----


def beside(now: str, before: str) -> Audit:
    return audit_among(read(now), Neighbours(read(before)), rulebook(), rulebook().rules)


def same_numbers(form: Layout, given: layouts.Values) -> layouts.Values:
    return {**layouts.zeros(form), **{key: value for key, value in given.items() if key in layouts.zeros(form)}}


def test_the_years_2020_and_2021_compare_what_both_forms_have() -> None:
    before = {("applications", "carried_out", column): "4" for column in ("natural_person", "total")}
    now = {("applications", "carried_in", column): "1" for column in ("natural_person", "total")}
    texts = written(IN_FORCE, 2021, same_numbers(IN_FORCE, now)), written(TRIAL, 2020, same_numbers(TRIAL, before))
    audit = beside(*texts)
    (found,) = (finding for finding in audit.findings if finding.rule == "YOY001")
    assert "1" in found.message.zh
    assert "4" in found.message.zh
    for code in ("YOY003", "YOY004"):
        kind, reason = outcome(audit, code)
        assert (kind, reason) == (OutcomeKind.UNDECIDED, "in_previous")
        assert reason_text(audit.outcomes[code].reason or Reason(""), "zh", IN_FORCE) == (
            "上一年报告：表二是旧格式（“本年新制作数量”），各栏的含义不同"
        )


def test_decisions_jump_across_forms() -> None:
    decided = ("disclosure", "licensing", "decisions")
    before = written(TRIAL, 2020, {**layouts.zeros(TRIAL), decided: "4000"})
    audit = beside(written(IN_FORCE, 2021, {**layouts.zeros(IN_FORCE), decided: "90"}), before)
    assert [finding.span.of(audit.report.text) for finding in audit.findings if finding.rule == "YOY006"] == ["90"]


def test_tables_alike_in_all_cells_of_both_forms_stay_undecided() -> None:
    given = {("applications", row, column): "523" for row in ("new_received", "granted") for column in ["total"]}
    given |= {("disclosure", row, "decisions"): "871" for row in ("licensing", "penalties", "coercion")}
    given |= {("disputes", "review", column): "61" for column in ("upheld", "total")}
    before = written(TRIAL, 2020, same_numbers(TRIAL, given))
    audit = beside(written(IN_FORCE, 2021, same_numbers(IN_FORCE, given)), before)
    assert outcome(audit, "YOY007") == (OutcomeKind.UNDECIDED, "in_previous")
    told = reason_text(audit.outcomes["YOY007"].reason or Reason(""), "zh", IN_FORCE)
    assert told == "上一年报告：本表式没有“规章／本年制发件数”"
    other = written(IN_FORCE, 2021, {**same_numbers(IN_FORCE, given), ("disputes", "direct", "total"): "1"})
    assert outcome(beside(other, before), "YOY007") == (OutcomeKind.PASSED, None)


def test_two_years_by_the_trial_form_have_no_documents_in_force() -> None:
    texts = written(TRIAL, 2020, layouts.zeros(TRIAL)), written(TRIAL, 2019, layouts.zeros(TRIAL))
    audit = beside(*texts)
    assert outcome(audit, "YOY003") == (OutcomeKind.NOT_APPLICABLE, "cell_not_in_form")
    assert outcome(audit, "YOY001") == (OutcomeKind.PASSED, None)


# ---- outputs ----


def test_every_output_draws_the_tables_of_the_reports_own_form() -> None:
    values = {**layouts.zeros(TRIAL), ("disclosure", "procurement", "spent"): "73.15"}
    texts = written(TRIAL, 2020, values), written(IN_FORCE, 2022, layouts.zeros(IN_FORCE))
    audits = [audit_text(text) for text in texts]
    run = Run(audits, [], rulebook(), "")
    page = str(render(run, "html"))
    for label in ("上一年项目数量", "政府集中采购", "本年制发件数", "本年收费金额（单位：万元）"):
        assert label in page
    workbook = render(run, "xlsx")
    assert isinstance(workbook, bytes)
    book = load_workbook(BytesIO(workbook))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 73.15 in cells
    assert [cells.count(label) for label in ("采购总金额", "本年废止件数", "（六）其他处理")] == [1, 1, 2]


def test_a_finding_on_the_trial_form_rests_on_the_notice_that_prescribed_it() -> None:
    audit = audit_text(written(TRIAL, 2020, numbered(TRIAL)))
    run = Run([audit], [], rulebook(), "")
    bases = {finding.rule: run.basis_of(finding, audit.report) for finding in audit.findings}
    assert bases["TAB006"] == "国办公开办函〔2019〕60号"
    assert not [rule for rule, basis in bases.items() if "2021〕30号" in basis]
    assert "2021〕30号" not in str(render(run, "csv"))


@pytest.mark.parametrize("spec", TRIAL.table, ids=lambda spec: spec.key)
def test_each_place_of_a_drawn_table_belongs_to_one_cell(spec: TableSpec) -> None:
    form = form_table(spec, [])
    places = [
        (cell.row + down, cell.column + right)
        for cell in form.cells
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]
    height = max(row for row, _ in places) + 1
    assert sorted(places) == [(row, column) for row in range(height) for column in range(form.width)]
    assert sum(cell.address is not None for cell in form.cells) == spec.cell_count()


@pytest.mark.parametrize(("printed", "value"), [("增2", 2), ("增加5个", 5), ("减3", -3), ("-4", -4), ("－１", -1)])
@pytest.mark.parametrize("write", [layouts.pipes, layouts.word_lines, layouts.tabs], ids=lambda write: write.__name__)
def test_more_or_fewer_in_words_is_read_with_its_sign(write: Write, printed: str, value: int) -> None:
    at = ("disclosure", "penalties", "change")
    table = read(written(TRIAL, 2020, {**layouts.zeros(TRIAL), at: printed}, write)).tables["disclosure"]
    assert table.cells[at[1:]].value == value
    assert table.doubt is None
    assert table.loose_rows == ()
