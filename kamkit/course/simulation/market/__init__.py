"""The pure model of the simulation: many games at once, no files, no clock, no widgets.

A game is ``start(seed)``, then eight times ``step(state, decisions)``. ``report(state)`` is what the player sees,
``score(state)`` what it came to. The same seed is the same luck, whatever is decided: see ``luck``.
"""

from __future__ import annotations

from kamkit.course.simulation.market.opening import start
from kamkit.course.simulation.market.rules import check_decisions
from kamkit.course.simulation.market.scoring import Score, score
from kamkit.course.simulation.market.seeing import Seen, report
from kamkit.course.simulation.market.state import Decisions, State, standing
from kamkit.course.simulation.market.stepping import step

__all__ = ["Decisions", "Score", "Seen", "State", "check_decisions", "report", "score", "standing", "start", "step"]
