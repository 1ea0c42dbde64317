"""The class's leader board to look at."""

from __future__ import annotations

import pandas as pd

from kamkit.course.simulation.board import Board
from kamkit.course.simulation.market.portfolio import QUARTERS
from kamkit.course.simulation.reports import CURRENCY
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted


def show_board(board: Board) -> Shown:
    """The players, best first, those who still play after them; then the files that were set aside, and why."""
    if board.table.empty and not board.aside:
        return parts.nothing_yet("games", "Each player", "in simulation.ipynb, with a folder")
    over = int((board.table["place"] > 0).sum())
    frame = board.table.assign(
        position=[str(place) if place else f"{quarters} of {QUARTERS}" for place, quarters in zip(board.table["place"], board.table["quarters"], strict=True)],
        promised=[f"{kept} of {made}" for kept, made in zip(board.table["kept"], board.table["promises"], strict=True)],
        lost=[f"{losses}, {seen} of them" for losses, seen in zip(board.table["losses"], board.table["foreseeable"], strict=True)],
    )
    columns = [
        Column("position", "Place", help="Or the quarters played so far"), Column("learner_id", "Learner"), Column("name", "Name"),
        Column("total", f"Score, {CURRENCY}", "money"), Column("contribution", "Contribution", "money"), Column("value_left", "Value left", "money"),
        Column("promised", "Promises kept"), Column("lost", "Lost, could have been seen"),
    ]  # fmt: skip
    shown = [parts.table(frame, columns, caption=f"{counted(over, 'game')} played to the end, {len(frame) - over} under way")]
    if board.aside:
        aside = pd.DataFrame([(one.file, one.reason) for one in board.aside], columns=["file", "reason"])
        shown.append(parts.table(aside, [Column("file", "Set aside"), Column("reason", "Because")]))
    return parts.stack(*shown)
