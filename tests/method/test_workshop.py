"""The agendas add up, name steps that are there, reveal early, and the guide agrees with them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kamkit.method.scoring import ABOUT
from kamkit.method.workshop import AGENDAS, HALF_DAY, SELECTION, Agenda, minutes_for

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
GUIDE = " ".join((WORKBOOKS / "FACILITATOR.md").read_text(encoding="utf-8").split())


def test_the_half_day_has_the_minutes_it_was_promised_with() -> None:
    assert [(step.title, step.minutes) for step in HALF_DAY.steps] == [
        ("Aim", 10), ("Facts", 20), ("Customer's goals and our objective", 35), ("Touch points", 45), ("Break", 15),
        ("What they would pay for", 20), ("Actions", 40), ("Danger and escalation", 10), ("Who must know", 10),
        ("Read the page aloud", 15),
    ]  # fmt: skip
    assert (HALF_DAY.minutes, SELECTION.minutes) == (220, 150)


@pytest.mark.parametrize("agenda", AGENDAS.values(), ids=list(AGENDAS))
def test_the_first_reveal_comes_within_the_first_hour(agenda: Agenda) -> None:
    assert agenda.first_reveal_by is not None and agenda.first_reveal_by <= 60
    assert {step.reveals for step in agenda.steps} - {""} <= set(ABOUT)


@pytest.mark.parametrize("agenda", AGENDAS.values(), ids=list(AGENDAS))
def test_every_step_leads_to_a_step_that_is_there(agenda: Agenda) -> None:
    followed = 0
    for step in agenda.steps:
        for workbook, number in step.where:
            cells = json.loads((WORKBOOKS / f"{workbook}.ipynb").read_text(encoding="utf-8"))["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
            assert re.search(rf"^## {number}\. ", text, re.M), f"{workbook} has no step {number}"
            followed += 1
        assert step.asks or step.title in ("Break", "Lunch"), step.title
    assert followed >= 8


@pytest.mark.parametrize("agenda", (HALF_DAY, SELECTION), ids=lambda agenda: agenda.name)
def test_the_guide_has_every_step_with_its_minutes_place_and_questions(agenda: Agenda) -> None:
    assert f"{agenda.title}: {agenda.minutes} minutes" in GUIDE
    for step in agenda.steps:
        row = " ".join(f"| {step.minutes} | {step.title} | {step.place} | {step.reveals} |".split())
        assert row in GUIDE, row


@pytest.mark.parametrize("agenda", AGENDAS.values(), ids=list(AGENDAS))
def test_the_guide_asks_what_the_page_asks(agenda: Agenda) -> None:
    for step in agenda.steps:
        if step.asks:
            wanted = f"**{step.title}{'' if step.title.endswith('?') else '.'}** {' '.join(step.asks)}"
            assert wanted in GUIDE, wanted


def test_the_guide_has_the_minutes_of_the_two_days() -> None:
    for number, name in enumerate(("day-1", "day-2"), 1):
        assert f"| {number} | {AGENDAS[name].minutes} |" in GUIDE


def test_what_the_guide_prints_can_be_asked_of_the_command_line() -> None:
    from typer.testing import CliRunner

    from kamkit.cli.app import app

    said = CliRunner().invoke(app, ["--help"]).output
    commands = set(re.findall(r"kamkit (\w+)", GUIDE))
    assert {"serve", "status", "ask", "generate"} <= commands
    assert all(command in said for command in commands - {"serve"}), commands


def test_a_card_gets_a_minute_at_least() -> None:
    assert [minutes_for(items) for items in (1, 20, 72)] == [1, 3, 10]
