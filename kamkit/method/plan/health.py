"""The health of an account: the worst of five signs; what is unknown is grey, never green."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan.signs import (
    CAREFUL,
    DANGER,
    FINE,
    UNKNOWN,
    see_contribution,
    see_promises,
    see_relationship,
    see_threads,
    see_triggers,
)
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered
from kamkit.method.worth.own_rows import group_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

SIGNS = {
    "danger trigger": see_triggers,
    "promises": see_promises,
    "single thread": see_threads,
    "contribution": see_contribution,
    "relationship": see_relationship,
}
WORST_FIRST = (DANGER, CAREFUL, UNKNOWN, FINE)


def review_signs(tables: Tables, as_of: date, account_id: str = "") -> pd.DataFrame:
    """The five signs of an account's health ("": of every account), five rows per group in the order of ``SIGNS``.

    Columns: account_id and account (the group's), sign (one of ``SIGNS``), state (danger, careful, unknown, fine), says.

    - danger trigger: *danger* if a risk's trigger was seen and the risk is not closed; unknown without an open risk
    - promises: *careful* if one is past its day and open; unknown if none is written down
    - single thread: *careful* if the next renewal is inside twelve months and one of ours only knows anybody there, or
      all contacts sit in one department; unknown without a renewal ahead or without a contact
    - contribution: *careful* if down 10 % or more on the twelve months before, *danger* from 50 % (then it is lost as
      this kit defines loss); unknown without both years on one basis
    - relationship: *careful* if the same people's trust, satisfaction and commitment fell and the 95 % interval
      excludes 0; unknown under three people asked twice, or if the last answer is over 18 months old

    MethodError if there is no such account, or a rate of exchange is missing.
    """
    return signs_of(tables, as_of, group_in(tables, account_id) if account_id else "")


@remembered
def signs_of(tables: Tables, as_of: date, account_id: str) -> pd.DataFrame:
    """What ``review_signs`` gives, remembered; ``account_id`` is a group's, or "" for all."""
    scope = scope_of(tables, account_id, as_of)
    found = [see(scope).assign(sign=sign) for sign, see in SIGNS.items()]
    signs = pd.concat(found).rename_axis("account_id").reset_index()
    signs["account"] = signs["account_id"].map(scope.groups["name"]).astype("str")
    place = {group: number for number, group in enumerate(scope.groups.index)}
    order = signs["account_id"].map(place).argsort(kind="stable")
    columns = ["account_id", "account", "sign", "state", "says"]
    return signs[columns].iloc[order].reset_index(drop=True).astype({name: "str" for name in columns})


@remembered
def estimate_health(tables: Tables, as_of: date, account_id: str = "") -> pd.DataFrame:
    """The health of an account ("": of every account): the worst of its five signs.

    Index account_id (the group's); columns account (name), health ('danger', 'careful', 'unknown', 'fine': the worst,
    in this order, so an unknown sign makes an otherwise fine account unknown, never fine), unknown (signs not known,
    0 to 5), sign (the worst, joined by commas; "" if fine), says (a sentence on why), and one column of states
    for each of ``SIGNS``. It rests on what happened and never on how much was filled in: source, date and
    evidence of a fact are the quality of the data, see ``estimate_data_quality``. Errors as ``review_signs``.
    """
    signs = review_signs(tables, as_of, account_id)
    worst = signs["state"].map(WORST_FIRST.index)
    lowest = worst.groupby(signs["account_id"]).transform("min")
    deciding = signs[(worst == lowest) & (signs["state"] != FINE)].groupby("account_id", sort=False)
    health = signs.pivot(index="account_id", columns="sign", values="state").reindex(columns=list(SIGNS))
    health = health.reindex(pd.unique(signs["account_id"])).rename_axis(index="account_id", columns=None)
    states = lowest.groupby(signs["account_id"]).first().map(lambda at: WORST_FIRST[at]).reindex(health.index)
    unknown = (signs["state"] == UNKNOWN).groupby(signs["account_id"]).sum().reindex(health.index).astype("int64")
    names = signs.drop_duplicates("account_id").set_index("account_id")["account"]
    health.insert(0, "account", names.reindex(health.index))
    health.insert(1, "health", states.astype("str"))
    health.insert(2, "unknown", unknown)
    health.insert(3, "sign", deciding["sign"].agg(", ".join).reindex(health.index).fillna("").astype("str"))
    said = deciding["says"].agg(". ".join).reindex(health.index)
    health.insert(4, "says", pd.Series(_sentences(health, said), index=health.index, dtype="str"))
    return health


def _sentences(health: pd.DataFrame, said: pd.Series) -> list[str]:
    return [
        "All five signs are known, and not one of them stands out." if row.health == FINE
        else f"Not known: {row.sign}." if row.health == UNKNOWN
        else f"{why}."
        for row, why in zip(health.itertuples(), said, strict=True)
    ]  # fmt: skip
