"""Trying an edited rule on the reports of a year, and keeping it as the office's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from auditor.batch.trial import CHANGES
from auditor.batch.trying import MOST_KEPT, Asked
from auditor.errors import AuditError, RuleCrash, RuleFileError, UsageError
from auditor.messages import error_text
from auditor.rulebook.editing import difference, numbers, text_of, with_edited, with_numbers
from auditor.ruletest import no_longer_met
from auditor.store import results
from auditor.store.accounts import Visitor
from auditor.tuning import own_rules
from auditor.web.access import OfAdministrator, OfReviewer
from auditor.web.pages import STOP_ASKING, page
from auditor.web.refusing import Refused
from auditor.web.rules_view import rule_of
from auditor.web.site import OfSite, Site
from auditor.web.trials import Trial

router = APIRouter()
_LONGEST = 20_000
_NUMBER, _BEFORE = "number-", "before-"
"""Before the names of fields: a number as it is now, and as it stood in the text when the page was made."""


async def _changed_numbers(request: Request) -> dict[str, str]:
    """The numbers that were changed in fields of their own."""
    form = await request.form()
    given = {name.removeprefix(_NUMBER): str(value).strip() for name, value in form.items() if name.startswith(_NUMBER)}
    return {name: value for name, value in given.items() if value and value != form.get(_BEFORE + name)}


OfNumbers = Annotated[dict[str, str], Depends(_changed_numbers)]
OfText = Annotated[str, Form(max_length=_LONGEST)]


@router.get("/rules/{code}/try")
def form(site: OfSite, visitor: OfReviewer, code: str, year: Annotated[int | None, Query()] = None) -> Response:
    """The form for trying a rule, with what came of it where it was tried."""
    site.trials.expect()
    book, rule = rule_of(site, code)
    trial = _trial(site, visitor, rule.id)
    edited = trial.asked.edited if trial else text_of(book, rule.id)
    return _form(site, visitor, rule.id, edited, year or (trial.asked.year if trial else None))


@router.post("/rules/{code}/try")
def begin(
    site: OfSite,
    visitor: OfReviewer,
    code: str,
    edited: OfText,
    year: Annotated[int, Form(ge=1, le=9999)],
    changed: OfNumbers,
) -> Response:
    """Try a rule as it was edited; where the loader refuses it, the form comes back with its words."""
    book, rule = rule_of(site, code)
    edited = with_numbers("\n".join(edited.splitlines()) + "\n", changed)
    try:
        with_edited(book, rule.id, edited)
    except RuleFileError as error:
        return _form(site, visitor, rule.id, edited, year, _refusal(error))
    site.trials.begin(visitor.name, Asked(rule.id, year, edited), site.options)
    return RedirectResponse(f"/rules/{rule.id}/try?year={year}#results", 303)


@router.get("/rules/{code}/try/progress")
def progress(site: OfSite, visitor: OfReviewer, code: str, seen: Annotated[int, Query(ge=0)] = 0) -> Response:
    """How far it is, and the findings that came since; it says when nothing more is to come."""
    trial = _trial(site, visitor, code.upper())
    if trial is None:
        raise Refused(404, "这一次试行已经不在了，请再试一次。")
    going_on, tally = trial.going_on, trial.tally
    return page(
        site,
        visitor,
        "try_progress.html.j2",
        status=200 if going_on else STOP_ASKING,
        trial=trial,
        tally=tally,
        going_on=going_on,
        fresh=tally.seen[seen:],
        changes=CHANGES,
        most=MOST_KEPT,
    )


@router.post("/rules/{code}/try/stop")
def stop(site: OfSite, visitor: OfReviewer, code: str) -> Response:
    """End it; what has come stays."""
    site.trials.stop(visitor.name)
    return RedirectResponse(f"/rules/{code.upper()}/try", 303)


@router.post("/rules/{code}/keep")
def keep(
    site: OfSite,
    visitor: OfAdministrator,
    code: str,
    edited: OfText,
    changed: OfNumbers,
    year: Annotated[int | None, Form()] = None,
) -> Response:
    """Keep an edited rule as the office's own; all reports are audited again with it."""
    book, rule = rule_of(site, code)
    edited = with_numbers("\n".join(edited.splitlines()) + "\n", changed)
    try:
        no_longer_met(with_edited(book, rule.id, edited), rule.id, "zh")  # refused where it cannot be run at all
        own_rules.keep(site.settings.own_rules, site.settings.options.rules, rule.id, edited)
    except (RuleCrash, RuleFileError, UsageError) as error:
        return _form(site, visitor, rule.id, edited, year, _refusal(error))
    site.rounds.want()
    return RedirectResponse(f"/rules/{rule.id}", 303)


@router.post("/rules/{code}/drop")
def drop(site: OfSite, visitor: OfAdministrator, code: str) -> Response:  # noqa: ARG001 - admits
    """Back to the rule of the tool."""
    _, rule = rule_of(site, code)
    try:
        own_rules.drop(site.settings.own_rules, site.settings.options.rules, rule.id)
    except UsageError as error:
        raise Refused(409, error_text(error, "zh")) from error
    site.rounds.want()
    return RedirectResponse(f"/rules/{rule.id}", 303)


def _form(site: Site, visitor: Visitor, code: str, edited: str, year: int | None, refusal: str = "") -> Response:
    book, rule = rule_of(site, code)
    with site.engine.connect() as connection:
        years = results.years(connection)[::-1]
    trial = _trial(site, visitor, code)
    return page(
        site,
        visitor,
        "try.html.j2",
        status=422 if refusal else 200,
        rule=rule,
        edited=edited,
        numbers=numbers(edited),
        differences=list(difference(text_of(book, code), edited)),
        years=years,
        year=year if year in years else next(iter(years), None),
        refusal=refusal,
        trial=trial,
        tally=trial.tally if trial else None,
        going_on=bool(trial and trial.going_on),
        changes=CHANGES,
        most=MOST_KEPT,
    )


def _trial(site: Site, visitor: Visitor, code: str) -> Trial | None:
    """What the visitor tries or tried of this rule."""
    trial = site.trials.of(visitor.name)
    return trial if trial and trial.asked.code == code else None


def _refusal(error: AuditError) -> str:
    """The words of the loader; of the place only the name of the file, which people do not see anyway."""
    path = str(error.params.get("path", "")).rsplit("/", 1)[-1]
    return error_text(type(error)(error.code, **{**error.params, "path": path}), "zh")
