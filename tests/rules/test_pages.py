"""Every rule page is run; every rule has one; the rulebook is what the catalogue says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from auditor.api import rulebook
from auditor.document import Phrase
from auditor.errors import RuleFileError
from auditor.finding import Hit
from auditor.messages import error_text
from auditor.rulebook import Rule, load_rulebook
from auditor.rulebook.placeholders import GIVEN, kind_of
from auditor.rulebook.specs import GRADES
from auditor.ruletest import check_example, read_examples

BOOK = rulebook()
HEADINGS = ["查什么", "依据", "为什么", "怎么改", "不会误报的情形", "已知不足", "示例"]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_examples_fire_where_they_are_marked(rule: Rule) -> None:
    examples = read_examples(BOOK.pages[rule.id], rule.id, BOOK.forms)
    assert [(e.line, p) for e in examples for p in check_example(e, rule, BOOK, "zh")] == []


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_stable_rule_has_two_firing_and_two_silent_examples(rule: Rule) -> None:
    examples = read_examples(BOOK.pages[rule.id], rule.id, BOOK.forms)
    firing = [example for example in examples if example.expected]
    silent = [example for example in examples if not example.expected and not example.known_misses]
    assert rule.preview or (len(firing) >= 2 and len(silent) >= 2)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_pages_have_the_same_headings(rule: Rule) -> None:
    page = BOOK.pages[rule.id].read_text(encoding="utf-8")
    assert page.startswith(f"# {rule.id} {rule.title.zh}\n")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("kind", GIVEN)
def test_what_words_of_rules_may_name_is_what_their_check_tells(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: set[str] = set()

    def worded(template: Phrase, hit: Hit, *_: object) -> Phrase:
        told.update(hit.params)
        return template

    monkeypatch.setattr("auditor.engine._worded", worded)
    rules = [rule for rule in BOOK.rules if kind_of(rule) == kind]
    assert rules
    for rule in rules:
        for example in read_examples(BOOK.pages[rule.id], rule.id, BOOK.forms):
            if told != set(GIVEN[kind]):
                list(check_example(example, rule, BOOK, "zh"))
    assert told == set(GIVEN[kind])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("{printed}", "{pritned}", "message.zh 里写了 {pritned}，table-labels 这一种检查能填的是"),
        ("{printed}", "{printed", "message.zh 里写了 {，table-labels 这一种检查能填的是"),
    ],
)
def test_a_misspelt_word_in_braces_is_told_with_file_field_and_what_there_is(
    before: str, after: str, told: str, tmp_path: Path
) -> None:
    source = BOOK.files["STR016"]
    text = source.read_text(encoding="utf-8").replace('id = "STR016"', 'id = "STR999"')
    lines = text.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith("zh") and before in line)
    lines[place] = lines[place].replace(before, after)
    path = tmp_path / source.name.replace("STR016", "STR999")
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        load_rulebook(BOOK.folder, [tmp_path])
    assert error_text(refused.value, "zh").startswith(f"{path}：{told} {{count}}、")


def test_every_grade_that_a_rule_weighs_is_a_named_condition() -> None:
    assert {grade.when for rule in BOOK.rules for grade in rule.grade} <= set(GRADES)


def misspelt_rule(folder: Path, word: str, wrong: str) -> Path:
    """A copy of TAB009 as a new rule in which a word is misspelt."""
    source = BOOK.pages["TAB009"].with_suffix(".toml")
    text = source.read_text(encoding="utf-8").replace('id = "TAB009"', 'id = "TAB999"').replace(word, wrong)
    path = folder / source.name.replace("TAB009", "TAB999")
    path.write_text(text, encoding="utf-8")
    return path


def test_a_misspelt_field_is_named_with_its_file(tmp_path: Path) -> None:
    path = misspelt_rule(tmp_path, "for_each", "for_eech")
    with pytest.raises(RuleFileError) as refused:
        load_rulebook(BOOK.folder, [tmp_path])
    assert "for_eech" in str(refused.value.params["detail"])
    assert str(path) == refused.value.params["path"]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("YOY001", ('columns = ["total"]', 'columns = ["sum"]')),
        ("YOY003", ('row = "normative_documents"', 'row = "documents"')),
        ("YOY006", ('cell = "disclosure.licensing.decisions"', 'cell = "disclosure.licensing"')),
        ("YOY009", ('pending = "disputes.review.pending"', 'pending = "disputes.review.open"')),
    ],
)
def test_a_rule_over_a_cell_that_the_form_does_not_have_is_refused(
    tmp_path: Path, code: str, wrong: tuple[str, str]
) -> None:
    source = BOOK.pages[code].with_suffix(".toml")
    text = source.read_text(encoding="utf-8").replace(f'id = "{code}"', 'id = "YOY999"')
    assert wrong[0] in text
    path = tmp_path / source.name.replace(code, "YOY999")
    path.write_text(text.replace(*wrong), encoding="utf-8")
    with pytest.raises(RuleFileError, match="rule_file_invalid") as refused:
        load_rulebook(BOOK.folder, [tmp_path])
    assert "no cell" in str(refused.value.params["detail"])


def test_an_identity_over_an_unknown_row_is_refused(tmp_path: Path) -> None:
    misspelt_rule(tmp_path, "upheld", "uphold")
    with pytest.raises(RuleFileError) as refused:
        load_rulebook(BOOK.folder, [tmp_path])
    assert "uphold" in str(refused.value.params["detail"])


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_what_a_rule_rests_on_is_told_in_words_that_an_office_can_send(rule: Rule) -> None:
    """No source of another place, no doubt of ours, no term of logic; a law is cited by its article or its subject."""
    told = rule.basis.document + rule.basis.clause
    assert re.findall("凭记忆|[全否][称定]判断|常识|如..[区县市州]|考评", told) == []
    assert rule.basis.kind != "law" or re.match("第[一二三四五六七八九十]+条|关于", rule.basis.clause)
