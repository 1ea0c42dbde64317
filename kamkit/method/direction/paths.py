"""Paths through the workbooks: fourteen are a library, and nobody reads a library from the first shelf on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamkit.errors import MethodError


@dataclass(frozen=True)
class Workbook:
    """A workbook as the paths speak of it: file without ending, what it is for, minutes for a first time, and the tables
    in which an account leaves something when it was there."""

    name: str
    about: str
    minutes: int
    leaves: tuple[str, ...] = ()


WORKBOOKS = (
    Workbook("00_start_here", "where we stand, what comes first", 60),
    Workbook("01_set_the_direction", "businesses, vision, domains, criteria", 60),
    Workbook("02_know_what_accounts_are_worth", "who earns us money", 45, ("sales_lines",)),
    Workbook("03_define_account_values", "what customers value", 60, ("respondents",)),
    Workbook("04_map_touch_points", "where we win or lose", 75, ("touch_points",)),
    Workbook("05_select_key_accounts", "the list", 90, ("scores",)),
    Workbook("06_diagnose_the_relationship", "the relationship from both sides", 50, ("contacts", "stage_ratings")),
    Workbook("07_write_the_account_plan", "what we want, and what is in it for them", 60, ("objectives",)),
    Workbook("08_draft_the_action_plan", "who does what by when", 60, ("actions",)),
    Workbook("09_equip_the_team", "people, skills, hours", 35, ("efforts",)),
    Workbook("10_communicate_the_plan", "who has to know", 45, ("messages",)),
    Workbook("11_run_the_account", "this week", 20, ("notes", "queries")),
    Workbook("12_review_the_account", "promises kept or not", 60, ("measures",)),
    Workbook("13_refine_the_programme", "what we learnt", 60),
)
PATHS: dict[str, tuple[str, ...]] = {
    "One account in half a day": ("07", "04", "08", "10"),
    "Choose our key accounts": ("02", "03", "05"),
    "First quarter, basics only": ("00", "02", "05", "07", "08", "12"),
    "Everything": tuple(book.name[:2] for book in WORKBOOKS),
}
FACTS_FROM = {"One account in half a day": ("02", "06")}


def workbook(number: str) -> Workbook:
    """The workbook with that number, ``08``. MethodError if there is none."""
    for book in WORKBOOKS:
        if book.name.startswith(f"{number}_"):
            return book
    raise MethodError(f"workbook {number!r}: not one of the kit's; expected 00 to {WORKBOOKS[-1].name[:2]}")


def list_paths() -> pd.DataFrame:
    """The paths, the shortest way in first: path, workbooks (their names, a tuple), facts_from (a tuple), minutes (of its workbooks)."""
    rows = [
        {
            "path": path,
            "workbooks": tuple(workbook(number).name for number in numbers),
            "facts_from": tuple(workbook(number).name for number in FACTS_FROM.get(path, ())),
            "minutes": sum(workbook(number).minutes for number in numbers),
        }
        for path, numbers in PATHS.items()
    ]
    return pd.DataFrame(rows)
