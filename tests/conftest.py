"""What all tests share: a browser, how long hypothesis looks, and what the collector of garbage looks through.

``HYPOTHESIS_PROFILE=long`` takes fifty times as many examples, each time others.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
# What explains a failure takes minutes for texts of this length.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
# The same examples in every run: a fault is found by whoever makes it, not by who comes next.
settings.register_profile("quick", derandomize=True, deadline=None, phases=_PHASES, suppress_health_check=_SLOW)
settings.register_profile("long", deadline=None, phases=_PHASES, suppress_health_check=_SLOW, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# What is loaded and collected stays until the end: it is looked through neither while it is made nor between tests.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser, for the tests marked ``browser``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()
