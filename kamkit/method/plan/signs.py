"""The five signs that an account's health is read from, for all accounts of a scope at once.

Each gives a state (danger, careful, unknown, fine) and a sentence per group. What nobody has entered is *unknown*.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamkit.method.plan.relationship_change import change_in
from kamkit.method.planning.rules_of_accounts import NO_CONTACT, RENEWAL_MONTHS, single_threads
from kamkit.method.planning.scope import Scope, day, days, known, quoted
from kamkit.method.worth import rank_accounts

DANGER, CAREFUL, UNKNOWN, FINE = "danger", "careful", "unknown", "fine"
DOWN_FROM = 10.0  # % of last year's contribution from which a fall counts (default)
LOST_FROM = 50.0  # % from which the account is as good as lost (the kit's definition of loss)
ANSWERS_MONTHS = 18  # answers about the relationship say nothing about today after this many months (default)


def see_triggers(scope: Scope) -> pd.DataFrame:
    """Danger triggers: a risk whose trigger was seen and that is not over."""
    risks = scope.rows("risks")
    risks = risks[~(risks["closed_on"] <= scope.day)]
    signs = _signs(scope, "Nobody has written down what would show that the account is in danger")
    _set(signs, risks["group_id"], FINE, "No danger trigger has been seen")
    seen = risks[risks["triggered_on"] <= scope.day].sort_values(["triggered_on", "risk_id"])
    for row in seen.drop_duplicates("group_id").itertuples():
        what = row.trigger if known(row.trigger) else row.what
        _put(signs, row.group_id, DANGER, f"{quoted(what, 80)} was seen on {day(row.triggered_on)}")
    return signs


def see_promises(scope: Scope) -> pd.DataFrame:
    """Promises to the customer that are past their day and still open."""
    promises = scope.rows("promises")
    signs = _signs(scope, "No promise to this customer is written down")
    _set(signs, promises["group_id"], FINE, "No promise is overdue")
    late = promises[(promises["state"] == "open") & (promises["due"] < scope.day)].sort_values(["due", "promise_id"])
    count = late.groupby("group_id").size()
    for row in late.drop_duplicates("group_id").itertuples():
        more = int(count[row.group_id]) - 1
        rest = f", and {more} more {'is' if more == 1 else 'are'} overdue" if more else ""
        over = days((scope.day - row.due).days)
        _put(signs, row.group_id, CAREFUL, f"{quoted(row.what, 70)} was promised for {day(row.due)}, {over} ago{rest}")
    return signs


def see_threads(scope: Scope) -> pd.DataFrame:
    """A single thread while the renewal is inside twelve months."""
    renewals, threads = _renewals(scope), single_threads(scope)
    signs = _signs(scope, "No renewal date is known")
    horizon = scope.day + pd.DateOffset(months=RENEWAL_MONTHS)
    for row in renewals.itertuples():
        _put(signs, row.Index, *_thread(row, threads.get(str(row.Index), ""), horizon))
    return signs


def _thread(renewal: Any, thread: str, horizon: pd.Timestamp) -> tuple[str, str]:
    if pd.isna(renewal.next):
        return UNKNOWN, f"The renewal of {day(renewal.last)} is past and no later one is known"
    if renewal.next > horizon:
        return FINE, f"The next renewal is more than twelve months away, on {day(renewal.next)}"
    if thread == NO_CONTACT:
        return UNKNOWN, f"Renewal on {day(renewal.next)}, and {thread}"
    if thread:
        return CAREFUL, f"Renewal on {day(renewal.next)} on a single thread: {thread}"
    return FINE, f"Renewal on {day(renewal.next)}, not on a single thread"


def _renewals(scope: Scope) -> pd.DataFrame:
    accounts = scope.rows("accounts")[["group_id", "renewal_on"]]
    contracts = scope.rows("contracts")[["group_id", "ends_on"]].rename(columns={"ends_on": "renewal_on"})
    found = pd.concat([accounts, contracts]).dropna(subset=["renewal_on"])
    ahead = found["renewal_on"] >= scope.day
    return pd.DataFrame(
        {
            "next": found[ahead].groupby("group_id")["renewal_on"].min(),
            "last": found[~ahead].groupby("group_id")["renewal_on"].max(),
        }
    )


def see_contribution(scope: Scope) -> pd.DataFrame:
    """The contribution of the last twelve months beside that of the twelve before."""
    signs = _signs(scope, "No sales of two years are known to compare")
    ranked = rank_accounts(scope.whole, scope.as_of).set_index("account_id").reindex(signs.index)
    apart = ranked["contribution_before"].isna() & (ranked["revenue_before"] > 0)
    _set(signs, apart.index[apart].to_series(), UNKNOWN, "What the two years brought is not known on one basis")
    before = ranked["contribution_before"].replace(0.0, np.nan)
    change = (ranked["contribution"] - before) / before.abs() * 100
    for group, value in change.dropna().items():
        state = DANGER if value <= -LOST_FROM else CAREFUL if value <= -DOWN_FROM else FINE
        what = str(ranked.at[group, "contribution_is"])
        was, now = scope.money(float(before[group])), scope.money(float(ranked.at[group, "contribution"]))
        _put(signs, group, state, f"{what[:1].upper()}{what[1:]} went from {was} to {now} in a year{_share(float(value))}")
    return signs


def _share(change: float) -> str:
    # More than all of it, as when a profit became a loss, is no share that anybody can picture.
    return f" ({change:+,.0f} %)" if 0.5 <= abs(change) < 100 else ""


def see_relationship(scope: Scope) -> pd.DataFrame:
    """Trust, satisfaction and commitment of the same people, asked twice: down by more than chance."""
    signs = _signs(scope, "Nobody there has been asked about the relationship")
    oldest = scope.day - pd.DateOffset(months=ANSWERS_MONTHS)
    for row in change_in(scope).dropna(subset=["last_asked"]).itertuples():
        _put(signs, row.Index, *_relationship(row, oldest))
    return signs


def _relationship(row: Any, oldest: pd.Timestamp) -> tuple[str, str]:
    if row.last_asked < oldest:
        return UNKNOWN, f"The people there were last asked about the relationship on {day(row.last_asked)}"
    if pd.isna(row.low):
        twice = "nobody" if not row.people else "1 person" if row.people == 1 else f"{row.people} people"
        return UNKNOWN, f"Asked about the relationship on {day(row.last_asked)}, but {twice} before that as well"
    moved = f"{'fell' if row.change < 0 else 'rose'} by {abs(row.change):.1f} points"
    interval = f"(95 % interval {row.low:.1f} to {row.high:.1f}; {row.people} people asked twice)"
    if row.high < 0:
        return CAREFUL, f"Trust, satisfaction and commitment {moved} {interval}"
    if row.low > 0:
        return FINE, f"Trust, satisfaction and commitment {moved} {interval}"
    return FINE, f"No change of the relationship beyond chance {interval}"


def _signs(scope: Scope, unknown: str) -> pd.DataFrame:
    return pd.DataFrame({"state": UNKNOWN, "says": unknown}, index=scope.groups.index, dtype="object")


def _set(signs: pd.DataFrame, groups: pd.Series, state: str, says: str) -> None:
    signs.loc[signs.index.isin(groups), ["state", "says"]] = [state, says]


def _put(signs: pd.DataFrame, group: object, state: str, says: str) -> None:
    signs.at[group, "state"], signs.at[group, "says"] = state, says
