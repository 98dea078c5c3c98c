"""One process of the guided fuzzing, as the fuzzer wants it: started by ``python -m tests.fuzz.guided``.

A fault is kept once for each place where it arises and the fuzzing goes on; only a hang or want of memory ends it.
"""

from __future__ import annotations

import hashlib
import shlex
import sys
import traceback
from pathlib import Path
from random import Random

import atheris

_INSTRUMENTED = ["auditor", "docx", "pdfplumber", "pdfminer"]


def main(name: str, faults: Path, arguments: list[str]) -> None:
    """Attack a target until the time is up."""
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from tests.fuzz.guided.targets import TARGETS

        target = TARGETS[name]

        def attack(raw: bytes) -> None:
            try:
                target.attack(raw)
            except Exception as fault:  # noqa: BLE001 - whatever comes out of the product is what is looked for
                _keep(faults, raw, fault)

        def mutate(raw: bytes, most: int, seed: int) -> bytes:
            assert target.mutate
            return target.mutate(raw, most, Random(seed), atheris.Mutate)  # noqa: S311 - no secret

        own = {"custom_mutator": mutate} if target.mutate else {}
        # Where it merges it starts itself anew, by a shell, with what stands in the place of its name.
        command = shlex.join([sys.executable, "-m", __spec__.name, name, str(faults)])
        atheris.Setup([command, *arguments, f"-max_len={target.longest}"], attack, **own)
        atheris.Fuzz()


def _keep(folder: Path, raw: bytes, fault: Exception) -> None:
    """The bytes and the traceback of the first fault of a place."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = next((frame for frame in reversed(frames) if "/auditor/" in frame.filename), frames[-1])
    basis = f"{type(fault).__name__}|{place.filename}|{place.lineno}"
    path = folder / hashlib.sha256(basis.encode()).hexdigest()[:12]
    if not path.exists():
        path.write_bytes(raw)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(fault)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
