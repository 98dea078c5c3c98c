"""Fits the models of specificity from the labelled clauses: ``python -m auditor.training [--check]``.

Writes ``models/specificity/weights.json`` and the card beside it. ``--check`` fits anew and compares
instead of writing. The only module that imports scikit-learn. Offices of the test half are not
trained on; the card's figures are of them.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from auditor.model import FACETS, KINDS, Scale, Tagger, Weights, characters, level_of, runs, summary, tops
from auditor.resources import corpus_folder, models_folder
from auditor.specificity import Judge, Lexicon, load_lexicon, rate, signs

RUNGS = (1, 2, 3)
_FOLDS = 5
_RAREST = 3
_DIGITS_KEPT = 6


class Clause(msgspec.Struct, frozen=True):
    """A clause of ``corpus/measures/clauses.jsonl`` with its adjudicated label; the raw passes are not read here."""

    id: str
    office: str
    split: str
    text: str
    kind: str
    level: int | None
    facets: dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well levels agree: quadratic weighted kappa, mean absolute error, shares right and off by two."""

    kappa: float
    error: float
    right: float
    far: float

    def row(self) -> str:
        """The figures as cells of a Markdown table."""
        return f"{self.kappa:.3f} | {self.error:.3f} | {self.right:.3f} | {self.far:.4f}"


def clauses_of(split: str) -> list[Clause]:
    """The labelled clauses of ``development`` or ``test``."""
    decoder = msgspec.json.Decoder(Clause)
    path = corpus_folder() / "measures" / "clauses.jsonl"
    return [clause for clause in decoder.decode_lines(path.read_bytes()) if clause.split == split]


def fit(clauses: Sequence[Clause]) -> Weights:
    """The weights of all models from labelled clauses."""
    seen = _unseen_summaries(clauses)
    tagger = _fit_tagger(clauses)
    features = [{**runs(clause.text), **found} for clause, found in zip(clauses, seen, strict=True)]
    offices = [clause.office for clause in clauses]
    words = _lexicon()
    signed = [
        {**row, **dict.fromkeys(signs(clause.text, words), 1.0)} for row, clause in zip(features, clauses, strict=True)
    ]
    kinds = _fit_scale(signed, [[clause.kind == kind for clause in clauses] for kind in KINDS], offices)
    ladders = [
        _fit_scale(
            [features[i] for i in of_kind],
            [[(clauses[i].level or 0) >= rung for i in of_kind] for rung in RUNGS],
            [offices[i] for i in of_kind],
        )
        for of_kind in ([i for i, clause in enumerate(clauses) if clause.kind == kind] for kind in KINDS[:2])
    ]
    return Weights(hash_of(clauses), tagger, kinds, *ladders)


def _lexicon() -> Lexicon:
    return load_lexicon(models_folder() / "specificity" / "lexicon.toml")


def hash_of(clauses: Sequence[Clause]) -> str:
    """The hash by which weights name the clauses that they were fitted to."""
    return hashlib.sha256(b"\n".join(map(msgspec.json.encode, clauses))).hexdigest()


def _unseen_summaries(clauses: Sequence[Clause]) -> list[dict[str, float]]:
    """What taggers that had not seen a clause's office find in it: what the later models will see in use."""
    found: list[dict[str, float]] = [{} for _ in clauses]
    for learnt, unseen in folds([clause.office for clause in clauses]):
        tagger = Tagger(_fit_tagger([clauses[i] for i in learnt]))
        for i in unseen:
            found[i] = _found(clauses[i], tagger)
    return found


def _found(clause: Clause, tagger: Tagger) -> dict[str, float]:
    return summary(tops(tagger.carried(clause.text)))


def _fit_tagger(clauses: Sequence[Clause]) -> Scale:
    features = [dict.fromkeys(seen, 1.0) for clause in clauses for seen in characters(clause.text)]
    answers: list[list[bool]] = [[] for _ in FACETS]
    for clause in clauses:
        for facet, column in zip(FACETS, answers, strict=True):
            carrying = {i for start, end in clause.facets.get(facet, []) for i in range(start, end)}
            column.extend(i in carrying for i in range(len(clause.text)))
    names, matrix = _matrix(features)
    models = [
        LogisticRegression(C=1.0, l1_ratio=1.0, solver="liblinear", random_state=0, max_iter=1000).fit(matrix, column)
        for column in answers
    ]
    return _scale(names, models, ())


