"""The class's leader board: many players' files, replayed; what cannot be replayed is set aside, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kamkit.course.simulation.choices import decisions_of
from kamkit.course.simulation.market import score, start, step
from kamkit.course.simulation.record import FILE, Recorded, read_record
from kamkit.errors import InputError

COLUMNS = (
    "place", "learner_id", "name", "seed", "quarters", "total", "contribution", "value_left", "kept", "promises", "losses",
    "foreseeable",
)  # fmt: skip


@dataclass(frozen=True)
class SetAside:
    """A file that does not count, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Board:
    """``table``: one row per player, best first, COLUMNS, amounts in EUR; ``place`` is 0 while a game is not over."""

    table: pd.DataFrame
    aside: tuple[SetAside, ...]


def rank_players(folder: Path, *, seed: int | None = None, roster: Mapping[str, str] | None = None) -> Board:
    """The board of every ``simulation.jsonl`` in ``folder`` and in its folders, one level down.

    ``seed``: the class's; other games are set aside. ``roster``: learner to name; others are set aside. So are files
    that are broken, too large, links, or hold decisions that may not be made, and players who are there twice. Scores
    are worked out by replaying the decisions; nothing in a file is run or believed.
    """
    games: list[tuple[str, Recorded]] = []
    aside: list[SetAside] = []
    for path in sorted((*folder.glob(FILE), *folder.glob(f"*/{FILE}"))):
        name = path.relative_to(folder).as_posix()
        try:
            games.append((name, _counted(read_record(path), seed, roster)))
        except InputError as error:
            aside.append(SetAside(name, str(error)))
    often = Counter(game.learner for _, game in games)
    rows = []
    for name, game in games:
        if often[game.learner] > 1:
            aside.append(SetAside(name, f"learner {game.learner!r}: found {often[game.learner]} games; expected one"))
            continue
        try:
            rows.append(_row(game, (roster or {}).get(game.learner, "")))
        except InputError as error:
            aside.append(SetAside(name, str(error)))
    return Board(_placed(rows), tuple(sorted(aside, key=lambda one: one.file)))


def _counted(game: Recorded, seed: int | None, roster: Mapping[str, str] | None) -> Recorded:
    if not game.learner:
        raise InputError("learner: found nothing; expected who played")
    if roster is not None and game.learner not in roster:
        raise InputError(f"learner: found {game.learner!r}, who is not on the roster")
    if seed is not None and game.seed != seed:
        raise InputError(f"seed: found {game.seed}; expected {seed}, which the class plays")
    return game


def _row(game: Recorded, name: str) -> dict[str, object]:
    state = start(game.seed)
    for choices in game.quarters:
        state = step(state, decisions_of(state, choices))
    got = score(state)
    return {
        "learner_id": game.learner, "name": name, "seed": game.seed, "quarters": len(game.quarters), "total": float(got.total[0]),
        "contribution": float(got.contribution[0]), "value_left": float(got.value_left[0]), "kept": int(got.kept[0]),
        "promises": int(got.promises[0]), "losses": int(got.losses[0]), "foreseeable": int(got.foreseeable[0]),
    }  # fmt: skip


def _placed(rows: list[dict[str, object]]) -> pd.DataFrame:
    from kamkit.course.simulation.market.portfolio import QUARTERS

    table = pd.DataFrame(rows, columns=list(COLUMNS[1:]))
    table = table.sort_values(["quarters", "total", "learner_id"], ascending=[False, False, True], kind="stable", ignore_index=True)
    over = table["quarters"] == QUARTERS
    places = table["total"].where(over).rank(method="min", ascending=False).fillna(0).astype(int)
    table.insert(0, "place", places)
    return table
