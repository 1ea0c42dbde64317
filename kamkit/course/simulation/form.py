"""The form of a quarter: one row per customer, hours and money left as one types, one button. The only place here with widgets."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from kamkit.course.simulation.choices import SAYS
from kamkit.course.simulation.game import Game
from kamkit.course.simulation.market.portfolio import (
    ASK_HOURS,
    CAPACITY,
    CUSTOMERS,
    HOURS,
    IDS,
    IMPROVEMENT,
    MANAGERS,
    NOTICE_HOURS,
    QUARTERS,
    TERMS_HOURS,
    TOUCH_POINTS,
    VISIT_HOURS,
)  # fmt: skip
from kamkit.course.simulation.market.state import KEY
from kamkit.course.simulation.reports import SERVED_AS, show_report
from kamkit.course.simulation.sheet import FIELDS
from kamkit.errors import KamkitError
from kamkit.show.parts import Shown
from kamkit.show.words import money

_POINTS = [("–", ""), *[(point.short, point.id) for point in TOUCH_POINTS]]
_WIDTHS = {
    "manager": "8.6em", "hours": "4.6em", "ask": "3em", "visit": "3em", "terms": "3.4em", "extra": "3.4em", "improve": "8em", "promise": "8em",
    "concession": "5em", "step_down": "7.6em",
}  # fmt: skip
_FIELDS = {name: (*FIELDS[name], width) for name, width in _WIDTHS.items()}  # heading, help, width
_NAME = "12.5em"


def follow(game: Game, shown: Callable[[], Shown]) -> widgets.HTML:
    """A widget that shows what there is to see now, after every quarter."""
    view = widgets.HTML(shown().html)

    def refresh() -> None:
        view.value = shown().html

    game.watch(refresh)
    return view


class Row:
    """The decisions about one customer."""

    def __init__(self, game: Game, place: int, changed: Callable[[], None]) -> None:
        seen, customer = game.seen(), CUSTOMERS[place]
        self.id, self._manager, self._hours = customer.id, int(seen.manager[0, place]), int(seen.last.hours[0, place])
        self.fields: dict[str, Any] = {}
        for name in _FIELDS:
            self.fields[name] = self._field(name, customer.name)
            self.fields[name].observe(lambda _change: changed(), names="value")
        if seen.promise_due[0, place]:
            self.fields["promise"].disabled = True
        if seen.mended[0, place]:
            self.fields["terms"].disabled = True
        label = widgets.HTML(
            f'<div style="line-height: 1.25; white-space: nowrap"><b>{escape(customer.name)}</b><br>needs {customer.need} hours</div>',
            layout={"width": _NAME},
        )
        self.cells = [label, *self.fields.values()]

    def _field(self, name: str, customer: str) -> Any:
        heading, help, width = _FIELDS[name]
        layout, tip = {"width": width, "margin": "0 3px"}, f"{customer}, {heading}: {help}"
        if name in {"ask", "visit", "terms", "extra"}:
            return widgets.Checkbox(value=False, indent=False, tooltip=tip, layout=layout)
        options: dict[str, Any] = {
            "manager": [(manager.name, manager.id) for manager in MANAGERS], "hours": list(HOURS), "improve": _POINTS, "promise": _POINTS,
            "concession": [("–", 0), *[(f"-{value} %", value) for value in SAYS["concession"][1:]]],
            "step_down": [("–", ""), ("with notice", "with notice"), ("at once", "at once")],
        }  # fmt: skip
        value = {"manager": MANAGERS[self._manager].id, "hours": self._hours, "concession": 0}.get(name, "")
        return widgets.Dropdown(options=options[name], value=value, tooltip=tip, layout=layout)

    @property
    def choices(self) -> dict[str, Any]:
        """What is chosen, as data; manager and hours only where they change."""
        usual = {"manager": MANAGERS[self._manager].id, "hours": self._hours}
        found = {name: field.value for name, field in self.fields.items()}
        return {name: value for name, value in found.items() if (value != usual[name] if name in usual else bool(value))}

    @property
    def hours(self) -> int:
        """The hours that the choices take."""
        on = {name: bool(self.fields[name].value) for name in ("ask", "visit", "terms")}
        small = ASK_HOURS * on["ask"] + VISIT_HOURS * on["visit"] + TERMS_HOURS * on["terms"]
        return int(self.fields["hours"].value) + small + NOTICE_HOURS * (self.fields["step_down"].value == "with notice")


class Deciding:
    """Report and form of the quarter that is next; ``note`` is what was last said."""

    def __init__(self, game: Game) -> None:
        self.game, self.note = game, ""
        self.rows: list[Row] = []
        self._report, self._left = widgets.HTML(), widgets.HTML()
        self._grid = widgets.VBox(layout={"overflow": "auto", "max_width": "100%"})
        self._button = widgets.Button(button_style="primary", layout={"width": "16em"})
        self._button.on_click(lambda _button: self.decide())
        self._status = widgets.HTML()
        self.view = widgets.VBox([self._report, self._grid, self._left, self._button, self._status])
        self._arrange()

    def choices(self) -> dict[str, dict[str, Any]]:
        """What is chosen, per customer number."""
        return {row.id: row.choices for row in self.rows if row.choices}

    def decide(self) -> None:
        """Decide the quarter as chosen, or say in one line why not."""
        quarter = self.game.state.quarter
        self._button.disabled = True  # a second click is not the next quarter
        try:
            self.game.decide(self.choices())
        except KamkitError as error:
            self._say(f"Not decided. {error}.")
        else:
            self._arrange()
            self._say(f"Quarter {quarter} is decided and kept. The new report stands above; read it first." if not self.game.over else "The last quarter is decided. What came of it stands below.")
        self._button.disabled = self.game.over

    def _arrange(self) -> None:
        seen = self.game.seen()
        self._report.value = show_report(seen).html
        if self.game.over:
            self.rows = []
            self._grid.children, self._left.value, self._button.layout.display = (), "", "none"
            return
        self.rows = [Row(self.game, place, self._count) for place in range(len(IDS)) if seen.mode[0, place] == KEY]
        gone = [f"{CUSTOMERS[place].name} ({SERVED_AS[mode]})" for place, mode in enumerate(seen.mode[0].tolist()) if mode != KEY]
        title = widgets.HTML(f"<b>Your decisions for quarter {seen.quarter} of {QUARTERS}</b>")
        aside = widgets.HTML(f"<span>Not served: {escape(', '.join(gone))}.</span>" if gone else "")
        self._grid.children = (title, widgets.HBox(_headings(), layout=_LINE), *[widgets.HBox(row.cells, layout=_LINE) for row in self.rows], aside)
        self._button.description = f"Decide quarter {seen.quarter}"
        self._count()

    def _count(self) -> None:
        """What is left of each manager's hours and of the money."""
        taken = dict.fromkeys((manager.id for manager in MANAGERS), 0)
        for row in self.rows:
            taken[row.fields["manager"].value] += row.hours
        said = [_left(f"{manager.name}", CAPACITY - taken[manager.id], "hours") for manager in MANAGERS]
        purse = float(self.game.state.money[0]) - IMPROVEMENT * sum(bool(row.fields["improve"].value) for row in self.rows)
        said.append(f"improvements: {money(purse, 'EUR')} left" if purse >= 0 else f"<b>improvements: {money(-purse, 'EUR')} too much</b>")
        self._left.value = f'<p role="status" aria-live="polite">{"; ".join(said)}.</p>'

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<p role="status" aria-live="polite"><b>{escape(text)}</b></p>'


_LINE: dict[str, str] = {"flex_flow": "row nowrap", "align_items": "center", "min_width": "68em"}


def _headings() -> list[Any]:
    cells = [widgets.HTML("<b>Customer</b>", layout={"width": _NAME})]
    for heading, help, width in _FIELDS.values():
        cells.append(widgets.HTML(f'<b title="{escape(help)}">{heading}</b>', layout={"width": width, "margin": "0 3px"}))
    return cells


def _left(name: str, hours: int, unit: str) -> str:
    return f"{escape(name)}: {hours} {unit} left" if hours >= 0 else f"<b>{escape(name)}: {-hours} {unit} too many</b>"
