"""``sarif.schema.json`` as a validator: the constraints of SARIF 2.1.0 on what ``--format sarif`` emits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8"))
SIGN = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-F]{2})"
REFERENCE = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:|(?![^/]*:))"  # a scheme, or no colon in the first segment
    rf"(?://{SIGN}*(?::\d*)?(?=/|\Z)|(?!//))"  # a server, or no path that looks like one
    rf"(?:{SIGN}|[:@/])*"
)
"""A URI reference of RFC 3986 without user, query and fragment."""
FORMATS = jsonschema.FormatChecker()
Log = dict[str, Any]


@FORMATS.checks("uri-reference")
def is_reference(value: object) -> bool:
    return not isinstance(value, str) or REFERENCE.fullmatch(value) is not None


VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=FORMATS)
