"""How many examples a test takes: few in the quick profile, fifty times as many in the long one."""

from __future__ import annotations

import os

from hypothesis import settings

_TIMES = 50 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 1


def examples(quick: int) -> settings:
    """So many in the quick profile."""
    return settings(max_examples=quick * _TIMES)
