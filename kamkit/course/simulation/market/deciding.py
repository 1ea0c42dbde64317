"""What a quarter earns, what customers decide on its last day, and how they go on."""

from __future__ import annotations

import numpy as np

from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.luck import Normal
from kamkit.course.simulation.market.portfolio import IMPROVEMENT, RENEWAL, TENDER
from kamkit.course.simulation.market.state import (
    GONE,
    HALVED,
    KEY,
    LOST,
    LOW_COST,
    NOT_WON,
    NOTHING,
    RENEWED,
    WITH_NOTICE,
    WON,
    Array,
)  # fmt: skip
from kamkit.course.simulation.market.turn import Turn


def earn(turn: Turn) -> dict[str, Array]:
    """Revenue, cost to serve and contribution of the quarter, EUR; improvements are paid in the quarter of the decision."""
    now = turn.now
    ours = now.mode != LOST
    sold = np.where(ours, now.volume * (1 + 0.03 * turn.normal[:, Normal.BUSINESS]), 0.0)
    revenue = sold * (1 - now.price)
    cost, avoidable = np.where(ours, now.cost, 0.0), np.where(ours, now.avoidable, 0.0)
    spent = IMPROVEMENT * (turn.did.improve > 0)
    contribution = revenue - sold * (1 - now.margin) - cost - spent
    return {"revenue": revenue, "cost": cost, "avoidable": avoidable, "spent": spent, "contribution": contribution}


def decide(turn: Turn) -> tuple[Array, Array, Array]:
    """The outcomes of renewals and of tenders, and the luck of the day."""
    now, quarter = turn.now, turn.quarter
    ours = now.mode != LOST
    chance = size("decided", "spread") * turn.normal[:, Normal.RENEWAL]
    margin = now.health + chance
    ended = np.select([margin > 0, margin > size("decided", "halved")], [RENEWED, HALVED], GONE)
    outcome = np.where(ours & RENEWAL[quarter], ended, NOTHING)
    stays = (outcome != GONE) & turn.served & (now.mode == KEY)
    bids = now.health + size("decided", "spread") * turn.normal[:, Normal.TENDER] > size("decided", "tender")
    tender = np.where(stays & (TENDER[quarter] > 0), np.where(bids, WON, NOT_WON), NOTHING)
    halved = outcome == HALVED
    now.volume = np.where(halved, now.volume / 2, now.volume) * np.where(tender == WON, 1 + TENDER[quarter], 1.0)
    now.cost = np.where(halved, size("decided", "halved_cost") * now.cost, now.cost)
    now.cost = np.where(tender == WON, now.cost * (1 + size("decided", "won_cost") * TENDER[quarter]), now.cost)
    now.avoidable = np.where(halved, size("decided", "halved_cost") * now.avoidable, now.avoidable)
    now.mode = np.where(outcome == GONE, LOST, now.mode)
    return outcome, tender, np.where(outcome != NOTHING, chance, 0.0)


def step_down(turn: Turn) -> None:
    """Notice was given this quarter: from the next one the customer is served at low cost."""
    now = turn.now
    goes = (turn.did.step_down == WITH_NOTICE) & (now.mode == KEY)
    turn.cap(goes, size("notice", "health"), "notice")
    now.mode = np.where(goes, LOW_COST, now.mode)
    now.volume = np.where(goes, size("notice", "volume") * now.volume, now.volume)
    for name in ("cost", "avoidable"):
        setattr(now, name, np.where(goes, size("notice", "cost") * getattr(now, name), getattr(now, name)))
    now.drift = np.where(goes, now.drift + size("notice", "drift"), now.drift)


def drift(turn: Turn) -> None:
    """The customer's own market moves its volume, and with it most of its cost to serve."""
    now = turn.now
    now.volume = now.volume * (1 + now.drift)
    follows = 1 + size("shrink", "cost") * now.drift
    now.cost, now.avoidable = now.cost * follows, now.avoidable * follows
