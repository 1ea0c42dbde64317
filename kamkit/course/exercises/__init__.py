"""The twelve exercises, one module each; a module is loaded when its exercise is opened."""

from __future__ import annotations

from importlib import import_module

from kamkit.course.question import Exercise
from kamkit.errors import InputError

# The order of the course; the core day is CORE.
MODULES = {
    "01_what_accounts_are_worth": "worth",
    "02_what_they_value": "values",
    "03_against_competitors": "competitors",
    "04_the_touchline": "touchline",
    "05_criteria_and_weights": "criteria",
    "06_choosing_under_politics": "selection",
    "07_the_relationship": "relationship",
    "08_white_space": "white_space",
    "09_value_in_their_money": "benefit",
    "10_the_action_plan": "planning",
    "11_the_account_in_danger": "danger",
    "12_review_and_step_down": "review",
}
CORE = ("01", "02", "04", "06", "09", "10")
NAMES = tuple(sorted(MODULES))


def exercise_called(name: str) -> Exercise:
    """The exercise of that name, or of that number ("01"); InputError if there is none."""
    found = [one for one in NAMES if name in (one, one[:2])]
    if not found:
        raise InputError(f"exercise {name!r}: not there; there are {', '.join(NAMES)}")
    exercise: Exercise = import_module(f"kamkit.course.exercises.{MODULES[found[0]]}").EXERCISE
    return exercise
