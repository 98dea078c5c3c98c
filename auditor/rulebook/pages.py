"""Rule pages as text: whoever writes a rule writes its page."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import RuleFileError
from auditor.toml import raw_in


def page_text(path: Path) -> str:
    """The text of a rule's page. Raises RuleFileError for one that is missing, too large or not UTF-8."""
    if not path.exists():
        raise RuleFileError("rule_page_missing", path=str(path))
    raw = raw_in(path)
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RuleFileError("rule_page_invalid", path=str(path), line=line, detail="not UTF-8") from error
