"""One run of the tool with a stopwatch by stage, in a process of its own.

``python -m tests.bench.speed.staged cold OUTPUT ENTRY REPORT`` is ``audit REPORT`` from its entry on; ``… warm
OUTPUT ENTRY FILE…`` is ``audit check FILE…`` after some of the files have been done already. OUTPUT gets the CPU
seconds by stage as JSON.
"""

from __future__ import annotations

import json
import sys
import time

from tests.bench.speed.stopwatch import Instruments, Stopwatch

WARMING = 4


def cold(entry: str, report: str) -> dict[str, object]:
    """CPU seconds of one report by stage, with all that is loaded for it."""
    watch = Stopwatch(time.process_time)
    instruments = Instruments(watch)
    instruments.install()
    module, _, function = entry.partition(":")
    try:
        __import__(module)
        getattr(sys.modules[module], function)([report])
    except SystemExit as ended:
        if ended.code not in (0, 1):
            raise
    return {"stages": watch.read(), "missing": instruments.missing}


def warm(files: list[str]) -> dict[str, object]:
    """CPU seconds of a batch by stage, with all loaded before."""
    watch = Stopwatch(time.process_time)
    instruments = Instruments(watch)
    instruments.install()
    from auditor import checking

    def check(paths: list[str]) -> None:
        status = checking.run(checking.Request(paths=tuple(paths), fail_on="never", allow_undecided=True))
        if status:
            raise SystemExit(status)

    check(files[:WARMING])
    watch.restart()
    check(files[WARMING:])
    return {"stages": watch.read(), "missing": instruments.missing}


def main() -> None:
    way, output, entry, *files = sys.argv[1:]
    told = cold(entry, files[0]) if way == "cold" else warm(files)
    with open(output, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be loaded by us, not by the tool
        json.dump(told, file)


if __name__ == "__main__":
    main()
