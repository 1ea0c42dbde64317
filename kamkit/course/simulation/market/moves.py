"""What each decision does. Sizes are those of ``effects``; one function per decision."""

from __future__ import annotations

import numpy as np

from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.luck import Normal
from kamkit.course.simulation.market.opening import gain_of
from kamkit.course.simulation.market.portfolio import ALIKE, NEED, PEOPLE_AT_MOST, POINTS
from kamkit.course.simulation.market.state import AT_ONCE, DROPPED, Array
from kamkit.course.simulation.market.turn import Turn

_DUE_AFTER = 2
_SETTLES_IN = 2


def hand_over(turn: Turn) -> None:
    """A new manager: the relationship falls, and two quarters pass until hours count in full."""
    now = turn.now
    changed = turn.served & (turn.did.manager != now.manager)
    now.settling = np.where(changed, _SETTLES_IN, now.settling)
    now.manager = np.where(changed, turn.did.manager, now.manager)
    turn.shift("bond", np.where(changed, -size("handover", "bond"), 0.0), "handover")
    turn.put("new_face", np.where(now.settling > 0, -size("handover", "face"), 0.0), "handover")


def give_hours(turn: Turn) -> None:
    """Hours build the relationship later and trust slowly; too few of them are noticed in the third quarter."""
    now, given = turn.now, turn.did.hours / NEED
    settled = now.settling == 0
    # Hours that count half still count as half service.
    counted = np.where(settled, given, np.minimum(given / 2, 0.5))
    gained = np.where(turn.served, gain_of(np.where(given >= 0.5, np.maximum(counted, 0.5), 0.0)), 0.0)
    coming = now.coming_bond.copy()
    coming[..., 2] += gained / 2
    coming[..., 3] += gained / 2
    now.coming_bond = coming
    turn.shift("bond", -size("contact", "fades"), "contact")
    turn.shift("trust", np.where((given >= 1) & settled, size("steady", "trust"), 0.0), "steady")
    now.unserved = np.where(turn.served & (given < 0.5), now.unserved + 1, 0)
    _neglect(turn)


def _neglect(turn: Turn) -> None:
    sudden, after = turn.now.unserved == 3, turn.now.unserved > 3
    turn.events["sudden"] = sudden
    for stock in ("trust", "bond"):
        fall = np.where(sudden, size("neglect", stock), np.where(after, size("neglect", "after"), 0.0))
        turn.shift(stock, -fall, "neglect")


def widen(turn: Turn) -> None:
    """A visit makes one more of their people know us."""
    now = turn.now
    now.people = np.where(turn.did.visit.astype(bool), np.minimum(now.people + 1, PEOPLE_AT_MOST), now.people)


def improve(turn: Turn) -> None:
    """Money spent on a touch point raises performance there two quarters later."""
    gain = np.maximum(0.0, size("improve", "gain") + size("improve", "spread") * turn.normal[:, Normal.IMPROVEMENT])
    coming = turn.now.coming_perf.copy()
    coming[..., 2] += _at(turn.did.improve) * gain[..., None]
    turn.now.coming_perf = coming


def promise(turn: Turn) -> None:
    """A promise raises hope and what is expected, and falls due two quarters later."""
    now, point = turn.now, turn.did.promise
    made = (point > 0) & (now.promise_due == 0)
    now.promise_point = np.where(made, point, now.promise_point)
    now.promise_due = np.where(made, turn.quarter + _DUE_AFTER, now.promise_due)
    promised = (_at(point) * now.perf).sum(axis=-1) + size("promise", "level")
    now.promise_level = np.where(made, np.minimum(promised, 10.0), now.promise_level)
    turn.shift_points("expect", _at(point * made) * size("promise", "raise_"), "promise")
    turn.put("hope", np.where(now.promise_due > 0, size("promise", "hope"), 0.0), "promise")


def mend_terms(turn: Turn) -> None:
    """New terms take the avoidable cost away over two quarters, and some trust at once."""
    now = turn.now
    mends = turn.did.terms.astype(bool) & ~now.mended
    now.mended = now.mended | mends
    saved = np.where(mends, size("terms", "share") * now.avoidable, 0.0)
    coming = now.coming_saving.copy()
    coming[..., 1] += saved / 2
    coming[..., 2] += saved / 2
    now.coming_saving = coming
    turn.shift("trust", np.where(mends, -size("terms", "trust"), 0.0), "terms")


def concede(turn: Turn) -> None:
    """A concession is felt at once and paid from this quarter on."""
    now, given = turn.now, turn.did.concession
    now.price = now.price + given / 100
    turn.put("price_glow", now.price_glow + size("concession", "per_percent") * given, "concession")


def grant_extras(turn: Turn) -> None:
    """An extra pleases, raises cost to serve for good, and what is expected."""
    now, given = turn.now, turn.did.extra.astype(bool)
    now.extras = now.extras + given
    more = given * size("extra", "cost") * now.volume
    now.cost, now.avoidable = now.cost + more, now.avoidable + more
    turn.put("extra_glow", now.extra_glow + given * size("extra", "glow"), "extra")
    turn.shift_points("expect", (given * size("extra", "raise_"))[..., None] * np.ones(POINTS), "extra")


def drop(turn: Turn) -> None:
    """An abrupt step-down takes effect at once, and the others hear of it."""
    now = turn.now
    dropped = turn.did.step_down == AT_ONCE
    heard = dropped.any(axis=1, keepdims=True) & ~dropped
    alike = heard & ((dropped.astype(int) @ ALIKE.astype(int)) > 0)
    turn.shift("trust", -np.where(alike, size("talk", "alike"), np.where(heard, size("talk", "trust"), 0.0)), "talk")
    turn.cap(dropped, size("abrupt", "health"), "abrupt")
    now.mode = np.where(dropped, DROPPED, now.mode)
    now.volume = np.where(dropped, size("abrupt", "volume") * now.volume, now.volume)
    now.cost = np.where(dropped, size("abrupt", "cost") * now.cost, now.cost)


def _at(point: Array) -> Array:
    """1 at the touch point chosen, 0 elsewhere."""
    return (point[..., None] == np.arange(1, POINTS + 1)).astype(float)
