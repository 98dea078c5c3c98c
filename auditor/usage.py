"""Errors of usage in the words of the user: click's exceptions to one line each."""

from __future__ import annotations

from auditor.errors import UsageError


def as_usage_error(error: Exception) -> UsageError | None:
    """The usage error that an exception of the argument parser stands for; None if it is another fault."""
    names = {cls.__name__ for cls in type(error).__mro__}
    if "NoSuchOption" in names:
        close = getattr(error, "possibilities", None) or []
        return UsageError("option_unknown", option=getattr(error, "option_name", ""), close=close[0] if close else "")
    if "MissingParameter" in names:
        parameter = getattr(error, "param", None)
        return UsageError(
            "argument_missing", name=getattr(parameter, "metavar", None) or getattr(parameter, "name", "")
        )
    if "BadOptionUsage" in names or "BadParameter" in names:
        option = getattr(error, "option_name", None) or getattr(getattr(error, "param", None), "name", "")
        return UsageError("option_value", option=option, detail=getattr(error, "message", str(error)))
    if "UsageError" in names:
        return UsageError("argument_extra", detail=getattr(error, "message", str(error)))
    return None
