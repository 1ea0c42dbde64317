"""The live face of a meeting's note: four fields, then the rows it asks for, each taken with one click or left."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.forms.fields import FieldInput
from kamkit.forms.names import names_in
from kamkit.forms.typed import Unreadable
from kamkit.model import record

if TYPE_CHECKING:
    from kamkit.forms.running import MeetingNote, Offer

_FIELDS = {
    "learned": ("Learned", "what we know now that we did not know before"),
    "promised": ("Promised", "by us or by them, and until when"),
    "opportunity": ("Opportunity", "what it may open"),
    "next_step": ("Next", "what somebody does now"),
}
# What is asked besides before an offer is taken: the person, and the day.
_ASKED = {"promises": ("owner_id", "due"), "opportunities": (), "actions": ("responsible_id", "due")}


class Noting:
    """Four fields and a button; ``offers`` are the lines below, ``note`` is what was last said."""

    def __init__(self, meeting: MeetingNote) -> None:
        self.meeting, self.note = meeting, ""
        self.offers: list[OfferLine] = []
        self._done: list[int] = []
        desk = meeting.desk
        self.account = _input("notes", "account_id", meeting)
        self.on = widgets.DatePicker(value=desk.as_of, description="On")
        self.by = widgets.Text(value=desk.who, description="By")
        self.fields = {
            name: widgets.Textarea(description=label, placeholder=hint, rows=2, layout={"width": "min(640px, 100%)"})
            for name, (label, hint) in _FIELDS.items()
        }
        save = widgets.Button(description="Save the note", tooltip="Into the programme, with the account and the day")
        save.on_click(lambda _button: self.save())
        self._undo = widgets.Button(description="Undo last", tooltip="Take back the last thing saved here", disabled=True)
        self._undo.on_click(lambda _button: self.undo())
        self._lines, self._noted, self._status = widgets.VBox(), widgets.HTML(), widgets.HTML()
        first = [self.on, self.by] if desk.account_id else [self.account.widget, self.on, self.by]
        head = widgets.HBox(first, layout={"flex_flow": "row wrap"})
        buttons = widgets.HBox([save, self._undo])
        self.view = widgets.VBox([head, *self.fields.values(), buttons, self._lines, self._status, self._noted])
        self._arrange()

    def save(self) -> None:
        """Save the note and offer what it asks for."""
        account_id = self.meeting.desk.account_id or self.account.read() or ""
        if isinstance(account_id, Unreadable):
            self.say(f"Not saved. Account: {account_id}.")
            return
        fields = {name: field.value for name, field in self.fields.items()}
        on: date | None = self.on.value
        try:
            change, offers = self.meeting.save(account_id, on, self.by.value, fields)
        except KamkitError as error:
            self.say(f"Not saved. {error}.")
            return
        for field in self.fields.values():
            field.value = ""
        self.offers = [OfferLine(offer, self) for offer in offers]
        more = " Below is what it asks for: take it or leave it." if offers else ""
        self.saved(change, f"the note is in the programme.{more}")

    def saved(self, change: int, said: str) -> None:
        """Something was saved: remember it for *Undo last*, tell the other forms, and say so."""
        self._done.append(change)
        self._arrange()
        self.meeting.desk.tell(self._arrange)
        self.say(f"Saved {self.meeting.desk.programme.clock().astimezone():%H:%M}: {said}")

    def undo(self) -> None:
        """Take back the last thing saved here."""
        try:
            self.meeting.desk.programme.undo(self._done[-1])
        except KamkitError as error:
            self.say(f"Not undone: {error}")
            return
        self._done.pop()
        self._arrange()
        self.meeting.desk.tell(self._arrange)
        self.say("Undone.")

    def say(self, text: str) -> None:
        """Put a sentence below the fields."""
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'

    def _arrange(self) -> None:
        self._lines.children = tuple(line.view for line in self.offers)
        self._noted.value = self.meeting.shown().html
        self._undo.disabled = not self._done


class OfferLine:
    """One row that the note asks for, with the person and the day to add."""

    def __init__(self, offer: Offer, noting: Noting) -> None:
        self.offer, self.noting = offer, noting
        self.asked = {name: _input(offer.table, name, noting.meeting) for name in _ASKED[offer.table]}
        self.button = widgets.Button(description=offer.called, layout={"width": "210px"}, tooltip=str(_words(offer)))
        self.button.on_click(lambda _button: self.take())
        text = widgets.HTML(f"<b>{escape(_words(offer))}</b>")
        self.view = widgets.HBox(
            [text, *(field.widget for field in self.asked.values()), self.button],
            layout={"flex_flow": "row wrap", "align_items": "flex-end"},
        )

    def take(self) -> None:
        """Save the row; what cannot be read is said and nothing is saved."""
        values: dict[str, Any] = {name: field.read() for name, field in self.asked.items()}
        for name, value in values.items():
            if isinstance(value, Unreadable):
                self.noting.say(f"Not saved. {record(self.offer.table).spec(name).label}: {value}.")
                return
        try:
            change = self.noting.meeting.take(self.offer, **values)
        except KamkitError as error:
            self.noting.say(f"Not saved. {error}.")
            return
        self.noting.offers.remove(self)
        self.noting.saved(change, f"{self.offer.called[7:]}, {_words(self.offer)}.")


def _words(offer: Offer) -> str:
    return str(offer.values.get("what") or offer.values["name"])


def _input(table: str, name: str, meeting: MeetingNote) -> FieldInput:
    spec = record(table).spec(name)
    tables = meeting.desk.tables()
    return FieldInput(spec, names_in(spec.links_to, tables) if spec.links_to else None)
