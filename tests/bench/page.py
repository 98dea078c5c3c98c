"""How quick the review page is over a large store: ``python -m tests.bench.page [--reports 15000] [--store FILE]``.

Each address is asked three times of the application itself, without a network; the median of the server's time is
printed, the first time apart. Then one file is handed in, and the time until it stands on its page is printed.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from pathlib import Path
from statistics import median

from auditor.api import Options
from auditor.batch.auditing_stage import with_keys
from auditor.store import intake, results
from auditor.store.accounts import begin_session, visitor_of
from auditor.store.opening import open_store, writing
from auditor.store.schema import reports
from auditor.web.access import cookie_name, page_token
from auditor.web.app import build
from auditor.web.command import open_site
from auditor.web.site import Settings, Site
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from tests.batch.texts import FERRIES, report
from tests.bench.store import fill

ASKED = (
    *(
        "/",
        "/?level=县&sort=change",
        "/common",
        "/spread",
        "/submissions",
        "/findings",
        "/findings?rule=TAB006",
        "/copies",
    ),
    *("/agencies/50", "/follow-up", "/rules", "/rules/TAB006", "/uploads", "/reports/7000"),
)


def settle(engine: Engine, count: int) -> None:
    """Mark all reports as audited as they would be now, so that a round finds nothing to do."""
    for start in range(1, count + 1, 500):
        with writing(engine) as connection:
            for due in with_keys(results.beside(connection, range(start, start + 500)), Options()):
                connection.execute(update(reports).where(reports.c.id == due.item.report).values(audited_with=due.key))
    with writing(engine) as connection:
        intake.finish_run(connection, 1)


def _client(site: Site) -> tuple[TestClient, str]:
    client = TestClient(build(site), base_url="http://127.0.0.1")
    with writing(site.engine) as connection:
        shown = begin_session(connection, "bench", "administrator")
    client.cookies.set(cookie_name(site), shown)
    with site.engine.connect() as connection:
        visitor = visitor_of(connection, shown)
    assert visitor
    return client, page_token(site, visitor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=15_000)
    parser.add_argument("--store", help="a store that was filled before, or is to be kept")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(chosen.store or Path(temporary) / "store.db")
        filled = place.is_file()
        engine = open_store(str(place))
        if not filled:
            fill(engine, chosen.reports)
        settle(engine, chosen.reports)
        engine.dispose()
        site = open_site(Settings(str(place), Path(temporary), entrance="accounts", jobs=2))
        client, token = _client(site)
        for address in ASKED:
            times = []
            for _ in range(4):
                start = time.perf_counter()
                answer = client.get(address)
                times.append(1000 * (time.perf_counter() - start))
                size = len(answer.content)
            told = f"{median(times[1:]):8.0f} ms, first {times[0]:6.0f} ms, {size / 1024:6.0f} KiB"
            print(f"{address:20} {answer.status_code} {told}")
        content = io.BytesIO(report("芦汀市水利局", 2023, FERRIES).encode())
        start = time.perf_counter()
        data = {"page_token": token}
        answer = client.post("/uploads", data=data, files={"files": ("水利局.txt", content)}, follow_redirects=False)
        address = answer.headers["location"]
        while "已审核 1 / 1" not in client.get(address).text:
            time.sleep(0.2)
        shown = time.perf_counter() - start
        while site.rounds.progress.running:
            time.sleep(0.2)
        ended = time.perf_counter() - start
        print(f"one file handed in: on its page after {shown:.1f} s, round ended after {ended:.1f} s")
        site.engine.dispose()


if __name__ == "__main__":
    main()
