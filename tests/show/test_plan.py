"""What people see of a plan: one page, two numbers apart, user text escaped, nothing empty drawn."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from kamkit.model.frame import tables_of
from kamkit.show import plan
from kamkit.show.plan import (
    show_account_plan_check,
    show_agreement,
    show_benefits,
    show_data_quality,
    show_goals,
    show_health,
    show_objectives,
    show_page,
    show_proposition,
    show_sources,
)

DAY = date(2026, 3, 31)
NASTY = "Call <b>$x$</b> & co"
EVERYTHING = [getattr(plan, name) for name in plan.__all__ if name.startswith("show_") and name != "show_offers"]
SLIPS = re.compile(r"\b(nan|NaN|NaT|None|<NA>|inf)\b")


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of(
        {
            "accounts": [{"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines"}],
            "team_members": [{"member_id": "ines", "name": "Ines Carrow"}],
            **rows,
        }
    )


OFFER = {
    "opportunity_id": "x", "account_id": "007", "name": NASTY, "units": 10.0, "effect": 100.0, "price": 500.0,
    "our_cost": 200.0, "can_supply_from": DAY, "evidence": "confirmed", "switching_cost": 50.0,
}  # fmt: skip
FULL: dict[str, list[dict[str, Any]]] = {
    "opportunities": [OFFER, {"opportunity_id": "y", "account_id": "007", "name": "Crates"}],
    "customer_goals": [{"goal_id": "g", "account_id": "007", "goal": NASTY}],
    "objectives": [{"objective_id": "o", "account_id": "007", "kind": "growth", "statement": NASTY}],
    "actions": [{"action_id": "a", "account_id": "007", "what": NASTY, "due": DAY}],
    "decisions": [{"decision_id": "d", "account_id": "007", "side": "customer", "kind": "agreed to plan", "decided_on": DAY,
                   "decided_by": NASTY}],
    "data_sources": [{"data_source_id": "s", "what": NASTY}],
    "propositions": [{"account_id": "007", "sentence": NASTY}],
}  # fmt: skip


@pytest.mark.parametrize("account_id", ["", "007"])
@pytest.mark.parametrize("show", EVERYTHING, ids=lambda show: show.__name__)
def test_what_people_wrote_is_escaped_and_nothing_slips_through(show: Any, account_id: str) -> None:
    shown = show(tables(**FULL), account_id, DAY)
    assert "<b>$x$" not in shown.html and "<Glass>" not in shown.html
    assert not SLIPS.search(shown.text) and len(shown.text) > 20
    assert not SLIPS.search(re.sub(r'base64,[^"]*', "", shown.html))


@pytest.mark.parametrize("show", EVERYTHING, ids=lambda show: show.__name__)
def test_nothing_entered_says_what_is_missing_and_draws_nothing(show: Any) -> None:
    for found, account_id in ((tables(), "007"), (tables(), ""), (tables_of({}), "")):
        shown = show(found, account_id, DAY)
        assert "<img" not in shown.html and not SLIPS.search(shown.text) and len(shown.text) > 20


@pytest.mark.parametrize("show", [show_page, show_goals, show_objectives, show_benefits, show_proposition])
def test_an_account_without_a_plan_names_who_can_enter_it_and_where(show: Any) -> None:
    text = show(tables(), "007", DAY).text
    assert "Not there yet" in text and "Ines Carrow can enter it" in text and ("step" in text or "form" in text)


def test_health_and_data_quality_are_two_lines_and_never_one_number() -> None:
    found = tables(**FULL, risks=[{"risk_id": "k", "account_id": "007", "what": "Trial", "triggered_on": DAY}])
    lines = show_page(found, "007", DAY).text.splitlines()
    assert any("Health of the account" in line and "In danger" in line for line in lines)
    assert any("Quality of its data" in line and "0 %" in line for line in lines)
    side = show_page(found, "", DAY).text
    assert "Health" in side and "Data quality" in side and "In danger" in side


def test_unknown_is_grey_and_says_so() -> None:
    text = show_health(tables(), "007", DAY).text
    assert "? Not known" in text and "5 of five signs are not known; unknown is never fine" in text
    assert "✓ Fine" not in text


def test_the_page_holds_three_objectives_and_ten_actions_and_says_whether_it_fits() -> None:
    objectives = [{**FULL["objectives"][0], "objective_id": str(number), "statement": f"Aim {number}"} for number in range(4)]
    actions = [{**FULL["actions"][0], "action_id": f"{number:02}", "what": f"Step {number:02}"} for number in range(12)]
    shown = show_page(tables(objectives=objectives, actions=actions), "007", DAY).text
    assert "Aim 2" in shown and "Aim 3" not in shown and "Step 09" in shown and "Step 10" not in shown
    assert "(first 3 of 4)" in shown and "(first 10 of 12)" in shown and "70 of 60 minutes" in shown and "at most 3 and 10 fit" in shown
    assert "it fits" in show_page(tables(objectives=objectives[:1]), "007", DAY).text


def test_the_charts_title_is_its_message_and_evidence_is_marked() -> None:
    shown = show_benefits(tables(**FULL), "007", DAY)
    assert 'alt="1 of 2 opportunities for Quillon &lt;Glass&gt; is worth proposing' in shown.html
    assert "for 1 a figure is missing" in shown.text and "● confirmed" in shown.text
    assert "Not known: what it is worth to the customer" in shown.text


def test_a_chart_of_figures_that_are_all_zero_or_far_apart_is_drawn() -> None:
    zero = {**OFFER, "units": 0.0, "price": 0.0, "our_cost": 0.0}
    huge = {**OFFER, "opportunity_id": "z", "effect": 1e9}
    for rows in ([zero], [huge, {**OFFER, "opportunity_id": "s", "effect": 0.01}]):
        assert "<img" in show_benefits(tables(opportunities=rows), "007", DAY).html


def test_a_benefit_that_only_wants_confirming_says_so() -> None:
    shown = show_benefits(tables(opportunities=[{**OFFER, "evidence": "assumed"}]), "007", DAY)
    assert "No: the price takes the whole benefit, as long as it is not confirmed" in shown.text


def test_an_effect_of_cents_keeps_its_cents() -> None:
    text = plan.show_offers(tables(opportunities=[{**OFFER, "effect": 0.2}]), "007").text
    assert "0.20" in text and NASTY in text and "● confirmed" in text
    assert "Not there yet" in plan.show_offers(tables(), "").text


def test_a_written_sentence_stands_before_the_draft() -> None:
    text = show_proposition(tables(**FULL), "007", DAY).text
    assert text.startswith(f"{NASTY} (○ assumed)") and "From the record: Quillon <Glass> wants" in text


def test_agreement_sources_and_check_speak_of_dates_and_keepers() -> None:
    found = tables(**FULL)
    assert "31 Mar 2026" in show_agreement(found, "007", DAY).text and "Not yet" in show_agreement(found, "007", DAY).text
    assert "missing: a keeper" in show_sources(found, "007", DAY).text
    assert "has no amount and date" in show_account_plan_check(found, "007", DAY).text
    assert "Its goals" in show_data_quality(found, "007", DAY).text
