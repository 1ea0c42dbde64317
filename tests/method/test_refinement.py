"""The refinement of the programme: the loop, themes, best practice, lessons, versions, the four points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refinement_case import DAY, ago, marks

from kamkit.method.refinement import (
    accounts_named,
    compare_versions,
    rank_practices,
    rank_themes,
    review_feedback,
    review_lessons,
    review_loop,
    review_points,
    review_refinement,
    review_versions,
    version_of,
)
from kamkit.model.frame import tables_of

EMPTY = tables_of({})
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass", "status": "candidate"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "NA", "name": "NA", "status": "candidate"},
    {"account_id": "8", "name": "Other", "status": "candidate"},
]
POINTS = [
    {
        "account_id": "",
        "touch_point_id": "warning",
        "name": "Early warning of shortages",
        "promise": "Five days",
        "behaviour": "Zofia rings",
    },
    {"account_id": "", "touch_point_id": "offer", "name": "Offer", "promise": "Five days"},
]


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, "touch_points": POINTS, **rows})


def voice(number: int, role: str = "customer", **more: Any) -> dict[str, Any]:
    return {
        "feedback_id": f"v{number}",
        "role": role,
        "account_id": "70",
        "given_on": ago(10 * number),
        "what": f"Words {number}",
        **more,
    }


# The loop


def test_the_loop_counts_by_role_and_state_with_the_oldest_that_waits() -> None:
    rows = [
        voice(1), voice(4, state="read"), voice(6, state="adopted", answer="Yes"), voice(2, "employee", state="declined"),
        voice(-1), voice(3, "supervisor", account_id="8"),
    ]  # fmt: skip
    loop = review_loop(tables(feedbacks=rows), "007", DAY)
    customer = loop.voices.loc["customer"]
    assert (customer["given"], customer["new"], customer["read"], customer["adopted"], customer["answered"]) == (
        3,
        1,
        1,
        1,
        1,
    )
    assert customer["oldest"] == 40 and customer["last_on"] == pd.Timestamp(ago(10))
    assert loop.voices.loc["employee", "declined"] == 1 and pd.isna(loop.voices.loc["employee", "oldest"])
    assert loop.given == 4 and review_loop(tables(feedbacks=rows), "", DAY).given == 5
    assert review_loop(EMPTY, "", DAY).empty and not loop.empty


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["new", "read", "adopted", "declined"]), max_size=12))
def test_every_voice_is_in_one_state(states: list[str]) -> None:
    loop = review_loop(tables(feedbacks=[voice(n + 1, state=state) for n, state in enumerate(states)]), "", DAY)
    assert loop.voices[["new", "read", "adopted", "declined"]].sum().sum() == loop.given == len(states)


def test_feedback_that_waits_comes_first_the_oldest_first() -> None:
    found = review_feedback(tables(feedbacks=[voice(1), voice(5, state="adopted"), voice(3, state="read")]), "007", DAY)
    assert list(found["feedback_id"]) == ["v3", "v1", "v5"] and list(found["age"]) == [30, 10, 50]


# Themes


def test_a_theme_goes_under_the_touch_point_whose_name_it_is_part_of() -> None:
    rows = [
        voice(1, theme="early warning"), voice(2, "employee", theme="Early  WARNING of shortages"), voice(3, theme="Bonus"),
        voice(4, "employee", theme=None),
    ]  # fmt: skip
    asked = {
        "query_id": "q",
        "account_id": "70",
        "what": "Late",
        "kind": "complaint",
        "touch_point_id": "warning",
        "asked_on": ago(2),
    }
    found = rank_themes(
        tables(feedbacks=rows, queries=[asked, {**asked, "query_id": "p", "kind": "question"}]), "", DAY
    )
    assert list(found["theme"]) == ["Early warning of shortages", "bonus", "no theme yet"]
    first = found.iloc[0]
    assert (first["kind"], first["voices"], first["sides"], first["customer"], first["queries"]) == (
        "touch point",
        3,
        2,
        2,
        1,
    )
    assert first["latest"] == "Late" and first["waiting"] == 2


def test_one_word_is_too_little_to_place_a_theme_by_part_of_a_name() -> None:
    assert rank_themes(tables(feedbacks=[voice(1, theme="early")]), "", DAY)["kind"].tolist() == ["theme"]
    assert rank_themes(tables(feedbacks=[voice(1, theme="offer")]), "", DAY)["kind"].tolist() == ["touch point"]
    assert rank_themes(EMPTY, "", DAY).empty


# Best practice and lessons


def measure(account: str, **more: Any) -> dict[str, Any]:
    return {
        "measure_id": f"m{account}",
        "account_id": account,
        "name": "Early",
        "better": "higher",
        "baseline": 5.0,
        "target": 8.0,
        **more,
    }


def read(account: str, value: float, days: int = 10) -> dict[str, Any]:
    return {"measure_id": f"m{account}", "read_on": ago(days), "value": value}


def action(number: int, account: str, **more: Any) -> dict[str, Any]:
    return {"action_id": f"a{number}", "account_id": account, "what": f"Rang {number}", "state": "done", "done_on": ago(100),
            "measure_id": f"m{account}", "because": "touch point", "because_id": "warning", "kind": "process", **more}  # fmt: skip


def test_only_what_was_done_before_an_improvement_can_have_helped() -> None:
    rows = {
        "measures": [measure("007"), measure("8")], "readings": [read("007", 7.0), read("8", 5.0)],
        "actions": [action(1, "007"), action(2, "007", done_on=ago(5)), action(3, "007", state="open"), action(4, "8"),
                    action(5, "007", measure_id="other")],
    }  # fmt: skip
    found = rank_practices(tables(**rows), "", DAY)
    assert (
        list(found["action"]) == ["Rang 1"]
        and found["sure"].tolist() == ["a hint: seen once"]
        and not found["reached"].iloc[0]
    )
    assert rank_practices(EMPTY, "", DAY).empty


def test_the_same_done_before_two_improvements_is_more_than_a_hint() -> None:
    rows = {
        "measures": [measure("007"), measure("8")], "readings": [read("007", 9.0), read("8", 6.0)],
        "actions": [action(1, "007"), action(2, "8")],
        "lessons": [{"lesson_id": "l", "account_id": "70", "statement": "Ring", "learnt_on": ago(3)}],
    }  # fmt: skip
    found = rank_practices(tables(**rows), "", DAY)
    assert found["sure"].tolist() == ["seen at several accounts"] * 2
    assert (
        list(found["account_id"]) == ["007", "8"]
        and found["lesson"].iloc[0] == "Ring"
        and pd.isna(found["lesson"].iloc[1])
    )


def test_a_lesson_says_what_it_lacks() -> None:
    rows = [
        {"lesson_id": "a", "statement": "Ring", "learnt_on": ago(9), "account_id": "70"},
        {
            "lesson_id": "b",
            "statement": "Count",
            "evidence_note": "E",
            "domain_id": "de",
            "tested_in": "NA",
            "learnt_on": ago(1),
        },
    ]
    found = review_lessons(tables(lessons=rows, domains=[{"domain_id": "de", "name": "Germany"}]), "", DAY)
    assert (
        list(found["missing"]) == ["", "evidence, the domain, a test elsewhere"]
        and found["domain"].iloc[0] == "Germany"
    )
    assert found["account"].iloc[1] == "Quillon Lyon"


# Versions

VERSION = {"version_id": "2", "changed": "Ring", "reason": "Late", "expected_effect": "2 points", "measure_id": "m",
           "tried_on": "Quillon Lyon; NA", "tried_from": ago(200)}  # fmt: skip
OF_ALL = {"measure_id": "m", "name": "Early", "better": "higher", "baseline": 5.0, "expectation_id": "early"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Quillon Lyon, NA", ("007", "NA")),
        ("na", ("NA",)),
        ("70 and 8", ("007", "8")),
        ("007; Quillon Glass", ("007",)),
        ("Nobody", ()),
        (None, ()),
    ],
)
def test_accounts_are_known_by_number_or_name(text: str | None, ids: tuple[str, ...]) -> None:
    assert accounts_named(tables(), text if text else np.nan) == ids


def test_a_version_before_and_after_on_its_measure() -> None:
    values = [
        {"measure_id": "m", "read_on": ago(days), "value": value}
        for days, value in ((300, 5.2), (200, 5.5), (50, 7.0), (-5, 9.0))
    ]
    found = review_versions(tables(versions=[VERSION], measures=[OF_ALL], readings=values), DAY).iloc[0]
    assert (found["before"], found["after"]) == (5.5, 7.0) and found["change"] == pytest.approx(1.5)
    assert found["state"] == "on trial" and found["tried_ids"] == ("007", "NA") and found["missing"] == ""
    unread = review_versions(tables(versions=[VERSION], measures=[OF_ALL]), DAY).iloc[0]
    assert unread["before"] == 5.0 and pd.isna(unread["after"])


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({"tried_from": ago(-1)}, "planned"), ({"tried_from": DAY}, "on trial"), ({"tried_from": DAY, "worked": True}, "tried"),
        ({"starts_on": DAY}, "for all"), ({"starts_on": ago(-1), "tried_from": None}, "planned"),
    ],
)  # fmt: skip
def test_how_far_a_version_is(days: dict[str, Any], state: str) -> None:
    assert review_versions(tables(versions=[{**VERSION, **days}]), DAY)["state"].tolist() == [state]


def test_which_version_an_account_is_on() -> None:
    rows = [
        {**VERSION, "version_id": "1", "starts_on": ago(400), "tried_on": None}, {**VERSION, "version_id": "3", "starts_on": ago(90), "tried_on": None},
        VERSION,
    ]  # fmt: skip
    holds, tried = version_of(review_versions(tables(versions=rows), DAY), "NA")
    assert holds is not None and holds["version_id"] == "3" and list(tried["version_id"]) == ["2"]
    none, nowhere = version_of(review_versions(tables(versions=[VERSION]), DAY), "8")
    assert none is None and nowhere.empty and review_versions(EMPTY, DAY).empty


def test_with_a_version_against_without_it_by_hand() -> None:
    with_it, without = marks("70", [(5, 8), (4, 8), (6, 8)]), marks("8", [(5, 5), (6, 7), (7, 7)])
    rows = {name: [*with_it[name], *without[name]] for name in with_it}
    (found,) = compare_versions(tables(versions=[VERSION], measures=[OF_ALL], **rows), "", DAY)
    assert found.with_it.change == pytest.approx(3) and found.without.change == pytest.approx(1 / 3)
    assert found.accounts_with == ("Quillon Glass",) and found.accounts_without == ("Other",)
    assert found.difference is not None
    # The changes are 3, 4, 2 and 0, 1, 0: a difference of 8/3, Welch's degrees of freedom (1/3 + 1/9)^2 / (1/18 + 1/162) = 3.2.
    assert found.difference.change == pytest.approx(8 / 3)
    assert found.difference.high - found.difference.change == pytest.approx(3.0723 * np.sqrt(4 / 9), rel=1e-3)
    (own,) = compare_versions(tables(versions=[VERSION], measures=[OF_ALL], **rows), "70", DAY)
    assert own.with_it == found.with_it and own.difference is None and own.accounts_without == ()


def test_nobody_without_a_version_is_nobody_to_compare_with() -> None:
    everywhere = {**VERSION, "tried_on": None}
    (found,) = compare_versions(tables(versions=[everywhere], measures=[OF_ALL], **marks("70", [(5, 8)] * 3)), "", DAY)
    assert found.accounts_without == () and found.difference is None
    assert compare_versions(tables(versions=[{**VERSION, "measure_id": None}]), "", DAY) == ()


# The four points


def test_one_measure_for_each_point_by_hand() -> None:
    rows = {
        **marks("70", [(5, 8)] * 5),
        "messages": [
            {"message_id": str(n), "side": side, "audience": "Dispatch", "what": "Ring", "due": due, "confirmed_on": confirmed}
            for n, (side, due, confirmed) in enumerate((("inside", ago(5), ago(4)), ("inside", ago(5), None), ("inside", ago(-5), None), ("outside", ago(5), None)))
        ],
        "feedbacks": [voice(1, answered_on=ago(1)), voice(2), voice(3), voice(40)],
    }  # fmt: skip
    found = review_points(tables(**rows), "", DAY)
    assert list(found["point"]) == ["values", "experience", "people", "sustaining"]
    assert found[["reached", "of"]].values.tolist() == [[1, 3], [1, 2], [1, 2], [1, 3]]
    assert found["value"].tolist() == pytest.approx([100 / 3, 50, 50, 100 / 3])
    assert review_points(tables(**rows), "8", DAY)["of"].tolist() == [1, 2, 0, 0]
    assert review_points(EMPTY, "", DAY)["value"].isna().all()


def test_what_an_account_writes_itself_completes_a_touch_point_there() -> None:
    own = [*POINTS, {"account_id": "007", "touch_point_id": "offer", "name": "Offer", "behaviour": "Paul sends it"}]
    assert review_points(tables(touch_points=own), "70", DAY)["reached"].iloc[1] == 2
    assert review_points(tables(touch_points=own), "", DAY)["reached"].iloc[1] == 1


# Findings


def test_findings_name_what_waits_and_what_was_never_tried() -> None:
    rows = {
        "feedbacks": [voice(4), voice(1, "employee", state="declined")],
        "lessons": [{"lesson_id": "l", "statement": "Ring"}],
        "versions": [
            {**VERSION, "version_id": "1", "starts_on": ago(500), "tried_from": None, "tried_on": None}, {**VERSION, "expected_effect": None},
            {**VERSION, "version_id": "3", "tried_on": "NA", "worked": True},
        ],
    }  # fmt: skip
    found = review_refinement(tables(**rows), "", DAY)
    said = " ".join(one.says for one in found)
    for part in ("wait", "declined without a reason", "no evidence", "tried without: an expected effect", "worked at one account",
                 "nobody said whether it worked", "tried on nobody first", "account manager, supervisor"):  # fmt: skip
        assert part in said, part
    assert all(one.do for one in found) and found[0].severity == "danger"
    assert {one.severity for one in review_refinement(EMPTY, "", DAY)} == {"unknown"}
