"""Where an output goes: a terminal or pipe of any encoding, or a file. No sign that cannot be shown stops it."""

from __future__ import annotations

import codecs
import errno
import glob
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO

from auditor.errors import UsageError
from auditor.text.visible import SURROGATES, numbered, on_one_line, on_screen, told_bytes

STAND_INS = "stand-ins"
"""The error handler of encoders under which everything can be written."""
_FOR_SIGNS: Mapping[str, tuple[str, ...]] = {
    "✓": ("√", "ok"),
    "✗": ("×", "x"),
    "×": ("x",),
    "↻": ("→", ">"),
    "→": ("->",),
    "·": (".",),
    "…": ("...",),
    "—": ("-",),
    "–": ("-",),
    "“": ('"',),
    "”": ('"',),
    "‘": ("'",),
    "’": ("'",),
    "、": (",",),
    "。": (".",),
    "《": ("<",),
    "》": (">",),
    "≤": ("<=",),
    "≥": (">=",),
}
_LOCK = ".audit.lock"
_PART = ".part"
"""The end of the name of a file that is being written."""
_GONE = frozenset({errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE})
"""How a system says that nobody reads any more."""


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""How a system says that there is no room."""


def _stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = SURROGATES.sub(lambda run: told_bytes(run[0]), error.object[error.start : error.end])
    shown = "".join(_shown(char, error.encoding) for char in told)
    # Python takes no characters beyond ASCII from here for UTF-8, but their bytes.
    return shown.encode("utf-8") if error.encoding == "utf-8" else shown, error.end


def _shown(char: str, encoding: str) -> str:
    candidates = (char, *_FOR_SIGNS.get(char, ()), unicodedata.normalize("NFKC", char))
    return next((text for text in candidates if _encodable(text, encoding)), numbered(char))


def _encodable(text: str, encoding: str) -> bool:
    # "charmap" is what encoders of one byte a character call themselves, whichever they are.
    try:
        text.encode("ascii" if encoding == "charmap" else encoding)
    except UnicodeEncodeError:
        return False
    return True


codecs.register_error(STAND_INS, _stand_in)


def _streams() -> Iterator[TextIO]:
    """Standard output and error; a program without a console has none."""
    yield from (stream for stream in (sys.stdout, sys.stderr) if stream is not None)


def prepare() -> None:
    """Let standard output and error show something else where they cannot show a sign."""
    for stream in _streams():
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=STAND_INS)


def in_colour() -> bool:
    """Whether standard output is to be coloured: on a terminal, unless NO_COLOR or TERM=dumb; FORCE_COLOR elsewhere."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced not in ("0", "false")
    if os.environ.get("TERM") == "dumb" or sys.stdout is None:
        return False
    return sys.stdout.isatty() and _obeys_colours()


def _obeys_colours() -> bool:
    """A Windows console does once it is told to."""
    if sys.platform != "win32":
        return True
    import ctypes

    console = ctypes.windll.kernel32
    handle, mode = console.GetStdHandle(-11), ctypes.c_ulong()
    return bool(console.GetConsoleMode(handle, ctypes.byref(mode)) and console.SetConsoleMode(handle, mode.value | 4))


def shows_chinese() -> bool:
    """Whether standard output can show Chinese."""
    return sys.stdout is None or _encodable("错", getattr(sys.stdout, "encoding", None) or "utf-8")


def tell(text: str, *, machine: bool = False) -> None:
    """A text and a line end to standard output: in its encoding for people, in UTF-8 for machines.

    Signs that a terminal would obey are told by their numbers, whoever wrote the text.

    A reader that goes away, such as ``head``, is no fault. Raises UsageError when the output cannot be written.
    """
    stream = sys.stdout
    if stream is None:
        return
    with _reader_may_leave(stream):
        stream.flush()
        if machine and hasattr(stream, "buffer"):
            rest = memoryview(_bytes_of(text))
            while rest:  # an unbuffered stream takes what it can
                rest = rest[stream.buffer.write(rest) :]
        else:
            stream.write(on_screen(text) + "\n")
        stream.flush()


@contextmanager
def _reader_may_leave(stream: TextIO) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        leave(stream)
        if error.errno not in _GONE:
            raise unwritten("stdout", error) from error


