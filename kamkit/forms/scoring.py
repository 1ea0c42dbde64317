"""The live face of scoring: one person, one criterion, account after account; nobody sees the others' scores first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.forms.board import Board
from kamkit.forms.names import names_in
from kamkit.method.inheritance import holds_in
from kamkit.method.worth.domains import domains_of
from kamkit.model import record

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.forms.row import RowEditor
    from kamkit.model.frame import Tables

_CORE = ("score", "dont_know", "reason")


class Scoring:
    """Choose who scores, the criterion and the round; then a line for each account. ``rows`` are those lines."""

    def __init__(self, desk: Desk, accounts: Sequence[str]) -> None:
        self.desk, self.accounts = desk, list(accounts)
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
        self._anchors = widgets.HTML()
        spec = record("scores").spec
        self.board = Board(desk, "scores", core=[spec(name) for name in _CORE], read=self._follow)
        choices = widgets.HBox([self.scorer, self.criterion, self.round], layout={"flex_flow": "row wrap"})
        self.view = widgets.VBox([choices, self._anchors, self.board.view])
        self.begin()
        desk.watch(self.read_criteria)
        desk.watch_board(self.board)

    @property
    def rows(self) -> list[RowEditor]:
        """The lines on the screen."""
        return self.board.rows

    @property
    def note(self) -> str:
        """What was last said."""
        return self.board.note

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
        self.board.rows = []
        if not self.criterion.options:
            self._show("<p>No criterion is scored by people yet.</p>")
        elif not self.scorer.value:
            self._show("<p>Choose your name to begin. You see your own scores only; the discussion comes after.</p>")
        else:
            self._anchors.value = self._looks_like()
            self.board.rows = [self._row(account_id) for account_id in self.accounts]
        self.board.push()

    def _show(self, html: str) -> None:
        self._anchors.value = html

    def _looks_like(self) -> str:
        tables = self.desk.tables()
        told = _levels(tables, self.criterion.value, "")
        lines = [told or "Nobody has written down what a 2, a 5 and a 9 look like."]
        names = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")["name"]
        for domain in domains_of(tables).reindex(self.accounts).dropna().drop_duplicates():
            if domain and (there := _levels(tables, self.criterion.value, str(domain))) not in ("", told):
                lines.append(f"{escape(str(names[domain]))}: {there}")
        return "".join(f"<p>{line}</p>" for line in lines)

    def _row(self, account_id: str) -> RowEditor:
        key: dict[str, Any] = {
            "account_id": account_id, "criterion_id": self.criterion.value, "scorer_id": self.scorer.value,
            "round": self.round.value,
        }  # fmt: skip
        stored = self.desk.programme.rows("scores", **key)
        today = self.desk.programme.clock().astimezone().date()
        values = stored[0].values if stored else {**key, "dont_know": False, "scored_on": today}
        accounts = self.desk.tables()["accounts"].set_index("account_id")["name"]
        return self.board.row(values, stored[0].version if stored else None, called=str(accounts[account_id]))

    def _follow(self) -> None:
        """Somebody saved something, perhaps in one of these lines."""
        self.read_criteria()
        for row in self.rows:
            found = self.desk.programme.rows("scores", **dict(zip(row.kind.key, row.key, strict=True)))
            if not found and row.version is not None:  # taken back
                self.begin()
                return
            if found and found[0].version != row.version:
                row.hear(found[0])


def _levels(tables: Tables, criterion_id: str, domain_id: str) -> str:
    """What a 2, a 5 and a 9 look like in a domain."""
    rows = holds_in(tables, "criteria", domain_id)
    marks = [(level, row[f"anchor_{level}"]) for row in rows[rows["criterion_id"] == criterion_id].to_dict("records") for level in (2, 5, 9)]
    return "; ".join(f"<b>{level}</b>: {escape(str(text))}" for level, text in marks if text == text and text)
