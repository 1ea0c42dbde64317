"""How far the relationship is, as each side says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.relationship.scale import PLACE
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

GAP = 1.0  # from this many stages on, the two sides do not see the same relationship (default)
SIDES = {"ours": "ours", "customer": "theirs"}


@remembered
def rank_stage_ratings(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Each rater's latest rating up to ``as_of``, ours first and then the customer's, the highest first.

    Columns: account_id (the group's), side ('ours', 'customer'), rater, rated_on, stage, place (1 exploratory to
    5 integrated), evidence_note (NaN: none given). ``account_id`` "" means all. MethodError on an unknown account.
    """
    return _latest(scope_of(tables, account_id, as_of))


def _latest(scope: Scope) -> pd.DataFrame:
    rows = scope.rows("stage_ratings")
    rows = rows[rows["rated_on"] <= scope.day].sort_values("rated_on", kind="stable")
    rows = rows.drop_duplicates(["account_id", "side", "rater"], keep="last")
    rows = rows.assign(account_id=rows["group_id"], place=rows["stage"].map(PLACE).astype("float64"))
    rows = rows.sort_values(["account_id", "side", "place", "rater"], ascending=[True, False, False, True], kind="stable")
    return rows.drop(columns="group_id").reset_index(drop=True)


@remembered
def review_stages(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How far each side says the relationship is, one row per account that was rated, the widest gap first.

    Columns: account_id, name; for ``ours`` and ``theirs``: what that side settled on as a group, else the median of its
    raters (1 exploratory to 5 integrated; NaN: nobody on that side was asked), _agreed (whether they settled), _low and
    _high (the range), _raters; gap (ours - theirs, in stages: positive where we think ourselves closer than they do; NaN unless both sides spoke), bare (ratings without evidence),
    rated_on (the latest). ``account_id`` "" means all. MethodError on an unknown account.
    It cannot see whether the raters are those who matter. Source: McDonald, Millman & Rogers (1997).
    """
    scope = scope_of(tables, account_id, as_of)
    latest = _latest(scope)
    grouped = latest.groupby("account_id")
    found = pd.DataFrame({"name": scope.groups["name"].reindex(latest["account_id"].unique())})
    agreed = latest["agreed"].fillna(False).astype(bool)
    settled, latest = latest[agreed & ~_talked_since(latest, agreed)], latest[~agreed]
    for side, called in SIDES.items():
        places = latest[latest["side"] == side].groupby("account_id")["place"]
        together = settled[settled["side"] == side].drop_duplicates("account_id", keep="last")
        together = together.set_index("account_id")["place"]
        found[f"{called}_agreed"] = found.index.isin(together.index)
        found[called] = together.reindex(found.index).fillna(places.median())
        found[f"{called}_low"], found[f"{called}_high"] = places.min(), places.max()
        found[f"{called}_raters"] = places.size().reindex(found.index).fillna(0).astype(int)
    found["gap"] = found["ours"] - found["theirs"]
    found["bare"] = latest["evidence_note"].isna().groupby(latest["account_id"]).sum().reindex(found.index).fillna(0).astype(int)
    found["rated_on"] = grouped["rated_on"].max()
    found = found.rename_axis("account_id").reset_index()
    found = found.assign(wide=-found["gap"].abs()).sort_values(["wide", "name"], kind="stable", na_position="last")
    return found.drop(columns="wide").reset_index(drop=True)


def _talked_since(latest: pd.DataFrame, agreed: pd.Series) -> pd.Series:
    """Whether somebody on the same side rated after the group settled: then it is open again."""
    newest = latest[~agreed].groupby(["account_id", "side"])["rated_on"].max()
    last = pd.MultiIndex.from_frame(latest[["account_id", "side"]]).map(newest.to_dict())
    return pd.Series(pd.to_datetime(last.to_numpy()) > latest["rated_on"].to_numpy(), index=latest.index)
