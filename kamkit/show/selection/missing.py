"""What stands on the page before there is a list."""

from __future__ import annotations

import pandas as pd

from kamkit.method.selection import Selection
from kamkit.show import parts, words

WORKSHOP = "The scorers of each department"


def scores_missing(selection: Selection, account_id: str = "") -> parts.Shown | None:
    """Why there is nothing to show for the list, or for one account; None if there is."""
    if selection.ranking.empty:
        return parts.nothing_yet("accounts", "An analyst", "kamkit import, or the Excel template")
    if selection.scores.criteria.empty:
        return parts.nothing_yet("criteria to score by", "The programme supervisor", "step 1 of this workbook")
    if account_id and selection.place_of(account_id) is None:
        return parts.say(
            "This account is not among the candidates: nobody has scored it.",
            "Anybody may add it, with name and reason, in the workbook on what accounts are worth.",
        )
    if not selection.scored:
        return parts.nothing_yet("scores (the candidates are not yet scored)", WORKSHOP, "step 2 of this workbook")
    if account_id and not _row(selection, account_id)["scored"]:
        return parts.nothing_yet(f"enough scores for {name_of(selection, account_id)}", WORKSHOP, "step 2")
    return None


def _row(selection: Selection, account_id: str) -> pd.Series:
    found = selection.place_of(account_id)
    assert found is not None
    return found


def scored(selection: Selection) -> pd.DataFrame:
    """The scored accounts, by rank."""
    return selection.ranking[selection.ranking["scored"]]


def listed(ranking: pd.DataFrame) -> pd.Series:
    """Which rows are on the list, as plain yes and no."""
    return ranking["in_list"].fillna(False).astype(bool)


def name_of(selection: Selection, account_id: str) -> str:
    """The account's name; its id if it is no candidate."""
    found = selection.place_of(account_id)
    return str(account_id) if found is None else str(found["name"])


def names_of(selection: Selection, accounts: tuple[str, ...]) -> str:
    """``Hypra Retail and Aldermoor Motors``."""
    return words.listed([name_of(selection, account_id) for account_id in accounts])


def lowered(name: str) -> str:
    """A criterion's name inside a sentence: ``Cultural fit`` becomes ``cultural fit``, ``ESG`` stays."""
    return f"{name[0].lower()}{name[1:]}" if name[1:2].islower() else name
