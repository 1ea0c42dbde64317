"""What was sent to the programme supervisor, how far it is, and what came back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where
from kamkit.method.worth.own_rows import groups_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WAITING = ("new", "read")
ANSWER_WITHIN_DAYS = 30  # a giver who hears nothing for so long stops giving (default)


@remembered
def place_feedback(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Feedback about an account, and what its owner gave about no account in particular; without one all of it.

    Columns: feedback_id, account_id (the group's; ""), account, given_by, role, given_on, what, theme, state ('new', 'read',
    'adopted', 'declined'), state_reason, answer, answered_on, waits (days without an answer; NA: answered), quiet (True:
    longer than thirty days). Those waiting longest first, then the latest answered. MethodError if there is no such
    account.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = scope.tables["feedbacks"]
    if account_id:
        owner = scope.groups["owner_id"].iloc[0]
        people = tables["team_members"]
        names = people.loc[people["member_id"] == owner, "name"].dropna().astype(str).tolist()
        general = rows_where(tables, "feedbacks", "given_by", tuple([*names, str(owner)]))
        general = general[general["account_id"].isna()]
        rows = pd.concat([rows, general]).drop_duplicates("feedback_id") if len(general) else rows
    rows = rows[rows["given_on"] <= scope.day]
    group = rows["account_id"].map(groups_in(tables)).astype("object").fillna("").astype("str")
    account = group.map(scope.groups["name"]).astype("object").fillna("").astype("str")
    rows = rows.assign(account_id=group, account=account)
    unanswered = rows["answer"].isna()
    rows["waits"] = (scope.day - rows["given_on"]).dt.days.where(unanswered).astype("Int64")
    rows["quiet"] = (rows["waits"] > ANSWER_WITHIN_DAYS).fillna(False).astype(bool)
    rows = rows.sort_values(["waits", "answered_on", "feedback_id"], ascending=[False, False, True], kind="stable")
    return rows[
        ["feedback_id", "account_id", "account", "given_by", "role", "given_on", "what", "theme", "state",
         "state_reason", "answer", "answered_on", "waits", "quiet"]
    ].reset_index(drop=True)  # fmt: skip


@remembered
def place_meetings(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The meetings noted with an account ("": with each), the latest first.

    Columns: account_id, account, note_id, noted_on, noted_by, learned, promised, opportunity, next_step.
    MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = scope.rows("notes")
    rows = rows[(rows["kind"] == "meeting") & (rows["noted_on"] <= scope.day)]
    rows = rows.drop(columns="account_id").rename(columns={"group_id": "account_id"})
    rows["account"] = rows["account_id"].map(scope.groups["name"]).astype("str")
    rows = rows.sort_values(["noted_on", "note_id"], ascending=[False, True], kind="stable")
    return rows[
        ["account_id", "account", "note_id", "noted_on", "noted_by", "learned", "promised", "opportunity", "next_step"]
    ].reset_index(drop=True)
