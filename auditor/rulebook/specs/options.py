"""What the options of checks have in common."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec

Beside: TypeAlias = Literal["previous", "peers", "children"]
"""Reports that a report is compared with, as ``Neighbours`` calls them."""
Characters: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
"""Characters of which each is looked for: one at least."""
Pair: TypeAlias = Annotated[str, msgspec.Meta(min_length=2, max_length=2)]
"""A mark that opens and the one that closes."""


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


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that gives a reason for what two years show: a word of each list."""

    about: tuple[str, ...]
    reasons: tuple[str, ...]
    looks_back: tuple[str, ...] = ()
    """Words by which even a sentence that is taken for a plan speaks of what was."""


class Bodies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Agencies that are meant: of one of these kinds, or told by their name."""

    kinds: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    """How their names end."""
    names: tuple[str, ...] = ()
    """Words in their names."""
    none_of: tuple[str, ...] = ()
    """Words that are taken out of a name before it is looked at: 自治区 is no 区, 铁路公安局 no 公安局."""
    not_kinds: tuple[str, ...] = ()
    """Kinds that are not meant, whatever their name."""
