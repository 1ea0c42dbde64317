"""Hours, cost and capacity per person; skills as a gap that names nobody's level; the manager's own check."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.team import (
    PARTS,
    rank_managers_checks,
    rank_people,
    review_hours,
    review_managers_check,
    review_own_skills,
    review_roles,
    review_skill_gaps,
    review_team,
    review_training,
    served_accounts,
    who_is,
    who_may_see,
)
from kamkit.method.team.hours import ALL, FULL, KEY_ACCOUNTS, OVER, ROOM, UNKNOWN
from kamkit.method.team.skills import MET, NOBODY, NOT_RATED, REFRESH, SHORT
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
KAM, PLANNER, CARE = "key account manager", "supply planner", "customer service"
PEOPLE = [
    {"member_id": "tom", "name": "Tom Halloway", "role": "sales director"},
    {"member_id": "ines", "name": "Ines Carrow", "role": KAM, "hours_per_year": 1500.0, "hourly_cost": 80.0,
     "line_manager_id": "tom", "email": "ines@example.org"},
    {"member_id": "paul", "name": "Paul Adeyemi", "role": KAM, "hours_per_year": 1000.0, "hourly_cost": 60.0,
     "line_manager_id": "tom"},
    {"member_id": "zofia", "name": "Zofia Walczyk", "role": PLANNER, "hours_per_year": 800.0, "hourly_cost": 50.0},
    {"member_id": "amira", "name": "Amira Haddad", "role": CARE, "hours_per_year": 700.0, "hourly_cost": 40.0},
    {"member_id": "adam", "name": "Adam Bell", "role": CARE, "hours_per_year": 700.0},
]  # fmt: skip
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon", "owner_id": "ines", "status": "candidate"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Aldermoor", "owner_id": "paul", "status": "candidate"},
]
EFFORTS = [
    {"account_id": "007", "role": KAM, "hours_needed": 900.0, "hours_spent": 400.0},
    {"account_id": "70", "role": KAM, "hours_needed": 700.0},
    {"account_id": "007", "role": PLANNER, "hours_needed": 100.0, "hours_spent": 150.0},
    {"account_id": "8", "role": KAM, "hours_needed": 300.0, "hours_spent": 300.0},
    {"account_id": "8", "role": CARE, "hours_needed": 200.0},
]


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, "team_members": PEOPLE, "efforts": EFFORTS, **rows})


FOUND = tables()

# Hours and cost: 900 + 700 of the group's two numbers on its owner at 80 an hour, 100 on the only planner at 50.


def test_hours_of_a_group_are_carried_by_its_owner_or_the_only_person_in_a_role() -> None:
    hours = review_hours(tables(), "70", DAY).set_index("role")
    assert hours.loc[KAM, ["needed", "spent", "member_id"]].tolist() == [1600.0, 400.0, "ines"]
    assert hours.loc[KAM, ["cost_needed", "cost_spent", "missing"]].tolist() == [128_000.0, 32_000.0, 1200.0]
    assert hours.loc[PLANNER, ["member_id", "cost_needed", "missing"]].tolist() == ["zofia", 5_000.0, -50.0]


def test_a_role_several_share_belongs_to_nobody_and_costs_what_is_known_of_it() -> None:
    shared = review_hours(tables(), "8", DAY).set_index("role").loc[CARE]
    assert (shared["member_id"], shared["person"], shared["hourly_cost"]) == ("", "", 40.0)
    assert shared["cost_needed"] == 8_000.0 and pd.isna(shared["spent"]) and pd.isna(shared["cost_spent"])


def test_what_nobody_entered_is_unknown_and_not_zero() -> None:
    roles = review_roles(tables(efforts=EFFORTS[:2]), DAY).set_index("role")
    assert pd.isna(roles.loc[PLANNER, "needed"]) and pd.isna(roles.loc[PLANNER, "left"])
    assert roles.loc[KAM, ["people", "available", "needed", "left"]].tolist() == [2, 2500.0, 1600.0, 900.0]
    assert "sales director" not in roles.index  # neither hours nor accounts
    assert review_hours(tables_of({}), "", DAY).empty and rank_people(tables_of({}), DAY).empty


def test_a_role_nobody_has_is_short_of_all_its_hours() -> None:
    found = tables(efforts=[{"account_id": "8", "role": "lawyer", "hours_needed": 10.0}])
    assert review_roles(found, DAY).set_index("role").loc["lawyer", "people"] == 0
    says = [finding.says for finding in review_team(found, "", DAY) if finding.severity == "danger"]
    assert "10 hours of lawyer are needed; nobody has that role." in says


def test_who_is_over_and_who_has_room() -> None:
    people = rank_people(tables(), DAY).set_index("member_id")
    assert people.index[0] == "ines"
    assert people.loc["ines", ["needed_served", "left", "state"]].tolist() == [1600.0, -100.0, OVER]
    assert people.loc["ines", "load"] == pytest.approx(100 * 1600 / 1500)
    assert people.loc["paul", ["left", "state", "accounts"]].tolist() == [700.0, ROOM, 1]
    assert people.loc["amira", "state"] == UNKNOWN and pd.isna(people.loc["amira", "needed_served"])
    assert "tom" not in people.index


@pytest.mark.parametrize(("needed", "state"), [(900.0, ROOM), (901.0, FULL), (1000.0, FULL), (1001.0, OVER)])
def test_room_begins_at_a_tenth_of_the_hours(needed: float, state: str) -> None:
    found = tables(efforts=[{"account_id": "8", "role": KAM, "hours_needed": needed}])
    assert rank_people(found, DAY).set_index("member_id").loc["paul", "state"] == state


def test_hours_are_held_against_the_key_accounts_once_there_are_any() -> None:
    assert served_accounts(tables(), DAY) == (ALL, frozenset({"007", "8"}))
    accounts = [ACCOUNTS[0], ACCOUNTS[1], {**ACCOUNTS[2], "status": "key account"}]
    found = tables(accounts=accounts)
    assert served_accounts(found, DAY) == (KEY_ACCOUNTS, frozenset({"8"}))
    people = rank_people(found, DAY).set_index("member_id")
    assert people.loc["ines", ["needed", "needed_served", "state"]].tolist() == [1600.0, 0.0, ROOM]
    former = [{**one, "status": "former"} for one in accounts[:1]]
    assert "007" not in review_hours(tables(accounts=[*former, *accounts[1:]]), "", DAY)["account_id"].tolist()


@given(hours=st.lists(st.floats(0, 5000), min_size=1, max_size=6))
@settings(max_examples=8, deadline=None)
def test_no_hour_is_lost_or_counted_twice(hours: list[float]) -> None:
    accounts = [{"account_id": f"a{at}", "name": f"A{at}", "owner_id": ("ines", "paul")[at % 2]} for at in range(len(hours))]
    efforts = [{"account_id": f"a{at}", "role": KAM, "hours_needed": value} for at, value in enumerate(hours)]
    found = tables(accounts=accounts, efforts=efforts)
    before = {name: frame.copy() for name, frame in found.items()}
    assert rank_people(found, DAY)["needed"].sum() == pytest.approx(sum(hours))
    assert review_roles(found, DAY).set_index("role").loc[KAM, "needed"] == pytest.approx(sum(hours))
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, before[name])


# Skills

NEEDS = [
    {"account_id": "", "skill": "asks", "level": 3.0, "reason": "everywhere"},
    {"account_id": "", "skill": "figures", "level": 2.0},
    {"account_id": "70", "skill": "figures", "level": 4.0, "reason": "three currencies"},
    {"account_id": "8", "skill": "asks", "level": 1.0, "reason": "less than the standard"},
]
SKILLS = [
    {"member_id": "ines", "skill": "asks", "level": 3.0, "recall_on": DAY},
    {"member_id": "ines", "skill": "figures", "level": 1.0, "recall_on": DAY + timedelta(days=1), "development": "With Anselm"},
    {"member_id": "paul", "skill": "asks", "level": 2.0},
]  # fmt: skip
COVERED = {
    "contacts": [{"contact_id": "c", "account_id": "70", "name": "Ms Roy"}],
    "coverages": [{"contact_id": "c", "member_id": "paul"}],
}


def gaps(account_id: str = "007", **rows: Any) -> pd.DataFrame:
    return review_skill_gaps(tables(**{"skill_needs": NEEDS, "skills": SKILLS, **rows}), account_id, DAY).set_index("skill")


def test_an_accounts_own_need_comes_on_top_of_every_key_accounts() -> None:
    found = gaps()
    assert found["needed"].to_dict() == {"figures": 4.0, "asks": 3.0}
    assert found["own"].to_dict() == {"figures": True, "asks": False}
    lower = gaps("8")
    assert lower.loc["asks", ["needed", "own", "reason"]].tolist() == [3.0, False, "everywhere"]


def test_a_gap_is_the_level_needed_less_the_best_of_the_team() -> None:
    figures = gaps().loc["figures"]
    assert (figures["state"], figures["missing"], figures["training"]) == (SHORT, 3.0, True)
    assert figures["next_refresh"] == pd.Timestamp(DAY + timedelta(days=1)) and figures["refresh_due"] == 0
    better = gaps(**COVERED, skills=[*SKILLS, {"member_id": "paul", "skill": "figures", "level": 4.0}]).loc["figures"]
    assert (better["state"], better["missing"], better["team"], better["rated"]) == (MET, 0.0, 2, 2)
    assert gaps("8").loc["asks", ["state", "training"]].tolist() == [SHORT, False]


def test_a_skill_not_practised_by_its_recall_date_counts_as_due() -> None:
    assert gaps().loc["asks", ["state", "refresh_due"]].tolist() == [REFRESH, 1]
    ahead = [{**SKILLS[0], "recall_on": DAY + timedelta(days=1)}, *SKILLS[1:]]
    assert gaps(skills=ahead).loc["asks", ["state", "refresh_due"]].tolist() == [MET, 0]
    helped = [*SKILLS[:2], {"member_id": "paul", "skill": "asks", "level": 3.0}]
    assert gaps(skills=helped, **COVERED).loc["asks", "state"] == MET  # somebody else practised it


def test_nobody_rated_and_nobody_there_are_not_a_gap_of_zero() -> None:
    assert gaps("8").loc["figures", "state"] == NOT_RATED
    nobody = [{**ACCOUNTS[2], "owner_id": None}]
    found = gaps("8", accounts=nobody)
    assert set(found["state"]) == {NOBODY} and found["missing"].isna().all()
    assert review_skill_gaps(tables(), "007", DAY).empty


def test_gaps_hold_no_name_and_no_level_of_a_person() -> None:
    found = review_skill_gaps(tables(skill_needs=NEEDS, skills=SKILLS), "", DAY)
    assert set(found["account_id"]) == {"007", "8"}
    assert not {"member_id", "name", "level", "person"} & set(found.columns)
    said = found.to_csv() + review_training(tables(skills=SKILLS), DAY).to_csv()
    assert not [name for name in ("ines", "paul", "Ines", "Paul", "With Anselm") if name in said]
    says = " ".join(f"{one.says} {one.do}" for one in review_team(tables(skill_needs=NEEDS, skills=SKILLS), "", DAY))
    assert "level 1" not in says and "With Anselm" not in says


def test_training_is_counted_in_people() -> None:
    found = review_training(tables(skills=SKILLS), DAY).set_index("skill")
    assert found.loc["asks", ["rated", "agreed", "due"]].tolist() == [2, 0, 1] and pd.isna(found.loc["asks", "next_refresh"])
    assert found.loc["figures", ["rated", "agreed", "due"]].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("Ines Carrow", {"ines"}), ("ines", {"ines"}), (" INES@example.org ", {"ines"}), ("tom halloway", {"ines", "paul", "tom"}),
        ("Paul Adeyemi", {"paul"}), ("A stranger", set()), ("", set()), ("Carrow", set()),
    ],
)  # fmt: skip
def test_skills_are_for_the_person_and_the_line_manager(who: str, sees: set[str]) -> None:
    found = tables(skills=SKILLS)
    assert set(who_may_see(found, who)) == sees
    assert set(review_own_skills(found, who, DAY)["member_id"]) == sees & {"ines", "paul"}


def test_a_name_two_people_share_opens_nobodys_skills() -> None:
    found = tables(team_members=[*PEOPLE, {"member_id": "ines2", "name": "Ines Carrow"}], skills=SKILLS)
    assert who_is(found, "Ines Carrow") == "" and who_may_see(found, "Ines Carrow") == ()
    assert who_may_see(found, "ines") == ("ines",)


@given(who=st.text(max_size=12))
@settings(max_examples=50, deadline=None)
def test_whoever_is_not_on_the_list_sees_nothing(who: str) -> None:
    known = {"tom", "ines", "paul", "zofia", "amira", "adam"}
    if " ".join(who.split()).casefold() not in known:
        assert who_may_see(FOUND, who) == ()


# The manager's own check


def check(part: str, who: str, rating: float | None, on: date = DAY, **more: Any) -> dict[str, Any]:
    return {"area": "manager's check", "item": part, "assessor": who, "assessed_on": on, "rating": rating, **more}


def test_the_managers_mark_stands_beside_the_line_managers_and_the_record() -> None:
    found = tables(
        assessments=[
            check("strategy", "Ines Carrow", 2.0, DAY - timedelta(days=30)), check("strategy", "ines", 4.0),
            check("strategy", "Tom Halloway", 3.0), check("strategy", "Paul Adeyemi", 1.0),
            check("marketing", "Paul Adeyemi", 2.0, account_id="007"), check("marketing", "Ines Carrow", 5.0, account_id="8"),
        ],
        objectives=[{"objective_id": "o", "account_id": "70", "kind": "growth", "statement": "x", "amount": 1.0, "due": DAY}],
        promises=[{"promise_id": "p", "account_id": "007", "what": "x", "due": DAY - timedelta(days=1)}],
    )  # fmt: skip
    rows = review_managers_check(found, "70", DAY).set_index("part")
    assert rows.index.tolist() == list(PARTS)
    assert rows.loc["strategy", ["own", "others"]].tolist() == [4.0, "Tom Halloway 3"]  # not what Paul says of himself
    assert rows.loc["marketing", "others"] == "Paul Adeyemi 2" and pd.isna(rows.loc["marketing", "own"])
    assert rows.loc["strategy", "seen"].startswith("1 open objective with an amount")
    assert rows.loc["operations", "seen"] == "Past their day: 1 promise."
    assert rows.loc["marketing", "seen"] == "Nobody at the customer has been asked."


def test_managers_without_a_check_come_first() -> None:
    found = tables(assessments=[check("skills", "Ines Carrow", 2.0, DAY - timedelta(days=400)), check("skills", "Paul Adeyemi", None)])
    ranked = rank_managers_checks(found, DAY)
    assert ranked["member_id"].tolist() == ["paul", "ines"]
    assert pd.isna(ranked["age"].iloc[0]) and ranked["age"].iloc[1] == 400
    unknown = [one.says for one in review_team(found, "", DAY) if one.severity == "unknown"]
    assert "No own check within a year: Paul Adeyemi, Ines Carrow." in unknown
    assert rank_managers_checks(tables_of({}), DAY).empty


def test_findings_come_worst_first_each_with_what_to_do() -> None:
    for account_id in ("", "007", "8"):
        findings = review_team(tables(skill_needs=NEEDS, skills=SKILLS), account_id, DAY)
        ranks = [("danger", "careful", "unknown", "fine").index(one.severity) for one in findings]
        assert ranks == sorted(ranks) and findings
        assert all(one.do and one.says.endswith(".") for one in findings)
    says = " ".join(one.says for one in review_team(tables(skill_needs=NEEDS, skills=SKILLS), "007", DAY))
    assert "Ines Carrow carries accounts on the list that need 1,600 hours and has 1,500." in says
    assert "Quillon 400 of 1,600 hours: less than half" in says and "Quillon 150 of 100 hours: more was spent" in says


def test_an_account_that_is_not_there() -> None:
    for function in (review_hours, review_skill_gaps, review_managers_check, review_team):
        with pytest.raises(MethodError):
            function(tables(), "nowhere", DAY)
