"""The live face of an assessment: one person rates item after item, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.errors import InputError
from kamkit.forms.direction.saving import Saving
from kamkit.forms.result import Result
from kamkit.method.direction.standing import ASKS, ITEMS, Area, as_pair

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown

_RATINGS = [("not rated", None), ("1 not at all", 1.0), ("2", 2.0), ("3", 3.0), ("4", 4.0), ("5 fully", 5.0)]


class Assessing:
    """A rating and its evidence for each item; ``ratings`` and ``evidence`` are the boxes by item."""

    def __init__(self, desk: Desk, area: Area, show: Callable[[], Shown]) -> None:
        self.desk, self.area = desk, area
        self._asleep = False
        self.saving = Saving(desk, self._read)
        self.who = widgets.Text(
            description="Who rates", value=desk.programme.who, continuous_update=False,
            style={"description_width": "80px"}, tooltip="Stands beside your ratings; it is asked, not proven",
        )  # fmt: skip
        self.who.observe(lambda _change: self._read(), names="value")
        self.ratings: dict[str, widgets.Dropdown] = {}
        self.evidence: dict[str, widgets.Text] = {}
        lines = [self._line(item) for item in ITEMS[area]]
        self.result = Result(desk, show)
        undo = widgets.HBox([self.saving.undo_button])
        self.view = widgets.VBox([self.who, *lines, undo, self.saving.status, self.result.view])
        self._read()

    def _line(self, item: str) -> widgets.VBox:
        rating = widgets.Dropdown(options=_RATINGS, index=0, description="Rating", layout={"width": "250px"}, tooltip=f"Rating of {item}")
        evidence = widgets.Text(
            description="Evidence", placeholder="what it rests on", continuous_update=False, layout={"flex": "1 1 300px"}, tooltip=f"Evidence on {item}"
        )
        for box in (rating, evidence):
            box.observe(lambda _change, item=item: self._typed(item), names="value")
        self.ratings[item], self.evidence[item] = rating, evidence
        asked = widgets.HTML(f"<b>{escape(item[0].upper() + item[1:])}</b> <small>{escape(ASKS[item])}</small>")
        return widgets.VBox([asked, widgets.HBox([rating, evidence])])

    def _typed(self, item: str) -> None:
        if self._asleep:
            return
        stands = self.ratings[item].value
        bare = not self.evidence[item].value.strip()
        said = f"{item}, " + ("not rated" if stands is None else f"{stands:g} of 5") + (", without evidence yet." if bare else ".")
        self.saving.save(lambda: self._save(item), said)

    def _save(self, item: str) -> int | None:
        who = self.who.value.strip()
        if not who:
            raise InputError("Who rates: empty; expected a name, which stands beside the rating")
        row = {
            "area": self.area, "item": item, "assessor": who, "assessed_on": self.desk.as_of,
            "rating": self.ratings[item].value, "evidence_note": self.evidence[item].value.strip() or None,
        }  # fmt: skip
        return self.desk.programme.save("assessments", row).change_id

    def _read(self) -> None:
        """Put the person's latest ratings into the boxes."""
        given = self.desk.programme.rows("assessments", area=self.area, assessor=self.who.value.strip())
        mine = {as_pair(row.values["item"]): row.values for row in sorted(given, key=lambda row: row.values["assessed_on"])}
        self._asleep = True
        try:
            for item, rating in self.ratings.items():
                values = mine.get(item, {})
                rating.value = values.get("rating") if values.get("rating") in [value for _, value in _RATINGS] else None
                self.evidence[item].value = values.get("evidence_note") or ""
        finally:
            self._asleep = False
