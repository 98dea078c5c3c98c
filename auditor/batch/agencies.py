"""The list of agencies that must report, and which of them a report is of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePath

from auditor.errors import AuditError, RuleFileError, UsageError
from auditor.layout import KINDS, KindSuffixes
from auditor.reading.decoding import decode
from auditor.reading.files import raw_of
from auditor.rulebook.profiles import is_profile, profile_path
from auditor.store.intake import Agency
from auditor.text.visible import without_invisible
from auditor.text.widths import narrow, squeeze

_COLUMNS = {
    "name": ("机关名称", "单位名称", "名称", "机关", "单位", "name"),
    "level": ("层级", "级别", "level"),
    "parent": ("上级机关", "上级单位", "上级", "主管单位", "parent"),
    "kind": ("类别", "类型", "机关类别", "kind"),
    "contact": ("联系方式", "联系人", "联系电话", "contact"),
    "profile": ("要求", "本地要求", "profile"),
}
KNOWN_COLUMNS = tuple(titles[0] for titles in _COLUMNS.values())
_KINDS = {
    "部门": "department",
    "政府": "government",
    "乡镇": "township",
    "镇": "township",
    "乡": "township",
    "街道": "subdistrict",
    **{kind: kind for kind in KINDS},
}
_ENDINGS = ("人民政府办公室", "人民政府办公厅", "人民政府")
_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{1,10}(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗))+")
_FILE_WORDS = re.compile(
    r"政府信息公开工作年度报告|政府信息公开年度报告|政府信息公开工作年报|信息公开|年度报告|年报|报告|20\d{2}|年度?|[\d\W_]+"
)
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """Which agency a report is of, and how that was told; ``near`` are names that it may also mean."""

    agency: str | None
    source: str | None
    """``text``, ``file`` or ``folder``."""
    kind: str | None = None
    near: tuple[str, ...] = ()


class AgencyList:
    """The agencies of a list by name. Without a list every agency is taken as its report names it."""

    def __init__(self, agencies: Sequence[Agency], suffixes: KindSuffixes) -> None:
        self.agencies = agencies
        self._suffixes = suffixes
        self._by_key: dict[str, list[Agency]] = {}
        for agency in agencies:
            self._by_key.setdefault(key_of(agency.name), []).append(agency)

    def match(self, printed: str | None, path: str) -> Match:
        """The agency that a report's text names, failing that its file, failing that its folders."""
        near: tuple[str, ...] = ()
        if printed:
            found = self._named(printed)
            if found:
                return Match(found.name, "text", found.kind)
            if not self.agencies:
                return Match(squeeze(printed), "text")
            near = self._near(printed)
        *folders, file = PurePath(path).parts
        for source, names in (("file", [PurePath(file).stem]), ("folder", folders[::-1])):
            for name in names:
                found = self._inside(name)
                if found:
                    return Match(found.name, source, found.kind, tuple(item for item in near if item != found.name))
        return Match(None, None, None, near) if self.agencies or printed else self._bare(PurePath(file).stem)

    def _named(self, printed: str) -> Agency | None:
        """The one agency of that name, administrative prefixes aside."""
        key = key_of(printed)
        exact = self._by_key.get(key, [])
        if exact:
            return exact[0] if len(exact) == 1 else None
        longer = [
            agency
            for other, agencies in self._by_key.items()
            if (other.endswith(key) and _PLACE.fullmatch(other[: -len(key)]))
            or (key.endswith(other) and _PLACE.fullmatch(key[: -len(other)]))
            for agency in agencies
        ]
        return longer[0] if len(longer) == 1 else None

    def _near(self, printed: str) -> tuple[str, ...]:
        key = key_of(printed)
        alike = get_close_matches(key, self._by_key, n=3, cutoff=_CLOSE)
        ending = [other for other in self._by_key if other.endswith(key) or key.endswith(other)]
        return tuple(agency.name for other in dict.fromkeys((*ending, *alike)) for agency in self._by_key[other])[:3]

    def _inside(self, name: str) -> Agency | None:
        """The agency whose whole name stands in a file's or folder's name, the longest if there are several."""
        plain = squeeze(narrow(name))
        inside = [agency for agency in self.agencies if squeeze(narrow(agency.name)) in plain]
        inside.sort(key=lambda agency: -len(agency.name))
        if inside and (len(inside) == 1 or len(inside[0].name) > len(inside[1].name)):
            return inside[0]
        return None

    def _bare(self, stem: str) -> Match:
        """Without a list: a file's name that is an agency's name once year and title words are taken off."""
        name = _FILE_WORDS.sub("", narrow(stem))
        return Match(name, "file") if self._suffixes.kind_of(name) else Match(None, None)


