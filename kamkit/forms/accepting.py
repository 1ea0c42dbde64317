"""The live face of the proposals: read one, take it into the plan, or take that back."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from kamkit.errors import KamkitError
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.forms.planning import Proposals

AT_ONCE = 12


class Accepting:
    """A line with a button for each proposal; ``note`` is what was last said."""

    def __init__(self, proposals: Proposals) -> None:
        self.proposals = proposals
        self.note = ""
        self.buttons: list[widgets.Button] = []
        self._taken: list[int] = []
        self._shown_up_to = AT_ONCE
        self._lines: list[tuple[object, widgets.HBox]] = []  # what a line was made of, and the line
        self._list = widgets.VBox()
        self._status = widgets.HTML()
        self._undo = widgets.Button(description="Undo last", tooltip="Take the last proposal out of the plan again")
        self._undo.on_click(lambda _button: self.undo())
        self._next = widgets.Button(description="Show the next ones", tooltip="Proposals not shown yet")
        self._next.on_click(lambda _button: self.show_next())
        self.view = widgets.VBox([self._list, widgets.HBox([self._undo, self._next]), self._status])
        self._arrange()
        proposals.desk.watch(self._arrange)

    def take(self, proposal: pd.Series) -> None:
        """Take a proposal into the plan."""
        try:
            self._taken.append(self.proposals.take(proposal))
        except KamkitError as error:
            self._say(f"Not saved: {error}")
            return
        at = self.proposals.desk.programme.clock().astimezone()
        self._changed(f"Saved {at:%H:%M}: {self.proposals.taken}")

    def undo(self) -> None:
        """Take the last proposal out of the plan again."""
        if not self._taken:
            self._say("Nothing to undo here.")
            return
        try:
            self.proposals.desk.programme.undo(self._taken[-1])
        except KamkitError as error:
            self._say(f"Not undone: {error}")
            return
        self._taken.pop()
        self._changed("Undone.")

    def show_next(self) -> None:
        """Show more of the proposals."""
        self._shown_up_to += AT_ONCE
        self._arrange()

    def _changed(self, said: str) -> None:
        self._arrange()
        self.proposals.desk.tell(self._arrange)
        self._say(said)

    def _arrange(self) -> None:
        proposed = self.proposals.proposed()
        before, self._lines = dict(self._lines), []
        for _, row in proposed.head(self._shown_up_to).iterrows():
            made_of = (self._text(row), *map(str, row))
            # Every browser would build a new line anew, and a form saves its fields one by one.
            self._lines.append((made_of, before.pop(made_of, None) or self._line(row)))
        self.buttons = [line.children[0] for _, line in self._lines]
        lines = tuple(line for _, line in self._lines)
        self._list.children = lines or (widgets.HTML(f"<p>{escape(self.proposals.shown().text)}</p>"),)
        for line in before.values():
            for one in (line, *line.children):
                one.close()
        self._next.layout.display = "" if len(proposed) > self._shown_up_to else "none"
        self._undo.disabled = not self._taken
        self._undo.layout.display = "" if self._taken else "none"

    def _line(self, proposal: pd.Series) -> widgets.HBox:
        button = widgets.Button(
            description="Take into the plan",
            tooltip=f"Into the plan: {proposal['what']}",
            layout={"flex": "0 0 176px", "width": "176px"},
        )
        button.on_click(lambda _button: self.take(proposal))
        text = widgets.HTML(self._text(proposal), layout={"flex": "1 1 auto"})
        return widgets.HBox([button, text], layout={"align_items": "center"})

    def _text(self, proposal: pd.Series) -> str:
        account = ""
        if not self.proposals.desk.account_id:
            names = self.proposals.desk.tables()["accounts"].set_index("account_id")["name"]
            account = f"{escape(str(names[proposal['account_id']]))}: "
        return (
            f"<p><b>{account}{escape(str(proposal['what']).rstrip('.'))}</b>, by {day(proposal['due'])}."
            f"<br>{escape(str(proposal['evidence']))}</p>"
        )

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
