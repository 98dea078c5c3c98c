"""Rules of an office's own: a file of a further folder that says so replaces a shipped rule, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from auditor import api
from auditor.cli import main
from auditor.errors import AuditError, RuleCrash, RuleFileError, UsageError
from auditor.formtext import table_text
from auditor.messages import error_text
from auditor.rulebook.editing import numbers, text_of, with_edited, with_numbers
from auditor.tuning import own_rules

STABLE = 'status = "stable"'
TABLE = table_text(api.rulebook().layout, "applications", {"new_received": ["3"], "handled_total": ["3"]})
SHIPPED = api.rulebook().files["XRF008"]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    api.forget_rulebooks()
    yield
    api.forget_rulebooks()


def edited(old: str, new: str, code: str = "XRF008") -> str:
    text = text_of(api.rulebook(), code)
    assert old in text
    return text.replace(old, new)


def written(folder: Path, old: str, new: str, code: str = "XRF008") -> Path:
    """The shipped file of a rule with other words, in a folder of one's own."""
    shipped = api.rulebook().files[code]
    folder.mkdir(exist_ok=True)
    (folder / shipped.name).write_text(shipped.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder / shipped.name


def refused(*folders: Path) -> str:
    with pytest.raises(RuleFileError) as stopped:
        api.rulebook(folders)
    return error_text(stopped.value, "zh")


def test_a_file_of_a_further_folder_replaces_a_shipped_rule_where_it_says_so(tmp_path: Path) -> None:
    own = written(tmp_path / "own", STABLE, 'status = "preview"\nreplaces = true')
    book = api.rulebook((tmp_path / "own",))
    rule = book.rule("XRF008")
    assert rule is not None
    assert (rule.status, book.files["XRF008"], book.replaced) == ("preview", own, {"XRF008": SHIPPED})
    assert book.pages["XRF008"] == SHIPPED.with_suffix(".md")
    assert len(book.rules) == len(api.rulebook().rules)
    assert book.version != api.rulebook().version


def test_its_page_is_its_own_where_it_has_one(tmp_path: Path) -> None:
    own = written(tmp_path / "own", STABLE, 'status = "stable"\nreplaces = true')
    own.with_suffix(".md").write_text("# XRF008 本单位的说明", encoding="utf-8")
    assert api.rulebook((tmp_path / "own",)).pages["XRF008"] == own.with_suffix(".md")


def test_a_code_that_is_taken_is_refused_with_the_way_to_replace_it(tmp_path: Path) -> None:
    own = written(tmp_path / "own", "", "")
    told = f"{own}：规则编号 XRF008 已经在 {SHIPPED} 里；要替换它，写上 replaces = true"
    assert refused(tmp_path / "own") == told


def test_two_files_of_one_folder_never_replace_each_other(tmp_path: Path) -> None:
    own = written(tmp_path / "own", STABLE, 'status = "stable"\nreplaces = true')
    (own.parent / "deeper").mkdir()
    twice = own.parent / "deeper" / own.name
    twice.write_bytes(own.read_bytes())
    assert refused(tmp_path / "own") == f"{twice}：规则编号 XRF008 重复"


def test_replacing_what_there_is_not_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    written(folder, STABLE, 'status = "stable"\nreplaces = true').unlink()
    text = (
        SHIPPED.read_text(encoding="utf-8")
        .replace("XRF008", "LOC001")
        .replace(STABLE, 'status = "stable"\nreplaces = true')
    )
    name = SHIPPED.name.replace("XRF008", "LOC001")
    (folder / name).write_text(text, encoding="utf-8")
    told = f"{folder / name}：写了 replaces = true，可是前面的文件夹里没有规则 LOC001 可以替换"
    assert refused(folder) == told


def test_a_later_folder_replaces_what_an_earlier_one_replaced(tmp_path: Path) -> None:
    written(tmp_path / "one", STABLE, 'status = "preview"\nreplaces = true')
    last = written(tmp_path / "two", 'severity = "error"', 'severity = "info"\nreplaces = true')
    book = api.rulebook((tmp_path / "one", tmp_path / "two"))
    assert (book.files["XRF008"], book.replaced["XRF008"]) == (last, SHIPPED)


def test_numbers_can_be_changed_without_toml() -> None:
    text = (
        'severity = "info"\n\n[check]\nleast = 0.5  # of all\nfewest = 12\nwords = ["3"]\n\n[check.whose]\nmost = 4\n'
    )
    assert numbers(text) == {"least": "0.5", "fewest": "12"}
    assert with_numbers(text, {"least": "0.75", "most": "9"}) == text.replace("0.5", "0.75")


INVALID = "规则文件有误："
REFUSED = [
    (
        "XRF001",
        edited("forms", "forms", "XRF001").replace("（{reason}）", "（{share} {"),
        (
            "grade[0].message.zh 里写了 {，claim 这一种检查能填的是 {cell}、{difference}、{elsewhere}、"
            "{expected}、{quote}、{reason}、{stated}、{table}"
        ),
    ),
    (
        "XRF001",
        edited("forms", "forms", "XRF001").replace("（{reason}）", "（{reason:>9}"),
        "说明文字里写了 {reason:>9}，这条规则没有这一项可填",
    ),
    (
        "XRF008",
        'severity = "error"\n[check\n',
        f"{INVALID}第 2 行第 7 个字符：“[”后面缺少“]”",
    ),
    ("XRF008", 'severity = "grave"\n[check]\n', f"{INVALID}severity：不能写“grave”；可以写 error、info、warning"),
    ("XRF008", 'id = "X"\n[title]\nzh = ""\n', "这里只能改 severity、[check] 和 [[grade]]，不能改 id、title"),
    (
        "LNG001",
        'severity = "error"\n[check]\nmost = 1\n',
        f"{INVALID}check：有不认识的项 most；可以写 look_for",
    ),
    (
        "SPC007",
        'severity = "error"\n[check]\nsection = "overview"\nfewest = {}\n',
        (
            f"{INVALID}要算作错误（error），依据（basis.kind）须是 law（法规）、format（统一格式）或 logic（逻辑），"
            "不能是 standard；改成 warning 或 info 即可"
        ),
    ),
]


@pytest.mark.parametrize(("code", "text", "told"), REFUSED)
def test_what_is_edited_is_refused_as_the_loader_refuses_it(code: str, text: str, told: str) -> None:
    with pytest.raises(AuditError) as stopped:
        with_edited(api.rulebook(), code, text)
    assert error_text(stopped.value, "zh") == f"{api.rulebook().files[code]}：{told}"


def test_an_own_rule_holds_until_it_is_dropped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "本单位规则"
    own_rules.keep(own, (), "XRF008", edited('severity = "error"', 'severity = "warning"'))
    book = api.rulebook((own,))
    rule = book.rule("XRF008")
    assert rule is not None
    assert (rule.severity, own_rules.own_codes(book, own)) == ("warning", frozenset({"XRF008"}))
    again = text_of(book, "XRF008").replace('severity = "warning"', 'severity = "info"')
    own_rules.keep(own, (), "XRF008", again)
    with pytest.raises(SystemExit):
        main(["rule", "XRF008", "--rules", str(own)])
    told = capsys.readouterr().out.splitlines()
    at = told.index(f"{own / SHIPPED.name} 代替了随工具的规则，不同的地方（- 原来，+ 现在）：")
    different = [line for line in told[at:] if line.startswith(("+", "-"))]
    assert different == ['- severity = "error"', '+ severity = "info"']
    own_rules.drop(own, (), "XRF008")
    back = api.rulebook((own,)).rule("XRF008")
    assert back == api.rulebook().rule("XRF008")
    assert api.rulebook((own,)).version == api.rulebook().version
    assert sorted(path.suffix == ".toml" for path in own.iterdir()) == [False, False]


def test_nothing_is_kept_that_says_nothing_new(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as stopped:
        own_rules.keep(tmp_path / "own", (), "XRF008", text_of(api.rulebook(), "XRF008"))
    assert stopped.value.code == "rule_unchanged"
    assert not (tmp_path / "own").exists()


def test_where_another_file_was_spoilt_everything_stays_as_it_was(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own_rules.keep(own, (), "XRF008", edited('severity = "error"', 'severity = "warning"'))
    api.rulebook((own,))
    (own / "LOC001-spoilt.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(RuleFileError):
        own_rules.keep(own, (), "XRF001", edited('severity = "error"', 'severity = "info"', "XRF001"))
    assert [path.name for path in own.glob("XRF*.toml")] == [SHIPPED.name]


def test_the_examples_of_the_shipped_page_test_an_own_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own"
    own_rules.keep(own, (), "XRF008", edited('severity = "error"', 'severity = "warning"'))
    with pytest.raises(SystemExit) as ended:
        main(["test", str(own)])
    assert ended.value.code == 0
    assert capsys.readouterr().out.rstrip().endswith("1 条规则")


def test_words_that_name_what_the_check_does_not_tell_are_refused(tmp_path: Path) -> None:
    own = written(tmp_path / "own", "“{quote}”", "“{quotes}”", "XRF001")
    own.write_text(own.read_text(encoding="utf-8").replace(STABLE, f"{STABLE}\nreplaces = true"), encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        api.rulebook((tmp_path / "own",))
    told = {name: refused.value.params[name] for name in ("path", "field", "word", "close")}
    assert told == {"path": str(own), "field": "message.zh", "word": "{quotes}", "close": "{quote}"}


def test_words_that_the_check_tells_in_another_case_only_are_told_as_a_crash(tmp_path: Path) -> None:
    """A file written by hand may say so; a round then tells of the report and goes on."""
    own = written(tmp_path / "own", "{most}", "{fewest}", "STR017")
    own.write_text(own.read_text(encoding="utf-8").replace(STABLE, f"{STABLE}\nreplaces = true"), encoding="utf-8")
    text = "某县水利局2023年政府信息公开工作年度报告\n一、总体情况\n" + "公开河道整治信息120条，回应来信。" * 120
    text += "\n二、主动公开政府信息情况\n"
    with pytest.raises(RuleCrash) as stopped:
        api.audit_text(text, api.Options(select=("STR017",), rules=(tmp_path / "own",)))
    assert stopped.value.params["detail"] == "KeyError: 'fewest'"
