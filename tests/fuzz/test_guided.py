"""What the guided fuzzing kept, once more through its targets; the fuzzing itself runs by hand."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.fuzz.guided import kept
from tests.fuzz.guided.targets import TARGETS

_QUICK = {"text": 30, "html": 40, "docx": 10, "pdf": 10, "rule": 60, "layout": 15}


def test_each_target_has_its_name() -> None:
    assert tuple(TARGETS) == kept.NAMES == tuple(_QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("name", kept.NAMES)
def test_some_of_what_was_kept_does_no_harm(name: str) -> None:
    found = list(kept.contents(name))
    assert len(found) >= _QUICK[name]
    for content in islice(found, 0, None, len(found) // _QUICK[name]):
        TARGETS[name].attack(content)


@pytest.mark.figures
@pytest.mark.parametrize("name", kept.NAMES)
def test_all_that_was_kept_does_no_harm(name: str) -> None:
    for content in kept.contents(name):
        TARGETS[name].attack(content)
