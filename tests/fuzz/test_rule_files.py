"""Rule files, forms and vocabularies with anything in them: loaded, or refused in one line with the file in it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from auditor.api import Options, audit_among, parse_source, rulebook
from auditor.document import Neighbours
from auditor.errors import RuleCrash, RuleFileError
from auditor.forms import load_earlier_form
from auditor.layout import load_layout
from auditor.reading import source_of_text
from auditor.rulebook import Rule
from auditor.rulebook.loading import with_rule
from auditor.scoring import load_scorecard
from auditor.specificity import load_lexicon
from auditor.vocabulary import load_vocabulary
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.invariants import check_refusal
from tests.fuzz.profiles import examples
from tests.golden.test_cases import CASES

pytestmark = pytest.mark.slow

BOOK = rulebook()
FIRST_OF_KIND = list({type(rule.check): rule for rule in reversed(BOOK.rules)}.values())
REPORT = parse_source(
    source_of_text((next(case for case in CASES if "arithmetic" in case.name) / "report.txt").read_text("utf-8")),
    Options(),
)[0]
_WORDS = st.one_of(
    st.sampled_from(
        ("", "error", "overview", "applications.granted.total", "一", "#件", "…", "((", "{verdict}", "total")
    ),
    st.text(max_size=8),
)
ANY_VALUE = st.recursive(
    st.one_of(
        _WORDS,
        st.integers(-3, 10**18),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


def toml(value: Mapping[str, Any]) -> str:
    """A table as TOML, all values in line."""
    return "".join(f"{_text(key)} = {_inline(item)}\n" for key, item in value.items())


def _inline(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case dict():
            return "{" + ", ".join(f"{_text(key)} = {_inline(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_inline, value)) + "]"
        case int() | float():
            return str(value)
        case _:
            return str(value.isoformat())


def _text(value: str) -> str:
    plain = "".join(sign if sign >= " " and sign not in '"\\\x7f' else f"\\u{ord(sign):04x}" for sign in value)
    return f'"{plain}"'


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a table that something stands at."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


@st.composite
def changed(draw: st.DrawFn, table: dict[str, Any]) -> dict[str, Any]:
    """A table in which some places hold something else, or nothing, or one more."""
    made = tomllib.loads(toml(table))
    for _ in range(draw(st.integers(1, 3))):
        spots = [place for place in places(made) if place]
        if not spots:
            break
        *way, last = draw(st.sampled_from(spots))
        holder: Any = made
        for step in way:
            holder = holder[step]
        match draw(st.integers(0, 3)):
            case 0:
                del holder[last]
            case 1 if isinstance(holder, dict):
                holder[draw(st.text(min_size=1, max_size=6))] = draw(ANY_VALUE)
            case 2 if isinstance(holder[last], str | int | float):
                same = st.text(max_size=6) if isinstance(holder[last], str) else st.integers(-5, 10**6)
                holder[last] = draw(_WORDS | same if isinstance(holder[last], str) else same)
            case _:
                holder[last] = draw(ANY_VALUE)
    return made


@pytest.mark.parametrize("rule", FIRST_OF_KIND, ids=lambda rule: type(rule.check).__name__)
@examples(4)
@given(data=st.data())
def test_a_changed_rule_runs_or_is_refused(rule: Rule, data: st.DataObject) -> None:
    path = BOOK.files[rule.id]
    made = data.draw(changed(tomllib.loads(path.read_text("utf-8"))))
    try:
        book = with_rule(BOOK, path, toml(made).encode("utf-8", "surrogatepass"))
    except RuleFileError as refused:
        check_refusal(refused, path.name)
        return
    loaded = book.rule(rule.id)
    assert loaded is not None
    try:
        audit_among(REPORT, Neighbours(REPORT, (REPORT,), (REPORT,)), book, [loaded])
    except RuleCrash as crash:
        check_crash(crash, rule, loaded)


def check_crash(crash: RuleCrash, rule: Rule, loaded: Rule) -> None:
    """Words may name what the check does not tell, which is said in one line; nothing else may crash."""
    check_refusal(crash)
    assert words_of(loaded) != words_of(rule)
    assert str(crash.params["detail"]).startswith(("KeyError", "ValueError", "IndexError", "AttributeError"))


def words_of(rule: Rule) -> tuple[object, ...]:
    return (rule.message, rule.suggestion, *((grade.message, grade.suggestion) for grade in rule.grade))


SHARED: dict[str, Callable[[Path], object]] = {
    "layout.toml": load_layout,
    "layout-2019.toml": lambda path: load_earlier_form(path, BOOK.layout),
    "claims.toml": load_vocabulary,
    "scorecard.toml": load_scorecard,
}


@pytest.mark.parametrize("name", SHARED)
@examples(4)
@given(data=st.data())
def test_a_changed_form_is_read_or_refused(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("form") / name
    made = data.draw(changed(tomllib.loads((BOOK.folder / name).read_text("utf-8"))))
    path.write_text(toml(made), "utf-8")
    try:
        SHARED[name](path)
    except RuleFileError as refused:
        check_refusal(refused, path.name)


@pytest.mark.parametrize("name", [*SHARED, "lexicon.toml", "rule"])
@examples(8)
@given(
    content=st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.sampled_from(
            (b"", b"\xff\xfe", b"a = " + b"[" * 5000, b"a." * 5000 + b"b = 1", b"[a]\n[a]", "甲 = 1".encode("gb18030"))
        ),
    )
)
def test_any_bytes_are_refused_in_one_line(name: str, content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("form") / name
    path.write_bytes(content)
    try:
        if name == "rule":
            path = BOOK.files["NAR003"]
            with_rule(BOOK, path, content)
        else:
            {**SHARED, "lexicon.toml": load_lexicon}[name](path)
    except RuleFileError as refused:
        check_refusal(refused, path.name)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("SPC008", '"applications.carried_out.total"', '""'),
        ("SPC008", '"applications.carried_out.total"', '"applications.carried_over.total"'),
        ("SPC008", "above = 0.3", "above = nan"),
        ("SPC008", "above = 0.3", "above = inf"),
        ("PLA007", '"applications.new_received.total"', '"applications.new_received"'),
        ("BOI004", 'signs = "×✕✖╳Xx"', 'signs = ""'),
        ("LNG006", 'right = "〔〕"', 'right = "〔"'),
        ("LNG005", 'outer = "《》"', 'outer = ""'),
        ("LNG009", 'pairs = [["（(", "）)"],', 'pairs = [["", "）)"],'),
    ],
)
def test_a_cell_or_a_number_that_is_none_is_refused_and_not_found_out_by_a_crash(code: str, old: str, new: str) -> None:
    path = BOOK.files[code]
    text = path.read_text("utf-8")
    assert old in text
    with pytest.raises(RuleFileError) as refused:
        with_rule(BOOK, path, text.replace(old, new, 1).encode())
    check_refusal(refused.value, path.name)
