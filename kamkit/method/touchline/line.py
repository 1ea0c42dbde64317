"""The ordered touch points a customer passes: what customers said of each, and what we think they would say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.inheritance import holds_in, settings_in
from kamkit.method.remembered import remembered
from kamkit.method.values.answers import US, answers_of, expectations_of, names_of, of_group
from kamkit.method.values.intervals import item_means
from kamkit.method.values.value import estimate_customer_value
from kamkit.method.worth.domains import domains_of
from kamkit.method.worth.own_rows import group_in, own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

MOMENT = "moment of truth"
SUSPECTED = "suspected"
_KEY = ["account_id", "touch_point_id"]
_TEXTS = [
    "name", "stage", "customer_role", "our_role", "channel", "frequency", "expectation_id", "current_experience",
    "new_experience", "consistent_with", "better_than_id", "promise", "behaviour", "owner_id", "change_stage",
]  # fmt: skip
_OUR_VIEW = ["importance", "performance", "competitor_performance"]
_ROUNDING = 1e-9


@remembered
def place_touch_points(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """The touchline of an account, or the standard one with everybody's answers, in its order.

    The standard rows, field by field refined by the account's own. Columns: account_id (the group's, ""
    for the standard), touch_point_id, position, name, stage, customer_role, our_role, channel, frequency,
    expectation_id, expectation, current_experience, new_experience, consistent_with, better_than_id, promise,
    behaviour, owner_id, owner, change_stage, own (True where the account has a row of its own).
    From customers' answers: importance, performance (means, 1 to 10), importance_low, importance_high,
    performance_low, performance_high (95 %, NaN under three answers), answers, independent (of these),
    shortfall (importance - performance, positive is bad), competitor_id, competitor and
    competitor_performance (the best competitor at that account; for the pool each account's best), lead (ours
    - theirs). Ours, kept apart: our_importance, our_performance, our_competitor, our_shortfall, view_of
    ("account", "standard" or "").
    moment: "moment of truth" (from customers' answers), "suspected" (from our view alone), or "".
    """
    if not account_id:
        return _line(tables, pd.Index([""]))
    return _line(tables, pd.Index([group_in(tables, account_id)]))


@remembered
def all_touchlines(tables: Tables) -> pd.DataFrame:
    """The touchlines of all accounts that have a row or an answer of their own: :func:`place_touch_points`, stacked."""
    own = of_group(tables["touch_points"][tables["touch_points"]["account_id"] != ""], tables)["account_id"]
    answered = answers_of(tables, "touch point")["account_id"]
    ours = answers_of(tables, "touch point", side="ours")["account_id"]
    return _line(tables, pd.Index(pd.unique(pd.concat([own, answered, ours]))))


def _line(tables: Tables, places: pd.Index) -> pd.DataFrame:
    pooled = list(places) == [""]
    asked, views = (_answers(tables, places, side) for side in ("customer", "ours"))
    standard, own = _rows(tables, places)
    index = _points(standard, own, asked, views)
    line = _refined(index, standard, own)
    line = line.join(_customers(asked)).join(_best_competitor(tables, asked, pooled))
    line = line.join(_ours(index, standard, own, views, pooled))
    line[["answers", "independent"]] = line[["answers", "independent"]].fillna(0).astype(int)
    line["shortfall"] = line["importance"] - line["performance"]
    line["our_shortfall"] = line["our_importance"] - line["our_performance"]
    line["lead"] = line["performance"] - line["competitor_performance"]
    line["moment"] = _moments(line, tables, pooled)
    asked_for = expectations_of(tables, places[0] if len(places) == 1 else "")
    line["expectation"] = line["expectation_id"].map(names_of(asked_for, "expectation_id"))
    line["expectation"] = line["expectation"].astype("str").fillna(line["expectation_id"])
    line["owner"] = line["owner_id"].map(names_of(tables["team_members"], "member_id")).astype("str")
    line["owner"] = line["owner"].fillna(line["owner_id"])
    line = line.reset_index()
    where = line["account_id"].map({place: number for number, place in enumerate(places)})
    order = line.assign(where=where).sort_values(["where", "position", "touch_point_id"], na_position="last").index
    return line.loc[order].reset_index(drop=True)


def _answers(tables: Tables, places: pd.Index, side: str) -> pd.DataFrame:
    one = places[0] if len(places) == 1 else ""
    found = answers_of(tables, "touch point", account_id=one, side="ours" if side == "ours" else "customer")
    if list(places) != [""]:
        found = found[found["account_id"].isin(places)]
        return found.assign(place=found["account_id"], touch_point_id=found["item_id"])
    return found.assign(place="", touch_point_id=found["item_id"])


def _rows(tables: Tables, places: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The standard's rows as they hold at each place, and the places' own; index account_id, touch_point_id."""
    rows = own_rows(tables, places[0] if len(places) == 1 else "")["touch_points"]
    standard = pd.concat([_at(found, held) for found, held in _standards(tables, places, rows)])
    own = of_group(rows[rows["account_id"] != ""], tables)
    own = own[own["account_id"].isin(places)].drop_duplicates(_KEY).set_index(_KEY)
    return standard, own


def _standards(tables: Tables, places: pd.Index, rows: pd.DataFrame) -> Iterator[tuple[pd.Index, pd.DataFrame]]:
    if len(places) < 2:
        yield places, rows[rows["account_id"] == ""]
        return
    domains = domains_of(tables).reindex(places, fill_value="")
    for domain, found in places.to_series().groupby(domains.to_numpy()):
        yield pd.Index(found), holds_in(tables, "touch_points", str(domain))


def _at(places: pd.Index, standard: pd.DataFrame) -> pd.DataFrame:
    points = standard.drop_duplicates("touch_point_id").set_index("touch_point_id")
    index = pd.MultiIndex.from_product([places, points.index], names=_KEY)
    return points.drop(columns="account_id").reindex(index.get_level_values("touch_point_id")).set_axis(index)


def _points(standard: pd.DataFrame, own: pd.DataFrame, asked: pd.DataFrame, views: pd.DataFrame) -> pd.MultiIndex:
    named = [standard.index.to_frame(index=False), own.index.to_frame(index=False)]
    named += [frame.rename(columns={"account_id": "asked_at", "place": "account_id"})[_KEY] for frame in (asked, views)]
    every = pd.concat([frame.astype("str") for frame in named], ignore_index=True).drop_duplicates()
    return pd.MultiIndex.from_frame(every)


def _refined(index: pd.MultiIndex, standard: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    general = standard.reindex(index)
    special = own.reindex(index)
    line = special[_TEXTS].where(special[_TEXTS].notna(), general[_TEXTS])
    line.insert(0, "position", special["position"].fillna(general["position"]).astype("Float64"))
    line["name"] = line["name"].fillna(pd.Series(index.get_level_values("touch_point_id"), index=index))
    line["own"] = index.isin(own.index)
    return line


def _customers(asked: pd.DataFrame) -> pd.DataFrame:
    ours = asked[asked["supplier_id"] == US]
    key = ours.groupby(["place", "touch_point_id"], sort=True).ngroup()
    names = ours[["place", "touch_point_id"]].drop_duplicates().sort_values(["place", "touch_point_id"])
    found = {}
    for column in ("importance", "performance"):
        means = item_means(ours.assign(key=key), column, low=1, high=10, by="key")
        for name, figure in ((column, "mean"), (f"{column}_low", "low"), (f"{column}_high", "high")):
            found[name] = means[figure].reindex(range(len(names))).to_numpy()
    known = ours["importance"].notna() | ours["performance"].notna()
    found["answers"] = known.groupby(key).sum().to_numpy()
    found["independent"] = (known & ours["independent"]).groupby(key).sum().to_numpy()
    index = pd.MultiIndex.from_frame(names.rename(columns={"place": "account_id"}).astype("str"))
    return pd.DataFrame(found, index=index)


def _best_competitor(tables: Tables, asked: pd.DataFrame, pooled: bool) -> pd.DataFrame:
    """The competitor's performance at each point: the one with the highest weighted score at that account."""
    theirs = asked[(asked["supplier_id"] != US) & asked["performance"].notna()]
    best = estimate_customer_value(tables).set_index("account_id")["competitor_id"]
    also_here = theirs.groupby(["account_id", "supplier_id"])["performance"].mean()
    strongest = also_here.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("account_id")
    rated = set(also_here.index)
    chosen = {
        row.account_id: best[row.account_id] if (row.account_id, best.get(row.account_id)) in rated else row.supplier_id
        for row in strongest.itertuples()
    }
    kept = theirs[theirs["supplier_id"] == theirs["account_id"].map(chosen)]
    grouped = kept.groupby(["place", "touch_point_id"])
    found = pd.DataFrame(
        {"competitor_id": grouped["supplier_id"].first(), "competitor_performance": grouped["performance"].mean()}
    )
    found["competitor"] = found["competitor_id"].map(names_of(tables["competitors"], "competitor_id")).astype("str")
    found["competitor"] = found["competitor"].fillna(found["competitor_id"])
    if pooled:
        found["competitor_id"], found["competitor"] = np.nan, "each account's best competitor"
    return found.rename_axis(_KEY)


def _ours(
    index: pd.MultiIndex, standard: pd.DataFrame, own: pd.DataFrame, views: pd.DataFrame, pooled: bool
) -> pd.DataFrame:
    """Our view: the account's own row, else what our people answered, else the standard row."""
    special = own[_OUR_VIEW].reindex(index)
    keys = ["place", "touch_point_id"]
    told = views[views["supplier_id"] == US].groupby(keys)[["importance", "performance"]].mean()
    rival = views[views["supplier_id"] != US].groupby(keys)["performance"].mean().rename("competitor_performance")
    told = told.join(rival, how="outer").reindex(index)
    general = standard[_OUR_VIEW].reindex(index)
    view = special.fillna(told).fillna(general)
    from_account = special["performance"].notna() | told["performance"].notna()
    view["view_of"] = np.select(
        [from_account & (not pooled), general["performance"].notna() | (told["performance"].notna() & pooled)],
        ["account", "standard"],
        "",
    )
    return view.rename(
        columns={
            "importance": "our_importance",
            "performance": "our_performance",
            "competitor_performance": "our_competitor",
        }
    )


def _moments(line: pd.DataFrame, tables: Tables, pooled: bool) -> np.ndarray:
    important, short = (_bound(line, tables, name) - _ROUNDING for name in ("moment_importance", "moment_shortfall"))
    said = (line["importance"] >= important) & (line["shortfall"] >= short)
    thought = (line["our_importance"] >= important) & (line["our_shortfall"] >= short)
    # The standard row is nobody's view of this account, and customers' answers settle the matter.
    thought &= line["shortfall"].isna() & (line["view_of"] == ("standard" if pooled else "account"))
    return np.select([said, thought], [MOMENT, SUSPECTED], "")


def _bound(line: pd.DataFrame, tables: Tables, setting: str) -> pd.Series:
    """A setting as it holds at each row's account."""
    at = line.index.get_level_values("account_id")
    one = at[0] if at.nunique() == 1 else ""
    domains = domains_of(own_rows(tables, one)).reindex(at, fill_value="")
    bounds = {domain: getattr(settings_in(tables, domain), setting) for domain in domains.unique()}
    return domains.map(bounds).astype("float64").set_axis(line.index)
