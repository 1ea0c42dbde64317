"""The live face of scoring together: the facilitator's buttons, for a room with one notebook and phones or cards."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.method.scoring import (
    OF_AN_ACCOUNT,
    SCALES,
    Item,
    ballots_in,
    list_finals,
    place_items,
    propose_finals,
)
from kamkit.method.worth.own_rows import group_in
from kamkit.programme.scoring_together import open_scoring, save_agreement, save_dissent, save_final, save_offered
from kamkit.show.scoring import show_latest, show_reveal

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.forms.desk import Desk

_OPEN, _UNKNOWN = "open", "not known"
_NOT_LEADING = "<p>Whoever came by the facilitator's link opens, reveals and settles; you score at <b>/s</b>.</p>"
_DISSENT = "<p><b>Who does not share a settled score, and why.</b> It is kept beside the score, here and where it goes.</p>"


class Conducting:
    """``scoring_id`` is the scoring under way ("" for none), ``note`` what was last said.

    ``finals`` and ``reasons``: a choice and a text for each item; ``dissent``: item, person and why, for the next dissent.
    """

    def __init__(self, desk: Desk, about: str) -> None:
        self.desk, self.about = desk, about
        self.note = ""
        self.finals: dict[str, widgets.Dropdown] = {}
        self.reasons: dict[str, widgets.Text] = {}
        self.dissent: tuple[widgets.Dropdown, widgets.Dropdown, widgets.Text] | None = None
        self._stands: object = None
        self._body, self._status = widgets.VBox(), widgets.HTML()
        self.view = widgets.VBox([self._body, self._status])
        self.begin()
        desk.watch(self._follow)

    @property
    def scoring_id(self) -> str:
        """The scoring of this kind and account that is open or revealed, the one touched last; "" for none."""
        found = self._under_way()
        return str(found["scoring_id"]) if found else ""

    def _under_way(self) -> Any:
        wanted = group_in(self.desk.tables(), self.desk.account_id) if self.desk.account_id else ""
        rows = [
            row for row in self.desk.programme.rows("scorings", about=self.about)
            if (row.values["account_id"] or "") == wanted and row.values["state"] in ("open", "revealed")
        ]  # fmt: skip
        return max(rows, key=lambda row: row.version).values if rows else None

    def _mark(self) -> object:
        found = self._under_way()
        return found and (found["scoring_id"], found["state"], found["round"])

    def _follow(self) -> None:
        """Somebody has saved something: opened, revealed or settled, perhaps."""
        if self._mark() != self._stands:
            self.begin()

    def begin(self) -> None:
        """Put on the screen what can be done now."""
        self.finals, self.reasons, self.dissent = {}, {}, None
        if self.about in OF_AN_ACCOUNT and not self.desk.account_id:
            self._body.children = (widgets.HTML(f"<p>The {self.about} is scored for one account: open this workbook with an account.</p>"),)
            return
        if self.about == "criteria" and self.desk.account_id:
            self._body.children = (widgets.HTML("<p>All candidates are scored together: open this workbook without an account.</p>"),)
            return
        found, self._stands = self._under_way(), self._mark()
        if found is None:
            latest = widgets.HTML(show_latest(self.desk.tables(), self.about, self.desk.account_id).html)
            self._body.children = (latest, *self._leading(lambda: [self._button("Open a card for everybody", self._open)]))
            return
        scoring_id = str(found["scoring_id"])
        self._body.children = self._hidden(scoring_id, int(found["round"])) if found["state"] == "open" else self._revealed(scoring_id)

    def _leading(self, make: Callable[[], list[widgets.DOMWidget]]) -> list[widgets.DOMWidget]:
        return make() if self.desk.leads else [widgets.HTML(_NOT_LEADING)]

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
            self._row(("Look again", lambda: None)),
            *self._leading(lambda: [
                self._row(("Reveal", lambda: ballots.reveal(scoring_id)), ("Give it up", lambda: ballots.drop(scoring_id)))
            ]),
        )  # fmt: skip

    def _revealed(self, scoring_id: str) -> tuple[widgets.DOMWidget, ...]:
        return (
            widgets.HTML(show_reveal(self.desk.tables(), scoring_id).html),
            *self._leading(lambda: self._settling(scoring_id)),
        )

    def _settling(self, scoring_id: str) -> list[widgets.DOMWidget]:
        tables, ballots = self.desk.tables(), self.desk.programme.ballots
        finals, offered = list_finals(tables, scoring_id).set_index("item_id"), propose_finals(tables, scoring_id)
        items = place_items(tables, scoring_id)
        return [
            widgets.HTML("<p><b>What the group settles on.</b> A mean is nobody's opinion; <i>not known</i> is an answer.</p>"),
            *(self._final(scoring_id, item, finals.loc[item.item_id], offered[item.item_id]) for item in items),
            self._row(("Take over what all are within a point of", lambda: save_offered(self.desk.programme, scoring_id))),
            *self._dissenting(tables, scoring_id, items, finals),
            self._row(("Score again", lambda: ballots.score_again(scoring_id)),
                      ("The group has settled", lambda: save_agreement(self.desk.programme, scoring_id))),
        ]  # fmt: skip

    def _final(self, scoring_id: str, item: Item, stored: pd.Series, offered: float | None) -> widgets.HBox:
        scale = SCALES[self.about]
        options = [(_OPEN, ""), *((scale.name(mark), str(mark)) for mark in scale.marks), (_UNKNOWN, "?")]
        value = "?" if stored["unknown"] else "" if stored["final"] != stored["final"] else f"{stored['final']:g}"
        choice = widgets.Dropdown(options=options, value=value, description="Settled", layout={"width": "230px"})
        why = "" if stored["reason"] != stored["reason"] else str(stored["reason"])
        reason = widgets.Text(value=why, placeholder="because", continuous_update=False, layout={"width": "320px"})
        for one in (choice, reason):
            one.observe(lambda _change: self._keep(scoring_id, item.item_id), names="value")
        self.finals[item.item_id], self.reasons[item.item_id] = choice, reason
        hint = "" if offered is None or value else f" <i>all within a point: {escape(scale.name(offered))}</i>"
        return widgets.HBox([widgets.HTML(f"{escape(item.name)}{hint}", layout={"width": "380px"}), choice, reason], layout={"flex_flow": "row wrap"})

    def _keep(self, scoring_id: str, item_id: str) -> None:
        given, why = str(self.finals[item_id].value), str(self.reasons[item_id].value)
        score = float(given) if given not in ("", "?") else None
        self._try(
            lambda: save_final(self.desk.programme, scoring_id, item_id, score, unknown=given == "?", reason=why), again=False
        )

    def _dissenting(
        self, tables: Any, scoring_id: str, items: tuple[Item, ...], finals: pd.DataFrame
    ) -> list[widgets.DOMWidget]:
        people = sorted(ballots_in(tables, scoring_id)["scorer"].unique(), key=str.casefold)
        kept = "".join(f"<li>{escape(row.name)}: {escape(row.dissent)}</li>" for row in finals.itertuples(index=False) if row.dissent)
        item = widgets.Dropdown(options=[("which item", ""), *((one.name, one.item_id) for one in items)], layout={"width": "300px"})
        who = widgets.Dropdown(options=[("who", ""), *((one, one) for one in people)], layout={"width": "200px"})
        why = widgets.Text(placeholder="and why", layout={"width": "320px"})
        self.dissent = (item, who, why)
        keep = self._button("Keep the dissent", lambda: save_dissent(self.desk.programme, scoring_id, item.value, who.value, why.value))
        return [
            widgets.HTML(f"{_DISSENT}<ul>{kept}</ul>" if kept else _DISSENT),
            widgets.HBox([item, who, why, keep], layout={"flex_flow": "row wrap"}),
        ]

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
            self.desk.tell(self._follow)

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