def key_of(name: str) -> str:
    """What two spellings of an agency's name have in common: no blanks, no 人民政府 at the end."""
    plain = squeeze(narrow(name))
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending):
            return plain.removesuffix(ending)
    return plain


def year_of_folders(path: str) -> int | None:
    """A year in the name of a folder, the innermost first."""
    for name in reversed(PurePath(path).parts[:-1]):
        match = re.search(r"(?<!\d)(20\d{2})(?!\d)", name)
        if match:
            return int(match.group(1))
    return None


def read_agencies(path: str) -> list[Agency]:
    """The list of agencies in a workbook or csv file. Raises UsageError with row and remedy, UnreadableReport."""
    rows = _rows(path)
    _, header = next(rows, (0, []))
    places = {
        field: next((place for place, title in enumerate(header) if squeeze(title).casefold() in titles), None)
        for field, titles in _COLUMNS.items()
    }
    if places["name"] is None:
        raise UsageError("agencies_header", path=path, needed=_COLUMNS["name"][0])
    found: dict[str, Agency] = {}
    for number, row in rows:
        values = {
            field: row[place].strip() if place is not None and place < len(row) else ""
            for field, place in places.items()
        }
        name = squeeze(without_invisible(values["name"]))
        if not name:
            continue
        if name in found:
            raise UsageError("agency_twice", path=path, row=number, name=name)
        kind = values["kind"]
        if kind and kind not in _KINDS:
            raise UsageError("agency_kind", path=path, row=number, kind=kind, allowed="、".join(_KINDS))
        found[name] = Agency(
            name,
            values["level"] or None,
            squeeze(values["parent"]) or None,
            _KINDS.get(kind),
            values["contact"] or None,
            _profile(values["profile"], path, number),
        )
    if not found:
        raise UsageError("agencies_empty", path=path)
    return list(found.values())


def unknown_columns(path: str) -> list[str]:
    """The titles of columns of a list that are none of ``KNOWN_COLUMNS`` in any spelling, as they are written there.

    Raises what ``read_agencies`` does.
    """
    _, header = next(_rows(path), (0, []))
    known = {title for titles in _COLUMNS.values() for title in titles}
    return [title.strip() for title in header if title.strip() and squeeze(title).casefold() not in known]


def _rows(path: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a list that hold something, with their numbers. Raises UsageError, UnreadableReport."""
    return _workbook_rows(path) if path.lower().endswith((".xlsx", ".xlsm")) else _csv_rows(path)


def _profile(named: str, path: str, row: int) -> str | None:
    """The file of a profile that a list names: one that ships with the tool, or a file in the folder of the list.

    Raises UsageError: a list that somebody uploads names no other files of the machine.
    """
    if not named:
        return None
    folder = Path(path).absolute().parent
    try:
        file = profile_path(named)
    except RuleFileError as unknown:
        raise UsageError("agency_profile", path=path, row=row, name=named) from unknown
    beside = folder / file
    if is_profile(Path(named)) and (not beside.is_file() or folder not in beside.resolve().parents):
        raise UsageError("agency_profile", path=path, row=row, name=named)
    return str(beside)


def _csv_rows(path: str) -> Iterator[tuple[int, list[str]]]:
    raw = raw_of(path)
    try:
        text = decode(raw, path)
    except AuditError as error:
        raise UsageError("agencies_unreadable", path=path, detail="UTF-8、GB18030") from error
    try:
        return iter([row for row in enumerate(csv.reader(io.StringIO(text)), start=1) if any(row[1])])
    except csv.Error as error:
        raise UsageError("agencies_unreadable", path=path, detail=str(error)) from error


def _workbook_rows(path: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that hold something, with their numbers."""
    from auditor.reading.workbooks import UnreadableWorkbook, sheets_of

    try:
        sheets = sheets_of(Path(path))
    except OSError as error:
        raise UsageError("agencies_unreadable", path=path, detail=error.strerror or str(error)) from error
    except UnreadableWorkbook as error:
        raise UsageError("agencies_no_workbook", path=path) from error
    return iter(next(iter(sheets.values())).items())
