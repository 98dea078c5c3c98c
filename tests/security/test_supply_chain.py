"""What is installed is what the lock names by hash, the bill of materials says the same, and no licence binds users."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
OURS = "nianbao-audit"
ALLOWED = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "ISCL", "PSF-2.0"),
    *("Zlib", "CC0-1.0", "Public-Domain", "Unlicense"),
    "MPL-2.0",  # binds changes of its own files only
}
_NAMES = {
    "MIT License": "MIT", "BSD License": "BSD", "ISC License": "ISC", "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0", "BSD 3-Clause License": "BSD-3-Clause",
    "The Unlicense": "Unlicense", "dependency licenses": "BSD",
}  # fmt: skip
"""Licences as metadata tell them in words of their own; the last are those of PDFium: BSD and Apache."""


@cache
def lock() -> dict[str, list[dict[str, Any]]]:
    """The packages of the lock by their names: some stand once for each range of Python versions."""
    found: dict[str, list[dict[str, Any]]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]:
        found.setdefault(package["name"], []).append(package)
    return found


def reached(extras: Iterable[str] = ()) -> set[tuple[str, str]]:
    """Names and versions of all that a user gets with these extras, walked from the project through the lock."""
    seen: set[tuple[str, str, str]] = set()
    waiting = [(OURS, "", "")] + [(OURS, "", extra) for extra in extras]
    while waiting:
        name, version, extra = waiting.pop()
        for package in lock()[name]:
            key = (name, package.get("version", ""), extra)
            if key in seen or (version and version != key[1]):
                continue
            seen.add(key)
            needed = (
                package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
            )
            for item in needed:
                waiting += [(item["name"], item.get("version", ""), wanted) for wanted in ("", *item.get("extra", ()))]
    return {(name, version) for name, version, _ in seen if name != OURS}


def test_the_lock_names_every_file_by_its_hash() -> None:
    files = [
        (name, file)
        for name, packages in lock().items()
        for package in packages
        for file in (*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ()))
    ]
    assert len(files) > 1000
    assert [name for name, file in files if not re.fullmatch(r"sha256:[0-9a-f]{64}", file.get("hash", ""))] == []
    sources = {json.dumps(package["source"]) for packages in lock().values() for package in packages}
    assert sources == {'{"registry": "https://pypi.org/simple"}', '{"editable": "."}'}
    without = [name for name, packages in lock().items() for p in packages if not p.get("wheels") and "sdist" not in p]
    assert without == [OURS]


@pytest.mark.skipif(not Path(UV).exists(), reason="uv is not at hand")
def test_the_lock_is_that_of_the_project() -> None:
    told = subprocess.run([UV, "lock", "--check", "--offline"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not Path(UV).exists(), reason="uv is not at hand")
@pytest.mark.parametrize("extras", [(), ("cluster", "postgresql")])
def test_the_bill_of_materials_is_what_the_lock_says(extras: tuple[str, ...], tmp_path: Path) -> None:
    place = tmp_path / "sbom.json"
    options = [word for extra in extras for word in ("--extra", extra)]
    subprocess.run([str(ROOT / ".ci" / "sbom"), *options, "-o", str(place)], check=True, cwd=tmp_path)
    bill = json.loads(place.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "1.5", OURS)
    components = bill["components"]
    assert {(item["name"], item["version"]) for item in components} == reached(extras)
    assert [item["name"] for item in components if item["purl"].partition("?")[0] != purl(item)] == []
    hashed = {item["name"] for item in components for file in item["externalReferences"] if file["hashes"]}
    assert hashed == {name for name, _ in reached(extras)}


def purl(item: dict[str, str]) -> str:
    return f"pkg:pypi/{item['name']}@{item['version']}"


def licences(name: str) -> Iterator[str]:
    """The licences that a package says it has; nothing for one that is not installed here (of another system)."""
    try:
        told = metadata(name).json
    except PackageNotFoundError:
        return
    stated = [str(told.get(key, "")) for key in ("license_expression", "license")]
    stated += [item.rpartition(" :: ")[2] for item in told.get("classifier", ()) if item.startswith("License")]
    known = [text for text in stated if 0 < len(text) < 100]  # the whole text of a licence is told by the classifier
    for text in known:
        for part in re.split(r"\s+(?:AND|OR|and|or)\s+|,\s*", re.sub(r"\s*\([^)]*\)", "", text)):
            yield _NAMES.get(part, part.replace("Mozilla Public License 2.0", "MPL-2.0"))
    if not known:
        yield f"{name} says nothing"


def test_nothing_inside_the_process_binds_users_by_its_licence() -> None:
    names = {name for name, _ in reached(("cluster", "parquet", "postgresql"))}
    assert {"spacy", "fastapi", "distributed", "pyarrow", "pg8000"} <= names
    odd = {name: told for name in sorted(names) if (told := set(licences(name)) - ALLOWED)}
    assert odd == {}
