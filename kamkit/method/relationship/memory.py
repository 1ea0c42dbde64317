"""What is remembered of an account: how long it is one, what happened, and what was found out by whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

HISTORY, INSIDE, OUTSIDE, MEETING = "history", "research inside", "research outside", "meeting"
OLD_MONTHS = 12  # research older than this is told as it was, not as it is (default)


@remembered
def rank_notes(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The notes up to ``as_of``, the latest first.

    Columns: account_id (the group's), note_id, kind ('history', 'meeting', 'research inside', 'research outside'),
    noted_on, noted_by, learned, promised, opportunity, next_step, source, old (more than twelve months ago).
    ``account_id`` "" means all. MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    notes = scope.rows("notes")
    notes = notes[notes["noted_on"] <= scope.day]
    notes = notes.assign(
        account_id=notes["group_id"], old=notes["noted_on"] < scope.day - pd.DateOffset(months=OLD_MONTHS)
    )
    ordered = notes.sort_values(["noted_on", "note_id"], ascending=[False, True], kind="stable")
    return ordered.drop(columns="group_id").reset_index(drop=True)


@remembered
def review_history(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How long each account has been one, and how much is remembered and found out, one row per account.

    Columns: account_id, name, since (the earliest first delivery or contract; NaT: unknown), years (to ``as_of``),
    contracts, wounds (notes of kind history), inside and outside (research notes of the last twelve months; outside:
    from sources that are neither ours nor the account team's), last_outside (its latest day ever), asked (people of
    theirs asked by somebody outside the account team), last_note (any kind). ``account_id`` "" means all.
    MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    notes = rank_notes(tables, account_id, as_of)
    contracts, accounts = scope.rows("contracts"), scope.rows("accounts")
    begun = pd.concat(
        [accounts[["group_id", "customer_since"]].set_axis(["group", "day"], axis=1),
         contracts[["group_id", "starts_on"]].set_axis(["group", "day"], axis=1)]
    )  # fmt: skip
    begun = begun[begun["day"] <= scope.day]
    people = scope.rows("respondents")
    people = people[(people["side"] == "customer") & people["independent"].fillna(False).astype(bool)]
    found = scope.groups[["name"]].copy()
    found["since"] = begun.groupby("group")["day"].min().reindex(found.index)
    found["years"] = (scope.day - found["since"]).dt.days / 365.25
    found["contracts"] = _counts(contracts["group_id"], found.index)
    found["wounds"] = _counts(notes.loc[notes["kind"] == HISTORY, "account_id"], found.index)
    for column, kind in (("inside", INSIDE), ("outside", OUTSIDE)):
        found[column] = _counts(notes.loc[(notes["kind"] == kind) & ~notes["old"], "account_id"], found.index)
    outside = notes[notes["kind"] == OUTSIDE].groupby("account_id")["noted_on"].max()
    found["last_outside"] = outside.reindex(found.index)
    found["asked"] = _counts(people["group_id"], found.index)
    found["last_note"] = notes.groupby("account_id")["noted_on"].max().reindex(found.index)
    return found.rename_axis("account_id").reset_index()


def _counts(ids: pd.Series, index: pd.Index) -> pd.Series:
    counted = ids.groupby(ids).size().reindex(index).fillna(0)
    return counted.astype(np.int64)
