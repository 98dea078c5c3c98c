"""Profiles: what a province, a city or an office asks of the reports in its charge beyond the form, as one file.

A profile changes rules that there are: it turns some on that no law asks for, others off, gives checks other numbers
and findings another weight and source; and it says as what a kind of agency counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from auditor.document import Phrase
from auditor.errors import RuleFileError
from auditor.layout import KINDS, Label
from auditor.resources import rules_folder
from auditor.text.visible import on_one_line
from auditor.toml import converted, raw_in, table_of

SHIPPED = "profiles"
"""The folder of those that ship with the tool, beside the pack."""
OF_FOLDER = "要求.toml"
"""The name by which a profile holds for all reports of its folder and of the folders in it, in a round."""
_FIXED = ("id", "name", "kind", "replaces", "status")


class _Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file of a profile says."""

    title: Label
    document: str
    """The notice in which the office asks for this."""
    on: tuple[str, ...] = ()
    """Rules of status ``local`` or ``preview`` that hold for reports of this profile."""
    off: tuple[str, ...] = ()
    """Rules that do not; ``--select`` with the code still runs one."""
    counts_as: Mapping[str, str] = {}
    """Kinds of agency that are treated as another, such as subdistricts as governments."""
    rules: Mapping[str, Mapping[str, object]] = {}
    """By code: the parts of a rule file that read otherwise."""


class Profile(_Stated, frozen=True, kw_only=True):
    """A profile, and the file that states it."""

    file: Path

    @property
    def name(self) -> str:
        """What programs call it by, whatever the language: the name of its file."""
        return self.file.stem


def profile_path(named: str) -> Path:
    """The file of a profile by its path, or by the name of one that ships with the tool. Raises RuleFileError."""
    path = Path(named)
    if is_profile(path):
        return path
    for file in _shipped():
        if file.stem == named:
            return file
    raise RuleFileError("profile_unknown", path=named, known=_known())


def stated_in(file: Path) -> bytes:
    """What the file of a profile holds. Raises RuleFileError."""
    if not file.exists():
        raise RuleFileError("profile_missing", path=str(file), known=_known())
    return raw_in(file)


def _shipped() -> list[Path]:
    return sorted((rules_folder() / SHIPPED).glob("*.toml"))


def _known() -> Phrase:
    """The names of the profiles that ship with the tool."""
    return Phrase.listed(Phrase(file.stem, file.stem) for file in _shipped())


class Profiles:
    """By which profile each report of a round is audited; every folder is looked at once."""

    def __init__(self) -> None:
        self._of_folder: dict[Path, str | None] = {}

    def of(self, report: str, listed: str | None) -> str | None:
        """The one that the list names for its agency, or else that in its folder, or in the next one above that."""
        return listed or self._in(Path(report).parent)

    def _in(self, folder: Path) -> str | None:
        if folder not in self._of_folder:
            file, above = folder / OF_FOLDER, folder.parent
            is_there = (
                file.exists() or file.is_symlink()
            )  # a link to nowhere asks for something as well, and is refused
            found = str(file) if is_there else self._in(above) if above != folder else None
            self._of_folder[folder] = found
        return self._of_folder[folder]


def is_profile(path: Path) -> bool:
    """Whether a path among further rules is that of a profile, not of a folder of rule files."""
    return path.suffix == ".toml"


def profile_of(raw: bytes, path: Path) -> Profile:
    """What the bytes of a profile say. Raises RuleFileError."""
    stated = converted(table_of(raw, path), _Stated, path)
    title, document = Label(on_one_line(stated.title.zh), on_one_line(stated.title.en)), on_one_line(stated.document)
    profile = Profile(**{**msgspec.structs.asdict(stated), "title": title, "document": document, "file": path})
    kinds = [kind for pair in profile.counts_as.items() for kind in pair if kind not in KINDS]
    if kinds:
        detail = f"`counts_as`: no kind `{kinds[0]}`; known: {', '.join(KINDS)}"
        raise RuleFileError("rule_file_invalid", path=str(path), detail=detail)
    both = sorted({*profile.on} & {*profile.off})
    if both:
        raise RuleFileError("rule_file_invalid", path=str(path), detail=f"{both[0]} is both `on` and `off`")
    for code, changes in profile.rules.items():
        fixed = [name for name in _FIXED if name in changes]
        if fixed:
            detail = f"`rules.{code}.{fixed[0]}` is not for a profile to change"
            raise RuleFileError("rule_file_invalid", path=str(path), detail=detail)
    return profile


def changed(table: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """A table of a rule file in which a profile's values stand; tables in it are changed in their turn."""
    merged = dict(table)
    for name, value in changes.items():
        before = merged.get(name)
        merged[name] = changed(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def status_of(code: str, status: str, profile: Profile) -> str:
    """The status of a rule under a profile."""
    return "stable" if code in profile.on else "local" if code in profile.off else status
