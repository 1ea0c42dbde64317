"""Whom the hours allow, who is put on by hand, and what the record says of the selection."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from selection_case import AS_OF, small_case, tables

from kamkit.errors import MethodError
from kamkit.method.selection import Task, place_otherwise, place_within_hours, review_nine_questions, select_accounts
from kamkit.model.frame import tables_of

IDS = ["a", "b", "c"]


def task(**more: Any) -> Task:
    """a is 9 points for 60 hours, b 8 for 50, c 7 for 40; there are 100."""
    given: dict[str, Any] = {
        "scores": pd.Series([9.0, 8.0, 7.0], index=IDS),
        "needs": pd.DataFrame({"manager": [60.0, 50.0, 40.0]}, index=IDS),
        "available": {"manager": 100.0},
    }
    return Task(**{**given, **more})


def says(findings: Any) -> str:
    return "\n".join(finding.says for finding in findings)


def test_the_best_list_that_fits_and_what_a_day_changes() -> None:
    found = place_within_hours(task())
    assert (found.chosen, found.sum_of_scores) == (("a", "c"), 16.0)
    day = found.days.iloc[0]
    assert (day["more_in"], day["more_out"]) == ((), ())  # 108 hours do not hold a and b
    assert (day["less_in"], day["less_out"]) == (("b",), ("a",))  # 92 hours hold b and c
    assert (day["next_days"], day["next_in"], day["next_out"]) == (2, ("b",), ("c",))  # 110 hours hold a and b
    assert (day["fewer_days"], day["fewer_in"], day["fewer_out"]) == (1, ("b",), ("a",))


def test_where_a_day_less_changes_nothing_the_first_change_is_named() -> None:
    day = place_within_hours(task(available={"manager": 140.0})).days.iloc[0]  # a and b need 110, all three 150
    assert (day["less_in"], day["less_out"]) == ((), ())
    assert (day["fewer_days"], day["fewer_in"], day["fewer_out"]) == (4, ("c",), ("b",))  # 108 hours hold a and c
    none = place_within_hours(task(available={"manager": 0.0})).days.iloc[0]
    assert pd.isna(none["fewer_days"]) and none["fewer_out"] == ()


def test_a_must_pushes_out_and_lets_in() -> None:
    found = place_within_hours(task(musts=frozenset("b")))
    assert found.chosen == ("b", "c")
    assert found.musts.to_dict("records") == [{"account_id": "b", "pushes_out": ("a",), "lets_in": ()}]


def test_an_out_is_out() -> None:
    assert place_within_hours(task(outs=frozenset("a"))).chosen == ("b", "c")


def test_every_role_limits_and_an_unknown_one_does_not() -> None:
    needs = pd.DataFrame({"manager": [60.0, 50.0, 40.0], "engineer": [5.0, 50.0, 50.0]}, index=IDS)
    assert place_within_hours(task(needs=needs, available={"manager": 100.0, "engineer": 50.0})).chosen == ("a",)
    assert place_within_hours(task(needs=needs)).chosen == ("a", "c")
    hours = place_within_hours(task(needs=needs)).hours.set_index("role")
    assert pd.isna(hours.loc["engineer", "available"]) and hours.loc["engineer", "used"] == 55


def test_places_limit_as_well() -> None:
    assert place_within_hours(task(places=1)).chosen == ("a",)


def test_hours_kept_for_a_segment_are_kept() -> None:
    segments = pd.Series(["status", "star", "status"], index=IDS)
    found = place_within_hours(task(segments=segments, kept={"star": 30.0}))
    assert found.chosen == ("b", "c")


def test_more_hours_kept_than_candidates_need_is_said() -> None:
    segments = pd.Series(["status", "star", "status"], index=IDS)
    found = place_within_hours(task(segments=segments, kept={"star": 70.0}))
    assert "b" in found.chosen
    assert "70 hours are kept for star accounts; those scored need 50." in says(found.findings)


def test_hours_kept_that_fit_nowhere_are_dropped_and_said() -> None:
    segments = pd.Series(["status", "star", "status"], index=IDS)
    found = place_within_hours(task(available={"manager": 45.0}, segments=segments, kept={"star": 50.0}))
    assert found.chosen == ("c",) and "were not applied" in says(found.findings)


def test_musts_that_do_not_fit_together_are_explained() -> None:
    found = place_within_hours(task(musts=frozenset("ab")), {"a": "Aldermoor", "b": "Belmarra"})
    assert found.left_musts == ("b",) and "a" in found.chosen and "b" not in found.chosen
    said = says(found.findings)
    assert "(Aldermoor, Belmarra) cannot all be served: they need 110 hours of manager, there are 100" in said
    assert "Left out: Belmarra." in said


def test_more_musts_than_places() -> None:
    found = place_within_hours(task(musts=frozenset("bc"), places=1))
    assert found.left_musts == ("c",)
    assert "they are 2, there are 1 places" in says(found.findings)


@pytest.mark.parametrize("hours", [float("nan"), -1.0])
def test_hours_that_are_none(hours: float) -> None:
    with pytest.raises(MethodError, match="account b needs"):
        place_within_hours(task(needs=pd.DataFrame({"manager": [60.0, hours, 40.0]}, index=IDS)))


def test_deciding_otherwise_has_its_price() -> None:
    found = place_within_hours(task())  # a and c
    on = place_otherwise(found, "b")
    assert (on.put_on, on.pushes_out, on.lets_in, on.fits) == (True, ("a",), (), True)
    off = place_otherwise(found, "a")
    assert (off.put_on, off.pushes_out, off.lets_in) == (False, (), ("b",))
    assert not place_otherwise(place_within_hours(task(musts=frozenset("a"))), "b").fits
    with pytest.raises(MethodError, match="account 'z': not scored"):
        place_otherwise(found, "z")


def test_nobody_to_place() -> None:
    empty = Task(pd.Series(dtype=float), pd.DataFrame({"manager": pd.Series(dtype=float)}), {"manager": 10.0})
    assert place_within_hours(empty).chosen == ()


# --- the list of the small case: A 7.8, B 7.4, NA 6.6, 007 4.4, C 2.0 for 60, 50, 30, 20 and 40 hours of 100


def listed(rows: Any) -> set[str]:
    ranking = select_accounts(tables(rows), AS_OF).ranking
    return set(ranking.loc[ranking["in_list"].fillna(False), "account_id"])


def test_the_list_is_what_the_hours_hold() -> None:
    selection = select_accounts(tables(small_case()), AS_OF)
    assert listed(small_case()) == {"B", "NA", "007"}  # 18.4 points for 100 hours; with A there is room for NA alone
    assert (selection.places, selection.places_from) == (3, "the hours there are")
    first = selection.ranking.iloc[0]
    assert first["why"].endswith("Its 60 hours would push out more than it brings.")


def test_an_override_names_whom_it_pushes_out() -> None:
    rows = small_case()
    rows["overrides"] = [
        {"account_id": "C", "direction": "in", "signed_by": "The director", "reason": "Our first customer.",
         "signed_on": date(2026, 3, 20), "pushes_out_id": "007", "dissent": "Maren: it pays for nothing."}
    ]  # fmt: skip
    selection = select_accounts(tables(rows), AS_OF)
    row = selection.overrides.iloc[0]
    assert listed(rows) == {"C", "NA", "007"}  # C takes 40 hours; of the other 60, NA and 007 bring more than A
    assert (row["pushes_out"], row["named"]) == ("B Ltd", "007 Ltd")
    said = says(selection.findings)
    assert "C Ltd is on the list by a signature of The director; it pushes out B Ltd." in said
    assert "The override names 007 Ltd; by the figures it is B Ltd. Settle which." in {one.do for one in selection.findings}
    assert "Dissent on C Ltd: Maren: it pays for nothing." in said
    place = selection.place_of("C")
    assert place is not None and place["why"].startswith("Put on by The director: Our first customer. 5th of 5 by score")


def test_taken_off_by_signature() -> None:
    rows = small_case()
    rows["overrides"] = [
        {"account_id": "B", "direction": "out", "signed_by": "Ines", "reason": "Sold.", "signed_on": date(2026, 3, 20)}
    ]
    assert listed(rows) == {"A", "NA"}


def test_without_hours_the_list_is_cut_by_number() -> None:
    rows = small_case()
    rows["team_members"][0]["hours_per_year"] = None
    rows["settings"] = [{"settings_id": "programme", "places": 2}]
    selection = select_accounts(tables(rows), AS_OF)
    assert listed(rows) == {"A", "B"} and selection.capacity is None
    assert (selection.places, selection.places_from) == (2, "the settings")
    rows["overrides"] = [
        {"account_id": "C", "direction": "in", "signed_by": "Tom", "reason": "So.", "signed_on": date(2026, 3, 1)}
    ]
    assert listed(rows) == {"A", "C"}


def test_nobody_said_how_many() -> None:
    rows = small_case()
    del rows["efforts"], rows["team_members"]
    selection = select_accounts(tables(rows), AS_OF)
    assert selection.places == 15 and listed(rows) == {"A", "B", "C", "NA", "007"}
    assert "the list is cut at 15, the lower end of the usual list" in says(selection.findings)
    assert "The list has 5 key accounts; the usual list has 15 to 35 (one rule of thumb among several" in says(
        selection.findings
    )


def test_the_usual_length_is_the_programmes_own() -> None:
    rows = small_case()
    rows["settings"] = [{"settings_id": "programme", "list_low": 2, "list_high": 4}]
    assert "usual list" not in says(select_accounts(tables(rows), AS_OF).findings)


def test_whose_rule_the_usual_length_is_stands_beside_it() -> None:
    rows = small_case()
    rows["settings"] = [{"settings_id": "programme", "list_low": 5, "list_high": 20, "list_source": "Our sales academy"}]
    said = says(select_accounts(tables(rows), AS_OF).findings)
    assert "The list has 3 key accounts; the usual list has 5 to 20 (Our sales academy)." in said


def test_hours_nobody_estimated_are_the_quadrants_and_said_to_be() -> None:
    rows = small_case()
    rows["efforts"] = rows["efforts"][:-1]
    selection = select_accounts(tables(rows), AS_OF)
    place = selection.place_of("007")
    assert place is not None and (place["hours"], place["hours_assumed"]) == (400, True)  # unrated: as strategic
    assert "For 1 of 5 accounts nobody said what hours they need" in says(selection.findings)


def test_a_role_nobody_has_hours_in_is_said() -> None:
    rows = small_case()
    rows["efforts"].append({"account_id": "A", "role": "engineer", "hours_needed": 10.0})
    assert "hours of engineer, but nobody's are known" in says(select_accounts(tables(rows), AS_OF).findings)


def test_what_hangs_on_the_weights_is_said() -> None:
    said = says(select_accounts(tables(small_case()), AS_OF).findings)
    assert "A Ltd is off the list, though among the first 3 in 100 % of weightings: its 60 hours do not fit." in said


# --- nine questions


def answers(rows: Any) -> pd.DataFrame:
    given = tables(rows)
    return review_nine_questions(given, select_accounts(given, AS_OF)).answers.set_index("number")


def test_no_total_without_evidence() -> None:
    given = tables(small_case())
    found = review_nine_questions(given, select_accounts(given, AS_OF))
    assert found.total is None and found.without_evidence == (1, 2)
    nothing = review_nine_questions(tables_of({}), select_accounts(tables_of({}), AS_OF))
    assert nothing.total is None and set(nothing.answers["looks"]) == {"not known", "no"}


def test_a_total_once_there_is_evidence_on_all() -> None:
    rows = small_case()
    rows["decisions"] = [
        {"decision_id": "1", "account_id": "B", "side": "customer", "kind": "agreed to plan", "decided_on": AS_OF}
    ]
    rows["notes"] = [{"note_id": "1", "account_id": "B", "kind": "research outside", "noted_on": AS_OF}]
    given = tables(rows)
    found = review_nine_questions(given, select_accounts(given, AS_OF))
    assert found.without_evidence == () and found.total == int((found.answers["looks"] == "yes").sum())


def test_the_questions_are_worded_as_the_programme_words_them() -> None:
    rows = small_case()
    rows["settings"] = [{"settings_id": "programme", "question_2": "Do others follow them?"}]
    found = answers(rows)
    assert found.loc[2, "question"] == "Do others follow them?"
    assert found.loc[1, "question"] == "Do they know our strategy, and does it fit theirs?"


def test_the_record_answers_how_it_was_done() -> None:
    found = answers(small_case())
    assert (found.loc[3, "looks"], found.loc[3, "evidence"]) == ("no", "3 people scored 5 accounts in 1 round over 1 day.")
    assert found.loc[4, "looks"] == "yes"
    assert found.loc[5, "looks"] == "partly" and "widest on NA Ltd (Fit)" in found.loc[5, "evidence"]
    assert found.loc[6, "evidence"] == "Potential weighs 60 of 100 points, fit and relationships 60."
    assert found.loc[7, "looks"] == "partly" and "none of them measures risk" in found.loc[7, "evidence"]
    assert found.loc[8, "looks"] == "no"
    assert "40 of 100 points are read off data" in found.loc[9, "evidence"]


def test_a_favourite_shows() -> None:
    rows = small_case()
    rows["overrides"] = [
        {"account_id": "C", "direction": "in", "signed_by": "Tom", "reason": "A friend.", "signed_on": date(2026, 3, 1)}
    ]
    found = answers(rows)
    assert found.loc[4, "looks"] == "partly"
    assert "C Ltd is among the first 3 in 0 % of weightings. Whom it pushes out is not named." in found.loc[4, "evidence"]


def test_taking_back_with_tact_is_a_successor_and_kept_service() -> None:
    rows = small_case()
    down = {"decision_id": "1", "account_id": "C", "side": "ours", "kind": "stepped down", "decided_on": date(2026, 1, 5)}
    rows["decisions"] = [down]
    assert answers(rows).loc[8, "looks"] == "partly"
    rows["decisions"] = [{**down, "successor_id": "ines", "kept_service": "Orders by telephone."}]
    assert answers(rows).loc[8, "looks"] == "yes"
    key = {"decision_id": "2", "account_id": "A", "side": "ours", "kind": "selected", "decided_on": date(2025, 1, 5)}
    rows["decisions"] = [{**down, "successor_id": "ines", "kept_service": "Orders by telephone."}, key]
    found = answers(rows).loc[8]  # A is off the list
    assert found["looks"] == "partly" and found["evidence"].endswith(" 1 account that is key today would go without a plan.")
    rows["decisions"] = [{**down, "decided_on": date(2024, 1, 5)}]
    assert answers(rows).loc[8, "looks"] == "no"


def test_the_teams_own_answers_stand_beside_the_record() -> None:
    rows = small_case()
    rows["assessments"] = [
        {"area": "nine questions", "item": "4", "assessor": who, "assessed_on": AS_OF, "rating": rating,
         "evidence_note": "It was objective."}
        for who, rating in (("Tom", 5.0), ("Maren", 2.0))
    ]  # fmt: skip
    found = answers(rows)
    assert (found.loc[4, "team"], found.loc[4, "team_low"], found.loc[4, "team_high"]) == (3.5, 2, 5)
    assert found.loc[4, "people"] == 2 and found.loc[4, "note"] == "Maren 2 (It was objective); Tom 5 (It was objective)"
    assert found.loc[3, "people"] == 0
