"""The live face of the forecasts of loss: three fields and a button that records, and never overwrites."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.forms.typed import Unreadable, read_number

if TYPE_CHECKING:
    from kamkit.forms.relationship import Forecasts


class Forecasting:
    """What counts as lost by a day, how likely it is, and who says so; ``note`` is what was last said."""

    def __init__(self, forecasts: Forecasts) -> None:
        self.forecasts, self.desk = forecasts, forecasts.desk
        self.note = ""
        self._done: list[int] = []
        wide = {"layout": {"width": "420px"}, "style": {"description_width": "150px"}}
        self.by = widgets.DatePicker(description="Lost by", value=forecasts.defined().by, **wide)
        self.probability = widgets.Text(description="Probability, 0 to 100 %", continuous_update=False, **wide)
        self.who = widgets.Text(description="Your name", value=self.desk.programme.who, **wide)
        self.by.observe(lambda _change: self._define(), names="value")
        record = widgets.Button(
            description="Record forecast", tooltip="A new forecast beside the others; none is overwritten", layout={"width": "160px"}
        )
        record.on_click(lambda _button: self.record())
        self._undo = widgets.Button(description="Undo last", tooltip="Take back the last forecast recorded here")
        self._undo.on_click(lambda _button: self.undo())
        self._event, self._list, self._status = widgets.HTML(), widgets.HTML(), widgets.HTML()
        buttons = widgets.HBox([record, self._undo])
        self.view = widgets.VBox([self._list, self._event, self.by, self.probability, self.who, buttons, self._status])
        self._arrange()
        self.desk.watch(self._arrange)

    def record(self) -> None:
        """Record what was typed."""
        typed = self.probability.value.strip().removesuffix("%").strip()
        chance = read_number(typed) if typed else Unreadable("", "a number from 0 to 100")
        if isinstance(chance, Unreadable):
            self._say(f"Not saved. Probability: {chance}.")
            return
        try:
            self._done.append(self.forecasts.record(float(chance), self.who.value, self.by.value))
        except KamkitError as error:
            self._say(f"Not saved. {error}.")
            return
        self.probability.value = ""
        self._changed(f"Saved {self.desk.programme.clock().astimezone():%H:%M}: it stands beside the others and will be scored.")

    def undo(self) -> None:
        """Take back the last forecast recorded here."""
        if not self._done:
            self._say("Nothing to undo here.")
            return
        try:
            self.desk.programme.undo(self._done[-1])
        except KamkitError as error:
            self._say(f"Not undone: {error}")
            return
        self._done.pop()
        self._changed("Undone.")

    def _changed(self, said: str) -> None:
        self._arrange()
        self.desk.tell(self._arrange)
        self._say(said)

    def _arrange(self) -> None:
        self._list.value = self.forecasts.shown().html
        self._undo.disabled = not self._done
        self._define()

    def _define(self) -> None:
        try:
            event = self.forecasts.defined(self.by.value).event
        except KamkitError as error:
            self._event.value = f'<span role="alert">{escape(str(error))}</span>'
            return
        self._event.value = f"<p><i>You forecast:</i> {escape(event)}</p>"

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
