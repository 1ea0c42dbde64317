"""What single accounts of the sample must let a reader conclude, and the chain from an expectation to its re-appraisal."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamkit.method.planning import propose_actions
from kamkit.method.review import count_promises, review_offer_creep, review_promises, sum_creep

Tables = dict[str, pd.DataFrame]
EARLY = "tells us early when something goes wrong"
WARNING = "early warning of shortages"


def rules_for(tables: Tables, account_id: str, as_of: date) -> set[str]:
    return set(propose_actions(tables, account_id, as_of)["rule"])


def test_kestwicks_six_names_hang_on_one_person(tables: Tables, as_of: date) -> None:
    contacts = tables["contacts"][tables["contacts"]["account_id"] == "1007"].set_index("contact_id")
    coverage = tables["coverages"][tables["coverages"]["contact_id"].isin(contacts.index)]
    assert len(contacts) == 6 and contacts["department"].nunique() >= 4
    assert set(coverage["member_id"]) == {"paul.adeyemi"} and set(coverage["contact_id"]) == set(contacts.index)
    leaving = contacts[contacts["leaves_on"].notna()]
    assert list(leaving["decision_role"]) == ["decides"]
    assert leaving["leaves_on"].iloc[0].strftime("%Y-%m") == "2026-10"
    assert "renewal on a single thread" in rules_for(tables, "1007", as_of)


def test_ostrevia_is_in_danger(tables: Tables, as_of: date) -> None:
    account = tables["accounts"].set_index("account_id").loc["1001"]
    assert account["renewal_on"] == pd.Timestamp("2026-08-31")
    risks = tables["risks"][tables["risks"]["account_id"] == "1001"]
    assert (risks["triggered_on"].notna() & risks["closed_on"].isna()).any()
    assert risks["trigger"].str.contains("trial at plant 2").any()
    queries = tables["queries"]
    old = queries[(queries["account_id"] == "1001") & (queries["kind"] == "complaint") & queries["closed_on"].isna()]
    assert ((pd.Timestamp(as_of) - old["asked_on"]).dt.days > 30).sum() == 2


def test_a_price_cut_tempts_at_ostrevia_and_is_not_worth_it(tables: Tables) -> None:
    found = tables["opportunities"]
    cut = found[(found["account_id"] == "1001") & (found["expectation_id"] == "lowest unit price")].iloc[0]
    assert cut["contribution"] < 0
    warning = found[
        (found["account_id"] == "1001") & (found["expectation_id"] == EARLY) & (found["kind"] == "preference")
    ].iloc[0]
    assert warning["units"] * warning["effect"] > warning["price"] > warning["our_cost"]
    tempting = tables["actions"][
        (tables["actions"]["account_id"] == "1001") & (tables["actions"]["state"] == "proposed")
    ]
    assert list(tempting["because_id"]) == ["lowest unit price"]


def test_some_gaps_are_left_for_whoever_works_on_the_case(tables: Tables, as_of: date) -> None:
    proposed = propose_actions(tables, "", as_of)
    own = proposed[proposed["account_id"].isin(tables["efforts"]["account_id"])]
    assert own["rule"].nunique() >= 6 and own["account_id"].nunique() >= 12
    assert {"moment of truth", "complaint unanswered"} <= rules_for(tables, "1001", as_of)
    assert "terms that lose money" not in rules_for(tables, "1001", as_of)
    assert "thin answers" not in rules_for(tables, "1005", as_of)


def test_dunmarsh_gets_70000_of_extras_nobody_decided(tables: Tables, as_of: date) -> None:
    promises = tables["promises"][tables["promises"]["account_id"] == "0042"]
    assert (promises["charge"] == "given without charge").all()
    assert promises["yearly_cost"].sum() == 70000
    assert promises["on_purpose"].isna().all()
    scope = " ".join(tables["contracts"].loc[tables["contracts"]["account_id"] == "0042", "scope"])
    assert not any(word in scope.lower() for word in ("paper", "saturday", "label", "third"))
    assert "extras unnoticed" in rules_for(tables, "0042", as_of)
    assert sum_creep(review_offer_creep(tables, "0042", as_of)).unnoticed == 70000


def test_two_of_five_promises_were_broken(tables: Tables, as_of: date) -> None:
    settled = tables["promises"][tables["promises"]["state"] != "open"]
    assert settled["settled_on"].notna().all() and set(settled["account_id"]) == {"1008"}
    count = count_promises(review_promises(tables, "1008", as_of))
    assert (count.kept, count.late, count.broken, count.overdue) == (3, 0, 2, 0)


def test_actions_are_open_done_and_overdue(tables: Tables, as_of: date) -> None:
    actions = tables["actions"]
    assert set(actions["state"]) >= {"proposed", "open", "done"}
    overdue = actions[(actions["state"] == "open") & (actions["due"] < pd.Timestamp(as_of))]
    assert 2 <= len(overdue) <= 6
    assert (actions.loc[actions["state"] == "done", "done_on"] <= pd.Timestamp(as_of)).all()


def test_nothing_is_known_from_the_future(tables: Tables, as_of: date) -> None:
    past = {"known_on", "asked_on", "noted_on", "decided_on", "made_on", "read_on", "given_on", "rated_on",
        "assessed_on",
            "scored_on", "done_on", "settled_on", "closed_on", "confirmed_on", "last_met_on", "answered_on",
                "refreshed_on"}  # fmt: skip
    seen = 0
    for name, table in tables.items():
        for column in past & set(table.columns):
            days = table[column].dropna()
            seen += len(days)
            assert (days <= pd.Timestamp(as_of)).all(), f"{name}.{column}: {days.max()}"
    assert seen > 5000


def test_evidence_is_mixed(tables: Tables) -> None:
    for table in ("contacts", "opportunities", "risks", "white_space_cells", "customer_goals"):
        assert set(tables[table]["evidence"].dropna()) == {"confirmed", "joint", "assumed"}, table


def test_the_people_of_the_case_are_there(tables: Tables) -> None:
    assert {"Ines Carrow", "Tom Halloway", "Dr Maren Voss", "Paul Adeyemi"} <= set(tables["team_members"]["name"])


def test_the_chain_from_expectation_to_re_appraisal(tables: Tables) -> None:
    """Belmarra: stated gap, touch point, promise with a behaviour, action, measure, readings, the same people again."""
    people = tables["respondents"].loc[tables["respondents"]["account_id"] == "1008", "respondent_id"]
    said = tables["ratings"][
        tables["ratings"]["respondent_id"].isin(people) & (tables["ratings"]["supplier_id"] == "us")
    ]
    before = said[(said["item_id"] == EARLY) & (said["asked_on"].dt.year == 2025)]
    assert before["importance"].mean() > before["performance"].mean()

    points = tables["touch_points"][
        (tables["touch_points"]["account_id"] == "1008") & (tables["touch_points"]["expectation_id"] == EARLY)
    ]
    point = points.set_index("touch_point_id").loc[WARNING]
    assert point["promise"] and point["behaviour"]
    promises = tables["promises"]
    promise = promises[(promises["account_id"] == "1008") & (promises["touch_point_id"] == WARNING)].iloc[0]
    assert promise["state"] == "kept"

    actions = tables["actions"]
    action = actions[(actions["account_id"] == "1008") & (actions["because_id"] == WARNING)].iloc[0]
    assert action["because"] == "touch point" and action["state"] == "done" and action["worked"]
    measure = tables["measures"].set_index("measure_id").loc[action["measure_id"]]
    assert measure["expectation_id"] == EARLY

    readings = tables["readings"][tables["readings"]["measure_id"] == action["measure_id"]].sort_values("read_on")
    assert readings["value"].iloc[0] == pytest.approx(before["performance"].mean(), abs=0.01)
    after = said[(said["item_id"] == EARLY) & (said["asked_on"].dt.year == 2026)]
    assert readings["value"].iloc[-1] == pytest.approx(after["performance"].mean(), abs=0.01)
    assert readings["value"].iloc[-1] >= measure["target"] > readings["value"].iloc[0]
    assert set(before["respondent_id"]) == set(after["respondent_id"])
