"""What we want with each chosen account, to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection import Selection, check_objectives, review_objectives
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.selection.missing import listed, scores_missing

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 45


def chosen_of(selection: Selection, account_id: str = "") -> pd.DataFrame:
    """The rows of the ranking that need an objective: those on the list, or the account's own if it is on it."""
    chosen = selection.ranking[listed(selection.ranking)]
    return chosen[chosen["account_id"] == selection.group(account_id)] if account_id else chosen


def show_objectives(tables: Tables, selection: Selection, account_id: str = "") -> Shown:
    """The objective of every chosen account, growth or retention, in money and with a day; who has none stands first."""
    account_id = selection.group(account_id) if account_id else ""
    missing = scores_missing(selection, account_id)
    if missing is not None:
        return missing
    chosen = chosen_of(selection, account_id)
    if chosen.empty:
        return parts.say("Off the list: no objective as a key account is asked for; whoever serves it may still have one.")
    found = review_objectives(own_rows(tables, account_id), chosen, selection.as_of)
    said = parts.say(*summary(found, selection.currency))
    shown = [said, _table(found, selection.currency, account_id)]
    problems = [finding for finding in check_objectives(found) if "have no objective" not in finding.says]
    return parts.stack(*shown, parts.show_findings(problems)) if problems else parts.stack(*shown)


def summary(found: pd.DataFrame, currency: str) -> list[str]:
    """How much growth and how much retention is aimed at, and for how many accounts nothing is."""
    said = []
    for kind, verb in (("growth", "gain"), ("retention", "keep")):
        own = found[found["kind"] == kind]
        if len(own):
            amount = words.money(own["amount"].sum(min_count=1), currency)
            accounts = words.counted(own["account_id"].nunique(), "account")
            said.append(f"{kind.capitalize()}: {amount} of contribution a year to {verb} at {accounts}.")
    without = int(found["objective_id"].isna().sum())
    if without:
        said.append(f"{words.counted(without, 'chosen account')} without an objective.")
    return said


def _table(found: pd.DataFrame, currency: str, account_id: str) -> Shown:
    bare = found["objective_id"].isna()
    written = found.assign(
        kind=found["kind"].where(~bare, "none yet"),
        statement=found["statement"].where(~bare, "Proposed: " + found["proposed"] + " (" + found["because"] + ")"),
        due=[words.day(day) if pd.notna(day) else "" if none else "not set" for day, none in zip(found["due"], bare, strict=True)],
        amount=[
            words.amount(amount) if pd.notna(amount) else "" if none else "not set"
            for amount, none in zip(found["amount"], bare, strict=True)
        ],
    ).sort_values("objective_id", key=lambda ids: ids.notna(), kind="stable")  # fmt: skip
    columns = [] if account_id else [Column("name", "Account")]
    columns += [
        Column("kind", "Objective"),
        Column("statement", "In one sentence"),
        Column("amount", "Amount a year"),
        Column("due", "By"),
        Column("contribution", "Brings now, a year", "money"),
    ]
    caption = f"Objectives of the chosen accounts{f', amounts in {currency}' if currency else ''}"
    return parts.table(written, columns, caption=caption, mark=bare.reindex(written.index), limit=ROWS_AT_MOST)
