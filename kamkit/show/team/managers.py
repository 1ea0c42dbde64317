"""The account manager's own check to look at, beside what the record shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.team import PARTS, rank_managers_checks, review_managers_check, review_team
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
NOT_SAID = "not said"


def show_managers_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The four parts of the job with the manager's own mark, what others say, and what the record shows."""
    if account_id:
        return _one(review_managers_check(tables, account_id, as_of))
    checks = rank_managers_checks(tables, as_of)
    if checks.empty:
        return parts.nothing_yet(
            "key account managers who own an account", "The sales director", "the owner of each account, in the accounts"
        )
    told = checks.assign(**{part: checks[part].map(_mark) for part in PARTS})
    told["on"] = [NOT_SAID if pd.isna(on) else day(on) for on in checks["checked_on"]]
    columns = [
        Column("name", "Key account manager"),
        Column("accounts", "Accounts", "count"),
        *(Column(part, part.capitalize()) for part in PARTS),
        Column("on", "Checked on"),
    ]
    missing = int(checks["checked_on"].isna().sum())
    said = f"{missing} of {counted(len(checks), 'manager')} {'has' if missing == 1 else 'have'} not done the check."
    return parts.stack(
        parts.say(said),
        parts.table(told, columns, caption="The managers' own marks, 1 to 5", mark=checks["checked_on"].isna(), limit=ROWS_AT_MOST),
    )  # fmt: skip


def _one(check: pd.DataFrame) -> Shown:
    told = check.assign(mark=check["own"].map(_mark), named=check["part"].str.capitalize(), said=check["others"].replace("", NOT_SAID))
    columns = [
        Column("named", "Part of the job"), Column("asks", "What is asked"), Column("mark", "Manager's own mark"),
        Column("said", "Others say"), Column("seen", "What the record shows"),
    ]  # fmt: skip
    return parts.table(told, columns, caption="1 not at all, 5 fully; what others say may be of all managers", mark=check["own"] <= 2)


def _mark(value: object) -> str:
    return NOT_SAID if pd.isna(value) else f"{value:.0f}"


def show_team_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What stands in the way of serving the accounts, worst first, each with what to do about it."""
    return parts.show_findings(review_team(tables, account_id, as_of))
