"""One field of a record on the screen: its text, and what the browser has to know to draw it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kamkit.forms.names import Names
from kamkit.forms.typed import as_text, from_text
from kamkit.model.field import NOTE_LENGTH, FieldSpec

_FIGURES = frozenset({"number", "money", "percent", "count"})


class Cell:
    """The text of one field. ``text`` is what stands there; setting ``value`` is what a person does who types and leaves."""

    def __init__(self, spec: FieldSpec, names: Callable[[FieldSpec], Names | None], enter: Callable[[str, str], None]) -> None:
        self.spec, self._names, self._enter = spec, names, enter
        self.text = ""

    @property
    def names(self) -> Names | None:
        """The names behind a link; None for any other field."""
        return self._names(self.spec)

    @property
    def value(self) -> str:
        """What stands in the field."""
        return self.text

    @value.setter
    def value(self, typed: str | date | bool | None) -> None:
        self._enter(self.spec.name, typed if isinstance(typed, str) else as_text(self.spec, typed))

    def show(self, value: Any) -> None:
        """Put a value of the programme into the field."""
        self.text = self.text_of(value)

    def text_of(self, value: Any) -> str:
        """What would stand here for a value."""
        value = self.spec.default if value is None and self.spec.kind == "flag" else value
        return as_text(self.spec, value, self.names)

    def read(self, text: str | None = None) -> Any:
        """The value of what stands here, or of another text; ``Unreadable`` if it is none."""
        return from_text(self.spec, self.text if text is None else text, self.names)


def column_of(spec: FieldSpec, currency: str = "") -> dict[str, Any]:
    """What the browser draws a field from: name, label, kind of control, help, choices, and how wide it wants to be."""
    kind, choices = _control(spec)
    return {
        "name": spec.name, "label": label_of(spec, currency), "kind": kind, "help": _help(spec), "choices": choices,
        "required": spec.required, "length": spec.max_length or 0,
    }  # fmt: skip


def label_of(spec: FieldSpec, currency: str = "") -> str:
    """The label with its unit, unless it says so already, and a star where something must be filled in."""
    unit = spec.unit.replace("money", currency).strip()
    said = unit in ("", "points") or unit.casefold() in spec.label.casefold()
    return f"{spec.label}{'' if said else f' ({unit})'}{' *' if spec.required else ''}"


def _control(spec: FieldSpec) -> tuple[str, list[list[str]]]:
    if spec.kind == "choice":
        empty = [] if spec.required or spec.default is not None else [["", ""]]
        return "choice", [*empty, *([choice, choice] for choice in spec.choices)]
    if spec.kind == "flag":
        return ("choice", [["", "not said"], ["yes", "yes"], ["no", "no"]]) if spec.default is None else ("check", [])
    if spec.links_to:
        return "link", []
    if spec.kind in _FIGURES:
        return "number", []
    if spec.kind == "date":
        return "date", []
    return ("note" if spec.max_length == NOTE_LENGTH else "line"), []


def _help(spec: FieldSpec) -> str:
    allowed = "" if spec.choices or spec.kind in ("text", "id", "link") else spec.range
    needed = " Must be filled in." if spec.required else ""
    return f"{spec.help}{f' Allowed: {allowed}.' if allowed else ''}{needed}"
