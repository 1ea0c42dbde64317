"""Domains inherit the programme of the whole and say where they differ."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.direction import (
    chain_of,
    check_differences,
    effective_programme,
    inherit_programme,
    review_direction,
)
from kamkit.method.scoring import place_items
from kamkit.method.touchline import all_touchlines, place_touch_points
from kamkit.method.values import expectations_of
from kamkit.method.worth import place_first_cut
from kamkit.method.worth.domains import domains_of
from kamkit.model.frame import tables_of

ROWS: dict[str, list[dict[str, Any]]] = {
    "domains": [
        {"domain_id": "all", "name": "Everywhere", "supervisor": "Ines"},
        {"domain_id": "eu", "name": "Europe", "parent_id": "all", "supervisor": "Tom"},
        {"domain_id": "pl", "name": "Poland", "parent_id": "eu", "supervisor": "Marek"},
        {"domain_id": "us", "name": "America", "parent_id": "all", "supervisor": "Joe"},
    ],
    "settings": [{"settings_id": "programme", "reporting_currency": "EUR", "list_high": 30}],
    "criteria": [
        {"criterion_id": "fit", "name": "Fit", "group": "interrelationships", "kind": "judged", "horizon": "current", "weight": 60.0,
         "anchor_9": "Signs for years"},
        {"criterion_id": "size", "name": "Size", "group": "revenue and profit", "kind": "measured", "horizon": "current", "weight": 40.0},
    ],
    "ambitions": [{"ambition_id": "vision", "kind": "vision", "statement": "They call us first"}],
    "touch_points": [
        {"account_id": "", "touch_point_id": "review", "name": "Review", "promise": "Once a quarter"},
        {"account_id": "007", "touch_point_id": "review", "name": "Review", "promise": "Its own"},
    ],
    "expectations": [{"account_id": "", "expectation_id": "price", "name": "Price"}],
}  # fmt: skip


def differs(domain: str, about: str, item: str, value: str, part: str = "", reason: str | None = "So it is.") -> dict[str, Any]:
    return {"domain_id": domain, "about": about, "item": item, "part": part, "value": value, "reason": reason}


def tables(*differences: dict[str, Any], **other: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({**ROWS, "differences": list(differences), **other})


def test_the_nearest_domain_wins_and_the_rest_is_inherited() -> None:
    found = tables(
        differs("eu", "criterion", "fit", "70", "weight"), differs("pl", "criterion", "fit", "Rents by the month", "anchor_9"),
        differs("pl", "criterion", "fit", "50", "weight"), differs("us", "criterion", "fit", "10", "weight"),
    )  # fmt: skip
    poland = effective_programme(found, "pl")["criteria"].set_index("criterion_id")
    assert poland.at["fit", "weight"] == 50.0 and poland.at["fit", "anchor_9"] == "Rents by the month"
    assert poland.at["size", "weight"] == 40.0 and poland["differs"].tolist() == [True, False]
    assert poland["set_by"].tolist() == ["Poland", "the whole programme"]
    europe = effective_programme(found, "eu")["criteria"].set_index("criterion_id")
    assert europe.at["fit", "weight"] == 70.0 and europe.at["fit", "anchor_9"] == "Signs for years"
    listed = inherit_programme(found, "pl").set_index("part")
    assert listed.at["weight", "set_by"] == "Poland" and (listed.at["weight", "whole"], listed.at["weight", "here"]) == ("60", "50")
    assert inherit_programme(found, "all").empty and inherit_programme(found, "").empty


def test_settings_statements_touch_points_and_questions() -> None:
    found = tables(
        differs("eu", "setting", "list_high", "12"), differs("eu", "statement", "vision", "We call first"),
        differs("eu", "touch point", "review", "Every month", "promise"), differs("eu", "expectation", "price", "not here"),
        differs("eu", "touch point", "crates", "Crate return"), differs("eu", "touch point", "review", "Not here", "name"),
    )  # fmt: skip
    europe = effective_programme(found, "eu")
    assert europe["settings"]["list_high"].iloc[0] == 12 and europe["settings"]["reporting_currency"].iloc[0] == "EUR"
    assert europe["ambitions"]["statement"].tolist() == ["We call first"]
    assert europe["expectations"].empty
    assert europe["touch_points"]["touch_point_id"].tolist() == ["crates"]  # the review is left out, another added
    assert effective_programme(found, "us")["touch_points"]["promise"].tolist() == ["Once a quarter"]
    assert effective_programme(tables_of({}), "")["settings"].empty


def test_a_part_can_be_left_out_alone() -> None:
    found = effective_programme(tables(differs("eu", "touch point", "review", "not here", "promise")), "eu")["touch_points"]
    assert found["touch_point_id"].tolist() == ["review"] and found["promise"].isna().all() and found["differs"].all()


def test_chains_circles_and_strange_domains() -> None:
    assert chain_of(tables(), "pl") == ("all", "eu", "pl")
    own = [{"domain_id": "x", "name": "X", "parent_id": "x"}, {"domain_id": "y", "name": "Y", "parent_id": "gone"}]
    assert chain_of(tables(domains=own), "x") == ("x",) and chain_of(tables(domains=own), "y") == ("y",)
    circle = [{"domain_id": "a", "name": "A", "parent_id": "b"}, {"domain_id": "b", "name": "B", "parent_id": "a"}]
    with pytest.raises(MethodError, match="'a', 'b', Part of: each leads to the other"):
        chain_of(tables(domains=circle), "a")
    with pytest.raises(MethodError, match="domain 'fr': not in the programme; expected one of 'all'"):
        inherit_programme(tables(), "fr")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (differs("fr", "setting", "list_high", "12"), "there is no such domain"),
        (differs("eu", "setting", "list_size", "12"), "'list_size' is no part of it"),
        (differs("eu", "setting", "list_high", "many"), '"many" does not fit; expected 0 or more'),
        (differs("eu", "setting", "list_high", "not here"), "a setting cannot be left out"),
        (differs("eu", "criterion", "fit", "120", "weight"), '"120" does not fit; expected 0 to 100'),
        (differs("eu", "criterion", "fit", "60", "weight"), "says what is inherited anyway"),
        (differs("eu", "criterion", "fit", "50", "weights"), "'weights' is no part of it"),
        (differs("eu", "criterion", "fit", "sometimes", "kind"), "expected measured, judged"),
        (differs("eu", "criterion", "gone", "not here"), "no criterion 'gone' to leave out"),
        (differs("eu", "statement", "vision", "We call first", reason=None), "differs without a reason"),
    ],
)
def test_what_is_wrong_with_a_difference_is_named_and_does_no_harm(row: dict[str, Any], says: str) -> None:
    found = tables(row)
    (fault,) = check_differences(found).to_dict("records")
    assert says in fault["says"] and fault["do"]
    assert any(says in one.says for one in review_direction(found, date(2026, 3, 31)))
    if row["domain_id"] == "eu" and row["reason"] and "not here" not in row["value"]:
        europe, whole = effective_programme(found, "eu"), effective_programme(found, "all")
        for table in ("criteria", "settings"):
            kept = [name for name in whole[table].columns if name not in ("set_by", "differs")]
            pd.testing.assert_frame_equal(europe[table][kept], whole[table][kept])


SAID = st.one_of(
    st.tuples(st.just("weight"), st.integers(0, 100).map(str)),
    st.tuples(st.just("anchor_9"), st.sampled_from(["a", "b c", "Signs for a year"])),
)


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(["all", "eu", "pl", "us"]), SAID), max_size=6))
def test_whatever_is_said_a_domain_is_the_whole_with_its_chain_on_top(picks: list[Any]) -> None:
    said = {(domain, part): value for domain, (part, value) in picks}
    found = tables(*(differs(domain, "criterion", "fit", value, part) for (domain, part), value in said.items()))
    before = {name: found[name].copy() for name in (*ROWS, "differences")}
    for domain in ("all", "eu", "pl", "us"):
        criteria = effective_programme(found, domain)["criteria"].set_index("criterion_id")
        for part, whole in (("weight", 60.0), ("anchor_9", "Signs for years")):
            expected: Any = whole
            for above in chain_of(found, domain):
                expected = said.get((above, part), expected)
            assert str(criteria.at["fit", part]).removesuffix(".0") == str(expected).strip().removesuffix(".0")
        assert criteria.at["size", "weight"] == 40.0 and not criteria.at["size", "differs"]
    for name, frame in before.items():
        pd.testing.assert_frame_equal(found[name], frame)


def polish(**more: Any) -> dict[str, pd.DataFrame]:
    """Two accounts in Poland, one with customer numbers in two domains, one in America; what Poland does otherwise."""
    return tables(
        differs("pl", "touch point", "review", "A call every Monday", "promise"), differs("pl", "touch point", "crates", "Crate return"),
        differs("us", "touch point", "review", "not here", "name"), differs("pl", "expectation", "price", "Price, thirty days"),
        differs("pl", "setting", "small_contribution", "100"), differs("pl", "setting", "moment_importance", "6"),
        differs("pl", "criterion", "fit", "Rents by the month", "anchor_9"),
        accounts=[
            {"account_id": "007", "name": "Own", "domain_id": "pl"}, {"account_id": "P", "name": "Plain", "domain_id": "pl"},
            {"account_id": "G", "name": "Group"}, {"account_id": "G1", "name": "One", "parent_id": "G", "domain_id": "pl"},
            {"account_id": "G2", "name": "Two", "parent_id": "G", "domain_id": "us"},
            {"account_id": "U", "name": "Over there", "domain_id": "us"}, {"account_id": "X", "name": "Lost", "domain_id": "gone"},
        ],
        **more,
    )  # fmt: skip


def test_an_account_has_the_touchline_and_the_questions_of_its_domain_and_its_own_on_top() -> None:
    found = polish()
    assert domains_of(found).to_dict() == {"007": "pl", "P": "pl", "G": "", "U": "us", "X": ""}
    promises = {one: dict(place_touch_points(found, one)[["touch_point_id", "promise"]].fillna("").to_numpy()) for one in ("", "007", "P", "G", "U")}
    assert promises == {
        "": {"review": "Once a quarter"}, "G": {"review": "Once a quarter"}, "U": {},
        "P": {"review": "A call every Monday", "crates": ""}, "007": {"review": "Its own", "crates": ""},
    }  # fmt: skip
    assert expectations_of(found, "P")["name"].tolist() == ["Price, thirty days"]
    assert expectations_of(found, "U")["name"].tolist() == expectations_of(found)["name"].tolist() == ["Price"]
    # A circle is named where domains are edited; meanwhile they differ nowhere, and no account's page fails.
    circle = polish(domains=[{"domain_id": "pl", "name": "Poland", "parent_id": "eu"}, {"domain_id": "eu", "name": "Europe", "parent_id": "pl"}])
    assert place_touch_points(circle, "P")["promise"].tolist() == ["Once a quarter"]


def test_the_portfolio_sees_each_account_as_its_own_page_does() -> None:
    people = [{"respondent_id": f"r{n}", "account_id": one, "side": "customer", "name": f"N{n}"} for n, one in enumerate(("007", "P", "U", "G"))]
    ratings = [
        {"respondent_id": one["respondent_id"], "about": "touch point", "item_id": "review", "supplier_id": "us", "importance": 7.0, "performance": 4.0,
         "asked_on": date(2026, 1, 1)} for one in people
    ]  # fmt: skip
    found = polish(respondents=people, ratings=ratings)
    every = all_touchlines(found)
    columns = ["touch_point_id", "name", "promise", "importance", "moment", "own"]
    for one in ("007", "P", "U", "G"):
        alone = place_touch_points(found, one)[columns].reset_index(drop=True)
        pd.testing.assert_frame_equal(every[every["account_id"] == one][columns].reset_index(drop=True), alone)
    moments = every[every["touch_point_id"] == "review"].set_index("account_id")["moment"]
    assert moments.to_dict() == {"007": "moment of truth", "P": "moment of truth", "U": "", "G": ""}, "six is enough in Poland"


def test_small_is_what_the_domain_calls_small_and_a_card_shows_its_words() -> None:
    lines = [{"account_id": one, "date": date(2026, 2, 1), "revenue": 150.0, "cost": 0.0} for one in ("P", "U")]
    found = polish(sales_lines=lines, settings=[{"settings_id": "programme", "reporting_currency": "EUR", "small_contribution": 1000.0, "places": 0}])
    cut = place_first_cut(found, date(2026, 3, 31)).set_index("account_id")
    assert (cut.at["P", "cut"], cut.at["U", "cut"]) == ("candidate", "serve at low cost"), cut["reason"].to_dict()
    card = polish(
        scorings=[{"scoring_id": "s", "about": "criteria"}],
        scoring_items=[{"scoring_id": "s", "item_id": one, "subject_id": one, "aspect": "fit", "position": n} for n, one in enumerate(("P", "U"))],
    )
    assert [dict(item.anchors)[9] for item in place_items(card, "s")] == ["Rents by the month", "Signs for years"]


def test_what_no_figure_follows_is_said() -> None:
    found = check_differences(tables(differs("pl", "setting", "list_high", "12"), differs("pl", "criterion", "fit", "50", "weight"), differs("eu", "criterion", "size", "not here")))
    assert found["says"].str.contains("worked out for the whole programme").tolist() == [True, True, True]
    assert check_differences(polish()).empty
