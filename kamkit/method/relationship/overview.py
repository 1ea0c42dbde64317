"""All key accounts side by side: where the relationship is not what we think."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.relationship.coverage import threads_of
from kamkit.method.relationship.loss import rank_losses
from kamkit.method.relationship.stages import GAP, review_stages
from kamkit.method.relationship.stakeholders import contacts_in, ties_in
from kamkit.method.relationship.whitespace import estimate_white_space, place_white_space
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

IN_THE_PROGRAMME = ("candidate", "key account", "stepping down")
LAST_CONTACT_DAYS = 90  # no conversation for longer is worth a word (default)
MUCH_UNKNOWN = 50.0  # % of the grid's cells (default)
OF_A_RELATIONSHIP = ("stage_ratings", "contacts", "white_space_cells")


@remembered
def rank_relationships(tables: Tables, as_of: date) -> pd.DataFrame:
    """Every account of the programme, or with a record of its relationship, those with most to mend first.

    Columns: account_id, name, owner (who answers for it; NaN: nobody), ours and theirs (median stage, 1 to 5; NaN: not
    asked), gap (stages; NaN: a side unknown), contacts, thread (why it hangs by a single thread; ""), unknown_share (%
    of its white-space cells; NaN: no grid), last_contact (the latest conversation; NaT: none noted), silent (none for
    90 days), probability (% of loss; NaN: no open forecast), expected (money), flags (how many of: gap of a stage or
    more, single thread, silent, half the grid unknown).
    """
    scope = scope_of(tables, "", as_of)
    found = scope.groups.reindex([group for group in scope.groups.index if group in _members(scope)])
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    stages = review_stages(tables, "", as_of).set_index("account_id")
    contacts = contacts_in(scope)
    ties = ties_in(scope, contacts)
    threads = threads_of(scope)
    grid = estimate_white_space(place_white_space(tables, "", as_of)).set_index("account_id")
    losses = rank_losses(tables, "", as_of).set_index("account_id")
    met = [ties[["account_id", "last_met_on"]].set_axis(["account", "day"], axis=1), _meetings(scope)]
    found["owner"] = found["owner_id"].map(people).astype("str").fillna(found["owner_id"])
    found[["ours", "theirs", "gap"]] = stages[["ours", "theirs", "gap"]].reindex(found.index)
    found["contacts"] = contacts.groupby("account_id").size().reindex(found.index).fillna(0).astype(int)
    found["thread"] = [threads.get(str(group), "") for group in found.index]
    found["unknown_share"] = grid["unknown_share"].reindex(found.index).astype("float64")
    found["last_contact"] = pd.concat(met).groupby("account")["day"].max().reindex(found.index)
    found["silent"] = ~(found["last_contact"] >= scope.day - pd.Timedelta(days=LAST_CONTACT_DAYS))
    found[["probability", "expected"]] = losses[["probability", "expected"]].reindex(found.index)
    apart, unknown = found["gap"].abs() >= GAP, found["unknown_share"] >= MUCH_UNKNOWN
    found["flags"] = apart.astype(int) + (found["thread"] != "").astype(int) + found["silent"].astype(int) + unknown.astype(int)
    found = found.drop(columns="owner_id").rename_axis("account_id").reset_index()
    return found.sort_values(
        ["flags", "expected", "name"], ascending=[False, False, True], kind="stable", na_position="last"
    ).reset_index(drop=True)


def _members(scope: Scope) -> set[str]:
    accounts = scope.rows("accounts")
    chosen = set(accounts.loc[accounts["status"].isin(IN_THE_PROGRAMME), "group_id"])
    return chosen.union(*(scope.rows(table)["group_id"] for table in OF_A_RELATIONSHIP))


def _meetings(scope: Scope) -> pd.DataFrame:
    notes = scope.rows("notes")
    notes = notes[(notes["kind"] == "meeting") & (notes["noted_on"] <= scope.day)]
    return notes[["group_id", "noted_on"]].set_axis(["account", "day"], axis=1)