def pass_on(content: bytes) -> None:
    """Bytes as they are to a file or a program behind standard output; a terminal gets their text."""
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or sys.stdout.isatty():
        tell(content.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n"))
        return
    with _reader_may_leave(sys.stdout):
        sys.stdout.flush()
        raw.write(content)
        raw.flush()


def leave(stream: TextIO) -> None:
    """Write no more to a stream that failed, not even what it still holds when the program ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def warn(text: str) -> None:
    """A line to standard error, if there is one: ``print`` would take standard output instead."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(on_one_line(text) + "\n")
        sys.stderr.flush()
    except OSError:  # nobody reads it, or its disk is full: what is told is no part of the work
        leave(sys.stderr)


def check_target(output: str, inputs: Iterable[str], *, folders: bool = False) -> None:
    """Refuse an output file that would overwrite an input, is a folder, or has none. Raises UsageError.

    With ``folders`` it may be a folder, one that is still to be made as well.
    """
    target = Path(output)
    if not target.is_dir() and any(_same(target, path) for path in inputs):
        raise UsageError("output_is_input", path=output)
    if folders:
        return
    if target.is_dir() or not output or output.endswith(("/", os.sep)):
        raise UsageError("output_is_folder", path=str(target))
    if not target.parent.is_dir():
        raise UsageError("output_folder_missing", path=output, folder=str(target.parent))


def _same(target: Path, path: str) -> bool:
    """Whether an input is the target, also by another name or as the file that standard input comes from."""
    from auditor.reading.files import STANDARD_INPUT

    with suppress(OSError, ValueError):
        if path == STANDARD_INPUT:
            return os.path.samestat(target.stat(), os.fstat(sys.stdin.fileno()))
        return target.samefile(path)
    return target.absolute() == Path(path).absolute()


def save(content: str | bytes, output: str) -> None:
    """An output to its file: texts in UTF-8 with line feeds on every system. Raises UsageError."""
    try:
        Path(output).write_bytes(content if isinstance(content, bytes) else _bytes_of(content))
    except OSError as error:
        raise unwritten(output, error) from error


def save_each(files: Sequence[tuple[str, bytes | None]], output: str, inputs: Sequence[str], form: str) -> None:
    """Files of one report each: one to the output itself, several to a folder of that name; none where None is.

    Raises UsageError.
    """
    folder = Path(output)
    if len(files) == 1 and not folder.is_dir() and not output.endswith(("/", os.sep)):
        check_target(output, inputs)
        if files[0][1] is not None:
            save(files[0][1], output)
        return
    if files and (folder.is_file() or folder.suffix.lower() == Path(files[0][0]).suffix):
        raise UsageError("output_folder_needed", path=output, format=form, count=len(files))
    for name, content in files:
        if content is None:
            continue
        made_folder(output)
        if any(_same(folder / name, path) for path in inputs):
            raise UsageError("output_is_input", path=str(folder / name))
        save(content, str(folder / name))


def made_folder(place: str) -> Path:
    """The folder of a path, made if it is not there. Raises UsageError."""
    folder = Path(place)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(place, error) from error
    return folder


def unwritten(place: str | Path, error: OSError) -> UsageError:
    """Why a file or folder cannot be written, with what to do."""
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UsageError("output_locked", path=str(place))
    code = "output_full" if error.errno in _FULL else "output_failed"
    return UsageError(code, path=str(place), detail=error.strerror or str(error))


@contextmanager
def kept_for_one(folder: Path) -> Iterator[None]:
    """Nobody else writes results into a folder meanwhile. Raises UsageError where somebody does, or nobody may."""
    from auditor.exclusive import Taken, alone

    with ExitStack() as held:
        try:
            held.enter_context(alone(folder / _LOCK))
        except Taken as error:
            raise UsageError("output_at_work", path=str(folder)) from error
        except OSError as error:
            raise unwritten(folder, error) from error
        yield


def _bytes_of(text: str) -> bytes:
    return (text + "\n").encode("utf-8", STAND_INS)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it. Raises OSError.

    What a kill left half written beside it is removed.
    """
    for left in path.parent.glob(f"{glob.escape(path.name)}.*{_PART}"):
        left.unlink(missing_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    try:
        try:
            _put(part, path, content)
        except FileNotFoundError:  # another process that writes the same took it for what a kill had left
            _put(part, path, content)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _put(part: Path, path: Path, content: bytes) -> None:
    part.write_bytes(content)
    part.replace(path)
