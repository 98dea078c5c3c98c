"""The rules: what each says, what it found, what people said of that, and which are the office's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy import Connection

from auditor import api
from auditor.rulebook import Rule, Rulebook
from auditor.rulebook.editing import Change, against_shipped, text_of
from auditor.rulebook.pages import page_text
from auditor.store import questions, results
from auditor.store.decisions import Said
from auditor.store.questions import Precision
from auditor.tuning.own_rules import own_codes
from auditor.web.access import OfVisitor
from auditor.web.pages import page
from auditor.web.refusing import Refused
from auditor.web.site import OfSite, Site

router = APIRouter()
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_EXAMPLES = "\n## 示例"
_MOST = 200
"""How many decisions a page lists."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule in the list of all."""

    rule: Rule
    found: dict[int, int]
    """Findings by year."""
    precision: Precision
    own: bool
    changes: tuple[Change, ...]
    """What is different from the rule that it replaces."""


@router.get("/rules")
def rules(site: OfSite, visitor: OfVisitor) -> Response:
    """All rules by family."""
    book = api.rulebook(site.options.rules)
    with site.engine.connect() as connection:
        years = results.years(connection)[::-1]
        found = {item.rule: dict(zip(years, item.findings, strict=True)) for item in _found(connection, years)}
        precisions = {item.rule: item for item in questions.precisions(connection)}
    own = own_codes(book, site.settings.own_rules)
    listed = [
        Listed(
            rule,
            found.get(rule.id, {}),
            precisions.get(rule.id, Precision(rule.id, 0, 0)),
            rule.id in own,
            against_shipped(book, rule.id),
        )
        for rule in book.rules
    ]
    families = [(family, list(members)) for family, members in groupby(listed, lambda item: item.rule.family)]
    trial = site.trials.of(visitor.name)
    return page(site, visitor, "rules.html.j2", families=families, years=years, trial=trial)


@router.get("/rules/{code}")
def rule(site: OfSite, visitor: OfVisitor, code: str, said: Annotated[Said | None, Query()] = None) -> Response:
    """The page of a rule, and how it fares."""
    book, found = rule_of(site, code)
    with site.engine.connect() as connection:
        years = results.years(connection)[::-1]
        counts = next((item.findings for item in _found(connection, years, found.id)), ())
        states = questions.said_of(connection, found.id)
        judged = questions.judged_of(connection, found.id, said=said, most=_MOST)
    text = page_text(book.pages[found.id]) if book.pages[found.id].is_file() else ""
    words, _, examples = text.partition(_EXAMPLES)
    return page(
        site,
        visitor,
        "rules_page.html.j2",
        rule=found,
        words=_markup(words) if words else None,
        examples=_markup(_EXAMPLES + examples) if examples else None,
        edited=text_of(book, found.id),
        own=found.id in own_codes(book, site.settings.own_rules),
        changes=against_shipped(book, found.id),
        found=list(zip(years, counts, strict=False)),
        precision=Precision.of(found.id, states),
        states=states,
        judged=judged,
        most=_MOST,
        said=said,
    )


def rule_of(site: Site, code: str) -> tuple[Rulebook, Rule]:
    """The rules as they hold now, and the one of a code."""
    book = api.rulebook(site.options.rules)
    found = book.rule(code.upper())
    if found is None:
        raise Refused(404, "没有这条规则。")
    return book, found


def _found(connection: Connection, years: list[int], code: str | None = None) -> list[questions.OfRule]:
    return questions.found_by_rules(connection, years, code) if years else []


@lru_cache(maxsize=128)
def _markup(text: str) -> Markup:
    """A page written for people as HTML; what is HTML in it is shown as it is written."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - escaped by the renderer, which passes no HTML on
