"""Rules of an office's own: files in a folder of its own that replace rules of the tool, and the way back.

What is put aside stays in the folder under a name that no rule file has.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from auditor import api
from auditor.delivery import write_whole
from auditor.errors import RuleFileError, UsageError
from auditor.resources import PACK, rules_folder
from auditor.rulebook import Rulebook, load_rulebook
from auditor.rulebook.editing import file_of, text_of, whole_text, with_edited


def own_codes(book: Rulebook, folder: Path) -> frozenset[str]:
    """The rules that an office has in its own folder."""
    return frozenset(code for code, file in book.files.items() if folder in file.parents)


def keep(folder: Path, extra: Sequence[Path], code: str, edited: str) -> None:
    """Write a rule as it was edited into an office's own folder; it holds from then on.

    Raises RuleFileError, UsageError where nothing differs or nothing can be written.
    """
    book = api.rulebook((*extra, folder) if folder.is_dir() else tuple(extra))
    if edited.split() == text_of(book, code).split():
        raise UsageError("rule_unchanged", code=code)
    with_edited(book, code, edited)
    file = file_of(book, code)
    target = folder / file.name if folder not in file.parents else file
    content = whole_text(book, code, edited).encode()
    before = target.read_bytes() if target.is_file() else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if before is not None:
            write_whole(_aside(target), before)
        write_whole(target, content)
        _check_all(folder, extra, target, before)
    except OSError as error:
        raise UsageError("output_failed", path=str(target), detail=error.strerror or str(error)) from error
    api.forget_rulebooks()


def drop(folder: Path, extra: Sequence[Path], code: str) -> None:
    """Put an office's own rule aside: the tool's holds again. Raises UsageError where there is none."""
    book = api.rulebook((*extra, folder)) if folder.is_dir() else api.rulebook(tuple(extra))
    if code not in own_codes(book, folder):
        raise UsageError("rule_not_own", code=code)
    file = file_of(book, code)
    try:
        file.rename(_aside(file))
    except OSError as error:
        raise UsageError("output_failed", path=str(file), detail=error.strerror or str(error)) from error
    api.forget_rulebooks()


def _check_all(folder: Path, extra: Sequence[Path], target: Path, before: bytes | None) -> None:
    """Other files of the folder may have been spoilt since they were read; then everything stays as it was."""
    try:
        load_rulebook(rules_folder() / PACK, (*extra, folder))
    except RuleFileError:
        if before is None:
            target.unlink()
        else:
            write_whole(target, before)
        raise


def _aside(file: Path) -> Path:
    """A free name beside a file, of the moment, that is no name of a rule file."""
    return file.with_name(f"{file.name}.{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}")
