"""A report before it is a file: paragraphs and tables in order, each sentence with the topic that it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from auditor.layout import Layout

from tests.bench.province.figures import Figures

Grid: TypeAlias = list[list[str]]
"""A table as rows of cells; cells that a merged cell covers are empty."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or some that belong together, on one topic."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose; ``lead`` is what is printed before its first sentence."""

    sentences: tuple[Sentence, ...]
    lead: str = ""

    @property
    def text(self) -> str:
        return self.lead + "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Draft:
    """A report. Sections and tables have the keys of the layout."""

    title: str
    preamble: tuple[Paragraph, ...]
    sections: Mapping[str, tuple[Paragraph, ...]]
    """In the order of the form; sections of tables have no paragraphs."""
    figures: Figures
    signature: tuple[str, ...] = ()

    def changed(self, change: Callable[[Sentence], Sentence | None]) -> Draft:
        """The same with each sentence changed, or left out where the change gives none."""

        def over(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
            kept = []
            for paragraph in paragraphs:
                told = tuple(new for sentence in paragraph.sentences if (new := change(sentence)) is not None)
                if told or not paragraph.sentences:
                    kept.append(replace(paragraph, sentences=told))
            return tuple(kept)

        sections = {key: over(paragraphs) for key, paragraphs in self.sections.items()}
        return replace(self, preamble=over(self.preamble), sections=sections)

    def topics(self) -> Iterator[Sentence]:
        """All sentences in order."""
        for paragraphs in (self.preamble, *self.sections.values()):
            for paragraph in paragraphs:
                yield from paragraph.sentences


def headings(draft: Draft, layout: Layout) -> Iterator[tuple[str, str, str | None]]:
    """The sections of a draft: key, heading with its number, and the key of its table."""
    for ordinal, key in enumerate(draft.sections):
        spec = layout.section_spec(key)
        assert spec is not None
        yield key, f"{'一二三四五六'[ordinal]}、{spec.title}", spec.table
