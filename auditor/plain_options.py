"""Options that are texts or switches are taken as they are: no pydantic to make a text of a text.

Why: typer sends the value of each option through pydantic, which takes longer to import than all
else that the page of a rule takes. Our options are texts, lists of texts and switches, save a few
numbers of ``batch`` and ``web``, which stay with pydantic. What is set here is where typer keeps
the check of an option between two uses. A release of typer that keeps none there is left to itself
and is slower, not wrong; tests tell which of both happens, and that both give the same values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.core import Parameter

_KEPT = "_runtime_param"


@dataclass(frozen=True, slots=True)
class _AsGiven:
    """A value as the shell gave it, or several in a list."""

    several: bool

    def coerce(self, value: object, param: object, ctx: object) -> object:  # noqa: ARG002 - typer calls it so
        if self.several:
            return list(value) if isinstance(value, list | tuple) else ()
        return value


def _keep_as_given(options: Sequence[object]) -> None:
    for option in options:
        told = getattr(option, "type_descriptor", None)
        annotation = getattr(told, "annotation", None)
        if annotation in (str, bool, list[str]) and getattr(option, _KEPT, told) is None:
            setattr(option, _KEPT, _AsGiven(several=annotation == list[str]))


class PlainCommand(TyperCommand):
    """A command that checks no texts."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        options = super().get_params(ctx)
        _keep_as_given(options)
        return options


class PlainGroup(TyperGroup):
    """The program itself, whose only option is ``--help``."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        options = super().get_params(ctx)
        _keep_as_given(options)
        return options
