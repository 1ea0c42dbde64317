"""Where do we disagree?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection import Agreement, Selection
from kamkit.show import figures, parts, words
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.selection.missing import lowered, scores_missing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 10


def show_disagreement(selection: Selection, account_id: str = "") -> Shown:
    """What the departments say, account by account and criterion by criterion, the widest difference first."""
    account_id = selection.group(account_id)
    missing = scores_missing(selection, account_id)
    if missing is not None:
        return missing
    agreement = selection.agreement
    wide = agreement.differences
    if account_id:
        wide = wide[wide["account_id"] == account_id]
    if wide.empty or agreement.departments["department"].nunique() < 2:
        return parts.nothing_yet("scores of two departments to compare", "Another department", "step 2 of this workbook")
    top = wide.head(_ROWS)
    return parts.stack(
        _picture(top, agreement, account_id),
        parts.say(*_agreement(agreement)),
        _reasons(top.head(3), agreement, account_id),
    )


def _picture(top: pd.DataFrame, agreement: Agreement, account_id: str) -> Shown:
    figure, axes = figures.new_figure(7.6, 1.25 + 0.4 * len(top))
    said, marks = agreement.departments, Marks()
    views: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for account, criterion, mean, name in zip(
        said["account_id"], said["criterion_id"], said["mean"], said["department"], strict=True
    ):
        views.setdefault((account, criterion), []).append((mean, name))
    for row, one in enumerate(top.itertuples()):
        means, departments = zip(*views[one.account_id, one.criterion_id], strict=True)
        marks.stroke((one.lowest, one.highest), (row, row), figures.QUIET, 2, layer=1)
        marks.stroke((one.mean, one.mean), (row - 0.3, row + 0.3), figures.SECOND, 2, layer=2)
        for mean in means:
            colour = figures.MAIN if mean in (one.lowest, one.highest) else figures.PAPER
            marks.point(mean, row, colour, 6.6, edge=figures.MAIN)
        _name_ends(axes, row, means, departments)
    marks.draw(axes)
    names = [figures.plain(one.criterion if account_id else one.account) for one in top.itertuples()]
    criteria = [figures.plain(words.short("" if account_id else one.criterion, 40)) for one in top.itertuples()]
    labels = [f"{name}\n{criterion}".strip() for name, criterion in zip(names, criteria, strict=True)]
    axes.set_ylim(len(top) - 0.5, -0.5)
    axes.set_xlim(-1.6, 12.6)
    axes.spines["left"].set_visible(False)
    name_rows(axes, labels, size=7.5)
    what = "score, 1 to 10; dark: the departments furthest apart, hollow: the others, stroke: the mean"
    draw_scale(axes, "x", range(1, 11), label=what, label_size=7.5)
    return parts.chart(figure, _message(top.iloc[0]), _detail(top))


def _name_ends(axes: Axes, row: int, means: Sequence[float], departments: Sequence[str]) -> None:
    low, high = min(means), max(means)
    if low == high:
        axes.text(high + 0.3, row, "all alike", va="center", fontsize=7.5)
        return
    for value, side, gap in ((low, "right", -0.25), (high, "left", 0.25)):
        there = [name for name, mean in zip(departments, means, strict=True) if mean == value]
        axes.text(value + gap, row, figures.plain(words.short(", ".join(there), 24)), va="center", ha=side, fontsize=7.5)


def _message(one: pd.Series) -> str:
    text = (
        f"{one['account']}, {lowered(one['criterion'])}: {one['highest_department']} says {one['highest']:.3g}, "
        f"{one['lowest_department']} {one['lowest']:.3g}"
    )
    if one["difference"] == 0:
        return f"{one['account']}: the departments agree"
    return f"{text}; {one['mean']:.2g} is nobody's opinion" if one["nobodys"] else text


def _detail(top: pd.DataFrame) -> str:
    return f"The {len(top)} widest differences between departments, from {top['difference'].max():.2g} points down."


def _agreement(agreement: Agreement) -> list[str]:
    overall = agreement.overall
    if overall is None:
        return ["How far all scorers agree on the order cannot be said: no two accounts were scored by everybody."]
    left = f" ({overall.left_out} left out: not scored by everybody)" if overall.left_out else ""
    return [
        f"Over {words.counted(overall.accounts, 'account')}{left}, {overall.scorers} scorers agree on the order with "
        f"a Kendall's W of {overall.w:.2f}: 0 is no agreement, 1 the same order for all.",
        "W looks at the order only; it says nothing about two departments that are points apart.",
    ]


def _reasons(top: pd.DataFrame, agreement: Agreement, account_id: str) -> Shown:
    said = agreement.departments.merge(top[["account_id", "criterion_id", "account", "criterion"]])
    said = said[said["reasons"] != ""]
    if said.empty:
        return parts.say("No reasons were written down for the widest differences; ask both sides.")
    order = {key: place for place, key in enumerate(zip(top["account_id"], top["criterion_id"], strict=True))}
    places = [order[key] for key in zip(said["account_id"], said["criterion_id"], strict=True)]
    said = said.assign(place=places).sort_values(["place", "mean"], ascending=[True, False])
    columns = [] if account_id else [Column("account", "Account")]
    columns += [
        Column("criterion", "Criterion"),
        Column("department", "Department"),
        Column("mean", "Score", "number", 1),
        Column("reasons", "Because"),
    ]
    return parts.table(said, columns, caption="The reasons given")
