"""A game as a notebook holds it: decided quarter by quarter, kept in a file, begun again where it was left."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from kamkit.course.simulation.choices import Choices, choices_of, decisions_of
from kamkit.course.simulation.market import Score, Seen, State, report, score, start, step
from kamkit.course.simulation.record import (
    FILE,
    NAME_AT_MOST,
    SEEDS_BELOW,
    Recorded,
    add_quarter,
    read_record,
    start_record,
)
from kamkit.errors import InputError

DEFAULT_SEED = 1


class Game:
    """One player's game; ``states`` holds it before each quarter and after the last."""

    def __init__(self, learner: str, seed: int, path: Path) -> None:
        self.learner, self.seed, self.path = learner, seed, path
        self.states: list[State] = [start(seed)]
        self._watchers: list[Callable[[], None]] = []

    def __repr__(self) -> str:
        where = "over" if self.over else f"before quarter {self.state.quarter}"
        return f"Simulation, seed {self.seed}, {where}"

    @property
    def state(self) -> State:
        """The game as it stands; the model's own state, which no player sees."""
        return self.states[-1]

    @property
    def over(self) -> bool:
        """Whether all eight quarters were decided."""
        return self.state.over

    def seen(self) -> Seen:
        """The report before the next decisions."""
        return report(self.state)

    def score(self) -> Score:
        """The score as it stands."""
        return score(self.state)

    def decide(self, choices: Choices) -> None:
        """Decide the quarter, write it down, and go on; InputError with one line if that may not be decided."""
        if self.over:
            raise InputError(f"seed {self.seed}: all quarters are decided; the game is over")
        did = decisions_of(self.state, choices)
        add_quarter(self.path, self.state.quarter, choices_of(self.state, did))
        self.states.append(step(self.state, did))
        self.__dict__.pop("debrief", None)
        for call in self._watchers:
            call()

    def watch(self, call: Callable[[], None]) -> None:
        """Call whenever a quarter was decided."""
        self._watchers.append(call)

    def resume(self, recorded: Recorded) -> None:
        """Play the recorded quarters; InputError names the first that may not be decided."""
        for choices in recorded.quarters:
            self.states.append(step(self.state, decisions_of(self.state, choices)))

    @cached_property
    def debrief(self) -> Any:
        """What the game teaches, worked out once; see ``debriefing``."""
        from kamkit.course.simulation.debriefing import Debrief

        return Debrief(self.state, self.seed)


def open_game(learner: str = "", seed: str = "", folder: str = "") -> Game:
    """The game of a learner, begun or gone on with.

    ``seed``: digits; "" is the usual one. ``folder``: where the decisions are kept, the learner's own; "" is a private
    one, gone when the kernel ends. InputError if a parameter or the file cannot be used.
    """
    name, number = _name(learner), _seed(seed)
    path = (Path(folder).expanduser() if str(folder).strip() else _private()) / FILE
    if not path.exists() and not path.is_symlink():
        start_record(path, name, number)
    recorded = read_record(path)
    if recorded.learner != name or (str(seed).strip() and recorded.seed != number):
        raise InputError(
            f"{path.name}: found the game of {recorded.learner!r} with seed {recorded.seed}; expected {name!r} with {number}: "
            "give another folder, or the learner and the seed of this one"
        )
    game = Game(name, recorded.seed, path)
    game.resume(recorded)
    return game


def _name(learner: object) -> str:
    if not isinstance(learner, str):
        raise InputError(f'learner: found {learner!r}, which is not text; write it in quotes (papermill: -r learner "...", not -p)')
    if len(learner.strip()) > NAME_AT_MOST or not learner.strip().isprintable():
        raise InputError(f"learner: expected a name or number on one line, of at most {NAME_AT_MOST} characters")
    return learner.strip()


def _seed(seed: object) -> int:
    text = str(seed).strip()
    if not text:
        return DEFAULT_SEED
    if isinstance(seed, bool) or not (text.isascii() and text.isdigit()) or int(text) >= SEEDS_BELOW:
        raise InputError(f"seed: found {text[:20]!r}; expected a whole number from 0 to {SEEDS_BELOW - 1}, or nothing")
    return int(text)


def _private() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kamkit-simulation-"))
    atexit.register(_remove, os.getpid(), folder)
    return folder


def _remove(pid: int, folder: Path) -> None:
    if os.getpid() == pid:  # a forked kernel must not remove its parent's
        shutil.rmtree(folder, ignore_errors=True)
