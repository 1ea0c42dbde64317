"""The practice simulation: eight quarters of a portfolio with limited hours and money.

``market`` is the pure model; the rest of this room keeps decisions as data, shows reports and debriefs, and holds
the form. ``open_game`` is what the notebook starts with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamkit.course.simulation.game import Game

__all__ = ["open_game"]


def open_game(learner: str = "", seed: str = "", folder: str = "") -> Game:
    """The game for the notebook's three parameters; see :func:`kamkit.course.simulation.game.open_game`."""
    from kamkit.course.simulation.game import open_game as opened

    return opened(learner, seed, folder)
