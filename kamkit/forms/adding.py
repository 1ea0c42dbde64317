"""The live face of the candidates: choose an account, say who adds it and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.forms.names import Names
from kamkit.forms.typed import Unreadable
from kamkit.method.worth import group_of
from kamkit.show.worth.first_cut import candidates_by_hand

if TYPE_CHECKING:
    from kamkit.forms.worth import Candidates


class Adding:
    """Three fields and a button; ``note`` is what was last said."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates, self.desk = candidates, candidates.desk
        self.note = ""
        self._done: list[int] = []
        wide = {"layout": {"width": "420px"}, "style": {"description_width": "90px"}}
        self.account = widgets.Combobox(description="Account", placeholder="type part of the name", **wide)
        self.who = widgets.Text(description="Your name", value=self.desk.programme.who, **wide)
        self.why = widgets.Textarea(description="Why", placeholder="what the figures do not show", rows=2, **wide)
        add = widgets.Button(description="Add candidate", tooltip="It will be scored with the others")
        add.on_click(lambda _button: self.add())
        self._undo = widgets.Button(description="Undo last", tooltip="Take back the last thing saved here")
        self._undo.on_click(lambda _button: self.undo())
        self._list = widgets.VBox()
        self._status = widgets.HTML()
        fields = [self.who, self.why] if self.desk.account_id else [self.account, self.who, self.why]
        self.view = widgets.VBox([self._list, *fields, widgets.HBox([add, self._undo]), self._status])
        self._arrange()
        self.desk.watch(self._arrange)

    def add(self) -> None:
        """Save what was typed."""
        account_id = self.desk.account_id or self._names.id_of(self.account.value.strip())
        if isinstance(account_id, Unreadable):
            self._say(f"Not saved. Account: {account_id}.")
            return
        try:
            change = self.candidates.add(account_id, self.who.value, self.why.value)
        except KamkitError as error:
            self._say(f"Not saved. {error}.")
            return
        self.account.value = self.why.value = ""
        self._saved(change, "it will be scored with the others; run the next cell again to see it there.")

    def take_off(self, account_id: str) -> None:
        """Take an account off again."""
        try:
            change = self.candidates.take_off(account_id)
        except KamkitError as error:
            self._say(f"Not saved. {error}.")
            return
        self._saved(change, "taken off; the figures decide again.")

    def undo(self) -> None:
        """Take back the last change saved here."""
        try:
            self.desk.programme.undo(self._done[-1])
        except KamkitError as error:
            self._say(f"Not undone: {error}")
            return
        self._done.pop()
        self._arrange()
        self.desk.tell(self._arrange)
        self._say("Undone.")

    def _saved(self, change: int | None, said: str) -> None:
        if change is not None:
            self._done.append(change)
        self._arrange()
        self.desk.tell(self._arrange)
        self._say(f"Saved {self.desk.programme.clock().astimezone():%H:%M}: {said}")

    def _arrange(self) -> None:
        tables = self.desk.tables()
        accounts = tables["accounts"]
        groups = accounts[accounts["account_id"].isin(group_of(accounts))]
        self._names = Names(dict(zip(groups["account_id"], groups["name"], strict=True)))
        self.account.options = self._names.options
        found = candidates_by_hand(tables, self.desk.account_id)
        lines = [self._line(row) for row in found.fillna("").to_dict("records")]
        self._list.children = tuple(lines) or (widgets.HTML("<p>Nobody has been added by hand.</p>"),)
        self._undo.disabled = not self._done

    def _line(self, row: dict[str, str]) -> widgets.HBox:
        button = widgets.Button(description="Take off", tooltip=f"No longer by hand: {row['name']}")
        button.on_click(lambda _button: self.take_off(row["account_id"]))
        by, why = escape(row["candidate_by"] or "no name"), escape(row["candidate_reason"] or "no reason")
        text = widgets.HTML(f"<b>{escape(row['name'])}</b>, added by {by}: {why}")
        return widgets.HBox([button, text], layout={"align_items": "center"})

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
