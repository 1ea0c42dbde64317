"""What people type, read by the rules of the import; what can mean two things is asked about, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamkit.forms.names import Names
    from kamkit.model.field import FieldSpec

# What the import says of a whole column and of its options means nothing to somebody in one field.
_OPTIONS = re.compile(r"(; (say which with|if this is an Excel)|: say) .*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIGURES = frozenset({"number", "money", "percent", "count"})


@dataclass(frozen=True)
class Unreadable:
    """What was typed, and what was expected instead."""

    typed: str
    expected: str

    def __str__(self) -> str:
        return f'found "{self.typed}"; expected {self.expected}'


def read_number(typed: str, *, whole: bool = False) -> float | int | Unreadable:
    """A number as people type it: ``1500``, ``1.5``, ``1,5``, ``1 500``; ``1,500`` is asked about, not guessed."""
    from kamkit.programme.importing.numbers import read_figures, take_apart

    text = typed.strip()
    found = read_figures([text])
    if text in found.number:
        value = found.number[text]
        if not whole:
            return value
        return int(value) if value.is_integer() else Unreadable(typed, "a whole number, such as 3")
    part = take_apart(text)
    if part is not None and part.unsure:
        digits, kind = part.body.replace(".", "").replace(",", ""), "comma" if "," in part.body else "point"
        return Unreadable(typed, f"{digits} or {digits[:-3]}.{digits[-3:]}0: a {kind} there can mean either")
    return Unreadable(typed, "a whole number, such as 3" if whole else "a number without letters, such as 1500 or 1.5")


def from_text(spec: FieldSpec, text: str, names: Names | None = None) -> Any:
    """The value of a field from what stands in it: None when empty, ``Unreadable`` when it cannot be read."""
    typed = text.strip()
    if not typed:
        return None
    if spec.kind in _FIGURES:
        return read_number(typed, whole=spec.kind == "count")
    if spec.kind in ("date", "flag", "choice"):
        from kamkit.programme.importing.values import read_column

        column = read_column([typed], spec)
        return Unreadable(typed, in_short(column.wrong[0])) if column.wrong else column.values[0]
    if _CONTROL.search(typed):
        return Unreadable(typed, "text without control characters")
    return names.id_of(typed) if names is not None else typed


def as_text(spec: FieldSpec, value: Any, names: Names | None = None) -> str:
    """What stands in the field of a value: names for ids, yes and no for flags, the day as 2026-03-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if names is not None:
        return names.name_of(str(value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def in_short(expected: str) -> str:
    """What the import expected, without its advice on options."""
    return _OPTIONS.sub("", expected)
