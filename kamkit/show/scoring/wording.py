"""A reveal in sentences, the same on the projector, the phone and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.scoring import SCALES, rank_disagreement, review_concordance, scoring_row
from kamkit.show import words

if TYPE_CHECKING:
    from kamkit.method.scoring import Scale
    from kamkit.model.frame import Tables


def message_of(tables: Tables, scoring_id: str, round_: int | None = None) -> str:
    """The one sentence of a reveal: what the group is furthest apart on, or that it is not."""
    found = rank_disagreement(tables, scoring_id, round_)
    scale = SCALES[str(scoring_row(tables, scoring_id)["about"])]
    if found.empty or not found["answers"].max():
        return "Nobody has given a score; what is not known is what to find out"
    first = found.iloc[0]
    if first["answers"] < 2:
        return f"{_line(first['name'])}: one score only; ask the others what they would need to know"
    if first["low"] == first["high"]:
        return "Everybody who scored gave the same scores" if len(found) > 1 else f"All say {scale.name(first['low'])}"
    ends = f"from {scale.name(first['low'])} to {scale.name(first['high'])}"
    if not found["far"].any():
        return f"Close together: the widest is {_line(first['name'])}, {ends}"
    far = int(found["far"].sum())
    more = f"; {far} of {len(found)} items are {scale.far:g} points or more apart" if far > 1 else ""
    return f"{_line(first['name'])}: {ends}{more}"


def _line(name: Any) -> str:
    return words.short(str(name).rstrip("?."), 110)


def spread_in_words(row: Any, scale: Scale) -> str:
    """How one item was scored: the range, how far apart two people are on average, who did not know."""
    said = []
    if not row["answers"]:
        said.append("no score")
    elif row["low"] == row["high"]:
        said.append(f"all {scale.name(row['low'])}" if row["answers"] > 1 else f"one score, {scale.name(row['low'])}")
    else:
        said.append(f"{scale.name(row['low'])} to {scale.name(row['high'])}, two people are {row['distance']:.1f} apart on average")
    if row["dont_know"]:
        said.append(f"{words.counted(int(row['dont_know']), 'does', 'do')} not know")
    if row["unanswered"]:
        said.append(f"{int(row['unanswered'])} did not answer")
    return "; ".join(said)


def change_in_words(row: Any, scale: Scale) -> str:
    """What the rounds changed for one item (a row of ``compare_rounds``): the first round, and how many moved."""
    if pd.isna(row["first"]):
        first = "no score"
    else:
        apart = "" if pd.isna(row["first_distance"]) else f", {row['first_distance']:.1f} apart on average"
        first = f"median {scale.name(row['first'])}{apart}"
    moved = words.counted(int(row["moved"]), "person has", "people have") if row["moved"] else "nobody has"
    return f"first round: {first}; {moved} moved since"


def agreement_in_words(tables: Tables, scoring_id: str, round_: int | None = None) -> list[str]:
    """Kendall's W in sentences, for each thing that was asked, the least agreed first; what W is blind to last."""
    found = review_concordance(tables, scoring_id, round_)
    if found["items"].sum() + found["left_out"].sum() < 2:
        return []  # one item has no order
    several, found = len(found) > 1, found[found["w"].notna()].sort_values("w", kind="stable")
    if found.empty:
        return ["How far all agree on an order cannot be said: it takes two people who scored the same two items, not all alike."]
    blind = "0 is no common order, 1 the same order for all; W does not see two people who are points apart everywhere."
    if len(found) > 2:
        each = [f"{_asked(row)} {row.w:.2f} ({words.counted(row.items, 'item')}{_left_out(row, '; ')})" for row in found.itertuples()]
        return [f"How far people agree on the order, Kendall's W, the least agreed first: {'; '.join(each)}.", blind]
    said = [
        f"{f'{_asked(row)}: the' if several else 'The'} orders in which {words.counted(row.scorers, 'person', 'people')} put "
        f"{words.counted(row.items, 'item')}{_left_out(row, ' (', ')')} agree with a Kendall's W of {row.w:.2f}."
        for row in found.itertuples()
    ]
    return [*said, blind]


def _asked(row: Any) -> str:
    return str(row.asks).rstrip("?")


def _left_out(row: Any, before: str, after: str = "") -> str:
    """Which items and people W does not count, between ``before`` and ``after``; nothing if it counts all."""
    out = [f"{row.left_out} left out: not scored by everybody"] if row.left_out else []
    out += [f"without {words.counted(row.left_out_scorers, 'person', 'people')} who scored under half"] if row.left_out_scorers else []
    return f"{before}{'; '.join(out)}{after}" if out else ""


def said_of(row: Any, scale: Scale) -> str:
    """A final score in words: the mark, *not known*, or *open*."""
    if row["unknown"]:
        return "not known"
    return "open" if pd.isna(row["final"]) else scale.name(row["final"])
