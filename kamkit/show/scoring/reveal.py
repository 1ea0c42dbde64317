"""The reveal: every score as a dot, the widest disagreement on top; who stands apart; what was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.scoring import (
    SCALES,
    ballots_in,
    called,
    compare_rounds,
    list_finals,
    rank_deviations,
    rank_disagreement,
    rounds_of,
    scoring_row,
)
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import figures, parts, words
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.scoring.wording import agreement_in_words, message_of, said_of, spread_in_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.method.scoring import Scale
    from kamkit.model.frame import Tables

_ROWS = 12
_STEP, _PILE = 0.16, 0.72  # between dots of one score, and how high they may pile up, in rows
_BASE = 0.22  # below the middle of a row stands the first dot


def show_latest(tables: Tables, about: str, account_id: str = "") -> Shown:
    """The last scoring of this kind that was revealed, for the account or the list; what is still hidden is not shown."""
    tables = own_rows(tables, account_id)
    rows = tables["scorings"]
    ours = rows["account_id"].fillna("") != "" if account_id else rows["account_id"].fillna("") == ""
    rows = rows[(rows["about"] == about) & ours & (rows["state"] != "dropped")]
    revealed = rows[rows["scoring_id"].isin(set(tables["ballots"]["scoring_id"]))]
    if revealed.empty:
        return parts.nothing_yet("a scoring that was revealed", "Whoever leads the workshop", "in this form, or on the page Scoring together of kamkit serve")
    last = revealed.sort_values(["opened_on", "number", "scoring_id"], kind="stable", na_position="first").iloc[-1]
    return show_reveal(tables, str(last["scoring_id"]))


def show_reveal(tables: Tables, scoring_id: str, round_: int | None = None) -> Shown:
    """One revealed round: dots per item in the order to discuss, agreement, who stands apart, and what was settled."""
    if not rounds_of(tables, scoring_id):
        return parts.say(f"{called(tables, scoring_id)}: not revealed yet. Scores stay hidden until the facilitator reveals them.")
    scoring = scoring_row(tables, scoring_id)
    scale = SCALES[str(scoring["about"])]
    found = rank_disagreement(tables, scoring_id, round_)
    people = ballots_in(tables, scoring_id, round_)["scorer"].nunique()
    title = parts.say(f"{called(tables, scoring_id)}, {words.counted(people, 'person', 'people')}, {words.day(scoring['opened_on'])}.")
    shown = [title, parts.chart(_dots(tables, scoring_id, round_, found.head(_ROWS), scale), message_of(tables, scoring_id, round_), _detail(found, scale))]
    if agreement := agreement_in_words(tables, scoring_id, round_):
        shown.append(parts.say(*agreement))
    apart = rank_deviations(tables, scoring_id, round_)
    if len(apart):
        shown.append(_apart(apart, scale))
    changed = compare_rounds(tables, scoring_id)
    if len(changed) and round_ is None:
        shown.append(_rounds(changed))
    finals = list_finals(tables, scoring_id)
    if _written_down(finals).any():
        shown.append(_finals(finals, scale))
    return parts.stack(*shown)


def _detail(found: pd.DataFrame, scale: Scale) -> str:
    top = found.head(_ROWS)
    said = [f"{row['name']}: {spread_in_words(row, scale)}" for _, row in top.iterrows()]
    more = f" The {_ROWS} widest of {len(found)} items." if len(found) > _ROWS else ""
    return f"In this order: {'. '.join(said)}.{more}"


def _dots(tables: Tables, scoring_id: str, round_: int | None, found: pd.DataFrame, scale: Scale) -> Figure:
    ballots = ballots_in(tables, scoring_id, round_)
    finals = list_finals(tables, scoring_id).set_index("item_id")["final"]
    figure, axes = figures.new_figure(7.6, 1.5 + 0.52 * len(found))
    marks = Marks()
    for at, row in enumerate(found.itertuples()):
        counts = ballots.loc[ballots["item_id"] == row.item_id, "score"].dropna().value_counts()
        if len(counts):
            marks.stroke((row.low, row.high), (at + _BASE, at + _BASE), figures.QUIET, 1.4, layer=1)
        step = min(_STEP, _PILE / max(counts.max() - 1, 1)) if len(counts) else _STEP
        for score, count in counts.items():
            for number in range(int(count)):
                marks.point(float(score), at + _BASE - number * step, figures.MAIN, 6.4, edge=figures.PAPER, rim=0.5)
        if not pd.isna(finals.get(row.item_id)):
            marks.point(float(finals[row.item_id]), at + _BASE, figures.PAPER, 11, shape="D", edge=figures.INK, rim=1.2, layer=2)
        aside = [f"{row.dont_know} don't know"] if row.dont_know else []
        aside += [f"{row.unanswered} no answer"] if row.unanswered else []
        if aside:
            axes.text(scale.high + 0.35, at + _BASE, ", ".join(aside), va="center", fontsize=7.5, color=figures.INK)
    for mark in scale.marks:
        marks.stroke((mark, mark), (-0.5, len(found) - 0.4), "#eceff2", 0.7, layer=0)
    marks.draw(axes)
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_xlim(0.6, scale.high + (1.8 if scale.high > 5 else 1.2))
    axes.spines["left"].set_visible(False)
    name_rows(axes, ["\n".join(_wrapped(name)) for name in found["name"]], size=7.5)
    draw_scale(axes, "x", list(scale.marks), list(scale.names) or None, size=8)
    settled = "; diamond: what was settled" if finals.notna().any() else ""
    head(axes, f"Each dot is one person{settled}; the widest disagreement on top")
    return figure


def _wrapped(name: object) -> list[str]:
    import textwrap

    return textwrap.wrap(figures.plain(words.short(name, 90)), 34)[:3] or [""]


def _apart(apart: pd.DataFrame, scale: Scale) -> Shown:
    written = apart.assign(
        score=apart["score"].map(scale.name), others=apart["others"].map(scale.name), reason=apart["reason"].fillna("")
    )
    columns = [
        Column("name", "Item"), Column("scorer", "Who"), Column("score", "Says"), Column("others", "The others' median"),
        Column("reason", "Because"),
    ]  # fmt: skip
    return parts.table(written, columns, caption="Who stands apart, and may know something", limit=8)


def _rounds(changed: pd.DataFrame) -> Shown:
    moved = changed[(changed["moved"] > 0) | (changed["first_distance"] != changed["last_distance"])]
    if moved.empty:
        return parts.say("The second round changed no score.")
    columns = [
        Column("name", "Item"), Column("first", "Median, first", "number", 1), Column("last", "Median, last", "number", 1),
        Column("first_distance", "Apart, first", "number", 1), Column("last_distance", "Apart, last", "number", 1),
        Column("moved", "People who moved", "count"),
    ]  # fmt: skip
    return parts.table(moved, columns, caption="What the discussion changed", limit=12)


def _written_down(finals: pd.DataFrame) -> pd.Series:
    return finals["final"].notna() | finals["unknown"] | (finals["dissent"] != "")


def _finals(finals: pd.DataFrame, scale: Scale) -> Shown:
    still = int((finals["final"].isna() & ~finals["unknown"]).sum())
    left = f", {still} still open" if still else ""
    finals = finals[_written_down(finals)]
    written = finals.assign(final=[said_of(row, scale) for _, row in finals.iterrows()]).fillna({"reason": "", "dissent": ""})
    columns = [Column("name", "Item"), Column("final", "Settled"), Column("reason", "Because"), Column("dissent", "Dissent")]
    return parts.table(written, columns, caption=f"What the group settled on{left}")
