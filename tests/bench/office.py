"""How long the office's pages take with a large store: ``python -m tests.bench.office [--reports 15000]``.

The store is that of ``tests.bench.store``; each page is asked for five times within this process, and the median of the
time that the processor spent is printed, with the size of the answer.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from auditor.store import questions
from auditor.store.accounts import begin_session
from auditor.store.opening import open_store, writing
from auditor.web.app import build
from auditor.web.command import open_site
from auditor.web.site import Settings
from fastapi.testclient import TestClient

from tests.bench.store import YEARS, fill

PAGES = (
    *("/", "/?page=40", "/?sort=change&down=true", "/?level=市&state=confirmed", "/?sort=checked&down=true"),
    *("/common", "/submissions", "/submissions?show=due", "/spread"),
    *("/findings", "/findings?page=300", "/findings?rule=TAB&state=open", "/findings?state=decided&severity=error"),
    *("/copies", "/agencies/7", "/league.xlsx", f"/findings.xlsx?year={YEARS[-1]}"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=15_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = open_store(str(folder / "store.db"))
        fill(engine, chosen.reports)
        with engine.connect() as connection:
            assert questions.totals(connection).reports == chosen.reports
        engine.dispose()
        site = open_site(Settings(str(folder / "store.db"), folder))
        client = TestClient(build(site), base_url="http://127.0.0.1")
        with writing(site.engine) as connection:
            client.cookies.set(f"audit-{site.settings.port}", begin_session(connection, "王敏", "viewer"))
        for page in PAGES:
            times = []
            for _ in range(1 if ".xlsx" in page else 5):
                start = time.process_time()
                answer = client.get(page)
                times.append(time.process_time() - start)
            print(f"{median(times) * 1000:7.0f} ms {answer.status_code} {len(answer.content) / 1024:8.0f} KiB  {page}")
        site.engine.dispose()


if __name__ == "__main__":
    main()
