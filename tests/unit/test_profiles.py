"""Profiles: what an office asks beyond the form turns rules on and off and says by what notice."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from auditor import Options, audit_text
from auditor.api import rulebook
from auditor.corpus import REPORTS
from auditor.errors import RuleFileError
from auditor.reporters import render
from auditor.reporters.run import Run
from auditor.resources import rules_folder
from auditor.rulebook.loading import with_rule
from auditor.rulebook.profiles import profile_path
from docx import Document

from tests.unit.test_command_line import run

SHIPPED = sorted((rules_folder() / "profiles").glob("*.toml"))
LATE = "{agency}2024年政府信息公开工作年度报告\n发布日期：{day}\n一、总体情况\n主动公开信息120条。\n"


def under(profile: str) -> Options:
    return Options(rules=(profile_path(profile),))


def told(text: str, profile: str | None, *codes: str) -> list[tuple[str, str, str]]:
    """Rule, severity and message of the findings of some rules."""
    options = under(profile) if profile else Options()
    return [
        (finding.rule, finding.severity.word, finding.message.zh)
        for finding in audit_text(text, options).findings
        if finding.rule in codes
    ]


def written(folder: Path, content: str) -> Path:
    path = folder / "本地.toml"
    path.write_text(f'title = {{ zh = "甲", en = "a" }}\ndocument = "乙"\n{content}\n', encoding="utf-8")
    return path


def _lines(document: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(document)).paragraphs]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_is_a_profile_of_the_rules_that_there_are(path: Path) -> None:
    book, plain = rulebook((path,)), rulebook()
    assert book.profile is not None
    assert book.version != plain.version
    assert [rule.id for rule in book.rules] == [rule.id for rule in plain.rules]


@pytest.mark.parametrize(
    ("agency", "day", "found"),
    [
        ("远岚省溪阳县水利局", "2025-01-25", [("PUB001", "warning", "2025-01-25 公布，本地要求的期限为 2025-01-20")]),
        ("远岚省溪阳县水利局", "2025-02-05", [("PUB001", "error", "2025-02-05 公布，法定期限为 2025-01-31")]),
        ("远岚省溪阳县水利局", "2025-01-20", []),
        ("溪阳县桐坪乡人民政府", "2025-02-05", [("PUB001", "warning", "2025-02-05 公布，本地要求的期限为 2025-01-31")]),
    ],
)
def test_an_earlier_day_is_asked_by_the_notice_and_no_error(
    agency: str, day: str, found: list[tuple[str, str, str]]
) -> None:
    text = LATE.format(agency=agency, day=day)
    assert told(text, "yuanlan-province", "PUB001") == found
    by_law = [item for item in found if item[1] == "error"]
    assert told(text, None, "PUB001") == by_law


def test_subdistricts_count_as_departments_where_the_district_says_so() -> None:
    text = "临瑶区竹里街道办事处2024年政府信息公开工作年度报告\n一、总体情况\n（五）监督保障。开展培训2次。\n"
    text += "五、存在的主要问题及改进情况\n一是栏目少。二是下一步增设栏目。\n"
    codes = ("ELM004", "ELM005", "ELM006")
    assert [item[0] for item in told(text, None, *codes)] == list(codes)
    assert told(text, "linyao-district", *codes) == []
    assert audit_text(text, under("linyao-district")).report.kind == "department"


@pytest.mark.parametrize(
    ("kind", "counted"), [("subdistrict", "department"), ("department", "government"), ("township", "township")]
)
def test_the_kind_that_is_given_is_what_an_agency_is_and_counts_once_as_the_profile_says(
    kind: str, counted: str, tmp_path: Path
) -> None:
    path = written(tmp_path, 'counts_as = { subdistrict = "department", department = "government" }')
    text = LATE.format(agency="溪阳县水利局", day="2025-01-25")
    assert audit_text(text, Options(kind=kind, rules=(path,))).report.kind == counted
    assert audit_text(text, Options(kind=kind)).report.kind == kind


def test_what_a_city_asks_is_asked_of_nobody_else() -> None:
    """Key points and a sign for nothing: a rule that no law asks for is on, one of the form is off."""
    report = (REPORTS / "chuanlin-housing-2024.txt").read_text(encoding="utf-8").replace("\t0\n", "\t/\n", 1)
    codes = ("ELM013", "TAB002")
    assert [item[0] for item in told(report, None, *codes)] == ["TAB002"]
    assert [item[0] for item in told(report, "tingbo-city", *codes)] == ["ELM013"]


def test_a_province_asks_for_shorter_overviews_than_the_form() -> None:
    text = "远岚省溪阳县水利局2024年政府信息公开工作年度报告\n一、总体情况\n" + "公开河道整治信息120条，回应来信。" * 70
    text += "\n二、主动公开政府信息情况\n"
    assert told(text, None, "STR017") == []
    assert told(text, "yuanlan-province", "STR017") == [("STR017", "info", "总体情况有 1260 个字，超过 1000 个字")]


def test_a_rule_that_is_off_runs_where_it_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, 'off = ["LNG007"]')
    text = (
        LATE.format(agency="溪阳县水利局", day="2025-01-05").replace("120条", "120条条条").replace("主动", "主动的的")
    )
    assert [item.rule for item in audit_text(text, Options(rules=(path,))).findings if item.rule == "LNG007"] == []
    named = audit_text(text, Options(select=("LNG007",), rules=(path,)))
    assert [item.rule for item in named.findings] == ["LNG007"]


def test_a_profile_is_named_in_what_it_was_audited_by(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text(LATE.format(agency="溪阳县水利局", day="2025-01-25"), encoding="utf-8")
    status, out, _ = run(capsys, str(report), "--profile", "yuanlan-province", "--select", "PUB", "--allow-undecided")
    assert status == 0
    assert out.splitlines()[-1].endswith("　要求 远岚省2025年度报告编制要求（虚构示例）")
    for language in ("zh", "en"):
        called = (
            str(report),
            "--profile",
            "yuanlan-province",
            "--select",
            "PUB",
            "--format",
            "json",
            "--lang",
            language,
        )
        assert json.loads(run(capsys, *called)[1])["tool"]["profile"] == "yuanlan-province"
    _, out, _ = run(capsys, str(report), "--profile", "yuanlan-province", "--select", "PUB", "--format", "csv")
    assert ",远岚省政务公开办公室通知（虚构）," in out
    assert "第四十九条" not in out


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        ("2025-01-22", "依据：远岚省政务公开办公室通知（虚构）。"),
        ("2025-02-05", "依据：《中华人民共和国政府信息公开条例》第四十九条。"),
    ],
)
def test_a_letter_cites_the_law_for_a_day_of_the_law_and_the_notice_for_an_earlier_one(day: str, rests: str) -> None:
    text = LATE.format(agency="远岚省溪阳县水利局", day=day)
    options = Options(select=("PUB001",), rules=(profile_path("yuanlan-province"),))
    letter = render(Run([audit_text(text, options)], [], rulebook(options.rules), ""), "letter")
    assert isinstance(letter, bytes)
    assert [line for line in _lines(letter) if line.startswith(("依据", "参考"))] == [rests]


def test_what_only_the_notice_asks_for_rests_on_it_alone() -> None:
    path = profile_path("yuanlan-province")
    book = rulebook((path,))
    report = audit_text(LATE.format(agency="远岚省溪阳县水利局", day="2025-01-25")).report
    rests = {code: book.basis_of(rule, report) for code in ("ELM003", "STR017") if (rule := book.rule(code))}
    assert (rests["ELM003"].kind, rests["ELM003"].document) == ("local", "远岚省政务公开办公室通知（虚构）")
    assert rests["STR017"].kind == "format"
    beside = [book.notice_beside(rule) for code in rests if (rule := book.rule(code))]
    assert beside == ["", "远岚省政务公开办公室通知（虚构）"]


def test_the_title_of_a_profile_is_no_order_to_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, report = tmp_path / "本地.toml", tmp_path / "a.txt"
    path.write_text(
        'title = { zh = "甲\\u001b[32m合规\\n100 分\\u202e", en = "a" }\ndocument = "乙\\u001b[2J"', encoding="utf-8"
    )
    report.write_text(LATE.format(agency="溪阳县水利局", day="2025-01-25"), encoding="utf-8")
    _, out, _ = run(capsys, str(report), "--profile", str(path), "--select", "PUB")
    assert out.splitlines()[-1].endswith("　要求 甲\\x1b[32m合规 100 分\\u202e")
    profile = rulebook((path,)).profile
    assert profile is not None
    assert profile.document == "乙\\x1b[2J"


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ('on = ["ELM099"]', "no rule `ELM099` (did you mean `ELM009`?)"),
        ('on = ["ELM009"]\noff = ["ELM009"]', "ELM009 is both `on` and `off`"),
        ('counts_as = { subdistrict = "city" }', "`counts_as`: no kind `city`"),
        ('[rules.PUB001]\nkind = "phrase"', "`rules.PUB001.kind` is not for a profile to change"),
        ("[rules.PUB001.check]\nlater = 1", "`rules.PUB001`: Object contains unknown field `later`"),
        ('[rules.LNG007]\nseverity = "error"', "`rules.LNG007`: an error needs a basis in law, format or logic"),
        ('[rules.LNG007.message]\nzh = "{word.__class__}"', "word.__class__"),
        ("of = 1", "Object contains unknown field `of`"),
        ('[rules.PUB001.check.earlier]\ncity = "01-20"', "`rules.PUB001`: `check.earlier`: no kind `city`"),
        ('[rules.PUB001.check.earlier]\ntownship = "1-20"', "`check.earlier.township`: `1-20` is no day such as 01-31"),
        ('[rules.PUB001.check.earlier]\ntownship = "02-30"', "`check.earlier.township`: `02-30` is no day"),
    ],
)
def test_what_a_profile_may_not_say_is_told_with_its_file(content: str, detail: str, tmp_path: Path) -> None:
    path = written(tmp_path, content)
    with pytest.raises(RuleFileError) as refused:
        rulebook((path,))
    assert refused.value.params["path"] == str(path)
    assert detail in str(refused.value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('[rules.STR016]\nseverity = "error"', "profile_graver"),
        ('[rules.ELM004]\ngrade = [{ when = "subdistrict", severity = "error" }]', "profile_graver"),
        ("[rules.PUB001]\ngrade = []", "profile_graver"),
        ('[rules.PUB001.check.days]\ndepartment = "02-28"', "profile_day_of_law"),
        ('[rules.PUB001.check.days]\ndepartment = "01-10"', "profile_day_of_law"),
        ('[rules.PUB001.check.days]\ntownship = "01-31"', "profile_day_of_law"),
        ('[rules.PUB001.check.earlier]\ndepartment = "02-01"', "profile_day_late"),
        ('[rules.PUB001.check.earlier]\ngovernment = "04-01"', "profile_day_late"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_office_asks_for_a_later_day_nor_makes_an_error_of_its_own(
    content: str, code: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(RuleFileError) as refused:
        rulebook((path,))
    assert refused.value.code == code
    status, out, told = run(capsys, "rules", "--profile", str(path), "--lang", language)
    assert (status, out, told.count("\n")) == (2, "", 1)
    assert told.startswith(f"{path}")
    assert content[7:13] in told


@pytest.mark.parametrize(
    "content",
    [
        '[rules.LNG007]\nseverity = "info"',
        '[rules.STR017]\nseverity = "warning"',
        '[rules.PUB001]\nseverity = "warning"',
        '[rules.NAR005]\ngrade = [{ when = "near", severity = "info" }]',
        '[rules.PUB001.check.earlier]\nsubdistrict = "05-01"\ndepartment = "01-31"',
    ],
)
def test_what_an_office_may_ask_is_taken(content: str, tmp_path: Path) -> None:
    assert rulebook((written(tmp_path, content),)).profile is not None


def test_a_rule_that_is_tried_stands_as_the_profile_has_it(tmp_path: Path) -> None:
    """What somebody edits and tries is on where the profile turns the rule on, with the profile's numbers."""
    book = rulebook((written(tmp_path, 'on = ["ELM013"]\noff = ["STR017"]\n[rules.STR017.check.most]\ntownship = 7'),))
    for code in ("ELM013", "STR017"):
        tried = with_rule(book, book.files[code], book.files[code].read_bytes())
        assert tried.rule(code) == book.rule(code)


