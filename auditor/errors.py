"""What stops an audit, each with the words that a person needs to mend it."""

from __future__ import annotations


class AuditError(Exception):
    """A fault that is told in one line: a message code of the catalogue and its values."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Code and values, for a traceback; ``auditor.messages`` has the words."""
        told = ", ".join(f"{name}={value}" for name, value in self.params.items() if value != "")
        return f"{self.code}: {told}" if told else self.code


class UsageError(AuditError):
    """The command or the call was put wrongly."""


class UnreadableReport(AuditError):
    """A file that cannot be read as an annual report."""


class RuleFileError(AuditError):
    """A rule file, layout or vocabulary that does not say what it must."""


class RuleCrash(AuditError):
    """A check that failed through a fault of ours; never a silent pass."""


class StoreError(AuditError):
    """A store of results that cannot be opened, read or written."""


class StoreFault(StoreError):
    """What the system or another program does to a store: when it is mended, the same call goes on."""
