"""Accounts put on or off the list against their score: signed, explained, and with what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.worth import group_of

if TYPE_CHECKING:
    from kamkit.method.selection.capacity import Capacity
    from kamkit.model.frame import Tables


def overrides_of(tables: Tables) -> pd.DataFrame:
    """The overrides, one per account (group), indexed by account_id; columns as in the table."""
    found = tables["overrides"]
    group = found["account_id"].map(group_of(tables["accounts"]))
    found = found.assign(account_id=group).dropna(subset=["account_id"])
    return found.drop_duplicates("account_id", keep="last").set_index("account_id")


def review_overrides(tables: Tables, ranking: pd.DataFrame, capacity: Capacity | None) -> pd.DataFrame:
    """What each override does, beside who signed it and who disagrees.

    ``ranking``: indexed by account_id with name, rank, acceptability. Columns: account_id, name, direction, signed_by,
    signed_on, reason, dissent, rank, acceptability (share of weightings, 0 to 1), pushes_out (names, as computed),
    named (the account named as losing its place), candidate (False: nobody scored it).
    """
    overrides = overrides_of(tables)
    names = tables["accounts"].set_index("account_id")["name"]
    out = capacity.musts.set_index("account_id")["pushes_out"] if capacity is not None else pd.Series(dtype=object)
    return pd.DataFrame(
        {
            "account_id": overrides.index.astype("str"),
            "name": names.reindex(overrides.index).to_numpy(),
            "direction": overrides["direction"].to_numpy(),
            "signed_by": overrides["signed_by"].to_numpy(),
            "signed_on": overrides["signed_on"].to_numpy(),
            "reason": overrides["reason"].to_numpy(),
            "dissent": overrides["dissent"].to_numpy(),
            "rank": ranking["rank"].reindex(overrides.index).to_numpy(),
            "acceptability": ranking["acceptability"].reindex(overrides.index).to_numpy(),
            "pushes_out": [
                ", ".join(str(names.get(one, one)) for one in out.get(account_id, ())) for account_id in overrides.index
            ],
            "named": names.reindex(overrides["pushes_out_id"].to_numpy()).to_numpy(),
        }
    )


def check_overrides(reviewed: pd.DataFrame) -> tuple[Finding, ...]:
    """What the reader of the list should know about its overrides: who pays, and who disagrees."""
    findings = []
    for row in reviewed.itertuples():
        signed = f"{row.name} is {'on' if row.direction == 'in' else 'off'} the list by a signature of {row.signed_by}"
        if row.pushes_out:
            findings.append(Finding("careful", f"{signed}; it pushes out {row.pushes_out}.", _name_the_loser(row)))
        else:
            findings.append(Finding("careful", f"{signed}: {row.reason}", "Review it at the next selection."))
        if not pd.isna(row.dissent):
            findings.append(
                Finding("careful", f"Dissent on {row.name}: {row.dissent}", "Keep it with the decision.")
            )
    return tuple(findings)


def _name_the_loser(row: object) -> str:
    named, pushed = getattr(row, "named", None), str(getattr(row, "pushes_out", ""))
    if pd.isna(named):
        return "The override does not name who loses the place: name it, and tell its account manager."
    if str(named) not in pushed.split(", "):
        return f"The override names {named}; by the figures it is {pushed}. Settle which."
    return "Tell its account manager, and plan the step down."
