"""What the guided fuzzing found worth keeping: a small archive a target, from which the next run begins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile, ZipInfo

import msgspec

FOLDER = Path(__file__).parent / "corpora"
NAMES = ("text", "html", "docx", "pdf", "rule", "layout")


class Spent(msgspec.Struct, frozen=True):
    """What a target was attacked with: processor seconds, files tried, places of code that what is kept reaches."""

    seconds: int
    tried: int
    reached: int


_LONG_AGO = (2020, 1, 1, 0, 0, 0)


def contents(name: str) -> Iterator[bytes]:
    """The files kept for a target; none before its first run."""
    path = FOLDER / f"{name}.zip"
    if path.is_file():
        with ZipFile(path) as archive:
            yield from (archive.read(info) for info in archive.infolist())


def unpack(name: str, folder: Path) -> None:
    """The files kept for a target as files of a folder, named by their content."""
    for content in contents(name):
        (folder / _name(content)).write_bytes(content)


def write_seeds(name: str, folder: Path) -> None:
    """What a target begins with when nothing is kept."""
    from tests.fuzz.guided.targets import TARGETS

    for content in TARGETS[name].seeds():
        (folder / _name(content)).write_bytes(content)


def pack(name: str, folder: Path) -> int:
    """Keep the files of a folder for a target, the same bytes for the same files; how many they are."""
    FOLDER.mkdir(exist_ok=True)
    files = sorted(path.read_bytes() for path in folder.iterdir())
    with ZipFile(FOLDER / f"{name}.zip", "w", ZIP_LZMA) as archive:
        for content in files:
            archive.writestr(ZipInfo(_name(content), _LONG_AGO), content, ZIP_LZMA)
    return len(files)


def spent() -> dict[str, Spent]:
    """What each target was attacked with so far, over all runs."""
    path = FOLDER / "spent.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Spent]) if path.is_file() else {}


def add(name: str, more: Spent) -> Spent:
    """What a target was attacked with so far, when a run more has ended; written down."""
    before = spent()
    now = before.get(name, Spent(0, 0, 0))
    whole = Spent(now.seconds + more.seconds, now.tried + more.tried, more.reached)
    content = msgspec.json.encode({**before, name: whole}, order="sorted")
    (FOLDER / "spent.json").write_bytes(msgspec.json.format(content, indent=2) + b"\n")
    return whole


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
