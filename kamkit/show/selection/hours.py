"""Whom the hours allow."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kamkit.method.selection import Capacity, Selection
from kamkit.show import figures, parts, words
from kamkit.show.parts import Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.selection.missing import listed, names_of, scored, scores_missing


def show_hours(selection: Selection) -> Shown:
    """Hours there are and hours the candidates would take, by role; and what a day more or less would change."""
    missing = scores_missing(selection)
    if missing is not None:
        return missing
    capacity = selection.capacity
    if capacity is None:
        return parts.nothing_yet("hours a year of our people", "The sales director", "our people, hours a year")
    return parts.stack(_picture(selection, capacity), parts.say(*_sentences(selection, capacity)))


def _picture(selection: Selection, capacity: Capacity) -> Shown:
    hours = capacity.hours
    figure, axes = figures.new_figure(7.6, 1.3 + 0.7 * len(hours))
    for row, role in enumerate(hours.itertuples()):
        axes.barh(row, role.wanted, height=0.5, color=figures.QUIET)
        axes.barh(row, role.used, height=0.5, color=figures.MAIN)
        axes.text(role.used / 2, row, f"the list {role.used:,.0f}", color="white", ha="center", va="center", fontsize=8)
        rest = role.wanted - role.used
        if rest > 0.08 * role.wanted:
            axes.text(role.used + rest / 2, row, f"the others {rest:,.0f}", ha="center", va="center", fontsize=8)
        if not pd.isna(role.available):
            axes.plot([role.available] * 2, [row - 0.42, row + 0.42], color=figures.INK, linewidth=2)
            axes.text(
                role.available, row - 0.46, f"{role.available:,.0f} hours there are", ha="center", va="bottom", fontsize=8
            )
    axes.set_ylim(len(hours) - 0.5, -0.85)
    axes.set_xlim(0, max(hours["wanted"].max(), hours["available"].max()) * 1.08)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [figures.plain(words.short(role, 22)) for role in hours["role"]], size=9)
    draw_scale(axes, "x", names=lambda hour: f"{hour:,.0f}", label="hours a year", label_size=8)
    return parts.chart(figure, _message(selection, capacity), _detail(capacity))


def _message(selection: Selection, capacity: Capacity) -> str:
    among = scored(selection)
    limits = capacity.hours.dropna(subset=["available"])
    if limits.empty:
        return f"Nobody's hours are known for what {len(among)} candidates need"
    tight = limits.loc[(limits["wanted"] / limits["available"].where(limits["available"] > 0)).fillna(0).idxmax()]
    on = int(listed(among).sum())
    text = f"{tight['available']:,.0f} {tight['role']} hours serve {on} of {len(among)} candidates"
    return f"{text}; all would need {tight['wanted']:,.0f}" if tight["wanted"] > tight["available"] else text


def _detail(capacity: Capacity) -> str:
    return " ".join(
        f"{role.role}: {role.used:,.0f} hours for the list, {role.wanted:,.0f} for all candidates."
        for role in capacity.hours.itertuples()
    )


def _sentences(selection: Selection, capacity: Capacity) -> list[str]:
    said = ["The list is the one with the highest sum of scores that fits these hours, found exactly."]
    for day in capacity.days.itertuples():
        said += _one_day(selection, day)
    for must in capacity.musts.itertuples():
        name = names_of(selection, (must.account_id,))
        if must.pushes_out:
            also = f" and lets {names_of(selection, must.lets_in)} in" if must.lets_in else ""
            said.append(f"Putting {name} on by hand pushes out {names_of(selection, must.pushes_out)}{also}.")
        else:
            said.append(f"Putting {name} on by hand pushes out nobody.")
    return said


def _one_day(selection: Selection, day: object) -> list[str]:
    role = getattr(day, "role", "")
    more = _change(selection, getattr(day, "more_in", ()), getattr(day, "more_out", ()))
    less = _change(selection, getattr(day, "less_in", ()), getattr(day, "less_out", ()))
    said = [f"One day (8 hours) of {role} more: {more}; one day less: {less}."]
    days: Any = getattr(day, "next_days", None)
    if more == _NOTHING and not pd.isna(days):
        then = _change(selection, getattr(day, "next_in", ()), getattr(day, "next_out", ()))
        said.append(f"The first change comes with {words.counted(int(days), 'day')} more: {then}.")
    fewer: Any = getattr(day, "fewer_days", None)
    if less == _NOTHING and not pd.isna(fewer):
        then = _change(selection, getattr(day, "fewer_in", ()), getattr(day, "fewer_out", ()))
        said.append(f"With less, the first change comes at {words.counted(int(fewer), 'day')} less: {then}.")
    return said


_NOTHING = "nothing changes"


def _change(selection: Selection, comes: tuple[str, ...], goes: tuple[str, ...]) -> str:
    changes = []
    if comes:
        changes.append(f"{names_of(selection, comes)} {'comes' if len(comes) == 1 else 'come'} in")
    if goes:
        changes.append(f"{names_of(selection, goes)} {'drops' if len(goes) == 1 else 'drop'} out")
    return " and ".join(changes) or _NOTHING
