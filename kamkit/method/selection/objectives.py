"""What we want with each chosen account: growth or retention, in money, by a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.worth import group_of
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Kind = Literal["growth", "retention"]
COLUMNS = (
    "account_id", "name", "objective_id", "kind", "statement", "amount", "due", "contribution", "proposed", "because",
    "lacks",
)  # fmt: skip
_TOLERANCE = 1.05  # an amount kept may be rounded up (ours)
_NAMED = 4


def review_objectives(tables: Tables, chosen: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The open objectives of the ``chosen`` accounts, and those that have none yet.

    ``chosen``: rows of a selection's ranking. One row per objective, or one for an account without: account_id, name,
    objective_id, kind, statement, amount (contribution a year gained or kept), due, contribution (a year, now),
    proposed ('growth' or 'retention') and because (see :func:`propose_kind`), lacks (what is missing or does not hold;
    empty: nothing). ``tables`` may hold the rows of these accounts only.
    """
    groups = group_of(tables["accounts"])
    objectives = tables["objectives"]
    objectives = objectives.assign(account_id=objectives["account_id"].map(groups))
    objectives = objectives[objectives["state"].fillna("open") == "open"].sort_values(["position", "due"], kind="stable")
    renewals = _renewals(tables, groups, as_of)
    room = settings_of(tables).room_to_grow
    found = chosen[["account_id", "name", "contribution", "potential", "quadrant"]].merge(
        objectives[["account_id", "objective_id", "kind", "statement", "amount", "due"]], on="account_id", how="left"
    )
    proposed = [propose_kind(row, renewals.get(str(row.account_id)), room) for row in found.itertuples()]
    found["proposed"] = pd.Series([kind for kind, _ in proposed], index=found.index, dtype="str")
    found["because"] = pd.Series([why for _, why in proposed], index=found.index, dtype="str")
    found["lacks"] = pd.Series([_lacks(row, as_of) for row in found.itertuples()], index=found.index, dtype="str")
    return found[list(COLUMNS)]


def propose_kind(account: object, renewal: pd.Timestamp | None, room: float) -> tuple[Kind, str]:
    """Growth or retention for an account, and why; the first that holds (our rule).

    A renewal within twelve months: retention. A star, or potential of ``room`` times three years of today's
    contribution: growth. Else retention: keep what there is.
    """
    potential, contribution = float(getattr(account, "potential", 0)), float(getattr(account, "contribution", 0))
    if renewal is not None:
        return "retention", f"up for renewal on {renewal:%Y-%m-%d}"
    if getattr(account, "quadrant", None) == "star":
        return "growth", "a star: attractive, and a competitor is stronger"
    if contribution > 0 and potential >= room * 3 * contribution:
        return "growth", f"potential {potential / (3 * contribution):.1f} times three years of today's contribution"
    if potential > 0 >= contribution:
        return "growth", "potential, and no contribution yet"
    return "retention", "no sign of room to grow beyond what it brings"


def _renewals(tables: Tables, groups: pd.Series, as_of: date) -> dict[str, pd.Timestamp]:
    """The next end of a contract, or renewal, of each group within twelve months."""
    ends = pd.concat(
        [
            tables["accounts"][["account_id", "renewal_on"]].rename(columns={"renewal_on": "on"}),
            tables["contracts"][["account_id", "ends_on"]].rename(columns={"ends_on": "on"}),
        ]
    )
    day = pd.Timestamp(as_of)
    ends = ends[ends["on"].between(day, day + pd.DateOffset(years=1))]
    return {str(group): first for group, first in ends.groupby(ends["account_id"].map(groups))["on"].min().items()}


def _lacks(row: object, as_of: date) -> str:
    if pd.isna(getattr(row, "objective_id", None)):
        return "no objective yet"
    amount, due = float(getattr(row, "amount", float("nan"))), getattr(row, "due", None)
    brings = float(getattr(row, "contribution", float("nan")))
    said = []
    if pd.isna(amount):
        said.append("no amount")
    elif getattr(row, "kind", "") == "retention" and amount > brings * _TOLERANCE and amount > 0:
        said.append("keeps more than the account brings")
    if pd.isna(due):
        said.append("no day")
    elif pd.Timestamp(str(due)) < pd.Timestamp(as_of):
        said.append("its day has passed")
    return ", ".join(said)


def check_objectives(reviewed: pd.DataFrame) -> tuple[Finding, ...]:
    """Chosen accounts without an objective, and objectives that cannot be checked later."""
    findings = []
    without = reviewed.loc[reviewed["objective_id"].isna(), "name"]
    accounts = reviewed["account_id"].nunique()
    if len(without):
        findings.append(
            Finding(
                "careful",
                f"{len(without)} of {accounts} chosen accounts have no objective: {_named(without)}.",
                "Agree on one with the account manager: growth or retention, an amount a year and a day.",
            )
        )
    for row in reviewed[reviewed["objective_id"].notna() & (reviewed["lacks"] != "")].itertuples():
        findings.append(
            Finding("careful", f"{row.name}, objective ({row.statement}): {row.lacks}.", "Mend it in the form.")
        )
    return tuple(findings)


def _named(names: pd.Series) -> str:
    listed = ", ".join(names.head(_NAMED))
    return listed if len(names) <= _NAMED else f"{listed} and {len(names) - _NAMED} more"
