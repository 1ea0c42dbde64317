"""Stepping down as a plan: who leaves the list, from when, who serves it then, and what it keeps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.worth import group_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DOWN = ("stepped down", "deselected")
_KEEPS = ("selected", "kept", "upgraded")
_KEY_STATUS = ("key account", "stepping down")
_YEAR = timedelta(days=366)
_NAMED = 5
COLUMNS = (
    "account_id", "name", "since", "stays", "decided_on", "decided_by", "effective_on", "notice", "agreed_notice",
    "successor", "kept_service", "reasons", "lacks",
)  # fmt: skip


def review_step_downs(tables: Tables, as_of: date, staying: Collection[str]) -> pd.DataFrame:
    """Accounts (groups) that are key today and do not stay, with their plans; and every plan of the last twelve months.

    ``staying``: the accounts that stay key. Key today: the last decision of ours up to ``as_of`` was to select, keep
    or upgrade it, or its status says so. Columns: account_id, name, since (the day it became key), stays, decided_on,
    decided_by, effective_on, notice (days between the two), agreed_notice (months, the longest of its contracts),
    successor (name), kept_service, reasons, lacks (what the plan still needs; empty: nothing). Without a plan first.
    ``tables`` may hold the rows of one account only.
    """
    groups = group_of(tables["accounts"])
    ours = _our_decisions(tables, groups, as_of)
    last = ours.drop_duplicates("group", keep="last").set_index("group")
    plans = last[last["kind"].isin(DOWN) & _recent(last, as_of)]
    key = set(last.index[last["kind"].isin(_KEEPS)]) | _marked(tables, groups)
    wanted = [group for group in dict.fromkeys(groups) if group in plans.index or (group in key and group not in staying)]
    names = tables["accounts"].set_index("account_id")["name"]
    chosen = ours[ours["kind"] == "selected"].drop_duplicates("group", keep="last").set_index("group")["decided_on"]
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    own = plans.reindex(wanted)
    found = pd.DataFrame(
        {
            "account_id": np.array(wanted, dtype=object),
            "name": names.reindex(wanted).to_numpy(),
            "since": chosen.reindex(wanted).to_numpy(),
            "stays": [group in staying for group in wanted],
            "decided_on": own["decided_on"].to_numpy(),
            "decided_by": own["decided_by"].to_numpy(),
            "effective_on": own["effective_on"].to_numpy(),
            "notice": (own["effective_on"] - own["decided_on"]).dt.days.to_numpy(),
            "agreed_notice": _agreed_notice(tables, groups, as_of).reindex(wanted).to_numpy(),
            "successor": own["successor_id"].map(people).fillna(own["successor_id"]).to_numpy(),
            "kept_service": own["kept_service"].to_numpy(),
            "reasons": own["reasons"].to_numpy(),
        }
    )
    found["lacks"] = pd.Series([_lacks(row) for row in found.itertuples()], index=found.index, dtype="str")
    order = found["decided_on"].notna().to_numpy()
    return found.assign(order=order).sort_values("order", kind="stable", ignore_index=True)[list(COLUMNS)]


def _our_decisions(tables: Tables, groups: pd.Series, as_of: date) -> pd.DataFrame:
    """Our own decisions on status up to the day, oldest first."""
    found = tables["decisions"]
    found = found.assign(group=found["account_id"].map(groups)).dropna(subset=["group"])
    status = (found["side"] == "ours") & found["kind"].isin([*_KEEPS, *DOWN])
    return found[status & (found["decided_on"] <= pd.Timestamp(as_of))].sort_values("decided_on", kind="stable")


def _recent(decisions: pd.DataFrame, as_of: date) -> pd.Series:
    """Decided within twelve months, or not in effect yet."""
    return (decisions["decided_on"] > pd.Timestamp(as_of - _YEAR)) | (decisions["effective_on"] > pd.Timestamp(as_of))


def _marked(tables: Tables, groups: pd.Series) -> set[str]:
    accounts = tables["accounts"]
    return set(accounts.loc[accounts["status"].isin(_KEY_STATUS), "account_id"].map(groups))


def _agreed_notice(tables: Tables, groups: pd.Series, as_of: date) -> pd.Series:
    contracts = tables["contracts"]
    running = contracts[contracts["ends_on"].isna() | (contracts["ends_on"] >= pd.Timestamp(as_of))]
    return running.groupby(running["account_id"].map(groups))["notice_months"].max()


def _lacks(row: object) -> str:
    if pd.isna(getattr(row, "decided_on", None)):
        return "no plan yet"
    wanted = (("effective_on", "the day it takes effect"), ("successor", "a successor"), ("kept_service", "the service kept"))
    said = [what for field, what in wanted if pd.isna(getattr(row, field, None))]
    notice = float(getattr(row, "notice", float("nan")))
    if notice == 0:
        said.append("notice: it takes effect on the day it was decided")
    elif notice < 0:
        said.append("notice: it takes effect before it was decided")
    agreed = float(getattr(row, "agreed_notice", float("nan")))
    if 0 < notice < agreed * 30:
        said.append(f"notice of {agreed:g} months, as the contract says")
    return ", ".join(said)


def check_step_downs(reviewed: pd.DataFrame) -> tuple[Finding, ...]:
    """Accounts that leave without a plan, plans that lack something, and plans for accounts that stay after all."""
    findings = []
    without = reviewed.loc[reviewed["decided_on"].isna(), "name"]
    if len(without):
        listed = ", ".join(without.head(_NAMED)) + (f" and {len(without) - _NAMED} more" if len(without) > _NAMED else "")
        findings.append(
            Finding(
                "careful",
                f"Key today and not to stay, without a plan for stepping down: {listed}.",
                "Decide notice, successor and the service kept; then tell the customer, before others do.",
            )
        )
    planned = reviewed[reviewed["decided_on"].notna()]
    for row in planned.itertuples():
        if row.stays:
            findings.append(
                Finding(
                    "careful",
                    f"{row.name} stays by the list, though stepping down was decided on {row.decided_on:%Y-%m-%d}.",
                    "Settle which, and tell whoever was told otherwise.",
                )
            )
        if row.lacks:
            findings.append(
                Finding("careful", f"{row.name}: the plan for stepping down lacks {row.lacks}.", "Complete it in the form.")
            )
    return tuple(findings)
