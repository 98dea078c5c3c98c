"""How quick the tool is against stock parts in the same run: ``python -m tests.bench.speed``. Ratios, not promises."""
