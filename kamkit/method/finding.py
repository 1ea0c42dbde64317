"""What a check has to say: how serious it is, what was seen, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["danger", "careful", "unknown", "fine"]
_WORST_FIRST: tuple[Severity, ...] = ("danger", "careful", "unknown", "fine")


@dataclass(frozen=True)
class Finding:
    """One finding: ``says`` is a sentence about the account or the list, ``do`` the next step."""

    severity: Severity
    says: str
    do: str = ""


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, danger before careful before unknown before fine; equal ones keep their order."""
    return tuple(sorted(findings, key=lambda finding: _WORST_FIRST.index(finding.severity)))
