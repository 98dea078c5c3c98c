"""Chance that a seed decides: the same words give the same draws, in every process and on every machine."""

from __future__ import annotations

from random import Random


def dice(*words: object) -> Random:
    """A source of draws of its own for these words."""
    return Random("/".join(map(str, words)))  # noqa: S311 - a benchmark draws, it keeps no secrets
