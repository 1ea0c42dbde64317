"""The live face of one's own skills: nobody gets rows before saying who it is, and then only the own and those led."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

if TYPE_CHECKING:
    from kamkit.forms.editor import Editor
    from kamkit.forms.team import Skills

_ASKED = (
    "Your skills are seen by you and your line manager; everybody else sees the gap of a team. "
    "The name is asked, not proven: it keeps a page polite, and whoever may read the programme's file can read all of it."
)


class OwnSkills:
    """A name, and the editor of the rows this person may see. ``note`` is what was last said."""

    def __init__(self, skills: Skills) -> None:
        self.skills, self.note = skills, ""
        self.editor: Editor | None = None
        self.who = widgets.Text(
            value=skills.desk.who, description="Your name", continuous_update=False, layout={"width": "420px"},
            tooltip="As in the list of our people",
        )  # fmt: skip
        self.who.observe(lambda _change: self.show(), names="value")
        self._rows = widgets.VBox()
        self._status = widgets.HTML()
        self.view = widgets.VBox([widgets.HTML(f"<p>{escape(_ASKED)}</p>"), self.who, self._status, self._rows])
        self.show()

    def show(self) -> None:
        """The rows of whoever is named now."""
        name = self.who.value.strip()
        form = self.skills.form(name)
        self.editor = None
        if form is None:
            self._rows.children = (widgets.HTML(f"<p>{escape(self.skills.shown().text.splitlines()[0])}</p>"),)
            self._say(f'Nobody among our people is called "{name}".' if name else "Type your name to see your own skills.")
            return
        self.skills.desk.say_who(name)
        self.editor = form.editor
        self.editor.asks_who = False  # it was asked above
        self._rows.children = (self.editor.view,)
        self._say("")

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
