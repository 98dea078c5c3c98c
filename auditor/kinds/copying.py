"""What a report has word for word in common with reports of other agencies, or with its own of last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from auditor.copying.own_words import SECTIONS, OwnWords, own_words
from auditor.copying.passages import Passage, Shared, shared
from auditor.document import Report
from auditor.finding import Evidence, Hit, Param
from auditor.kinds.outcome import Inapplicable, Result, Setting, Undecided
from auditor.kinds.two_years import previous_of
from auditor.rulebook.specs.neighbours import Copying, OwnCopying
from auditor.text.quoting import in_quotes, shortened
from auditor.text.sentences import behind_numbering
from auditor.text.spans import Span

_QUOTED = 40
_NAMED = 3


def check(report: Report, spec: Copying, setting: Setting) -> Iterator[Result]:
    """One hit at the longest passage that it has in common with others, for all of them together."""
    peers = setting.neighbours.peers
    if peers is None:
        raise Inapplicable("peers_missing")
    own = _enough(report, SECTIONS, spec.fewest, setting)
    compared = [(peer, shared(own, own_words(peer, setting.layout))) for peer in peers]
    alike = [(peer, found) for peer, found in compared if found.share >= spec.least]
    if not alike:
        return
    alike.sort(key=lambda pair: (-pair[1].share, pair[0].agency or "", pair[0].source.path, pair[0].part))
    _, found = alike[0]
    place = _place(report, found)
    yield Hit(
        place,
        {
            "peers": "、".join(in_quotes(peer.agency or PurePath(peer.source.path).name) for peer, _ in alike[:_NAMED]),
            "percent": _percent(found),
            "words": len(own),
            "passage": _quoted(report, place),
            "length": _longest(found).letters,
        },
        tuple(Evidence(passage.span) for passage in found.passages),
        "nearly_all" if found.share >= spec.nearly_all else None,
    )


def check_own(report: Report, spec: OwnCopying, setting: Setting) -> Iterator[Result]:
    """A hit at the longest passage of last year's report: of all own words, or of section 五 alone."""
    previous = previous_of(setting)
    own = _enough(report, SECTIONS, spec.fewest, setting)
    whole = shared(own, own_words(previous, setting.layout))
    if whole.share >= spec.least:
        yield _own_hit(report, own, whole, None)
        return
    problems = own_words(report, setting.layout, ("problems",))
    part = shared(problems, own_words(previous, setting.layout, ("problems",)))
    if len(problems) >= spec.fewest_problems and part.share >= spec.least_problems:
        yield _own_hit(report, problems, part, "section")


def _own_hit(report: Report, own: OwnWords, found: Shared, grade: str | None) -> Hit:
    place = _place(report, found)
    params: dict[str, Param] = {
        "percent": _percent(found),
        "words": len(own),
        "passage": _quoted(report, place),
        "length": _longest(found).letters,
    }
    return Hit(place, params, tuple(Evidence(passage.span) for passage in found.passages), grade)


def _enough(report: Report, sections: Sequence[str], fewest: int, setting: Setting) -> OwnWords:
    own = own_words(report, setting.layout, sections)
    if len(own) < fewest:
        raise Undecided("own_words_few", found=len(own), needed=fewest)
    return own


def _longest(found: Shared) -> Passage:
    return max(found.passages, key=lambda passage: (passage.letters, -passage.span.start))


def _place(report: Report, found: Shared) -> Span:
    """Where the longest passage is read."""
    return behind_numbering(report.text, _longest(found).span)


def _percent(found: Shared) -> int:
    """Cut, not rounded: what is told as 90 % is not less."""
    return int(found.share * 100)


def _quoted(report: Report, place: Span) -> str:
    return shortened(place.of(report.text), _QUOTED)
