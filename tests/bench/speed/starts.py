"""What a clerk waits for: one report, the page of a rule, the help, each from the start of the process to its end."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.speed.figures import Goal, Row, Spread, Told, ratios
from tests.bench.speed.running import Took, audit, python, taken
from tests.bench.speed.sizes import Sizes
from tests.bench.speed.texts import by_size, corpus

_JIEBA = "import jieba; jieba.initialize()"
_SPACY = (
    "import sys, spacy; "
    "cut = spacy.blank('zh', config={'nlp': {'tokenizer': {'segmenter': 'jieba'}}}); "
    "cut(open(sys.argv[1], encoding='utf-8').read())"
)
"""spaCy as its documentation has it for jieba; it merely reads and cuts the report."""


_MORE = 3
"""Short commands are started so many times as often: what else the machine does weighs more on them."""


_NOTE = (
    "`audit report.txt`: {count} reports of the corpus in even steps of size, another in each run; what stands beside "
    "it is started in turn with it; all has been started once before."
)


def in_turn(commands: Sequence[Sequence[str]]) -> list[Took]:
    """What each command took, one after the other."""
    return [taken(command) for command in commands]


def report(sizes: Sizes) -> Told:
    """One report of the corpus cold, beside jieba starting and beside spaCy starting and cutting the same report."""
    paths = [str(path) for path in by_size(corpus(), sizes.pairs)]
    turns = [[audit(path), python(_JIEBA), python(_SPACY, path)] for path in paths]
    in_turn(turns[0])  # caches of compiled modules, jieba's own, and the file system's are those of a second run
    took = [in_turn(turn) for turn in turns]
    ours, jieba, spacy = (_seconds([turn[place] for turn in took]) for place in range(3))
    memory = Spread(tuple(turn[0].largest for turn in took))
    return Told(
        [
            _start("`audit report.txt`, cold", ours, jieba, '`python -c "import jieba; jieba.initialize()"`', 1.0),
            _start("the same", ours, spacy, "spaCy with jieba starts, reads and cuts the same report", 0.5),
            Row("peak memory for one report", memory, "MiB", goal=Goal(150)),
        ],
        [
            _NOTE.format(count=len(paths)),
            _by_cpu("`audit report.txt`", [(turn[0], turn[1]) for turn in took], "jieba"),
            _by_cpu("`audit report.txt`", [(turn[0], turn[2]) for turn in took], "spaCy with jieba"),
        ],
    )


def commands(sizes: Sizes) -> Told:
    """The page of a rule and the help, beside the import of typer."""
    turn = [audit("rule", "TAB008"), audit("--help"), python("import typer")]
    in_turn(turn)
    took = [in_turn(turn) for _ in range(_MORE * sizes.pairs)]
    rule, shown, typer = (_seconds([some[place] for some in took]) for place in range(3))
    beside = '`python -c "import typer"`'
    return Told(
        [
            _start("`audit rule TAB008`, cold", rule, typer, beside, 1.5),
            _start("`audit --help`, cold", shown, typer, beside, 1.5),
        ],
        [
            _by_cpu("`audit rule TAB008`", [(some[0], some[2]) for some in took], "typer"),
            _by_cpu("`audit --help`", [(some[1], some[2]) for some in took], "typer"),
        ],
    )


def _by_cpu(what: str, pairs: Sequence[tuple[Took, Took]], name: str) -> str:
    """The same ratio by CPU time, which other work on the machine changes less."""
    found = ratios([ours.cpu for ours, _ in pairs], [beside.cpu for _, beside in pairs])
    return f"{what} against {name} by CPU time instead of the clock: {found.told()}."


def _seconds(took: Sequence[Took]) -> Spread:
    return Spread(tuple(one.seconds for one in took))


def _start(what: str, ours: Spread, beside: Spread, name: str, most: float) -> Row:
    return Row(what, ours, "s", beside, name, ratios(ours.values, beside.values), Goal(most))
