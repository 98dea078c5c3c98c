"""Layout files: a form that says two things is refused with the words that are at odds."""

from __future__ import annotations

from pathlib import Path

import pytest
from auditor.errors import RuleFileError
from auditor.layout import load_layout
from auditor.resources import PACK, rules_folder

FORM = (rules_folder() / PACK / "layout.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'key = "unable_not_held"',
            'key = "unable_need_creation"',
            "table `applications`: row `unable_need_creation` twice",
        ),
        ('key = "company"', 'key = "organisations"', "table `applications`: column `organisations` twice"),
        ('group = "denied"', 'group = "refused"', "table `applications`: no group `refused`"),
        (', group = "litigation"', "", "table `disputes`: group `litigation` of nothing"),
        ('table = "disputes"', 'table = "dispute"', "section `disputes`: no table `dispute`"),
        ('columns = ["amount"]', 'columns = ["sum"]', "no column `sum`"),
    ],
)
def test_parts_at_odds_are_named(old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert old in FORM
    path = tmp_path / "layout.toml"
    path.write_text(FORM.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleFileError) as refused:
        load_layout(path)
    assert refused.value.params["path"] == str(path)
    assert str(refused.value.params["detail"]).endswith(problem)
