"""The notebooks: what they look like (fast), and that each runs from its first cell to its last."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))
MINUTES = 10


def test_there_are_notebooks_for_each_kind_of_tuning() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "explore_corpus",
        "findings",
        "label_next",
        "specificity_model",
        "tune_rule",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_defines_nothing(path: Path) -> None:
    """What is worth a name is worth a test: it lives in the package."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, defined)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_it_answers_and_what_to_do_next(path: Path) -> None:
    import jupytext

    cells = jupytext.read(path).cells
    first, last = cells[0], cells[-1]
    assert (first.cell_type, last.cell_type) == ("markdown", "markdown")
    assert first.source.splitlines()[1].startswith("这本笔记回答：")
    assert last.source.splitlines()[0] == "## 下一步 / What to do next"


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    """In an empty folder, with a character that no font has as an error: such a chart would show a box."""
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(path)
    client = NotebookClient(
        notebook, timeout=60 * MINUTES, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute(env={**os.environ, "PYTHONWARNINGS": "error:Glyph"})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    told = "".join(output.text for output in outputs if output.get("name") == "stderr")
    assert [output.evalue for output in outputs if output.output_type == "error"] == []
    assert "Glyph" not in told
    if "chart" in path.read_text(encoding="utf-8"):
        assert any("image/png" in output.get("data", {}) for output in outputs)
    keep = os.environ.get("NOTEBOOKS_KEPT_IN")
    if keep:
        jupytext.write(notebook, Path(keep) / f"{path.stem}.ipynb")
