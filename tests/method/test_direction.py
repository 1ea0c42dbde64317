"""Where we stand, what the sponsor owes, which modules come first: figures worked by hand, extremes, unchanged input."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.direction import (
    BASICS,
    BLOCKS,
    PAIRS,
    list_paths,
    propose_phases,
    rank_standing,
    review_ambitions,
    review_commitments,
    review_congruence,
    review_phases,
    review_start,
)
from kamkit.method.direction.modules import A_PHASE, FOUNDATION, LAST, REFINEMENT, crowded_phases
from kamkit.method.direction.paths import PATHS, WORKBOOKS
from kamkit.method.direction.sponsor import kinds_not_asked
from kamkit.method.direction.standing import ITEMS, disputed
from kamkit.method.direction.statements import parts_of_the_job_missing
from kamkit.model.frame import tables_of
from kamkit.packs.library import list_workbooks

DAY = date(2026, 3, 31)  # a Tuesday


def rating(area: str, item: str, value: float | None, who: str = "Ines", on: date = DAY, **more: Any) -> dict[str, Any]:
    return {"area": area, "item": item, "assessor": who, "assessed_on": on, "rating": value, **more}


def rated(**basics: float) -> dict[str, pd.DataFrame]:
    return tables_of({"assessments": [rating("basics", name.replace("_", " "), value) for name, value in basics.items()]})


ALL_RATED = {module.replace(" ", "_"): 3.0 for module in BASICS if "-" not in module}


def test_four_blocks_have_six_pairs() -> None:
    """Capon (2001): strategy, organisation, human resources, systems and processes, each with each."""
    assert len(BLOCKS) == 4 and len(PAIRS) == 4 * 3 / 2 == len(set(PAIRS))
    assert PAIRS[0] == "strategy and organisation" and PAIRS[-1] == "human resources and systems and processes"


def test_the_weakest_pair_is_reported_and_not_the_mean() -> None:
    tables = tables_of({"assessments": [rating("congruence", pair, 5.0) for pair in PAIRS[1:]] + [rating("congruence", PAIRS[0], 1.0)]})
    found = review_congruence(tables)
    assert (found.weakest, found.rating, found.rated) == ((PAIRS[0],), 1.0, 6)
    assert found.mean == pytest.approx((5 * 5 + 1) / 6)  # 4.33: a mean that would call this well
    (finding,) = [one for one in review_start(tables, DAY) if "weakest fit" in one.says]
    assert finding.severity == "danger" and "rated 1 of 5" in finding.says


@pytest.mark.parametrize(("value", "severity"), [(2.0, "danger"), (3.0, "careful"), (4.0, None)])
def test_how_serious_the_weakest_pair_is(value: float, severity: str | None) -> None:
    tables = tables_of({"assessments": [rating("congruence", pair, value) for pair in PAIRS]})
    assert review_congruence(tables).weakest == PAIRS
    found = [one.severity for one in review_start(tables, DAY) if "weakest fit" in one.says]
    assert found == ([] if severity is None else [severity])


def test_a_pair_may_be_named_the_other_way_round() -> None:
    tables = tables_of({"assessments": [rating("congruence", "Human resources and  Strategy", 2.0)]})
    assert review_congruence(tables).weakest == ("strategy and human resources",)


def test_without_ratings_nothing_is_weakest() -> None:
    found = review_congruence(tables_of({}))
    assert (found.weakest, found.rating, found.rated, found.mean) == ((), None, 0, None)


def test_the_middle_of_people_the_range_and_the_evidence_of_the_lowest() -> None:
    tables = tables_of(
        {
            "assessments": [
                rating("building block", "strategy", 1.0, "Maren", evidence_note="I read it in the minutes."),
                rating("building block", "strategy", 5.0, "Tom"),
                rating("building block", "strategy", 4.0, "Ines", evidence_note="Lines are named."),
                rating("building block", "strategy", 2.0, "Tom", date(2025, 3, 31)),  # an older one of the same person
                rating("building block", "strategy", 1.0, "Sofia", account_id="007"),  # about one account
                rating("building block", "organisation", None, "Ines"),  # don't know
            ]
        }
    )
    found = rank_standing(tables, "building block").set_index("item")
    row = found.loc["strategy"]
    assert (row["rating"], row["low"], row["high"], row["people"]) == (4.0, 1.0, 5.0, 3)
    assert (row["by"], row["evidence"], row["without_evidence"]) == ("Maren", "I read it in the minutes.", 1)
    assert pd.isna(found.at["organisation", "rating"]) and found.at["organisation", "people"] == 0
    assert list(found.index)[0] == "strategy"  # rated ones first
    assert disputed(found.reset_index()) == ["strategy"]


@pytest.mark.parametrize("area", ITEMS)
def test_every_area_has_all_its_items_also_when_nobody_rated(area: Any) -> None:
    found = rank_standing(tables_of({}), area)
    assert set(found["item"]) == set(ITEMS[area]) and found["rating"].isna().all() and found["asks"].notna().all()


def commitment(number: int, **values: Any) -> dict[str, Any]:
    return {"commitment_id": f"c{number}", "kind": "people", "needed": f"Thing {number}.", **values}


def test_the_sponsors_page_says_what_is_missing() -> None:
    whole = {"promised": "Yes.", "promised_by": "Konrad", "signed_on": date(2026, 1, 1)}
    tables = tables_of(
        {
            "commitments": [
                commitment(1, due=date(2026, 6, 1), **whole),
                commitment(2, due=date(2026, 3, 30), **whole),
                commitment(3),
                commitment(4, due=date(2026, 6, 1), promised="Yes.", promised_by="Konrad"),
                commitment(5, due=date(2026, 1, 1), there_since=DAY, **whole),
            ]
        }
    )
    found = review_commitments(tables, DAY).set_index("commitment_id")
    assert list(found["state"]) == ["not promised", "overdue", "not signed", "signed", "there"]
    assert found.at["c3", "missing"] == "what is promised, by whom, until when, a signature"
    assert found.at["c4", "missing"] == "a signature" and found.at["c1", "missing"] == ""
    assert dict(found["days_late"]) == {"c3": 0, "c2": 1, "c4": 0, "c1": 0, "c5": 0}
    assert kinds_not_asked(tables) == ("organisation", "technology", "money")
    said = [one.says for one in review_start(tables, DAY)]
    assert "1 day overdue: Thing 2." in said and "Not promised: Thing 3." in said


def test_a_commitment_due_today_is_not_late() -> None:
    tables = tables_of({"commitments": [commitment(1, due=DAY, promised="Yes.")]})
    assert review_commitments(tables, DAY)["state"].tolist() == ["not signed"]


def test_modules_worked_by_hand() -> None:
    """The three basics first, the lowest of them before the others; then improving, lowest first; the re-appraisal last."""
    basics = {
        "choose customers": 3, "appraise performance": 1, "plan accounts": 2, "improve performance": 3, "improve process": 1,
        "improve skills": 2, "add value": 4, "re-appraise": 1,
    }  # fmt: skip
    tables = tables_of({"assessments": [rating("basics", name, value) for name, value in basics.items()]})
    found = propose_phases(tables, DAY)
    assert list(zip(found["phase"], found["module"], strict=True)) == [
        (1, "appraise performance"), (1, "plan accounts"), (1, "choose customers"),
        (2, "improve process"), (2, "improve skills"), (2, "improve performance"),
        (3, "re-appraise"),
    ]  # fmt: skip  # adding value is rated 4: well enough
    assert found["starts_on"].iloc[0] == pd.Timestamp("2026-04-06") and found["starts_on"].iloc[0].day_name() == "Monday"
    assert found["starts_on"].iloc[3] == pd.Timestamp("2026-04-06") + pd.Timedelta(weeks=13)
    assert (found["result"].str.len() > 20).all()


def test_nothing_is_proposed_where_all_is_done_well() -> None:
    tables = tables_of({"assessments": [rating("basics", name, 5.0) for name in BASICS]})
    assert propose_phases(tables, DAY).empty


def test_a_module_whose_result_was_reached_is_not_proposed_again() -> None:
    rows = [{"phase": 1, "module": "choose customers", "reached": True}, {"phase": 1, "module": "plan accounts", "reached": False}]
    found = propose_phases(tables_of({"phases": rows}), DAY)
    assert "choose customers" not in set(found["module"]) and "plan accounts" in set(found["module"])


@settings(deadline=None, max_examples=8)
@given(st.lists(st.one_of(st.none(), st.sampled_from([1.0, 2.0, 3.0, 3.5, 4.0, 5.0])), min_size=8, max_size=8))
def test_the_rules_of_phases_hold_for_all_ratings(values: list[float | None]) -> None:
    rows = [rating("basics", name, value) for name, value in zip(BASICS, values, strict=True)]
    tables = tables_of({"assessments": rows})
    before = {name: tables[name].copy() for name in ("assessments", "phases")}
    found = propose_phases(tables, DAY)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(tables[name], frame)
    given_ratings = dict(zip(BASICS, values, strict=True))
    assert found["module"].is_unique
    assert (found["phase"].value_counts() <= A_PHASE).all()
    assert sorted(found["phase"].unique()) == list(range(1, found["phase"].nunique() + 1))
    phase = found.set_index("module")["phase"]
    first, later = phase[phase.index.isin(FOUNDATION)], phase[phase.index.isin(REFINEMENT)]
    assert first.empty or later.empty or first.max() < later.min()
    assert len(found) == 0 or found["module"].iloc[-1] == LAST
    for module in (*FOUNDATION, *REFINEMENT):
        stands = given_ratings[module]
        assert (module in phase.index) == (stands is None or stands < 4)
    for tier in (FOUNDATION, REFINEMENT):
        urgency = [given_ratings[module] or 0.0 for module in found["module"] if module in tier]
        assert urgency == sorted(urgency)
    assert (found["ends_on"] > found["starts_on"]).all()


def test_the_plan_beside_the_proposal() -> None:
    tables = tables_of(
        {
            "phases": [
                {"phase": 1, "module": "choose customers", "starts_on": date(2026, 1, 5), "ends_on": date(2026, 6, 30), "result": "All signed"},
                {"phase": 1, "module": "plan accounts", "starts_on": date(2025, 1, 5), "ends_on": date(2025, 6, 30)},
                {"phase": 2, "module": "improve process", "exchanged_for": "improve skills", "exchange_reason": "Nobody owns it."},
                {"phase": 2, "module": "add value", "starts_on": date(2026, 7, 6), "ends_on": date(2026, 9, 30), "exchanged_for": "improve performance"},
            ]
        }
    )
    found = review_phases(tables, DAY).set_index("module")
    assert dict(found["state"].head(4)) == {
        "choose customers": "running", "plan accounts": "ended, not measured", "improve process": "without days", "add value": "ahead",
    }  # fmt: skip
    assert found.at["improve process", "note"] == "Instead of improve skills: Nobody owns it."
    assert found.at["add value", "note"] == "Instead of improve performance: no reason given"
    assert set(found.index[found["state"] == "not planned"]) == {"appraise performance", "re-appraise"}  # two were exchanged
    said = " ".join(one.says for one in review_start(tables, DAY))
    assert "without a reason: add value" in said and "saying whether the result was reached: plan accounts" in said
    assert "No result that can be measured: plan accounts" in said


def test_more_than_three_modules_and_refinement_before_basics_are_reported() -> None:
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 8, 31), "result": "All of them"}
    rows = [{"phase": 1, "module": module, **days} for module in REFINEMENT] + [{"phase": 2, "module": "plan accounts", **days}]
    tables = tables_of({"phases": rows})
    assert crowded_phases(tables) == {1: 4}
    said = " ".join(one.says for one in review_start(tables, DAY))
    assert "Phase 1 has 4 modules" in said and "comes before the basic plan accounts" in said


@pytest.mark.parametrize(
    ("kind", "statement", "lacks"),
    [
        ("aim", "Contribution from EUR 6.8 m to 8.5 m by March 2028", ""),
        ("aim", "More contribution by 2028", "a figure"),
        ("aim", "Contribution of EUR 8.5 m", "a year"),
        ("vision", "They call us first", ""),
        ("relationship type", "Partnership with everybody", "one of the kinds"),
        ("relationship type", "Interdependent with ten", ""),
    ],
)
def test_what_a_statement_lacks(kind: str, statement: str, lacks: str) -> None:
    row = {"ambition_id": "a", "kind": kind, "statement": statement, "agreed_by": "Konrad"}
    found = review_ambitions(tables_of({"ambitions": [row]}))
    said = found[found["kind"] == kind]["lacks"].iloc[0]
    assert said.startswith(lacks) and (lacks != "" or said == "")
    unsigned = review_ambitions(tables_of({"ambitions": [{**row, "agreed_by": None}]}))
    assert unsigned[unsigned["kind"] == kind]["lacks"].iloc[0].endswith("who agreed")


def test_every_kind_of_statement_is_asked_for_and_the_job_has_four_parts() -> None:
    found = review_ambitions(tables_of({}))
    assert list(found["kind"]) == ["aim", "vision", "commitment", "relationship type", "manager's job"]
    assert found["statement"].isna().all()
    row = {"ambition_id": "job-strategy", "kind": "manager's job", "statement": "Keeps one plan; asks marketing for help."}
    assert parts_of_the_job_missing(tables_of({"ambitions": [row]})) == ("operations", "skills")


def test_paths_lead_through_the_workbooks_there_are_and_their_minutes_are_right() -> None:
    paths = list_paths().set_index("path")
    assert paths.at["Choose our key accounts", "workbooks"] == (
        "02_know_what_accounts_are_worth", "03_define_account_values", "05_select_key_accounts",
    )  # fmt: skip
    assert paths.at["One account in half a day", "facts_from"] == ("02_know_what_accounts_are_worth", "06_diagnose_the_relationship")
    assert len(paths.at["Everything", "workbooks"]) == len(WORKBOOKS) == 14 and len(PATHS) == 4
    import json

    minutes = {book.name: book.minutes for book in WORKBOOKS}
    own = {book.name: json.loads(book.path.read_text(encoding="utf-8"))["metadata"]["kamkit"]["minutes"] for book in list_workbooks()}
    assert len(own) >= 7
    assert {name: minutes[name] for name in own} == own
