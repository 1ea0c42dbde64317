"""The charts of a plan: each says one thing, in figures that stand in a table as well."""

from __future__ import annotations

import pandas as pd

from kamkit.documents.asking import plain
from kamkit.documents.plan.parts import Chart, Series, figures
from kamkit.documents.plan.view import View
from kamkit.show.words import counted, short

BARS_AT_MOST = 8
PERIODS_AT_MOST = 12
_PERIODS = (("M", "%b %y", "month"), ("Q", "Q%q %y", "quarter"), ("Y", "%Y", "year"))
FEW = 3  # two bars are read faster as a sentence
_NAME = 60


def chart_benefits(view: View, ranked: pd.DataFrame) -> list[Chart]:
    """What each sized opportunity is worth to the customer, beside its price and our cost."""
    sized = ranked[ranked["benefit"].notna()].head(BARS_AT_MOST)
    if sized.empty:
        return []
    good = int(ranked["proposed"].fillna(False).astype(bool).sum())
    series = [("Worth to them", "benefit"), ("Price", "price"), ("Our cost", "our_cost")]
    said = f"{good or 'Not one'} of {counted(len(ranked), 'opportunity', 'opportunities')} {'is' if good <= 1 else 'are'} worth proposing"
    return [
        Chart(
            said, view.a_year("money").removeprefix("money, "), names(sized["name"]),
            tuple(Series(name, figures(sized[field])) for name, field in series),
        )
    ]  # fmt: skip


def chart_due(view: View, actions: pd.DataFrame) -> list[Chart]:
    """How many open actions fall due in each month (or quarter, or year, where it is a long time), the overdue ones apart."""
    dated = actions[actions["due"].notna()]
    if len(dated) < FEW:
        return []
    freq, form, called = next((found for found in _PERIODS if _count(dated["due"], found[0]) <= PERIODS_AT_MOST), _PERIODS[-1])
    due = dated["due"].dt.to_period(freq)
    every = pd.period_range(due.min(), due.max(), freq=freq)
    if len(every) < 2:
        return []
    every = every[:PERIODS_AT_MOST]  # what lies further than a dozen years away stands in the table
    late = dated["overdue"].astype(bool)
    overdue = int(late.sum())
    said = f"{overdue or 'None'} of {counted(len(actions), 'open action')} {'is' if overdue <= 1 else 'are'} overdue"
    counts = [("Overdue", late), ("To come", ~late)]
    return [
        Chart(
            said, f"open actions by the {called} they are due", tuple(period.strftime(form) for period in every),
            tuple(Series(name, figures(due[which].value_counts().reindex(every, fill_value=0))) for name, which in counts),
            across=False, stacked=True,
        )
    ]  # fmt: skip


def _count(days: pd.Series, freq: str) -> int:
    periods = days.dt.to_period(freq)
    return len(pd.period_range(periods.min(), periods.max(), freq=freq))


def chart_worth(view: View, row: pd.Series) -> list[Chart]:
    """What the account brought in two years, revenue and what was left of it."""
    if pd.isna(row["revenue_before"]):
        return []
    kind = str(row["contribution_is"])
    values = {"Revenue": (row["revenue_before"], row["revenue"])}
    if kind != "revenue" and not pd.isna(row["contribution_before"]):
        values[kind.capitalize()] = (row["contribution_before"], row["contribution"])
    change = row["growth"]
    moved = "did not move" if pd.isna(change) or abs(change) < 0.5 else f"went {'up' if change > 0 else 'down'} by {abs(change):.0f} %"
    return [
        Chart(
            f"Revenue {moved} in a year", view.currency or "money", ("Twelve months before", "Last twelve months"),
            tuple(Series(name, figures(pair)) for name, pair in values.items()), across=False,
        )
    ]  # fmt: skip


def chart_way(measures: pd.DataFrame) -> list[Chart]:
    """How far each measure has come on its way from where it began to where it shall be."""
    read = measures[measures["way"].notna()].head(BARS_AT_MOST)
    if len(read) < 2 or not read["way"].any():
        return []
    there = int((read["way"] >= 100).sum())
    said = f"{there or 'Not one'} of {counted(len(read), 'measure')} with a way to go {'has' if there <= 1 else 'have'} reached the target"
    way = Series("Way to the target", figures(read["way"].clip(-50, 150)))
    return [Chart(said, "% of the way from where it began to the target", names(read["name"]), (way,))]


def chart_worth_to_them(view: View, offered: pd.DataFrame) -> list[Chart]:
    """For the customer: what each proposal is worth a year."""
    sized = offered[offered["worth"].notna()].head(BARS_AT_MOST)
    if len(sized) < 2:
        return []
    said = f"What {counted(len(sized), 'proposal')} would be worth a year"
    unit = view.a_year("money").removeprefix("money, ")
    return [Chart(said, unit, names(sized["name"]), (Series("Worth a year", figures(sized["worth"])),))]


def names(values: pd.Series) -> tuple[str, ...]:
    """The names of categories, short enough for an axis and no two alike."""
    found: list[str] = []
    for value in values:
        name, number = short(plain(value), _NAME) or "?", 2
        while name in found:
            name, number = f"{short(plain(value), _NAME - 4)} {number}", number + 1
        found.append(name)
    return tuple(found)
