"""Models, stores, shards and rules are data: what is put in their place runs nothing and changes no verdict unseen."""

from __future__ import annotations

import ast
import os
import pickle
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import auditor
import msgspec
import pytest
from auditor.api import judge, rulebook
from auditor.batch.pool import Limits
from auditor.batch.shard import Damaged, Finished, Shard, finished_at, packed_finished, packed_shard, run, shard_at
from auditor.batch.work import ReadDone, ReadPiece
from auditor.document import Report
from auditor.errors import AuditError
from auditor.model import load_weights
from auditor.reporters.checks import read_checks
from auditor.resources import models_folder
from auditor.specificity import load_lexicon
from auditor.store.filing import put_away, taken_out
from auditor.store.opening import open_store

from tests.documents.runs import UNBALANCED, corpus_audit

TREE = Path(auditor.__file__).parent
MODULES = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "code", "imp"}
CALLS = {"eval", "exec", "compile", "__import__"}
METHODS = {"read_pickle", "to_pickle", "load_module", "exec_module", "unsafe_load", "system", "popen", "extractall"}


def test_nothing_of_the_program_makes_code_of_data() -> None:
    found = []
    for path in sorted(TREE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Import():
                    bad = MODULES.intersection(alias.name.partition(".")[0] for alias in node.names)
                case ast.ImportFrom(module=str(module)):
                    bad = MODULES.intersection([module.partition(".")[0]])
                case ast.Call(func=ast.Name(id=called)):
                    bad = CALLS.intersection([called])
                case ast.Call(func=ast.Attribute(attr=called)):
                    bad = METHODS.intersection([called])
                case ast.keyword(arg="shell" | "allow_pickle", value=ast.Constant(value=True)):
                    bad = {"shell"}
                case _:
                    continue
            found += [f"{path.relative_to(TREE)}:{getattr(node, 'lineno', 0)} {name}" for name in bad]
    assert found == []


def test_each_exception_from_the_rules_of_security_has_its_reason() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(TREE.rglob("*.py")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if rules := re.findall(r"# noqa:.*?\b(S\d{3})\b", line):
                found.setdefault(path.relative_to(TREE).as_posix(), []).extend(rules)
                assert re.search(r"# noqa: [A-Z0-9, ]+ - \w", line), line
    assert found == {
        "batch/cluster.py": ["S603"],
        "reading/libreoffice.py": ["S603", "S603"],
        "reporters/batch_page/charts.py": ["S704", "S704"],
        "selfcheck.py": ["S603"],
        "web/rules_view.py": ["S704"],
    }


class Bomb:
    """An object that makes a file when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self._place),)


def opened(path: Path) -> None:
    open_store(str(path)).dispose()


def rules_of(path: Path) -> None:
    rulebook((path.parent,))


def audited(path: Path) -> None:
    auditor.audit(path)


def shard_run(path: Path) -> None:
    run(path, path.with_suffix(".done"))


@pytest.mark.parametrize(
    ("name", "loaded", "refusal"),
    [
        ("weights.json", load_weights, AuditError),
        ("lexicon.toml", load_lexicon, AuditError),
        ("审核结果.db", opened, AuditError),
        ("LOC001-said.toml", rules_of, AuditError),
        ("0123.shard", shard_at, Damaged),
        ("0123.shard", shard_run, Damaged),
        ("0123.done", finished_at, Damaged),
        ("总表.xlsx", read_checks, AuditError),
        ("报告.txt", audited, AuditError),
        ("报告.docx", audited, AuditError),
        ("报告.pdf", audited, AuditError),
        ("filed", lambda path: taken_out(path.read_bytes()), AuditError),
        ("filed", lambda path: taken_out(zlib.compress(path.read_bytes())), AuditError),
    ],
)
def test_a_pickle_in_the_place_of_a_file_is_refused_and_not_run(
    name: str, loaded: Callable[[Path], object], refusal: type[Exception], tmp_path: Path
) -> None:
    went_off = tmp_path / "went off"
    raw = pickle.dumps(Bomb(went_off))
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(refusal):
        loaded(tmp_path / name)
    assert not went_off.exists()
    pickle.loads(raw)  # noqa: S301 - the bomb is one
    assert went_off.exists()


def test_weights_that_are_no_weights_are_refused(tmp_path: Path) -> None:
    raw = (models_folder() / "specificity" / "weights.json").read_bytes()
    for changed in (
        raw[:-2],
        raw.replace(b'"clauses"', b'"__class__"', 1),
        raw.replace(b'"kinds":{', b'"kinds":[{', 1),
    ):
        (tmp_path / "weights.json").write_bytes(changed)
        with pytest.raises(AuditError) as refused:
            load_weights(tmp_path / "weights.json")
        assert refused.value.code == "rule_file_invalid"
    assert judge() is not None


# ---- what lies in a shared folder -----------------------------------------------------------------------------------

PIECE = ReadPiece(("报告.txt",), "x")
FINISHED = Finished(((PIECE, ReadDone(())),))


def test_a_flipped_bit_in_what_a_shard_came_to_is_seen(tmp_path: Path) -> None:
    place, whole = tmp_path / "a.done", packed_finished(FINISHED)
    for position in range(len(whole)):
        place.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        with pytest.raises(Damaged):
            finished_at(place)
    for length in (0, 31, 32, len(whole) - 1):
        place.write_bytes(whole[:length])
        with pytest.raises(Damaged):
            finished_at(place)
    place.write_bytes(whole)
    assert finished_at(place) == FINISHED


def test_a_shard_that_is_not_what_its_name_says_is_not_done(tmp_path: Path) -> None:
    name, content = packed_shard(Shard(b"", 1, 1, (PIECE,)))
    place = tmp_path / f"{name}.shard"
    place.write_bytes(content)
    assert shard_at(place).pieces == (PIECE,)
    place.write_bytes(content.replace("报告".encode(), "抱告".encode()))
    with pytest.raises(Damaged):
        shard_at(place)


def test_a_damaged_shard_result_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content = packed_shard(Shard(b"", 1, 1, (PIECE,)))
    shard, finished = tmp_path / f"{name}.shard", tmp_path / f"{name}.done"
    shard.write_bytes(content)
    finished.write_bytes(b"\x00" + packed_finished(FINISHED)[1:])

    class Done:
        def __init__(self, _: int, __: bytes, ___: Limits) -> None: ...

        def done(self, pieces: tuple[ReadPiece, ...]) -> list[tuple[ReadPiece, ReadDone]]:
            return [(piece, ReadDone(())) for piece in pieces]

        def close(self) -> None: ...

    monkeypatch.setattr("auditor.batch.shard.Pool", Done)
    run(shard, finished)
    assert finished_at(finished) == FINISHED


def filed() -> bytes:
    return put_away(corpus_audit(UNBALANCED).report)


def test_a_damaged_report_of_a_store_is_refused() -> None:
    whole = filed()
    assert isinstance(taken_out(whole), Report)
    for position in range(2, len(whole), 97):
        with pytest.raises(AuditError) as refused:
            taken_out(whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
        assert refused.value.code in ("filed_damaged", "filed_otherwise")
    with pytest.raises(AuditError) as refused:
        taken_out(whole[: len(whole) // 2])
    assert refused.value.code == "filed_damaged"


def test_a_bomb_in_a_store_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.store.filing._LARGEST", 10_000)
    with pytest.raises(AuditError) as refused:
        taken_out(zlib.compress(bytes(10_001)))
    assert refused.value.code == "filed_damaged"
    with pytest.raises(AuditError) as refused:
        taken_out(zlib.compress(msgspec.msgpack.encode([1])))
    assert refused.value.code == "filed_otherwise"
