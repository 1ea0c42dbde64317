"""The live face of scoring together: the facilitator's buttons, for a room with one notebook and phones or cards."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.method.scoring import OF_AN_ACCOUNT, SCALES, Item, list_finals, place_items, propose_finals
from kamkit.method.worth.own_rows import group_in
from kamkit.programme.scoring_together import open_scoring, save_agreement, save_final
from kamkit.show.scoring import show_latest, show_reveal

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk

_OPEN, _UNKNOWN = "open", "not known"


class Conducting:
    """``scoring_id`` is the scoring under way ("" for none), ``note`` what was last said, ``finals`` a choice per item."""

    def __init__(self, desk: Desk, about: str) -> None:
        self.desk, self.about = desk, about
        self.note = ""
        self.finals: dict[str, widgets.Dropdown] = {}
        self._body, self._status = widgets.VBox(), widgets.HTML()
        self.view = widgets.VBox([self._body, self._status])
        self.begin()

    @property
    def scoring_id(self) -> str:
        """The scoring of this kind and account that is open or revealed, the one touched last; "" for none."""
        wanted = group_in(self.desk.tables(), self.desk.account_id) if self.desk.account_id else ""
        rows = [
            row for row in self.desk.programme.rows("scorings", about=self.about)
            if (row.values["account_id"] or "") == wanted and row.values["state"] in ("open", "revealed")
        ]  # fmt: skip
        return str(max(rows, key=lambda row: row.version).values["scoring_id"]) if rows else ""

    def begin(self) -> None:
        """Put on the screen what can be done now."""
        self.finals = {}
        if self.about in OF_AN_ACCOUNT and not self.desk.account_id:
            self._body.children = (widgets.HTML(f"<p>The {self.about} is scored for one account: open this workbook with an account.</p>"),)
            return
        if self.about == "criteria" and self.desk.account_id:
            self._body.children = (widgets.HTML("<p>All candidates are scored together: open this workbook without an account.</p>"),)
            return
        scoring_id = self.scoring_id
        if not scoring_id:
            latest = widgets.HTML(show_latest(self.desk.tables(), self.about, self.desk.account_id).html)
            self._body.children = (latest, self._button("Open a card for everybody", self._open))
            return
        state = self.desk.programme.rows("scorings", scoring_id=scoring_id)[0].values
        self._body.children = self._hidden(scoring_id, int(state["round"])) if state["state"] == "open" else self._revealed(scoring_id)

    def _hidden(self, scoring_id: str, round_: int) -> tuple[widgets.DOMWidget, ...]:
        items = len(place_items(self.desk.tables(), scoring_id))
        people = self.desk.programme.ballots.envelopes(scoring_id, round_)
        lines = "".join(
            f"<li>{escape(one.scorer)}: {one.answered} of {items}, {'handed in' if one.handed_in else 'not yet handed in'}</li>" for one in people
        )
        said = f"<p>Round {round_}. Phones open <b>/s</b> of kamkit serve. {sum(one.handed_in for one in people)} of {len(people)} have handed in.</p>"
        ballots = self.desk.programme.ballots
        return (
            widgets.HTML(f"{said}<ul>{lines}</ul>"),
            self._row(
                ("Look again", lambda: None), ("Reveal", lambda: ballots.reveal(scoring_id)), ("Give it up", lambda: ballots.drop(scoring_id))
            ),
        )

    def _revealed(self, scoring_id: str) -> tuple[widgets.DOMWidget, ...]:
        tables = self.desk.tables()
        finals, offered = list_finals(tables, scoring_id).set_index("item_id"), propose_finals(tables, scoring_id)
        lines = [self._final(scoring_id, item, finals.loc[item.item_id], offered[item.item_id]) for item in place_items(tables, scoring_id)]
        ballots = self.desk.programme.ballots
        return (
            widgets.HTML(show_reveal(tables, scoring_id).html),
            widgets.HTML("<p><b>What the group settles on.</b> A mean is nobody's opinion. Dissent is kept on the facilitator's page.</p>"),
            *lines,
            self._row(("Score again", lambda: ballots.score_again(scoring_id)),
                      ("The group has settled", lambda: save_agreement(self.desk.programme, scoring_id))),
        )  # fmt: skip

    def _final(self, scoring_id: str, item: Item, stored: Any, offered: float | None) -> widgets.HBox:
        scale = SCALES[self.about]
        options = [(_OPEN, ""), *((scale.name(mark), str(mark)) for mark in scale.marks), (_UNKNOWN, "?")]
        value = "?" if stored["unknown"] else "" if stored["final"] != stored["final"] else f"{stored['final']:g}"
        choice = widgets.Dropdown(options=options, value=value, description="Settled", layout={"width": "260px"})
        choice.observe(lambda change: self._keep(scoring_id, item.item_id, str(change["new"])), names="value")
        self.finals[item.item_id] = choice
        hint = "" if offered is None or value else f" <i>all within a point: {escape(scale.name(offered))}</i>"
        return widgets.HBox([widgets.HTML(f"{escape(item.name)}{hint}", layout={"width": "420px"}), choice])

    def _keep(self, scoring_id: str, item_id: str, given: str) -> None:
        score = float(given) if given not in ("", "?") else None
        self._try(lambda: save_final(self.desk.programme, scoring_id, item_id, score, unknown=given == "?"), again=False)

    def _open(self) -> None:
        open_scoring(self.desk.programme, self.about, self.desk.account_id)

    def _row(self, *acts: tuple[str, Callable[[], object]]) -> widgets.HBox:
        return widgets.HBox([self._button(text, act) for text, act in acts])

    def _button(self, text: str, act: Callable[[], object]) -> widgets.Button:
        made = widgets.Button(description=text, layout={"width": "auto"})
        made.on_click(lambda _button: self._try(act))
        return made

    def _try(self, act: Callable[[], object], *, again: bool = True) -> None:
        try:
            act()
        except KamkitError as error:
            self._say(str(error))
            return
        self._say("" if again else "Saved.")
        if again:
            self.begin()
            self.desk.tell(self.begin)

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
