"""What is wrong in a file that an office writes is told with the file and place, in Chinese words and near names."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.api import rulebook
from auditor.errors import AuditError, RuleFileError
from auditor.messages import catalogue, error_text
from auditor.messages.faults import in_chinese
from auditor.rulebook import load_rulebook
from auditor.scoring import load_scorecard

PROFILE = 'title = {{ zh = "甲", en = "a" }}\ndocument = "乙"\n{}\n'
RULE = """id = "LOC001"
name = "hotline"
kind = "phrase"
severity = "warning"
status = "stable"
title = { zh = "热线数据", en = "hotline" }
message = { zh = "“{phrase}”不必写", en = "“{phrase}”" }
suggestion = { zh = "删去", en = "leave it out" }
basis = { kind = "standard", document = "惯例" }
check = { phrases = ["来电总量"] }
"""


def refused(error: AuditError) -> str:
    told = error_text(error, "zh")
    return told[told.index("：", told.index("有误")) + 1 :]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("of = 1", "有不认识的项 of；是不是要写 off？"),
        ("title = 1", "第 3 行第 10 个字符：同一项写了两次"),
        ("on = 1", "on：应当是列表（[ ]），写的是整数"),
        ("off = 提示", "第 3 行第 7 个字符：值的写法不对（文字要加英文引号）"),
        ("[rules.PUB001.check]\nerlier = 1", "rules.PUB001，check：有不认识的项 erlier；是不是要写 earlier？"),
        ('[rules.PUB001]\nseverity = "提示"', "rules.PUB001，severity：不能写“提示”；可以写 error、info、warning"),
        (
            '[rules.PUB001.check.earlier]\ncity = "01-20"',
            "rules.PUB001，check.earlier：没有 city 这类机关；可以写 department、government、township、subdistrict",
        ),
    ],
)  # fmt: skip
def test_a_profile_that_is_wrong_is_told_in_chinese(content: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "本市.toml"
    path.write_text(PROFILE.format(content), encoding="utf-8")
    with pytest.raises(RuleFileError) as fault:
        rulebook((path,))
    assert fault.value.params["path"] == str(path)
    assert refused(fault.value) == told


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (('phrase"\nsev', 'frase"\nsev'), "kind：没有“frase”这一种；是不是要写 phrase？"),
        (("phrases", "frases"), "check：有不认识的项 frases；是不是要写 phrases？"),
        (('suggestion = { zh = "删去", en = "leave it out" }\n', ""), "缺少 suggestion"),
        (('"warning"', '"提示"'), "severity：不能写“提示”；可以写 error、info、warning"),
        (('en = "leave', 'eng = "leave'), "suggestion：有不认识的项 eng；是不是要写 en？"),
        (
            ('"warning"', '"error"'),
            (
                "要算作错误（error），依据（basis.kind）须是 law（法规）、format（统一格式）或 logic（逻辑），"
                "不能是 standard；改成 warning 或 info 即可"
            ),
        ),
    ],
)  # fmt: skip
def test_a_rule_that_is_wrong_is_told_in_chinese(wrong: tuple[str, str], told: str, tmp_path: Path) -> None:
    assert wrong[0] in RULE
    (tmp_path / "LOC001-hotline.toml").write_text(RULE.replace(*wrong), encoding="utf-8")
    with pytest.raises(RuleFileError) as fault:
        load_rulebook(rulebook().folder, [tmp_path])
    assert refused(fault.value) == told


def test_a_scorecard_that_is_wrong_is_told_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "scorecard.toml"
    text = (rulebook().folder / "scorecard.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("\nweight", "\nwieght", 1), encoding="utf-8")
    with pytest.raises(RuleFileError) as fault:
        load_scorecard(path)
    assert refused(fault.value) == "dimension[0]：有不认识的项 wieght；是不是要写 weight？"


@pytest.mark.parametrize("english", catalogue("zh")["details"])
def test_every_fault_that_is_known_is_told_in_chinese(english: str) -> None:
    detail = english.replace("{wanted}", "str").replace("{got}", "int").replace("{", "").replace("}", "")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in in_chinese(detail, catalogue("zh")))
    assert in_chinese(detail + " - at `check`", catalogue("zh")).startswith("check：")


def test_a_fault_that_is_not_known_stays_as_it_is() -> None:
    assert in_chinese("disk on fire", catalogue("zh")) == "disk on fire"
