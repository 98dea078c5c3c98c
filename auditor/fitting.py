"""Fits the models of specificity to labelled clauses and passages; with scikit-learn, which scoring does not need.

All that a later model sees of an earlier one comes from offices that the earlier one had not seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from auditor.corpus import Clause, Followed, Passage, as_report
from auditor.model import (
    FACETS,
    KINDS,
    LONGEST_RUN,
    ONE,
    SUMMARY,
    Runs,
    Scale,
    Tagger,
    Weights,
    characters,
    summary,
    tops,
)
from auditor.parsing import clauses as cutting
from auditor.parsing.improvements import foregoing, surroundings
from auditor.parsing.promises import said_in, sights
from auditor.resources import models_folder
from auditor.specificity import Judge, Lexicon, classes, leanings, load_lexicon, signs
from auditor.text.sentences import sentences
from auditor.text.spans import LineIndex, Span

RUNGS = (1, 2, 3)
_Numbers: TypeAlias = NDArray[np.float64]
_Flags: TypeAlias = NDArray[np.bool_]
_FOLDS = 5
_RAREST, _RAREST_OF_KINDS = 3, 4
"""Features that fewer clauses have are left out. One more for kinds halves the file and costs nothing in folds."""
_DECIMALS = 4
_LEAST_TELLING = 0.25
_OF_SECTIONS = 0.5
"""What a clause of a section counts beside a rated one. In folds F1 of measure or not, on rated clauses and on those
of sections, is .962 and .930 with 0.2, .955 and .945 with 0.5, .951 and .952 with 1.0."""


def fit(
    clauses: Sequence[Clause], passages: Sequence[Passage], sections: Sequence[Passage], followed: Sequence[Followed]
) -> Weights:
    """The weights of all models.

    From rated clauses, the passages that they stand in, sections of other offices, and reports of two years.
    """
    words = lexicon()
    known = [*clauses, *(clause for section in sections for clause in section.as_clauses())]
    rated = range(len(clauses))
    parts = [
        _Fold(learnt, unseen, _fit_tagger([clauses[i] for i in learnt if i in rated], classes(words)))
        for learnt, unseen in folds([clause.office for clause in known])
    ]
    seen: list[dict[str, float]] = [{} for _ in known]
    for fold in parts:
        tagger = Tagger(fold.tagger, classes(words))
        for i in fold.unseen:
            seen[i] = found_in(known[i], tagger)
    features = [{**Runs.of(clause.text).distinct(), **found} for clause, found in zip(known, seen, strict=True)]
    ladders = [
        fit_scale(
            [features[i] for i in of_kind],
            [[(clauses[i].level or 0) >= rung for i in of_kind] for rung in RUNGS],
            [clauses[i].office for i in of_kind],
        )
        for of_kind in ([i for i in rated if clauses[i].kind == kind] for kind in KINDS[:2])
    ]
    signed = [
        {**row, **dict.fromkeys(signs(clause.text, words), 1.0)} for row, clause in zip(features, known, strict=True)
    ]
    kinds = _fit_kinds(known, signed, range(len(known)))
    empty = Scale((), {})
    fitted_to = hash_of([*clauses, *sections, *followed])
    weights = Weights(
        fitted_to, _fit_tagger(clauses, classes(words)), kinds, ladders[0], ladders[1], empty, empty, empty
    )
    read: list[_Read] = []
    for fold in parts:
        strange = msgspec.structs.replace(weights, tagger=fold.tagger, kinds=_fit_kinds(known, signed, fold.learnt))
        left_out = {known[i].office for i in fold.unseen}
        stranger = Judge.of(words, strange)
        read += [_Read.of(passage, stranger) for passage in (*passages, *sections) if passage.office in left_out]
    reading = _fit_reading(read, Judge.of(words, weights))
    weights = msgspec.structs.replace(weights, joints=_fit_joints(read), reading=reading)
    return msgspec.structs.replace(weights, following=fit_following(followed, Judge.of(words, weights)))


def _fit_kinds(clauses: Sequence[Clause], signed: Sequence[Mapping[str, float]], learnt: Sequence[int]) -> Scale:
    answers = [[clauses[i].kind == kind for i in learnt] for kind in KINDS]
    offices = [clauses[i].office for i in learnt]
    counts = [1.0 if clauses[i].level is not None or clauses[i].passage else _OF_SECTIONS for i in learnt]
    return fit_scale([signed[i] for i in learnt], answers, offices, _RAREST_OF_KINDS, counts)


@dataclass(frozen=True, slots=True)
class _Fold:
    """Clauses learnt and clauses of other offices, with the tagger of those that were learnt."""

    learnt: Sequence[int]
    unseen: Sequence[int]
    tagger: Scale


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage cut as its labels cut it, seen by models that do not know its office."""

    office: str
    joints: Sequence[tuple[Mapping[str, float], bool]]
    """For each comma and colon what stands around it, and whether a clause ends there."""
    clauses: Sequence[cutting.Clause]
    leanings: Sequence[Sequence[float]]
    kinds: Sequence[str]

    @staticmethod
    def of(passage: Passage, judge: Judge) -> _Read:
        inside = {i for place in passage.clauses for i in range(place.start, place.end)}
        joints: list[tuple[Mapping[str, float], bool]] = []
        found: list[cutting.Clause] = []
        lines = LineIndex(passage.text)
        for sentence in sentences(lines, Span(0, len(passage.text))):
            for piece, mark in cutting.pieces(sentence):
                places = cutting.joints(piece.text)
                ends = [place for place in places if piece.positions[place] not in inside]
                joints += [(cutting.joint_features(piece.text, place, judge), place in ends) for place in places]
                found += cutting.parts(piece, mark, ends)
        lean = [leanings(clause.text, judge) for clause in found]
        return _Read(passage.office, joints, found, lean, [_label(clause, passage) for clause in found])

    def with_pairs(self) -> Iterator[_Read]:
        """The passage, and its clauses two by two: a section of two sentences is read as well as a long one."""
        yield self
        for start in range(0, len(self.clauses), 2):
            pair = slice(start, start + 2)
            yield _Read(self.office, (), self.clauses[pair], self.leanings[pair], self.kinds[pair])


