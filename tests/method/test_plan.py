"""The plan of an account: goals, objectives, benefits in the customer's money, agreement, sources, and one page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.finding import Finding
from kamkit.method.plan import (
    check_page,
    place_goals,
    place_objectives,
    place_page,
    place_proposition,
    place_sources,
    planned_accounts,
    rank_benefits,
    review_account_plan,
    review_agreement,
    review_backing,
    review_forces,
    sum_objectives,
)
from kamkit.method.plan.benefit import NOT_EARNED_BACK, WORTH, YEARS
from kamkit.method.plan.one_page import OBJECTIVES_AT_MOST
from kamkit.method.values import rank_preferences
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass", "owner_id": "ines"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Other", "status": "key account"},
    {"account_id": "9", "name": "Nobody's"},
]
PEOPLE = [{"member_id": "ines", "name": "Ines Carrow"}]
OFFER = {
    "opportunity_id": "x", "account_id": "70", "kind": "preference", "name": "A call before a shortage", "units": 10.0,
    "effect": 100.0, "switching_cost": 0.0, "price": 500.0, "our_cost": 200.0, "can_supply_from": DAY, "evidence": "confirmed",
}  # fmt: skip
GOAL = {"goal_id": "g", "account_id": "70", "goal": "No stop of a line", "forced_by": "its customers", "our_help": "Ring"}
WANTED = {"objective_id": "o", "account_id": "70", "kind": "growth", "statement": "Crates", "amount": 100.0, "due": DAY}


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, "team_members": PEOPLE, **rows})


def benefit(**fields: Any) -> pd.Series:
    return rank_benefits(tables(opportunities=[{**OFFER, **fields}]), "007", DAY).iloc[0]


def says(found: dict[str, pd.DataFrame], account: str = "007") -> str:
    return "\n".join(f"{one.severity}: {one.says}" for one in review_account_plan(found, account, DAY))


@pytest.mark.parametrize(("evidence", "factor"), [("confirmed", 1.0), ("joint", 0.7), ("assumed", 0.4), (None, 0.4)])
def test_the_benefit_is_units_times_effect_times_evidence(evidence: str | None, factor: float) -> None:
    row = benefit(evidence=evidence, one_off_benefit=300.0, switching_cost=50.0)
    assert (row["full"], row["factor"]) == (1000.0, factor)
    assert row["benefit"] == pytest.approx(1000 * factor) and row["one_off"] == pytest.approx(300 * factor)
    assert row["theirs"] == pytest.approx(1000 * factor - 500)
    assert row["first_year"] == pytest.approx(1000 * factor - 500 + 300 * factor - 50)
    assert row["ours"] == 300.0


def test_the_factors_are_the_programmes_own() -> None:
    own = [{"settings_id": "programme", "joint_factor": 0.5, "assumed_factor": 0.1}]
    found = tables(opportunities=[{**OFFER, "evidence": "joint"}], settings=own)
    assert rank_benefits(found, "007", DAY).loc[0, "benefit"] == 500.0


@pytest.mark.parametrize(
    ("fields", "proposed", "because"),
    [
        ({}, True, WORTH),
        ({"price": 1000.0}, False, "the price takes the whole benefit"),
        ({"price": 999.0}, True, WORTH),
        ({"our_cost": 500.0}, False, "the price does not cover our cost"),
        ({"our_cost": 499.0}, True, WORTH),
        ({"switching_cost": YEARS * 500.0}, False, NOT_EARNED_BACK),
        ({"switching_cost": YEARS * 500.0 - 1}, True, WORTH),
        ({"switching_cost": YEARS * 500.0, "one_off_benefit": 1.0}, True, WORTH),
        ({"switching_cost": None}, True, WORTH),
        ({"units": None}, None, "unknown: what it is worth to the customer"),
        ({"price": None}, None, "unknown: the price they would accept"),
        ({"our_cost": None}, None, "unknown: what it costs us"),
        ({"can_supply_from": None}, None, "unknown: from when we can supply it"),
        ({"evidence": "assumed"}, False, "the price takes the whole benefit"),
    ],
)
def test_proposed_only_if_benefit_exceeds_price_and_price_cost(
    fields: dict[str, Any], proposed: bool | None, because: str
) -> None:
    row = benefit(**fields)
    assert row["because"] == because
    assert pd.isna(row["proposed"]) if proposed is None else bool(row["proposed"]) is proposed


MONEY = st.one_of(st.none(), st.floats(0, 1e6))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(MONEY, MONEY, MONEY, MONEY, st.sampled_from([None, "confirmed", "joint", "assumed"])), max_size=6))
def test_it_agrees_with_the_preferences_worth_supplying(rows: list[tuple[Any, ...]]) -> None:
    """Without a switching cost, both pages that ask the same question give the same answer for the same reason."""
    offers = [
        {**OFFER, "opportunity_id": str(number), "units": units, "effect": effect, "price": price, "our_cost": cost, "evidence": mark}
        for number, (units, effect, price, cost, mark) in enumerate(rows)
    ]
    found = tables(opportunities=offers)
    ours = rank_benefits(found, "", DAY).set_index("opportunity_id").sort_index()
    theirs = rank_preferences(found).set_index("opportunity_id").sort_index()
    assert ours["because"].tolist() == theirs["because"].tolist()
    assert ours["proposed"].isna().tolist() == theirs["worth_supplying"].isna().tolist()


def test_those_worth_proposing_come_first_and_closed_ones_not_at_all() -> None:
    offers = [
        {**OFFER, "opportunity_id": "poor", "price": 5000.0}, {**OFFER, "opportunity_id": "small", "units": 6.0},
        {**OFFER, "opportunity_id": "large"}, {**OFFER, "opportunity_id": "won", "state": "won"},
        {**OFFER, "opportunity_id": "unknown", "price": None},
    ]  # fmt: skip
    ranked = rank_benefits(tables(opportunities=offers), "007", DAY)
    assert ranked["opportunity_id"].tolist() == ["large", "small", "poor", "unknown"]
    assert set(ranked["account_id"]) == {"007"} and set(ranked["account"]) == {"Quillon Glass"}


def test_what_is_forced_and_by_whom_nobody_has_asked() -> None:
    found = tables(customer_goals=[GOAL, {**GOAL, "goal_id": "h", "forced_by": None, "our_help": None}])
    row = review_forces(found, "007", DAY).iloc[0]
    assert (row["goals"], row["its customers"], row["unforced"], row["without_help"]) == (2, 1, 1, 1)
    assert row["missing"] == "its competitors"
    both = tables(customer_goals=[GOAL, {**GOAL, "goal_id": "h", "forced_by": "its competitors"}])
    assert review_forces(both, "007", DAY).iloc[0]["missing"] == ""
    assert review_forces(tables(), "9", DAY).iloc[0]["missing"] == "its customers and its competitors"


def test_goals_stand_in_their_order_on_the_page() -> None:
    goals = [{**GOAL, "goal_id": "a", "position": 2}, {**GOAL, "goal_id": "b", "position": 1}, {**GOAL, "goal_id": "c"}]
    assert place_goals(tables(customer_goals=goals), "007", DAY)["goal_id"].tolist() == ["b", "a", "c"]


def test_an_objective_is_in_money_with_a_date_and_not_past_it() -> None:
    rows = [
        WANTED, {**WANTED, "objective_id": "p", "amount": None}, {**WANTED, "objective_id": "q", "due": None},
        {**WANTED, "objective_id": "r", "amount": None, "due": None},
        {**WANTED, "objective_id": "s", "due": DAY - timedelta(days=1)},
        {**WANTED, "objective_id": "t", "due": DAY - timedelta(days=1), "state": "reached"},
    ]  # fmt: skip
    placed = place_objectives(tables(objectives=rows), "007", DAY).set_index("objective_id")
    assert placed["missing"].to_dict() == {"o": "", "p": "amount", "q": "date", "r": "amount and date", "s": "", "t": ""}
    assert placed.index[placed["overdue"]].tolist() == ["s"] and placed.index[-1] == "t"
    assert placed.loc["s", "days_left"] == -1


def test_the_sum_counts_what_has_no_amount_and_does_not_take_it_as_zero() -> None:
    rows = [WANTED, {**WANTED, "objective_id": "p", "amount": None}, {**WANTED, "objective_id": "q", "kind": "retention", "amount": None},
            {**WANTED, "objective_id": "r", "state": "dropped"}]  # fmt: skip
    summed = sum_objectives(place_objectives(tables(objectives=rows), "", DAY)).set_index("kind")
    assert summed.loc["growth", ["objectives", "accounts", "without_amount"]].tolist() == [2, 1, 1]
    assert summed.loc["growth", "amount"] == 100.0 and pd.isna(summed.loc["retention", "amount"])
    nothing = sum_objectives(place_objectives(tables(), "", DAY))
    assert nothing["objectives"].tolist() == [0, 0] and nothing["amount"].isna().all()


def test_the_latest_reading_of_the_measure_stands_beside_the_objective() -> None:
    found = tables(
        objectives=[{**WANTED, "measure_id": "m"}],
        measures=[{"measure_id": "m", "name": "Told early", "target": 90.0}],  # one of the whole programme
        readings=[
            {"measure_id": "m", "read_on": day, "value": value}
            for day, value in ((date(2026, 1, 1), 20.0), (DAY, 30.0), (date(2026, 4, 1), 99.0))
        ],
    )
    row = place_objectives(found, "007", DAY).iloc[0]
    assert (row["measure"], row["now"], row["target"]) == ("Told early", 30.0, 90.0)


def test_growth_stands_on_opportunities_and_a_price_cut_is_none() -> None:
    chances = [
        {**OFFER, "contribution": 80.0, "probability": 50.0},
        {**OFFER, "opportunity_id": "cut", "contribution": -500.0, "probability": 90.0},
        {**OFFER, "opportunity_id": "unsized"},
    ]
    found = tables(objectives=[WANTED], opportunities=chances)
    row = review_backing(found, "007", DAY).iloc[0]
    assert (row["growth"], row["if_all_won"], row["expected"], row["unsized"], row["complete"]) == (100.0, 80.0, 40.0, 1, 1)
    assert pd.isna(row["retention"]) and pd.isna(row["contribution"])
    assert "Growth of 100 a year is the objective; its open opportunities would bring 80" in says(found)
    assert "would cost us 500 a year" in says(found)
    enough = tables(objectives=[{**WANTED, "amount": 80.0}], opportunities=chances)
    assert "is the objective;" not in says(enough)


def test_more_cannot_be_kept_than_there_is() -> None:
    sold = {"account_id": "70", "date": DAY, "revenue": 100.0, "cost": 40.0, "rush": True}
    rates = [{"driver": "rush order", "rate": 10.0}]
    keep = {**WANTED, "kind": "retention", "amount": 51.0}
    assert "the difference has to be won" in says(tables(objectives=[keep], sales_lines=[sold], activity_rates=rates))
    kept = {**keep, "amount": 50.0}
    assert "the difference" not in says(tables(objectives=[kept], sales_lines=[sold], activity_rates=rates))


def agreed(day: date, side: str = "customer", by: str | None = "Ms Roy") -> dict[str, Any]:
    return {"decision_id": f"{side}{day}", "account_id": "70", "side": side, "kind": "agreed to plan", "decided_on": day,
            "decided_by": by}  # fmt: skip


def test_agreement_has_a_side_a_name_and_an_age() -> None:
    rows = [agreed(date(2025, 3, 31)), agreed(date(2025, 3, 30), "ours"), agreed(DAY + timedelta(days=1), "ours")]
    found = review_agreement(tables(decisions=rows), "007", DAY).set_index("side")
    assert found["state"].to_dict() == {"customer": "agreed", "ours": "agreed over twelve months ago"}
    assert found.loc["customer", "agreed_by"] == "Ms Roy"
    nobody = review_agreement(tables(decisions=[agreed(DAY, by=None)]), "007", DAY).set_index("side")
    assert nobody["state"].to_dict() == {"customer": "agreed, nobody named", "ours": "not yet"}


def test_a_source_is_stale_the_day_after_it_was_good_for() -> None:
    rows = [
        {"data_source_id": "year", "what": "Survey", "refreshed_on": date(2025, 3, 30), "keeper_id": "ines", "kept_in": "P"},
        {"data_source_id": "own", "account_id": "70", "what": "Stock", "refreshed_on": date(2026, 2, 27), "months_valid": 1.0},
        {"data_source_id": "fresh", "account_id": "007", "what": "Orders", "refreshed_on": date(2026, 2, 28), "months_valid": 1.1},
        {"data_source_id": "never", "what": "Prices"},
        {"data_source_id": "other", "account_id": "8", "what": "Theirs"},
    ]
    placed = place_sources(tables(data_sources=rows), "007", DAY).set_index("data_source_id")
    assert placed.index.tolist() == ["own", "fresh", "year", "never"]  # the account's own first, stale before fresh
    assert placed["stale"].tolist()[:2] == [True, False] and bool(placed.loc["year", "stale"])
    assert pd.isna(placed.loc["never", "stale"]) and placed.loc["never", "months_valid"] == 12
    assert placed.loc["never", "missing"] == "a keeper, where it is kept, when it was refreshed"
    assert placed.loc["year", "missing"] == "" and placed.loc["year", "keeper"] == "Ines Carrow"
    assert len(place_sources(tables(data_sources=rows), "", DAY)) == 5


def test_the_proposition_is_drafted_from_the_record_until_somebody_writes_one() -> None:
    found = place_proposition(tables(opportunities=[OFFER], customer_goals=[GOAL]), "007", DAY)
    assert found.sentence == "" and found.missing == ""
    assert found.draft == (
        'Quillon Glass wants "No stop of a line"; with us it gets a call before a shortage, '
        "worth 1,000 a year to them (confirmed by them) for 500 a year."
    )
    bare = place_proposition(tables(), "007", DAY)
    assert bare.current == "" and bare.missing == "a goal of the customer and an opportunity worth proposing"
    own = {"account_id": "007", "sentence": "You hear of it first.", "evidence": "joint"}
    written = place_proposition(tables(opportunities=[OFFER], propositions=[own]), "70", DAY)
    assert written.current == "You hear of it first." and written.evidence == "joint"
    assert written.draft.startswith("With us Quillon Glass gets a call")


def page_with(objectives: int, actions: int) -> tuple[Finding, ...]:
    return check_page(place_page(tables(
        objectives=[{**WANTED, "objective_id": str(number)} for number in range(objectives)],
        actions=[{"action_id": str(number), "account_id": "70", "what": "Ring the plant"} for number in range(actions)],
    ), "007", DAY))  # fmt: skip


def test_three_objectives_and_ten_actions_fit_on_the_page_and_in_an_hour() -> None:
    assert page_with(OBJECTIVES_AT_MOST, 10) == ()
    assert "4 open objectives; one page holds 3" in page_with(4, 0)[0].says
    crowded = page_with(3, 11)
    assert "11 open actions; one page holds 10" in crowded[0].says and "about 61 minutes; a review has 60" in crowded[1].says


def test_a_plan_without_an_objective_is_found_and_one_without_anything_says_so_once() -> None:
    assert "danger: Quillon Glass has no open objective" in says(tables(customer_goals=[GOAL]))
    empty = review_account_plan(tables(), "007", DAY)
    assert len(empty) == 1 and empty[0].severity == "unknown" and "has no plan yet" in empty[0].says


def test_findings_come_worst_first_and_each_says_what_to_do() -> None:
    rows = [{**WANTED, "due": DAY - timedelta(days=1)}, {**WANTED, "objective_id": "p", "amount": None}]
    stale = [{"data_source_id": "s", "what": "Survey", "refreshed_on": date(2020, 1, 1)}]
    found = review_account_plan(tables(objectives=rows, data_sources=stale), "007", DAY)
    order = [("danger", "careful", "unknown", "fine").index(one.severity) for one in found]
    assert order == sorted(order) and all(one.do for one in found)
    text = " ".join(one.says for one in found)
    for part in ("was to be reached by", "has no amount", "No goal of the customer", "No opportunity is sized", "Survey",
                 "Nobody at Quillon Glass has agreed", "Nobody of ours"):  # fmt: skip
        assert part in text


def test_all_plans_are_those_of_the_programme_and_of_whoever_has_one() -> None:
    assert planned_accounts(tables(customer_goals=[GOAL]), "", DAY) == ["007", "8"]
    assert planned_accounts(tables(), "9", DAY) == ["9"] and planned_accounts(tables_of({}), "", DAY) == []
    text = says(tables(objectives=[WANTED]), "")
    assert "1 of 2 accounts have no objective in money with a date: Other" in text
    assert "No account should have a plan yet" in says(tables_of({}), "")


@pytest.mark.parametrize("function", [place_page, rank_benefits, review_account_plan, place_sources, review_agreement])
def test_an_account_that_is_not_there_is_refused(function: Any) -> None:
    with pytest.raises(MethodError, match="not in the programme"):
        function(tables(), "nobody", DAY)


def test_the_tables_stay_as_they_were() -> None:
    found = tables(objectives=[WANTED], opportunities=[OFFER], customer_goals=[GOAL])
    copies = {name: frame.copy() for name, frame in found.items()}
    review_account_plan(found, "007", DAY), review_account_plan(found, "", DAY)
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, copies[name])
