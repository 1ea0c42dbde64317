"""The measures that both sides look at: which are agreed with the customer, and where they stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.measured import AWAY, NEARER, NOT_READ, REACHED, latest_readings
from kamkit.method.planning.scope import scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

YES, NO, UNSAID = "agreed", "ours alone", "nobody said"
COLUMNS = (
    "account_id", "account", "measure_id", "measure", "perspective", "unit", "baseline", "target", "due", "latest",
    "read_on", "verdict", "agreed",
)  # fmt: skip


def place_agreed_measures(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The measures of an account ("": of all), those agreed with the customer first, with their last reading.

    Columns: account_id and account (the group's), measure_id, measure (its name), perspective and unit ("" where
    missing), baseline, target, due, latest, read_on, verdict (see :func:`kamkit.method.planning.judge_way`), agreed
    ('agreed', 'ours alone', 'nobody said'). MethodError if there is no such account. It does not know whether the
    customer reads the same figure.
    """
    scope = scope_of(tables, account_id, as_of)
    measures = scope.rows("measures").rename(columns={"account_id": "unit_id", "group_id": "account_id"})
    found = latest_readings(scope.whole, measures, as_of).reset_index()
    found["account"] = found["account_id"].map(scope.groups["name"]).astype("str")
    agreed = found["agreed_with_customer"]
    found["agreed"] = pd.Series(UNSAID, index=found.index, dtype="str").mask(agreed.notna(), NO)
    found["agreed"] = found["agreed"].mask(agreed.fillna(False).astype(bool), YES)
    for name in ("perspective", "unit"):
        found[name] = found[name].fillna("")
    found = found.rename(columns={"name": "measure"}).assign(place=found["agreed"].map({YES: 0, NO: 1, UNSAID: 2}))
    found = found.sort_values(["account", "place", "measure_id"] if not account_id else ["place", "measure_id"], kind="stable")
    return found[list(COLUMNS)].reset_index(drop=True)


def rank_agreement(measures: pd.DataFrame) -> pd.DataFrame:
    """How many measures each account has, how many are agreed, and how those stand; the least agreed first.

    From :func:`place_agreed_measures`. Columns: account_id, account, measures, agreed, reached, nearer, away, not_read (of
    the agreed ones).
    """
    both = measures["agreed"] == YES
    figures = pd.DataFrame(
        {"account_id": measures["account_id"], "measures": 1, "agreed": both}
        | {name: both & (measures["verdict"] == verdict)
           for name, verdict in (("reached", REACHED), ("nearer", NEARER), ("away", AWAY), ("not_read", NOT_READ))}
    )  # fmt: skip
    ranked = figures.groupby("account_id", sort=False).sum().astype("int64")
    names = measures.drop_duplicates("account_id").set_index("account_id")["account"]
    ranked.insert(0, "account", names)
    return ranked.reset_index().sort_values(["agreed", "account"], kind="stable", ignore_index=True)
