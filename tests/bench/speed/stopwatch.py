"""Time by stage, taken from outside: functions of the product are replaced where they are used, for one process.

A stage's time is its own: what stages within it take is taken off. Nothing of this is in the product.
"""

from __future__ import annotations

import builtins
import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

IMPORTS, REST = "imports", "the rest"
STAGES: dict[str, tuple[str, ...]] = {
    "rulebook": (
        "auditor.rulebook.loading:load_rulebook",
        "auditor.specificity:load_judge",
        "auditor.scoring:load_scorecard",
    ),
    "read": ("auditor.reading:source_of_bytes", "auditor.reading:source_of"),
    "headings": ("auditor.parsing.headings:find_headings", "auditor.parsing.masthead:find_titles"),
    "tables": ("auditor.parsing.tables:find_table_lines", "auditor.parsing.tables:parse_table"),
    "improvements": ("auditor.parsing.improvements:find_improvements",),
    "model": (
        "auditor.specificity:leanings",
        "auditor.specificity:rate_measure",
        "auditor.specificity:rate_problem",
        "auditor.specificity:rate",
    ),
    "dictionary": ("auditor.segmentation.wordlist:word_list",),
    "words cut": (
        "auditor.nlp:tokenizer_of",
        "auditor.nlp:HardBoundaryTokenizer.__call__",
        "auditor.nlp:words_of",
    ),
    "claims": ("auditor.parsing.claims:find_claims",),
    "relations": ("auditor.parsing.arithmetic:find_relations", "auditor.parsing.arithmetic:settled"),
    "parse, the rest": ("auditor.parsing.report:parse",),
    "rules": ("auditor.engine:audit",),
    "score": ("auditor.scoring:score",),
    "render": ("auditor.reporters:render",),
}
"""Which functions are which stage, in the order of the work. One that is no more counts with its caller."""


class Stopwatch:
    """Own time of stages that lie within each other."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: list[str] = []
        self._since = clock()
        self.totals: dict[str, float] = {}

    @property
    def current(self) -> str:
        """The stage that time is counted to."""
        return self._open[-1] if self._open else REST

    def enter(self, stage: str) -> None:
        self._count()
        self._open.append(stage)

    def leave(self) -> None:
        self._count()
        self._open.pop()

    def restart(self) -> None:
        """Forget all that was counted."""
        self._count()
        self.totals.clear()

    def read(self) -> dict[str, float]:
        """What was counted till now."""
        self._count()
        return dict(self.totals)

    def _count(self) -> None:
        now = self._clock()
        self.totals[self.current] = self.totals.get(self.current, 0.0) + now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time counted to a stage."""

        @functools.wraps(function)
        def counted(*given: Any, **named: Any) -> Any:
            self.enter(stage)
            try:
                return function(*given, **named)
            finally:
                self.leave()

        return counted


class Instruments:
    """Puts a stopwatch around the functions of the stages, as their modules are loaded."""

    def __init__(self, watch: Stopwatch, stages: Mapping[str, Sequence[str]] = STAGES) -> None:
        self._watch = watch
        self._import = builtins.__import__
        self._targets = {target: stage for stage, targets in stages.items() for target in targets}
        self._timed: dict[int, tuple[object, Callable[..., Any]]] = {}
        self._found: set[str] = set()
        self._packages = {target.partition(":")[0].split(".")[0] for target in self._targets}

    def install(self) -> None:
        """Time imports, and after each put the instruments into what is new."""
        builtins.__import__ = self._timed_import
        self.place()

    def remove(self) -> None:
        """Let imports be as they were; what is timed remains so."""
        builtins.__import__ = self._import

    @property
    def missing(self) -> list[str]:
        """Functions that were looked for and are no more."""
        return sorted(set(self._targets) - self._found)

    def place(self) -> None:
        """Replace the functions wherever a loaded module of theirs names them."""
        for target, stage in self._targets.items():
            if target not in self._found and self._take(target, stage):
                self._found.add(target)
        for place in [place for place in sys.modules if place.split(".")[0] in self._packages]:
            module = sys.modules[place]
            for name, value in list(vars(module).items()):
                if id(value) in self._timed and self._timed[id(value)][0] is value:
                    setattr(module, name, self._timed[id(value)][1])

    def _take(self, target: str, stage: str) -> bool:
        """Whether a function is there by now; a method is replaced in its class."""
        place, _, name = target.partition(":")
        owner: ModuleType | type | None = sys.modules.get(place)
        kind, _, method = name.rpartition(".")
        if kind and owner is not None:
            owner = vars(owner).get(kind)
        function = vars(owner).get(method) if owner is not None else None
        if owner is None or function is None:
            return False
        timed = self._watch.timed(stage, function)
        if kind:
            setattr(owner, method, timed)
        else:
            self._timed[id(function)] = function, timed
        return True

    def _timed_import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the names that Python gives
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if self._watch.current == IMPORTS or self._is_loaded(name, fromlist or (), level):
            return self._import(name, globals, locals, fromlist or (), level)
        known = len(sys.modules)
        self._watch.enter(IMPORTS)
        try:
            return self._import(name, globals, locals, fromlist or (), level)
        finally:
            if len(sys.modules) != known:
                self.place()
            self._watch.leave()

    @staticmethod
    def _is_loaded(name: str, fromlist: Sequence[str], level: int) -> bool:
        module = sys.modules.get(name)
        return level == 0 and module is not None and all(part in vars(module) for part in fromlist)
