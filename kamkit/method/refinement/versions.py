"""Versions of the programme side by side: what changed, why, on whom it was tried, and whether it worked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.review.change import Change, compare_unpaired
from kamkit.method.review.reappraisal import compare_answers
from kamkit.method.review.scorecard import readings_of
from kamkit.method.rows import rows_where
from kamkit.method.values.answers import US
from kamkit.method.worth.own_rows import groups_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

PLANNED, ON_TRIAL, FOR_ALL, TRIED = "planned", "on trial", "for all", "tried"
COLUMNS = (
    "version_id", "state", "starts_on", "changed", "reason", "expected_effect", "measure_id", "measure", "tried_on", "tried_ids",
    "tried_from", "before", "after", "change", "better", "worked", "finding", "missing",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """A version's effect: customers' marks at the accounts it was tried on (``with_it``) and at others (``without``).

    ``difference``: how much more the marks changed with it than without, with a 95 % interval where both sides
    have three people asked twice. ``accounts_with``, ``accounts_without``: where people answered both before and after.
    """

    version_id: str
    expectation: str
    with_it: Change
    without: Change
    accounts_with: tuple[str, ...]
    accounts_without: tuple[str, ...]
    difference: Change | None


def review_versions(tables: Tables, as_of: date) -> pd.DataFrame:
    """Every version of the programme, the newest last, with the readings of its measure before and after.

    Columns version_id, state ('planned', 'on trial', 'tried', 'for all'), starts_on, changed, reason, expected_effect, measure_id,
    measure (name), tried_on (as written), tried_ids (the accounts in it, a tuple), tried_from, before (the last reading up to the day it was
    tried, else began; else the baseline), after (the last reading since; NaN: none yet), change, better ('higher', 'lower'), worked
    (as people judged; missing: not yet), finding, missing (what it lacks, such as 'an expected effect'; '' if nothing).
    """
    versions = tables["versions"]
    scope = Scope(tables, "", as_of, tables)
    measures = rows_where(tables, "measures", "measure_id", tuple(versions["measure_id"].dropna().unique()))
    known = measures.drop_duplicates("measure_id").set_index("measure_id")
    read = readings_of(scope, known.index)
    rows = [_row(tables, row, known, read, scope.day) for row in versions.itertuples()]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    began = found["tried_from"].fillna(found["starts_on"])
    return (
        found.assign(began=began)
        .sort_values(["began", "version_id"], na_position="last", kind="stable")[list(COLUMNS)]
        .reset_index(drop=True)
    )


def _row(
    tables: Tables,
    version: Any,
    measures: pd.DataFrame,
    read: dict[str, list[tuple[pd.Timestamp, float]]],
    day: pd.Timestamp,
) -> dict[str, Any]:
    began = version.starts_on if pd.isna(version.tried_from) else version.tried_from
    measure = measures.loc[version.measure_id] if version.measure_id in measures.index else None
    before = after = np.nan
    if measure is not None and not pd.isna(began):
        values = read.get(str(version.measure_id), [])
        earlier, later = [v for on, v in values if on <= began], [v for on, v in values if on > began]
        before = earlier[-1] if earlier else measure["baseline"]
        after = later[-1] if later else np.nan
    return {
        "version_id": version.version_id, "state": _state(version, day), "starts_on": version.starts_on,
        "changed": version.changed, "reason": version.reason, "expected_effect": version.expected_effect,
        "measure_id": version.measure_id, "measure": None if measure is None else measure["name"],
        "tried_on": version.tried_on, "tried_ids": accounts_named(tables, version.tried_on),
        "tried_from": version.tried_from, "before": before, "after": after, "change": after - before,
        "better": None if measure is None else measure["better"], "worked": version.worked, "finding": version.finding,
        "missing": _missing(version, began, day),
    }  # fmt: skip


def _state(version: Any, day: pd.Timestamp) -> str:
    if version.starts_on <= day:
        return FOR_ALL
    if version.tried_from <= day:
        return ON_TRIAL if pd.isna(version.worked) else TRIED
    return PLANNED


def _missing(version: Any, began: Any, day: pd.Timestamp) -> str:
    wanted = [
        ("an expected effect", pd.isna(version.expected_effect)),
        ("a measure", pd.isna(version.measure_id)),
        ("accounts to try it on", pd.isna(version.tried_on)),
        ("a judgement", began <= day - pd.Timedelta(days=365) and pd.isna(version.worked)),
    ]
    return ", ".join(called for called, lacks in wanted if lacks)


def accounts_named(tables: Tables, text: object) -> tuple[str, ...]:
    """The groups whose number or name stands in a list such as ``Belmarra Tools, NA``, in its order."""
    if pd.isna(text):
        return ()
    accounts = tables["accounts"]
    groups = groups_in(tables)
    by_name = dict(zip(accounts["name"].astype(str).str.casefold(), accounts["account_id"], strict=True))
    ids = set(accounts["account_id"])
    found = []
    for part in re.split(r"[,;\n]| and ", str(text)):
        called = part.strip()
        match = called if called in ids else by_name.get(called.casefold())
        if match is not None:
            found.append(str(groups.get(match, match)))
    return tuple(dict.fromkeys(found))


def version_of(versions: pd.DataFrame, account_id: str) -> tuple[pd.Series | None, pd.DataFrame]:
    """The version that holds for an account (a group), None if none began, and those tried on it, from ``review_versions``."""
    began = versions[versions["state"] == FOR_ALL].sort_values("starts_on", kind="stable")
    tried = versions[[account_id in ids for ids in versions["tried_ids"]]]
    return (None if began.empty else began.iloc[-1]), tried


def compare_versions(tables: Tables, account_id: str, as_of: date) -> tuple[Comparison, ...]:
    """For each version whose measure stands for an expectation: customers' marks before and after, with it and without.

    With ``account_id`` only that account's marks. Before: the last answer up to the day it was tried (else began); after: the last since. People are compared with themselves
    where three or more answered both times. Versions that held for all from the start have nobody without them. A difference
    between few accounts is association: the accounts were chosen, not drawn.
    """
    versions = review_versions(tables, as_of)
    measures = rows_where(tables, "measures", "measure_id", tuple(versions["measure_id"].dropna().unique()))
    expectation = measures.drop_duplicates("measure_id").set_index("measure_id")["expectation_id"]
    scope = scope_of(tables, account_id, as_of)
    found = []
    for version in versions.itertuples():
        began = version.starts_on if pd.isna(version.tried_from) else version.tried_from
        item = expectation.get(version.measure_id)
        if pd.isna(began) or item is None or pd.isna(item) or began > scope.day:
            continue
        compared = _compare(scope, str(version.version_id), str(item), began, version.tried_ids)
        if compared is not None:
            found.append(compared)
    return tuple(found)


def _compare(scope: Scope, version_id: str, item: str, began: pd.Timestamp, tried: Sequence[str]) -> Comparison | None:
    asked = _marks(scope, item, began)
    twice = asked.groupby("account_id")["after"].nunique()
    asked = asked[asked["account_id"].isin(twice[twice == 2].index)]
    on_it = asked["account_id"].isin(tried) if tried else pd.Series(True, index=asked.index)
    if asked.empty:
        return None
    with_it, _ = compare_answers(asked[on_it])
    without, _ = compare_answers(asked[~on_it])
    names = scope.groups["name"]
    return Comparison(
        version_id=version_id,
        expectation=item,
        with_it=with_it,
        without=without,
        accounts_with=tuple(str(names.get(one, one)) for one in asked.loc[on_it, "account_id"].unique()),
        accounts_without=tuple(str(names.get(one, one)) for one in asked.loc[~on_it, "account_id"].unique()),
        difference=_difference(asked, on_it) if with_it.paired and without.paired else None,
    )


def _marks(scope: Scope, item: str, began: pd.Timestamp) -> pd.DataFrame:
    people = scope.rows("respondents")
    people = (
        people[people["side"] == "customer"].drop_duplicates("respondent_id").set_index("respondent_id")["group_id"]
    )
    asked = scope.tables["ratings"]
    asked = asked[(asked["about"] == "expectation") & (asked["item_id"] == item) & (asked["supplier_id"] == US)]
    asked = asked[
        (asked["asked_on"] <= scope.day) & asked["performance"].notna() & asked["respondent_id"].isin(people.index)
    ]
    asked = asked.assign(after=asked["asked_on"] > began, account_id=asked["respondent_id"].map(people))
    return (
        asked.sort_values("asked_on")
        .groupby(["account_id", "respondent_id", "after"], as_index=False, sort=False)
        .last()
    )


def _difference(asked: pd.DataFrame, on_it: pd.Series) -> Change:
    marks = asked.assign(on_it=on_it).pivot_table(
        index=["on_it", "account_id", "respondent_id"], columns="after", values="performance"
    )
    moved = (marks[True] - marks[False]).dropna()
    with_it = moved.index.get_level_values("on_it").to_numpy(dtype=bool)
    return compare_unpaired(moved[~with_it].tolist(), moved[with_it].tolist())
