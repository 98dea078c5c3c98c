"""``--format html``: one page that a person reads, prints and passes on. Nothing in it runs, nothing is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor.finding import Severity
from auditor.messages import error_text
from auditor.reporters import lines
from auditor.reporters.marking import shown
from auditor.reporters.page.part import Part
from auditor.reporters.page.sheet import sheet_of
from auditor.reporters.run import Run
from auditor.resources import templates_folder

if TYPE_CHECKING:
    from jinja2 import Environment


def render(run: Run) -> str:
    """The page of a run: a table of all reports, unless there is but one, then each report. Same run, same page."""
    parts = [Part(sheet_of(run, audit, number)) for number, audit in enumerate(run.audits, start=1)]
    several = len(parts) != 1 or bool(run.errors)
    severities = [severity.word for severity in sorted(Severity, reverse=True)]
    return (
        environment(run)
        .get_template("page.html.j2")
        .render(
            title=run.say("page_overview") if several else parts[0].heading,
            overview=several,
            summary=lines.summary(run),
            parts=parts,
            errors=[error_text(error, run.language) for _, error in run.errors],
            severities=severities,
        )
    )


def environment(run: Run, *further: Path) -> Environment:
    """Templates whose values are escaped, with the words of a run; those of further folders come first."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from auditor.reporters.compiled import COMPILED

    environment = Environment(
        loader=FileSystemLoader([*further, templates_folder()]),
        bytecode_cache=COMPILED,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(run=run, say=run.say)
    return environment


def _finalized(value: object) -> object:
    """Each value that a template writes, with characters that no page can carry named. Markup is written as it is."""
    return shown(value) if type(value) is str else value
