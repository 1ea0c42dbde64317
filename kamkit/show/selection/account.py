"""The scores of one account, beside those of the list; or of all candidates by criterion."""

from __future__ import annotations

import pandas as pd

from kamkit.method.selection import Selection
from kamkit.show import figures, parts, words
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.selection.missing import listed, lowered, name_of, scored, scores_missing

_EITHER_SIDE = 4  # accounts above and below the line


def show_scores(selection: Selection, account_id: str = "") -> Shown:
    """What an account scores on each criterion, beside the middle of the list; without one, the accounts at the line."""
    account_id = selection.group(account_id)
    missing = scores_missing(selection, account_id)
    if missing is not None:
        return missing
    return _one(selection, account_id) if account_id else _at_the_line(selection)


def _at_the_line(selection: Selection) -> Shown:
    matrix, criteria = selection.scores.matrix, selection.scores.criteria
    among = scored(selection)
    first = max(0, min(selection.places, len(among)) - _EITHER_SIDE)
    among = among.iloc[first : first + 2 * _EITHER_SIDE]
    frame = matrix.loc[among["account_id"]].set_axis([f"score {number}" for number in range(len(criteria))], axis=1)
    frame.insert(0, "name", among["name"].to_numpy())
    columns = [Column("name", "Account")]
    columns += [
        Column(f"score {number}", f"{words.short(row.name, 22)} ({row.weight:.0f})", "number", 1, help=str(row.name))
        for number, row in enumerate(criteria.itertuples())
    ]
    caption = "The accounts next to the line: scores, 1 to 10 (weight in points)"
    return parts.table(frame, columns, caption=caption, mark=listed(among))


def _one(selection: Selection, account_id: str) -> Shown:
    frame = _by_criterion(selection, account_id)
    known = frame[frame["score"].notna()]
    figure, axes = figures.new_figure(7.6, 1.3 + 0.32 * len(frame))
    rows = range(len(frame))
    axes.scatter(frame["middle"], rows, marker="|", s=160, color=figures.SECOND, linewidths=2.2, zorder=2)
    axes.scatter(frame["score"], rows, s=52, color=figures.MAIN, zorder=3)
    marks = Marks()
    for row, one in enumerate(frame.itertuples()):
        if pd.isna(one.score):
            axes.text(1.1, row, "not yet scored", va="center", fontsize=8)
            continue
        marks.stroke((one.middle, one.score), (row, row), figures.QUIET, 2, layer=1)
        axes.text(one.score, row - 0.26, f"{one.score:.1f}", ha="center", va="bottom", fontsize=7.5)
    axes.set_ylim(len(frame) - 0.5, -0.8)
    axes.set_xlim(0.7, 10.3)
    marks.draw(axes)
    name_rows(
        axes, [figures.plain(f"{words.short(one.name, 44)} ({one.weight:.0f})") for one in frame.itertuples(index=False)]
    )
    what = "score, 1 to 10 (weight in points); upright stroke: the median of the accounts on the list"
    draw_scale(axes, "x", range(1, 11), label=what, label_size=8)
    chart = parts.chart(figure, _message(known, name_of(selection, account_id)), _detail(known))
    return parts.stack(chart, _table(frame, selection.currency))


def _by_criterion(selection: Selection, account_id: str) -> pd.DataFrame:
    scores, among = selection.scores, scored(selection)
    on = among.loc[listed(among), "account_id"]
    frame = scores.criteria[["name", "weight", "kind", "measure"]].copy()
    frame["score"] = scores.matrix.loc[account_id]
    frame["middle"] = scores.matrix.loc[on].median()
    answers = scores.answers[scores.answers["account_id"] == account_id]
    by = answers.groupby("criterion_id")["score"]
    frame["answers"] = by.count().reindex(frame.index)
    frame["lowest"], frame["highest"] = by.min().reindex(frame.index), by.max().reindex(frame.index)
    frame["dont_know"] = answers.groupby("criterion_id")["dont_know"].sum().reindex(frame.index)
    frame["figure"] = [scores.figures.loc[account_id].get(str(one)) for one in frame["measure"]]
    return frame


def _message(known: pd.DataFrame, name: str) -> str:
    apart = (known["score"] - known["middle"]) * known["weight"]
    if apart.empty or apart.isna().all():
        return f"What {name} scores on each criterion"
    best, worst = known.loc[apart.idxmax()], known.loc[apart.idxmin()]
    ahead, behind = float(apart.max()) > 0, float(apart.min()) < 0
    if ahead and behind:
        return f"{name} gains most from {lowered(best['name'])} and loses most on {lowered(worst['name'])}"
    if not ahead and not behind:
        return f"{name} is in the middle of the list on every criterion"
    return f"{name} is nowhere {'below' if ahead else 'above'} the middle of the list"


def _detail(known: pd.DataFrame) -> str:
    return "; ".join(f"{one.name}: {one.score:.1f}, the list {one.middle:.1f}" for one in known.itertuples()) + "."


def _table(frame: pd.DataFrame, currency: str) -> Shown:
    written = frame.assign(rests=[_rests_on(one, currency) for one in frame.itertuples()])
    columns = [
        Column("name", "Criterion"),
        Column("weight", "Weight", "number", 0),
        Column("score", "Score", "number", 1),
        Column("middle", "Median of the list", "number", 1),
        Column("rests", "Rests on"),
    ]
    return parts.table(written, columns)


def _rests_on(one: object, currency: str) -> str:
    if getattr(one, "kind", "") == "measured":
        measure, figure = getattr(one, "measure", None), getattr(one, "figure", None)
        if pd.isna(figure):
            return "no figure known"
        return f"{measure}: {_figure(str(measure), float(str(figure)), currency)}"
    count = getattr(one, "answers", 0)
    if pd.isna(count) or not count:
        return "nobody has scored it"
    said = words.counted(int(count), "answer")
    if count > 1:
        said += f", from {getattr(one, 'lowest', 0):.3g} to {getattr(one, 'highest', 0):.3g}"
    unknown = getattr(one, "dont_know", 0)
    return f"{said}; {int(unknown)} don't know" if unknown else said


def _figure(measure: str, figure: float, currency: str) -> str:
    if measure == "growth":
        return words.percent(figure)
    return words.number(figure) if measure == "financial security" else words.money(figure, currency)
