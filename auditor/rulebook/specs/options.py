"""What the options of checks have in common."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

import msgspec

Beside: TypeAlias = Literal["previous", "peers", "children"]
"""Reports that a report is compared with, as ``Neighbours`` calls them."""


class CheckOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", cache_hash=True):
    """Options of a check; the tag is the rule's ``kind``."""

    beside: ClassVar[frozenset[Beside]] = frozenset()
    """The reports that the check reads beside the one that it is about."""


class Whose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that tell whose numbers the tables hold: a sentence with one of ``speaks`` and one of the other lists."""

    speaks: tuple[str, ...]
    consolidates: tuple[str, ...]
    """Words for the body and those below it together."""
    alone: tuple[str, ...]
    """Words for the body alone; a sentence with one of them says nothing else."""
