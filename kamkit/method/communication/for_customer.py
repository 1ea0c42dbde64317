"""The tables of one account as they may leave the house: what is internal is not in them, so nothing made of them can say it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.communication.shareable import shareable_fields
from kamkit.method.plan.benefit import rank_benefits
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.own_rows import own_rows
from kamkit.model import RECORDS
from kamkit.model.frame import frame_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

SHOWN_STATES = ("open", "done")  # what is only proposed, or was dropped, is ours to decide first
OURS_ALONE = ("risk", "account")  # an action that answers one of these rests on what is internal
# Of these a customer sees the rows that something else it sees names: our people, what we sell.
_NAMED = ("team_members", "offerings")


def tables_for_customer(tables: Tables, account_id: str, as_of: date) -> dict[str, pd.DataFrame]:
    """All tables as a customer may have them: its own rows, every internal field missing; all columns are there.

    A table whose key is internal has no rows. Of the rest come: measures agreed with the customer and their readings;
    opportunities that are worth proposing (``rank_benefits``); actions that are open or done and answer neither a risk
    nor a gap of ours, nor an opportunity that is not proposed; of our people and offerings those that these rows name.
    Rows stand in the order of the page. MethodError if there is no such account. It cannot see an internal fact that
    somebody has typed into a field customers may read: a person reads the edition before it goes out.
    """
    own = own_rows(tables, group_id_of(tables, account_id))
    ranked = rank_benefits(tables, account_id, as_of)
    proposed = set(ranked.loc[ranked["proposed"].fillna(False).astype(bool), "opportunity_id"])
    kept = {name: _without_internal(name, _rows(name, own, proposed)) for name in RECORDS}
    for name in _NAMED:
        kept[name] = _only_named(name, kept)
    return kept


def _rows(name: str, own: Tables, proposed: set[str]) -> pd.DataFrame:
    rows = own[name]
    if name == "actions":
        refused = own["opportunities"]["opportunity_id"]
        refused = refused[~refused.isin(proposed)]
        rests_on = (rows["because"] == "opportunity") & rows["because_id"].isin(refused)
        rows = rows[rows["state"].isin(SHOWN_STATES) & ~rows["because"].isin(OURS_ALONE) & ~rests_on]
    elif name == "opportunities":
        rows = rows[rows["opportunity_id"].isin(proposed)]
    elif name == "measures":
        rows = rows[_agreed(rows)]
    elif name == "readings":
        measures = own["measures"]
        rows = rows[rows["measure_id"].isin(measures.loc[_agreed(measures), "measure_id"])]
    if "position" in rows.columns:
        rows = rows.sort_values("position", kind="stable", na_position="last")
    return rows


def _agreed(measures: pd.DataFrame) -> pd.Series:
    return measures["agreed_with_customer"].fillna(False).astype(bool)


def _without_internal(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    fields, key, empty = shareable_fields(name), RECORDS[name].key, frame_of(name)
    if rows.empty or not key or not set(key) <= set(fields):
        return empty
    found = empty.reindex(range(len(rows)))
    for field in fields:
        found[field] = rows[field].to_numpy()
    return found.astype(empty.dtypes.to_dict())


def _only_named(name: str, kept: dict[str, pd.DataFrame]) -> pd.DataFrame:
    key = RECORDS[name].key[0]
    named = {
        str(value)
        for table, rows in kept.items()
        for spec in RECORDS[table].specs()
        if spec.links_to == name and spec.shareable and table != name
        for value in rows[spec.name].dropna()
    }
    return kept[name][kept[name][key].isin(named)].reset_index(drop=True)
