"""The schema that SARIF logs are held against: it covers what is emitted, and refuses what the standard refuses."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache

import jsonschema
import pytest
from auditor.reporters.sarif_report import render

from tests.documents.runs import BLANK_CELL, CLEAN, MISSING, UNBALANCED, corpus_audit, document_audit, run_of
from tests.documents.sarif_schema import SCHEMA, VALIDATOR, Log


def met(value: object, schema: Log, kind: str = "sarifLog") -> set[tuple[str, str]]:
    """The properties that a part of a log has and the schema knows, each with the kind of object that it belongs to."""
    if "$ref" in schema:
        kind = schema["$ref"].rpartition("/")[2]
        schema = SCHEMA["$defs"][kind]
    if isinstance(value, list):
        return set().union(*(met(item, schema["items"], kind) for item in value))
    if not isinstance(value, dict):
        return set()
    known = schema["properties"].keys() & value.keys()
    return {(kind, name) for name in known}.union(*(met(value[name], schema["properties"][name]) for name in known))


def test_the_schema_knows_what_is_emitted_and_nothing_else() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = {"sarifLog": SCHEMA, **{kind: part for kind, part in SCHEMA["$defs"].items() if "properties" in part}}
    assert [kind for kind, part in objects.items() if part["additionalProperties"]] == ["propertyBag"]
    audits = [corpus_audit(UNBALANCED), corpus_audit(CLEAN, "-"), document_audit(UNBALANCED, "a.docx")]
    log = json.loads(render(run_of(*audits, errors=(MISSING,))))
    assert VALIDATOR.is_valid(log)
    assert met(log, SCHEMA) == {(kind, name) for kind, part in objects.items() for name in part["properties"]}


GONE = object()
RUN, FINDING = ("runs", 0), ("runs", 0, "results", 0)
RULE_TOLD, PLACE = (*RUN, "tool", "driver", "rules", 0), (*FINDING, "locations", 0, "physicalLocation")


@lru_cache
def short_log() -> str:
    """A log of one rule, one finding, one open result and one file that is missing."""
    log = json.loads(render(run_of(corpus_audit(BLANK_CELL), errors=(MISSING,))))
    (run,) = log["runs"]
    run["tool"]["driver"]["rules"][1:] = []
    run["results"][1:-1] = []
    assert VALIDATOR.is_valid(log)
    return json.dumps(log)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("version",), "2.0.0", "const"),
        (("$schema",), "https://example.org/sarif.json", "const"),
        (("comment",), "a", "additionalProperties"),
        ((*RUN, "tool"), GONE, "required"),
        ((*RUN, "columnKind"), "bytes", "enum"),
        ((*RUN, "language"), "中文", "pattern"),
        ((*RUN, "newlineSequences"), [], "minItems"),
        ((*RUN, "newlineSequences"), ["\n", "\n"], "uniqueItems"),
        ((*RUN, "invocations", 0, "executionSuccessful"), GONE, "required"),
        ((*RUN, "invocations", 0, "toolExecutionNotifications", 0, "level"), "fatal", "enum"),
        ((*RUN, "artifacts", 0, "roles"), ["report"], "enum"),
        ((*RUN, "artifacts", 0, "mimeType"), "text", "pattern"),
        ((*RUN, "artifacts", 0, "hashes", "sha-256"), "AB", "pattern"),
        ((*RULE_TOLD, "id"), GONE, "required"),
        ((*RULE_TOLD, "help", "text"), GONE, "required"),
        ((*RULE_TOLD, "defaultConfiguration", "enabled"), 1, "type"),
        ((*RULE_TOLD, "properties", "tags"), ["TAB", "TAB"], "uniqueItems"),
        ((*FINDING, "message"), GONE, "required"),
        ((*FINDING, "message"), "text", "type"),
        ((*FINDING, "kind"), "pass", "const"),
        ((*RUN, "results", -1, "kind"), "undecided", "enum"),
        ((*FINDING, "level"), "info", "enum"),
        ((*FINDING, "level"), "none", "enum"),
        ((*FINDING, "ruleIndex"), -2, "minimum"),
        ((*FINDING, "ruleIndex"), Decimal("1.0"), "type"),
        ((*FINDING, "partialFingerprints", "auditAnchor/v1"), 1, "type"),
        ((*FINDING, "severity"), "error", "additionalProperties"),
        ((*PLACE, "artifactLocation", "uri"), "报告.txt", "format"),
        ((*PLACE, "artifactLocation", "uri"), "a b.txt", "format"),
        ((*PLACE, "artifactLocation", "uri"), "1:a.txt", "format"),
        ((*PLACE, "artifactLocation", "uri"), "//server:x/a.txt", "format"),
        ((*PLACE, "artifactLocation", "uri"), "a.txt\n", "format"),
        ((*PLACE, "artifactLocation", "index"), True, "type"),
        ((*PLACE, "region", "startLine"), 0, "minimum"),
        ((*PLACE, "region", "startLine"), GONE, "dependentRequired"),
        ((*PLACE, "region", "charLength"), -1, "minimum"),
    ],
)
def test_a_log_that_breaks_the_standard_is_refused(path: tuple[str | int, ...], value: object, fault: str) -> None:
    log = json.loads(short_log())
    holder = log
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    if value is GONE:
        del holder[path[-1]]
    assert {error.validator for error in VALIDATOR.iter_errors(log)} == {fault}
