"""The set a learner works on: whose it is, what it is called, and what hints and further tries cost."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kamkit.course.judging import Costs
from kamkit.course.lines import load_data
from kamkit.errors import InputError

FILE = "set.json"
_SIZE = 4_000
_SET = re.compile(r"[\w .@+-]{1,64}")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f]{0,64}")


@dataclass(frozen=True)
class IssuedSet:
    """A set of exercises as it was issued; without one, the sample, worked by somebody without a name.

    ``costs``: shares of a question's mark, 0 to 1, set by the trainer.
    """

    set_id: str = "sample"
    learner_id: str = ""
    name: str = ""
    costs: Costs = field(default_factory=Costs)


def read_set(folder: Path) -> IssuedSet:
    """The set in a learner's folder (``set.json``); the sample where there is none. InputError if it cannot be read.

    ``set.json``: set_id, learner_id, name (texts), hint_cost and attempt_cost (0 to 1; left out: 0.1 each).
    """
    path = folder / FILE
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise InputError(f"{FILE}: is not an ordinary file; ask for your set again")
    except FileNotFoundError:
        return IssuedSet()
    with path.open("rb") as file:
        values = load_data(file.read(_SIZE + 1), _SIZE)
    if not isinstance(values, dict):
        raise InputError(f"{FILE}: found something else than a set; ask for it again")
    texts = {name: values.get(name, "") for name in ("set_id", "learner_id", "name")}
    for name, value in texts.items():
        if not isinstance(value, str) or not (_SET if name == "set_id" else _PLAIN).fullmatch(value):
            raise InputError(f"{FILE}, {name}: not a short text; ask for your set again")
    return IssuedSet(**texts, costs=Costs(_share(values, "hint_cost"), _share(values, "attempt_cost")))


def _share(values: dict[str, object], name: str) -> float:
    value = values.get(name, 0.1)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InputError(f"{FILE}, {name}: expected a share from 0 to 1, such as 0.1")
    return float(value)
