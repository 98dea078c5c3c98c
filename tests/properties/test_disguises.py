"""Blanks, line ends, widths and what cannot be seen change no verdict of the tables' identities, XRF and NAR."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from auditor.text.canonical import UNSEEN, canonical
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.province.chance import dice
from tests.properties.disguises import REPORTS, WAYS, Said, said

_SOME = 6
"""Each way is tried on one of so many reports of the corpus in the quick tests."""
_ways = pytest.mark.parametrize("way", WAYS)


@_ways
def test_another_way_of_writing_changes_no_verdict(way: str) -> None:
    some = dice("disguises").sample(REPORTS, _SOME)
    text = some[list(WAYS).index(way) % _SOME].read_text(encoding="utf-8")
    assert said(WAYS[way](text)) == _said_before(text)


@lru_cache(maxsize=_SOME)
def _said_before(text: str) -> Said:
    return said(text)


@pytest.mark.figures
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name if path.name == "report.txt" else path.stem)
def test_no_way_of_writing_changes_a_verdict(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    due = said(text)
    assert [way for way, write in WAYS.items() if said(write(text)) != due] == []


@_ways
def test_each_way_changes_some_report(way: str) -> None:
    assert any(WAYS[way](text) != text for text in (path.read_text(encoding="utf-8") for path in REPORTS))


@given(st.text(max_size=200))
def test_a_canonical_text_is_as_long_as_it_was_and_canonical_for_good(text: str) -> None:
    found = canonical(text)
    assert len(found) == len(text)
    assert canonical(found) == found


def test_a_canonical_text_has_one_sign_for_those_that_look_the_same() -> None:
    assert (
        canonical("⾏\u00a0政\u2028处\u00ad罚\uf9d1\U000e0100件〈\u2329\x0b")
        == f"行 政\n处{UNSEEN}罚六{UNSEEN}件〈〈\n"
    )
    kept = "①２㎡　\t\x0c（）“”…—\r\n\u200b𠮷é"
    assert canonical(kept) == kept
