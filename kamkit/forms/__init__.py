"""Forms: what people type goes straight into the programme. The only place that knows widgets.

``open_desk`` is what every workbook starts with; the forms of a question are in the module of that
name (``kamkit.forms.planning``). Widgets are loaded when the first form is shown, not before.
"""

from __future__ import annotations

from kamkit.forms.desk import Desk, open_desk
from kamkit.forms.rows import Form, edit_rows

__all__ = ["Desk", "Form", "edit_rows", "open_desk"]
