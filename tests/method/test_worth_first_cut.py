"""The first cut: every account in exactly one of four, with the rule's reason; places; findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kamkit.method.worth import estimate_places, place_first_cut, rank_accounts, review_worth
from kamkit.method.worth.first_cut import CUTS, first_cut_rules
from kamkit.method.worth.lines import better_day
from kamkit.method.worth.wording import amount, ordinal
from kamkit.model.frame import tables_of

AS_OF = date(2026, 3, 31)
BEFORE = date(2024, 9, 1)


def programme(accounts: Mapping[str, tuple[float, float]], facts: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """Accounts with (revenue before, revenue now), gross margin half of it; ``facts`` are fields by account."""
    lines = [
        {"account_id": own, "date": day, "revenue": revenue, "cost": revenue / 2}
        for own, both in accounts.items()
        for day, revenue in zip((BEFORE, date(2025, 9, 1)), both, strict=True)
        if revenue
    ]
    rows = [{"account_id": own, "name": own.title(), **(facts or {}).get(own, {})} for own in accounts]
    more.setdefault("settings", [{"settings_id": "programme", "places": 1, "reporting_currency": "EUR"}])
    return tables_of({"accounts": rows, "sales_lines": lines, **more})


def cut_of(source: Any) -> Any:
    return place_first_cut(source, AS_OF).set_index("account_id")


SEVEN = {"top": (900.0, 900.0), "second": (800.0, 800.0), "star": (80.0, 160.0), "steady": (500.0, 500.0),
         "riser": (300.0, 345.0), "tiny": (6.0, 6.0), "gone": (70.0, 0.0)}  # fmt: skip


def test_the_four_cuts_and_their_reasons() -> None:
    found = cut_of(programme(SEVEN, {"star": {"potential": 3000.0}, "steady": {"renewal_on": date(2026, 9, 1)}}))
    assert found["cut"].to_dict() == {
        "top": "candidate",  # first by gross margin
        "star": "candidate",  # first by potential and by growth in money
        "second": "keep",
        "steady": "keep",
        "riser": "grow",
        "tiny": "serve at low cost",
        "gone": "serve at low cost",
    }
    reasons = found["reason"]
    assert reasons["top"] == "1st by gross margin (EUR 450)."
    assert reasons["star"] == (
        "1st by potential (EUR 3,000 over three years), 1st by growth in money (revenue up 100 %)."
    )
    assert reasons["second"] == "EUR 400 gross margin; revenue unchanged; no sign of room to grow."
    assert reasons["steady"].endswith("up for renewal on 2026-09-01.")
    assert reasons["riser"] == "EUR 172 gross margin; revenue up 15 %."
    assert "small" in reasons["tiny"] and reasons["gone"].startswith("No sales in the twelve months")


def test_at_most_twice_as_many_candidates_as_places_and_the_setting_decides() -> None:
    many = {str(i): (0.0, 100.0 + i) for i in range(40)}
    for per_place, expected in ((2.0, 6), (1.5, 4), (1.0, 3)):
        chosen = [{"settings_id": "programme", "places": 3, "candidates_per_place": per_place}]
        assert (cut_of(programme(many, settings=chosen))["cut"] == "candidate").sum() == expected


def test_a_contract_up_for_renewal_opens_the_list() -> None:
    two = [{"settings_id": "programme", "places": 2, "reporting_currency": "EUR"}]
    contract = {"contract_id": "k", "account_id": "riser", "name": "Frame", "ends_on": date(2026, 8, 31)}
    found = cut_of(programme(SEVEN, settings=two, contracts=[contract | {"yearly_value": 5000.0}]))
    assert found.loc["riser", "cut"] == "candidate"
    assert "1st by business up for renewal (EUR 5,000 a year)" in found.loc["riser", "reason"]
    assert found.loc["riser", "renewal_value"] == 5000.0
    later = cut_of(
        programme(SEVEN, settings=two, contracts=[contract | {"yearly_value": 5000.0, "ends_on": date(2027, 8, 31)}])
    )
    assert "renewal" not in later.loc["riser", "reason"]


def test_a_renewal_that_no_rate_covers_is_counted_by_revenue_and_named() -> None:
    two = [{"settings_id": "programme", "places": 2, "reporting_currency": "EUR"}]
    contract = {"account_id": "riser", "name": "Frame", "ends_on": date(2026, 8, 31), "yearly_value": 5000.0}
    contracts = [contract | {"contract_id": "k", "currency": "GBP"}, contract | {"contract_id": "m"}]
    until = {"currency": "GBP", "starts_on": date(2026, 1, 1), "rate": 1.2}
    source = programme(SEVEN, settings=two, contracts=contracts, exchange_rates=[until | {"ends_on": date(2026, 3, 30)}])
    assert cut_of(source).loc["riser", "renewal_value"] == 345.0, "no sum of what is known and what is not"
    assert (
        "careful: 1 contract up for renewal in GBP: no rate covers 2026-03-31, so its account counts with the revenue of the last twelve "
        "months. Add a row to the exchange rates that covers the day, or look at an earlier day (as_of)."
    ) in said(source)
    covered = programme(SEVEN, settings=two, contracts=contracts, exchange_rates=[until | {"ends_on": date(2026, 3, 31)}])
    assert cut_of(covered).loc["riser", "renewal_value"] == 11_000.0 and "no rate covers" not in said(covered)


def test_added_by_hand_stays_on_top_of_the_limit_with_name_and_reason() -> None:
    hand = {"tiny": {"candidate": True, "candidate_by": "Tom Halloway", "candidate_reason": "Opens a sector."}}
    found = cut_of(programme(SEVEN, hand))
    assert found.loc["tiny", ["cut", "by", "added_by"]].tolist() == ["candidate", "hand", "Tom Halloway"]
    assert found.loc["tiny", "reason"] == (
        "Added by hand by Tom Halloway: Opens a sector. "
        "By the figures: serve at low cost (EUR 3 gross margin is below EUR 80: small)."
    )
    assert (found["cut"] == "candidate").sum() == 3


def test_added_by_hand_at_a_unit_counts_for_the_group_and_by_rule_stays_by_rule() -> None:
    hand = {"tiny": {"parent_id": "gone", "candidate": True}, "top": {"candidate": True, "candidate_by": "Ines"}}
    found = cut_of(programme(SEVEN, hand))
    assert found.loc["gone", ["cut", "by"]].tolist() == ["candidate", "hand"]
    assert "no name entered" in found.loc["gone", "reason"]
    assert found.loc["top", "by"] == "rule" and "Also added by hand by Ines" in found.loc["top", "reason"]


def test_an_account_that_loses_money_is_told_to_mend_the_terms() -> None:
    rates = [{"driver": "order", "rate": 300.0}]
    found = cut_of(programme({"big": (900.0, 900.0), "loser": (200.0, 200.0)}, activity_rates=rates))
    assert found.loc["loser", "cut"] == "serve at low cost"
    assert "EUR 200 below zero: mend the terms (price, order size, service level)" in found.loc["loser", "reason"]
    potential = {"loser": {"potential": 9000.0}}
    found = cut_of(programme({"big": (900.0, 900.0), "loser": (200.0, 200.0)}, potential, activity_rates=rates))
    assert found.loc["loser", "cut"] == "candidate"
    assert found.loc["loser", "reason"].endswith("It loses money now: mend the terms first.")


def test_small_is_the_setting_else_the_last_five_per_cent() -> None:
    source = programme({"a": (0.0, 190.0), "b": (0.0, 10.0)})
    assert first_cut_rules(source, rank_accounts(source, AS_OF)).small == 95.0
    source = programme({"a": (0.0, 190.0)}, settings=[{"settings_id": "programme", "small_contribution": 7.0}])
    rules = first_cut_rules(source, rank_accounts(source, AS_OF))
    assert (rules.small, rules.limit, rules.growing, rules.room) == (7.0, 30, 10.0, 1.5)


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.dictionaries(
        st.sampled_from("abcdefghij"),
        st.tuples(st.floats(-100, 1000), st.floats(-100, 1000)),
    ),
    st.dictionaries(
        st.sampled_from("abcdefghij"),
        st.fixed_dictionaries({"potential": st.none() | st.floats(0, 5000), "candidate": st.none() | st.booleans()}),
    ),
    st.integers(1, 3),
)
def test_every_account_is_placed_once_with_a_reason(
    accounts: dict[str, tuple[float, float]], facts: dict[str, Any], places: int
) -> None:
    source = programme(accounts, facts, settings=[{"settings_id": "programme", "places": places}])
    found = place_first_cut(source, AS_OF)
    assert sorted(found["account_id"]) == sorted(accounts)
    assert set(found["cut"]) <= set(CUTS) and (found["reason"].str.len() > 10).all()
    by_rule = (found["cut"] == "candidate") & (found["by"] == "rule")
    assert by_rule.sum() <= 2 * places
    for own, fields in facts.items():
        if own in accounts and fields["candidate"]:
            assert found.set_index("account_id").loc[own, "cut"] == "candidate"
    assert not found["reason"].str.contains("nan", regex=False).any()


# Places


def test_places_are_the_settings_else_the_hours_else_a_rule_of_thumb() -> None:
    accounts = [{"account_id": str(i), "name": str(i)} for i in range(3)]
    team = [
        {"member_id": "1", "name": "Ines", "role": "kam", "hours_per_year": 5000.0},
        {"member_id": "2", "name": "Tom", "role": "kam", "hours_per_year": 4000.0},
        {"member_id": "3", "name": "Maren", "role": "engineer", "hours_per_year": 500.0},
    ]
    efforts = [
        {"account_id": str(i), "role": "kam", "hours_needed": hours} for i, hours in enumerate((400.0, 500.0, 900.0))
    ]
    found = estimate_places(tables_of({"accounts": accounts, "team_members": team, "efforts": efforts}))
    assert (found.count, found.known) == (18, True)
    assert found.how == "9,000 hours a year of kam over the 500 a typical account needs of it"
    tight = [*efforts, {"account_id": "0", "role": "engineer", "hours_needed": 100.0}]
    assert estimate_places(tables_of({"accounts": accounts, "team_members": team, "efforts": tight})).count == 5
    hours = estimate_places(tables_of({"team_members": team}))
    assert hours.count == 23 and "9,500 hours a year over the 400 of a strategic account" in hours.how
    decided = tables_of({"team_members": team, "settings": [{"settings_id": "programme", "places": 16}]})
    assert estimate_places(decided).count == 16
    nothing = estimate_places(tables_of({}))
    assert (nothing.count, nothing.known) == (15, False) and "rule of thumb" in nothing.how


# Findings


def said(source: Any, account_id: str = "") -> str:
    return "\n".join(f"{found.severity}: {found.says} {found.do}" for found in review_worth(source, AS_OF, account_id))


def test_nothing_there_is_said_in_one_line() -> None:
    assert said(tables_of({})) == "unknown: There are no accounts yet. Import the customers and their sales lines."


def test_old_sales_are_not_called_no_sales() -> None:
    lines = [{"account_id": "a", "date": date(1998, 5, 6), "revenue": 5.0}]
    text = said(tables_of({"accounts": [{"account_id": "a", "name": "A"}], "sales_lines": lines}))
    assert "No sales line falls in the twelve months to 2026-03-31; the newest is of 1998-05-06." in text


@pytest.mark.parametrize(
    ("review", "as_of", "expected"),
    [
        (None, date(2025, 9, 30), None),
        (None, date(2026, 3, 31), date(2025, 9, 1)),
        (date(2025, 9, 30), date(2026, 3, 31), date(2025, 9, 30)),
        (date(2024, 12, 31), date(2026, 3, 31), date(2025, 9, 1)),
        (date(2027, 9, 30), date(2026, 3, 31), date(2025, 9, 1)),
    ],
)
def test_where_the_sales_end_long_before_the_day_an_earlier_one_is_proposed(review: date | None, as_of: date, expected: date | None) -> None:
    assert better_day(programme(SEVEN, settings=[{"settings_id": "programme", "review_date": review}]), as_of) == expected
    assert better_day(tables_of({}), as_of) is None


def test_findings_on_what_the_figures_rest_on() -> None:
    text = said(programme(SEVEN))
    assert "Nobody has entered activity rates" in text and "The newest sales line is of 2025-09-01" in text
    assert "Gone: nothing bought in the twelve months, after EUR 70" in text
    bare = [{"account_id": "a", "date": AS_OF, "revenue": 5.0}]
    text = said(tables_of({"accounts": [{"account_id": "a", "name": "A"}], "sales_lines": bare}))
    assert "Sales lines carry no cost of goods" in text and "growth cannot be told" in text


def test_findings_on_rates_and_rungs() -> None:
    rates = [{"driver": "small order", "rate": 5.0}, {"driver": "line", "rate": 1.0}]
    visits = [{"account_id": "top", "driver": driver, "month": date(2025, 5, 1), "quantity": 3.0}
              for driver in ("visit", "line")]  # fmt: skip
    text = said(programme(SEVEN, activity_rates=rates, activities=visits))
    assert "Measured but without a rate: visits" in text
    assert "nobody has said below which value an order is small" in text
    assert "measured for 1 account and counted from the sales file for 6" in text


def test_findings_on_losses_and_candidates() -> None:
    rates = [{"driver": "order", "rate": 120.0}]
    facts = {"steady": {"status": "key account"}, "tiny": {"candidate": True, "wallet": 1.0}}
    text = said(programme(SEVEN, facts, activity_rates=rates))
    assert "danger: 2 accounts together lost EUR 157 after cost to serve; the largest, Star, is number 5" in text
    assert "Steady: key account today, but not among the candidates" in text
    assert "Tiny: added by hand without a name" in text and "Tiny: our sales of EUR 6" in text


def test_findings_on_one_account() -> None:
    rates = [{"driver": "order", "rate": 120.0}]
    source = programme(SEVEN | {"falling": (900.0, 700.0)}, activity_rates=rates)
    assert "Star loses EUR 40 a year: its gross margin of EUR 80 is less than the EUR 120" in said(source, "star")
    assert "The largest part goes into orders" in said(source, "star")
    assert "contribution after cost to serve fell from EUR 330 in the twelve months before to EUR 230" in said(
        source, "falling"
    )
    assert "share of it" in said(source, "falling")
    assert "known by gross margin only" in said(programme(SEVEN), "top")


@pytest.mark.parametrize(("place", "written"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"),
                                                (12, "12th"), (21, "21st"), (113, "113th")])  # fmt: skip
def test_places_are_written_as_people_say_them(place: int, written: str) -> None:
    assert ordinal(place) == written


def test_amounts_are_written_with_their_currency() -> None:
    assert [amount(value, "EUR") for value in (1234.5, -0.2, -70.0)] == ["EUR 1,234", "EUR 0", "EUR -70"]
    assert amount(5, "") == "5" and amount(float("nan"), "EUR") == "unknown"
