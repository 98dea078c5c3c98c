"""Findings against labels and against another rulebook, on two small reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.api import rulebook
from auditor.errors import UnreadableReport, UsageError
from auditor.tuning.findings import (
    ReadReport,
    audit_reports,
    by_rule,
    changes,
    compare_with_labels,
    parameters,
    read_reports,
    try_values,
    with_parameters,
)

VAGUE = """青石县水务局2023年政府信息公开工作年度报告
五、存在的主要问题及改进情况
主要问题：政策解读形式单一，全年12篇解读没有一篇图解。
下一步，一是加强政策解读工作；二是修订主动公开目录。
"""
CONCRETE = """松陵县林业局2023年政府信息公开工作年度报告
五、存在的主要问题及改进情况
答复文书格式不统一，有7份没有写明救济途径。
下一步，一是由办公室牵头，2024年5月底前修订答复文书模板7份；二是加强业务培训。
"""
LABELS = """agency = "青石县水务局"
kind = "department"
year = 2023
text_layout = "pipe"
clean = false
split = "{split}"

[[findings]]
rule = "{rule}"
severity = "warning"
line = {line}
quote = "下一步"
why = "空泛"
"""
ONLY = ("SPC002",)


def _folder(folder: Path, rule: str = "SPC002", line: int = 4) -> Path:
    (folder / "a.txt").write_text(VAGUE, encoding="utf-8")
    (folder / "a.toml").write_text(LABELS.format(split="development", rule=rule, line=line), encoding="utf-8")
    (folder / "b.txt").write_text(CONCRETE, encoding="utf-8")
    return folder


def _compared(reports: list[ReadReport]) -> list[tuple[object, ...]]:
    frame = compare_with_labels(reports, audit_reports(reports, select=ONLY))
    return list(frame[["report", "rule", "line", "outcome"]].itertuples(index=False, name=None))


def test_a_finding_is_right_where_a_label_says_so(tmp_path: Path) -> None:
    assert _compared(read_reports(_folder(tmp_path))) == [("a", "SPC002", 4, "right")]


def test_a_finding_in_another_line_is_wrong_and_the_label_missed(tmp_path: Path) -> None:
    reports = read_reports(_folder(tmp_path, line=3))
    assert _compared(reports) == [("a", "SPC002", 3, "missed"), ("a", "SPC002", 4, "wrong")]
    figures = by_rule(compare_with_labels(reports, audit_reports(reports, select=ONLY)))
    assert figures.loc[["SPC002"]].to_numpy().tolist() == [[0, 1, 1, 0.0, 0.0]]
    assert figures.index.tolist() == ["SPC002", "all"]


def test_a_rule_that_tells_nothing_has_no_precision(tmp_path: Path) -> None:
    reports = read_reports(_folder(tmp_path, rule="LNG001", line=4))
    figures = by_rule(compare_with_labels(reports, audit_reports(reports, select=ONLY)))
    assert figures.loc[["LNG001"], ["right", "wrong", "missed", "recall"]].to_numpy().tolist() == [[0, 0, 1, 0.0]]
    assert figures["precision"].isna().tolist() == [True, False, False]


def test_reports_of_the_test_half_are_left_out(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "a.toml").write_text(LABELS.format(split="test", rule="SPC002", line=4), encoding="utf-8")
    assert [item.name for item in read_reports(folder)] == ["b"]


def test_labels_that_do_not_fit_are_told_with_their_file(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "a.toml").write_text("agency = 3\n", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        read_reports(folder)
    assert told.value.code == "label_file_invalid"
    assert told.value.__notes__[0].startswith(f"{folder / 'a.toml'}：标注文件有误：")


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder_empty"):
        read_reports(tmp_path)
    (tmp_path / "c.txt").write_text("今天天气很好。\n", encoding="utf-8")
    with pytest.raises(UnreadableReport, match="no_report"):
        read_reports(tmp_path)


def test_a_changed_parameter_makes_findings_vanish_and_appear(tmp_path: Path) -> None:
    reports = read_reports(_folder(tmp_path))
    shipped = audit_reports(reports)
    strict = audit_reports(reports, with_parameters("SPC002", {"least_mean": 2.5}))
    columns = ["rule", "change", "report", "line", "labelled", "quote"]
    assert changes(reports, shipped, shipped).empty
    appeared = changes(reports, shipped, strict)[columns]
    assert appeared.to_numpy().tolist() == [["SPC002", "appeared", "b", 4, "unknown", "加强业务培训"]]
    lax = audit_reports(reports, with_parameters("SPC002", {"least_mean": 0.0, "least_best": 0}))
    vanished = changes(reports, shipped, lax)[columns]
    assert vanished.to_numpy().tolist() == [["SPC002", "vanished", "a", 4, "yes", "加强政策解读工作"]]


def test_a_changed_rulebook_leaves_the_shipped_one_as_it_was() -> None:
    changed = with_parameters("SPC002", {"least_mean": 1.2})
    rules = [book.rule("SPC002") for book in (changed, rulebook())]
    assert [getattr(rule.check, "least_mean", None) for rule in rules if rule] == [1.2, 1.5]
    assert changed.version == f"{rulebook().version}+SPC002"


@pytest.mark.parametrize(
    ("code", "values", "told"),
    [
        ("SPC0O2", {"least_mean": 1.2}, "没有规则 SPC0O2，是不是 SPC002？"),
        ("SPC002", {"mean": 1.2}, "规则 SPC002 没有参数 mean；可以改的有：of、least_mean、least_best"),
        ("SPC002", {"least_mean": "1.2"}, "规则 SPC002 的参数值不对："),
    ],
)
def test_a_change_that_cannot_be_is_told(code: str, values: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        with_parameters(code, values)
    assert refused.value.__notes__[0].startswith(told)


def test_values_are_tried_side_by_side(tmp_path: Path) -> None:
    reports = read_reports(_folder(tmp_path))
    figures = try_values(reports, "SPC002", "least_mean", [0.0, 1.5])
    assert figures.index.name == "least_mean"
    assert figures[["right", "wrong", "missed"]].to_numpy().tolist() == [[0, 0, 1], [1, 0, 0]]
    assert figures["recall"].tolist() == [0.0, 1.0]


def test_the_numbers_of_a_rule_can_be_looked_up() -> None:
    table = parameters().set_index(["rule", "parameter"])["value"]
    assert table["SPC002", "least_mean"] == 1.5
    assert table["SPC002", "least_best"] == 2
