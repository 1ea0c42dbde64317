"""The kinds of field a record can have; each is written down once, here with its checks.

A field is declared in a record as ``name: type = kind("Label", "help", ...)``. Without
``required=True`` it may stay empty. ``shareable=True`` lets it appear in a customer's edition;
the default is internal. ``person=True`` says that it holds a person's name or address, so that what is
stored about a person can be shown and removed; a link to somebody's record needs no mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

Kind = Literal["id", "link", "text", "choice", "number", "money", "percent", "count", "date", "flag"]

ID_LENGTH = 64
TEXT_LENGTH = 200
NOTE_LENGTH = 4000


@dataclass(frozen=True)
class FieldSpec:
    """What is known of one field: its name, kind, label, help, unit, range, who may see it, and if it names a person."""

    name: str
    kind: Kind
    label: str
    help: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    links_to: str = ""
    max_length: int | None = None
    required: bool = False
    default: Any = None
    shareable: bool = False
    person: bool = False

    @property
    def range(self) -> str:
        """The values allowed, in words: ``1 to 10``, ``0 or more``, or the choices."""
        if self.choices:
            return ", ".join(self.choices)
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g}"
        if self.low is not None:
            return f"{self.low:g} or more"
        return f"up to {self.max_length} characters" if self.max_length else ""


def _field(kind: Kind, label: str, help: str, default: Any, required: bool, checks: dict[str, Any], **more: Any) -> Any:
    spec = {"kind": kind, "label": label, "help": help, **more}
    return Field(default=... if required else default, json_schema_extra={"kamkit": spec}, **checks)


def own_id(label: str, help: str, *, shareable: bool = False, optional: bool = False, person: bool = False) -> Any:
    """A record's own id, kept as text to the letter (``007`` and ``NA`` are ids)."""
    checks = {"max_length": ID_LENGTH} if optional else {"max_length": ID_LENGTH, "min_length": 1}
    default = "" if optional else None
    return _field("id", label, help, default, not optional, checks, shareable=shareable, person=person)


def link(table: str, label: str, help: str, *, required: bool = False, shareable: bool = False) -> Any:
    """The id of a row in another table."""
    return _field("link", label, help, None, required, {"max_length": ID_LENGTH}, links_to=table, shareable=shareable)


def key_link(table: str, label: str, help: str, *, optional: bool = False, shareable: bool = False) -> Any:
    """A link that is part of the record's key; ``optional`` lets it be empty text (the programme as a whole)."""
    checks = {"max_length": ID_LENGTH} if optional else {"max_length": ID_LENGTH, "min_length": 1}
    return _field(
        "link", label, help, "" if optional else None, not optional, checks, links_to=table, shareable=shareable
    )


def text(
    label: str, help: str, *, required: bool = False, shareable: bool = False, long: bool = False, person: bool = False
) -> Any:
    """A line of text, or a note when ``long``."""
    checks: dict[str, Any] = {"max_length": NOTE_LENGTH if long else TEXT_LENGTH}
    if required:
        checks["min_length"] = 1
    return _field("text", label, help, None, required, checks, shareable=shareable, person=person)


def choice(
    label: str, help: str, *, default: str | None = None, required: bool = False, shareable: bool = False
) -> Any:
    """One of the values of the field's ``Literal`` type."""
    return _field("choice", label, help, default, required, {}, shareable=shareable)


def number(
    label: str,
    help: str,
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    default: float | None = None,
    required: bool = False,
    shareable: bool = False,
) -> Any:
    """A number within ``low`` and ``high``, with its unit."""
    return _field(
        "number", label, help, default, required, {"ge": low, "le": high, "allow_inf_nan": False},
        unit=unit, shareable=shareable,
    )  # fmt: skip


def score(label: str, help: str, *, high: int = 10, low: int = 1, shareable: bool = False) -> Any:
    """A number on a scale, 1 to 10 unless told."""
    return number(label, help, unit="points", low=low, high=high, shareable=shareable)


def money(
    label: str,
    help: str,
    *,
    per: str = "",
    low: float | None = None,
    default: float | None = None,
    required: bool = False,
    shareable: bool = False,
) -> Any:
    """An amount in the row's own currency, or in the reporting currency where the row has none."""
    return _field(
        "money", label, help, default, required, {"ge": low, "allow_inf_nan": False},
        unit=f"money a {per}" if per else "money", shareable=shareable,
    )  # fmt: skip


def percent(
    label: str,
    help: str,
    *,
    low: float | None = 0,
    high: float | None = 100,
    default: float | None = None,
    shareable: bool = False,
) -> Any:
    """A share in per cent: 25 means a quarter."""
    return _field(
        "percent", label, help, default, False, {"ge": low, "le": high, "allow_inf_nan": False},
        unit="%", shareable=shareable,
    )  # fmt: skip


def count(
    label: str,
    help: str,
    *,
    unit: str = "",
    low: int | None = 0,
    high: int | None = None,
    default: int | None = None,
    required: bool = False,
    shareable: bool = False,
) -> Any:
    """A whole number."""
    return _field("count", label, help, default, required, {"ge": low, "le": high}, unit=unit, shareable=shareable)


def day(label: str, help: str, *, required: bool = False, shareable: bool = False) -> Any:
    """A calendar date."""
    return _field("date", label, help, None, required, {}, shareable=shareable)


def flag(label: str, help: str, *, default: bool | None = None, shareable: bool = False) -> Any:
    """Yes or no; empty when nobody has said."""
    return _field("flag", label, help, default, False, {}, shareable=shareable)
