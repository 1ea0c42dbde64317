"""One row per account with everything the index shows, each figure from the method's own function."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kamkit.method.plan import estimate_data_quality, estimate_health
from kamkit.method.planning import next_actions
from kamkit.method.selection import select_accounts
from kamkit.method.touchline import rank_worst_moments
from kamkit.method.worth import place_first_cut, rank_accounts
from kamkit.show import words


def rank_portfolio(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    """Every account in its order: by selection score, and where there is none by contribution.

    Columns: position, account_id, name, manager, revenue, contribution, contribution_is, score, acceptability (%),
    chosen (bool), segment, standing, health ('danger', 'careful', 'unknown', 'fine'), health_note, data_quality (%),
    gap, gap_note, next_action, next_action_note; text is missing where unknown.
    """
    worth = rank_accounts(tables, as_of)
    selection = select_accounts(tables, as_of).ranking
    cut = place_first_cut(tables, as_of, worth)[["account_id", "cut"]]
    table = worth[["account_id", "name", "owner_id", "revenue", "contribution", "contribution_is"]].merge(
        cut, how="left"
    )
    table = table.merge(
        selection[["account_id", "rank", "score", "acceptability", "quadrant", "in_list", "override"]], how="left"
    )
    table["acceptability"] *= 100
    table["chosen"] = table["in_list"].astype("boolean").fillna(False).astype(bool)
    people = tables["team_members"].set_index("member_id")["name"]
    table["manager"] = table["owner_id"].map(people).fillna(table["owner_id"])
    table["segment"] = table["quadrant"].fillna(table["cut"])
    table["standing"] = _standing(table)
    table = table.join(_health(tables, as_of), on="account_id")
    table = table.join(estimate_data_quality(tables, as_of)["share"].rename("data_quality"), on="account_id")
    table = table.join(rank_worst_moments(tables)[["gap", "gap_note"]], on="account_id")
    table = table.join(_actions(tables, as_of), on="account_id")
    # worth is in order of contribution already: a stable sort keeps it among those not yet scored.
    table = table.sort_values("rank", na_position="last", kind="stable", ignore_index=True)
    table.insert(0, "position", np.arange(1, len(table) + 1))
    return table


def list_candidates(tables: Mapping[str, pd.DataFrame], as_of: date) -> list[str]:
    """The accounts that people score, in the order of their worth."""
    cut = place_first_cut(tables, as_of)
    return list(cut.loc[cut["cut"] == "candidate", "account_id"])


def _standing(table: pd.DataFrame) -> pd.Series:
    words_of = {(True, "in"): "key account, by override", (False, "out"): "not on the list, by override"}
    found = [
        words_of.get((chosen, override), "key account" if chosen else "not on the list") if scored == scored else ""
        for chosen, override, scored in zip(table["chosen"], table["override"], table["score"], strict=True)
    ]
    return pd.Series(found, index=table.index, dtype="str")


def _health(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    health = estimate_health(tables, as_of)
    return health[["health"]].assign(health_note=health["sign"])


def _actions(tables: Mapping[str, pd.DataFrame], as_of: date) -> pd.DataFrame:
    upcoming = next_actions(tables, as_of)
    notes = [
        _note(row.comes_from, row.due, row.responsible, row.overdue) if row.what else ""
        for row in upcoming.itertuples()
    ]
    return pd.DataFrame(
        {"next_action": upcoming["what"], "next_action_note": pd.Series(notes, index=upcoming.index, dtype="str")}
    )


def _note(comes_from: str, due: pd.Timestamp, responsible: str, overdue: bool) -> str:
    if comes_from == "proposed":
        return "proposed, not yet agreed"
    by = "no day set" if pd.isna(due) else f"{'overdue since' if overdue else 'by'} {words.day(due)}"
    return ", ".join(filter(None, (responsible, by)))
