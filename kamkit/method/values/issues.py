"""What troubles an account: what its people complain about and ask for, and what it is forced to do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values.answers import expectations_of, names_of, of_group
from kamkit.method.worth.own_rows import own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_KINDS = ("complaint", "request", "question", "goal")
_COLUMNS = ["account_id", "account", "kind", "what", "forced_by", "touch_point_id", "point", "expectation", "said_by"]


def list_issues(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The issues of an account, or of all with "": open complaints first, the oldest of them at the top.

    Columns: account_id (the group's), account (its name), kind (complaint, request, question, goal), what (in their
    words), forced_by (of a goal: its own plans, its customers, its competitors, the law), touch_point_id, point,
    expectation (the one the point serves), said_by, since (date), days_open (to ``as_of``; NaN where closed, or a
    goal), closed_on. What was closed more than a year before ``as_of``, or asked after it, is left out.
    """
    asked = _asked(tables, account_id, pd.Timestamp(as_of))
    goals = of_group(own_rows(tables, account_id)["customer_goals"], tables, account_id)
    goals = goals.rename(columns={"goal": "what", "known_on": "since"}).assign(kind="goal")
    columns = ["account_id", "kind", "what", "forced_by", "since"]
    found = pd.concat([asked, goals[columns]], ignore_index=True)
    names = names_of(own_rows(tables, account_id)["accounts"], "account_id")
    found["account"] = found["account_id"].map(names).astype("str").fillna(found["account_id"])
    found["kind"] = found["kind"].fillna("question")
    order = found.assign(closed=found["closed_on"].notna(), place=found["kind"].map(_KINDS.index))
    order = order.sort_values(["closed", "place", "since"], na_position="last", kind="stable")
    return found.loc[order.index, [*_COLUMNS, "since", "days_open", "closed_on"]].reset_index(drop=True)


def _asked(tables: Tables, account_id: str, day: pd.Timestamp) -> pd.DataFrame:
    rows = own_rows(tables, account_id)
    queries = of_group(rows["queries"], tables, account_id)
    recent = queries["closed_on"].isna() | (queries["closed_on"] > day - pd.DateOffset(years=1))
    queries = queries[(queries["asked_on"] <= day) & recent]
    # Closed after the day we look from: it was open then.
    closed = queries["closed_on"].where(queries["closed_on"] <= day)
    points = rows["touch_points"].sort_values("account_id").drop_duplicates("touch_point_id").set_index("touch_point_id")
    called = expectations_of(tables, account_id).set_index("expectation_id")["name"]
    asked = queries[["account_id", "kind", "what", "touch_point_id"]].assign(
        forced_by=pd.Series(pd.NA, index=queries.index, dtype="str"),
        point=queries["touch_point_id"].map(points["name"]).astype("str").fillna(queries["touch_point_id"]),
        expectation=queries["touch_point_id"].map(points["expectation_id"]).map(called).astype("str"),
        said_by=queries["asked_by"],
        since=queries["asked_on"],
        closed_on=closed,
    )
    asked["days_open"] = (day - asked["since"]).dt.days.astype("float64").where(closed.isna())
    return asked
