"""What to label next, why, and what a filled sheet may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from auditor.corpus import clauses_of
from auditor.document import Facet, Statement
from auditor.errors import UsageError
from auditor.text.spans import Span
from auditor.tuning.labelling import (
    Candidate,
    Entry,
    WrittenBack,
    candidates,
    candidates_to_frame,
    choose_next,
    entries_to_frame,
    labelled_clauses,
    level_by_facets,
    read_sheet,
    write_back,
    write_sheet,
)

TEXT = "由办公室牵头修订目录"
ENTRY = Entry("a-7", "青石县水务局", TEXT, "", {"action": ["修订"], "object": ["目录"]}, "measure", 2, "随机抽取")


def _candidate(name: str, score: float, *facets: Facet, kind: str = "measure") -> Candidate:
    rating = Statement(Span(0, 7), int(score + 0.5), score, dict.fromkeys(facets, (Span(0, 2),)), (), {})
    return Candidate(name, "青石县水务局", f"修订{name}目录", kind, rating, dict.fromkeys(facets, ("修订",)))


def _sheet(folder: Path, *entries: Entry) -> Path:
    sheet = folder / "sheet.jsonl"
    sheet.unlink(missing_ok=True)
    write_sheet(entries, sheet)
    return sheet


def _filled(**changes: Any) -> Entry:
    return msgspec.structs.replace(ENTRY, **changes)


@pytest.mark.parametrize(
    ("facets", "level"),
    [
        ((), 0),
        ((Facet.TIME, Facet.BODY), 0),
        ((Facet.OBJECT,), 1),
        ((Facet.ACTION, Facet.OBJECT, Facet.TIME), 2),
        ((Facet.ACTION, Facet.OBJECT, Facet.TIME, Facet.QUANTITY), 3),
    ],
)
def test_facets_give_a_level_by_the_guideline(facets: tuple[Facet, ...], level: int) -> None:
    assert level_by_facets(facets) == level


def test_each_part_is_chosen_for_its_own_reason() -> None:
    pool = [
        _candidate("sure", 1.0, Facet.ACTION),
        _candidate("close", 1.48, Facet.ACTION),
        _candidate("differs", 2.9, Facet.ACTION),
        _candidate("problem", 3.0, kind="problem"),
    ]
    chosen = choose_next(pool, each=1, labelled={"修订sure目录"})
    assert [(entry.id, entry.reason) for entry in chosen] == [
        ("close", "拿不准：得分 1.48，离分级的界线只差 0.02"),
        ("differs", "要素与模型不一致：按要素是 1 级，模型给 3 级"),
        ("problem", "随机抽取"),
    ]
    assert chosen[0].facets == {"action": ["修订"]}
    assert {entry.label for entry in chosen} == {""}


def test_nothing_is_chosen_twice_and_the_draw_is_the_same_each_time() -> None:
    pool = [_candidate(f"c{number}", 1.0, Facet.ACTION) for number in range(9)]
    chosen = choose_next(pool, each=4, seed="一", language="en")
    assert len({entry.id for entry in chosen}) == 8
    assert [entry.reason for entry in chosen[4:]] == ["drawn at random"] * 4
    assert chosen == choose_next(pool, each=4, seed="一", language="en")
    assert chosen != choose_next(pool, each=4, seed="二", language="en")


def test_candidates_become_a_table() -> None:
    [row] = candidates_to_frame([_candidate("close", 1.25, Facet.ACTION)]).to_dict("records")
    assert (row["level"], row["score"], row["margin"], row["gap"]) == (1, 1.25, 0.25, 0)


def test_a_sheet_comes_back_as_it_was_written_and_is_not_overwritten(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, ENTRY)
    assert read_sheet(sheet) == [ENTRY]
    assert entries_to_frame(read_sheet(sheet))["label"].tolist() == [""]
    with pytest.raises(UsageError, match="sheet_exists"):
        write_sheet([ENTRY], sheet)


def test_filled_lines_become_clauses_that_training_reads(tmp_path: Path) -> None:
    target = tmp_path / "clauses.jsonl"
    entries = [_filled(label="措施 2"), _filled(id="a-8", label="other"), _filled(id="a-9")]
    assert write_back(_sheet(tmp_path, *entries), target) == WrittenBack(written=2, known=0, still_open=1)
    first, second = labelled_clauses(target)
    assert (first.id, first.split, first.kind, first.level) == ("a-7", "development", "measure", 2)
    assert first.facets == {"action": [(6, 8)], "object": [(8, 10)]}
    assert (second.kind, second.level, second.facets) == ("other", None, {})


def test_what_is_written_back_twice_is_written_once(tmp_path: Path) -> None:
    target = tmp_path / "clauses.jsonl"
    write_back(_sheet(tmp_path, _filled(label="measure 2")), target)
    target.write_bytes(target.read_bytes().rstrip())
    again = _sheet(tmp_path, _filled(label="措施2"), _filled(id="a-8", label="problem 0"))
    assert write_back(again, target) == WrittenBack(written=1, known=1, still_open=0)
    assert [clause.id for clause in labelled_clauses(target)] == ["a-7", "a-8"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"label": "措施"}, "第 2 行的 label 要写成“措施 0”到“措施 3”、“问题 0”到“问题 3”或“其他”，不能是“措施”"),
        ({"label": "measure 4"}, "不能是“measure 4”"),
        ({"label": "其他 1"}, "不能是“其他 1”"),
        ({"facets": {"verb": ["修订"]}}, "没有“verb”这一项；可以写的有：action、body、time、quantity、object"),
        ({"facets": {"time": ["五月底前"]}}, "第 2 行的原文里没有“五月底前”（time）"),
        ({"facets": {"time": [""]}}, "第 2 行的原文里没有“”（time）"),
        ({"id": "a-1", "label": "问题 1"}, "第 2 行（a-1）已经写回过，标注与这次不同"),
    ],
)
def test_a_wrong_line_is_told_and_nothing_is_written(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    target = tmp_path / "clauses.jsonl"
    wrong = _filled(**{"label": "措施 2", **changes})
    with pytest.raises(UsageError) as refused:
        write_back(_sheet(tmp_path, _filled(id="a-1", label="措施 3"), wrong), target)
    assert told in refused.value.__notes__[0]
    assert not target.exists()


def test_an_office_of_the_test_half_is_refused(tmp_path: Path) -> None:
    office = clauses_of("test")[0].office
    with pytest.raises(UsageError, match="label_held_out"):
        write_back(_sheet(tmp_path, _filled(office=office, label="其他")), tmp_path / "clauses.jsonl")


@pytest.mark.parametrize("content", [b'{"id": "a"}\n', b"not json\n"])
def test_a_line_that_is_no_entry_is_told(content: bytes, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.jsonl"
    sheet.write_bytes(b"\xef\xbb\xbf\n" + content)
    with pytest.raises(UsageError) as refused:
        read_sheet(sheet)
    assert refused.value.__notes__[0].startswith(f"{sheet}：第 2 行不是标注表的一行：")


def test_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="file_missing"):
        write_back(tmp_path / "sheet.jsonl", tmp_path / "clauses.jsonl")
    (tmp_path / "clauses.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="label_file_invalid"):
        labelled_clauses(tmp_path / "clauses.jsonl")


def test_candidates_are_the_measures_and_problems_of_reports(tmp_path: Path) -> None:
    from auditor.tuning.findings import read_reports

    from tests.unit.tuning.test_findings import VAGUE

    (tmp_path / "a.txt").write_text(VAGUE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(VAGUE.replace("公开目录", "公开\n　目录"), encoding="utf-8")
    found = candidates(read_reports(tmp_path))
    assert {(one.kind, one.office) for one in found} == {("measure", "青石县水务局"), ("problem", "青石县水务局")}
    assert [one.id.split("-")[0] for one in found] == ["a"] * len(found)
    assert len({one.text for one in found}) == len(found)
