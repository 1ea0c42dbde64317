"""The live face of the manager's own check: four questions, a mark and its evidence each."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.method.team import PARTS
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.forms.team import OwnCheck

_MARKS: list[tuple[str, float | None]] = [
    ("don't know", None), ("1 not at all", 1.0), ("2", 2.0), ("3", 3.0), ("4", 4.0), ("5 fully", 5.0),
]  # fmt: skip


class Checking:
    """A mark and a line of evidence for each part of the job; ``note`` is what was last said."""

    def __init__(self, check: OwnCheck) -> None:
        self.check, self.note = check, ""
        self._done: list[int] = []
        desk = check.desk
        self.who = widgets.Text(value=desk.who, description="Your name", layout={"width": "420px"})
        self.marks = {part: widgets.Dropdown(options=_MARKS, index=0, description="Mark", layout={"width": "250px"}) for part in PARTS}
        self.evidence = {
            part: widgets.Text(description="Because", placeholder="what the mark rests on", layout={"width": "520px"})
            for part in PARTS
        }
        save = widgets.Button(description="Save the check", tooltip=f"The four marks as of {day(desk.as_of)}")
        save.on_click(lambda _button: self.save())
        self._undo = widgets.Button(description="Undo last", tooltip="Take back the last check saved here", disabled=True)
        self._undo.on_click(lambda _button: self.undo())
        self._now, self._status = widgets.HTML(), widgets.HTML()
        lines: list[Any] = []
        for part, asks in PARTS.items():
            heading = widgets.HTML(f"<b>{escape(part.capitalize())}</b>: {escape(asks)}")
            lines += [heading, widgets.HBox([self.marks[part], self.evidence[part]], layout={"flex_flow": "row wrap"})]
        self.view = widgets.VBox([self._now, self.who, *lines, widgets.HBox([save, self._undo]), self._status])
        self._arrange()

    def save(self) -> None:
        """Save the four marks."""
        marks = {part: mark.value for part, mark in self.marks.items()}
        evidence = {part: text.value for part, text in self.evidence.items()}
        try:
            change = self.check.save(self.who.value, marks, evidence, self.check.desk.as_of)
        except KamkitError as error:
            self._say(f"Not saved. {error}.")
            return
        if change is not None:
            self._done.append(change)
        at = self.check.desk.programme.clock().astimezone()
        self._changed(f"Saved {at:%H:%M}, as of {day(self.check.desk.as_of)}.")

    def undo(self) -> None:
        """Take the last check back."""
        try:
            self.check.desk.programme.undo(self._done[-1])
        except KamkitError as error:
            self._say(f"Not undone: {error}")
            return
        self._done.pop()
        self._changed("Undone.")

    def _changed(self, said: str) -> None:
        self._arrange()
        self.check.desk.tell(self._arrange)
        self._say(said)

    def _arrange(self) -> None:
        self._now.value = self.check.shown().html
        self._undo.disabled = not self._done

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
