"""The triggers that say an account is in danger of being lost, and which of them hold, from the record alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.pairs import Change, estimate_changes
from kamkit.method.planning.rules_of_accounts import IN_THE_PROGRAMME, NO_CONTACT, single_threads
from kamkit.method.planning.scope import Scope, day, days, known, quoted, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.worth import rank_accounts

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

RISK, PROMISE, FALL, THREAD, RELATIONSHIP = (
    "risk seen", "promise overdue", "contribution down", "single thread near renewal", "relationship down",
)  # fmt: skip
TRIGGERS = (RISK, PROMISE, FALL, THREAD, RELATIONSHIP)
HOLDS, NOT_NOW, UNKNOWN = "holds", "does not hold", "not known"
IN_DANGER, WATCH, NONE = "in danger", "one trigger", "no trigger holds"
COLUMNS = ("account_id", "account", "trigger", "state", "evidence", "item_id")


@dataclass(frozen=True)
class _Seen:
    state: str
    evidence: str
    item_id: str = ""


@remembered
def place_triggers(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The five triggers at an account ("": at every account of the programme), each with what the record says.

    One row per account and trigger, in the order of ``TRIGGERS``. Columns: account_id and account (the group's),
    trigger, state ('holds', 'does not hold', 'not known'), evidence (a sentence), item_id (the risk's or promise's id,
    ""). Not known is never the same as *does not hold*: where nothing was entered, nothing can be said.

    - risk seen: a risk whose trigger was seen and that is not over
    - promise overdue: an open promise to the customer past its day
    - contribution down: ``danger_fall`` % or more below the twelve months before, on the same basis
    - single thread near renewal: renewal within ``danger_months`` months while the account hangs by one thread
    - relationship down: trust, satisfaction and commitment fell, the whole 95 % interval below zero

    Without any candidate or key account, "" takes all accounts. MethodError if there is no such account or a rate of
    exchange is missing. The thresholds are the programme's settings, their defaults ours.
    """
    scope = scope_of(tables, account_id, as_of)
    groups = [account_id_ for account_id_ in scope.groups.index if not account_id or account_id_ == scope.account_id]
    if not account_id:
        groups = _in_the_programme(scope) or groups
    found = {
        RISK: _risks(scope), PROMISE: _promises(scope), FALL: _falls(scope), THREAD: _threads(scope),
        RELATIONSHIP: _relationships(estimate_changes(scope.tables, as_of, scope.account_id)),
    }  # fmt: skip
    nothing = {
        RISK: "No risk is written down for this account.",
        PROMISE: "No promise is written down for this account.",
        FALL: "There are no two years of figures on the same basis to compare.",
        THREAD: "No day of renewal is known.",
        RELATIONSHIP: "Nobody there was asked twice.",
    }
    rows = [
        (group, scope.groups["name"][group], trigger, seen.state, seen.evidence, seen.item_id)
        for group in groups
        for trigger in TRIGGERS
        for seen in [found[trigger].get(str(group), _Seen(UNKNOWN, nothing[trigger]))]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def rank_dangers(triggers: pd.DataFrame, danger_from: int) -> pd.DataFrame:
    """The accounts of ``place_triggers``, most in danger first.

    Columns: account_id, account, danger ('in danger': a risk was seen or ``danger_from`` triggers hold; 'one trigger':
    fewer hold; 'no trigger holds'; 'not known': nothing can be said of any), holds (how many), unknown (how many),
    which (the triggers that hold, joined by commas; "").
    """
    rows = []
    for account_id, own in triggers.groupby("account_id", sort=False):
        holding = own.loc[own["state"] == HOLDS, "trigger"].tolist()
        unknown = int((own["state"] == UNKNOWN).sum())
        rows.append((account_id, own["account"].iloc[0], _danger(holding, unknown, danger_from), len(holding), unknown,
                     ", ".join(holding)))  # fmt: skip
    ranked = pd.DataFrame(rows, columns=["account_id", "account", "danger", "holds", "unknown", "which"])
    place = ranked["danger"].map({IN_DANGER: 0, WATCH: 1, UNKNOWN: 2, NONE: 3})
    order = ranked.assign(place=place).sort_values(["place", "holds"], ascending=[True, False], kind="stable").index
    return ranked.loc[order].reset_index(drop=True)


def _danger(holding: list[str], unknown: int, danger_from: int) -> str:
    if RISK in holding or len(holding) >= danger_from:
        return IN_DANGER
    if holding:
        return WATCH
    return UNKNOWN if unknown == len(TRIGGERS) else NONE


def _in_the_programme(scope: Scope) -> list[str]:
    accounts = scope.rows("accounts")
    return list(dict.fromkeys(accounts.loc[accounts["status"].isin(IN_THE_PROGRAMME), "group_id"]))


def _risks(scope: Scope) -> dict[str, _Seen]:
    found = {}
    for group, risks in scope.rows("risks").groupby("group_id", sort=False):
        seen = risks[(risks["triggered_on"] <= scope.day) & ~(risks["closed_on"] <= scope.day)]
        if seen.empty:
            watched = "1 risk is watched" if len(risks) == 1 else f"{len(risks)} risks are watched"
            found[str(group)] = _Seen(NOT_NOW, f"{watched}; no trigger of theirs was seen.")
            continue
        first = seen.sort_values(["triggered_on", "risk_id"]).iloc[0]
        sign = f": {quoted(first['trigger'], 80)}" if known(first["trigger"]) else ""
        says = f"{quoted(first['what'], 70)}: its trigger was seen on {day(first['triggered_on'])}{sign}."
        found[str(group)] = _Seen(HOLDS, says + _more(len(seen)), str(first["risk_id"]))
    return found


def _promises(scope: Scope) -> dict[str, _Seen]:
    found = {}
    for group, promises in scope.rows("promises").groupby("group_id", sort=False):
        late = promises[(promises["state"] == "open") & (promises["due"] < scope.day)]
        if late.empty:
            found[str(group)] = _Seen(NOT_NOW, _in_time(int((promises["state"] == "open").sum())))
            continue
        first = late.sort_values(["due", "promise_id"]).iloc[0]
        over = days((scope.day - first["due"]).days)
        says = f"{quoted(first['what'], 70)}, promised for {day(first['due'])}, is {over} over."
        found[str(group)] = _Seen(HOLDS, says + _more(len(late)), str(first["promise_id"]))
    return found


def _in_time(open_ones: int) -> str:
    if not open_ones:
        return "No promise is open."
    return "The one open promise is not past its day." if open_ones == 1 else f"{open_ones} promises are open, all in time."


def _more(count: int) -> str:
    return "" if count == 1 else f" And {count - 1} more."


def _falls(scope: Scope) -> dict[str, _Seen]:
    worth = rank_accounts(scope.whole, scope.as_of)
    worth = worth[worth["account_id"].isin(scope.groups.index) & worth["contribution_before"].notna()]
    return {str(row.account_id): _fall(scope, row.contribution, row.contribution_before, row.contribution_is)
            for row in worth.itertuples()}  # fmt: skip


def _fall(scope: Scope, now: float, before: float, basis: str) -> _Seen:
    figures = f"{scope.money(now)} in twelve months, {scope.money(before)} in the twelve before ({basis})"
    if before <= 0:
        return _Seen(HOLDS if now < before else NOT_NOW, f"{figures}: a loss both times." if now < 0 else f"{figures}.")
    fall = (before - now) / before * 100
    moved = f"down {fall:.0f} %" if fall >= 0.5 else f"up {-fall:.0f} %" if fall <= -0.5 else "unchanged"
    return _Seen(HOLDS if fall >= scope.settings.danger_fall - 1e-9 else NOT_NOW, f"{figures}: {moved}.")


def _threads(scope: Scope) -> dict[str, _Seen]:
    threads = single_threads(scope)
    return {group: seen for group, on in _renewals(scope) for seen in [_thread(scope, on, threads.get(group, ""))]}


def _thread(scope: Scope, on: pd.Timestamp, why: str) -> _Seen:
    near = on <= scope.day + pd.DateOffset(months=scope.settings.danger_months)
    if not near:
        return _Seen(NOT_NOW, f"The next renewal is on {day(on)}, not within {scope.settings.danger_months} months.")
    if why == NO_CONTACT:
        return _Seen(UNKNOWN, f"Renewal on {day(on)}; {why}.")
    if why:
        return _Seen(HOLDS, f"Renewal on {day(on)}; {why}.")
    return _Seen(NOT_NOW, f"Renewal on {day(on)}; more than one of ours knows more than one department.")


def _renewals(scope: Scope) -> Iterator[tuple[str, pd.Timestamp]]:
    accounts = scope.rows("accounts")[["group_id", "renewal_on"]]
    contracts = scope.rows("contracts")[["group_id", "ends_on"]].rename(columns={"ends_on": "renewal_on"})
    ahead = pd.concat([accounts, contracts])
    ahead = ahead[ahead["renewal_on"] >= scope.day]
    for group, on in ahead.groupby("group_id", sort=False)["renewal_on"].min().items():
        yield str(group), on


def _relationships(changes: Mapping[str, Change]) -> dict[str, _Seen]:
    return {group: _relationship(change) for group, change in changes.items()}


def _relationship(change: Change) -> _Seen:
    asked = "1 person" if change.people == 1 else f"{change.people} people"
    if pd.isna(change.high):
        return _Seen(UNKNOWN, f"{asked} asked twice: too few to tell a change from chance.")
    says = f"{change.mean:+.1f} points among {asked} asked twice (95 % between {change.low:+.1f} and {change.high:+.1f})"
    return _Seen(HOLDS if change.down else NOT_NOW, f"{says}{'' if change.down or change.low > 0 else ': no clear change'}.")
