"""What the options of all checks have in common."""

from __future__ import annotations

import msgspec


class CheckOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Options of a check; the tag is the rule's ``kind``."""
