"""What happens by itself in a quarter. Sizes are those of ``effects``; one function per kind of event."""

from __future__ import annotations

import numpy as np

from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.luck import Even, Normal
from kamkit.course.simulation.market.portfolio import ALIKE, DELIVERY, NEED, POINTS, WARNING, decides
from kamkit.course.simulation.market.turn import Turn


def forget(turn: Turn) -> None:
    """What was given earlier is forgotten by and by."""
    now = turn.now
    turn.put("price_glow", now.price_glow * (1 - size("concession", "forgotten")), "concession")
    turn.put("extra_glow", now.extra_glow / 2, "extra")


def leak(turn: Turn) -> None:
    """Customers of the same kind get half of last quarter's concessions, and hear of this quarter's."""
    now = turn.now
    turn.events["leaked"] = turn.served & (now.coming_leak > 0)
    now.price = now.price + np.where(turn.served, now.coming_leak, 0.0)
    hears = turn.even[:, Even.LEAK] < size("leak", "chance")
    largest = np.where(ALIKE, turn.did.concession[:, None, :], 0).max(axis=-1)
    now.coming_leak = np.where(hears, size("leak", "share") * largest / 100, 0.0)


def go_wrong(turn: Turn) -> None:
    """Something goes wrong; how bad it is depends on how early the customer hears of it."""
    now = turn.now
    chance = size("incident", "chance") + size("incident", "per_point") * np.maximum(0, 7 - now.perf[..., DELIVERY])
    wrong = turn.served & (turn.even[:, Even.INCIDENT] < chance)
    turn.events["incident"] = wrong
    cost = size("incident", "least") + size("incident", "late") * np.maximum(0, 9 - now.perf[..., WARNING])
    turn.shift("trust", np.where(wrong, -cost, 0.0), "incident")


def arrive(turn: Turn) -> None:
    """What was done earlier takes effect: hours, improvements, new terms."""
    now = turn.now
    turn.shift("bond", now.coming_bond[..., 0], "contact")
    turn.events["arrived"] = turn.served & (now.coming_perf[..., 0] > 0).any(axis=-1)
    turn.shift_points("perf", now.coming_perf[..., 0], "improve")
    saving = np.where(turn.served, now.coming_saving[..., 0], 0.0)
    now.cost, now.avoidable = now.cost - saving, now.avoidable - saving
    for name in ("coming_bond", "coming_perf", "coming_saving"):
        coming = getattr(now, name)
        setattr(now, name, np.concatenate([coming[..., 1:], np.zeros_like(coming[..., :1])], axis=-1))
    now.settling = np.maximum(0, now.settling - 1)


def people_leave(turn: Turn) -> None:
    """Their main contact leaves; where nobody else knows us, the thread breaks."""
    now = turn.now
    left = turn.served & (now.leaver == turn.quarter)
    broke = left & (now.people <= 1)
    turn.events["left"], turn.events["thread broke"] = left, broke
    now.people = np.where(left, np.maximum(1, now.people - 1), now.people)
    turn.shift("trust", np.where(broke, -size("leaving", "trust"), 0.0), "leaving")
    turn.shift("bond", np.where(broke, -size("leaving", "bond"), np.where(left, -size("leaving", "else_"), 0.0)), "leaving")


def promises_fall_due(turn: Turn) -> None:
    """A promise is kept when performance is there on the day and the customer was served."""
    now = turn.now
    due = turn.served & (now.promise_due == turn.quarter)
    reached = (now.perf * (now.promise_point[..., None] == np.arange(1, POINTS + 1))).sum(axis=-1)
    kept = due & (reached >= now.promise_level - 1e-9) & (turn.did.hours / NEED >= 0.5)
    turn.events["kept"], turn.events["broken"] = kept, due & ~kept
    now.promise_due = np.where(due, 0, now.promise_due)
    now.promise_point = np.where(due, 0, now.promise_point)
    turn.put("hope", np.where(now.promise_due > 0, size("promise", "hope"), 0.0), "promise")
    turn.shift("trust", np.where(kept, size("kept", "trust"), 0.0), "kept")
    turn.shift("trust", np.where(due & ~kept, -size("broken", "trust"), 0.0), "broken")


def become_standard(turn: Turn) -> None:
    """What is expected follows what is delivered, upwards only."""
    above = np.maximum(0, turn.now.perf - turn.now.expect)
    turn.shift_points("expect", size("standard", "share") * above, "standard")


def rivals_act(turn: Turn) -> None:
    """Rivals improve a little everywhere, and where we are weakest when a decision is near."""
    now = turn.now
    own = turn.normal[:, Normal.RIVAL : Normal.RIVAL + POINTS].swapaxes(1, 2)
    by = size("rival", "drift") + size("rival", "spread") * own
    near = turn.served & (decides(turn.quarter) | decides(turn.quarter + 1))
    ahead = now.weight * (now.rival - now.perf)
    weakest = ahead == ahead.max(axis=-1, keepdims=True)
    attacked = near & (ahead.max(axis=-1) > 0)
    turn.events["attacked"] = attacked
    by = by + size("rival", "attack") * (weakest & attacked[..., None])
    now.rival = np.clip(now.rival + np.where(turn.served[..., None], by, 0.0), 1, 10)
    turn.weigh_rivals("rival")


def creep(turn: Turn) -> None:
    """Extras that nobody decided slip in where service is full."""
    now = turn.now
    crept = turn.served & (turn.did.hours >= NEED) & (turn.even[:, Even.CREEP] < size("creep", "chance"))
    turn.events["crept"] = crept
    more = np.where(crept, size("creep", "cost") * now.volume, 0.0)
    now.cost, now.avoidable = now.cost + more, now.avoidable + more
