"""``audit self-check``: whether everything that the tool needs is on this machine, in one line."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from auditor import delivery, gazetteer
from auditor.api import audit_text, model_version, rate_measures, rulebook
from auditor.errors import AuditError
from auditor.messages import error_text, words
from auditor.reading import libreoffice
from auditor.version import __version__

_PACKAGE = "nianbao-audit"
_DATA = "auditor/data/"
_REPORT = """预备县水利局2023年政府信息公开工作年度报告
一、总体情况
（二）依申请公开。全年收到申请申请4件，同比增长100%（上年3件）。
"""
"""A report with a word written twice and a growth that is wrong: both must be found."""
_FOUND = {"LNG007", "NAR005"}
_MEASURE = "2024年6月底前由办公室完成5类答复文书模板修订。"
"""A measure that the model must rate as specific as one can be."""
_PROBE = b"{\\rtf1 1}"
_WITH_FONTS = ("win32", "darwin")
"""Systems that come with Chinese fonts."""


def run(language: str) -> int:
    """Tell in one line what is there, or what is missing and how to get it.

    0 when all is there; 1 when the tool works and reads or shows less than it could; 2 when it does not work.
    """
    try:
        faults = [words("self_changed", language, path=name) for name in _changed()]
        if not faults and not _works():
            faults = [words("self_wrong", language)]
        book = rulebook()
    except AuditError as error:
        faults = [error_text(error, language)]
    if faults:
        delivery.tell(words("self_broken", language, faults="；".join(faults)))
        return 2
    lacking = list(_lacking(language))
    versions = {"tool": __version__, "count": len(book.rules), "rules": book.version, "model": model_version()}
    told = words("self_has", language, **versions, places=_list_of_places(language))
    if lacking:
        delivery.tell(words("self_lacks", language, there=told, lacking="；".join(lacking)))
        return 1
    delivery.tell(words("self_whole", language, there=told))
    return 0


def _changed() -> Iterator[str]:
    """Files of rules and models that are not those of the package that was installed; in a checkout there are none."""
    try:
        installed = metadata.distribution(_PACKAGE)
    except metadata.PackageNotFoundError:
        return
    for file in installed.files or ():
        if not str(file).startswith(_DATA) or file.hash is None:
            continue
        path = Path(str(installed.locate_file(file)))
        digest = hashlib.new(file.hash.mode, path.read_bytes()).digest() if path.is_file() else b""
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            yield str(file)


def _works() -> bool:
    """Whether what must be found in a report is found, and the model rates as it must."""
    found = {finding.rule for finding in audit_text(_REPORT).findings}
    (rating,) = rate_measures([_MEASURE])
    return found >= _FOUND and rating.is_measure and rating.level == 3


def _lacking(language: str) -> Iterator[str]:
    """What is not there of other programs, each with what does not work without it."""
    try:
        soffice = libreoffice.program()
        if soffice is None:
            yield words("self_no_libreoffice", language)
        elif None in libreoffice.converted(soffice, [(_PROBE, ".rtf")]):
            yield words("self_libreoffice_fails", language, program=soffice)
    except AuditError as fault:
        yield words("self_libreoffice_fails", language, program=fault.params["program"])
    if not _has_chinese_font():
        yield words("self_no_font", language)


def _list_of_places(language: str) -> str:
    """Whether the gazetteer is there: without it one wording of BOI003 is not looked for."""
    version = gazetteer.version()
    return words("self_places", language, version=version) if version else words("self_no_places", language)


def _has_chinese_font() -> bool:
    """Whether pages and charts show Chinese here; where that cannot be told it is not said to be missing."""
    lister = shutil.which("fc-list")
    if sys.platform in _WITH_FONTS or lister is None:
        return True
    told = subprocess.run([lister, ":lang=zh", "file"], capture_output=True, check=False)  # noqa: S603 - fontconfig's own
    return bool(told.stdout.strip()) or told.returncode != 0