def _fit_scale(features: Sequence[Mapping[str, float]], answers: Sequence[list[bool]], offices: list[str]) -> Scale:
    """One logistic model an answer, its margins calibrated on offices that were left out."""
    names, matrix = _matrix(features)
    unseen = np.zeros((len(features), len(answers)))
    for learnt, left_out in folds(offices):
        for place, answer in enumerate(answers):
            model = _logistic().fit(matrix[learnt], np.array(answer)[learnt])
            unseen[left_out, place] = model.decision_function(matrix[left_out])
    calibration = []
    for place, answer in enumerate(answers):
        line = LogisticRegression(C=1e6).fit(unseen[:, [place]], answer)
        calibration.append((_short(line.coef_[0, 0]), _short(line.intercept_[0])))
    return _scale(names, [_logistic().fit(matrix, answer) for answer in answers], tuple(calibration))


def _logistic() -> LogisticRegression:
    return LogisticRegression(C=1.0, solver="liblinear", random_state=0, max_iter=1000)


def folds(offices: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Five ways to leave out a fifth of the offices: places to learn from, and places of the offices left out."""
    for learnt, unseen in GroupKFold(_FOLDS).split(offices, groups=offices):
        yield learnt.tolist(), unseen.tolist()


def _matrix(features: Sequence[Mapping[str, float]]) -> tuple[list[str], Any]:
    """Features that are not too rare, and their values a row."""
    often = Counter(name for row in features for name in row)
    names = sorted(name for name, count in often.items() if count >= _RAREST)
    place = {name: i for i, name in enumerate(names)}
    cells = [(r, place[name], value) for r, row in enumerate(features) for name, value in row.items() if name in place]
    rows, columns, values = zip(*cells, strict=True)
    return names, csr_matrix((values, (rows, columns)), shape=(len(features), len(names)))


def _scale(
    names: Sequence[str], models: Sequence[LogisticRegression], calibration: tuple[tuple[float, float], ...]
) -> Scale:
    weights = {}
    for place, name in enumerate(names):
        row = tuple(_short(model.coef_[0, place]) for model in models)
        if any(row):
            weights[name] = row
    return Scale(tuple(_short(model.intercept_[0]) for model in models), weights, calibration)


def _short(value: float) -> float:
    """A weight as it is kept: so many digits that no level changes."""
    return float(f"{value:.{_DIGITS_KEPT}g}")


# ---- figures ----


def agreement(levels: Sequence[int], answers: Sequence[int]) -> Figures:
    """How well answers agree with levels."""
    from sklearn.metrics import cohen_kappa_score

    off = np.abs(np.array(levels) - np.array(answers))
    kappa = float(cohen_kappa_score(levels, answers, weights="quadratic", labels=[0, 1, 2, 3]))
    return Figures(kappa, float(off.mean()), float((off == 0).mean()), float((off > 1).mean()))


def answers_of(clauses: Sequence[Clause], tagger: Tagger, scale: Scale) -> list[list[float]]:
    """The calibrated probabilities of a scale for each clause."""
    return [scale.probabilities(scale.margins(runs(clause.text)), _found(clause, tagger)) for clause in clauses]


def calibration_error(reached: Sequence[Sequence[float]], levels: Sequence[int], bins: int = 10) -> float:
    """Expected calibration error over all rungs: how far shares differ from the probabilities that were given."""
    given = np.array(reached).ravel()
    true = np.array([[level >= rung for rung in RUNGS] for level in levels]).ravel()
    bounds = np.minimum((given * bins).astype(int), bins - 1)
    gaps = [
        abs(given[bounds == b].mean() - true[bounds == b].mean()) * (bounds == b).mean()
        for b in range(bins)
        if (bounds == b).any()
    ]
    return float(sum(gaps))


def baselines(learnt: Sequence[Clause], unseen: Sequence[Clause], tagger: Tagger) -> dict[str, list[int]]:
    """The levels that simpler ways give to measures of unseen offices."""
    views: dict[str, Callable[[Clause], dict[str, float]]] = {
        "length": lambda clause: {"length": len(clause.text) / 40},
        "digits and dates": lambda clause: {
            "digits": float(sum(sign.isdigit() for sign in clause.text)),
            "dates": float(sum(sign in "年月日" for sign in clause.text)),
        },
        "facet count": lambda clause: {
            name: value for name, value in _found(clause, tagger).items()
            if name.startswith("told.")
        },
        "facets alone": lambda clause: _found(clause, tagger),
        "n-grams alone": lambda clause: runs(clause.text),
    }  # fmt: skip
    most = Counter(clause.level for clause in learnt).most_common(1)[0][0] or 0
    found = {"majority": [most] * len(unseen)}
    answers = [[(clause.level or 0) >= rung for clause in learnt] for rung in RUNGS]
    for name, view in views.items():
        scale = _fit_scale([view(clause) for clause in learnt], answers, [clause.office for clause in learnt])
        found[name] = [level_of(scale.probabilities(scale.intercepts, view(clause)))[0] for clause in unseen]
    return found


def card(weights: Weights, learnt: Sequence[Clause], unseen: Sequence[Clause]) -> str:
    """The model card: what it was fitted to, and figures on offices that it has not seen."""
    tagger = Tagger(weights.tagger)
    judge = Judge(_lexicon(), weights, tagger)
    offices = len({clause.office for clause in unseen})
    lines = [f"- {len(learnt)} clauses of development, {len(unseen)} of {offices} other offices", ""]
    measures = [clause for clause in unseen if clause.kind == "measure"]
    problems = [clause for clause in unseen if clause.kind == "problem"]
    levels = [clause.level or 0 for clause in measures]
    heads = ("clauses of unseen offices", "kappa", "mean error", "right", "off by two")
    lines += ["| " + " | ".join(heads) + " |", "| --- | --- | --- | --- | --- |"]
    known = [clause for clause in learnt if clause.kind == "measure"]
    lines += [
        f"| measures, {name} | {agreement(levels, answers).row()} |"
        for name, answers in baselines(known, measures, tagger).items()
    ]
    reached = answers_of(measures, tagger, weights.measures)
    lines.append(f"| measures, **the model** | {agreement(levels, [level_of(p)[0] for p in reached]).row()} |")
    of_problems = [level_of(p)[0] for p in answers_of(problems, tagger, weights.problems)]
    lines.append(f"| problems, the model | {agreement([c.level or 0 for c in problems], of_problems).row()} |")
    told = [rate(clause.text, judge)[0] for clause in unseen]
    right = sum(kind == clause.kind == "measure" for kind, clause in zip(told, unseen, strict=True))
    f1 = 2 * right / (told.count("measure") + len(measures))
    error = calibration_error(reached, levels)
    lines += ["", f"- measure or not: F1 {f1:.3f}", f"- expected calibration error of the rungs: {error:.3f}"]
    return "\n".join(lines) + "\n"


_CARD = """# Model card: how specific measures and problems are

Written by `python -m auditor.training`. What the models are: `auditor/model.py`. What they were fitted to and who
labelled it: `corpus/measures/README.md`. Weights are plain numbers (`weights.json`); nothing in them is code.

{figures}
Kappa is quadratic weighted; mean error is in levels; baselines are fitted to the same clauses in the same
way. Labels of problems are 0 to 3 by their own scale. The weights carry the hash of the clauses that they were
fitted to (`{clauses}`).

Weak: a quantity between verb and object (修订6类模板) is often not quoted though the level is right; quotes may
cut a word; problems told without a word of complaint are taken for measures, as are openers of flowing prose.
"""


def main() -> int:
    """Fit, print the figures, and write weights and card."""
    learnt, unseen = clauses_of("development"), clauses_of("test")
    weights = fit(learnt)
    text = msgspec.json.encode(weights)
    figures = card(weights, learnt, unseen)
    print(figures)
    print(f"{len(text) / 1024:.0f} KiB, sha256 {hashlib.sha256(text).hexdigest()}")
    folder: Path = models_folder() / "specificity"
    if "--check" in sys.argv:
        return int((folder / "weights.json").read_bytes() != text)
    (folder / "weights.json").write_bytes(text)
    (folder / "card.md").write_text(_CARD.format(figures=figures, clauses=weights.clauses[:12]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
