"""One widget for one field of a record: made from what the model knows of it, read back as a value.

A field is empty (None) when nothing was typed; what cannot be read is kept apart as ``Unreadable``,
so that nobody's typing is lost or silently changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import ipywidgets as widgets

from kamkit.forms.names import Names
from kamkit.forms.typed import read_number
from kamkit.model.field import NOTE_LENGTH, FieldSpec

CLASS = "kamkit-field"
# What a widget's own layout cannot say: labels to the left above their field, drop-downs one line high.
STYLE = f"""<style>
.{CLASS} > label.widget-label {{ text-align: left; width: auto; height: auto; line-height: 1.4; margin: 4px 0 0 0; }}
.{CLASS} > select {{ flex: 0 0 28px; }}
.{CLASS} > input {{ flex: 0 0 auto; }}
</style>"""
_NUMBERS = frozenset({"number", "money", "percent", "count"})


class FieldInput:
    """The widget of one field, with ``read`` and ``show`` between it and the record's value."""

    def __init__(self, spec: FieldSpec, names: Names | None = None, currency: str = "") -> None:
        self.spec = spec
        self.names = names
        self.widget = _widget(spec, names, currency)
        self.widget.add_class(CLASS)
        self._asleep = False

    def on_typed(self, call: Callable[[], None]) -> None:
        """Call when somebody, not the programme, changed the value (after Enter or on leaving the field)."""
        self.widget.observe(lambda _change: None if self._asleep else call(), names="value")

    def show(self, value: Any) -> None:
        """Put a value of the programme into the widget, without that counting as typing."""
        self._asleep = True
        try:
            self.widget.value = self._shown(value)
        finally:
            self._asleep = False

    def read(self) -> Any:
        """What the widget holds, as the record wants it: None when empty, ``Unreadable`` when it cannot be read."""
        value = self.widget.value
        if isinstance(value, str):
            value = value.strip() or None
        if value is None or isinstance(value, (date, bool)):
            return value
        if self.spec.kind in _NUMBERS:
            return read_number(value, whole=self.spec.kind == "count")
        if self.names is not None:
            return self.names.id_of(value)
        return value

    def _shown(self, value: Any) -> Any:
        if self.spec.kind in ("choice", "date"):
            return value
        if self.spec.kind == "flag":
            return bool(value) if self.spec.default is not None else value
        if value is None:
            return ""
        if self.names is not None:
            return self.names.name_of(value)
        return f"{value:.15g}" if isinstance(value, float) else str(value)


def _widget(spec: FieldSpec, names: Names | None, currency: str) -> widgets.DOMWidget:
    label = _label(spec, currency)
    common: dict[str, Any] = {
        "description": label,
        "tooltip": _tooltip(spec),
        "style": {"description_width": "initial"},
        "layout": _layout(spec),
    }
    if spec.kind == "choice":
        options: list[tuple[str, Any]] = [(choice, choice) for choice in spec.choices]
        if not (spec.required or spec.default is not None):
            options.insert(0, ("", None))
        return widgets.Dropdown(options=options, value=spec.default, **common)
    if spec.kind == "flag":
        if spec.default is not None:
            return widgets.Checkbox(value=spec.default, indent=False, **common)
        return widgets.Dropdown(options=[("not said", None), ("yes", True), ("no", False)], value=None, **common)
    if spec.kind == "date":
        return widgets.DatePicker(**common)
    if names is not None:
        return widgets.Combobox(options=names.options, placeholder="choose or type", continuous_update=False, **common)
    if spec.max_length == NOTE_LENGTH:
        return widgets.Textarea(rows=2, continuous_update=False, **common)
    return widgets.Text(continuous_update=False, **common)


def _label(spec: FieldSpec, currency: str) -> str:
    unit = spec.unit.replace("money", currency).strip()
    said = unit in ("", "points") or unit.casefold() in spec.label.casefold()
    return f"{spec.label}{'' if said else f' ({unit})'}{' *' if spec.required else ''}"


def _tooltip(spec: FieldSpec) -> str:
    allowed = "" if spec.choices or spec.kind in ("text", "id", "link") else spec.range
    needed = " Must be filled in." if spec.required else ""
    return f"{spec.help}{f' Allowed: {allowed}.' if allowed else ''}{needed}"


def _layout(spec: FieldSpec) -> dict[str, str]:
    # The label stands above its field, so that five fit beside each other on a laptop.
    if spec.kind == "flag" and spec.default is not None:
        return {"width": "auto", "align_self": "flex-end"}
    grow, width = ("3", "220px") if spec.kind == "text" else ("1", "125px")
    return {
        "flex_flow": "column",
        "align_items": "stretch",
        "height": "auto",
        "width": width,
        "flex": f"{grow} 1 {width}",
    }
