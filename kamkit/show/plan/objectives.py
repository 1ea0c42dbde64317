"""What the customer wants and is forced to do, and what we want with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan import place_goals, place_objectives, review_backing, review_forces, sum_objectives
from kamkit.method.plan.goals import FORCES
from kamkit.method.worth import reporting_currency
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.plan.wording import ROWS_AT_MOST, evidence_of, missing_here, no_plans, on_day
from kamkit.show.words import counted, listed, money

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_goals(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who or what forces the customer's goals, and which of them nobody has asked about; without an account, all accounts."""
    return _goals(tables, account_id, as_of) if account_id else _forces(tables, as_of)


def _goals(tables: Tables, account_id: str, as_of: date) -> Shown:
    goals = place_goals(tables, account_id, as_of)
    if goals.empty:
        return missing_here(tables, account_id, as_of, "goals of", 2)
    row = review_forces(tables, account_id, as_of).iloc[0]
    places = {force: at for at, force in enumerate(FORCES)}
    goals = goals.assign(mark=evidence_of(goals["evidence"]), at=goals["forced_by"].map(places))
    goals["forced_by"] = goals["forced_by"].fillna("nobody has said")
    columns = [
        Column("forced_by", "Comes from"), Column("goal", "What they want"), Column("our_help", "How we help them win"),
        Column("mark", "Evidence"), Column("known_on", "Known on", "date"),
    ]  # fmt: skip
    table = parts.table(goals.sort_values("at", kind="stable", na_position="last"), columns)
    said = f"Nothing is written down that {row['missing']} force on {row['account']}." if row["missing"] else (
        f"{row['account']} is asked for something by its customers and by its competitors; both are written down."
    )  # fmt: skip
    return parts.stack(parts.say(said), table)


def _forces(tables: Tables, as_of: date) -> Shown:
    forces = review_forces(tables, "", as_of)
    if forces.empty:
        return no_plans()
    missing = int((forces["missing"] != "").sum())
    said = (
        f"At {missing} of {counted(len(forces), 'account')} nobody has written down what its customers, or its competitors, force on it."
        if missing else "Of every account it is written down what its customers and its competitors force on it."
    )  # fmt: skip
    columns = [Column("account", "Account"), Column("goals", "Goals", "count")]
    columns += [Column(force, f"From {force}", "count") for force in FORCES]
    columns.append(Column("without_help", "Without our help", "count"))
    order = forces.sort_values(["missing", "goals"], key=lambda found: found if found.name == "goals" else found == "")
    table = parts.table(order, columns, caption="Where the goals come from, the gaps first", limit=ROWS_AT_MOST)
    return parts.stack(parts.say(said), table)


def show_objectives(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What stands behind the open objectives; without an account, sums by kind, and who has none."""
    return _account(tables, account_id, as_of) if account_id else _portfolio(tables, as_of)


def _account(tables: Tables, account_id: str, as_of: date) -> Shown:
    placed = place_objectives(tables, account_id, as_of)
    if placed.empty:
        return missing_here(tables, account_id, as_of, "an objective for", 3)
    currency = reporting_currency(tables)
    placed = placed.assign(by=placed["due"].map(on_day), told=[_measured(row) for _, row in placed.iterrows()])
    columns = [
        Column("kind", "Kind"), Column("statement", "Objective"), Column("amount", "Money a year", "money"), Column("by", "By"),
        Column("state", "State"), Column("told", "How we tell"),
    ]  # fmt: skip
    table = parts.table(placed, columns, currency=currency, mark=placed["overdue"])
    return parts.stack(table, parts.say(*_backing(review_backing(tables, account_id, as_of).iloc[0], currency)))


def _measured(row: pd.Series) -> str:
    if pd.isna(row["measure"]):
        return "no measure named"
    unit = "" if pd.isna(row["unit"]) else f" {row['unit']}"
    now = "not read yet" if pd.isna(row["now"]) else f"{row['now']:g}{unit} now"
    target = "" if pd.isna(row["target"]) else f", {row['target']:g}{unit} wanted"
    return f"{row['measure']}: {now}{target}"


def _backing(row: pd.Series, currency: str) -> list[str]:
    said = []
    if row["growth"] > 0:
        behind = "no opportunity with a contribution stands behind it yet"
        if not pd.isna(row["if_all_won"]):
            behind = f"the open opportunities would bring {money(row['if_all_won'], currency)} if all were won"
        if not pd.isna(row["expected"]):
            behind += f", {money(row['expected'], currency)} if each counts by its probability"
        said.append(f"Growth of {money(row['growth'], currency)} a year: {behind}.")
    if row["retention"] > 0:
        known = row["contribution"]
        now = "no sales of the last twelve months are known" if pd.isna(known) else (
            f"{row['contribution_is']} of the last twelve months was {money(known, currency)}"
        )  # fmt: skip
        said.append(f"Retention of {money(row['retention'], currency)} a year: {now}.")
    return said or ["No open objective is in money yet, so nothing can be said about what stands behind it."]


def _portfolio(tables: Tables, as_of: date) -> Shown:
    backing = review_backing(tables, "", as_of)
    if backing.empty:
        return no_plans()
    currency = reporting_currency(tables)
    without = backing.loc[backing["complete"] == 0, "account"].tolist()
    more = f" and {len(without) - 8} more" if len(without) > 8 else ""
    said = f"Without an objective in money with a date: {listed(without[:8]) if not more else ', '.join(without[:8]) + more}." if without else (
        "Every account has an objective in money with a date."
    )  # fmt: skip
    grown = backing[backing["growth"] > 0].assign(short=lambda found: ~(found["if_all_won"] >= found["growth"]))
    columns = [
        Column("account", "Account"), Column("growth", "Growth objective", "money"),
        Column("if_all_won", "If all were won", "money"), Column("expected", "By probability", "money"),
    ]  # fmt: skip
    sums = show_sums(sum_objectives(place_objectives(tables, "", as_of)), currency)
    if grown.empty:
        return parts.stack(sums, parts.say(said))
    caption = "Growth, and what its open opportunities would bring a year; what cannot explain it is marked"
    table = parts.table(
        grown.sort_values("growth", ascending=False, kind="stable"), columns, caption=caption, currency=currency,
        mark=grown.sort_values("growth", ascending=False, kind="stable")["short"], limit=ROWS_AT_MOST,
    )  # fmt: skip
    return parts.stack(sums, parts.say(said), table)


def show_sums(summed: pd.DataFrame, currency: str) -> Shown:
    """The open objectives by kind, from ``sum_objectives``."""
    if not summed["objectives"].sum():
        return parts.nothing_yet("an open objective of any account", "Each key account manager", "in the form of step 3")
    summed = summed.assign(kind=summed["kind"].str.capitalize())
    columns = [
        Column("kind", "Kind"), Column("objectives", "Open objectives", "count"), Column("accounts", "Accounts", "count"),
        Column("amount", "Money a year", "money"), Column("without_amount", "Without an amount", "count"),
        Column("overdue", "Past their day", "count"),
    ]  # fmt: skip
    return parts.table(summed[summed["objectives"] > 0], columns, caption="Our objectives by kind", currency=currency)