def _label(clause: cutting.Clause, passage: Passage) -> str:
    """The kind of the labelled clause that most of a clause lies in; what lies in none is neither."""
    found = clause.sentence.whole
    shared = ((min(place.end, found.end) - max(place.start, found.start), place.kind) for place in passage.clauses)
    most, kind = max(shared)
    return kind if 2 * most > found.end - found.start else "other"


def _fit_joints(read: Sequence[_Read]) -> Scale:
    told = [(item.office, features, ends) for item in read for features, ends in item.joints]
    return fit_scale([row for _, row, _ in told], [[ends for _, _, ends in told]], [office for office, _, _ in told])


def _fit_reading(read: Sequence[_Read], judge: Judge) -> Scale:
    parts = [part for item in read for part in item.with_pairs()]
    rows = [
        {**beside, **foregoing(item.clauses, place, item.kinds[:place])}
        for item in parts
        for place, beside in enumerate(surroundings(item.clauses, item.leanings, judge))
    ]
    kinds = [kind for item in parts for kind in item.kinds]
    return fit_scale(rows, [[kind == of for kind in kinds] for of in KINDS], [i.office for i in parts for _ in i.kinds])


def fit_following(followed: Sequence[Followed], judge: Judge) -> Scale:
    """Whether a clause of this year takes up a measure of last year, from all pairs of such clauses.

    The measures are found by the judge, which knows most of the offices: what it says of their facets is a little
    better than it will be elsewhere.
    """
    rows: list[Mapping[str, float]] = []
    answers: list[bool] = []
    offices: list[str] = []
    for item in followed:
        previous, moved = as_report(item.office, item.year, item.before, judge)
        report, shifted = as_report(item.office, item.year + 1, item.after, judge)
        said = list(said_in(report, judge.words.promise))
        due = [(measure, of) for measure in previous.measures if (of := item.promised(measure.span, moved))]
        pairs = sights([measure for measure, _ in due], previous, said, judge.words.promise)
        for (_, promised), row in zip(due, pairs, strict=True):
            places = [Span(start + shifted, end + shifted) for start, end in promised.where]
            rows += row
            answers += [any(place.overlaps(part.clause.whole) for place in places) for part in said]
            offices += [item.office] * len(said)
    return fit_scale(rows, [answers], offices) if rows else Scale((), {})


def lexicon() -> Lexicon:
    return load_lexicon(models_folder() / "specificity" / "lexicon.toml")


def hash_of(fitted_to: Sequence[Clause | Passage | Followed]) -> str:
    """The hash by which weights name what they were fitted to: clauses, sections, then reports of two years."""
    return hashlib.sha256(b"\n".join(map(msgspec.json.encode, fitted_to))).hexdigest()


def found_in(clause: Clause, tagger: Tagger) -> dict[str, float]:
    return dict(zip(SUMMARY, summary(tops(tagger.carried(Runs.of(clause.text)))), strict=True))


