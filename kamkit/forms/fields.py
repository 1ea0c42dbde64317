"""One widget for one field of a record, for live faces that ask a few things only; rows have a sheet (``board.py``)."""

from __future__ import annotations

from datetime import date
from typing import Any

import ipywidgets as widgets

from kamkit.forms.cell import label_of
from kamkit.forms.names import Names
from kamkit.forms.typed import from_text
from kamkit.model.field import FieldSpec

CLASS = "kamkit-field"
# What a widget's own layout cannot say: labels to the left above their field, drop-downs one line high.
STYLE = f"""<style>
.{CLASS} > label.widget-label {{ text-align: left; width: auto; height: auto; line-height: 1.4; margin: 4px 0 0 0; }}
.{CLASS} > select {{ flex: 0 0 28px; }}
.{CLASS} > input {{ flex: 0 0 auto; }}
</style>"""


class FieldInput:
    """The widget of one field: a day, a name to choose, or a line of text; ``read`` gives its value."""

    def __init__(self, spec: FieldSpec, names: Names | None = None) -> None:
        self.spec, self.names = spec, names
        common: dict[str, Any] = {
            "description": label_of(spec), "tooltip": spec.help, "style": {"description_width": "initial"},
            "layout": {"flex_flow": "column", "align_items": "stretch", "height": "auto", "width": "220px"},
        }  # fmt: skip
        if spec.kind == "date":
            self.widget: Any = widgets.DatePicker(**common)
        elif names is not None:
            self.widget = widgets.Combobox(options=names.options, placeholder="choose or type", continuous_update=False, **common)
        else:
            self.widget = widgets.Text(continuous_update=False, **common)
        self.widget.add_class(CLASS)

    def read(self) -> Any:
        """What the widget holds: None when empty, ``Unreadable`` when it cannot be read."""
        value = self.widget.value
        return value if value is None or isinstance(value, date) else from_text(self.spec, value, self.names)
