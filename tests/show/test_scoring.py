"""The reveal says who is where, in which order to talk, and what was settled; the sample's scored plan shows it."""

from __future__ import annotations

from kamkit.model.frame import tables_of
from kamkit.sample.making.stories import ostrevia, scored
from kamkit.show.scoring import show_latest, show_reveal

ROWS = {
    **{table: list(rows) for table, rows in scored.STORY.items()},
    "accounts": [{"account_id": "1001", "name": "Ostrevia <Pharma>"}],
}
TABLES = tables_of(ROWS)


def test_the_samples_plan_is_told_from_the_widest_disagreement_to_what_was_settled() -> None:
    shown = show_latest(TABLES, "plan review", "1001")
    assert ostrevia.STORY  # the account of the story
    assert "from 1 to 5; 3 of 8 items are 2 points or more apart" in shown.text
    assert "Kendall's W of 0.67" in shown.text and "2 do not know" in shown.text
    assert "I heard of the competitor's trial from my own driver." in shown.text
    assert "Tom Halloway: The plan is fine; what is missing is the price." in shown.text
    assert "Ostrevia &lt;Pharma&gt;" in shown.html and "Ostrevia <Pharma>" not in shown.html


def test_nothing_is_shown_of_a_scoring_that_is_open_or_was_given_up() -> None:
    hidden = tables_of({**ROWS, "ballots": [], "scorings": [{**scored.STORY["scorings"][0], "state": "open"}]})
    assert "not revealed yet" in show_reveal(hidden, "plan-1001").text
    assert "Not there yet" in show_latest(hidden, "plan review", "1001").text
    dropped = tables_of({**ROWS, "scorings": [{**scored.STORY["scorings"][0], "state": "dropped"}]})
    assert "Not there yet" in show_latest(dropped, "plan review", "1001").text


def test_all_alike_and_nobody_knows_are_said_as_such() -> None:
    def ballots(score: float | None) -> list[dict[str, object]]:
        return [{**row, "score": score, "dont_know": score is None} for row in scored.STORY["ballots"]]

    assert "Everybody who scored gave the same scores" in show_reveal(tables_of({**ROWS, "ballots": ballots(3)}), "plan-1001").text
    assert "Nobody has given a score" in show_reveal(tables_of({**ROWS, "ballots": ballots(None)}), "plan-1001").text


def test_of_two_scorings_of_one_day_the_later_is_shown_and_dissent_also_on_what_is_open() -> None:
    second = {name: [{**row, "scoring_id": "a-later-one"} for row in ROWS[name]] for name in ("scorings", "scoring_items", "ballots")}
    second["scorings"] = [{**row, "number": 2} for row in second["scorings"]]
    second["scoring_items"] = [{**row, "final": None, "final_unknown": False, "final_reason": None} for row in second["scoring_items"]]
    both = tables_of({**ROWS, **{name: [*ROWS[name], *second[name]] for name in second}})
    text = show_latest(both, "plan review", "1001").text
    assert "What the group settled on, 8 still open" in text and "Tom Halloway: The plan is fine; what is missing is the price." in text


def test_whoever_is_left_out_of_the_agreement_is_said() -> None:
    few = [*ROWS["ballots"], {"scoring_id": "plan-1001", "round": 1, "scorer": "Late Guest", "item_id": "1", "score": 3}]
    assert "without 1 person who scored under half" in show_latest(tables_of({**ROWS, "ballots": few}), "plan review", "1001").text
