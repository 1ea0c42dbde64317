"""The value proposition: the draft from the record, a button that takes it, and the sentence to edit."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from kamkit.errors import KamkitError
from kamkit.forms.faces import two_faces
from kamkit.forms.rows import Form, edit_rows
from kamkit.method.plan import place_proposition
from kamkit.method.worth.own_rows import units_in
from kamkit.show.plan import show_proposition

if TYPE_CHECKING:
    from ipywidgets import VBox

    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown


class Drafted:
    """One account's sentence with its draft; made by :func:`edit_proposition`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.note = ""
        self.form = _form(desk, {"account_id": units_in(desk.tables(), desk.account_id)[0]})
        self._view: VBox | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.view)

    def shown(self) -> Shown:
        """The table face: the sentence as written, and the draft."""
        return show_proposition(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    @property
    def view(self) -> VBox:
        """The live face: the draft with its button above the form."""
        if self._view is None:
            import ipywidgets as widgets

            self._draft, self._status = widgets.HTML(), widgets.HTML()
            self.button = widgets.Button(description="Take this draft", tooltip="Into the form below, to be edited there")
            self.button.on_click(lambda _button: self.take())
            self._view = widgets.VBox([self._draft, self.button, self.form.editor.view, self._status])
            self._arrange()
            self.desk.watch(self._arrange)
        return self._view

    def take(self) -> None:
        """Save the draft as the account's sentence, where nobody has written one."""
        draft, account = self._found().draft, str(self.form.where["account_id"])
        try:
            self.desk.programme.save(
                "propositions", {"account_id": account, "sentence": draft, "evidence": "assumed"}, version=0
            )
        except KamkitError as error:
            self._say(f"Not saved: {error}")
            return
        self._arrange()
        self.desk.tell(self._arrange)
        self._say("Saved: it is in the form now; make it sound like you.")

    def _found(self) -> Any:
        return place_proposition(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    def _arrange(self) -> None:
        found = self._found()
        said = found.draft or f"The record gives no sentence yet; it lacks {found.missing}."
        self._draft.value = f"<p><b>From the record:</b> {escape(said)}</p>"
        self.button.disabled = not found.draft or bool(found.sentence)

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'


def edit_proposition(desk: Desk) -> Drafted | Form:
    """What is in it for one account, in one sentence built from the record and editable; without an account, all of them."""
    return Drafted(desk) if desk.account_id else _form(desk, {})


def _form(desk: Desk, where: dict[str, Any]) -> Form:
    core = ("sentence", "better_than_id", "evidence", "known_on")
    title = f"What is in it for {desk.account_name}, in one sentence"
    return edit_rows(desk, "propositions", where=where, core=core if where else ("account_id", *core), title=title)
