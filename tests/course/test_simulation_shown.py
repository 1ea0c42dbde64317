"""What players see: reports, the form with its two faces, the debrief, the notebook without anybody at it."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from simulation_games import with_customers

from kamkit.course.simulation import debriefing, open_game
from kamkit.course.simulation.choices import choices_of
from kamkit.course.simulation.debriefing import FORESIGHT, YOU, Debrief, show_effects, show_losses
from kamkit.course.simulation.game import Game
from kamkit.course.simulation.market import Seen, report, score, start
from kamkit.course.simulation.market.causes import CAUSES, changes, health_at, losses
from kamkit.course.simulation.market.effects import BOOKS, EFFECTS
from kamkit.course.simulation.market.opening import start_with
from kamkit.course.simulation.market.policies import at_random, follow_loudest, play, spread_evenly, stay_as_found
from kamkit.course.simulation.market.portfolio import CUSTOMERS
from kamkit.course.simulation.market.search import plan_of, replay
from kamkit.course.simulation.market.state import GONE
from kamkit.course.simulation.market.thinking import think
from kamkit.course.simulation.playing import (
    play_game,
    show_course,
    show_opening,
    show_result,
    show_what_mattered,
    show_what_to_take,
    show_why,
)
from kamkit.course.simulation.reports import show_report

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
NOTEBOOK = EXERCISES / "simulation.ipynb"


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few tries are enough to see that the search is there."""
    monkeypatch.setattr(debriefing, "_ROUNDS", 1)
    monkeypatch.setattr(debriefing, "_TRIES", 5)


def played(policy: Any, seed: int = 2) -> Game:
    game = open_game("", str(seed))
    while not game.over:
        game.decide(choices_of(game.state, policy(game.seen())))
    return game


def faces(shown: Any) -> tuple[str, str]:
    found = shown._repr_mimebundle_()
    return found["text/html"], found["text/plain"]


@pytest.mark.parametrize("policy", [think, follow_loudest, at_random(5)])
def test_every_report_reads_well_on_both_faces(policy: Any) -> None:
    state = start(2)
    from kamkit.course.simulation.market import step

    while True:
        seen: Seen = report(state)
        html, text = faces(show_report(seen))
        for face in (re.sub(r"base64,[^\"]*", "", html), text):
            assert not re.search(r"\b(nan|None|inf)\b", face)
            assert "contribution" in face.lower() and ("hours" in face or state.over)
        assert "unknown" not in text
        if state.over:
            break
        state = step(state, policy(seen))


def test_the_form_decides_a_quarter_and_says_so(tmp_path: Path) -> None:
    game = open_game("007", "3", str(tmp_path))
    form = play_game(game).live
    assert len(form.rows) == len(CUSTOMERS) and form.choices() == {}
    row = next(row for row in form.rows if row.id == "1007")
    row.fields["visit"].value, row.fields["hours"].value = True, 40
    row.fields["improve"].value = "warning"
    assert form.choices() == {"1007": {"hours": 40, "visit": True, "improve": "warning"}}
    assert "EUR 10,000 left" in form._left.value
    form.decide()
    assert "Quarter 1 is decided" in form.note and game.state.quarter == 2
    assert "Quarter 2 of 8" in form._report.value
    assert json.loads((tmp_path / "simulation.jsonl").read_text().splitlines()[1])["decisions"] == {"1007": {"hours": 40, "visit": True, "improve": "warning"}}


def test_the_form_refuses_in_one_line_and_keeps_what_was_chosen() -> None:
    form = play_game(open_game("", "3")).live
    next(row for row in form.rows if row.id == "1005").fields["hours"].value = 120
    next(row for row in form.rows if row.id == "1008").fields["hours"].value = 120
    assert "Greta Solberg: 80 hours too many" in form._left.value
    form.decide()
    assert form.note.startswith("Not decided. ") and "Greta Solberg" in form.note and form.game.state.quarter == 1
    assert next(row for row in form.rows if row.id == "1005").fields["hours"].value == 120


def test_every_field_of_the_form_says_whose_it_is() -> None:
    form = play_game(open_game("", "3")).live
    tips = [field.tooltip for row in form.rows for field in row.fields.values()]
    assert len(tips) == len(set(tips)) == 100
    assert all(tip.split(",")[0] in {customer.name for customer in CUSTOMERS} for tip in tips)


def test_a_whole_game_by_form_and_what_follows_it() -> None:
    game = open_game("", "3")
    course, why = show_course(game), show_why(game)
    assert "Not there yet" in course.live.value
    form = play_game(game).live
    for quarter in range(1, 9):
        form.decide()
        assert f"{quarter}, " in course.live.value
    assert game.over and form.rows == [] and "Not there yet" not in why.live.value


def test_an_untrusted_or_headless_reader_sees_the_whole_game() -> None:
    game = played(stay_as_found)
    for show, word in (
        (show_opening(game), "Quarter 1 of 8"), (play_game(game), "All 8 quarters are decided"), (show_course(game), "Quarter by quarter"),
        (show_result(game), "The score"), (show_why(game), "could have been seen"), (show_what_mattered(game), "one decision changed"),
        (show_what_to_take(game), "customers"),
    ):  # fmt: skip
        html, text = faces(show)
        assert word in text and word in html
        assert "<script" not in html


