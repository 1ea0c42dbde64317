"""The one thing to do next for an account: from its plan, else from what its gaps ask for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.propose import OPEN, propose_actions
from kamkit.method.planning.scope import scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

IN_THE_PLAN, PROPOSED, NONE = "in the plan", "proposed", "none"


def next_actions(tables: Tables, as_of: date, account_id: str = "") -> pd.DataFrame:
    """What comes next for every account (group): its earliest open action, else the most urgent proposal.

    Index account_id; columns what ("" if there is nothing), due (NaT: no day set), responsible_id, responsible (name),
    overdue (True: due before ``as_of``), comes_from ('in the plan', 'proposed', 'none').
    An action without a day comes after those with one. MethodError as ``propose_actions``.
    """
    scope = scope_of(tables, account_id, as_of)
    actions = scope.rows("actions")
    planned = actions[actions["state"].isin(OPEN)].sort_values(["due", "action_id"], na_position="last", kind="stable")
    planned = planned.drop(columns="account_id").rename(columns={"group_id": "account_id"})
    proposed = propose_actions(tables, account_id, as_of)
    wanted = ["account_id", "what", "due", "responsible_id"]
    both = pd.concat(
        [planned[wanted].assign(comes_from=IN_THE_PLAN), proposed[wanted].assign(comes_from=PROPOSED)],
        ignore_index=True,
    )
    upcoming = both.drop_duplicates("account_id").set_index("account_id").reindex(scope.groups.index)
    upcoming["comes_from"] = upcoming["comes_from"].fillna(NONE)
    upcoming["what"] = upcoming["what"].fillna("")
    upcoming["overdue"] = (upcoming["due"] < scope.day) & (upcoming["comes_from"] == IN_THE_PLAN)
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    responsible = upcoming["responsible_id"].map(people).fillna(upcoming["responsible_id"])
    upcoming.insert(3, "responsible", responsible.fillna("").astype("str"))
    return upcoming.rename_axis("account_id")


def next_action(tables: Tables, account_id: str, as_of: date) -> pd.Series:
    """The row of ``next_actions`` for one account; MethodError if there is no such account."""
    return next_actions(tables, as_of, account_id).iloc[0]
