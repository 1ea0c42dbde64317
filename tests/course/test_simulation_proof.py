"""The best simple policy can be beaten, and thinking beats luck; over fewer seeds than the page's figures, which the script makes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from simulation_proof import DICE, FORESIGHT, SIMPLE, THINKING, Proof, prove

from kamkit.course.simulation.market.effects import EFFECTS
from kamkit.course.simulation.market.scoring import BROKEN, FORESEEABLE, KEPT, YEARS

PAGE = (Path(__file__).resolve().parents[2] / "exercises" / "SIMULATION.md").read_text(encoding="utf-8")


@cache
def proof() -> Proof:
    return prove(300)


@pytest.mark.parametrize("simple", SIMPLE)
def test_thinking_beats_every_simple_policy_on_average_and_on_most_seeds(simple: str) -> None:
    totals = proof().totals
    assert totals[THINKING].mean() > totals[simple].mean() + 0.5 * totals[simple].std()
    assert proof().beats(THINKING, simple) > 0.85


def test_no_simple_policy_is_best_on_every_seed() -> None:
    best = np.array([max(SIMPLE, key=lambda name: proof().totals[name][game]) for game in range(300)])
    assert all((best == name).mean() < 0.95 for name in SIMPLE)


def test_thinking_beats_luck() -> None:
    assert proof().outscores(DICE, THINKING) < 0.02
    assert proof().decided_by_policy() > 0.5


def test_foresight_is_above_thinking_on_every_seed() -> None:
    short = prove(20, tries=60)
    assert (short.totals[FORESIGHT] >= short.totals[THINKING]).all()
    assert short.totals[FORESIGHT].mean() > short.totals[THINKING].mean()


def test_the_page_has_every_effect_as_it_is_played() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, flags=re.MULTILINE)
    told = [row for row in rows if row[2].split(":")[0] in {"evidence", "practice", "invented"}]
    assert told == [(effect.name, effect.text, f"{effect.standing}: {effect.rests_on}") for effect in EFFECTS]


def test_the_page_says_how_the_score_comes_about() -> None:
    for said in (f"{KEPT:,}", f"{-BROKEN:,}", f"{-FORESEEABLE:,}", f"{'two' if YEARS == 2 else YEARS} years"):
        assert said in PAGE, said


def test_the_figures_of_the_page_hold_on_other_seeds_too() -> None:
    quoted = dict(re.findall(r"^\| (spread evenly|follow revenue|follow the loudest|thinking|dice|as found) \| ([\d.]+) ", PAGE, flags=re.MULTILINE))
    assert set(quoted) >= {*SIMPLE, THINKING, DICE}
    for name, mean in quoted.items():
        found = proof().totals[name]
        assert float(mean) == pytest.approx(found.mean() / 1e6, abs=4 * found.std() / 1e6 / np.sqrt(len(found)) + 0.01), name
