"""The live face of scoring: one person, one criterion, account after account; nobody sees the others' scores first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.forms.names import names_in
from kamkit.forms.row import RowEditor
from kamkit.model import record

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk

_CORE = ("score", "dont_know", "reason")


class Scoring:
    """Choose who scores, the criterion and the round; then a line for each account. ``rows`` are those lines."""

    def __init__(self, desk: Desk, accounts: Sequence[str]) -> None:
        self.desk, self.accounts = desk, list(accounts)
        self.note = ""
        self.rows: list[RowEditor] = []
        people = names_in("team_members", desk.tables())
        self.scorer = widgets.Dropdown(
            options=[("choose your name", ""), *((name, str(people.id_of(name))) for name in people.options)],
            description="Scored by",
        )
        if desk.programme.who in people.options:
            self.scorer.value = str(people.id_of(desk.programme.who))
        self.criterion = widgets.Dropdown(
            options=self._judged(), description="Criterion", layout={"width": "420px"}
        )
        self.round = widgets.Dropdown(options=[("1, alone", 1), ("2, after the discussion", 2)], description="Round")
        for choice in (self.scorer, self.criterion, self.round):
            choice.observe(lambda _change: self.begin(), names="value")
        self._anchors, self._list, self._status = widgets.HTML(), widgets.VBox(), widgets.HTML()
        choices = widgets.HBox([self.scorer, self.criterion, self.round], layout={"flex_flow": "row wrap"})
        self.view = widgets.VBox([choices, self._anchors, self._list, self._status])
        self.begin()
        desk.watch(self.read_criteria)

    def read_criteria(self) -> None:
        """Another form on this page saved something: the criteria may be others now."""
        options, chosen = self._judged(), self.criterion.value
        if tuple(options) == tuple(self.criterion.options):
            return
        self.criterion.options = options
        if chosen in [criterion_id for _, criterion_id in options]:
            self.criterion.value = chosen

    def _judged(self) -> list[tuple[str, str]]:
        criteria = self.desk.tables()["criteria"]
        judged = criteria[criteria["kind"] == "judged"].sort_values(["position", "criterion_id"], kind="stable")
        return [(str(name), str(one)) for name, one in zip(judged["name"], judged["criterion_id"], strict=True)]

    def begin(self) -> None:
        """Put the lines of the chosen person and criterion on the screen."""
        self.rows = []
        if not self.criterion.options:
            self._show("<p>No criterion is scored by people yet.</p>")
        elif not self.scorer.value:
            self._show("<p>Choose your name to begin. You see your own scores only; the discussion comes after.</p>")
        else:
            self._anchors.value = self._looks_like()
            self.rows = [self._row(account_id) for account_id in self.accounts]
            self._list.children = tuple(self._line(row) for row in self.rows)

    def _show(self, html: str) -> None:
        self._anchors.value, self._list.children = html, ()

    def _looks_like(self) -> str:
        criteria = self.desk.programme.rows("criteria", criterion_id=self.criterion.value)
        if not criteria:
            return ""
        found = criteria[0].values
        marks = [(level, found.get(f"anchor_{level}")) for level in (2, 5, 9)]
        told = "; ".join(f"<b>{level}</b>: {escape(str(text))}" for level, text in marks if text)
        return f"<p>{told or 'Nobody has written down what a 2, a 5 and a 9 look like.'}</p>"

    def _row(self, account_id: str) -> RowEditor:
        key: dict[str, Any] = {
            "account_id": account_id, "criterion_id": self.criterion.value, "scorer_id": self.scorer.value,
            "round": self.round.value,
        }  # fmt: skip
        stored = self.desk.programme.rows("scores", **key)
        today = self.desk.programme.clock().astimezone().date()
        values = stored[0].values if stored else {**key, "dont_know": False, "scored_on": today}
        spec = record("scores").spec
        return RowEditor(
            self.desk.programme, "scores", values, stored[0].version if stored else None,
            core=[spec(name) for name in _CORE], more=(), names=lambda _spec: None, said=self._say,
            saved=lambda _change_id: self.desk.tell(self.read_criteria), gone=lambda _row: self.begin(),
        )  # fmt: skip

    def _line(self, row: RowEditor) -> widgets.HBox:
        accounts = self.desk.tables()["accounts"].set_index("account_id")["name"]
        name = widgets.HTML(f"<b>{escape(str(accounts[row.values['account_id']]))}</b>", layout={"width": "220px"})
        return widgets.HBox([name, row.view], layout={"align_items": "center"})

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
