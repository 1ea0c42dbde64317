"""A quarter's decisions as data: from what a form or a file says to what the model takes, and back.

``{"1002": {"hours": 120, "improve": "warning"}}``: per customer number what differs from the standing arrangement,
which is last quarter's manager and hours and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kamkit.course.simulation.market import Decisions, Seen, State, check_decisions, report, standing
from kamkit.course.simulation.market.portfolio import CONCESSIONS, HOURS, IDS, MANAGERS, NAMES, TOUCH_POINTS
from kamkit.course.simulation.market.state import FIELDS
from kamkit.errors import InputError

Choices = Mapping[str, Mapping[str, Any]]
_POINTS = ("", *(point.id for point in TOUCH_POINTS))
# What each field may say, in the order of the model's numbers.
SAYS: dict[str, tuple[Any, ...]] = {
    "manager": tuple(manager.id for manager in MANAGERS), "hours": HOURS, "ask": (False, True), "visit": (False, True),
    "improve": _POINTS, "promise": _POINTS, "concession": CONCESSIONS, "extra": (False, True), "terms": (False, True),
    "step_down": ("", "with notice", "at once"),
}  # fmt: skip
_NUMBERS = {"hours", "concession"}
assert set(SAYS) == set(FIELDS)


def decisions_of(state: State, choices: object) -> Decisions:
    """The decisions for one game; InputError with one line if they say something else or break a rule."""
    seen = report(state)
    did = _read(seen, choices)
    check_decisions(seen, did)
    return did


def choices_of(state: State, did: Decisions) -> dict[str, dict[str, Any]]:
    """Decisions of one game as data; only what differs from the standing arrangement."""
    usual = standing(state)
    found: dict[str, dict[str, Any]] = {}
    for place, id in enumerate(IDS):
        for name in FIELDS:
            value = int(getattr(did, name)[0, place])
            if value != int(getattr(usual, name)[0, place]):
                found.setdefault(id, {})[name] = value if name in _NUMBERS else SAYS[name][value]
    return found


def _read(seen: Seen, choices: object) -> Decisions:
    where = f"quarter {seen.quarter}"
    if not isinstance(choices, Mapping):
        raise InputError(f"{where}: found {_short(choices)}; expected decisions per customer number")
    did = standing(seen)
    values = {name: getattr(did, name).copy() for name in FIELDS}
    for id, own in choices.items():
        if id not in IDS:
            raise InputError(f"{where}: found the customer {_short(id)}; expected one of {', '.join(IDS)}")
        place = IDS.index(id)
        if not isinstance(own, Mapping):
            raise InputError(f"{where}, {NAMES[place]}: found {_short(own)}; expected decisions by name")
        for name, said in own.items():
            values[name][0, place] = _value(f"{where}, {NAMES[place]}", name, said)
    return replace(did, **values)


def _value(where: str, name: object, said: object) -> int:
    if not isinstance(name, str) or name not in SAYS:
        raise InputError(f"{where}: found the decision {_short(name)}; expected one of {', '.join(SAYS)}")
    for place, one in enumerate(SAYS[name]):
        if type(said) is type(one) and said == one:  # True is not 1 here
            return said if name in _NUMBERS else place  # type: ignore[return-value]
    expected = ", ".join("nothing" if one == "" else "yes" if one is True else "no" if one is False else str(one) for one in SAYS[name])
    raise InputError(f"{where}, {name}: found {_short(said)}; expected one of {expected}")


def _short(value: object) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 40 else text[:39] + "…"
