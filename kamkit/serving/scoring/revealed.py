"""What a revealed scoring looks like on a page: items in the order to discuss, people's names over their marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from kamkit.method.scoring import Item
    from kamkit.model.frame import Tables
    from kamkit.programme import Programme
    from kamkit.serving.scoring.page import Found


Apart = tuple[tuple[str, str, str], ...]
_FURTHEST = 3
_LONGEST = 8  # letters of a word that stand beside each other over one of ten marks, on the wall


@dataclass(frozen=True)
class Line:
    """One item: ``marks`` are the people at each mark from 1 up; ``spread`` says the same in words.

    ``title``: the name without what ``asks`` says. ``apart``: who stands furthest apart from the others, with the mark and the others' median; ``before``: the first round in
    words, where there was more than one.
    """

    item_id: str
    name: str
    title: str
    asks: str
    marks: tuple[tuple[str, ...], ...]
    dont_know: tuple[str, ...]
    spread: str
    apart: Apart
    before: str
    reasons: tuple[tuple[str, str, str], ...]
    final: str
    final_value: str
    final_reason: str
    dissent: str
    offered: str


@dataclass(frozen=True)
class Revealed:
    """One round as all see it: its message, agreement in sentences, the items, widest disagreement first; short ``names``."""

    message: str
    agreement: tuple[str, ...]
    people: tuple[str, ...]
    lines: tuple[Line, ...]
    rounds: int
    names: Mapping[str, str]

    @property
    def settled(self) -> int:
        """How many items have a final score or a final *not known*."""
        return sum(line.final != "open" for line in self.lines)

    def line(self, item_id: str) -> Line | None:
        """The line of one item."""
        return next((line for line in self.lines if line.item_id == item_id), None)


def revealed(programme: Programme, found: Found) -> Revealed | None:
    """The last revealed round of a scoring; None before the first reveal. Made once for each change of the programme."""
    tables = programme.tables()
    key = ("kamkit.serving.scoring", found.scoring_id)
    if key not in tables.memo:
        tables.memo[key] = _revealed(tables, found)
    shown: Revealed | None = tables.memo[key]
    return shown


def _revealed(tables: Tables, found: Found) -> Revealed | None:
    from kamkit.method.scoring import (
        ballots_in,
        compare_rounds,
        list_finals,
        propose_finals,
        rank_deviations,
        rank_disagreement,
        rounds_of,
    )
    from kamkit.show.scoring import agreement_in_words, change_in_words, message_of

    rounds = rounds_of(tables, found.scoring_id)
    if not rounds:
        return None
    ballots = ballots_in(tables, found.scoring_id)
    finals = list_finals(tables, found.scoring_id).set_index("item_id")
    offered = propose_finals(tables, found.scoring_id)
    items = {item.item_id: item for item in found.items}
    apart: dict[str, list[tuple[str, str, str]]] = {}
    for one in rank_deviations(tables, found.scoring_id).itertuples():
        apart.setdefault(str(one.item_id), []).append((str(one.scorer), found.scale.name(one.score), found.scale.name(one.others)))
    before = {row["item_id"]: change_in_words(row, found.scale) for _, row in compare_rounds(tables, found.scoring_id).iterrows()}
    lines = []
    for _, row in rank_disagreement(tables, found.scoring_id).iterrows():
        item_id = row["item_id"]
        said = (items[item_id], tuple(apart.get(item_id, ())[:_FURTHEST]), before.get(item_id, ""), offered.get(item_id))
        lines.append(_line(row, ballots[ballots["item_id"] == item_id], finals.loc[item_id], found, *said))
    return Revealed(
        message_of(tables, found.scoring_id), tuple(agreement_in_words(tables, found.scoring_id)),
        tuple(sorted(ballots["scorer"].unique(), key=str.casefold)), tuple(lines), len(rounds), short_names(ballots["scorer"].unique()),
    )  # fmt: skip


def _line(
    row: pd.Series, own: pd.DataFrame, final: pd.Series, found: Found, item: Item, apart: Apart, before: str, offered: float | None
) -> Line:
    from kamkit.show.scoring import said_of, spread_in_words

    people = own.sort_values("scorer", key=lambda names: names.str.casefold(), kind="stable")
    marks = tuple(tuple(people.loc[people["score"] == mark, "scorer"]) for mark in found.scale.marks)
    reasons = [
        (str(one.scorer), "don't know" if pd.isna(one.score) else found.scale.name(one.score), str(one.reason))
        for one in people.sort_values("score", kind="stable").itertuples() if _text(one.reason)
    ]  # fmt: skip
    value = "?" if final["unknown"] else "" if pd.isna(final["final"]) else f"{final['final']:g}"
    return Line(
        item.item_id, item.name, item.heading if found.about == "criteria" else item.name, item.asks, marks, tuple(people.loc[people["dont_know"], "scorer"]),
        spread_in_words(row, found.scale), apart, before, tuple(reasons), said_of(final, found.scale), value,
        _text(final["reason"]), _text(final["dissent"]), "" if offered is None else found.scale.name(offered),
    )  # fmt: skip


def short_names(people: Iterable[str]) -> dict[str, str]:
    """Names short enough to stand at a mark: ``Maren V.`` for ``Dr Maren Voss``; whole where two would be alike."""
    whole = list(people)
    short = {name: _short(name) for name in whole}
    alike = Counter(short.values())
    return {name: name if alike[made] > 1 else made for name, made in short.items()}


def _short(name: str) -> str:
    parts = [part for part in name.split() if part.rstrip(".").casefold() not in _TITLES] or [name]
    first = parts[0] if max(map(len, parts[0].split("-"))) <= _LONGEST else f"{parts[0][: _LONGEST - 2]}…"
    return first if len(parts) == 1 else f"{first} {parts[-1][0]}."


_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "frau", "herr"})


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
