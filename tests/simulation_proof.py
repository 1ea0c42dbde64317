"""Thinking against luck over a thousand seeds: the figures of exercises/SIMULATION.md, and how to make them again.

    python tests/simulation_proof.py                    1,000 seeds
    python tests/simulation_proof.py 200 --tries 2000   200 seeds, a longer search with foresight
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kamkit.course.simulation.market import score, start
from kamkit.course.simulation.market.policies import (
    at_random,
    follow_loudest,
    follow_revenue,
    play,
    spread_evenly,
    stay_as_found,
)
from kamkit.course.simulation.market.search import plan_of, search_with_foresight
from kamkit.course.simulation.market.thinking import think

SIMPLE = {"spread evenly": spread_evenly, "follow revenue": follow_revenue, "follow the loudest": follow_loudest}
THINKING, DICE, FOUND, FORESIGHT = "thinking", "dice", "as found", "search with foresight"


@dataclass(frozen=True)
class Proof:
    """Totals per policy and seed, EUR, and what follows from them."""

    totals: dict[str, np.ndarray]

    @property
    def best_simple(self) -> str:
        """The simple policy with the highest mean."""
        return max(SIMPLE, key=lambda name: self.totals[name].mean())

    def beats(self, one: str, other: str) -> float:
        """In what share of seeds one policy ends above another on the same luck."""
        return float((self.totals[one] > self.totals[other]).mean())

    def outscores(self, one: str, other: str) -> float:
        """The chance that one policy ends above another when each has a luck of its own."""
        other_sorted = np.sort(self.totals[other])
        return float(np.searchsorted(other_sorted, self.totals[one]).mean() / len(other_sorted))

    def decided_by_policy(self) -> float:
        """The share of all variation between scores that lies between policies (dice, simple ones, thinking), not within them."""
        names = [*SIMPLE, THINKING, DICE]
        within = np.mean([self.totals[name].var() for name in names])
        between = np.var([self.totals[name].mean() for name in names])
        return float(between / (between + within))


def prove(seeds: int, tries: int = 0) -> Proof:
    """Play every policy on the seeds 0, 1, 2 ...; with ``tries`` the search as well."""
    games = start(range(seeds))
    policies = {**SIMPLE, FOUND: stay_as_found, DICE: at_random(7), THINKING: think}
    played = {name: play(games, policy) for name, policy in policies.items()}
    totals = {name: score(state).total for name, state in played.items()}
    if tries:
        totals[FORESIGHT] = search_with_foresight(games, plan_of(played[THINKING]), tries)[0]
    return Proof(totals)


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("seeds", nargs="?", type=int, default=1000)
    asked.add_argument("--tries", type=int, default=0)
    given = asked.parse_args()
    began = time.process_time()
    proof = prove(given.seeds, given.tries)
    print(f"{given.seeds} seeds, {time.process_time() - began:.0f} s of processor time; score in million EUR")
    for name, totals in sorted(proof.totals.items(), key=lambda pair: -pair[1].mean()):
        low, middle, high = np.percentile(totals, [10, 50, 90]) / 1e6
        print(f"{name:24} mean {totals.mean() / 1e6:5.2f}  spread {totals.std() / 1e6:4.2f}  10 % {low:5.2f}  half {middle:5.2f}  90 % {high:5.2f}")
    best = proof.best_simple
    print(f"thinking beats {best}, the best simple policy, on {proof.beats(THINKING, best):.1%} of seeds; {best} beats thinking on {proof.beats(best, THINKING):.1%}")
    print(f"a dice player outscores a thinking one: {proof.outscores(DICE, THINKING):.2%} (own luck each), {proof.beats(DICE, THINKING):.2%} (same luck)")
    print(f"of the variation between scores {proof.decided_by_policy():.0%} lies between policies")


if __name__ == "__main__":
    main()
