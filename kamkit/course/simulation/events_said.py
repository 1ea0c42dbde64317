"""What happened in a quarter, in sentences: as much of it as a player would be told."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kamkit.course.simulation.market import Seen
from kamkit.course.simulation.market.portfolio import NAMES, TOUCH_POINTS
from kamkit.course.simulation.market.state import GONE, HALVED, NOT_WON, RENEWED, WON
from kamkit.method.finding import Finding, Severity
from kamkit.show.words import listed

_OUTCOMES: dict[int, tuple[Severity, str]] = {
    GONE: ("danger", "{} did not renew: the customer is lost"),
    HALVED: ("careful", "{} renewed for half of the business; the other half went to a competitor"),
    RENEWED: ("fine", "{} renewed"),
}
_TENDERS: dict[int, tuple[Severity, str]] = {
    WON: ("fine", "{} gave us the business of its tender"),
    NOT_WON: ("careful", "{} gave the business of its tender to a competitor"),
}
# Of the events, those a supplier notices. What competitors do, and what slips in, shows in figures or not at all.
_EVENTS: dict[str, tuple[Severity, str]] = {
    "broken": ("danger", "{}: our promise was not kept"),
    "thread broke": ("danger", "{}: the one person who knew us has left"),
    "sudden": ("danger", "{}: they say nobody has been there for months, and they mean it"),
    "incident": ("careful", "{}: something went wrong with a delivery or a batch"),
    "leaked": ("careful", "{} had heard of the price somebody else pays, and got half of it"),
    "left": ("unknown", "{}: the main contact has left; the others there know us"),
    "kept": ("fine", "{}: our promise was kept"),
    "arrived": ("fine", "{}: the improvement is in place"),
}


def happened(seen: Seen) -> list[Finding]:
    """What the player is told of the quarter before, one finding per customer and event."""
    return list(_told(seen))


def _told(seen: Seen) -> Iterator[Finding]:
    for codes, told in ((seen.outcome[0, -1], _OUTCOMES), (seen.tender[0, -1], _TENDERS)):
        for code, (severity, text) in told.items():
            yield from (Finding(severity, text.format(NAMES[place]) + ".") for place in np.flatnonzero(codes == code))
    for event, (severity, text) in _EVENTS.items():
        flags = seen.events.get(event)
        if flags is None:
            continue
        for place in np.flatnonzero(flags[0]):
            if event == "left" and seen.events["thread broke"][0, place]:
                continue
            yield Finding(severity, text.format(NAMES[place]) + ".")


def decided(choices: dict[str, dict[str, object]]) -> str:
    """A quarter's decisions in one line, customer by customer."""
    said = []
    names = {point.id: point.short for point in TOUCH_POINTS}
    for id, own in choices.items():
        said.append(f"{NAMES[_place(id)]}: {listed([_one(name, value, names) for name, value in own.items()])}")
    return "; ".join(said) if said else "everything as before"


def _place(id: str) -> int:
    from kamkit.course.simulation.market.portfolio import IDS

    return IDS.index(id)


def _one(name: str, value: object, points: dict[str, str]) -> str:
    from kamkit.course.simulation.market.portfolio import MANAGERS

    match name:
        case "manager":
            return f"to {next(one.name for one in MANAGERS if one.id == value)}"
        case "hours":
            return f"{value} hours"
        case "concession":
            return f"{value} % off the price"
        case "improve" | "promise":
            return f"{name} {points[str(value)].lower()}"
        case "step_down":
            return "stepped down with notice" if value == "with notice" else "dropped at once"
        case "terms":
            return "terms mended"
        case "extra":
            return "an extra"
    return name
