"""Why accounts bought, stayed or left, in their own words; and what troubles them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import list_decisions, list_issues, rank_reasons
from kamkit.method.values.decisions import AGAINST_US, FOR_US
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values.wording import account_name, quoted
from kamkit.show.words import counted, listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_WRITER = "The key account manager"
_ROWS = 12


def show_decisions(tables: Tables, account_id: str = "") -> Shown:
    """The log of an account's decisions about us, or of all accounts', the latest first."""
    decisions = list_decisions(tables, account_id)
    if decisions.empty:
        whose = account_name(tables, account_id) if account_id else "any customer"
        return parts.nothing_yet(f"a decision of {whose} about us", _WRITER, "in this form")
    columns = [
        Column("decided_on", "On", "date"), Column("kind", "Decided"), Column("decided_by", "Who"),
        Column("reasons", "Reasons given"), Column("expectation", "What decided it"),
    ]  # fmt: skip
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    caption = f"Decisions of {account_name(tables, account_id)}, the latest first"
    return parts.table(decisions, columns, caption=caption, mark=decisions["kind"].isin(AGAINST_US), limit=_ROWS)


def show_reasons(tables: Tables, account_id: str = "") -> Shown:
    """Why they buy: the expectations that decided, for us and against us, counted over the log of decisions."""
    decisions, reasons = list_decisions(tables, account_id), rank_reasons(tables, account_id)
    if reasons.empty:
        whose = account_name(tables, account_id) if account_id else "any customer"
        what = "a decision" if decisions.empty else "the expectation behind a decision"
        return parts.nothing_yet(f"{what} of {whose}", _WRITER, "in the log of decisions above")
    said = [
        f"{counted(len(decisions), 'decision')}: {int(decisions['kind'].isin(FOR_US).sum())} for us, "
        f"{int(decisions['kind'].isin(AGAINST_US).sum())} against us."
    ]
    said += [*_named_most(reasons, "for_us", "buy and stay"), *_named_most(reasons, "against_us", "buy less or leave")]
    columns = [
        Column("name", "What decided it"), Column("for_us", "For us", "count"), Column("against_us", "Against us", "count"),
        Column("last_reason", "In their words, the last time"), Column("last_on", "On", "date"),
    ]  # fmt: skip
    table = parts.table(reasons, columns, caption=f"Why {account_name(tables, account_id)} decided as they did", limit=_ROWS)
    return parts.stack(parts.say(*said), table)


def _named_most(reasons: pd.DataFrame, column: str, when: str) -> list[str]:
    most = reasons[column].max()
    if most < 2:  # one decision is no habit
        return []
    first = [quoted(name) for name in reasons.loc[reasons[column] == most, "name"]]
    if len(first) > 2:
        return []
    return [f"When they {when}, {listed(first)} {'decides' if len(first) == 1 else 'decide'} most often ({most} times)."]


def show_issues(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What troubles an account: complaints and requests, and what it is forced to do; for all, what troubles most."""
    issues = list_issues(tables, account_id, as_of)
    if issues.empty:
        whose = f"of {account_name(tables, account_id)}" if account_id else "of any customer"
        return parts.nothing_yet(
            f"complaints, requests and goals {whose}", "Whoever talks to them",
            "in the queries and goals of the programme, with kamkit import or in the account's later workbooks",
        )  # fmt: skip
    return _of_one(issues, account_name(tables, account_id)) if account_id else _of_all(issues)


def _of_one(issues: pd.DataFrame, name: str) -> Shown:
    unanswered = issues[issues["days_open"].notna()]
    said = [f"{name} has {counted(len(unanswered), 'open complaint or request', 'open complaints or requests')}."]
    if len(unanswered):
        oldest = unanswered.sort_values("days_open", ascending=False).iloc[0]
        said.append(f"The oldest has waited {counted(int(oldest['days_open']), 'day')}.")
    issues = issues.assign(
        kind=issues["kind"].where(issues["forced_by"].isna(), "goal, from " + issues["forced_by"].fillna("")),
        state=[_state(row) for row in issues.itertuples()],
        about=issues["expectation"].fillna(issues["point"]),
    )
    columns = [
        Column("what", "In their words"), Column("kind", "What it is"), Column("about", "Touches"),
        Column("state", "State"),
    ]  # fmt: skip
    table = parts.table(issues, columns, caption=f"Issues of {name}", mark=issues["days_open"] > 30, limit=_ROWS)
    return parts.stack(parts.say(*said), table)


def _state(row: object) -> str:
    days, closed, kind = row.days_open, row.closed_on, row.kind  # type: ignore[attr-defined]
    if not pd.isna(days):
        return f"open for {counted(int(days), 'day')}"
    return "" if kind == "goal" or pd.isna(closed) else "closed"


def _of_all(issues: pd.DataFrame) -> Shown:
    goals, asked = issues[issues["kind"] == "goal"], issues[issues["kind"] != "goal"]
    said = []
    if len(goals):
        forces = goals["forced_by"].dropna().value_counts(sort=True)
        told = listed([f"{source} ({count})" for source, count in forces.items()])
        many = counted(len(goals), "goal is", "goals are")
        said.append(f"{many} written down, in customers' words; what makes them goals: {told}.")
    if asked.empty:
        return parts.say(*said, "No complaint or request is written down.")
    grouped = asked.assign(
        about=asked["expectation"].fillna(asked["point"]).fillna("not said"), complaint=asked["kind"] == "complaint",
        unanswered=asked["days_open"].notna(),
    ).groupby("about")  # fmt: skip
    table = grouped.agg(
        complaints=("complaint", "sum"), asked=("kind", "size"), open=("unanswered", "sum"),
        oldest=("days_open", "max"), accounts=("account_id", "nunique"),
    )  # fmt: skip
    table = table.sort_values(["complaints", "asked"], ascending=False, kind="stable").reset_index()
    table["oldest"] = ["" if pd.isna(days) else f"{days:.0f} days" for days in table["oldest"]]
    columns = [
        Column("about", "Touches"), Column("complaints", "Complaints", "count"), Column("asked", "All asked", "count"),
        Column("open", "Open", "count"), Column("oldest", "Oldest open"), Column("accounts", "Accounts", "count"),
    ]  # fmt: skip
    first = table.iloc[0]
    said.append(f"Complaints are most often about {quoted(first['about'])} ({counted(int(first['complaints']), 'complaint')}).")
    return parts.stack(parts.say(*said), parts.table(table, columns, caption="What customers complain about and ask for"))