def test_causes_are_three_and_come_from_the_books() -> None:
    state = play(start(range(60)), stay_as_found)
    looked_at = 0
    for game in range(60):
        for loss in losses(state, game):
            looked_at += 1
            assert len(loss.causes) == CAUSES
            booked = sum(one.booked[game, loss.place] for one in state.past[: loss.quarter + 1])
            for cause in loss.causes:
                if cause.effect in BOOKS:
                    assert cause.took == pytest.approx(-booked[BOOKS.index(cause.effect)])
                assert cause.took > 0 and cause.quarters and max(cause.quarters) <= loss.quarter and cause.says
            assert [cause.took for cause in loss.causes] == sorted((cause.took for cause in loss.causes), reverse=True)
            margin = health_at(state, game, loss.place, loss.quarter) + loss.chance
            assert margin <= 0
    assert looked_at > 150


@pytest.mark.parametrize("policy", [stay_as_found, at_random(2), think])
def test_what_mattered_is_what_a_replay_gives(policy: Any) -> None:
    state = play(start([7, 8]), policy)
    found = changes(state, 1)
    assert len(found) > 200 and [one.adds for one in found] == sorted((one.adds for one in found), reverse=True)
    for change in (found[0], found[-1]):
        if change.field in {"manager", "step_down"}:
            continue
        plan = {name: values[[1]].copy() for name, values in plan_of(state).items()}
        assert plan[change.field][0, change.quarter - 1, change.place] == change.was
        plan[change.field][0, change.quarter - 1, change.place] = change.would
        again, fine = replay(start_with(state.luck.take([1])), plan)
        assert fine.all()
        assert score(again).total[0] - score(state).total[1] == pytest.approx(change.adds, abs=1e-6)


def test_the_debrief_compares_with_every_policy_and_foresight_is_on_top() -> None:
    game = played(spread_evenly)
    totals = game.debrief.totals
    assert len(totals) == 7 and totals[FORESIGHT] == max(totals.values())
    assert totals[YOU] == pytest.approx(score(game.state).total[0])
    assert totals["Spread evenly"] == pytest.approx(totals[YOU])


def test_a_game_without_losses_has_a_debrief() -> None:
    alone = play(with_customers(start(1), health=50.0), stay_as_found)
    assert not losses(alone) and "No customer was lost" in show_losses(Debrief(alone, 1)).text


def test_the_effects_are_shown_with_their_standing() -> None:
    text = show_effects().text
    assert all(effect.name in text for effect in EFFECTS)


def notebook() -> Any:
    return nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT)


def test_the_notebook_keeps_to_the_conventions() -> None:
    cells = notebook().cells
    codes = [cell for cell in cells if cell.cell_type == "code"]
    assert re.fullmatch(r"# [A-Z][^\n]+\?", cells[0].source.splitlines()[0])
    parameters = next(cell for cell in codes if "parameters" in cell.metadata.get("tags", ()))
    assert [node.targets[0].id for node in ast.parse(parameters.source).body] == ["learner", "seed", "folder"]  # type: ignore[attr-defined]
    for cell in codes:
        assert cell.metadata["jupyter"]["source_hidden"] is True and cell.execution_count is None
        assert len(cell.source.splitlines()) <= 8
        for output in cell.outputs:
            assert set(output.data) == {"text/html", "text/plain"}
    shown = [cell for cell in codes if cell is not parameters and "setup" not in cell.metadata.get("tags", ())]
    assert len(shown) == 7 and all(cell.outputs for cell in shown)
    promised = re.findall(r"^- (.+)$", cells[0].source, flags=re.MULTILINE)
    assert promised == re.findall(r"^- (.+)$", cells[-1].source, flags=re.MULTILINE) and len(promised) == 3
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert not re.search(r"\b(simply|great|well done|congratulations)\b|!", prose, flags=re.IGNORECASE)


def test_the_notebook_runs_headless_with_decisions_there(tmp_path: Path) -> None:
    game = open_game("NA", "4", str(tmp_path))
    while not game.over:
        game.decide(choices_of(game.state, think(game.seen())))
    scope: dict[str, Any] = {}
    shown = []
    for cell in notebook().cells:
        if cell.cell_type != "code":
            continue
        if "parameters" in cell.metadata.get("tags", ()):
            scope |= {"learner": "NA", "seed": "4", "folder": str(tmp_path)}
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), scope)
        if last is not None:
            shown.append(faces(eval(compile(ast.Expression(last.value), "cell", "eval"), scope))[1])
    assert len(shown) == 7 and not any("Not there yet" in text for text in shown)
    assert "Score" in shown[3] and f"{game.score().total[0]:,.0f}" in shown[3]


def test_the_rules_are_two_pages_and_the_links_lead_somewhere() -> None:
    page = (EXERCISES / "SIMULATION.md").read_text(encoding="utf-8")
    rules, effects = page.split("## Every effect")
    assert len(re.sub(r"[|`-]+", " ", rules).split()) < 1_100 and len(re.sub(r"[|-]+", " ", effects).split()) < 1_300
    for link in re.findall(r"\]\(([^)#]+)", page):
        assert "://" in link or (EXERCISES / link).exists(), link


def test_a_customer_that_left_is_in_the_report_as_lost() -> None:
    state = play(start(range(30)), stay_as_found)
    game = next(game for game in range(30) if (state.past[-1].outcome[game] == GONE).any())
    alone = play(start(game), stay_as_found)
    assert "is lost" in show_report(report(alone)).text
