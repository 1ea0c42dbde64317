"""White space: who supplies what to each customer number, with what nobody knows kept apart from nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered
from kamkit.method.worth import estimate_wallet_share, rank_accounts
from kamkit.method.worth.wallet import check_wallets

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OURS, RIVAL, IN_HOUSE, NOT_NEEDED, UNKNOWN = "ours", "competitor's", "in-house", "not needed", "unknown"
STATES = (OURS, RIVAL, IN_HOUSE, UNKNOWN, NOT_NEEDED)
OPEN = (RIVAL, IN_HOUSE, UNKNOWN)  # what we do not supply and perhaps could
OFF_BY = 10.0  # % by which the grid's own sales may differ from the sales file (default)


@remembered
def place_white_space(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The grid: every customer number that has a cell against every offering; a cell nobody entered is *unknown*.

    Columns: account_id (the group's), unit, unit_name, offering_id, offering, state ("ours", "competitor's",
    "in-house", "not needed", "unknown"), low and high (money a year in the reporting currency: the value is within;
    high NaN: no upper end is known; an unknown cell begins at 0 unless its size is known, and is never 0 itself),
    competitor (its name), evidence, known_on, entered (somebody has entered the cell). ``account_id`` "" means all.
    MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    cells = scope.rows("white_space_cells").assign(entered=True)
    offerings = scope.tables["offerings"][["offering_id", "name"]].drop_duplicates("offering_id")
    every = list(dict.fromkeys([*offerings["offering_id"], *cells["offering_id"]]))
    units = cells[["group_id", "account_id"]].drop_duplicates()
    whole = units.merge(pd.DataFrame({"offering_id": pd.Series(every, dtype="str")}), how="cross")
    grid = whole.merge(cells.drop(columns="group_id"), on=["account_id", "offering_id"], how="left")
    names = scope.tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    rivals = scope.tables["competitors"].drop_duplicates("competitor_id").set_index("competitor_id")["name"]
    state = grid["state"].fillna(UNKNOWN)
    value, top = grid["yearly_value"], grid["yearly_value_high"]
    none = state == NOT_NEEDED
    found = pd.DataFrame(
        {
            "account_id": grid["group_id"],
            "unit": grid["account_id"],
            "unit_name": grid["account_id"].map(names).fillna(grid["account_id"]),
            "offering_id": grid["offering_id"],
            "offering": grid["offering_id"].map(offerings.set_index("offering_id")["name"]).fillna(grid["offering_id"]),
            "state": state,
            "low": value.fillna(0.0).where(~none, 0.0),
            "high": pd.concat([value, top], axis=1).max(axis=1).where(~none, 0.0),
            "competitor": grid["competitor_id"].map(rivals).astype("str").fillna(grid["competitor_id"]),
            "evidence": grid["evidence"],
            "known_on": grid["known_on"],
            "entered": grid["entered"].eq(True),
        }
    )
    return found.reset_index(drop=True)


def estimate_white_space(grid: pd.DataFrame) -> pd.DataFrame:
    """What the cells of ``place_white_space`` add up to, one row per account: ranges, never a guess for the unknown.

    Columns: account_id, units, cells, unknown (cells), unknown_share (%), unbounded (cells without an upper end);
    money a year, _low and _high (NaN: no upper end): ours, open (a competitor's, in-house or unknown), total (both);
    share_low and share_high (%: ours over the total; low NaN: the total has no upper end; high 100: ours has none; high NaN: nothing is known).
    """
    rows = []
    for account, cells in grid.groupby("account_id", sort=False):
        ours, free = cells[cells["state"] == OURS], cells[cells["state"].isin(OPEN)]
        low, high = float(ours["low"].sum()), float(ours["high"].sum(skipna=False))
        open_low, open_high = float(free["low"].sum()), float(free["high"].sum(skipna=False))
        unknown = int((cells["state"] == UNKNOWN).sum())
        rows.append(
            {
                "account_id": account, "units": cells["unit"].nunique(), "cells": len(cells), "unknown": unknown,
                "unknown_share": unknown / len(cells) * 100, "unbounded": int(cells["high"].isna().sum()),
                "ours_low": low, "ours_high": high, "open_low": open_low, "open_high": open_high,
                "total_low": low + open_low, "total_high": high + open_high,
                "share_low": _share(low, open_high), "share_high": _share(high, open_low) if high == high else 100.0,
            }
        )  # fmt: skip
    columns = (
        "account_id units cells unknown unknown_share unbounded ours_low ours_high open_low open_high total_low "
        "total_high share_low share_high"
    ).split()
    return pd.DataFrame(rows, columns=columns)


def _share(ours: float, rest: float) -> float:
    whole = ours + rest
    return ours / whole * 100 if whole > 0 else np.nan


@remembered
def review_wallet(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Share of wallet from the sales file, see ``kamkit.method.worth.estimate_wallet_share``; one row per account.

    ``account_id`` "" means all. MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    ranking = rank_accounts(scope.whole, as_of)
    return estimate_wallet_share(scope.tables, ranking[ranking["account_id"].isin(scope.groups.index)])


def check_white_space(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What cannot be right, or is not known, in wallet and grid: a share above 100 %, a grid larger than the wallet,
    sales in the grid that are not those of the sales file, and unknown cells. MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    sums = estimate_white_space(place_white_space(tables, account_id, as_of))
    wallets = review_wallet(tables, account_id, as_of).set_index("account_id")
    found = list(check_wallets(wallets.reset_index()))
    for row in sums.itertuples():
        name = scope.groups["name"].get(row.account_id, row.account_id)
        wallet, revenue = (float(wallets[column].get(row.account_id, np.nan)) for column in ("wallet", "revenue"))
        if row.total_low > wallet * (1 + 1e-9):
            found.append(
                Finding(
                    "careful",
                    f"{name}: the cells of the grid add up to at least {scope.money(row.total_low)}, more than the wallet "
                    f"entered, {scope.money(wallet)}; one of them is wrong.",
                    "Ask the customer for its spend in our categories, and correct the wallet or the cells.",
                )
            )
        if revenue > 0 and row.ours_high == row.ours_low and abs(row.ours_low - revenue) / revenue * 100 > OFF_BY:
            found.append(
                Finding(
                    "careful",
                    f"{name}: what is ours in the grid adds up to {scope.money(row.ours_low)}, the sales file says "
                    f"{scope.money(revenue)}.",
                    "Correct the cells marked ours; a customer number may be missing from the grid.",
                )
            )
        if row.unknown:
            found.append(_ask(name, row.unknown, row.cells, row.unbounded))
    return tuple(found)


def _ask(name: object, unknown: int, cells: int, unbounded: int) -> Finding:
    are = "is" if unknown == 1 else "are"
    ends = f", {unbounded} without an upper end" if unbounded else ""
    return Finding(
        "unknown",
        f"{name}: {unknown} of {cells} cells of the grid {are} unknown{ends}; what could be won is a range.",
        "Ask the buyers of each customer number before anybody adds it up.",
    )