def _fit_tagger(clauses: Sequence[Clause], verbs: Mapping[str, str]) -> Scale:
    features = [dict.fromkeys(seen, 1.0) for clause in clauses for seen in characters(clause.text, verbs)]
    answers: list[list[bool]] = [[] for _ in FACETS]
    for clause in clauses:
        for facet, column in zip(FACETS, answers, strict=True):
            carrying = {i for start, end in clause.facets.get(facet, []) for i in range(start, end)}
            column.extend(i in carrying for i in range(len(clause.text)))
    names, matrix = _matrix(features, _RAREST)
    models = [
        LogisticRegression(C=1.0, l1_ratio=1.0, solver="liblinear", random_state=0, max_iter=1000).fit(matrix, column)
        for column in answers
    ]
    return _scale(names, [(model.coef_[0], model.intercept_[0]) for model in models], ())


def fit_scale(
    features: Sequence[Mapping[str, float]],
    answers: Sequence[list[bool]],
    offices: list[str],
    rarest: int = _RAREST,
    counts: Sequence[float] | None = None,
) -> Scale:
    """One logistic model an answer, its margins calibrated on offices that were left out.

    ``counts`` says how much each row counts; all the same without it.
    """
    names, matrix = _matrix(features, rarest)
    much = np.ones(len(features)) if counts is None else np.array(counts)
    runs = np.array([len(name) <= LONGEST_RUN for name in names])
    unseen = np.zeros((len(features), len(answers)))
    for learnt, left_out in folds(offices):
        for place, answer in enumerate(answers):
            weights, intercept = _logistic(matrix[learnt], np.array(answer)[learnt], much[learnt], runs)
            unseen[left_out, place] = matrix[left_out] @ weights + intercept
    calibration = []
    for place, answer in enumerate(answers):
        line = LogisticRegression(C=1e6).fit(unseen[:, [place]], answer, sample_weight=much)
        calibration.append((_short(line.coef_[0, 0]), _short(line.intercept_[0])))
    models = [_logistic(matrix, np.array(answer), much, runs) for answer in answers]
    return _scale(names, models, tuple(calibration))


def _logistic(matrix: csr_matrix, answer: _Flags, much: _Numbers, runs: _Flags) -> tuple[_Numbers, float]:
    """Weights and intercept of a logistic model of rows and yes or no.

    A run of characters is made the larger the more it tells by itself, by its log-count ratio (Wang and Manning,
    "Baselines and Bigrams", 2012): in folds that adds a point of F1 to kinds and half a point of kappa to levels.
    """
    often = matrix > 0
    with_it, without = (1 + often.T @ (much * side) for side in (answer, ~answer))
    ratio = np.log(with_it / with_it[runs].sum()) - np.log(without / without[runs].sum()) if runs.any() else 0.0
    size = np.where(runs, _LEAST_TELLING + (1 - _LEAST_TELLING) * np.abs(ratio), 1.0)
    model = LogisticRegression(C=1.0, solver="liblinear", random_state=0, max_iter=1000)
    model.fit(matrix @ diags(size), answer, sample_weight=much)
    return model.coef_[0] * size, model.intercept_[0]


def folds(offices: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Five ways to leave out a fifth of the offices: places to learn from, and places of the offices left out."""
    for learnt, unseen in GroupKFold(_FOLDS).split(offices, groups=offices):
        yield learnt.tolist(), unseen.tolist()


def _matrix(features: Sequence[Mapping[str, float]], rarest: int) -> tuple[list[str], csr_matrix]:
    """Features that are not too rare, and their values a row."""
    often = Counter(name for row in features for name in row)
    names = sorted(name for name, count in often.items() if count >= rarest)
    place = {name: i for i, name in enumerate(names)}
    cells = [(r, place[name], value) for r, row in enumerate(features) for name, value in row.items() if name in place]
    rows, columns, values = zip(*cells, strict=True)
    return names, csr_matrix((values, (rows, columns)), shape=(len(features), len(names)))


def _scale(
    names: Sequence[str], models: Sequence[tuple[_Numbers, float]], calibration: tuple[tuple[float, float], ...]
) -> Scale:
    """A scale of weights and intercepts, one pair a model."""
    weights = {}
    for name, row in zip(names, zip(*(weights for weights, _ in models), strict=True), strict=True):
        kept = tuple(round(weight * ONE) for weight in row)
        if any(kept):
            weights[name] = kept
    return Scale(tuple(_short(intercept) for _, intercept in models), weights, calibration)


def _short(value: float) -> float:
    """An intercept or a calibration as it is kept."""
    return round(float(value), _DECIMALS)
