"""Moving a programme between a folder and a PostgreSQL server: whole, with its history, or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from kamkit.programme.address import home_of
from kamkit.programme.filling import fill
from kamkit.programme.opening import open_programme


@dataclass(frozen=True)
class Moved:
    """What was moved: both addresses without passwords, the rows of each table, and the latest change that came along.

    ``missed``: how many changes were saved at the source meanwhile, which did not come along.
    """

    source: str
    target: str
    rows: Mapping[str, int]
    change_id: int
    missed: int


def move_programme(source: str | os.PathLike[str], target: str | os.PathLike[str], *, who: str = "") -> Moved:
    """Bring a programme to an address where there is none, history, versions and undo included.

    Every row is read back and compared before it counts. The source stays as it was. Whatever interrupts, the target
    is as if never begun. ProgrammeError if the target has something already, or an address leads nowhere.
    """
    there = home_of(target)
    with open_programme(source, who=who) as programme:
        rows, change_id = fill(programme._engine, programme.home, there)
        with open_programme(target, who=who) as arrived:
            arrived.remember_place("moved from", programme.home.shown)
        return Moved(programme.home.shown, there.shown, rows, change_id, programme.change_counter - change_id)
