"""A quarter's decisions as a sheet to fill in: what each field is for, what stands in it, and what was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamkit.course.simulation.choices import SAYS
from kamkit.course.simulation.market import Seen
from kamkit.course.simulation.market.portfolio import (
    ASK_HOURS,
    CAPACITY,
    CUSTOMERS,
    HOURS,
    IMPROVEMENT,
    MANAGERS,
    NOTICE_HOURS,
    TERMS_HOURS,
    TOUCH_POINTS,
    VISIT_HOURS,
)
from kamkit.course.simulation.market.state import KEY
from kamkit.course.simulation.reports import SERVED_AS
from kamkit.errors import InputError

FIELDS: dict[str, tuple[str, str]] = {  # heading, help
    "manager": ("Manager", "Who serves the customer; a change costs two quarters"),
    "hours": ("Hours", "Hours this quarter"),
    "ask": ("Ask", f"Ask what they think: {ASK_HOURS} hours, answered in the next report"),
    "visit": ("Visit", f"Get to know one more of their people: {VISIT_HOURS} hours"),
    "terms": ("Terms", f"Minimum order and rush fee, once: {TERMS_HOURS} hours"),
    "extra": ("Extra", "Give an extra without charge"),
    "improve": ("Improve", f"A touch point, for EUR {IMPROVEMENT:,}; there after two quarters"),
    "promise": ("Promise", "Promise to be a point better there in two quarters"),
    "concession": ("Price", "Per cent off the price, for good"),
    "step_down": ("Step down", f"With notice: {NOTICE_HOURS} hours this quarter, none after; or at once"),
}
TICKED = ("ask", "visit", "terms", "extra")
# What a tick or a choice takes of its manager's hours.
TAKES = {"ask": ASK_HOURS, "visit": VISIT_HOURS, "terms": TERMS_HOURS, "step_down": NOTICE_HOURS}
_POINTS = (("", "–"), *((point.id, point.short) for point in TOUCH_POINTS))
OPTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "manager": tuple((manager.id, manager.name) for manager in MANAGERS),
    "hours": tuple((str(hours), str(hours)) for hours in HOURS),
    "improve": _POINTS,
    "promise": _POINTS,
    "concession": (("0", "–"), *((str(value), f"-{value} %") for value in SAYS["concession"][1:])),
    "step_down": (("", "–"), ("with notice", "with notice"), ("at once", "at once")),
}
_USUAL = {"manager", "hours"}  # what stays as it was unless it is changed


@dataclass(frozen=True)
class SheetRow:
    """One customer: ``usual`` is who serves it now, and how many hours; ``closed`` the fields that are no choice now."""

    place: int
    id: str
    name: str
    need: int
    usual: Mapping[str, str]
    closed: frozenset[str]

    def field(self, name: str) -> str:
        """The name of one of its fields in the form."""
        return f"c-{self.place}-{name}"


def sheet_rows(seen: Seen) -> list[SheetRow]:
    """The customers about whom there is something to decide."""
    return [_row(seen, place) for place in range(len(CUSTOMERS)) if seen.mode[0, place] == KEY]


def _row(seen: Seen, place: int) -> SheetRow:
    customer = CUSTOMERS[place]
    usual = {"manager": MANAGERS[int(seen.manager[0, place])].id, "hours": str(int(seen.last.hours[0, place]))}
    closed = {"promise"} if seen.promise_due[0, place] else set()
    if seen.mended[0, place]:
        closed.add("terms")
    return SheetRow(place, customer.id, customer.name, customer.need, usual, frozenset(closed))


def not_served(seen: Seen) -> list[str]:
    """The customers who are served no more, and why."""
    modes = seen.mode[0].tolist()
    return [f"{CUSTOMERS[place].name} ({SERVED_AS[mode]})" for place, mode in enumerate(modes) if mode != KEY]


def choices_in(seen: Seen, fields: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """The decisions in the fields of a form, as ``decisions_of`` takes them; InputError for what is no option."""
    found: dict[str, dict[str, Any]] = {}
    for row in sheet_rows(seen):
        own: dict[str, Any] = {}
        for name in FIELDS:
            typed = (list(fields.get(row.field(name), ())) or [""])[-1]
            if name in row.closed:
                continue
            if name in TICKED:
                if typed:
                    own[name] = True
            elif typed != row.usual.get(name, "") and typed not in ("", "0" if name == "concession" else ""):
                own[name] = _option(row, name, typed)
        if own:
            found[row.id] = own
    return found


def _option(row: SheetRow, name: str, typed: str) -> Any:
    if typed not in {key for key, _ in OPTIONS[name]}:
        raise InputError(f"{row.name}, {FIELDS[name][0]}: found something that is not among the options; choose one of them")
    return int(typed) if name in ("hours", "concession") else typed


def limits(seen: Seen) -> dict[str, Any]:
    """What there is to spend, for a script that counts along."""
    return {
        "capacity": CAPACITY, "takes": TAKES, "improvement": IMPROVEMENT, "money": float(seen.money[0]),
        "managers": {manager.id: manager.name for manager in MANAGERS},
    }  # fmt: skip
