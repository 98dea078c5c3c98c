"""LibreOffice as a program of its own: office documents in, Word documents (.docx) out, many at a call.

Each call has a profile of its own, as two calls on one profile lose files without a word. Nothing that a document
says is carried out: no macros, no links, no network.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import is_zipfile

from auditor.errors import AuditError

VARIABLE = "AUDIT_SOFFICE"
PATIENCE = 180.0
"""Seconds without another file done after which a call has hung; the first seconds are the start of the program."""
AT_ONCE = 40

_NAMES = ("soffice", "libreoffice")
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
)
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault", "--nofirststartwizard")
_TARGET = "docx:MS Word 2007 XML"
_PROBE = (b"{\\rtf1 1}", ".rtf")
"""Goes first in each call: where not even this is converted, the program is at fault and not a document."""

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    # A proxy that is not there: nothing goes out.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_KEPT_FROM_IT = frozenset({"DISPLAY", "WAYLAND_DISPLAY", "SESSION_MANAGER", "PYTHONPATH", "PYTHONHOME"})


def program() -> str | None:
    """Where LibreOffice is: as the environment says, on the path, or where it is usually put. Raises AuditError if
    the environment names a file that is not there.
    """
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise AuditError("libreoffice_misnamed", program=named)
        return found
    on_path = (shutil.which(name) for name in _NAMES)
    return next((found for found in on_path if found), next((place for place in _PLACES if Path(place).exists()), None))


def converted(soffice: str, files: Sequence[tuple[bytes, str]]) -> Iterator[bytes | None]:
    """The Word document of each file, given as bytes and suffix; None for what LibreOffice does not open.

    Raises AuditError if the program itself does not work.
    """
    for start in range(0, len(files), AT_ONCE):
        yield from _chunk(soffice, files[start : start + AT_ONCE])


def _chunk(soffice: str, files: Sequence[tuple[bytes, str]]) -> list[bytes | None]:
    found, ended = _call(soffice, files)
    missing = [place for place, document in enumerate(found) if document is None]
    if ended or len(files) == 1:
        return found
    # It hung or crashed, most likely over the first file that is missing: that one goes alone, the rest once more.
    for places in filter(None, (missing[:1], missing[1:])):
        again = _chunk(soffice, [files[place] for place in places])
        for place, document in zip(places, again, strict=True):
            found[place] = document
    return found


def _call(soffice: str, files: Sequence[tuple[bytes, str]]) -> tuple[list[bytes | None], bool]:
    """What one call makes of the files, and whether it came to its end. Names and places are ours and plain."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="audit-", ignore_cleanup_errors=True) as folder:
        root = Path(folder).resolve()
        profile, given, made = root / "profile", root / "in", root / "out"
        for place in (profile / "user", given, made):
            place.mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        names = []
        for number, (raw, suffix) in enumerate([_PROBE, *files]):
            names.append(f"{number:04}{suffix}")
            (given / names[-1]).write_bytes(raw)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS]
        command += ["--convert-to", _TARGET, "--outdir", str(made), *names]
        ended = _run(command, given, made)
        documents = [_document(made / Path(name).with_suffix(".docx").name) for name in names]
    if documents[0] is None:
        raise AuditError("libreoffice_failed", program=soffice)
    return documents[1:], ended


def _document(path: Path) -> bytes | None:
    """The bytes of a document that was written to its end."""
    return path.read_bytes() if path.exists() and is_zipfile(path) else None


def _run(command: Sequence[str], folder: Path, made: Path) -> bool:
    """Run the program; whether it ended by itself and well. It is stopped when no further file comes."""
    environment = {name: value for name, value in os.environ.items() if name not in _KEPT_FROM_IT}
    if os.name == "posix":
        environment["LC_ALL"] = "C.UTF-8"
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that the user installed, with names of our own
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise AuditError("libreoffice_failed", program=command[0]) from error
    done = 0
    try:
        while True:
            try:
                return process.wait(PATIENCE) == 0
            except subprocess.TimeoutExpired:
                before, done = done, sum(1 for _ in made.glob("*.docx"))
                if done == before:
                    return False
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started: soffice is a script around the program proper."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(kill, check=False, capture_output=True)  # noqa: S603 - a number of our own
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n"
    )
