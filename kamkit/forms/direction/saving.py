"""What the live faces share: a button, a line that says what became of the last save, and undo."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.errors import KamkitError

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk


def button(description: str, tooltip: str, call: Callable[[], Any], width: str = "200px") -> widgets.Button:
    """A button that says what it does."""
    made = widgets.Button(description=description, tooltip=tooltip, layout={"width": width})
    made.on_click(lambda _button: call())
    return made


class Saving:
    """Saves through ``save``, says so below, and takes the last one back. ``note`` is what was last said."""

    def __init__(self, desk: Desk, arrange: Callable[[], None]) -> None:
        self.desk, self._arrange = desk, arrange
        self.note = ""
        self._done: list[int] = []
        self.status = widgets.HTML()
        self.undo_button = button("Undo last", "Take back the last thing saved here", self.undo, "120px")
        self._offer_undo()
        desk.watch(arrange)

    def save(self, change: Callable[[], int | None], said: str) -> bool:
        """Run ``change`` (it gives the number of the change) and say what became of it; False if it was refused."""
        try:
            number = change()
        except KamkitError as error:
            self.say(f"Not saved. {error}.")
            return False
        if number is not None:
            self._done.append(number)
        self._after()
        at = self.desk.programme.clock().astimezone()
        self.say(f"Saved {at:%H:%M}: {said}")
        return True

    def undo(self) -> None:
        """Take back the last change saved here."""
        if not self._done:
            self.say("Nothing to undo here.")
            return
        try:
            self.desk.programme.undo(self._done[-1])
        except KamkitError as error:
            self.say(f"Not undone: {error}")
            return
        self._done.pop()
        self._after()
        self.say("Undone.")

    def _offer_undo(self) -> None:
        self.undo_button.disabled = not self._done
        self.undo_button.layout.display = "" if self._done else "none"  # alone on the page it would say nothing

    def say(self, text: str) -> None:
        """Put a sentence below the fields."""
        self.note = text
        self.status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'

    def _after(self) -> None:
        self._offer_undo()
        self._arrange()
        self.desk.tell(self._arrange)