NONE = "没有这份"
KNOWN = ("linyao-district", "tingbo-city", "yuanlan-province")


@pytest.mark.parametrize(
    ("named", "language", "told"),
    [
        (NONE, "zh", f"{NONE}：没有这个要求文件；随工具的有：{'、'.join(KNOWN)}；自己的请写文件名（….toml）"),
        (
            NONE,
            "en",
            f"{NONE}: no such profile; the tool ships {', '.join(KNOWN)}; for one of your own name its file (….toml)",
        ),
        (
            "没有.toml",
            "zh",
            f"没有.toml：没有这个要求文件，请检查路径；也可以写随工具的名称：{'、'.join(KNOWN)}",
        ),
        (
            "没有.toml",
            "en",
            "没有.toml: no such file; check where the profile lies, or name one that the tool ships: "
            + ", ".join(KNOWN),
        ),
    ],
)
def test_a_profile_that_is_not_there_is_told_in_a_line_with_those_that_are(
    named: str, language: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "rules", "--profile", named, "--lang", language) == (2, "", told + "\n")


def test_there_is_one_profile_at_a_time(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError) as refused:
        rulebook((written(tmp_path, ""), SHIPPED[0]))
    assert refused.value.code == "profile_twice"


def test_a_mark_of_bytes_before_a_profile_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "本市.toml"
    path.write_text('title = { zh = "甲", en = "a" }\ndocument = "乙"\n', encoding="utf-8-sig")
    assert (profile := rulebook((path,)).profile) is not None
    assert profile.document == "乙"
