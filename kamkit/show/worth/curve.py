"""The whale curve to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.worth import estimate_whale_curve, rank_accounts
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.whale import WhaleCurve
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.scales import draw_scale
from kamkit.show.words import counted, listed, money, percent, short
from kamkit.show.worth.wording import capital, in_a_title, no_sales

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from kamkit.method.worth.currency import Tables

FEWEST = 3  # points of a curve; below, a sentence says more
SMALL = 9  # points, as the axes
MOST = 80  # per cent: how many accounts bring this much, where none takes anything back


def show_whale_curve(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """Accounts from best to worst and what they bring together; with an account, where it stands on the curve."""
    curve = estimate_whale_curve(rank_accounts(tables, as_of))
    group = group_id_of(tables, account_id) if account_id else ""
    if curve.points.empty:
        return no_sales("the curve of what customers bring")
    message = whale_message(curve, group)
    notes = _notes(curve)
    if len(curve.points) < FEWEST:
        return parts.say(message, *notes)
    drawn = parts.chart(_figure(curve, group), message, _detail(curve))
    return parts.stack(drawn, parts.say(*notes)) if notes else drawn


def whale_message(curve: WhaleCurve, group: str = "") -> str:
    """What the curve says, in one sentence."""
    own = curve.points[curve.points["account_id"] == group]
    return _portfolio_message(curve) if own.empty else _account_message(curve, own.iloc[0])


def _portfolio_message(curve: WhaleCurve) -> str:
    what, n = in_a_title(curve.contribution_is), len(curve.points)
    earners, peak = counted(curve.peak_at, "customer"), money(curve.peak, curve.currency)
    lost = money(curve.lost, curve.currency)
    if curve.in_money:
        return f"{earners} of {n:,} bring {peak} of {what}, the others take {lost} back: nothing is left."
    if not curve.losers:
        few = int(np.argmax(curve.points["cumulative_share"] >= MOST)) + 1
        return f"{counted(few, 'customer')} of {n:,} bring {percent(_share(curve, few))} of our {what}."
    others = f"the other {n - curve.peak_at:,} take" if n - curve.peak_at > 1 else "the last one takes"
    return f"{earners} of {n:,} earn {percent(curve.peak_share)} of our {what}; {others} {lost} back."


def _account_message(curve: WhaleCurve, own: pd.Series) -> str:
    what, amount = in_a_title(curve.contribution_is), float(own["contribution"])
    place = f"{short(own['name'], 40)} is number {own['place']:,} of {len(curve.points):,} by {what}"
    if amount < 0:
        return f"{place}: it loses {money(-amount, curve.currency)}."
    share = "" if curve.in_money else f", {percent(amount / curve.total * 100)} of the whole"
    return f"{place}: {money(amount, curve.currency)}{share}."


def _share(curve: WhaleCurve, accounts: int) -> float:
    return float(curve.points["cumulative_share"].iloc[accounts - 1])


def _notes(curve: WhaleCurve) -> list[str]:
    notes = []
    if curve.left_out:
        notes.append(f"Not on the curve, because less is known of them: {listed(curve.left_out[:5])}.")
    if curve.idle:
        notes.append(f"{counted(curve.idle, 'account')} without any business in these twelve months left out.")
    return notes


def _detail(curve: WhaleCurve) -> str:
    best, worst = curve.points.iloc[0], curve.points.iloc[-1]
    return (
        f"First: {best['name']} with {money(best['contribution'], curve.currency)}; "
        f"last: {worst['name']} with {money(worst['contribution'], curve.currency)}; "
        f"in all {money(curve.total, curve.currency)}."
    )


def _figure(curve: WhaleCurve, group: str) -> Figure:
    from kamkit.show import figures

    figure, axes = figures.new_figure(7.6, 3.9)
    height = (curve.points["cumulative"] if curve.in_money else curve.points["cumulative_share"]).to_numpy()
    x, y = np.arange(len(height) + 1), np.concatenate([[0.0], height])
    axes.plot(x, y, color=figures.MAIN, linewidth=2, zorder=3)
    axes.fill_between(x[: curve.peak_at + 1], y[: curve.peak_at + 1], color=figures.QUIET, alpha=0.35, linewidth=0)
    axes.axhline(0, color=figures.INK, linewidth=0.8)
    axes.set_xlim(0, len(height) * 1.02)
    axes.margins(y=0.16)
    if y.min() >= 0:
        axes.set_ylim(bottom=0)
    marked = group in set(curve.points["account_id"])
    if curve.losers:
        _mark_loss(axes, curve, x, y, labelled=not marked)
    else:
        _mark_few(axes, curve, x, y)
    if marked:
        _mark_account(axes, curve, group, y)
    what = f"Customers, from the one that brings most to the one that brings least ({len(height):,})"
    draw_scale(axes, "x", label=what)
    _label_axis(axes, curve)
    return figure


def _mark_loss(axes: Axes, curve: WhaleCurve, x: NDArray[np.int_], y: NDArray[np.float64], *, labelled: bool) -> None:
    """The peak, and the part after it that is taken back: hatched, so that grey print shows it too."""
    from kamkit.show import figures

    at, level = curve.peak_at, y[-1]
    axes.fill_between(x[at:], y[at:], y[at], color=figures.ALARM, alpha=0.22, hatch="///", linewidth=0, zorder=2)
    axes.plot([at, len(y) - 1], [y[at], y[at]], color=figures.ALARM, linewidth=1, linestyle=":")
    axes.plot([at], [y[at]], marker="o", color=figures.MAIN, zorder=4)
    share = "" if curve.in_money else f"{percent(curve.peak_share)}, "
    earned = f"Peak: {share}{money(curve.peak, curve.currency)}\nafter {counted(at, 'customer')}"
    axes.annotate(
        earned,
        (at, y[at]),
        (-8, 8),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=SMALL,
    )
    if not labelled:  # the account has its label there
        return
    axes.annotate(
        f"{money(curve.lost, curve.currency)} lost\nby {counted(curve.losers, 'customer')}",
        (len(y) - 1, (y[at] + level) / 2), (-4, -34), textcoords="offset points", ha="right", va="top",
        color=figures.ALARM, fontweight="bold", fontsize=SMALL,
    )  # fmt: skip


def _mark_few(axes: Axes, curve: WhaleCurve, x: NDArray[np.int_], y: NDArray[np.float64]) -> None:
    """Where nothing is taken back: how few bring most of it."""
    from kamkit.show import figures

    few = int(np.argmax(y >= MOST))
    axes.plot([few], [y[few]], marker="o", color=figures.MAIN, zorder=4)
    text = f"{percent(y[few])}: the first {counted(few, 'customer')}"
    axes.annotate(text, (few, y[few]), (10, -6), textcoords="offset points", ha="left", va="top", fontsize=SMALL)


def _mark_account(axes: Axes, curve: WhaleCurve, group: str, y: NDArray[np.float64]) -> None:
    from kamkit.show import figures

    own = curve.points[curve.points["account_id"] == group].iloc[0]
    place = int(own["place"])
    axes.plot([place - 1, place], y[place - 1 : place + 1], color=figures.SECOND, linewidth=5, zorder=5)
    left = place > len(y) * 0.6
    axes.annotate(
        figures.plain(short(own["name"])), (place, float(y[place - 1 : place + 1].mean())), (-14, -40) if left else (26, -4),
        textcoords="offset points", ha="right" if left else "left", fontweight="bold", fontsize=SMALL,
        arrowprops={"arrowstyle": "-", "color": figures.INK, "linewidth": 0.8}, zorder=6,
    )  # fmt: skip


def _label_axis(axes: Axes, curve: WhaleCurve) -> None:
    what = capital(in_a_title(curve.contribution_is))
    if curve.in_money:
        label = f"{what}, added up{f' ({curve.currency})' if curve.currency else ''}"
        draw_scale(axes, "y", names=lambda value: money(value, ""), label=label)
    else:
        draw_scale(axes, "y", names=percent, label=f"{what}, added up, in % of the whole")
